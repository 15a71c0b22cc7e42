"""Say what is left of a page after its last day: a notice at its addresses, which leads to its section."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from datetime import date, timedelta

from ..domain.urls import page_url
from ..model import ExpiredPage, Overlay, Page

_HOME = "index.md"


def notice_of(page: Page | Overlay, titles: Mapping[str, str]) -> ExpiredPage:
    """Return the notice on a page that has expired.

    Args:
        page: the shared page, or the page of a department's own.
        titles: the titles of the shared pages, by path.
    """
    section = posixpath.join(posixpath.dirname(page.uri), _HOME)
    uri = section if section in titles else _HOME
    former = (*page.meta.aliases, *page.meta.gone) if isinstance(page, Page) else ()
    since = (page.meta.expires_on or date.min) + timedelta(days=1)
    return ExpiredPage((page_url(page.uri), *former), since, uri, titles.get(uri, ""))
