"""No input can hang a command: links are refused before they are followed, and texts before they are converted."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest
from repository import COMMAND
from unit.commands import copy_fictitious

from .projects import TODAY

OWN = "departments/90-dunes/ma-delegation"
FRONT = "---\ntitle: Essai\ndescription: Une page d'essai.\nstatus: confirmed\n---\n\n"
CPU_OF_A_LINK, CPU_OF_A_TEXT = 5, 20
"""Seconds of processor after which a command is killed: many times what it takes, for what hangs never ends."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The fictitious project, for one test."""
    return copy_fictitious(tmp_path / "projet")


def run(root: Path, seconds: int, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command that may use `seconds` of processor."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    return subprocess.run(
        [str(COMMAND), *arguments, "--today", TODAY], cwd=root, capture_output=True, check=False, timeout=120,
        preexec_fn=limit, env={**os.environ, **env}, encoding="utf-8", errors="replace",
    )  # fmt: skip


TARGETS = ["/", "/proc", "/sys", "/dev/zero", ".", "lien.png", "pipe"]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "target"), [(OWN, one) for one in TARGETS] + [
    ("content/logement", "/"), ("content/logement", "pipe"), ("overrides/assets", "/"), ("overrides/assets", "pipe"),
])  # fmt: skip
def test_a_link_is_refused_and_not_followed(root: Path, place: str, target: str) -> None:
    """A link to all that there is, to a device, to itself, or a pipe, is a finding with its place, at once."""
    path = root / place / "lien.png"
    os.mkfifo(path) if target == "pipe" else path.symlink_to(target)
    for arguments in (("check", "--texts"), ("build", "90")):
        done = run(root, CPU_OF_A_LINK, *arguments)
        assert f"{place}/lien.png: erreur[" in done.stdout + done.stderr
        assert done.returncode in {1, 2}


@pytest.mark.parametrize("name", ["content", "departments", "overrides", "overrides/.cache", "departments/90-dunes"])
def test_a_folder_that_is_a_link(root: Path, name: str) -> None:
    """A folder of the project itself, or a hidden one that would be copied, may be no link either."""
    if (root / name).exists():
        (root / name).rename(root.parent / "a-part")
    (root / name).symlink_to("/")
    for arguments in (("check", "--texts"), ("build",)):
        done = run(root, CPU_OF_A_LINK, *arguments)
        assert f"{name}: erreur[lien-symbolique]" in done.stdout + done.stderr


def test_other_commands_do_not_follow_links(root: Path) -> None:
    """The report on freshness, facts, coverage and addresses do not look where a link leads."""
    (root / OWN / "lien.md").symlink_to("/dev/zero")
    (root / OWN / "racine").symlink_to("/")
    for command in ("freshness", "facts", "coverage"):
        done = run(root, CPU_OF_A_LINK, "report", command)
        assert done.returncode in {0, 1}
        assert "Traceback" not in done.stderr


TEXTS: dict[str, str] = {
    "20 kB of [": "[" * 20_000,
    "20 kB of [a](": "[a](" * 5_000,
    "20 kB of ![": "![" * 10_000,
    "newlines": "\n" * 900_000,
    "backslashes": "\\*" * 200_000,
    "250 nested lists": "\n".join("    " * level + "- x" for level in range(250)),
    "nested quotations": ">" * 250 + " x",
    "a table of 4,000 columns": "|" + "a|" * 4_000 + "\n|" + "-|" * 4_000,
    "emphasis": "*_" * 100_000,
    "ampersands": "&" * 300_000,
    "references": "\n".join(f"[r{number}]: a.md" for number in range(20_000)),
    "abbreviations": "\n".join(f"*[r{number}]: a" for number in range(20_000)),
    "notes": "[^1]" * 50_000,
    "deep admonitions": "\n\n".join("    " * level + "!!! note" for level in range(250)),
    "50,000 headings with one title": "## a\n\n" * 50_000,
    "underlined headings": "a\n-\n" * 50_000,
    "backticks": "".join("`" * length + " " for length in range(1, 800)),
    "comments": "<!-- \n\n" * 20_000,
    "tags": "<a " * 20_000,
    "attributes": "{: " * 50_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_without_end_is_refused(root: Path, name: str) -> None:
    """Each text is refused, with its file and line, in a local page and in a national one."""
    (root / OWN / "essai.md").write_text(FRONT + TEXTS[name] + "\n")
    page = root / "content" / "restauration" / "index.md"
    page.write_text(page.read_text() + "\n" + TEXTS[name] + "\n")
    for arguments in (("check", "--texts"), ("build", "90")):
        done = run(root, CPU_OF_A_TEXT, *arguments)
        said = done.stdout + done.stderr
        for file in (f"{OWN}/essai.md", "content/restauration/index.md"):
            lines = [line for line in said.splitlines() if line.startswith(f"{file}:")]
            assert any("texte-limite" in line or "fichier-trop-gros" in line for line in lines), said[:2000]
        assert done.returncode in {1, 2}


def test_other_texts_are_still_checked(root: Path) -> None:
    """One text without end hides no fault of the others."""
    (root / OWN / "essai.md").write_text(FRONT + "[" * 20_000 + "\n")
    (root / OWN / "autre.md").write_text(FRONT + "<script>alert(1)</script>\n")
    said = run(root, CPU_OF_A_TEXT, "check", "--texts").stdout
    assert f"{OWN}/essai.md:7: erreur[texte-limite]" in said
    assert f"{OWN}/autre.md:7: erreur[" in said


def test_a_path_that_is_not_utf_8(root: Path) -> None:
    """A project in a folder whose name is Latin-1 is built as any other."""
    strange = os.fsencode(root.parent) + b"/\xe9t\xe9"
    os.rename(root, strange)
    done = run(Path(os.fsdecode(strange)), 60, "build", "90", "--jobs", "1")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_an_environment_in_ascii(root: Path, locale: str) -> None:
    """Accents in words of mkdocs.yml and in the environment do no harm where the locale is ASCII."""
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write('site_author: !ENV [SITE_AUTEUR, "à compléter"]\n')
    env = {"LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "SITE_ÉTÉ": "é"}
    done = run(root, 60, "build", "90", "--jobs", "1", **env)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_a_page_template_without_end_is_refused(root: Path) -> None:
    """The template is named by its path, and the build ends long before the loop would."""
    main = root / "overrides" / "main.html"
    loop = "{% block content %}{% for a in range(10**7) %}{% for b in range(10**7) %}{% endfor %}{% endfor %}"
    text = main.read_text(encoding="utf-8")
    assert "{% block content %}" in text
    main.write_text(text.replace("{% block content %}", loop, 1), encoding="utf-8")
    done = run(root, CPU_OF_A_TEXT, "build", "90", "--jobs", "1")
    assert done.returncode == 3, done.stderr
    assert "gabarit overrides/main.html" in done.stderr
    assert "plus de 3 s de calcul" in done.stderr
    assert not (root / "site").exists()
