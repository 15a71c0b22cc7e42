"""Lists made from the shared tree: what is new, and all benefits in one text."""

from __future__ import annotations

from datetime import date

import pytest

from troisclics.merge import listings
from troisclics.merge.listings import MAX_LATEST, ON_PAPER
from troisclics.model import FactValue, Place, Source

from ..samples import TODAY, make_department, make_fact, make_page, make_project, merge_one

MENU = ["logement/index.md", "logement/un.md", "famille/deux.md"]


def text_of(uri: str, pages: list, **keys: object) -> str:
    """The Markdown of a page of the portal, merged without a finding."""
    site, findings = merge_one(make_project(pages, **keys), None)
    assert findings == []
    return next(page.markdown for page in site.pages if page.uri == uri)


def test_latest_links_to_the_first_headings() -> None:
    """The first headings of the page, in order, with the anchors that Markdown gives them, up to the limit."""
    body = "".join(f"## L'été n° {number} !\n\nTexte.\n\n### Détail\n\n" for number in range(1, 9))
    pages = [make_page('{{ latest("nouveau.md") }}', "a/un.md"), make_page(body, "nouveau.md")]
    lines = text_of("a/un.md", pages).splitlines()
    assert lines[0] == "- [L'été n° 1 !](../nouveau.md#lete-n-1)"
    assert len(lines) == MAX_LATEST


def test_latest_of_no_page_is_said() -> None:
    """A page that does not exist is a finding at its line, not a traceback."""
    _, findings = merge_one(make_project([make_page('{{ latest("rien.md") }}')]), None)
    assert [found.rule for found in findings] == ["variable-inconnue"]
    assert "rien.md" in findings[0].message


@pytest.fixture
def booklet() -> list[str]:
    """The blocks of a booklet of two benefits, one of which links to the other and to a page that is none."""
    one = (
        "## Pour qui\n\n"
        "Voir [deux](../famille/deux.md#combien), [la section](index.md#ici) et [nous](../contact.md).\n\n"
        "### Cas {: #cas }\n\n<!-- local -->\n"
    )
    pages = [
        make_page("{{ booklet() }}", "tout.md", kind="print"),
        make_page(one, "logement/un.md", kind="benefit", title="Un", last_reviewed_on=date(2026, 6, 1)),
        make_page("## Combien\n\nRien de plus.\n", "famille/deux.md", kind="benefit", title="Deux"),
        make_page("x", "logement/index.md", kind="hub"),
        make_page("x", "contact.md"),
    ]
    return text_of("tout.md", pages, menu=MENU).strip().split("\n\n")


def test_a_booklet_begins_with_its_contents(booklet: list[str]) -> None:
    """Each benefit of the menu, in its order, and nothing else."""
    assert booklet[0] == "- [Un](#logement-un)\n- [Deux](#famille-deux)"
    titles = [block for block in booklet if block.startswith("## ")]
    assert titles == ["## Un {: #logement-un .chapter }", "## Deux {: #famille-deux .chapter }"]


def test_links_of_a_booklet(booklet: list[str]) -> None:
    """A link to another benefit stays within; the others lead where they led."""
    (links,) = [block for block in booklet if block.startswith("Voir")]
    assert links == "Voir [deux](#famille-deux--combien), [la section](logement/index.md#ici) et [nous](contact.md)."


def test_chapters_of_a_booklet(booklet: list[str]) -> None:
    """Headings are one level down and leave their anchors; the local part says whom to ask; the date closes."""
    assert "### Pour qui" in booklet
    assert "#### Cas" in booklet
    assert "### Combien {: #famille-deux--combien }" in booklet
    assert ON_PAPER in booklet
    assert "*Vérifié le 1ᵉʳ\u00a0juin\u00a02026.*" in booklet


def chapter(body: str, other: str = "x") -> str:
    """A booklet of two benefits with these texts, without its contents and titles."""
    pages = [
        make_page("{{ booklet() }}", "tout.md", kind="print"),
        make_page(body, "logement/un.md", kind="benefit", title="Un", description="A"),
        make_page(other, "famille/deux.md", kind="benefit", title="Deux", description="B"),
        make_page("x", "logement/index.md", kind="hub"),
    ]
    return text_of("tout.md", pages, menu=MENU)


def test_levels_of_a_booklet() -> None:
    """Each heading is one level lower, but for the first level and those that have no lower one."""
    text = chapter("# Un\n\n## Deux\n\n##### Cinq\n\n###### Six\n")
    assert [line for line in text.splitlines() if line.startswith("#")][1:5] == [
        "# Un", "### Deux", "###### Cinq", "###### Six",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "other", "line"),
    [
        ("## A b\n\nVoir [ici](#a-b).", "x", "Voir [ici](#logement-un--a-b)."),
        ('## A b\n\nVoir <a href="#a-b">ici</a>.', "x", 'Voir <a href="#logement-un--a-b">ici</a>.'),
        ("## A b", "Voir [un](../logement/un.md#a-b).", "Voir [un](#logement-un--a-b)."),
        ("## A b", "Voir [un](../logement/un.md#non).", "Voir [un](logement/un.md#non)."),
        ("## A b", "Voir [un](../logement/un.md).", "Voir [un](#logement-un)."),
    ],
)
def test_anchors_of_a_booklet(body: str, other: str, line: str) -> None:
    """A link to a heading of a benefit leads to it in the booklet, from the same text and from another."""
    text = chapter(body, other)
    assert line in text.splitlines()
    assert ("{: #logement-un--a-b }" in text) is ("--a-b" in line)


def test_ids_are_read_only_where_they_are_led_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Converting a text is slow: one that no link leads into is not."""
    asked: list[str] = []
    monkeypatch.setattr(listings, "ids_of", lambda text: asked.append(text) or frozenset())
    chapter("## A b\n", "Voir [ailleurs](../autre.md#x).")
    assert asked == []
    chapter("## A b\n", "Voir [un](../logement/un.md#x).")
    assert asked == ["## A b\n"]


def test_the_amount_of_a_benefit() -> None:
    """The front matter says how much in a few words; its facts are those of the day, and unknown ones are said."""
    value = FactValue(value=2, from_=date(2026, 1, 1), status="confirmed", checked_on=TODAY, source=Source("Texte"))
    page = make_page(amount='{{ fact("repas") }} par repas', operator="fasf", kind="benefit")
    operator = make_page("x", "qui-fait-quoi/fasf.md", title="FASF")
    project = make_project([page, operator], facts=[make_fact(value)])
    site, findings = merge_one(project, make_department())
    (shown,) = [one for one in site.pages if one.uri == "aide.md"]
    assert (shown.amount, shown.operator_title, findings) == ("2\u202f€ par repas", "FASF", [])
    wrong = make_page(amount='{{ fact("autre") }}', at=Place("content/aide.md", 2))
    _, findings = merge_one(make_project([wrong]), None)
    assert [(found.rule, found.place.line) for found in findings] == [("fait-inconnu", 2)]


def test_a_booklet_shows_code_as_written() -> None:
    """Braces in the code of a benefit are text there too."""
    pages = [
        make_page("{{ booklet() }}", "tout.md", kind="print"),
        make_page("Écrire `{{ rien }}`.", "logement/un.md", kind="benefit", title="Un"),
    ]
    assert "Écrire `{{ rien }}`." in text_of("tout.md", pages, menu=["logement/un.md"])
