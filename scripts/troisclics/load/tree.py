"""Read the shared tree: `content/`, the templates of `overrides/seams/` and the menu."""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Iterable, Set
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from ..domain.urls import page_url
from ..messages import finding
from ..model import (
    AddressFile,
    EventFile,
    Finding,
    GlossaryFile,
    HostFile,
    Owner,
    OwnerFile,
    Page,
    Place,
    TaskFile,
    Tree,
)
from ..model.conventions import operator_page, situation_page
from ..sandbox.allowed_hosts import HOST
from .config import forge_address, load_config, load_menu, load_settings, markdown_extensions
from .event_forms import read_forms
from .former_addresses import check_former_addresses, check_published_addresses
from .front_matter import load_page
from .identities import load_identities
from .input_files import InputFile, find_files, read_text, refuse_special_files
from .national_facts import load_facts
from .published_files import check_published_file, publishes
from .schedule_rules import check_dated_pages
from .validation import parse, short
from .value_rules import check_events, check_values
from .yaml_document import parse_yaml

T = TypeVar("T")

CONTENT = "content"
OVERRIDES = "overrides"
SEAMS = f"{OVERRIDES}/seams"


def load_tree(root: Path, today: date, out: list[Finding]) -> Tree:
    """Read the shared tree; files that cannot be read are left out.

    Args:
        root: the folder of the project.
        today: the reference date.
        out: receives the findings.
    """
    folder = root / CONTENT
    if not folder.is_dir():
        out.append(finding("dossier-absent", Place(CONTENT), name=CONTENT))
    files = list(find_files(root, folder, out)) if folder.is_dir() else []
    published = [file for file in files if not file.uri.startswith("_")]
    data = {file.uri: file for file in files if file.uri.startswith("_")}
    page_files = [file for file in published if file.uri.endswith(".md")]
    assets = [file for file in published if not file.uri.endswith(".md")]
    _check_assets(assets, out)
    written = {file.uri for file in page_files}  # a page that cannot be read is not reported as missing as well
    pages, drafts = _without_drafts(_load_pages(page_files, today, out), out)
    written -= drafts
    owners = _load_data(data, "_owners.yml", OwnerFile, today, out)
    terms = _load_data(data, "_glossary.yml", GlossaryFile, today, out)
    tasks = _load_data(data, "_tasks.yml", TaskFile, today, out)
    fact_files = [file for uri, file in data.items() if uri.startswith("_facts/")]
    hosts = _load_data(data, "_hosts.yml", HostFile, today, out)
    addresses = _load_data(data, "_addresses.yml", AddressFile, today, out)
    events = _load_data(data, "_events.yml", EventFile, today, out)
    check_events(events.events if events else (), out)
    config = load_config(root, out)
    refuse_special_files(root, root / OVERRIDES, out)
    tree = Tree(
        pages=pages,
        facts=load_facts(fact_files, today, out),
        owners=owners.owners if owners else (),
        terms=terms.terms if terms else (),
        tasks=tasks.tasks if tasks else (),
        assets=tuple(file.uri for file in assets),
        seams=_load_seams(root, out),
        menu=load_menu(config, pages, written | drafts, out),
        settings=load_settings(config, out),
        events=events.events if events else (),
        forge=forge_address(config),
        identities=load_identities(data.pop("_departments.yml", None), out) if folder.is_dir() else (),
        hosts=_valid_hosts(hosts, out),
        extensions=markdown_extensions(config),
        addresses=addresses.addresses if addresses else (),
        forms=read_forms(events.events if events else (), assets, out),
        drafts=tuple(sorted(drafts)),
    )
    tree = dataclasses.replace(tree, unread=_unread(tree, (owners, terms, tasks, hosts, events, addresses), out))
    _check_references(tree, written, out)
    check_former_addresses(pages, tree.assets, tree.identities, out)
    check_dated_pages(tree, today, out)
    check_published_addresses(addresses, pages, written - {page.uri for page in pages}, out)
    for uri, file in data.items():
        if not uri.startswith("_facts/"):
            out.append(finding("donnees-inconnues", file.place, name=uri))
    return tree


_DataFile = AddressFile | OwnerFile | GlossaryFile | TaskFile | HostFile | EventFile


def _unread(tree: Tree, data: Iterable[_DataFile | None], found: Iterable[Finding]) -> tuple[str, ...]:
    """Return the files of `content/` that have errors and from which nothing was read."""
    read = {page.at.file for page in tree.pages} | {fact.at.file for fact in tree.facts}
    read |= {file.at.file for file in data if file}
    wrong = {one.place.file for one in found if one.severity == "error"}
    return tuple(sorted(file for file in wrong - read if file.startswith(f"{CONTENT}/")))


