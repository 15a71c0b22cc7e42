"""Show a video that the sites serve themselves: find its files in `content/`, and generate its HTML.

A page writes `{{ video("presentation/film") }}`; the files are `content/presentation/film.mp4` (or `.webm`), the poster
image (`.jpg`, `.png` or `.webp`) and the captions (`.vtt`). Without a film, the page shows a sentence instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape

FILMS = {".mp4": "video/mp4", ".webm": "video/webm"}
"""Extensions of video files, with their media types."""
POSTERS = (".jpg", ".png", ".webp")
CAPTIONS = ".vtt"

NOT_YET = "La vidéo n'est pas encore en ligne : son texte complet est ci-dessous."


@dataclass(frozen=True, slots=True)
class Video:
    """The existing files of a video, as paths below `content/`."""

    films: tuple[str, ...]
    poster: str | None
    captions: str | None


def find_video(name: str, assets: Collection[str]) -> Video:
    """Return the files of the video `name` (a path without extension) among the published files `assets`."""
    films = tuple(name + kind for kind in FILMS if name + kind in assets)
    poster = next((name + kind for kind in POSTERS if name + kind in assets), None)
    return Video(films, poster, name + CAPTIONS if name + CAPTIONS in assets else None)


def render_video(video: Video, link: Callable[[str], str]) -> str:
    """Return the HTML of a video, or a sentence if there is no film; `link` returns the address of a file.

    The browser's own player is used. Nothing but the poster is fetched before the video is played.
    """
    if not video.films:
        return NOT_YET
    poster = f' poster="{escape(link(video.poster))}"' if video.poster else ""
    lines = [f'<div class="video">\n<video controls preload="none"{poster}>']
    for film in video.films:
        kind = FILMS[film[film.rindex(".") :]]
        lines.append(f'<source src="{escape(link(film))}" type="{kind}">')
    if video.captions:
        source = escape(link(video.captions))
        lines.append(f'<track kind="captions" srclang="fr" label="Français" src="{source}" default>')
    first = escape(link(video.films[0]))
    return "\n".join([*lines, f'<a href="{first}">Télécharger la vidéo</a>', "</video>", "</div>"])
