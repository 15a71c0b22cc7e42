"""Explain a build: totals by reason, then sites, then pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..domain.french import count
from ..pipeline.build import Built

MAX_SITES = 5
"""Up to this many sites are named for a page; of more, only their number is given."""


def explain_build(built: Built) -> Iterator[str]:
    """Yield the lines that say which sites and pages were made and why; everything else was reused."""
    if built.plan is None:
        return
    done = {site.name: site for site in built.done}
    made, total = (sum(site.files[index] for site in built.done) for index in (0, 1))
    sites = built.plan.sites
    again = sum(site.makes for site in sites)
    yield (
        f"Pourquoi : {count(again, 'site')} à refaire, {count(len(sites) - again, 'site')} à reprendre ; "
        f"fichiers : {made} écrits, {total - made} repris."
    )
    yield "Raisons :"
    reasons = Counter(reason for site in sites for reason in site.reasons)
    yield from (f"  {reason} : {count(number, 'site')}" for reason, number in reasons.most_common())
    if not reasons:
        yield "  rien n'a changé : tout est repris"
    yield "Sites :"
    for site in sites:
        rendered = done.get(site.name)
        if site.makes and rendered:
            files, of = rendered.files
            yield f"  {site.name} : " + (f"refait, fichiers écrits : {files} sur {of}" if of else "refait par MkDocs")
        else:
            yield f"  {site.name} : repris"
    pages: dict[tuple[str, str], list[str]] = {}
    for rendered in built.done:
        for page in rendered.made:
            pages.setdefault(page, []).append(rendered.name)
    yield "Pages refaites :" if pages else "Pages : toutes sont reprises"
    for (uri, reason), names in sorted(pages.items()):
        where = ", ".join(names) if len(names) <= MAX_SITES else count(len(names), "site")
        yield f"  {uri} ({where}) : {reason}"
