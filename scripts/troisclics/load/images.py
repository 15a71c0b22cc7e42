"""Check the images of departments: their size and their format."""

from __future__ import annotations

import re

from ..messages import finding
from ..model import Finding
from .input_files import InputFile, refuse_large_file

MAX_BYTES = 4 * 1024 * 1024
"""The maximum size of an image: 4 MiB, far more than a page should load."""
SIGNATURES = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.S),
}
"""The magic numbers of each format, after <https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern>."""
_LONGEST = 12


def check_image(file: InputFile, department: str, out: list[Finding]) -> None:
    """Check that an image is not too large and has the format of its extension.

    Args:
        file: the image.
        department: the CODE for findings.
        out: receives the findings.
    """
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
