"""Check that each video has a poster, captions and a full transcript (RGAA, theme 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..merge.videos import CAPTIONS, FILMS, POSTERS, find_video
from ..messages import finding
from ..model import Finding, Page, Place
from ..model.conventions import TRANSCRIPT
from . import Check, Subject
from .written_texts import split_parts

_SHOWN = re.compile(r'\{\{\s*video\("([^"]*)"\)\s*\}\}')
_CUE = re.compile(r"^(?:\d+:)?\d{2}:\d{2}\.\d{3} --> (?:\d+:)?\d{2}:\d{2}\.\d{3}", re.M)


def check_videos(subject: Subject) -> Iterator[Finding]:
    """Report what each video, and each page that shows one, lacks."""
    tree = subject.project.tree
    shown: set[str] = set()
    for page in tree.pages:
        for match in _SHOWN.finditer(page.body):
            shown.add(match[1])
            yield from _check_page(page, page.body_line + page.body.count("\n", 0, match.start()))
    for name in sorted({asset[: asset.rindex(".")] for asset in tree.assets if asset.endswith(tuple(FILMS))}):
        yield from _check_files(subject, name)
        if name not in shown:
            yield finding("video-sans-page", Place(f"content/{find_video(name, tree.assets).films[0]}"), name=name)


def _check_page(page: Page, line: int) -> Iterator[Finding]:
    """Report a page without the transcript of its video, whether the film exists or not."""
    if not any(part.title == TRANSCRIPT and part.has_text() for part in split_parts(page)):
        yield finding("video-sans-transcription", Place(page.at.file, line))


def _check_files(subject: Subject, name: str) -> Iterator[Finding]:
    video = find_video(name, subject.project.tree.assets)
    place = Place(f"content/{video.films[0]}")
    if video.poster is None:
        yield finding("video-sans-affiche", place, files=" ou ".join(f"content/{name}{kind}" for kind in POSTERS))
    if video.captions is None:
        yield finding("video-sans-sous-titres", place, file=f"content/{name}{CAPTIONS}")
        return
    path = subject.root / "content" / video.captions
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if not text.startswith("WEBVTT") or not _CUE.search(text):
        yield finding("video-sous-titres-vides", Place(f"content/{video.captions}", 1))


VIDEOS = Check(
    "Vidéos",
    frozenset(
        {
            "video-sans-affiche",
            "video-sans-page",
            "video-sans-sous-titres",
            "video-sans-transcription",
            "video-sous-titres-vides",
        }
    ),
    check_videos,
)
