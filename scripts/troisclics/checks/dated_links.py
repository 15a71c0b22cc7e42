"""Say when a page or heading is in the sites, to somebody whose link to it would be dead on other days."""

from __future__ import annotations

from collections.abc import Iterable

from ..domain.passages import format_mark, read_passages
from ..merge.relocation import ids_of
from ..model import Overlay, Page


def dates_of_page(text: Page | Overlay) -> tuple[str, str]:
    """Return why a link to `text` may be dead, and the mark for a passage with the same days."""
    first, last = text.meta.publish_on, text.meta.expires_on
    both = f"que du {first} au {last}" if first and last else ""
    said = both or (f"qu'à partir du {first}" if first else f"que jusqu'au {last}")
    return f"cette page n'est dans les sites {said}", format_mark(first, last)


def dates_of_heading(texts: Iterable[Page | Overlay], anchor: str) -> tuple[str, str]:
    """Return why a link to a heading of a page may be dead, and the mark of the passage that holds the heading.

    Args:
        texts: the page, and the local text that completes it.
        anchor: the anchor of the heading.
    """
    for text in texts:
        lines = text.body.split("\n")
        for passage in read_passages(text.body)[0]:
            if anchor in ids_of("\n".join(lines[passage.opened + 1 : passage.closed])):
                return "ce titre est dans un passage daté", format_mark(passage.since, passage.until)
        first, last = text.meta.publish_on, text.meta.expires_on
        if (first or last) and isinstance(text, Overlay) and anchor in ids_of(text.body):
            return "ce titre est dans un texte local daté", format_mark(first, last)
    return "ce titre n'est pas toujours dans la page", format_mark(None, None)
