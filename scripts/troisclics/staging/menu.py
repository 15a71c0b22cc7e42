"""Leave out of the menu the pages that a site of the day does not have, and the sections in which nothing is left."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import yaml


def keep_pages(nav: yaml.Node | None, uris: Collection[str]) -> bool:
    """Remove the pages that are not in `uris` from a part of the menu; return whether anything is left of it."""
    if isinstance(nav, yaml.SequenceNode):
        nav.value = [entry for entry in nav.value if keep_pages(entry, uris)]
        return bool(nav.value)
    if isinstance(nav, yaml.MappingNode):
        nav.value = [(title, entry) for title, entry in nav.value if keep_pages(entry, uris)]
        return bool(nav.value)
    return nav is None or not str(nav.value).endswith(".md") or nav.value in uris


def without_pages(nav: Any, left_out: Collection[str]) -> Any:
    """Return a part of the menu, as MkDocs has read it, without the pages of `left_out`."""
    if isinstance(nav, dict):
        parts = {title: without_pages(part, left_out) for title, part in nav.items()}
        return {title: part for title, part in parts.items() if part}
    if isinstance(nav, list):
        return [part for entry in nav if (part := without_pages(entry, left_out))]
    return None if nav in left_out else nav
