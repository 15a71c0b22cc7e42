"""Suggestions for what was mistyped."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping


def hint(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Return « (« meant » ?) » with a space before it, or "" if nothing of `known` is close to `word`.

    Args:
        word: What was typed.
        known: What may have been meant; a mapping also gives what to write for each.
    """
    written = known if isinstance(known, Mapping) else {name: name for name in known}
    close = difflib.get_close_matches(word, list(written), 1)
    return f" (« {written[close[0]]} » ?)" if close else ""
