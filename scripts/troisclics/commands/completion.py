"""Complete values in a shell: codes and names of departments, targets, facts, rules, files that people edit.

Completion must be fast and must not fail: files are read unchecked, and an unreadable one gives nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from ..constants import IDENTITIES, PORTAL
from ..domain.department_names import fold_name
from ..domain.slugs import ascii_name

_FACTS, _TARGETS = "content/_facts/*.yml", "publish.yml"
_EDITED = ("content/**/*.md", _FACTS, "departments/*/**/*.md", "departments/*/*.yml")


class _Completed(click.ParamType[str]):
    """A text value that a shell can complete."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the completions of `incomplete`; none outside a project."""
        from .options import find_root  # noqa: PLC0415 - options use these types

        root = ctx.params.get("root") or find_root()
        return list(self.propose(root, incomplete)) if root else []

    def propose(self, root: Path, incomplete: str) -> Iterator[CompletionItem]:
        """Yield the completions of `incomplete` in the project at `root`."""
        raise NotImplementedError


class SiteCode(_Completed):
    """A department's code, folder or name, or the portal."""

    name = "code"

    def propose(self, root: Path, incomplete: str) -> Iterator[CompletionItem]:
        """Yield codes, or names once a letter of one is typed."""
        start = fold_name(incomplete)
        if PORTAL.startswith(start):
            yield CompletionItem(PORTAL)
        for entry in _entries(root / IDENTITIES, "departments"):
            code, name = str(entry.get("code")), str(entry.get("name"))
            if code.casefold().startswith(start):
                yield CompletionItem(code, help=name)
            elif start and fold_name(name).startswith(start):
                yield CompletionItem(ascii_name(name), help=code)


class TargetName(_Completed):
    """A target of publish.yml."""

    name = "destination"

    def propose(self, root: Path, incomplete: str) -> Iterator[CompletionItem]:
        """Yield the targets, with the folder or host of each."""
        for name, where in target_names(root).items():
            if name.startswith(incomplete):
                yield CompletionItem(name, help=where)


def target_names(root: Path) -> dict[str, str]:
    """Return the targets in publish.yml, valid or not, with the host or folder of each."""
    entries = _entries(root / _TARGETS, "targets")
    return {str(entry.get("id")): str(entry.get("host") or entry.get("path") or "") for entry in entries}


class FactName(_Completed):
    """A national fact."""

    name = "fait"

    def propose(self, root: Path, incomplete: str) -> Iterator[CompletionItem]:
        """Yield the facts, with their labels."""
        for file in sorted(root.glob(_FACTS)):
            for entry in _entries(file, "facts"):
                if str(entry.get("id")).startswith(incomplete):
                    yield CompletionItem(str(entry.get("id")), help=str(entry.get("label") or ""))


class RuleName(_Completed):
    """A rule of the checks."""

    name = "règle"

    def propose(self, root: Path, incomplete: str) -> Iterator[CompletionItem]:
        """Yield the rules, even outside a project."""
        from ..messages import RULES  # noqa: PLC0415 - slow to import

        yield from (CompletionItem(name) for name in sorted(RULES) if name.startswith(incomplete))


class EditedFile(_Completed):
    """A page, an overlay or a data file of the project."""

    name = "fichier"

    def propose(self, root: Path, incomplete: str) -> Iterator[CompletionItem]:
        """Yield the files with such a name in any folder; the shell itself completes paths."""
        if incomplete and "/" not in incomplete:
            found = (path for pattern in _EDITED for path in root.glob(pattern) if path.name.startswith(incomplete))
            yield from (CompletionItem(os.path.relpath(path)) for path in sorted(found))
        yield CompletionItem(incomplete, type="file")


def _entries(path: Path, key: str) -> Iterator[dict[str, Any]]:
    """Yield the mappings in the list `key` of the file at `path`, ignoring anything else in it."""
    import yaml  # noqa: PLC0415 - slow to import, and only needed to complete

    from ..load.input_files import InputFile, read_text  # noqa: PLC0415
    from ..model import Place  # noqa: PLC0415

    text = read_text(InputFile(path.name, path, Place(path.name)), [])
    try:
        data = yaml.load(text or "", yaml.BaseLoader)  # noqa: S506 - BaseLoader creates only strings, lists and dicts
    except (yaml.YAMLError, RecursionError):
        return
    entries = data.get(key) if isinstance(data, dict) else None
    yield from (entry for entry in entries or () if isinstance(entry, dict))
