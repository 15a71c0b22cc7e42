"""Code that is not ours fails or warns: a message names it, with its own words, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from troisclics.errors import ForeignCodeError
from troisclics.reports.error_messages import EXIT_BUILD, explain

from ..commands import DAY, copy_fictitious
from ..render.pairs import change, configure
from ..render.test_parallel_render import run
from .refusals import HOOKS, refused

EVENTS = {
    "on_startup": "**kwargs",
    "on_config": "config",
    "on_pre_build": "**kwargs",
    "on_files": "files, **kwargs",
    "on_nav": "nav, **kwargs",
    "on_env": "env, **kwargs",
    "on_page_markdown": "markdown, **kwargs",
    "on_page_content": "html, **kwargs",
    "on_page_context": "context, **kwargs",
    "on_post_page": "output, **kwargs",
    "on_post_template": "output_content, **kwargs",
    "on_post_build": "**kwargs",
    "on_shutdown": "**kwargs",
}


@pytest.mark.parametrize("event", EVENTS)
def test_an_exception_in_any_event(tmp_path: Path, event: str) -> None:
    """The hook, its event, the site, the type and the text of the exception are all said."""
    error = refused(tmp_path, HOOKS, {"accroche.py": f"def {event}({EVENTS[event]}):\n    {{}}['clé perdue']\n"})
    assert isinstance(error, ForeignCodeError)
    assert str(error) == f"90 : l'accroche « accroche.py » ({event}) s'arrête : KeyError : 'clé perdue'"
    said = explain(error)
    assert said.code == EXIT_BUILD
    assert said.text.startswith("Erreur : pour le site 90, l'accroche « accroche.py »")
    assert said.text.endswith("retirer de mkdocs.yml.")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import sys\n    sys.exit(4)", "SystemExit : code 4"),
        ("import sys\n    sys.exit()", "SystemExit"),
        ("from mkdocs.exceptions import Abort\n    raise Abort('assez')", "Abort : assez"),
        ("from mkdocs.exceptions import PluginError\n    raise PluginError('mal réglé')", "PluginError : mal réglé"),
        ("from jinja2 import Template\n    Template('{% if')", "TemplateSyntaxError : "),
        ("raise ConnectionError('pas de réseau')", "ConnectionError : pas de réseau"),
        ("open('perdu.svg')", "FileNotFoundError : "),
        ("raise RecursionError", "RecursionError"),
    ],
)
def test_each_way_to_stop(tmp_path: Path, body: str, said: str) -> None:
    """Whatever is raised, even what MkDocs takes for its own or the system's, is told as coming from the hook."""
    error = refused(tmp_path, HOOKS, {"accroche.py": f"def on_nav(nav, **kwargs):\n    {body}\n"})
    assert isinstance(error, ForeignCodeError)
    assert f"l'accroche « accroche.py » (on_nav) s'arrête : {said}" in str(error)


def test_a_full_disk_is_not_the_fault_of_a_hook(tmp_path: Path) -> None:
    """The twin: what the disk refuses stays what it is, whoever was writing."""
    text = "import errno\n\ndef on_nav(nav, **kwargs):\n    raise OSError(errno.ENOSPC, 'plein', 'page.html')\n"
    root = change(configure(copy_fictitious(tmp_path / "projet"), HOOKS), {"accroche.py": text})
    with pytest.raises(OSError, match="plein") as caught:
        run(root, "90")
    assert "plus de place" in explain(caught.value).text


@pytest.mark.parametrize(
    "text", ["import rien_de_tel\n", "raise ValueError('non')\n", "def on_nav(:\n", "import sys\nsys.exit(1)\n"]
)
def test_a_hook_that_cannot_be_imported(tmp_path: Path, text: str) -> None:
    """A hook that fails as soon as it is read is named too."""
    error = refused(tmp_path, HOOKS, {"accroche.py": text})
    assert isinstance(error, ForeignCodeError)
    assert "accroche.py »" in str(error)


WARNING = """
import logging


def on_page_markdown(markdown, page, **kwargs):
    if page.file.src_uri == "index.md":
        logging.getLogger("mkdocs.plugins.essai").warning("réglage inconnu")
"""


