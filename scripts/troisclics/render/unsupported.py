"""Find what the engine does not support; if there is anything, MkDocs itself builds the sites.

A layout is rendered once for all sites, so a template of the project must not read what changes under it: the text
and headings of the page, the list of pages, another page's front matter, the department. What Material's own templates
read is known, and `tests/unit/render/test_mkdocs_internals.py` shows if an upgrade changes it. All of this is read from
the configuration and the templates, without running a plugin or hook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import nodes
from mkdocs.config.defaults import MkDocsConfig

from .mkdocs_internals import TOC_READERS
from .search_internals import KNOWN_PLUGINS, SEARCH

_OWN_PARTIALS = TOC_READERS | {"partials/nav.html", "partials/toc-item.html"}
"""Templates of Material whose place in the page the engine knows; a project that overrides one is not supported."""


_READ_GIT_OR_DATES = frozenset(
    {
        "document-dates", "git-authors", "git-committers", "git-committers-2", "git-latest-changes",
        "git-revision-date", "git-revision-date-localized", "rss",
    }
)  # fmt: skip
"""Plugins that read the git history or the dates of files, which a staged project does not have."""


def unknown_parts(config: MkDocsConfig) -> list[str]:
    """Return, in French, the plugins, hooks, extra templates and template features that are not supported, sorted."""
    hooks = list(config.hooks)
    plugins = [name for name in config.plugins if name not in KNOWN_PLUGINS and name not in hooks]
    search = config.plugins.get(SEARCH)
    lacking = [] if search is not None and search.config.enabled else ["un site sans recherche (mkdocs.yml, plugins)"]
    return [
        *(f"le greffon « {name} » (mkdocs.yml, plugins)" for name in sorted(plugins)),
        *(f"l'accroche « {name} » (mkdocs.yml, hooks)" for name in sorted(hooks)),
        *(f"le modèle « {name} » (mkdocs.yml, extra_templates)" for name in sorted(config.extra_templates)),
        *lacking,
        *_unsupported_templates(config),
    ]


def explain_fallback(unknown: Iterable[str]) -> str:
    """Explain, in French, why MkDocs itself builds the sites, and what cannot be right then."""
    text = (
        "MkDocs construit lui-même chaque site, comme « mkdocs build » et bien plus lentement : "
        f"le moteur rapide ne sait pas remplacer {', '.join(unknown)}."
    )
    dated = [name for name in sorted(_READ_GIT_OR_DATES) if any(f"« {name} »" in part for part in unknown)]
    if dated:
        names = ", ".join(f"« {name} »" for name in dated)
        text += (
            f" Les dates que donne {names} seront fausses : les projets posés n'ont ni l'historique git ni les dates."
        )
    return text


def _unsupported_templates(config: MkDocsConfig) -> Iterator[str]:
    folder, env = Path(str(config.theme.custom_dir)), config.theme.get_env()
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if name.startswith("seams/"):
            continue
        if name in _OWN_PARTIALS:
            yield f"overrides/{name}"
            continue
        for what in sorted(_unsupported_reads(env.parse(path.read_text(encoding="utf-8"), name, str(path)))):
            yield f"« {what} » dans overrides/{name}"


def _unsupported_reads(tree: nodes.Template) -> set[str]:
    """Return what a template reads that changes under a layout; the text of a page may be printed only."""
    printed = {id(part) for output in tree.find_all(nodes.Output) for node in output.nodes for part in _shown(node)}
    found = {"pages"} if any(name.name == "pages" for name in tree.find_all(nodes.Name)) else set()
    for node in tree.find_all(nodes.Getattr):
        of_page = isinstance(node.node, nodes.Name) and node.node.name == "page"
        if node.attr == "department":
            found.add("department")
        if of_page and (node.attr == "toc" or (node.attr == "content" and id(node) not in printed)):
            found.add(f"page.{node.attr}")
        if node.attr == "meta" and not of_page:
            found.add("meta")
    return found


def _shown(node: nodes.Node) -> list[nodes.Node]:
    """Return the expressions that `{{ node }}` prints: the node itself, or either branch of a conditional."""
    return [node.expr1, *([node.expr2] if node.expr2 else [])] if isinstance(node, nodes.CondExpr) else [node]
