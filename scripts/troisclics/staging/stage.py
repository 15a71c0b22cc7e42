"""Write a site as a plain, stand-alone MkDocs project: expanded Markdown, `mkdocs.yml`, no plugin of ours.

The staged project is the reference of what a site is (the fast engine must give the same bytes) and the way
out to any other renderer.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import get_yaml_loader

from ..constants import HOOK
from ..domain.department_view import department_view
from ..domain.french import format_date
from ..load.config_form import keys_of
from ..load.yaml_document import LOADER
from ..model import Owner, PageMeta, Project, Site, SitePage
from .generated_files import calendars, departments_json, pages_json, review_by, sitemap
from .offline import SHIM, shim
from .redirects import redirect_pages

CONFIG = "mkdocs.yml"
OVERRIDES = "overrides"
CONTENT = "content"
DEPARTMENTS = "departments"


_ABOUT_OTHERS = ("page", "legal")
"""Kinds of pages that name the subjects of others (glossary, news, legal notices): found after those."""

_WIDE = frozenset({"home", "print"})
"""Kinds of pages without a menu beside their text: it stays in the header and, on a phone, in the drawer."""

FOLDER = "zz-troisclics-folder-zz"
"""Stands for a department's folder in addresses while a frame is rendered: plain enough to survive any filter."""


@dataclass(frozen=True, slots=True)
class StagingSource:
    """Where a project is on disk, the text of its configuration, and the address of its portal ("" if not set).

    `directory` is what all sites say of the departments, as a file; `offline` says that the sites are to be read
    without a server.
    """

    root: Path
    config: str
    address: str
    project: Project
    directory: bytes
    today: date
    offline: bool = False


def read_origin(
    root: Path, project: Project, today: date, *, offline: bool = False, address: str | None = None
) -> StagingSource:
    """Return the project at `root`, ready to be staged. Raises OSError if `mkdocs.yml` cannot be read.

    `address` is the portal's, with a slash at its end; without it, the one that `mkdocs.yml` gives.
    """
    config = (root / CONFIG).read_text(encoding="utf-8")
    portal = portal_address(config) if address is None else address
    return StagingSource(root, config, portal, project, departments_json(project).encode(), today, offline)


def portal_address(config: str) -> str:
    """The address of the portal that the text of a `mkdocs.yml` gives, with a slash at its end; "" if none is set."""
    address = str(_setting(config, "site_url") or "")
    return address if not address or address.endswith("/") else f"{address}/"


def _setting(config: str, key: str) -> Any:
    """What a `mkdocs.yml` says of `key`, as MkDocs reads it; None if nothing. The rest is not constructed."""
    loader = get_yaml_loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    node = keys_of(yaml.compose(config, LOADER)).get(key)
    return loader("").construct_object(node, deep=True) if node is not None else None


def stage(origin: StagingSource, site: Site, to: Path) -> Path:
    """Write `site` as an MkDocs project into the new folder `to`; give its `mkdocs.yml`. Raises OSError."""
    for path, content in staged_documents(origin, site):
        target = to / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for path, source in staged_assets(origin, site):
        target = to / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    shutil.copytree(origin.root / OVERRIDES, to / OVERRIDES)
    return _write_config(origin, staged_config(origin, site, site.slug), to)


def stage_outline(origin: StagingSource, site: Site, to: Path) -> tuple[Path, list[str]]:
    """The outline of `site`, for whoever has its texts already: its `mkdocs.yml` in the new folder `to`, its files.

    The configuration leads to the folders of the project itself, and the address ends with FOLDER. Raises OSError.
    """
    root = origin.root.resolve()
    to.mkdir(parents=True, exist_ok=True)
    config = staged_config(origin, site, FOLDER, str(root / CONTENT), str(root / OVERRIDES))
    made = [path for files in (staged_extras(origin, site), staged_assets(origin, site)) for path, _ in files]
    uris = [*(page.uri for page in site.pages), *made]
    return _write_config(origin, config, to), uris


def _write_config(origin: StagingSource, text: str, to: Path) -> Path:
    for hook in _hooks(origin):
        (to / hook).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin.root / hook, to / hook)
    config = to / CONFIG
    config.write_text(text, encoding="utf-8")
    return config


def staged_documents(origin: StagingSource, site: Site) -> Iterator[tuple[str, bytes]]:
    """Path below `docs/` and content of each file that is made for the site."""
    owners = {owner.id: owner for owner in origin.project.tree.owners}
    for page in site.pages:
        yield page.uri, _page_text(page, owners, origin.today).encode()
    yield from staged_extras(origin, site)


def staged_extras(origin: StagingSource, site: Site) -> Iterator[tuple[str, bytes]]:
    """Path and content of the site's files that are not pages; the portal has the stable addresses of departments."""
    yield "api/pages.json", pages_json(site).encode()
    yield "api/departments.json", origin.directory
    yield "sitemap.xml", sitemap(site, site_url(origin, site), origin.today).encode()
    yield from calendars(origin.project, site, origin.today)
    if origin.offline:
        yield SHIM, shim()
    if site.department is None:
        yield from redirect_pages(origin.project, origin.address)