def test_a_warning_of_a_hook_is_its_own(tmp_path: Path) -> None:
    """In strict mode a warning stops the build: it is told as the hook's, not as a fault of a page."""
    error = refused(tmp_path, HOOKS, {"accroche.py": WARNING})
    assert str(error) == "90 : l'accroche « accroche.py » (on_page_markdown) avertit : réglage inconnu"
    assert "corriger la page nommée" not in explain(error).text


def test_a_warning_of_mkdocs_is_not(tmp_path: Path) -> None:
    """The twin: a broken link is a fault of its page, with a hook in use or not."""
    page = {"departments/90-dunes/logement/aide.md": "[x](perdu.md)\n", "accroche.py": ""}
    said = explain(refused(tmp_path, HOOKS, page)).text
    assert "departments/90-dunes/logement/aide.md:1: erreur[lien-introuvable]" in said
    assert "perdu.md" in said


def test_a_hook_that_spoils_what_mkdocs_uses(tmp_path: Path) -> None:
    """Where MkDocs itself fails with unknown parts in use, these are named: one of them is at fault."""
    error = refused(tmp_path, HOOKS, {"accroche.py": "def on_files(files, **kwargs):\n    return 3\n"})
    assert "l'accroche « accroche.py » (mkdocs.yml, hooks) s'arrête : TypeError" in str(error)


EXTENSION = """
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Failing(Preprocessor):
    def run(self, lines):
        return [lines[0] / 2]


class Essai(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Failing(md), "essai", 100)


def makeExtension(**kwargs):
    return Essai(**kwargs)
"""


@pytest.mark.parametrize("more", ["", HOOKS], ids=["engine", "mkdocs"])
def test_a_markdown_extension_that_fails(tmp_path: Path, more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine and MkDocs both run Markdown extensions: the one that fails is named by either."""
    change(tmp_path / "modules", {"extension_essai.py": EXTENSION})
    monkeypatch.syspath_prepend(tmp_path / "modules")
    files = {"accroche.py": "", "content/z.md": "---\ntitle: Z\ndescription: Z.\nowner: pole-fictif\n---\n\nTexte.\n"}
    error = refused(tmp_path, f"markdown_extensions: [extension_essai]\n{more}", files)
    assert isinstance(error, ForeignCodeError)
    assert "l'extension Markdown « extension_essai » s'arrête : TypeError" in str(error)


def build_with_plugin(tmp_path: Path, text: str, *codes: str) -> subprocess.CompletedProcess[str]:
    """Run `troisclics build` on the fictitious project with an installed plugin, whose module has this text."""
    change(
        tmp_path / "modules",
        {
            "greffon_essai.py": text,
            "essai-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: essai\nVersion: 1\n",
            "essai-1.dist-info/entry_points.txt": "[mkdocs.plugins]\nessai = greffon_essai:Essai\n",
        },
    )
    root = configure(copy_fictitious(tmp_path / "projet"), "plugins: [search, essai]\n")
    command = [Path(sys.executable).with_name("troisclics"), "build", *codes, "--root", root, "--today", DAY]
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "modules")}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


PLUGIN = """
from mkdocs.plugins import BasePlugin


class Essai(BasePlugin):
    def on_startup(self, **kwargs):
        self.ready = True

    def on_files(self, files, **kwargs):
        self.files = files

    def on_env(self, env, **kwargs):
        assert self.ready
        if len(self.files) > 3:
            raise ValueError("trop de fichiers")
"""


def test_an_installed_plugin_by_the_command_line(tmp_path: Path) -> None:
    """A plugin that needs all its events gets them in order; what it raises is a message and exit code 3."""
    done = build_with_plugin(tmp_path, PLUGIN, "90")
    assert (done.returncode, "Traceback" in done.stderr) == (EXIT_BUILD, False), done.stderr
    assert "pour le site 90, le greffon « essai » (on_env) s'arrête : ValueError : trop de fichiers" in done.stderr


OWN_FOLDER = """
import shutil
import tempfile

from mkdocs.plugins import BasePlugin


class Essai(BasePlugin):
    def __init__(self):
        self.folder = tempfile.mkdtemp()

    def on_shutdown(self):
        shutil.rmtree(self.folder)
"""


def test_a_plugin_with_a_folder_of_its_own(tmp_path: Path) -> None:
    """Each site has a plugin of its own: one that deletes its folder at the end takes nothing from the next site."""
    done = build_with_plugin(tmp_path, OWN_FOLDER)
    assert done.returncode == 0, done.stderr
