"""Cutting pages so that each distinct text is parsed once: the pages of 101 sites differ only at a few places.

The elements where departments enter are cut out and stand as empty marks in what is left, so that a cut changes
nothing of what contains what.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .visibility import NOTHING_IN, SEAM_CLASSES

_SEAM = rb'<[a-z][a-z0-9]* class="(?:%s)[" ]' % "|".join(SEAM_CLASSES).encode()
_OPENER = re.compile(b"|".join([_SEAM, *map(re.escape, NOTHING_IN)]))
_NAME = re.compile(rb"<([a-z][a-z0-9]*)")
_VOID = {b"link", b"meta", b"img"}


def mark_of(index: int) -> bytes:
    """What stands for the `index`-th part: an empty element that a parser leaves where it is."""
    return b'<meta data-part="%d">' % index


def cut_page(page: bytes) -> tuple[bytes, ...]:
    """`page` less the elements where departments enter, then these elements in their order.

    An element that is not closed stays where it is.
    """
    rest: list[bytes] = []
    cuts: list[bytes] = []
    done = 0
    for match in _OPENER.finditer(page):
        start = match.start()
        if start < done:
            continue
        end = _end_of_element(page, start)
        if end is None:
            continue
        rest.append(page[done:start])
        if not page.startswith(NOTHING_IN, start):
            rest.append(mark_of(len(cuts)))
            cuts.append(page[start:end])
        done = end
    return (b"".join([*rest, page[done:]]), *cuts)


def _end_of_element(page: bytes, start: int) -> int | None:
    """Where the element that starts at `start` ends; None if it is not closed."""
    found = _NAME.match(page, start)
    if found is None:
        return None
    name = found[1]
    if name in _VOID:
        return page.find(b">", start) + 1 or None
    depth = 0
    for tag in _tags(name).finditer(page, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return None


@lru_cache
def _tags(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(/?)%s(?=[\s>])[^>]*>" % name)
