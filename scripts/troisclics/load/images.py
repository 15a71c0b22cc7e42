"""The images of departments: of a size that a page can have, and really images."""

from __future__ import annotations

import re

from ..messages import finding
from ..model import Finding
from .input_files import InputFile, refuse_large_file

MAX_BYTES = 4 * 1024 * 1024
"""Largest image: 4 MiB, far more than a page should make a reader load."""
SIGNATURES = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.S),
}
"""How a file of each kind begins, as <https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern> tells it."""
_LONGEST = 12


def check_image(file: InputFile, department: str, out: list[Finding]) -> None:
    """Add a finding if an image is too large, or if what it holds is not what its name says."""
    try:
        if refuse_large_file(file, MAX_BYTES, out, department):
            return
        with file.path.open("rb") as handle:
            start = handle.read(_LONGEST)
    except OSError as error:
        out.append(finding("fichier-illisible", file.place, department, detail=error.strerror))
        return
    kind = file.uri.rpartition(".")[2].replace("jpeg", "jpg")
    if not SIGNATURES[kind].match(start):
        found = next((other for other, signature in SIGNATURES.items() if signature.match(start)), "")
        what = f"une image {found}" if found else "autre chose qu'une image"
        out.append(finding("image-douteuse", file.place, department, kind=kind, what=what))
