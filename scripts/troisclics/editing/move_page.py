"""Move a page or a folder of pages: its texts, every link to it, the menu, the data; its old address leads to it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import yaml

from ..domain.link_targets import link_target
from ..domain.urls import page_url
from ..errors import InputError, ScaffoldError
from ..load import load_project
from ..load.config_form import CONFIG
from ..load.departments import FOLDER
from ..load.tree import CONTENT, OVERRIDES
from ..merge.relocation import find_links
from ..model import Overlay, Page, Project
from ..model.conventions import (
    CONTACTS,
    DELEGATION,
    GLOSSARY,
    OPERATORS,
    SITE_MAP,
    SITUATIONS,
    operator_page,
    situation_page,
)
from ..system.file_trees import write_file
from .yaml_edit import insert_item

_NAMED = (CONTACTS, GLOSSARY, f"{SITE_MAP.rstrip('/')}.md", OPERATORS, SITUATIONS, DELEGATION)
"""Pages and folders that the program and the theme name."""
_SHORT_LIST = re.compile(r"^aliases: *\[([^\]\n#]*)\] *$", re.M)
_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Move:
    """A move that was made.

    Attributes:
        pages: the old and new paths of the shared pages, below `content/`.
        changed: the files that were written, as paths from the root.
        mentions: the places, « file:line », that still name an old address and that a person must read.
    """

    pages: tuple[tuple[str, str], ...]
    changed: tuple[str, ...]
    mentions: tuple[str, ...]


def move_page(root: Path, old: str, new: str, today: date) -> Move:
    """Move a shared page, or all of a folder, and mend all that names it. Nothing is written unless all can be.

    Args:
        root: the folder of the project.
        old: the page or folder, as a path below `content/` or from the root.
        new: its new path.
        today: the day.

    Raises:
        ScaffoldError: the move is not possible.
        InputError: the project has errors: the links of a text that cannot be read could not be updated.
        OSError: a file cannot be written.
    """
    project, findings = load_project(root, today)
    if errors := [found for found in findings if found.severity == "error"]:
        raise InputError(errors)
    moves = _moves(root, project, _below_content(old), _below_content(new))
    edit = _Edit(root, moves)
    for page in project.tree.pages:
        edit.text(page.at.file, page, f"{CONTENT}/{moves.get(page.uri, page.uri)}")
    for department in project.departments:
        for overlay in department.overlays:
            edit.text(overlay.at.file, overlay, f"{FOLDER}/{department.slug}/{moves.get(overlay.uri, overlay.uri)}")
    for file in [CONFIG, *(path.relative_to(root).as_posix() for path in sorted((root / CONTENT).rglob("_*.yml")))]:
        edit.names(file)
    for path in sorted((root / CONTENT / "_facts").glob("*.yml")):
        edit.names(path.relative_to(root).as_posix())
    edit.write()
    pages = tuple((before, after) for before, after in moves.items() if before.endswith(".md"))
    return Move(pages, tuple(sorted(edit.texts)), tuple(_mentions(root, [before for before, _ in pages])))


def _below_content(path: str) -> str:
    return posixpath.normpath(path.removeprefix("./").removeprefix(f"{CONTENT}/"))


def _moves(root: Path, project: Project, old: str, new: str) -> dict[str, str]:
    """Return the old and new path of each file to move. Raises ScaffoldError if they cannot be."""
    source, target = root / CONTENT / old, root / CONTENT / new
    is_page = old.endswith(".md")
    if not (source.is_file() if is_page else source.is_dir()) or old.startswith(("..", "_", "/")):
        raise ScaffoldError(f"« {old} » : ni page ni dossier de {CONTENT}/ ne s'appelle ainsi.")
    if is_page != new.endswith(".md"):
        raise ScaffoldError(f"« {new} » : une page se termine par « .md », un dossier non, avant comme après.")
    parts = new.removesuffix(".md").split("/")
    if not all(_PART.fullmatch(part) for part in parts):
        raise ScaffoldError(f"« {new} » : lettres minuscules sans accent, chiffres et tirets seulement.")
    if target.exists() or page_url(new) in {page_url(page.uri) for page in project.tree.pages}:
        raise ScaffoldError(f"« {new} » existe déjà : choisir un autre nom.")
    if old in _NAMED or f"{old}/" in _NAMED or old == "index.md":
        raise ScaffoldError(f"« {old} » est nommé par le programme et le thème : il ne se déplace pas.")
    files = [*(page.uri for page in project.tree.pages), *project.tree.assets]
    inside = old if is_page else f"{old}/"
    moves = {uri: new + uri.removeprefix(old) for uri in files if uri.startswith(inside)}
    for page in project.tree.pages:
        named = [operator_page(page.meta.operator), *map(situation_page, page.meta.life_events)]
        for uri in moves.keys() & set(named):
            if posixpath.dirname(moves[uri]) != posixpath.dirname(uri):
                raise ScaffoldError(f"« {uri} » est nommé par l'en-tête de « {page.uri} » : il reste dans son dossier.")
    return moves


class _Edit:
    """The texts to write, by path from the root, and the files to delete; nothing is written before `write`."""

    def __init__(self, root: Path, moves: dict[str, str]) -> None:
        self.root, self.moves = root, moves
        self.texts: dict[str, str] = {}
        self.copies: dict[str, bytes] = {}
        self.deleted: list[str] = []
        for before, after in moves.items():
            if not before.endswith(".md"):
                self.copies[f"{CONTENT}/{after}"] = (root / CONTENT / before).read_bytes()
                self.deleted.append(f"{CONTENT}/{before}")

    def text(self, file: str, written: Page | Overlay, to: str) -> None:
        """Mend the links of a text, and its front matter; `to` is where it is written."""
        raw = (self.root / file).read_bytes().decode("utf-8-sig")
        text = raw.replace("\r\n", "\n")
        lines = text.split("\n")
        front, body = "\n".join(lines[: written.body_line - 1]), "\n".join(lines[written.body_line - 1 :])
        after = self.moves.get(written.uri, written.uri)
        mended = self._front(front, written, after) + ("\n" if front else "") + self._body(body, written.uri, after)
        if mended != text or to != file:
            self.texts[to] = mended.replace("\n", "\r\n") if "\r\n" in raw else mended
        if to != file:
            self.deleted.append(file)

    def _body(self, body: str, before: str, after: str) -> str:
        pieces, last = [], 0
        for found, link in sorted(find_links(body)):
            target = link_target(before, link)
            start = found + body.startswith(f"<{link}>", found)
            if target is None or not link.split("#")[0] or body[start : start + len(link)] != link:
                continue
            path, anchor = target
            moved = self.moves.get(path, path)
            if moved == path and before == after:
                continue
            new = posixpath.relpath(moved, posixpath.dirname(after) or ".") + (f"#{anchor}" if anchor else "")
            pieces += [body[last:start], quote(new, safe="/#.-_") if "%" in link else new]
            last = start + len(link)
        return "".join([*pieces, body[last:]])

    def _front(self, front: str, written: Page | Overlay, after: str) -> str:
        for folder, key in ((OPERATORS, "operator"), (SITUATIONS, "life_events")):
            for old, new in self.moves.items():
                if old.startswith(folder) and new.startswith(folder):
                    names = posixpath.basename(old).removesuffix(".md"), posixpath.basename(new).removesuffix(".md")
                    front = _renamed(front, key, *names)
        if isinstance(written, Overlay) or after == written.uri:
            return front
        own, address = page_url(after), page_url(written.uri)
        front = _SHORT_LIST.sub(_one_a_line, front)
        front = re.sub(rf"^ *- ([\"']?){re.escape(own)}\1 *\n", "", front, flags=re.M)
        try:
            keys = front.removeprefix("---\n").rstrip().removesuffix("---")
            inside, _ = insert_item(keys, "aliases", f"- {address}\n")
        except (ValueError, yaml.YAMLError):
            message = f"« {written.at.file} » : écrire d'abord « aliases » en liste, un « - » par ligne."
            raise ScaffoldError(message) from None
        return f"---\n{inside}---" + front[len(front.rstrip()) :]

    def names(self, file: str) -> None:
        """Mend the paths of pages in a file of data, or in the menu."""
        text = (self.root / file).read_bytes().decode("utf-8")
        mended = text
        for old, new in self.moves.items():
            mended = re.sub(rf"(?<![\w/.-]){re.escape(old)}(?![\w-])", new, mended)
        if mended != text:
            self.texts[file] = mended

    def write(self) -> None:
        """Write everything, then delete what has moved."""
        for file, content in {**self.copies, **{name: text.encode() for name, text in self.texts.items()}}.items():
            path = self.root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, content)
        for file in self.deleted:
            path = self.root / file
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def _one_a_line(match: re.Match[str]) -> str:
    """Return a list of addresses between brackets as a list with one on each line."""
    addresses = (address.strip(" \"'") for address in match[1].split(","))
    return "\n".join(["aliases:", *(f"  - {address}" for address in addresses if address)])


def _renamed(front: str, key: str, old: str, new: str) -> str:
    """Return a front matter with the name `old` replaced under `key`, a value or a list."""
    block = re.compile(rf"^{key}:.*(?:\n[ -].*)*", re.M)
    name = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    return block.sub(lambda match: name.sub(new, match[0]), front)


def _mentions(root: Path, moved: list[str]) -> Iterator[str]:
    """Yield the places that name an old address in a form that only a person can judge."""
    addresses = "|".join(re.escape(page_url(uri)) for uri in moved)
    named = re.compile(rf"(?<![\w/.-])(?:{addresses}|{'|'.join(map(re.escape, moved))})(?![\w-])")
    for top in (OVERRIDES, CONTENT, FOLDER):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in {".html", ".md", ".yml", ".js"} or not path.is_file():
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
                if named.search(line) and not re.match(r"\s*- [a-z0-9/-]+/$", line):
                    yield f"{path.relative_to(root).as_posix()}:{number}"