def _check_assets(files: Iterable[InputFile], out: list[Finding]) -> None:
    """Report the files of `content/` that are not to be published, or are not what their names say."""
    for file in files:
        if publishes(file.uri, national=True):
            check_published_file(file, out)
        else:
            out.append(finding("contenu-fichier", file.place, name=file.uri))


def _load_pages(files: Iterable[InputFile], today: date, out: list[Finding]) -> tuple[Page, ...]:
    pages: dict[str, Page] = {}
    for file in files:
        page = load_page(file, today, out)
        if page is None:
            continue
        other = pages.setdefault(page_url(page.uri), page)
        if other is not page:
            out.append(finding("adresses-confondues", page.at, other=other.uri))
    found = {page.uri: page for page in pages.values()}
    return tuple(_inherit_owner(found[uri], found) for uri in sorted(found))


def _without_drafts(pages: tuple[Page, ...], out: list[Finding]) -> tuple[tuple[Page, ...], set[str]]:
    """Return the pages that are no drafts, and the paths of those that are, each reported."""
    drafts = [page for page in pages if page.meta.draft]
    out += (finding("page-brouillon", page.meta.at, title=page.meta.title) for page in drafts)
    return tuple(page for page in pages if not page.meta.draft), {page.uri for page in drafts}


def _inherit_owner(page: Page, pages: dict[str, Page]) -> Page:
    index = pages.get(posixpath.join(posixpath.dirname(page.uri), "index.md"))
    if page.meta.owner or index is None:
        return page
    return dataclasses.replace(page, meta=dataclasses.replace(page.meta, owner=index.meta.owner))


def _load_data(data: dict[str, InputFile], uri: str, kind: type[T], today: date, out: list[Finding]) -> T | None:
    file = data.pop(uri, None)
    text = read_text(file, out) if file else None
    document = parse_yaml(text, file.place, out) if file and text is not None else None
    parsed = parse(kind, document, out) if document else None
    if document is not None and parsed is not None:
        check_values(parsed, document, today, out)
    return parsed


def _valid_hosts(file: HostFile | None, out: list[Finding]) -> tuple[str, ...]:
    """Return the valid hosts of `content/_hosts.yml`, and report the others."""
    for host in file.hosts if file else ():
        if not HOST.fullmatch(host):
            out.append(finding("hote-refuse", file.at if file else Place(CONTENT), host=short(host)))
    return tuple(host for host in file.hosts if HOST.fullmatch(host)) if file else ()


def _load_seams(root: Path, out: list[Finding]) -> tuple[tuple[str, str], ...]:
    folder = root / SEAMS
    files = find_files(root, folder, out) if folder.is_dir() else ()
    texts = ((file.uri.removesuffix(".html"), read_text(file, out)) for file in files)
    return tuple((name, text) for name, text in texts if text is not None)


def _check_references(tree: Tree, uris: Set[str], out: list[Finding]) -> None:
    owners = tree.owners
    for page in tree.pages:
        check_owner(page.meta.owner, page.meta.at, owners, out)
        operator = operator_page(page.meta.operator)
        if page.meta.operator and operator not in uris:
            out.append(finding("operateur-inconnu", page.meta.at, operator=page.meta.operator, page=operator))
        for event in page.meta.life_events:
            if situation_page(event) not in uris:
                out.append(finding("situation-inconnue", page.meta.at, event=event, page=situation_page(event)))
    for fact in tree.facts:
        check_owner(fact.owner, fact.at, owners, out)
    for national in tree.events:
        check_owner(national.owner, national.at, owners, out)
    seen: set[str] = set()
    for task in tree.tasks:
        if task.id in seen:
            out.append(finding("tache-double", task.at, task=task.id))
        seen.add(task.id)
        for target in (task.answer, *task.tempting):
            if target.partition("#")[0] not in uris:
                out.append(finding("tache-page-absente", task.at, task=task.id, uri=target))


def check_owner(owner: str | None, place: Place, owners: tuple[Owner, ...], out: list[Finding], **kwargs: Any) -> None:
    """Add a finding unless the owner is known.

    Args:
        owner: the id of the owner.
        place: where it is set.
        owners: the known owners.
        out: receives the finding.
        kwargs: further arguments of the finding.
    """
    ids = [entry.id for entry in owners]
    if owner in ids:
        return
    known = ", ".join(sorted(ids))
    if owner is None:
        out.append(finding("responsable-absent", place, known=known, **kwargs))
    else:
        out.append(finding("responsable-inconnu", place, owner=owner, known=known, **kwargs))
