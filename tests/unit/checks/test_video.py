"""A video has an image, captions and its text; a page that has no film yet shows the text alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.checks import Subject
from troisclics.checks.video import VIDEOS
from troisclics.model import Project, Tree

from ..commands import DAY, files_of, mkdocs, troisclics
from ..samples import TODAY, make_page
from .subjects import found

BODY = 'Voici.\n\n{{ video("film/accueil") }}\n\n## Transcription\n\nBonjour à tous.\n'
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour à tous.\n"


def subject(root: Path, *names: str, body: str = BODY, vtt: str = VTT) -> Subject:
    """A project with a page that shows a video, and the files `names` of that video."""
    folder = root / "content" / "film"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"\xff\xd8\xff" if name.endswith("jpg") else vtt.encode())
    assets = tuple(f"film/{name}" for name in names)
    return Subject(root, Project(Tree((make_page(body),), (), (), (), (), assets, (), ()), ()), TODAY)


ALL = ("accueil.mp4", "accueil.jpg", "accueil.vtt")


@pytest.mark.parametrize("names", [(), ALL, ("accueil.webm", "accueil.webp", "accueil.vtt")])
def test_a_sound_video(names: tuple[str, ...], tmp_path: Path) -> None:
    """A whole video is not blamed, nor is a page that waits for its film."""
    assert found(VIDEOS, subject(tmp_path, *names)) == []


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("accueil.jpg", "content/film/accueil.mp4 video-sans-affiche"),
        ("accueil.vtt", "content/film/accueil.mp4 video-sans-sous-titres"),
    ],
)
def test_what_a_film_lacks(missing: str, said: str, tmp_path: Path) -> None:
    """A film without its image or its captions is found."""
    assert found(VIDEOS, subject(tmp_path, *[name for name in ALL if name != missing])) == [said]


@pytest.mark.parametrize("vtt", ["", "WEBVTT\n", "00:00.000 --> 00:02.000\nBonjour.\n"])
def test_captions_that_say_nothing(vtt: str, tmp_path: Path) -> None:
    """A file of captions begins as the standard says, and holds at least one."""
    assert found(VIDEOS, subject(tmp_path, *ALL, vtt=vtt)) == ["content/film/accueil.vtt:1 video-sous-titres-vides"]


@pytest.mark.parametrize("names", [(), ALL])
def test_a_page_without_transcript(names: tuple[str, ...], tmp_path: Path) -> None:
    """The text is wanted whether the film is there or not; it is found at the line of the video."""
    body = BODY.replace("Bonjour à tous.", "")
    assert found(VIDEOS, subject(tmp_path, *names, body=body)) == ["content/aide.md:9 video-sans-transcription"]


def test_a_film_that_nothing_shows(tmp_path: Path) -> None:
    """A film that no page shows is found."""
    assert found(VIDEOS, subject(tmp_path, *ALL, body="Rien.")) == ["content/film/accueil.mp4 video-sans-page"]


def test_a_page_with_and_without_its_film(root: Path, tmp_path: Path) -> None:
    """Without a film the page says so; once the files are there it plays them, and stock MkDocs gives the same."""
    page = root / "content/logement/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n" + BODY, encoding="utf-8")
    site = tmp_path / "site"
    assert troisclics("build", "--root", root, "--today", DAY, "--out", site).returncode == 0
    before = (site / "90-dunes/logement/index.html").read_text(encoding="utf-8")
    assert "n'est pas encore en ligne" in before
    assert "<video" not in before
    subject(root, *ALL)
    assert troisclics("build", "--root", root, "--today", DAY, "--out", site).returncode == 0
    after = (site / "90-dunes/logement/index.html").read_text(encoding="utf-8")
    assert '<video controls preload="none" poster="../film/accueil.jpg">' in after
    assert '<track kind="captions" srclang="fr" label="Français" src="../film/accueil.vtt" default>' in after
    staged = tmp_path / "staged"
    assert troisclics("stage", "90", "--root", root, "--today", DAY, "--out", staged).returncode == 0
    assert mkdocs(staged / "mkdocs.yml", tmp_path / "stock").returncode == 0
    stock, ours = files_of(tmp_path / "stock"), files_of(site / "90-dunes")
    for path in ("logement/index.html", "film/accueil.mp4", "film/accueil.vtt"):
        assert stock[path] == ours[path]
