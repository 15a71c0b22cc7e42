"""What merging gives: the pages of one site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..constants import PORTAL
from .base import Place
from .departments import Department
from .pages import PageMeta


def seam_mark(index: int) -> str:
    """The raw HTML block that stands for the `index`-th content seam of a page until it is filled."""
    return f'<div data-seam="{index}"></div>'


def fill_seams(text: str, seams: tuple[str, ...]) -> str:
    """`text` (Markdown, or the HTML made from it) with each mark replaced by its seam."""
    for index, seam in enumerate(seams):
        text = text.replace(seam_mark(index), seam)
    return text


def renumber_seams(text: str, first: int) -> str:
    """`text` with its marks, numbered from 0, numbered from `first`: after those of the texts before it."""
    return _MARK.sub(lambda found: seam_mark(int(found[1]) + first), text)


_MARK = re.compile(re.escape(seam_mark(0)).replace("0", "([0-9]+)"))


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of one site: plain Markdown, front matter resolved, and the files it came from.

    `marked` is the Markdown with a mark where each content seam goes, so that departments whose text differs
    only there share it; `seams` are the HTML blocks that replace the marks, in order. `edit` is the file
    "Modifier cette page" opens; `local` the overlay's place if one took part. `amount` is the expanded text of the
    front matter's, `operator_title` the title of the page on who handles the benefit; `own` says that no other site
    has this page. `local_text` is what its local part says, as it is in `marked` if it has one; "" where there is
    nothing else.
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
        """The plain Markdown of the page, as staged."""
        return fill_seams(self.marked, self.seams)


@dataclass(frozen=True, slots=True)
class Site:
    """The shared tree merged with one department; the portal when `department` is None."""

    department: Department | None
    pages: tuple[SitePage, ...]

    @property
    def slug(self) -> str:
        """The folder of the site below `site/`; empty for the portal."""
        return self.department.slug if self.department else ""

    @property
    def name(self) -> str:
        """What a CODE on the command line or a finding calls this site."""
        return self.department.code if self.department else PORTAL
