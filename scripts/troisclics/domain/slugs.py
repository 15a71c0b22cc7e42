"""Make names of files and folders from French words."""

from __future__ import annotations

import re

from .french import fold


def ascii_name(uri: str) -> str:
    """Return the name that `uri` should have: ASCII, lower case, hyphens."""
    plain = fold(uri).encode("ascii", "ignore").decode()
    return "/".join(
        re.sub(r"[-.]*\.[-.]*", ".", re.sub(r"[^a-z0-9.]+", "-", part)).strip("-.") for part in plain.split("/")
    )
