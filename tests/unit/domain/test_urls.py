"""Addresses of pages, and links between them."""

from __future__ import annotations

import posixpath
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troisclics.domain.urls import page_url, relative_path, relative_url


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        ("index.md", ""),
        ("glossaire.md", "glossaire/"),
        ("logement/index.md", "logement/"),
        ("logement/aide.md", "logement/aide/"),
        ("a/b/index.md", "a/b/"),
        ("a/mon-index.md", "a/mon-index/"),
    ],
)
def test_page_url(uri: str, url: str) -> None:
    """An index has the address of its folder, any other page a folder of its own."""
    assert page_url(uri) == url


PARTS = st.sampled_from(["index", "aide", "logement", "a-b"])
URIS = st.lists(PARTS, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".md")


@given(URIS, URIS)
def test_a_relative_url_leads_there(here: str, there: str) -> None:
    """Followed by a browser from any page, the link ends at the other page, whatever folder the site is in."""
    for base in ("https://exemple.test/", "https://exemple.test/50-manche/"):
        assert urljoin(base + page_url(here), relative_url(here, there)) == base + page_url(there)


@given(URIS, URIS)
def test_a_relative_path_leads_there(here: str, there: str) -> None:
    """Read from any Markdown file, the path names the other file."""
    assert posixpath.normpath(posixpath.join(posixpath.dirname(here), relative_path(here, there))) == there


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("index.md", "index.md", "."),
        ("logement/aide.md", "index.md", "../../"),
        ("index.md", "logement/aide.md", "logement/aide/"),
        ("logement/aide.md", "logement/index.md", "../"),
        ("logement/aide.md", "famille/creche.md", "../../famille/creche/"),
    ],
)
def test_relative_url(here: str, there: str, link: str) -> None:
    """A link never names a host nor the root, so that a site works in any folder."""
    assert relative_url(here, there) == link
