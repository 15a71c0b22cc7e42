"""Code that is not ours fails or warns: a message names it, with its own words, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from troisclics.errors import ForeignCodeError, InputError, RenderError, TemplateRefusedError
from troisclics.reports.error_messages import EXIT_BUILD, explain

from ..commands import DAY, copy_fictitious
from ..render.pairs import change, configure
from ..render.test_parallel_render import run

HOOKS = "hooks: [accroche.py]\n"


def refused(tmp_path: Path, config: str, files: dict[str, str]) -> RenderError | InputError:
    """What a build of the fictitious project says, with these lines of configuration and these files."""
    root = change(configure(copy_fictitious(tmp_path / "projet"), config), files)
    with pytest.raises((RenderError, InputError)) as caught:
        run(root, "90")
    assert not (root / "site").exists()
    return caught.value


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


@pytest.mark.parametrize("more", ["", HOOKS], ids=["engine", "mkdocs"])
def test_a_template_that_fails(tmp_path: Path, more: str) -> None:
    """An error that is none of Jinja's, in a template, names the template and its line."""
    root = change(configure(copy_fictitious(tmp_path / "projet"), more), {"accroche.py": ""})
    main = root / "overrides" / "main.html"
    main.write_text(main.read_text(encoding="utf-8") + "\n{% block extrahead %}{{ 1 // 0 }}{% endblock %}\n", "utf-8")
    with pytest.raises(ForeignCodeError, match=r"le modèle « main\.html », ligne \d+, s'arrête : ZeroDivisionError"):
        run(root, "90")


def test_a_configuration_that_mkdocs_refuses(tmp_path: Path) -> None:
    """A plugin that is not installed is a fault of mkdocs.yml, in French and at its line, not of a page."""
    error = refused(tmp_path, "plugins: [search, pas-installe]\n", {})
    assert isinstance(error, InputError)
    (found,) = error.findings
    assert (found.rule, found.place.file) == ("configuration-refusee", "mkdocs.yml")
    assert "le greffon « pas-installe » n'est pas installé" in found.message
    lines = (tmp_path / "projet" / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert lines[(found.place.line or 0) - 1].startswith("plugins:")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("x: 1\n", "« x » n'est pas accepté par MkDocs : il ne connaît pas cette clé"),
        ("markdown_extensions: [absente]\n", "l'extension Markdown « absente » ne peut pas être chargée"),
        ("plugins: [search: {lang: fr, pipeline: [abc]}]\n", "« pipeline » : « Expected one of: ("),
        ("extra_templates: abc\n", "une liste de chemins"),
    ],
)
def test_what_mkdocs_says_is_in_french(tmp_path: Path, config: str, said: str) -> None:
    """The usual faults of mkdocs.yml in French, the others in MkDocs's own words, quoted."""
    error = refused(tmp_path, config, {})
    assert said in explain(error).text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: material", "name: absent", "le thème « absent » n'est pas installé"),
        ("language: fr", "language: xx", "aucun modèle ne s'appelle « partials/languages/xx.html »"),
    ],
)
def test_a_theme_that_is_not_there(tmp_path: Path, old: str, new: str, said: str) -> None:
    """What the settings of the theme lack is said in French, without a path of this machine."""
    root = copy_fictitious(tmp_path / "projet")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises((RenderError, InputError)) as caught:
        run(root, "90")
    text = explain(caught.value).text
    assert said in text
    assert str(root) not in text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("main.html", "{% if %}", "overrides/main.html, ligne 1) : accolades"),
        ("main.html", '{% extends "absent.html" %}', "aucun modèle ne s'appelle « absent.html »"),
        (
            "seams/content/contact.html",
            "\n{{ absent.x }}",
            "overrides/seams/content/contact.html, ligne 2) : « absent »",
        ),
        ("seams/content/contact.html", "{% if %}", "overrides/seams/content/contact.html, ligne 1) : accolades"),
        (
            "seams/content/contact.html",
            "{% for i in range(10**9) %}{% endfor %}",
            "contact.html, ligne 1) : OverflowError",
        ),
    ],
)
def test_a_template_that_cannot_be_shown(tmp_path: Path, name: str, text: str, said: str) -> None:
    """It is named by its path in the project and its line, in French, even if it never ends."""
    root = copy_fictitious(tmp_path / "projet")
    (root / "overrides" / name).write_text(text, encoding="utf-8")
    with pytest.raises(TemplateRefusedError) as caught:
        run(root, "90")
    assert said in explain(caught.value).text


@pytest.mark.parametrize("local", ["", "Un texte.\n"])
def test_settings_that_no_text_can_be_shown_with(tmp_path: Path, local: str) -> None:
    """What the converter fails on whatever the text, is a fault of mkdocs.yml and not of a text."""
    files = {"departments/90-dunes/logement/aide.md": local} if local else {}
    error = refused(tmp_path, "markdown_extensions: [toc: {slugify: abc}]\n", files)
    assert "'str' object is not callable" in str(error)
    assert "corriger mkdocs.yml" in explain(error).text


def test_folders_to_watch(tmp_path: Path) -> None:
    """`watch` is for « mkdocs serve » on the project itself: a staged site has no such folders."""
    root = configure(copy_fictitious(tmp_path / "projet"), "watch: [departments]\n")
    assert run(root, "90")


def test_relative_settings_of_extensions(tmp_path: Path) -> None:
    """What MkDocs documents for the settings of extensions is taken, even where local texts are judged by them."""
    config = "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: !relative\n"
    root = configure(copy_fictitious(tmp_path / "projet"), config)
    page = root / "content" / "logement" / "aide.md"
    page.write_text(f'{page.read_text(encoding="utf-8")}\n--8<-- "index.md:1:3"\n', encoding="utf-8")
    assert run(root, "90")


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
    info = tmp_path / "modules" / "essai-1.dist-info"
    change(
        tmp_path / "modules",
        {
            "greffon_essai.py": PLUGIN,
            f"{info.name}/METADATA": "Metadata-Version: 2.1\nName: essai\nVersion: 1\n",
            f"{info.name}/entry_points.txt": "[mkdocs.plugins]\nessai = greffon_essai:Essai\n",
        },
    )
    root = configure(copy_fictitious(tmp_path / "projet"), "plugins: [search, essai]\n")
    program = Path(sys.executable).with_name("troisclics")
    command = [program, "build", "90", "--root", root, "--today", DAY]
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "modules")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
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
    info = tmp_path / "modules" / "essai-1.dist-info"
    change(
        tmp_path / "modules",
        {
            "greffon_essai.py": OWN_FOLDER,
            f"{info.name}/METADATA": "Metadata-Version: 2.1\nName: essai\nVersion: 1\n",
            f"{info.name}/entry_points.txt": "[mkdocs.plugins]\nessai = greffon_essai:Essai\n",
        },
    )
    root = configure(copy_fictitious(tmp_path / "projet"), "plugins: [search, essai]\n")
    command = [Path(sys.executable).with_name("troisclics"), "build", "--root", root, "--today", DAY]
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "modules")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_block_of_departments_that_does_not_parse(tmp_path: Path) -> None:
    """A block, which templates know by its name alone, is named by its path in the project."""
    error = refused(tmp_path, "", {"overrides/seams/name.html": "Un.\n{% if x\n"})
    assert str(error).startswith("(gabarit overrides/seams/name.html, ligne 2) :")
