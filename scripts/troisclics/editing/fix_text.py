"""Fix what needs no decision in a text: the marks of which `domain/raw_marks.py` knows the right form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..domain.raw_marks import fix_raw_marks
from ..errors import InputError, ScaffoldError
from ..load.config import extension_names, load_config, markdown_extensions
from ..load.front_matter import split_front_matter
from ..load.input_files import InputFile, read_text
from ..model import Finding, Place
from ..system.file_trees import write_file


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file, as a path from the root, and how many of its lines were fixed."""

    file: str
    lines: int


def fix_files(root: Path, files: Sequence[str]) -> list[FixedFile]:
    """Fix texts in place; nothing is written unless all of them can be read. Front matter stays as it is.

    Args:
        root: the folder of the project.
        files: the texts, as paths from the root.

    Raises:
        InputError: a text cannot be read.
        ScaffoldError: a file is not a text of the project.
        OSError: a file cannot be written.
    """
    found: list[Finding] = []
    extensions = extension_names(markdown_extensions(load_config(root, found)))
    fixed = [(file, *_fix(root, file, extensions, found)) for file in files]
    if found:
        raise InputError(found)
    for file, text, lines in fixed:
        if lines:
            write_file(root / file, text.encode())
    return [FixedFile(file, lines) for file, _, lines in fixed]


def _fix(root: Path, file: str, extensions: frozenset[str], out: list[Finding]) -> tuple[str, int]:
    """Return the fixed text of `file` and the number of lines fixed; its line ends stay."""
    text_of_project = file.startswith(("content/", "departments/")) and file.endswith(".md")
    if not text_of_project or (root / file).is_symlink():
        raise ScaffoldError(f"« {file} » n'est pas un texte : donner un fichier .md de content/ ou de departments/.")
    place = Place(file)
    text = read_text(InputFile(file, root / file, place), out)
    split = split_front_matter(text, place, out) if text is not None else None
    if text is None or split is None:
        return "", 0
    body, lines = fix_raw_marks(split.body, extensions)
    fixed = "\n".join([*text.split("\n")[: split.body_line - 1], body])
    crlf = b"\r\n" in (root / file).read_bytes()
    return fixed.replace("\n", "\r\n") if crlf else fixed, lines
