"""Write the file of an exported page: its text below the front matter that the theme needs."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ..domain.french import format_date
from ..model import Owner, PageMeta, SitePage
from .generated_files import review_by

_DEMOTED = ("page", "legal")
"""Kinds of pages that mention the subjects of others (glossary, news, legal notices): search ranks them lower."""

_WITHOUT_SIDE_MENU = frozenset({"home", "print"})
"""Kinds of pages without a side menu: it stays in the header and, on phones, in the drawer."""


def page_file(page: SitePage, owners: dict[str, Owner], today: date) -> str:
    """Return the exported file of a page. Front matter values are JSON, which YAML reads back unchanged.

    Args:
        page: the page.
        owners: the owners, by id.
        today: the reference date.
    """
    values = front_matter(page, owners, today)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", "", page.markdown])


def front_matter(page: SitePage, owners: dict[str, Owner], today: date) -> dict[str, Any]:
    """Return the front matter that the theme needs, in plain YAML values.

    Args:
        page: the page.
        owners: the owners, by id.
        today: the reference date.
    """
    meta = page.meta
    due = review_by(meta)
    valid_until = due if due and due >= today and meta.status == "current" else None
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
        "tags": list(meta.keywords),  # Material's search uses tags as keywords of a page
        "search": _search(meta),
        "reviewed": _reviewed(meta, valid_until, owner, own=page.own),
        "review_by": {"iso": valid_until.isoformat(), "text": format_date(valid_until)} if valid_until else None,
        "sources": [{"title": source.title, "url": source.url} for source in meta.sources],
        "edit": page.edit,
        "edit_local": page.local.file if page.local else None,
        "own": page.own,
        "hide": ["navigation", "toc"] if meta.kind in _WITHOUT_SIDE_MENU else None,
    }
    return {key: value for key, value in values.items() if value}


def _search(meta: PageMeta) -> dict[str, Any] | None:
    """Return the search options of a page: exclude or rank lower those that repeat the subjects of others."""
    if meta.kind == "print":
        return {"exclude": True}
    return {"boost": 0.5} if meta.kind in _DEMOTED else None


def _reviewed(meta: PageMeta, valid_until: date | None, owner: Owner | None, *, own: bool) -> str:
    """Return « Vérifié le … par : … », marked as unconfirmed unless the review is still valid.

    An owner that nobody can write to has not been appointed yet: it vouches for nothing, and the page says so. What a
    department writes itself (`own`) it vouches for.
    """
    label = owner.label if owner else "à désigner"
    if meta.last_reviewed_on is None:
        return f"Jamais vérifié. Responsable : {label}."
    late = " : relecture en retard" if meta.status == "current" else ""
    doubt = "" if valid_until else f" (à confirmer{late})"
    day = f"Vérifié le {format_date(meta.last_reviewed_on)}"
    if own or (owner and owner.mailbox):
        return f"{day}{doubt} par : {label}."
    return f"{day} dans des sources publiques{doubt}, pas encore validé par le ministère."
