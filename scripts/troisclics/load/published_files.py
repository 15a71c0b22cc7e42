"""Check the files that are published as they are: their kind, size and content."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding
from ..model.conventions import DELEGATION
from .input_files import InputFile, refuse_large_file

MAX_BYTES = 4 * 1024 * 1024
"""The maximum size of an image or document: 4 MiB, far more than a page should load."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a file of some extensions is.

    Attributes:
        name: its name in French, with its article.
        signature: how its content begins.
        code: what a document holds only if it can run something.
        packed: parts of a document to leave aside: compressed, they may hold any bytes.
    """

    name: str
    signature: re.Pattern[bytes]
    code: re.Pattern[bytes] | None = None
    packed: re.Pattern[bytes] | None = None

    def runs(self, content: bytes) -> bool:
        """Tell whether a document may run something, as far as can be seen without unpacking it."""
        plain = self.packed.sub(b"", content) if self.packed else content
        return bool(self.code and self.code.search(plain))


_MACROS = re.compile(rb"vbaProject\.bin|Basic/script|/macros/", re.I)
_PDF = _Kind(
    "un PDF",
    re.compile(rb"%PDF-"),
    re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?)\b"),
    re.compile(rb"stream\r?\n.*?endstream", re.S),
)
_OFFICE = _Kind("un document de bureautique", re.compile(rb"PK\x03\x04"), _MACROS)
_JPEG = _Kind("une image jpg", re.compile(rb"\xff\xd8\xff"))
_IMAGES = {
    "png": _Kind("une image png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": _Kind("une image gif", re.compile(rb"GIF8[79]a")),
    "webp": _Kind("une image webp", re.compile(rb"RIFF.{4}WEBP", re.S)),
}
DOCUMENTS = ("pdf", "odt", "ods", "docx", "xlsx")
"""Extensions of files that a browser opens in another program."""
_FORMS = DOCUMENTS[1:]
"""Documents to be filled in."""
_KINDS = {**_IMAGES, "pdf": _PDF, **dict.fromkeys(_FORMS, _OFFICE)}
"""What a department may publish below DELEGATION, by extension.

The signatures are those of <https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern> and, for PDF and zip,
of the specifications of these formats.
"""
_WEB = ("css", "csv", "html", "ico", "ics", "js", "json", "mjs", "svg", "txt", "webmanifest", "woff", "woff2", "xml")
_NATIONAL = frozenset((*_IMAGES, *_WEB, "pdf", "avif", "mp3", "mp4", "vtt", "webm"))
"""What may be published from any folder of `content/`, by extension; forms only below DELEGATION, as everywhere."""
_LONGEST = 12


def publishes(uri: str, *, national: bool) -> bool:
    """Tell whether a file, other than a page, may be published from `content/`, or from the folder of a department."""
    kind, in_delegation = extension(uri), uri.startswith(DELEGATION)
    return kind in _NATIONAL or (kind in _FORMS and in_delegation) if national else in_delegation and kind in _KINDS


def extension(uri: str) -> str:
    """Return the extension of a file without its dot; "" if it has none."""
    return uri.rpartition("/")[2].partition(".")[2].rpartition(".")[2]


def check_published_file(file: InputFile, out: list[Finding], department: str = ALL_DEPARTMENTS) -> None:
    """Check that an image or document is not too large, is what its extension says, and holds no program.

    Args:
        file: the file.
        out: receives the findings.
        department: the department's code, as shown in findings.
    """
    kind = _KINDS.get(extension(file.uri))
    if kind is None:
        return
    try:
        if refuse_large_file(file, MAX_BYTES, out, department):
            return
        with file.path.open("rb") as handle:
            content = handle.read() if kind.code else handle.read(_LONGEST)
    except OSError as error:
        out.append(finding("fichier-illisible", file.place, department, detail=error.strerror))
        return
    if not kind.signature.match(content):
        what = next((other.name for other in _KINDS.values() if other.signature.match(content)), "autre chose")
        out.append(finding("fichier-douteux", file.place, department, kind=kind.name, what=what))
    elif kind.runs(content):
        out.append(finding("fichier-actif", file.place, department, kind=kind.name))
