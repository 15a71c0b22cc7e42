"""A local text: what stands below it, and when the policy on its HTML is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from troisclics.merge import expander
from troisclics.merge.merger import Merger
from troisclics.messages import finding
from troisclics.model import Department, Finding, Overlay, OverlayMeta, Place, Source

from ..samples import TODAY, make_department, make_overlay, make_page, make_project, merge_one, only_page

SAID = "*Texte local, à confirmer par la délégation.*"


class Policy:
    """Notes what it is asked, and finds what it is told to."""

    def __init__(self, *found: Finding) -> None:
        self.found, self.asked = list(found), list[tuple[str, ...]]()

    def check(self, page: Any, overlay: Overlay, code: str, text: str, provenance: str) -> Sequence[Finding]:
        """Stand in for the policy of `sandbox/html_policy.py`, which opens MkDocs."""
        self.asked.append((page.uri, code, text, provenance))
        return self.found


FOUND = finding("overlay-html", Place("departments/50-manche/aide.md", 7), "50", text="x")


def merged(overlay: Overlay, policy: Policy, times: int = 2) -> tuple[list[Finding], Merger]:
    """What is found when a department with `overlay` is merged some times."""
    department: Department = make_department("50", overlay)
    merger, out = Merger(make_project([make_page()], [department]), TODAY), list[Finding]()
    merger._html_policy = policy  # type: ignore[assignment]
    for _ in range(times):
        merger.merge(department, out)
    return out, merger


def test_a_text_that_was_accepted_is_not_asked_about_again() -> None:
    """The policy sees the text apart from what stands below it; what it refuses is said, and not accepted."""
    policy = Policy()
    out, merger = merged(make_overlay("Ici.\n"), policy)
    assert (out, len(merger.accepted)) == ([], 1)
    assert policy.asked == [("aide.md", "50", "Ici.", SAID)]
    policy = Policy(FOUND)
    out, merger = merged(make_overlay("Ici.\n"), policy)
    assert (out, len(policy.asked), merger.accepted) == ([FOUND], 1, set())


@pytest.mark.parametrize("overlay", [
    replace(make_overlay("Ici.\n"), refused=True), make_overlay('{{ fact("absent") }}\n'),
])  # fmt: skip
def test_a_text_with_a_fault_is_not_asked_about(overlay: Overlay) -> None:
    """Its fault was said when it was read, or when it was expanded."""
    policy = Policy(FOUND)
    out, _ = merged(overlay, policy, times=1)
    assert policy.asked == []
    assert FOUND not in out


def test_what_stands_below_a_local_text() -> None:
    """Who says so, until when, and after which sources, which lead somewhere or not."""
    sources = (Source("Note [1]", url="https://a.fr/(b)"), Source("Circulaire"))
    meta = OverlayMeta(status="confirmed", last_reviewed_on=date(2026, 11, 1), review_in="6 mois", sources=sources)
    text = only_page(
        merge_one(make_project([make_page()]), make_department("50", replace(make_overlay(), meta=meta)))[0]
    )
    last = text.markdown.rstrip("\n").splitlines()[-2:]
    assert last[0].startswith("*Texte local, ")
    assert "valable jusqu'au" in last[0]
    assert last[1].startswith("*Source : [Note ")
    assert last[1].endswith(", Circulaire.*")
    assert "](https://a.fr/" in last[1]
    own = make_overlay("Ici.\n", "ma-delegation/sortie.md", title="Sortie")
    site, _ = merge_one(make_project([make_page()]), make_department("50", own))
    assert [(page.uri, page.own, page.local_text) for page in site.pages] == [
        ("aide.md", False, site.pages[0].local_text), ("ma-delegation/sortie.md", True, ""),
    ]  # fmt: skip
    assert isinstance(site.pages[0].local_text, str)


@pytest.mark.parametrize("body", ["{{ department.name }}", "{% if true %}{{ department.name }}{% endif %}"])
def test_a_text_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Exactly the limit is none too long; one character more is said."""
    for limit, rules in ((6, []), (5, ["gabarit-limite"])):
        monkeypatch.setattr(expander, "MAX_OUTPUT", limit)
        site, found = merge_one(make_project([make_page(body, local="replace")]), make_department("50"))
        assert [one.rule for one in found] == rules
        assert only_page(site).markdown.startswith("Manche") is (limit == 6)
