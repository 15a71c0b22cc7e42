"""Check that former addresses of pages lead somewhere, and that no published address is lost."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator

from ..domain.urls import page_url
from ..messages import finding
from ..model import AddressFile, DepartmentIdentity, Finding, Page

_ADDRESS = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+")
_FORM = "écrire l'adresse sans celle du site, avec une barre à la fin : « logement/ancienne-page/ »"


def former_addresses(page: Page) -> tuple[str, ...]:
    """Return the former addresses that lead to `page`."""
    return (*page.meta.aliases, *page.meta.gone)


def check_former_addresses(
    pages: Collection[Page], assets: Iterable[str], identities: Iterable[DepartmentIdentity], out: list[Finding]
) -> None:
    """Report former addresses that are malformed or taken.

    Args:
        pages: the shared pages.
        assets: the other published files of `content/`.
        identities: the departments, whose folders and codes are addresses of the portal.
        out: receives the findings.
    """
    taken = {f"{uri.partition('/')[0]}/": "le nom d'un dossier de fichiers" for uri in assets if "/" in uri}
    taken |= {page_url(page.uri): f"l'adresse de « {page.uri} »" for page in pages}
    for identity in identities:
        taken[f"{identity.slug}/"] = taken[f"{identity.code.lower()}/"] = "l'adresse d'un département"
    for page in pages:
        for address in former_addresses(page):
            at = page.at_key("gone" if address in page.meta.gone else "aliases")
            if not _ADDRESS.fullmatch(address):
                out.append(finding("adresse-ancienne", at, address=address, why="mal écrite", fix=_FORM))
            elif address in taken:
                fix = "retirer cette ligne : une adresse ne mène qu'à une page"
                out.append(finding("adresse-ancienne", at, address=address, why=taken[address], fix=fix))
            else:
                taken[address] = f"déjà une ancienne adresse de « {page.uri} »"


def check_published_addresses(
    published: AddressFile | None, pages: Collection[Page], unread: Iterable[str], out: list[Finding]
) -> None:
    """Report each address that was published and that nothing answers any more.

    Args:
        published: the addresses that were published; None if nothing was.
        pages: the shared pages.
        unread: the paths of the pages that could not be read, whose addresses are not lost.
        out: receives the findings.
    """
    if published is None:
        return
    known = set(current_addresses(pages)) | {page_url(uri) for uri in unread}
    for address in published.addresses:
        if address not in known:
            close = difflib.get_close_matches(address, [page_url(page.uri) for page in pages], 1)
            where = f"« content/{_uri_of(close[0], pages)} »" if close else "la page qui la remplace"
            place = published.at
            out.append(finding("adresse-perdue", place, address=address, where=where))


def current_addresses(pages: Iterable[Page]) -> Iterator[str]:
    """Yield every address that shared pages answer: their own, and the former ones."""
    for page in pages:
        yield page_url(page.uri)
        yield from former_addresses(page)


def _uri_of(address: str, pages: Iterable[Page]) -> str:
    return next(page.uri for page in pages if page_url(page.uri) == address)
