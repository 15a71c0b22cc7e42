"""Suggest what was probably meant by a mistyped word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping


def hint(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Return « (« meant » ?) » with a space before it, or "" if nothing in `known` is close to `word`.

    Args:
        word: what was typed.
        known: what may have been meant; a mapping also gives what to write for each.
    """
    written = known if isinstance(known, Mapping) else {name: name for name in known}
    close = difflib.get_close_matches(word, list(written), 1)
    return f" (« {written[close[0]]} » ?)" if close else ""
