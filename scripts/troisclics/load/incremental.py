"""What was read at the last build is not read again: of a page whose text alone has changed, only the text is.

Reading front matters and data takes a library that is as slow to import as all the rest of a small build.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ..model import Department, Finding, Overlay, Page, Place, Project, Tree
from .departments import FOLDER
from .front_matter import split_front_matter
from .input_files import InputFile, read_text
from .limits import check_limits
from .overlay_policy import check_overlay_text

Text = TypeVar("Text", Page, Overlay)


@dataclass(frozen=True, slots=True)
class LastRead:
    """The project at `root` as it was read, without any finding, on the same day; and the files changed since."""

    root: Path
    project: Project
    changed: frozenset[str]

    def tree(self) -> Tree | None:
        """The shared tree as it would be read again; None if it must be, or if something is wrong."""
        changed = [path for path in self.changed if not path.startswith(f"{FOLDER}/")]
        pages = self._reread(changed, self.project.tree.pages)
        return dataclasses.replace(self.project.tree, pages=pages) if pages is not None else None

    def departments(self, tree: Tree) -> dict[str, Department]:
        """By folder, the departments as they would be read again, less those that must be, for the tree `tree`."""
        if _names(tree) != _names(self.project.tree):
            return {}
        found: dict[str, Department] = {}
        shared = {page.uri for page in tree.pages}
        for department in self.project.departments:
            changed = [path for path in self.changed if path.startswith(f"{FOLDER}/{department.slug}/")]
            overlays = self._reread(changed, department.overlays)
            if overlays is not None and not any(_faults(overlay, department, shared) for overlay in overlays):
                found[department.slug] = dataclasses.replace(department, overlays=overlays) if changed else department
        return found

    def _reread(self, changed: Iterable[str], texts: tuple[Text, ...]) -> tuple[Text, ...] | None:
        """`texts` with the bodies that they have now; None if anything else has changed than bodies."""
        known = {text.at.file: text for text in texts}
        for path in changed:
            text = self._with_body(known[path]) if path in known else None
            if text is None:
                return None
            known[path] = text
        return tuple(known.values())

    def _with_body(self, text: Text) -> Text | None:
        found: list[Finding] = []
        path, place = self.root / text.at.file, Place(text.at.file)
        content = None if path.is_symlink() else read_text(InputFile(text.uri, path, place), found)
        split = split_front_matter(content, place, found) if content is not None else None
        if split is None or split.front != text.front or found or not check_limits(split.body, place, found):
            return None
        return dataclasses.replace(text, body=split.body, body_line=split.body_line)


def changed_texts(before: Project, now: Project) -> frozenset[str] | None:
    """The files of the pages whose bodies alone make `now` another project than `before`; None if more has changed."""
    if dataclasses.replace(before.tree, pages=()) != dataclasses.replace(now.tree, pages=()):
        return None
    pairs: list[tuple[Sequence[Page | Overlay], Sequence[Page | Overlay]]] = [(before.tree.pages, now.tree.pages)]
    for one, other in zip(before.departments, now.departments, strict=False):
        if dataclasses.replace(one, overlays=()) != dataclasses.replace(other, overlays=()):
            return None
        pairs.append((one.overlays, other.overlays))
    if len(before.departments) != len(now.departments) or any(len(old) != len(new) for old, new in pairs):
        return None
    texts = [(old, new) for olds, news in pairs for old, new in zip(olds, news, strict=True) if old is not new]
    alike = all(dataclasses.replace(old, body=new.body, body_line=new.body_line) == new for old, new in texts)
    return frozenset(new.at.file for old, new in texts if old.body != new.body) if alike else None


def _names(tree: Tree) -> tuple[object, ...]:
    """What reading a department asks of the shared tree."""
    return [page.uri for page in tree.pages], tree.owners, tree.assets, tree.identities, tree.hosts


def _faults(overlay: Overlay, department: Department, shared: set[str]) -> list[Finding]:
    found: list[Finding] = []
    if overlay not in department.overlays:
        check_overlay_text(overlay, department.code, own_page=overlay.uri not in shared, out=found)
    return found
