"""Read the departments: one folder each, with `department.yml` and overlays."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from ..domain.slugs import ascii_name
from ..domain.urls import page_url
from ..messages import finding
from ..model import (
    IDENTITIES,
    Department,
    DepartmentFile,
    DepartmentIdentity,
    Finding,
    Overlay,
    OverlayMeta,
    PageMeta,
    Place,
    Tree,
)
from ..model.conventions import DELEGATION
from ..sandbox.allowed_hosts import Hosts
from ..system.workers import parallel_map
from .event_forms import read_forms
from .former_addresses import former_addresses
from .front_matter import split_front_matter
from .identities import IDENTITY_KEYS
from .input_files import InputFile, find_files, printable, read_text, refuse_special_file
from .limits import check_limits
from .overlay_policy import check_local_data, check_overlay_text
from .published_files import check_published_file, publishes
from .schedule_rules import check_dates
from .tree import CONTENT, check_owner
from .validation import parse
from .value_rules import check_addresses, check_events, check_formatting, check_values
from .yaml_document import Document, parse_yaml

FOLDER = "departments"
FILE = "department.yml"
MANY = 50
"""The number of departments from which worker processes pay off: starting them takes as long as reading some thirty."""

MAX_FILES = 300
"""The maximum number of pages and images of a department: five times what texts on every page need."""

_DOTTED = re.compile(r"\.(?=.*/)|\.(?=.*\.md\Z)")
"""Dots in names of folders, and of pages, which become folders: one named « index.html » or « plan.png » would
replace a file of the site.
"""
_LOCKED = {field for field in PageMeta.__dataclass_fields__ if field not in OverlayMeta.__dataclass_fields__}


def load_departments(
    root: Path, tree: Tree, today: date, out: list[Finding], known: Mapping[str, Department], jobs: int = 1
) -> tuple[Department, ...]:
    """Read all folders of `departments/`, sorted by code.

    Args:
        root: the folder of the project.
        tree: the shared tree.
        today: the reference date.
        out: receives the findings.
        known: departments already read, by folder name, which are not read again.
        jobs: the number of processes.

    Raises:
        StoppedError: the system killed a process.
    """
    folder = root / FOLDER
    if refuse_special_file(folder, Place(FOLDER), out):
        return ()
    if not folder.is_dir():
        out.append(finding("dossier-absent", Place(FOLDER), name=FOLDER))
        return ()
    if not tree.identities and IDENTITIES in tree.unread:
        return ()  # the unreadable national list is reported, and no folder can be with_identities
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        out.append(finding("fichier-illisible", Place(FOLDER), detail=error.strerror))
        return ()
    new = _read([path for path in paths if path.name not in known], _DepartmentReader(root, tree, today), jobs)
    found: list[Department] = []
    for path in paths:
        department, reported = new.get(path) or (known[path.name], [])
        out += reported
        found += [department] if department else []
    names = {path.name for path in paths}
    absent = [entry for entry in tree.identities if entry.slug not in names]
    if absent:
        out.append(finding("departement-sans-dossier", absent[0].at, slugs=", ".join(entry.slug for entry in absent)))
    return tuple(sorted(found, key=lambda department: department.code))


_ReadResult = tuple[Department | None, list[Finding]]


def _read(paths: list[Path], reader: _DepartmentReader, jobs: int) -> dict[Path, _ReadResult]:
    """Read each of `paths`. The first is read in this process, so that workers inherit what has to be imported."""
    shared = parallel_map(reader, paths[1:], jobs if len(paths) >= MANY else 1)
    return dict(zip(paths, chain(map(reader, paths[:1]), shared), strict=True))


class _DepartmentReader:
    """Reads one department; returns it, or None, with findings, as values that can be pickled."""

    def __init__(self, root: Path, tree: Tree, today: date) -> None:
        self.root, self.tree, self.today = root, tree, today
        self.pages = frozenset(page.uri for page in tree.pages)
        self.identities = {entry.slug: entry for entry in tree.identities}
        self.hosts = Hosts(tree.hosts)
        self.former = frozenset(address for page in tree.pages for address in former_addresses(page))

    def __call__(self, path: Path) -> _ReadResult:
        out: list[Finding] = []
        return self._department(path, out), out

    def _department(self, path: Path, out: list[Finding]) -> Department | None:
        slug = printable(path.name)
        place = Place(f"{FOLDER}/{slug}")
        if path.is_symlink():
            out.append(finding("lien-symbolique", place, target=printable(str(path.readlink()))))
            return None
        identity = self.identities.get(slug)
        if identity is None or not path.is_dir():
            hint = _closest(slug, self.identities) if identity is None else ""
            out.append(finding("departement-inconnu", place, name=slug, hint=hint))
            return None
        code = identity.code
        files = {file.uri: file for file in find_files(self.root, path, out, code)}
        file = files.pop(FILE, None)
        if file is None:
            hint = " (« department.yaml » ?)" if "department.yaml" in files else ""
            fix = "renommer ce fichier" if hint else f"créer le fichier avec « troisclics new department {slug} »"
            out.append(finding("departement-vide", place, code, hint=hint, fix=fix))
            return None
        if len(files) > MAX_FILES:
            out.append(finding("departement-trop-de-fichiers", place, code, count=len(files), limit=MAX_FILES))
            return None
        facts = self._file(file, identity, out)
        assets = tuple(uri for uri in files if publishes(uri, national=False))
        overlays = []
        for uri, entry in files.items():
            if _DOTTED.search(uri) and uri.startswith(DELEGATION):
                out.append(finding("nom-de-fichier", entry.place, code, name=uri, suggestion=_DOTTED.sub("-", uri)))
            elif uri in self.tree.assets:
                out.append(finding("fichier-national", entry.place, code, name=uri))
            elif uri.endswith(".md"):
                overlays.append(self._overlay(entry, code, out))
            elif uri not in assets:
                out.append(finding("overlay-fichier", entry.place, code, name=uri))
            else:
                check_published_file(entry, out, code)
        if facts is None:
            return None
        forms = read_forms(facts.events, files.values(), out, code)
        return Department(identity, facts, tuple(overlay for overlay in overlays if overlay), assets, forms)

    def _file(self, file: InputFile, identity: DepartmentIdentity, out: list[Finding]) -> DepartmentFile | None:
        code = identity.code
        text = read_text(file, out, code)
        document = parse_yaml(text, file.place, out, code) if text is not None else None
        if document is None:
            return None
        document = _without_identity(document, identity, out)
        check_local_data(document, code, out)
        parsed = parse(DepartmentFile, document, out, code)
        if parsed is None:
            return None
        check_values(parsed, document, self.today, out, code)
        check_addresses(parsed, document, self.hosts, out, code)
        check_formatting(parsed, document, out, code)
        check_owner(parsed.owner, parsed.at, self.tree.owners, out, department=code)
        for fact in (*parsed.contacts, *parsed.permanences, *parsed.restaurants, *parsed.events, *parsed.offers):
            if fact.owner is not None:
                check_owner(fact.owner, fact.at, self.tree.owners, out, department=code)
        check_events(parsed.events, out, code)
        return parsed

    def _overlay(self, file: InputFile, code: str, out: list[Finding]) -> Overlay | None:
        is_local_page = file.uri not in self.pages
        if is_local_page and (self.root / CONTENT / file.uri).exists():
            return None  # the shared page exists but is invalid, which is already reported
        if is_local_page and not (file.uri.startswith(DELEGATION) and file.uri.count("/") == 1):
            too_deep = file.uri.startswith(DELEGATION)
            hint = "" if too_deep else _closest(file.uri, [page.uri for page in self.tree.pages])
            fix = (
                f"déposer la page dans {DELEGATION} même, sans sous-dossier"
                if too_deep
                else f"reprendre le chemin exact d'une page de content/, ou placer la page dans {DELEGATION}"
            )
            out.append(finding("overlay-orphelin", file.place, code, uri=file.uri, hint=hint, fix=fix))
            return None
        if is_local_page and page_url(file.uri) in self.former:
            out.append(finding("fichier-national", file.place, code, name=page_url(file.uri)))
            return None
        text = read_text(file, out, code)
        split = split_front_matter(text, file.place, out, code) if text is not None else None
        if split is None or not check_limits(split.body, Place(file.place.file, split.body_line), out, code):
            return None
        overlay = Overlay(file.uri, OverlayMeta(), split.body, split.body_line, Place(file.place.file, 1), split.front)
        before = len(out)
        check_overlay_text(overlay, code, is_local_page=is_local_page, out=out)
        document = parse_yaml(split.front, Place(file.place.file, 2), out, code)
        meta = _overlay_meta(document, code, self.today, is_local_page=is_local_page, out=out) if document else None
        if document is None or meta is None:
            return None
        for key in ("title", "description"):
            if is_local_page and getattr(meta, key) is None:
                out.append(finding("overlay-titre", overlay.at, code, key=key))
        check_addresses(meta, document, self.hosts, out, code)
        overlay = dataclasses.replace(overlay, meta=meta)
        check_dates(overlay, out, code)
        return dataclasses.replace(overlay, refused=len(out) > before)


def _overlay_meta(
    document: Document, code: str, today: date, *, is_local_page: bool, out: list[Finding]
) -> OverlayMeta | None:
    """Return the front matter of an overlay; None, after adding findings, if it sets national keys."""
    check_local_data(document, code, out)
    locked = _LOCKED if is_local_page else _LOCKED | {"title", "description"}
    keys = [key for key in document.data if key in locked] if isinstance(document.data, dict) else []
    for key in keys:
        out.append(finding("overlay-verrouille", document.place((key,)), code, key=key))
    if keys:
        document = dataclasses.replace(document, data={k: v for k, v in document.data.items() if k not in keys})
    meta = parse(OverlayMeta, document, out, code)
    if meta is not None:
        check_values(meta, document, today, out, code)
    return None if keys else meta


def _without_identity(document: Document, identity: DepartmentIdentity, out: list[Finding]) -> Document:
    """Return `document` without the keys of the national list, each reported and ignored."""
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        return document
    for key in IDENTITY_KEYS:
        if key in data:
            value = getattr(identity, key)
            rule = "identite-superflue" if data[key] == value else "identite-nationale"
            out.append(finding(rule, document.place((key,)), identity.code, key=key, value=value))
    local = {key: value for key, value in data.items() if key not in IDENTITY_KEYS}
    return dataclasses.replace(document, data={"at": Place(document.file, 1), **local})


def _closest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(ascii_name(name), list(known), 1)
    return f" (« {close[0]} » ?)" if close else ""