def staged_assets(origin: StagingSource, site: Site) -> Iterator[tuple[str, Path]]:
    """Path below `docs/` and source of each file that is copied as it is."""
    for uri in origin.project.tree.assets:
        yield uri, origin.root / CONTENT / uri
    for uri in site.department.assets if site.department else ():
        yield uri, origin.root / DEPARTMENTS / site.slug / uri


def site_url(origin: StagingSource, site: Site) -> str:
    """The address of `site`: the portal's, plus the folder of the department; "" if none is set."""
    return _address(origin, site.slug)


def _address(origin: StagingSource, folder: str) -> str:
    return f"{origin.address}{folder}/" if origin.address and folder else origin.address


def _hooks(origin: StagingSource) -> list[str]:
    return [hook for hook in _setting(origin.config, "hooks") or [] if hook != HOOK]


def staged_config(
    origin: StagingSource, site: Site, folder: str, docs: str = "docs", overrides: str = OVERRIDES
) -> str:
    """The `mkdocs.yml` of the staged project: the project's own, less our hook, plus what is the site's.

    It is edited as YAML nodes, so that tags such as `!ENV` or `!!python/name:` stay as they were written.
    """
    node = yaml.compose(origin.config, LOADER)
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - the menu was read from it
    local_pages = [f"/{page.uri}" for page in site.pages if not page.in_menu and page.local]
    _set(node, ("hooks",), _hooks(origin) or None)
    _set(node, ("watch",), None)  # folders of the project, which are not beside the staged file
    _set(node, ("docs_dir",), docs)
    _set(node, ("site_dir",), "site")
    _set(node, ("site_url",), _address(origin, folder))
    _set(node, ("theme", "custom_dir"), overrides)
    not_in_nav = [*_scalar(node, "not_in_nav").splitlines(), *local_pages]
    _set(node, ("not_in_nav",), "".join(f"{line}\n" for line in not_in_nav))
    if origin.offline:
        _set(node, ("extra", "polyfills"), [SHIM])
    if site.department:
        _set(node, ("extra", "department"), department_view(site.department, origin.today))
    return str(yaml.serialize(node, allow_unicode=True, width=120))


class _Plain(yaml.SafeDumper):
    """Writes equal values in full, not as YAML aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _set(node: yaml.MappingNode, path: tuple[str, ...], value: Any) -> None:
    """Set the key at `path` to `value` in a tree of YAML nodes; None takes the key away."""
    key, *rest = path
    entries = {entry[0].value: entry for entry in node.value}
    if rest:
        if key not in entries:
            _set(node, (key,), {})
            entries = {entry[0].value: entry for entry in node.value}
        _set(entries[key][1], tuple(rest), value)
        return
    if key in entries:
        node.value.remove(entries[key])
    if value is not None:
        dumper = _Plain(io.StringIO())
        node.value.append((dumper.represent_data(key), dumper.represent_data(value)))


def _scalar(node: yaml.MappingNode, key: str) -> str:
    for key_node, value in node.value:
        if key_node.value == key:
            return str(value.value)
    return ""


def _page_text(page: SitePage, owners: dict[str, Owner], today: date) -> str:
    """The staged file. Front matter is written as JSON values, which YAML reads back exactly as they are."""
    values = front_matter(page, owners, today)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", "", page.markdown])


def front_matter(page: SitePage, owners: dict[str, Owner], today: date) -> dict[str, Any]:
    """What the theme may show of a page on `today`, in plain YAML."""
    meta = page.meta
    due = review_by(meta)
    holds = due if due and due >= today and meta.status == "current" else None
    owner = owners.get(meta.owner or "")
    values: dict[str, Any] = {
        "title": meta.title,
        "description": meta.description,
        "kind": meta.kind,
        "owner_mailbox": owner.mailbox if owner else None,
        "operator": meta.operator,
        "operator_title": page.operator_title,
        "amount": page.amount,
        "audience": list(meta.audience),
        "tags": list(meta.keywords),  # what Material's search takes for the keywords of a page
        "search": _search(meta),
        "reviewed": _reviewed(meta, holds, owner),
        "review_by": {"iso": holds.isoformat(), "text": format_date(holds)} if holds else None,
        "sources": [{"title": source.title, "url": source.url} for source in meta.sources],
        "edit": page.edit,
        "edit_local": page.local.file if page.local else None,
        "own": page.own,
        "hide": ["navigation", "toc"] if meta.kind in _WIDE else None,
    }
    return {key: value for key, value in values.items() if value}


def _search(meta: PageMeta) -> dict[str, Any] | None:
    """What the search must know of a page: that it holds others, or names the subjects of others."""
    if meta.kind == "print":
        return {"exclude": True}
    return {"boost": 0.5} if meta.kind in _ABOUT_OTHERS else None


def _reviewed(meta: PageMeta, holds: date | None, owner: Owner | None) -> str:
    """« Vérifié le … par : … », with the doubt there is unless the review still `holds`."""
    label = owner.label if owner else "à désigner"
    if meta.last_reviewed_on is None:
        return f"Jamais vérifié. Responsable : {label}."
    late = " : relecture en retard" if meta.status == "current" else ""
    doubt = "" if holds else f" (à confirmer{late})"
    return f"Vérifié le {format_date(meta.last_reviewed_on)}{doubt} par : {label}."
