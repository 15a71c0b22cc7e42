"""Check the link from intranets to the portal: present once, visible, same address, text and place everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from ..messages import finding
from ..model import Finding, Place
from .saved_page import SavedLink, describe, parse_links, plain

ADVISED = ("de l'en-tête", 0)
"""Recommended place: the last link of the header, always visible."""

PLACE = "juste avant la balise </header> qui ferme l'en-tête de la page"


@dataclass(frozen=True, slots=True)
class IntranetLink:
    """The expected link: the address of the portal, and the link text."""

    address: str
    label: str

    @property
    def snippet(self) -> str:
        """Return the HTML to paste."""
        label = escape(self.label, quote=False).replace("\u00a0", "&nbsp;")
        return f'<a href="{escape(self.address)}">{label}</a>'


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page saved from an intranet: its file name, and its links."""

    file: str
    links: tuple[SavedLink, ...]


def decode(raw: bytes) -> str:
    """Decode a saved page: UTF-8, UTF-16 with a byte order mark, or else Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def parse_page(file: str, raw: bytes) -> SavedPage:
    """Parse the page saved in `file` from its bytes."""
    return SavedPage(file, tuple(parse_links(decode(raw))))


def check_pages(pages: Sequence[SavedPage], wanted: IntranetLink) -> list[Finding]:
    """Return the findings on the link in each of `pages`, sorted."""
    place = common_place(pages, wanted)
    return sorted(found for page in pages for found in _check_page(page, wanted, place))


def common_place(pages: Sequence[SavedPage], wanted: IntranetLink) -> tuple[str, int]:
    """Return the place of the link in more than half of `pages`, or else the recommended one."""
    keys = Counter(links[0].place.key for page in pages if (links := _candidates(page, wanted)))
    (key, number), *_ = keys.most_common(1) or [(ADVISED, 0)]
    return key if number > 1 and number * 2 > keys.total() else ADVISED


def _candidates(page: SavedPage, wanted: IntranetLink) -> list[SavedLink]:
    """Return the links meant to be the link to the portal: those with its address or its text."""
    return [link for link in page.links if _leads_there(link, wanted) or link.text == plain(wanted.label)]


def _leads_there(link: SavedLink, wanted: IntranetLink) -> bool:
    return _address(link.href) == _address(wanted.address)


def _address(url: str) -> tuple[str, str, str]:
    """Normalise a URL for comparison: the case of the host and a trailing slash do not count."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ("", "", url)
    more = f"?{parts.query}" if parts.query else ""
    return parts.scheme, parts.netloc.lower(), parts.path.rstrip("/") + more + (parts.fragment and f"#{parts.fragment}")


def _check_page(page: SavedPage, wanted: IntranetLink, common: tuple[str, int]) -> Iterator[Finding]:
    links = _candidates(page, wanted)
    if not links:
        yield finding("intranet-lien-absent", Place(page.file, 1), snippet=wanted.snippet, where=PLACE)
        return
    for link in links:
        at = Place(page.file, link.line)
        if not _leads_there(link, wanted):
            yield finding("intranet-adresse", at, href=link.href, address=wanted.address)
        if link.text != plain(wanted.label):
            yield finding("intranet-libelle", at, text=link.text, label=wanted.label)
    first, *others = links
    at = Place(page.file, first.line)
    for other in others:
        yield finding("intranet-lien-double", Place(page.file, other.line), first=first.line)
    if first.is_hidden:
        yield finding("intranet-cache", at, where=PLACE)
    if first.has_new_tab:
        yield finding("intranet-onglet", at)
    if first.place.key != common:
        where = PLACE if common == ADVISED else f"en {describe(common)}"
        yield finding("intranet-place", at, found=str(first.place), common=describe(common), where=where)
