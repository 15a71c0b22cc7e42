"""Split pages so that each distinct text is parsed once: pages of the 101 sites differ in few places.

The elements specific to departments are extracted and replaced by empty placeholders, which keeps the nesting.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .visibility import REMOVED, SEAM_CLASSES

_SEAM = rb'<[a-z][a-z0-9]* class="(?:%s)[" ]' % "|".join(SEAM_CLASSES).encode()
_OPENER = re.compile(b"|".join([_SEAM, *map(re.escape, REMOVED)]))
_NAME = re.compile(rb"<([a-z][a-z0-9]*)")
_VOID = {b"link", b"meta", b"img"}


def placeholder_of(index: int) -> bytes:
    """Return the placeholder of part number `index`: an empty element that parsers leave in place."""
    return b'<meta data-part="%d">' % index


def split_page(page: bytes) -> tuple[bytes, ...]:
    """Return `page` without the elements specific to departments, then these elements in order.

    Unclosed elements are left in place.
    """
    rest: list[bytes] = []
    extracted: list[bytes] = []
    done = 0
    for match in _OPENER.finditer(page):
        start = match.start()
        if start < done:
            continue
        end = _end_of_element(page, start)
        if end is None:
            continue
        rest.append(page[done:start])
        if not page.startswith(REMOVED, start):
            rest.append(placeholder_of(len(extracted)))
            extracted.append(page[start:end])
        done = end
    return (b"".join([*rest, page[done:]]), *extracted)


def _end_of_element(page: bytes, start: int) -> int | None:
    """Return the end of the element that starts at `start`; None if it is not closed."""
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
