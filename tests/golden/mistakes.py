"""Mistakes of editors and delegates, as they make them, each in a sound project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CARD = "departments/90-dunes/department.yml"
LOCAL = "departments/90-dunes/logement/aide.md"
OWN = "departments/90-dunes/ma-delegation/sortie.md"
PAGE = "content/logement/aide.md"
FACTS = "content/_facts/logement.yml"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What somebody does to one file.

    Attributes:
        title: what they did, in French, as they would say it.
        file: the file.
        old: the text that they replace; all of the file if it is empty, its end if it is « + ».
        new: what they write.
        to: the file in which they save it, if it is another.
    """

    title: str
    file: str
    old: str
    new: str
    to: str = ""

    def make(self, root: Path) -> None:
        """Make the mistake in the project at `root`."""
        path = root / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if self.old == "+":
            text += self.new
        elif self.old:
            assert text.count(self.old) == 1, f"{self.title}: {self.old!r} stands {text.count(self.old)} times"
            text = text.replace(self.old, self.new)
        else:
            text = self.new
        target = root / (self.to or self.file)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


_EVENT = "  - title: Arbre de Noël fictif\n    starts_on: 2026-12-05\n"
_PHONE = "    phone: 01 99 00 12 34\n"

MISTAKES = (
    # --- The card of a department
    Mistake("une tabulation au lieu d'espaces", CARD, _PHONE, "\tphone: 01 99 00 12 34\n"),
    Mistake("une ligne trop à gauche", CARD, _PHONE, "   phone: 01 99 00 12 34\n"),
    Mistake("une ligne trop à droite", CARD, _PHONE, "      phone: 01 99 00 12 34\n"),
    Mistake("pas d'espace après les deux-points", CARD, "title: Cinéma fictif", "title:Cinéma fictif"),
    Mistake("un deux-points dans un titre", CARD, "title: Cinéma fictif", "title: Cinéma : deux places"),
    Mistake("une apostrophe entre apostrophes", CARD, "title: Cinéma fictif", "title: 'L'entrée au cinéma'"),
    Mistake("des guillemets dans des guillemets", CARD, "title: Cinéma fictif", 'title: "Le "grand" cinéma"'),
    Mistake("un guillemet oublié", CARD, "title: Cinéma fictif", 'title: "Cinéma fictif'),
    Mistake("un titre entre crochets", CARD, "title: Cinéma fictif", "title: [Complet] Cinéma"),
    Mistake("un titre qui commence par @", CARD, "title: Cinéma fictif", "title: @tous, cinéma"),
    Mistake("un titre qui commence par des étoiles", CARD, "title: Cinéma fictif", "title: **Cinéma**"),
    Mistake("un dièse dans un titre", CARD, "title: Cinéma fictif", "title: Cinéma #2"),
    Mistake("un numéro après un dièse", CARD, "title: Cinéma fictif", "title: Sortie # 2"),
    Mistake("un titre qui est un nombre", CARD, "title: Cinéma fictif", "title: 2026"),
    Mistake("un titre qui est « oui » en anglais", CARD, "title: Cinéma fictif", "title: yes"),
    Mistake("un titre vide", CARD, "title: Cinéma fictif", "title:"),
    Mistake("un tiret collé", CARD, "  - label: Secrétariat", "  -label: Secrétariat"),
    Mistake("une espace insécable avant les deux-points", CARD, "    kind: RIA", "    kind\u00a0: RIA"),
    Mistake("une date à la française", CARD, "starts_on: 2026-12-05", "starts_on: 05/12/2026"),
    Mistake("une date en lettres", CARD, "starts_on: 2026-12-05", "starts_on: 5 décembre 2026"),
    Mistake("une date sans zéro", CARD, "starts_on: 2026-12-05", "starts_on: 2026-12-5"),
    Mistake("une date qui n'existe pas", CARD, "starts_on: 2026-12-05", "starts_on: 2026-11-31"),
    Mistake("une date avec son heure", CARD, "starts_on: 2026-12-05", "starts_on: 2026-12-05 14:30"),
    Mistake("une relecture datée de demain", CARD, "last_reviewed_on: 2026-09-01", "last_reviewed_on: 2027-09-01"),
    Mistake("une fin avant le début", CARD, "ends_on: 2026-12-06", "ends_on: 2026-12-01"),
    Mistake(
        "un formulaire qui n'est pas déposé", CARD, _EVENT, f"{_EVENT}    form: bulletin.pdf\n    contact: accueil\n"
    ),
    Mistake(
        "un formulaire au nom mal écrit", CARD, _EVENT, f"{_EVENT}    form: Bulletin 2026.pdf\n    contact: accueil\n"
    ),
    Mistake(
        "une page web au lieu d'un formulaire",
        CARD,
        _EVENT,
        f"{_EVENT}    form: https://exemple.fr/b\n    contact: accueil\n",
    ),
    Mistake("un téléphone trop court", CARD, _PHONE, "    phone: 01 99 00 12\n"),
    Mistake("deux téléphones", CARD, _PHONE, "    phone: 01 99 00 12 34 ou 01 99 00 12 35\n"),
    Mistake("un courriel sans arobase", CARD, "email: dunes@exemple.fr", "email: dunes.exemple.fr"),
    Mistake("le nom d'une personne", CARD, "label: Secrétariat de la délégation", "label: Mme Exemple, secrétariat"),
    Mistake("la boîte d'une personne", CARD, "email: dunes@", "email: camille.fictive@"),
    Mistake("une clé en français", CARD, _PHONE, "    telephone: 01 99 00 12 34\n"),
    Mistake("une clé mal écrite", CARD, "    town: Sableville", "    twon: Sableville"),
    Mistake("un choix en français", CARD, "status: confirmed", "status: confirmé"),
    Mistake("oui au lieu de true", CARD, "retirees: true", "retirees: oui"),
    Mistake("une année entre guillemets", CARD, "year: 2026", 'year: "2026"'),
    Mistake("deux fois la même liste", CARD, "+", "contacts:\n  - label: Autre\n    phone: 01 99 00 12 35\n"),
    Mistake("le nom du département dans la fiche", CARD, "contacts:", "name: Dunes\ncontacts:"),
    Mistake(
        "une fusion laissée en plan", CARD, _PHONE, f"<<<<<<< HEAD\n{_PHONE}=======\n    phone: 3900\n>>>>>>> autre\n"
    ),
    Mistake("une copie de la fiche", CARD, "+", "\n", to=f"{CARD}~"),
    Mistake("une fiche ouverte dans un éditeur", CARD, "+", "\n", to="departments/90-dunes/#department.yml#"),
    Mistake("un réglage de Windows", CARD, "", "x", to="departments/90-dunes/Thumbs.db"),
    Mistake("un tableur à côté de la fiche", CARD, "", "x", to="departments/90-dunes/contacts.xlsx"),
    # --- A text of a department
    Mistake("un texte au nom mal écrit", LOCAL, "+", "\n", to="departments/90-dunes/logement/aid.md"),
    Mistake("une page dans un sous-dossier", OWN, "+", "\n", to="departments/90-dunes/ma-delegation/2026/sortie.md"),
    Mistake(
        "un nom de fichier avec majuscule et espace",
        OWN,
        "+",
        "\n",
        to="departments/90-dunes/ma-delegation/Ma Sortie.md",
    ),
    Mistake("un en-tête sans texte dessous", LOCAL, "", "---\nstatus: confirmed\nlast_reviewed_on: 2026-09-01\n---\n"),
    Mistake("un en-tête sans tirets", LOCAL, "", "status: confirmed\nlast_reviewed_on: 2026-09-01\n\nTexte.\n"),
    Mistake("une ligne vide avant l'en-tête", LOCAL, "", "\n---\nstatus: confirmed\n---\n\nTexte.\n"),
    Mistake("un en-tête qui n'est pas fermé", LOCAL, "", "---\nstatus: confirmed\n\nTexte.\n"),
    Mistake("le titre changé par un département", LOCAL, "", "---\ntitle: Autre\n---\n\nTexte.\n"),
    Mistake("un titre de page dans un texte local", LOCAL, "+", "\n# Nos horaires\n"),
    Mistake("un titre # dans une page de la délégation", OWN, "+", "\n# Programme\n"),
    Mistake("une page de la délégation sans en-tête", OWN, "", "## Programme\n\nTexte.\n"),
    Mistake("une balise copiée d'un site", LOCAL, "+", "\n<b>Attention</b>\n"),
    Mistake("un lien sans https", LOCAL, "+", "\nVoir [le site du ministère](www.exemple.fr).\n"),
    Mistake("un lien vers une page absente", LOCAL, "+", "\nVoir [les contacts](../ma-delegation/contact.md).\n"),
    Mistake("une liste collée à sa phrase", LOCAL, "+", "\nApportez :\n- un badge\n"),
    Mistake("une sous-liste à deux espaces", LOCAL, "+", "\n- un badge\n  - ou une carte\n"),
    Mistake("des puces de traitement de texte", LOCAL, "+", "\n•\tun badge\n"),
    Mistake("un encadré au nom français", LOCAL, "+", "\n!!! remarque\n    Venez tôt.\n"),
    Mistake("une case à cocher", LOCAL, "+", "\n- [ ] un badge\n"),
    # --- A shared page, a fact
    Mistake(
        "une date entre guillemets et à la française",
        PAGE,
        "last_reviewed_on: 2026-06-01",
        'last_reviewed_on: "01/06/2026"',
    ),
    Mistake("un responsable inconnu", PAGE, "owner: pole-fictif", "owner: pole-fictifs"),
    Mistake("un montant avec virgule et euro", FACTS, "value: 120.50", "value: 120,50 €"),
    Mistake("un montant entre guillemets", FACTS, "value: 120.50", 'value: "120.50"'),
    Mistake("un tableau sans ligne de séparation", PAGE, "+", "\n| Jour | Heure |\n| lundi | 9 h |\n"),
    Mistake("un tableur dans les pages", PAGE, "", "x", to="content/logement/budget.xlsx"),
)
