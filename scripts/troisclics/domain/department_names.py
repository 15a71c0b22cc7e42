"""Find departments by code, folder, or name in any spelling."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from ..errors import UnknownCodeError
from .french import fold


class _Named(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


_Department = TypeVar("_Department", bound=_Named)
_SHORTEST_PART = 3


def find_by_name(departments: Iterable[_Department], wanted: str, others: Sequence[str] = ()) -> _Department:
    """Return the department called `wanted`.

    Accents, case, spaces, hyphens and apostrophes are ignored: "50", "50-manche", "val d'oise".

    Args:
        departments: the existing departments.
        wanted: a code, the name of a folder, or the name of a department.
        others: other accepted words, for the message.

    Raises:
        UnknownCodeError: no department has this name, or several do.
    """
    key, known = fold_name(wanted), list(departments)
    found = [one for one in known if key in {fold_name(one.code), fold_name(one.slug), fold_name(one.name)}]
    if len(found) == 1:
        return found[0]
    close = found or _close(known, key)
    labels = [f"{one.name} ({one.code})" for one in close] or difflib.get_close_matches(key, others)
    raise UnknownCodeError(wanted, [*others, *(one.code for one in known)], labels, several=bool(found))


def fold_name(text: str) -> str:
    """Return `text` without accents, case, spaces, hyphens and apostrophes."""
    return re.sub(r"[^a-z0-9/]", "", fold(text))


def _close(known: list[_Department], key: str) -> list[_Department]:
    """Return the departments whose name contains `key`, or else those with a similar name."""
    if len(key) >= _SHORTEST_PART and (holding := [one for one in known if key in fold_name(one.name)]):
        return holding
    written = {fold_name(text): one for one in known for text in (one.name, one.slug, one.code)}
    found = difflib.get_close_matches(key, list(written), 2)
    return list({written[name].code: written[name] for name in found}.values())
