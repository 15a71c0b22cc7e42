"""Videos that the sites serve: their files, and the HTML that shows them."""

from __future__ import annotations

import pytest

from troisclics.merge.videos import NOT_YET, Video, find_video, render_video

ASSETS = {"a/film.webm", "a/film.mp4", "a/film.png", "a/film.webp", "a/film.vtt", "b/film.mp4"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a/film", Video(("a/film.mp4", "a/film.webm"), "a/film.png", "a/film.vtt")),
        ("b/film", Video(("b/film.mp4",), None, None)),
        ("film", Video((), None, None)),
    ],
)
def test_files_of_a_video(name: str, found: Video) -> None:
    """Films by their order of preference, the first image, the captions; what is not there is none."""
    assert find_video(name, ASSETS) == found


def test_a_video() -> None:
    """The film plays only when asked for, with its captions, and can be fetched where it cannot be played."""
    video = Video(("a.b/film.mp4", "a.b/film.webm"), 'a"/film.png', "film.vtt")
    assert render_video(video, lambda file: f"../{file}") == (
        '<div class="video">\n<video controls preload="none" poster="../a&quot;/film.png">\n'
        '<source src="../a.b/film.mp4" type="video/mp4">\n<source src="../a.b/film.webm" type="video/webm">\n'
        '<track kind="captions" srclang="fr" label="Français" src="../film.vtt" default>\n'
        '<a href="../a.b/film.mp4">Télécharger la vidéo</a>\n</video>\n</div>'
    )


def test_a_video_without_the_rest() -> None:
    """Without an image or captions there is no empty attribute; without a film there is a sentence."""
    text = render_video(Video(("film.mp4",), None, None), str)
    assert text.startswith('<div class="video">\n<video controls preload="none">\n<source src="film.mp4"')
    assert "<track" not in text
    assert render_video(Video((), "film.png", "film.vtt"), str) == NOT_YET
