"""The one link of the intranets to the portal: there, once, seen, with its address and wording, at the same place."""

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
"""The place of the link: last of the header, in view on each page without opening anything."""

PLACE = "juste avant la balise </header> qui ferme l'en-tête de la page"


@dataclass(frozen=True, slots=True)
class IntranetLink:
    """What the link must be: the address of the portal, and its wording."""

    address: str
    label: str

    @property
    def snippet(self) -> str:
        """The HTML to paste."""
        label = escape(self.label, quote=False).replace("\u00a0", "&nbsp;")
        return f'<a href="{escape(self.address)}">{label}</a>'


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page saved from an intranet: the name of its file, and its links."""

    file: str
    links: tuple[SavedLink, ...]


def decode(raw: bytes) -> str:
    """The text of a saved page: UTF-8, or UTF-16 with its mark, or else what Windows browsers write."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def parse_page(file: str, raw: bytes) -> SavedPage:
    """The page saved in `file`, from its bytes."""
    return SavedPage(file, tuple(parse_links(decode(raw))))


def check_pages(pages: Sequence[SavedPage], wanted: IntranetLink) -> list[Finding]:
    """What is wrong with the link in each of `pages`, sorted."""
    place = common_place(pages, wanted)
    return sorted(found for page in pages for found in _check_page(page, wanted, place))


def common_place(pages: Sequence[SavedPage], wanted: IntranetLink) -> tuple[str, int]:
    """The place of the link in most of `pages`; the advised one where no place is that of more than half."""
    keys = Counter(links[0].place.key for page in pages if (links := _candidates(page, wanted)))
    (key, number), *_ = keys.most_common(1) or [(ADVISED, 0)]
    return key if number > 1 and number * 2 > keys.total() else ADVISED


def _candidates(page: SavedPage, wanted: IntranetLink) -> list[SavedLink]:
    """The links that are, or want to be, the one link: by their address or by their wording."""
    return [link for link in page.links if _leads_there(link, wanted) or link.text == plain(wanted.label)]


def _leads_there(link: SavedLink, wanted: IntranetLink) -> bool:
    return _address(link.href) == _address(wanted.address)


def _address(url: str) -> tuple[str, str, str]:
    """What tells two addresses apart: not the case of the host, nor a slash at the end."""
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
