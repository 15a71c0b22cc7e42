"""Texts of links and images: each rule has its broken twins, at their line; what is sound is let through."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.checks.link_texts import LINK_TEXTS

from ..samples import BODY_LINE, make_department, make_overlay, make_page
from .subjects import found, make_subject


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Pour demander, [cliquez ici](a.md).", "lien-vague"),
        ("La liste est [**ici**](a.md).", "lien-vague"),
        ("[En savoir plus…](https://exemple.fr)", "lien-vague"),
        ("[](a.md)", "lien-muet"),
        ("[ ](a.md)", "lien-muet"),
        ("Voir https://exemple.fr/page.", "lien-nu"),
        ("Voir <https://exemple.fr/page>.", "lien-nu"),
        ("Voir www.exemple.fr.", "lien-nu"),
        ("[https://exemple.fr](https://exemple.fr)", "lien-nu"),
        ("![](plan.png)", "image-muette"),
        ("[![](plan.png) Le plan](a.md)", "image-muette"),
        ("![plan.png](img/plan.png)", "image-mal-dite"),
        ("![plan](img/plan.png)", "image-mal-dite"),
        ("![Image](plan.png)", "image-mal-dite"),
        ("![plan_de_la_cour](plan_de_la_cour.png)", "image-mal-dite"),
        ("![plan-acces.png](plan-acces.png)", "image-mal-dite"),
        ("![IMG 2024](img-2024.jpg)", "image-mal-dite"),
        ('<a href="a.html">https://exemple.fr/page</a>', "lien-nu"),
        ("<b>Voir</b> <https://exemple.fr/page>.", "lien-nu"),
        ("![Entrée par la cour](https://exemple.fr/plan.png)", "image-ailleurs"),
        ("![Entrée par la cour](//exemple.fr/plan.png)", "image-ailleurs"),
    ],
)
@pytest.mark.parametrize("shared", [True, False], ids=["shared", "overlay"])
def test_a_broken_text(line: str, rule: str, shared: bool) -> None:
    """The fault is found at its line, in shared texts and in overlays, and no other rule fires."""
    body = f"Texte.\n\n{line}\n"
    subject = make_subject(make_page(body)) if shared else make_subject(
        departments=(make_department("50", make_overlay(body)),)
    )  # fmt: skip
    file = "content/aide.md" if shared else "departments/50-manche/aide.md"
    assert found(LINK_TEXTS, subject) == [f"{file}:{BODY_LINE + 2} {rule}"]


@pytest.mark.parametrize(
    "line",
    [
        "Voir les [contacts](ma-delegation/contacts.md) et le [site de l'ATSCAF](https://atscaf.fr/).",
        "Son site est [agraf-asso.fr](https://agraf-asso.fr/).",
        "Vous pouvez déjeuner ici, ou là.",
        "![Plan d'accès : entrée par la cour](plan.png)",
        "[![Plan d'accès](plan.png)](plan.md)",
        "![Points de rencontre](points-de-rencontre.png)",
        'Le <a href="https://exemple.fr/page" title="Le plan">plan de la cour</a>.',
        "Écrivez `https://adresse-du-portail/` ainsi.",
        "[guide]: https://exemple.fr/guide",
        "[Écrire](mailto:a@exemple.fr) ou [appeler](tel:+33199001234)",
        "[Site officiel](https://exemple.fr)",
    ],
)
def test_a_sound_text(line: str) -> None:
    """A link that says where it goes, an image that says what it shows, and code are let through."""
    assert found(LINK_TEXTS, make_subject(make_page(f"{line}\n"))) == []


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "overlay"])
@pytest.mark.parametrize(
    ("words", "sound"),
    [
        ("Le bulletin", False),
        ("Le bulletin (PDF)", False),
        ("Le bulletin, 120 Ko", False),
        ("Le bulletin (PDF, 120 Ko)", True),
        ("Le bulletin (pdf, 0,1 Mo)", True),
    ],
)
def test_a_document_says_its_format_and_size(tmp_path: Path, words: str, sound: bool, shared: bool) -> None:
    """The finding gives the words to write; a link to a page needs none, and one to no file is another rule's."""
    folder = tmp_path / ("content" if shared else "departments/50-manche")
    (folder / "logement").mkdir(parents=True)
    (folder / "logement/bulletin.pdf").write_bytes(bytes(120_400))
    body = f"[{words}](logement/bulletin.pdf), [l'autre](absent.pdf), [l'aide](logement/aide.md)\n"
    pages = (make_page(body),) if shared else ()
    departments = () if shared else (make_department("50", make_overlay(body)),)
    faults = [*LINK_TEXTS.run(make_subject(*pages, departments=departments, root=tmp_path))]
    assert [fault.rule for fault in faults] == ([] if sound else ["document-sans-poids"])
    assert all(f"[{words} (PDF, 120 Ko)](…)" in fault.fix for fault in faults)
