"""The pages of one site, as the merge produces them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..constants import PORTAL
from .base import Place
from .departments import Department
from .pages import PageMeta


def seam_placeholder(index: int) -> str:
    """Return the placeholder, a raw HTML block, of the seam number `index` of a page."""
    return f'<div data-seam="{index}"></div>'


def fill_seams(text: str, seams: tuple[str, ...]) -> str:
    """Return `text` (Markdown, or the HTML made from it) with each placeholder replaced by its seam."""
    for index, seam in enumerate(seams):
        text = text.replace(seam_placeholder(index), seam)
    return text


def renumber_seams(text: str, first: int) -> str:
    """Return `text` with its placeholders numbered from `first` instead of 0, to follow those of preceding texts."""
    return _MARK.sub(lambda found: seam_placeholder(int(found[1]) + first), text)


_MARK = re.compile(re.escape(seam_placeholder(0)).replace("0", "([0-9]+)"))


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of one site: plain Markdown, resolved front matter, and the files it came from.

    Attributes:
        marked: the Markdown with a placeholder for each seam, shared by departments that differ only there.
        edit: the file that "Modifier cette page" opens.
        seams: the HTML blocks that replace the placeholders, in order.
        local: the place of the overlay, if there is one.
        amount: the expanded amount of the front matter.
        operator_title: the title of the page on who handles the benefit.
        own: whether no other site has this page, which its delegation wrote.
        local_text: the text of its local part as it is in `marked`, or "".
    """

    uri: str
    meta: PageMeta
    marked: str
    edit: str
    seams: tuple[str, ...] = ()
    local: Place | None = None
    in_menu: bool = True
    amount: str = ""
    operator_title: str = ""
    own: bool = False
    local_text: str = ""

    @property
    def markdown(self) -> str:
        """The plain Markdown of the page, as exported."""
        return fill_seams(self.marked, self.seams)


@dataclass(frozen=True, slots=True)
class ExpiredPage:
    """What is left of a page after its last day: a notice at its addresses, which leads to another page.

    Attributes:
        addresses: its own address, and its former ones.
        since: the first day on which it was no longer valid.
        uri: the page that the notice leads to.
        title: the title of that page.
    """

    addresses: tuple[str, ...]
    since: date
    uri: str
    title: str


@dataclass(frozen=True, slots=True)
class Site:
    """The shared tree merged with one department; the portal when `department` is None."""

    department: Department | None
    pages: tuple[SitePage, ...]
    expired: tuple[ExpiredPage, ...] = ()

    @property
    def slug(self) -> str:
        """The folder of the site below `site/`; empty for the portal."""
        return self.department.slug if self.department else ""

    @property
    def name(self) -> str:
        """The name of the site on the command line and in findings: the department's code, or « portail »."""
        return self.department.code if self.department else PORTAL
