"""Links between pages: each dead one is named at its line and column, with what was probably meant."""

from __future__ import annotations

import pytest

from troisclics.checks import Subject
from troisclics.checks.page_links import PAGE_LINKS
from troisclics.model import Place, Term

from ..samples import BODY_LINE, make_department, make_overlay, make_page
from .subjects import found, make_subject

TARGET = make_page("## Combien\n\nRien.\n\n## Où aller {: #ici }\n", "logement/cible.md")
HOME = make_page("", "index.md")
SECTION = make_page("", "vacances/index.md")


def subject_of(body: str, *, shared: bool) -> Subject:
    """A tree with `cible.md`, and `body` in `aide.md` beside it, or in the text of the Manche for that page."""
    if shared:
        return make_subject(make_page(body, "logement/aide.md"), TARGET, HOME, SECTION)
    manche = make_department("50", make_overlay(body, "logement/aide.md"))
    return make_subject(make_page("Texte.\n", "logement/aide.md"), TARGET, HOME, SECTION, departments=(manche,))


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "overlay"])
@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("absente.md", ""),
        ("cibles.md", "cible.md"),
        ("cible", "cible.md"),
        ("cible.html", "cible.md"),
        ("CIBLE.md", "cible.md"),
        ("../vacances/", "../vacances/index.md"),
        ("/vacances/", "../vacances/index.md"),
        ("../vacances/cible.md#combien", "cible.md#combien"),
        ("plan.png", ""),
        ("www.exemple.fr", "https://www.exemple.fr"),
    ],
)
def test_a_link_to_nothing(link: str, hint: str, shared: bool) -> None:
    """It is found at its line and column, with the nearest right one."""
    subject = subject_of(f"Un.\n\nVoir [la page]({link}).\n", shared=shared)
    file = "departments/50-manche/logement/aide.md" if not shared else "content/logement/aide.md"
    assert found(PAGE_LINKS, subject) == [f"{file}:{BODY_LINE + 2}:16 lien-introuvable"]
    (said,) = PAGE_LINKS.run(subject)
    assert said.message.endswith(f"(« {hint} » ?)" if hint else "fichier du site")


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "overlay"])
@pytest.mark.parametrize(
    ("link", "hint"), [("cible.md#combiens", "combien"), ("cible.md#rien-de-tel", ""), ("#ici", "")]
)
def test_a_link_to_no_heading(link: str, hint: str, shared: bool) -> None:
    """A heading that the page lacks is found, in another page as in this one."""
    subject = subject_of(f"Voir [la page]({link}).\n", shared=shared)
    assert [line.partition(" ")[2] for line in found(PAGE_LINKS, subject)] == ["ancre-introuvable"]
    (said,) = PAGE_LINKS.run(subject)
    assert said.message.endswith(f"(« {hint} » ?)" if hint else "ce titre")


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "overlay"])
@pytest.mark.parametrize(
    "text",
    [
        "[a](cible.md), [b](cible.md#combien), [c](cible.md#ici), [d](../index.md), [e](../vacances/index.md)",
        "[f](https://exemple.fr/absente.md), [g](mailto:a@exemple.fr), [h](//exemple.fr/x), [i](tel:+33199001234)",
        "Écrire `[x](absente.md)`.",
        "```\n[x](absente.md)\n```",
        "    [x](absente.md)",
        "<!-- [x](absente.md) -->",
        "\\[x](absente.md)",
        '[x]({{ fact("page") }}.md)',
        "[x]\n\n[x]: cible.md",
    ],
)
def test_a_sound_text(text: str, shared: bool) -> None:
    """Links that lead somewhere, links to other sites, and what is no link at all are let through."""
    assert found(PAGE_LINKS, subject_of(f"Texte.\n\n{text}\n", shared=shared)) == []


def test_a_definition_that_leads_nowhere() -> None:
    """A link by reference is found where its address stands."""
    subject = subject_of("Voir [le plan][p].\n\n[p]: plan.md\n", shared=True)
    assert found(PAGE_LINKS, subject) == [f"content/logement/aide.md:{BODY_LINE + 2}:6 lien-introuvable"]


def test_a_page_of_one_department() -> None:
    """A delegation may link to its own page; another delegation, and the shared tree, may not."""
    own = make_overlay("Texte.\n", "ma-delegation/sortie.md", title="Sortie", description="Une sortie.")
    manche = make_department("50", own, make_overlay("[x](../ma-delegation/sortie.md)\n", "logement/cible.md"))
    ain = make_department(
        "01", make_overlay("[x](../ma-delegation/sortie.md)\n", "logement/cible.md", "01-ain"), name="Ain"
    )
    page = make_page("[x](../ma-delegation/sortie.md)\n", "logement/aide.md")
    assert found(PAGE_LINKS, make_subject(page, TARGET, departments=(ain, manche))) == [
        f"content/logement/aide.md:{BODY_LINE}:5 lien-introuvable",
        f"departments/01-ain/logement/cible.md:{BODY_LINE}:5 lien-introuvable",
    ]


def test_a_heading_taken_away() -> None:
    """An overlay that replaces a page without a heading that a shared text links to is named, and not the link."""
    page = make_page("[x](cible.md#combien)\n", "logement/aide.md")
    replaced = make_page("## Combien\n\nRien.\n", "logement/cible.md", local="replace")
    manche = make_department("50", make_overlay("### Autre\n\nRien.\n", "logement/cible.md"))
    subject = make_subject(page, replaced, departments=(manche,))
    assert found(PAGE_LINKS, subject) == ["departments/50-manche/logement/cible.md:1 ancre-introuvable"]


@pytest.mark.parametrize(
    "link",
    ["javascript:x()", "JAVASCRIPT:x()", "javascript&#58;x()", "java&#9;script:x()", "data:text/html,x", "ms-word:x"],
)
def test_a_link_that_runs_something(link: str) -> None:
    """It is found in a shared text, written inline or by reference, and in a definition of the glossary."""
    subject = make_subject(make_page(f"Un [a]({link}).\n\n[b]\n\n[b]: {link}\n", "logement/aide.md"))
    lines = [line.partition(" ") for line in found(PAGE_LINKS, subject)]
    assert [(place.split(":")[1], rule) for place, _, rule in lines if rule == "lien-actif"] == [
        (str(BODY_LINE), "lien-actif"),
        (str(BODY_LINE + 4), "lien-actif"),
    ]
    term = Term("ABC", "un sigle", f"Voir [a]({link}).", at=Place("content/_glossary.yml", 3))
    project = make_subject(make_page("Texte.\n", "logement/aide.md"), terms=(term,))
    assert "content/_glossary.yml:3 lien-actif" in found(PAGE_LINKS, project)


@pytest.mark.parametrize("link", ["https://exemple.fr", "mailto:a@exemple.fr", "tel:3939", "HTTP://exemple.fr"])
def test_links_that_run_nothing(link: str) -> None:
    """A page, a mail and a telephone number pass."""
    assert found(PAGE_LINKS, make_subject(make_page(f"Un [a]({link}).\n", "logement/aide.md"))) == []
