"""No person is named: each form is found at its line, and functions, streets and shared mailboxes are let through."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.checks.persons import PERSONS

from ..samples import BODY_LINE, make_department, make_overlay, make_page
from .person_lines import NOBODY, SOMEBODY
from .subjects import found, make_subject


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Demandez à Mme Exemple.", "personne-nommee"),
        ("Demandez à M. E. Exemple-Fictif.", "personne-nommee"),
        ("Mlle EXEMPLE vous reçoit.", "personne-nommee"),
        ("Demandez à Mme. Exemple.", "personne-nommee"),
        ("Le cabinet du Dr. Exemple.", "personne-nommee"),
        ("Voyez MME EXEMPLE.", "personne-nommee"),
        ("Voyez mme Exemple.", "personne-nommee"),
        ("Voyez Mme **Exemple**.", "personne-nommee"),
        ("Voyez M.&nbsp;Exemple.", "personne-nommee"),
        ("Votre contact : Camille Fictive", "personne-nommee"),
        ("La déléguée est Camille FICTIVE.", "personne-nommee"),
        ("Correspondante sociale : Camille D'Exemple", "personne-nommee"),
        ("Écrire à camille.fictive@exemple.fr", "boite-personnelle"),
        ("[Écrire](mailto:anne-camille.fictive@exemple.fr)", "boite-personnelle"),
    ],
)
@pytest.mark.parametrize("shared", [True, False], ids=["shared", "overlay"])
def test_a_person(line: str, rule: str, shared: bool) -> None:
    """A name or a personal mailbox is found in shared texts and in those of a department."""
    if line.startswith("Correspondante"):
        line = line.replace("Correspondante sociale", "Correspondante")
    body = f"Texte.\n\n{line}\n"
    file = "content/aide.md" if shared else "departments/50-manche/aide.md"
    pages = (make_page(body),) if shared else ()
    departments = () if shared else (make_department("50", make_overlay(body)),)
    assert found(PERSONS, make_subject(*pages, departments=departments)) == [f"{file}:{BODY_LINE + 2} {rule}"]
    allowed = f"Texte.\n\n{line} <!-- nom permis -->\n"
    pages = (make_page(allowed),) if shared else ()
    departments = () if shared else (make_department("50", make_overlay(allowed)),)
    assert found(PERSONS, make_subject(*pages, departments=departments)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Madame, Monsieur, bonjour.",
        "L'assistante sociale, assistant social ou délégué vous reçoit.",
        "Contact : secrétariat de la délégation",
        "Le responsable est le Bureau des Prestations.",
        "12, rue du Lieutenant, place Mme de Nulle Part",
        "Salle Madame Exemple, 12 avenue M. Exemple",
        "Écrire à action.sociale@exemple.fr, ddfip50.secretariat@exemple.fr ou pole-social.manche@exemple.fr",
        "Écrire à delegation@exemple.fr",
        "`Mme Exemple` en code",
        "M. le directeur",
    ],
)
def test_no_person(line: str) -> None:
    """A function, a street and a mailbox of a team."""
    assert found(PERSONS, make_subject(make_page(f"{line}\n"))) == []


def faulty(lines: list[str]) -> list[str]:
    """The lines on which something is found, read in the page of a department called Manche."""
    body = "\n\n".join(lines) + "\n"
    subject = make_subject(make_page(body), departments=(make_department("50"),))
    numbers = {int(place.partition(" ")[0].rpartition(":")[2]) for place in found(PERSONS, subject)}
    return [line for number, line in enumerate(lines) if BODY_LINE + 2 * number in numbers]


def test_lines_of_delegations_that_name_nobody() -> None:
    """Streets, places, works, teams, posts and their mailboxes give no false alarm."""
    assert faulty(NOBODY) == []


def test_lines_of_delegations_that_name_somebody() -> None:
    """Titles, posts before and after a name, people to turn to, and personal mailboxes are all found."""
    assert faulty(SOMEBODY) == SOMEBODY


def test_the_card_of_a_department(tmp_path: Path) -> None:
    """Its lines are read as written; one may allow a name by its end."""
    card = tmp_path / "departments/50-manche/department.yml"
    card.parent.mkdir(parents=True)
    card.write_text(
        "# demander à Mme Exemple\ncontacts:\n  - label: Mme Exemple\n    email: a.fictive@exemple.fr # nom permis\n"
        "    note: écrire à camille.fictive@exemple.fr\n",
        encoding="utf-8",
    )
    subject = make_subject(departments=(make_department("50"),), root=tmp_path)
    file = "departments/50-manche/department.yml"
    assert found(PERSONS, subject) == [f"{file}:3 personne-nommee", f"{file}:5 boite-personnelle"]


def test_shared_data_that_says_whom_to_turn_to(tmp_path: Path) -> None:
    """The mailbox of an owner and the contact of a national event are a team's; a remark may allow a name."""
    (tmp_path / "content").mkdir()
    owners = (
        "owners:\n  - id: x\n    mailbox: camille.fictive@exemple.fr\n  - mailbox: a.fictive@exemple.fr # nom permis\n"
    )
    (tmp_path / "content/_owners.yml").write_text(owners, encoding="utf-8")
    (tmp_path / "content/_events.yml").write_text("events:\n  - contact: Mme Exemple\n", encoding="utf-8")
    assert found(PERSONS, make_subject(root=tmp_path)) == [
        "content/_events.yml:2 personne-nommee",
        "content/_owners.yml:3 boite-personnelle",
    ]
