"""Export a site as a plain, stand-alone MkDocs project: expanded Markdown and `mkdocs.yml`, without plugins.

The exported project defines what a site is (the fast engine must produce the same bytes) and is the way out to any
other renderer.
"""

from __future__ import annotations

import io
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
from ..load.config_form import keys_of
from ..load.yaml_document import LOADER
from ..model import Project, Site
from .generated_files import calendars, departments_json, pages_json, sitemap
from .menu import keep_pages
from .offline import SHIM, shim
from .page_files import page_file
from .redirects import leading_pages

CONFIG, OVERRIDES, CONTENT, DEPARTMENTS = "mkdocs.yml", "overrides", "content", "departments"

FOLDER = "zz-troisclics-folder-zz"
"""Placeholder for a department's folder in addresses during rendering: plain enough to survive any filter."""


@dataclass(frozen=True, slots=True)
class StagingSource:
    """What an export reads.

    Attributes:
        config: the text of `mkdocs.yml`.
        address: the address of the portal, or "".
        directory: the index of departments, as published.
        offline: whether sites are to be read without a server.
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
    """Return the source of exports of a project. Raises OSError if `mkdocs.yml` cannot be read.

    Args:
        root: the folder of the project.
        project: the project.
        today: the reference date.
        offline: whether sites are to be read without a server.
        address: the address of the portal, with a final slash; that of `mkdocs.yml` if None.
    """
    config = (root / CONFIG).read_text(encoding="utf-8")
    portal = portal_address(config) if address is None else address
    return StagingSource(root, config, portal, project, departments_json(project).encode(), today, offline)


def portal_address(config: str) -> str:
    """Return the address of the portal from the text of a `mkdocs.yml`, with a final slash; "" if it is not set."""
    address = str(_setting(config, "site_url") or "")
    return address if not address or address.endswith("/") else f"{address}/"


def _setting(config: str, key: str) -> Any:
    """Return the value of `key` in a `mkdocs.yml` as MkDocs reads it, or None. Other keys are not constructed."""
    loader = get_yaml_loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    node = keys_of(yaml.compose(config, LOADER)).get(key)
    return loader("").construct_object(node, deep=True) if node is not None else None


def stage(origin: StagingSource, site: Site, to: Path) -> Path:
    """Export a site as an MkDocs project, and return the path of its `mkdocs.yml`. Raises OSError.

    Args:
        origin: the source.
        site: the site.
        to: the new folder to write.
    """
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
    """Export a site without its texts: write `mkdocs.yml`; return its path and the list of files. Raises OSError.

    The configuration refers to the folders of the project itself, and the address ends with FOLDER.

    Args:
        origin: the source.
        site: the site.
        to: the new folder to write.
    """
    root = origin.root.resolve()
    to.mkdir(parents=True, exist_ok=True)
    config = staged_config(origin, site, FOLDER, str(root / CONTENT), str(root / OVERRIDES))
    generated = [path for files in (staged_extras(origin, site), staged_assets(origin, site)) for path, _ in files]
    uris = [*(page.uri for page in site.pages), *generated]
    return _write_config(origin, config, to), uris


def _write_config(origin: StagingSource, text: str, to: Path) -> Path:
    for hook in _hooks(origin):
        (to / hook).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin.root / hook, to / hook)
    config = to / CONFIG
    config.write_text(text, encoding="utf-8")
    return config


def staged_documents(origin: StagingSource, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the path below `docs/` and the content of each generated file of the site."""
    owners = {owner.id: owner for owner in origin.project.tree.owners}
    for page in site.pages:
        yield page.uri, page_file(page, owners, origin.today).encode()
    yield from staged_extras(origin, site)


def staged_extras(origin: StagingSource, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each generated file other than pages; short addresses are on the portal only."""
    yield "api/pages.json", pages_json(site).encode()
    yield "api/departments.json", origin.directory
    yield "sitemap.xml", sitemap(site, site_url(origin, site), origin.today).encode()
    yield from calendars(origin.project, site, site_url(origin, site), origin.today)
    if origin.offline:
        yield SHIM, shim()
    yield from leading_pages(origin.project, site, site_url(origin, site))


def staged_assets(origin: StagingSource, site: Site) -> Iterator[tuple[str, Path]]:
    """Yield the path below `docs/` and the source of each file that is copied."""
    for uri in origin.project.tree.assets:
        yield uri, origin.root / CONTENT / uri
    for uri in site.department.assets if site.department else ():
        yield uri, origin.root / DEPARTMENTS / site.slug / uri


def site_url(origin: StagingSource, site: Site) -> str:
    """Return the address of `site`, below that of the portal; "" if it is not set."""
    return _address(origin, site.slug)


def _address(origin: StagingSource, folder: str) -> str:
    return f"{origin.address}{folder}/" if origin.address and folder else origin.address


def _hooks(origin: StagingSource) -> list[str]:
    return [hook for hook in _setting(origin.config, "hooks") or [] if hook != HOOK]


def staged_config(
    origin: StagingSource, site: Site, folder: str, docs: str = "docs", overrides: str = OVERRIDES
) -> str:
    """Return the `mkdocs.yml` of an exported project: without the built-in hook, with the values of the site.

    It is edited as YAML nodes, so that tags such as `!ENV` or `!!python/name:` are kept as written.

    Args:
        origin: the source.
        site: the site.
        folder: the last part of its address.
        docs: the folder of the pages.
        overrides: the folder of the theme overrides.
    """
    node = yaml.compose(origin.config, LOADER)
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - the menu was read from it
    local_pages = [f"/{page.uri}" for page in site.pages if not page.in_menu and page.local]
    _set(node, ("hooks",), _hooks(origin) or None)
    _set(node, ("watch",), None)  # folders of the project, which do not exist next to the exported file
    _set(node, ("docs_dir",), docs)
    _set(node, ("site_dir",), "site")
    _set(node, ("site_url",), _address(origin, folder))
    _set(node, ("theme", "custom_dir"), overrides)
    not_in_nav = (*_scalar(node, "not_in_nav").splitlines(), *local_pages)
    _set(node, ("not_in_nav",), "".join(f"{line}\n" for line in not_in_nav))
    keep_pages(keys_of(node).get("nav"), {page.uri for page in site.pages})
    if origin.offline:
        _set(node, ("extra", "polyfills"), [SHIM])
    if site.department:
        _set(node, ("extra", "department"), department_view(site.department, origin.today))
    return str(yaml.serialize(node, allow_unicode=True, width=120))


class _NoAliasDumper(yaml.SafeDumper):
    """Writes equal values in full instead of YAML aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _set(node: yaml.MappingNode, path: tuple[str, ...], value: Any) -> None:
    """Set the key at `path` to `value` in a tree of YAML nodes, or remove it if None."""
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
        dumper = _NoAliasDumper(io.StringIO())
        node.value.append((dumper.represent_data(key), dumper.represent_data(value)))


def _scalar(node: yaml.MappingNode, key: str) -> str:
    return "" if (value := keys_of(node).get(key)) is None else str(value.value)
