"""Find and read untrusted files: names, sizes, encodings, links."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..domain.french import fold
from ..domain.slugs import ascii_name
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place

MAX_FILE_BYTES = 1024 * 1024
"""The maximum size of a text file: 1 MiB, some 300 printed pages."""

_TEMPLATES = frozenset({".html", ".j2", ".jinja", ".jinja2", ".md", ".txt", ".xml"})
_GOOD_PART = re.compile(r"_?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*")

_LEFTOVER = re.compile(r".*~|~\$.*|#.*#|.*\.(?:orig|bak|rej|swp|swo|tmp|old)|thumbs\.db|desktop\.ini|4913", re.I)
"""Backups, conflicts, locks and settings that editors, git and file managers leave behind."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file found below a folder: `uri` relative to that folder, `path` on disk, `place` for findings."""

    uri: str
    path: Path
    place: Place


def find_files(root: Path, folder: Path, out: list[Finding], department: str = ALL_DEPARTMENTS) -> Iterator[InputFile]:
    """Yield the files below a folder, sorted by path.

    Hidden files are skipped silently (`.gitkeep`, `.DS_Store`), and leftovers of other programs with a warning.

    Args:
        root: the folder of the project.
        folder: the folder.
        out: receives findings on files that must not be read.
        department: the department's code, as shown in findings.
    """
    seen: dict[str, str] = {}
    place_of_folder = printable(folder.relative_to(root).as_posix())
    for name in sorted(_walk(folder, out, root, department), key=lambda name: name.split("/")):
        path = folder / name
        uri = printable(name)
        place = Place(f"{place_of_folder}/{uri}")
        if refuse_special_file(path, place, out, department):
            continue
        if _LEFTOVER.fullmatch(uri.rpartition("/")[2]):
            out.append(finding("fichier-laisse", place, department, name=uri))
            continue
        folded = fold(uri)
        if folded in seen:
            out.append(finding("noms-confondus", place, department, name=uri, other=seen[folded]))
            continue
        seen[folded] = uri
        if not all(_GOOD_PART.fullmatch(part) for part in uri.split("/")):
            out.append(finding("nom-de-fichier", place, department, name=uri, suggestion=ascii_name(uri)))
            continue
        yield InputFile(uri, path, place)


def refuse_special_files(root: Path, folder: Path, out: list[Finding]) -> None:
    """Add a finding for each file below a folder that other code would follow, block on or fail to read.

    These are symbolic links, pipes and devices, and templates that are not UTF-8 text.

    Args:
        root: the folder of the project.
        folder: the folder.
        out: receives the findings.
    """
    for name in sorted(_walk(folder, out, root, ALL_DEPARTMENTS, hidden=True)) if folder.is_dir() else ():
        path = folder / name
        place = Place(printable(path.relative_to(root).as_posix()))
        if not refuse_special_file(path, place, out) and path.suffix in _TEMPLATES:
            read_text(InputFile(name, path, place), out)


def refuse_special_file(path: Path, place: Place, out: list[Finding], department: str = ALL_DEPARTMENTS) -> bool:
    """Check whether a path is a symbolic link, a pipe or a device, without opening it.

    Args:
        path: the path.
        place: its place for findings.
        out: receives a finding if it is.
        department: the department's code, as shown in findings.

    Returns:
        Whether it is.
    """
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False  # reported when it is read
    if stat.S_ISLNK(mode):
        out.append(finding("lien-symbolique", place, department, target=printable(os.readlink(path))))
    elif not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        out.append(finding("fichier-illisible", place, department, detail="ce n'est pas un fichier"))
    else:
        return False
    return True


def _walk(folder: Path, out: list[Finding], root: Path, department: str, *, hidden: bool = False) -> Iterator[str]:
    """Yield the relative paths of the files below `folder`, and of links to folders; not `hidden` ones."""

    def failed(error: OSError) -> None:
        place = Place(printable(Path(error.filename).relative_to(root).as_posix()))
        out.append(finding("fichier-illisible", place, department, detail=error.strerror))

    top = os.fspath(folder)
    if refuse_special_file(folder, Place(printable(folder.relative_to(root).as_posix())), out, department):
        return
    for parent, folders, names in os.walk(top, onerror=failed, followlinks=False):
        folders[:] = [name for name in folders if hidden or not name.startswith(".")]
        linked = [name for name in folders if os.path.islink(f"{parent}{os.sep}{name}")]
        inside = parent[len(top) + 1 :].replace(os.sep, "/")
        for name in [*names, *linked]:
            if hidden or not name.startswith("."):
                yield f"{inside}/{name}" if inside else name


def printable(name: str) -> str:
    """Return a file name as printable text: bytes that are not text become « � »."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(char if char.isprintable() or unicodedata.combining(char) else "�" for char in text)


def refuse_large_file(file: InputFile, limit: int, out: list[Finding], department: str) -> bool:
    """Check the size of a file.

    Args:
        file: the file.
        limit: the maximum size in bytes.
        out: receives a finding if it is larger.
        department: the department's code, as shown in findings.

    Returns:
        Whether it is larger.

    Raises:
        OSError: the file does not exist or is not accessible.
    """
    size = file.path.stat().st_size
    if size > limit:
        out.append(finding("fichier-trop-gros", file.place, department, size=size, limit=limit))
    return size > limit


def read_text(file: InputFile, out: list[Finding], department: str = ALL_DEPARTMENTS) -> str | None:
    """Return the text of a file, without BOM and with LF line ends.

    Args:
        file: the file.
        out: receives a finding if it cannot be read.
        department: the department's code, as shown in findings.

    Returns:
        The text; None after adding a finding.
    """
    try:
        status = file.path.stat()
        if refuse_large_file(file, MAX_FILE_BYTES, out, department):
            return None
        if not stat.S_ISREG(status.st_mode):  # a pipe would block for ever
            out.append(finding("fichier-illisible", file.place, department, detail="ce n'est pas un fichier"))
            return None
        raw = file.path.read_bytes()
    except OSError as error:
        out.append(finding("fichier-illisible", file.place, department, detail=error.strerror))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before, bad = error.object[: error.start], error.object[error.start]  # `object` is the content without its BOM
        line = len(re.findall(rb"\r\n|\r|\n", before)) + 1
        place = Place(file.place.file, line)
        out.append(finding("encodage", place, department, byte=f"0x{bad:02X}", position=error.start))
        return None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def source_lines(root: Path, file: str) -> list[str]:
    """Return the lines of the source `file` of the project at `root`; none if it cannot be read, which is reported."""
    text = read_text(InputFile(file, root / file, Place(file)), [])
    return text.split("\n") if text is not None else []
