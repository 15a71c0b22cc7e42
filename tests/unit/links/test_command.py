"""`troisclics report links`, from texts to findings, against a real server and a real git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ..commands import DAY, troisclics
from .conftest import Server

pytestmark = pytest.mark.slow

PAGE = "content/logement/aide.md"


@pytest.fixture
def project_root(project: object, tmp_path: Path) -> Path:
    """The fictitious project, without an address of its own."""
    root: Path = project()  # type: ignore[operator]
    for path in root.rglob("*"):
        if path.suffix in {".md", ".yml", ".html"}:
            path.write_text(path.read_text(encoding="utf-8").replace("https://exemple.fr/", "https://exemple.example/"))
    return root


def append(root: Path, *urls: str) -> int:
    """Add a line for each of `urls` to the page; give the number of the first."""
    lines = (root / PAGE).read_text(encoding="utf-8").count("\n") + 1
    with (root / PAGE).open("a", encoding="utf-8") as page:
        page.writelines(f"[lien]({url})\n" for url in urls)
    return lines


def links(root: Path, *arguments: object, day: str = DAY, code: int = 0) -> tuple[str, str]:
    """What `troisclics report links` says; it must end with `code`."""
    quick = ("--timeout", 30, "--retries", 0, "--memory", root / "liens.json")
    run = troisclics("report", "links", "--root", root, "--today", day, *quick, *arguments)
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout, run.stderr


def test_three_days_in_a_row(project_root: Path, server: Server) -> None:
    """A dead address is a warning, a warning, then an error, at its line; the mend is said."""
    line = append(project_root, server.url("/404"), server.url("/200"))
    for day in ("2026-11-08", "2026-11-15"):
        said, _ = links(project_root, day=day)
        assert f"{PAGE}:{line}: avertissement[lien-externe-casse]" in said
    said, _ = links(project_root, code=1)
    assert f"{PAGE}:{line}: erreur[lien-externe-mort]" in said
    assert "3 fois de suite depuis le 2026-11-08" in said
    assert "2 adresses, dont 0 non vérifiée(s) : 1 erreur" in said


def test_no_network_is_not_all_is_well(project_root: Path) -> None:
    """When nobody at all answers, each address is said not to have been verified, and nothing is remembered of it."""
    append(project_root, "http://127.0.0.1:9/a", "http://127.0.0.2:9/b")
    said, _ = links(project_root)
    assert said.count("non vérifié : aucune réponse de personne") == 2
    assert "2 adresses, dont 2 non vérifiée(s) : 0 erreur" in said
    assert '"broken": []' in (project_root / "liens.json").read_text()


def test_only_what_a_change_touches(project_root: Path, server: Server) -> None:
    """Since a revision, only the addresses of new lines are asked; one that fails is an error at once."""
    append(project_root, server.url("/404"))

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@exemple.fr")
        subprocess.run(["git", "-C", project_root, *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "x")
    assert "0 adresse," in links(project_root, "--since", "HEAD")[0]
    line = append(project_root, server.url("/410"), server.url("/200"))
    (project_root / "content" / "neuf.md").write_text(f"Voir [lien]({server.url('/404?neuf')})\n")
    said, _ = links(project_root, "--since", "HEAD", code=1)
    assert f"{PAGE}:{line}: erreur[lien-externe-faux]" in said
    assert "content/neuf.md:1: erreur[lien-externe-faux]" in said
    assert server.asked["/404"] == 0
    assert not (project_root / "liens.json").exists()
    assert "« zzz » : git ne connaît pas cette révision" in links(project_root, "--since", "zzz", code=2)[1]


def test_formats_and_bad_memory(project_root: Path, server: Server) -> None:
    """The report has the formats of `check`; a memory that is none is refused."""
    append(project_root, server.url("/404"))
    said, beside = links(project_root, "--format", "github")
    assert said.startswith(f"::warning file={PAGE},")
    assert "1 adresse," in beside
    (project_root / "liens.json").write_text("{}}")
    assert "mémoire des liens" in links(project_root, code=2)[1]
