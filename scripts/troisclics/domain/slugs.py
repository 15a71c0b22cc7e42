"""Names of files and folders made from French words."""

from __future__ import annotations

import re

from .french import fold


def good_name(uri: str) -> str:
    """`uri` as it should have been named: ASCII, lower case, hyphens."""
    plain = fold(uri).encode("ascii", "ignore").decode()
    return "/".join(
        re.sub(r"[-.]*\.[-.]*", ".", re.sub(r"[^a-z0-9.]+", "-", part)).strip("-.") for part in plain.split("/")
    )
