"""How texts are built: each rule has its broken twins, at their line; what is sound is let through."""

from __future__ import annotations

import pytest

from troisclics.checks.text_structure import STRUCTURE

from ..samples import BODY_LINE, make_department, make_overlay, make_page
from .subjects import found, make_subject

SHARED = "content/aide.md"
LOCAL = "departments/50-manche/aide.md"
OWN = "ma-delegation/sortie.md"
TABLE = "| A | B |\n| --- | --- |\n"


@pytest.mark.parametrize(
    ("body", "line", "rule"),
    [
        ("## A\n\n#### B\n", 2, "titre-saute"),
        ("### A\n", 0, "titre-saute"),
        ("## A\n\n### B\n\n##### C\n", 4, "titre-saute"),
        ("# A\n", 0, "titre-de-page"),
        ("# Aide\n\n# Aide\n", 2, "titre-de-page"),
        ("## A\n\n# Aide\n", 2, "titre-de-page"),
        ("# Aide\n\n### A\n", 2, "titre-saute"),
        ("## A\n\n##\n", 2, "titre-vide"),
        ("Texte.\n\n### #\n", 2, "titre-vide"),
        ("| A | B |\n| 1 | 2 |\n", 0, "tableau-mal-forme"),
        ("Texte.\n\n| A |\n", 2, "tableau-mal-forme"),
        ("| | B |\n| --- | --- |\n| 1 | 2 |\n", 0, "tableau-sans-titre"),
        (f"{TABLE}| 1 | 2 |\n| 1 | 2 | 3 |\n", 3, "tableau-cellule"),
        ("Un <b>mot</b>.\n", 0, "html-brut"),
        ("Un\n<p>deux</p>\n<p>trois</p>\n", 1, "html-brut"),
        ("\n", -BODY_LINE + 1, "page-vide"),
        ('<div class="x">\n', 0, "html-brut"),
        ('<p style="color: red">\n', 0, "html-actif"),
        ("<div onclick='x()'>\n", 0, "html-actif"),
        ('<a href="javascript:x()">\n', 0, "html-actif"),
        ("<img src=data:x>\n", 0, "html-actif"),
        ("Texte.\n<script src=x></script>\n", 1, "html-actif"),
        ('<p\n  style="color: red">\n', 0, "html-actif"),
        ('Texte.\n\n<iframe\n  src="a"\n  width="1">\n', 2, "html-actif"),
        ("Un <b\n>mot\n", 0, "html-brut"),
        ("Ou a <b\n\n<p>deux\n", 2, "html-brut"),
        ("```\ncode\n```\n\n# A\n", 4, "titre-de-page"),
    ],
)  # fmt: skip
def test_a_broken_page(body: str, line: int, rule: str) -> None:
    """The fault is found at its line, and no other rule fires."""
    faults = found(STRUCTURE, make_subject(make_page(body)))
    assert set(faults) == {f"{SHARED}:{BODY_LINE + line} {rule}"} | (
        {f"{SHARED}:{BODY_LINE + line} html-brut"} if "<script" in body else set()
    )


@pytest.mark.parametrize("start", ["  ```", "> ~~~", "``` un titre", "    ```"])
def test_a_block_that_is_not_taken_for_code(start: str) -> None:
    """A script in a block of code that the renderer does not recognise would run; in one that it does, it is text."""
    lead = start[: len(start) - len(start.lstrip(" >"))]
    body = f"- Un point\n{start}\n{lead}<script>x()</script>\n{lead}{start.strip(' >')[:3]}\n"
    assert f"{SHARED}:{BODY_LINE + 2} html-actif" in found(STRUCTURE, make_subject(make_page(body)))
    assert not found(STRUCTURE, make_subject(make_page(body.replace(start, "```").replace(f"\n{lead}", "\n"))))


@pytest.mark.parametrize(
    "body",
    [
        "## A\n\n### B\n\n#### C\n\n## D\n\n### E\n",
        "# Aide\n\n## A\n",
        f"{TABLE}| 1 | 2 |\n",
        f"{TABLE}| a \\| b | 2 |\n",
        f'{TABLE}| {{{{ fact("a").number | eur }}}} | `a | b` |\n',
        "| A | B |\n|:---|---:|\n| 1 |\n",
        '<div class="tiles" markdown>\n\n- Texte\n\n</div>\n',
        "```html\n<b>gras</b>\n# A\n| a |\n```\n",
        "~~~\n# A\n```\n# B\n~~~\n",
        "Le code `<b>` et <https://exemple.fr/>.\n",
        "<!-- local -->\n",
        '<video controls src="film.mp4"></video>\n',
        "Un prix < 5, une part > 2.\n",
        "Si a <b\n\net c > d.\n",
        "Voir <https://exemple.fr/\nfin> là.\n",
    ],
)
def test_a_sound_page(body: str) -> None:
    """Nothing is said of Markdown as it should be, of code, of templates, nor of what the layout needs."""
    assert found(STRUCTURE, make_subject(make_page(body))) == []


def test_overlays_start_lower() -> None:
    """A local text starts at « ### », a page of the department at « ## »; their HTML is refused elsewhere."""
    fill = make_overlay("### A\n\n##### B\n")
    own = make_overlay("## A\n\n#### B\n", uri=OWN, title="Sortie")
    sound = make_overlay("### A\n\n<b>x</b>\n", uri="autre.md")
    departments = (make_department("50", fill, own, sound),)
    assert found(STRUCTURE, make_subject(departments=departments)) == [
        f"{LOCAL}:{BODY_LINE + 2} titre-saute",
        f"departments/50-manche/{OWN}:{BODY_LINE + 2} titre-saute",
    ]
