"""Marks that would be published as typed: each is found at its line and column, and its sound twin is not."""

from __future__ import annotations

import time

import markdown
import pytest

from troisclics.domain.raw_marks import find_raw_marks, fix_raw_marks


def found(text: str, *extensions: str) -> list[str]:
    """Return each mark found as « line:column rule »."""
    return [f"{mark.line}:{mark.column} {mark.rule}" for mark in find_raw_marks(text, 1, extensions)]


STUCK, SHORT, RAW, HIDDEN = "liste-collee", "retrait-court", "marque-brute", "signe-cache"


@pytest.mark.parametrize(
    ("text", "expected", "sound"),
    [
        ("Apportez :\n- un\n- deux", [f"2:1 {STUCK}"], "Apportez :\n\n- un\n- deux"),
        ("Étapes :\n1. un\n2. deux", [f"2:1 {STUCK}"], "Étapes :\n\n1. un\n2. deux"),
        ("Depuis\n2026. Une année", [], "Depuis 2026."),
        ("Ici :\n| A | B |\n|---|---|\n| 1 | 2 |", [f"2:1 {STUCK}"], "Ici :\n\n| A | B |\n|---|---|\n| 1 | 2 |"),
        ("## Titre\n- un", [], "- un\n- deux"),
        ("!!! note\n\n    Ceci :\n    - un", [f"4:5 {STUCK}"], "!!! note\n\n    Ceci :\n\n    - un"),
    ],
)
def test_lists_and_tables_below_a_sentence(text: str, expected: list[str], sound: str) -> None:
    """Without an empty line above, they are shown inside the sentence."""
    assert found(text) == expected
    assert found(sound) == []


@pytest.mark.parametrize(
    ("text", "lines", "sound"),
    [
        ("- un\n  - a\n  - b\n- deux", [2, 3], "- un\n    - a\n    - b\n- deux"),
        ("1. un\n   - a\n2. deux", [2], "1. un\n    - a\n2. deux"),
        ("1. un\n  - a\n2. deux", [2], "1. un\n    - a\n2. deux"),
        ("* a\n  * b\n    * c", [2, 3], "* a\n    * b\n        * c"),
        ("- un\n\n  suite", [3], "- un\n\n    suite"),
        ("- un\n  suite de la phrase", [], "- un\nsuite de la phrase"),
        ("- un\n\nUn alinéa.", [], "- un\n\n- deux"),
        ("!!! note\n  Deux espaces.", [2], "!!! note\n    Quatre."),
        ("!!! note\n\n    - un\n      - a", [4], "!!! note\n\n    - un\n        - a"),
        ("- un\n - deux\n - trois", [], "- un\n- deux"),
    ],
)
def test_what_is_indented_by_too_little(text: str, lines: list[int], sound: str) -> None:
    """Two or three spaces nest for every forge, and not for Python-Markdown."""
    assert found(text) == [f"{line}:1 {SHORT}" for line in lines]
    assert found(sound) == []


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("Un ~~mot~~ barré", "pymdownx.tilde"),
        ("De l'H~2~O", "pymdownx.tilde"),
        ("Le 1^er^ mai", "pymdownx.caret"),
        ("Un ==mot== marqué", "pymdownx.mark"),
        ("Bravo :tada: !", "pymdownx.emoji"),
        ("Tapez ++ctrl+c++", "pymdownx.keys"),
        ('??? note "Plus"', "pymdownx.details"),
        ('=== "Onglet"', "pymdownx.tabbed"),
        ("- [ ] à faire", "pymdownx.tasklist"),
        ("Une note[^1].", "footnotes"),
        ("- un\n\n    ```\n    code\n    ```", "pymdownx.superfences"),
        ('``` yaml title="x"\ncode\n```', "pymdownx.superfences"),
    ],
)
def test_a_syntax_is_raw_unless_its_extension_is_enabled(text: str, extension: str) -> None:
    """A mark of an extension is shown as typed without it."""
    (mark,) = find_raw_marks(text)
    assert (mark.rule, mark.fixed) == (RAW, None)
    assert mark.fix
    assert found(text, extension) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("```js\nvar a = f(1);\n\nvar b = f(2);\n\n\n// fin\n```", []),
        ("```\nun\n```\n```\ndeux\n```", []),
        ('```\nun\n\ndeux\n```\n\n```js title="x"\ntrois\n\nquatre\n```', [7]),
        ('```\nun\n```\n```js title="x"\n\ndeux\n```', [4]),
        ("- un\n\n    ~~~\n    a\n\n    b\n    ~~~\n\n    ```\n    c\n    ```", [3, 9]),
    ],
)
def test_only_the_first_line_of_a_fence_is_looked_at(text: str, lines: list[int]) -> None:
    """Code below a blank line does not open another fence; each fence that is not rendered is found once."""
    assert found(text) == [f"{line}:1 {RAW}" for line in lines]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("> [!NOTE]\n> Texte", RAW),
        ("Voir [[la page]]", RAW),
        ("Voir [la page]()", "lien-vide"),
        ("Voir [la page]( )", "lien-vide"),
        ("Une ligne\\\nune autre", RAW),
        ("Voir [la liste][absente]", RAW),
        ("• un\n• deux", RAW),
        ("•\tun", RAW),
        ("§ un", RAW),
        ("1) un", RAW),
        ("– un\n– deux", RAW),
        ("  ## Titre", RAW),
    ],
)
def test_marks_that_nothing_renders(text: str, rule: str) -> None:
    """Marks of forges, wikis and word processors."""
    assert {line.partition(" ")[2] for line in found(text)} == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "Le train de 10:30:00, de 8:15 à 9:00",
        "Voir [la liste][liste]\n\n[liste]: page.md",
        "- [un][x]\n\n  [x]: page.md",
        "– dit-elle, sans autre tiret",
        "a == b, c++ et 5 * 6 * 7, a_b_c, 2 ~ 3",
        "https://exemple.fr/~nom/a:b:c/==x==",
        "[x](https://exemple.fr/~~a~~/:b:)",
        'Un lien <a href="x">y</a>, une image ![z](z.png)',
        "`~~code~~` et {{ fait('a:b:c') }}",
        "```\n- un\n  - deux\n[^1] ~~x~~ •\n```",
        "Texte\n\n    - [ ] code en retrait ~~x~~",
        "<!--\n• [^1]\n  - un -->",
        "*[RIA]: restaurant",
        "(1) d'abord, (2) ensuite",
        "Titre\n=======\n\nTexte",
        "Une fin de phrase\\\\",
        "Sauf 1 ) et 2 )",
        "Voir le § 3",
        "§ 3 du texte",
        "·−·· ·−−−− en morse",
        "> - cité\n>   - dedans",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    """Prose, addresses, code, comments and references that exist."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("sign", "name", "fixed"),
    [
        ("\u00ad", "trait d'union conditionnel", "deuxmots"),
        ("\u200b", "espace sans largeur", "deuxmots"),
        ("\u2028", "saut de ligne de traitement de texte", "deux\nmots"),
        ("\ufb01", "ligature", "deuxfimots"),
        ("\t", "tabulation", "deux mots"),
        ("\u202e", "right-to-left override", "deuxmots"),
    ],
)
def test_hidden_signs(sign: str, name: str, fixed: str) -> None:
    """Each is named, and replaced by what a reader sees."""
    text = f"deux{sign}mots"
    ((mark),) = find_raw_marks(text)
    assert (mark.rule, mark.column, mark.text) == (HIDDEN, 5, name)
    assert fix_raw_marks(text) == (fixed, 1)
    assert found("deux mots\u00a0: « cœur », l’été 👩‍🚒") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- un\n- deux\n1. trois\n2. quatre", ["3:1 listes-melees"]),
        ("- un\n\n1. deux", ["3:1 listes-melees"]),
        ("1. un\n2. deux\n- trois", ["3:1 listes-melees"]),
        ("1. un\n    - a\n    1. b\n2. deux", ["3:5 listes-melees"]),
        ("1. un\n    - a\n    - b\n2. deux", []),
        ("- un\n    1. a\n- deux", []),
        ("- un\n\nPuis :\n\n1. deux", []),
        ("- un\n\n## Titre\n\n1. deux", []),
    ],
)
def test_two_kinds_of_lists(text: str, expected: list[str]) -> None:
    """Numbers right behind bullets become bullets, even after an empty line; nested lists may be of another kind."""
    assert found(text) == expected


def test_python_markdown_mixes_lists() -> None:
    """This is why: an empty line keeps one list, a sentence makes two."""
    assert markdown.markdown("- un\n\n1. deux").count("<ol>") == 0
    assert markdown.markdown("- un\n\nPuis :\n\n1. deux").count("<ol>") == 1


@pytest.mark.parametrize("typed", ["o\tun point", "–\tun point"])
def test_a_sign_and_a_tab_are_a_bullet(typed: str) -> None:
    """Word processors put a tab behind their bullets; a sentence has none there."""
    assert fix_raw_marks(typed) == ("- un point", 1)
    assert found(typed.replace("\t", " ")) == []


def test_conflict_markers() -> None:
    """What git leaves of two versions is found outside code."""
    text = "Un\n<<<<<<< HEAD\ndeux\n=======\ntrois\n>>>>>>> branche\n"
    assert found(text) == [f"{line}:1 conflit-git" for line in (2, 4, 6)]
    assert found(f"```\n{text}```\n") == []


@pytest.mark.parametrize(
    ("text", "fixed", "lines"),
    [
        ("Apportez :\n•\tun\n•\tdeux\n", "Apportez :\n\n- un\n- deux\n", 2),
        ("1) un\n2) deux", "1. un\n2. deux", 2),
        ("Ceci :\n- a\n  - b\n    - c\n\nFin~~x~~", "Ceci :\n\n- a\n    - b\n        - c\n\nFin~~x~~", 3),
        ("!!! note\n  Un.\n", "!!! note\n    Un.\n", 1),
        ("Rien à corriger.\n", "Rien à corriger.\n", 0),
    ],
)
def test_fixing(text: str, fixed: str, lines: int) -> None:
    """Every safe fix is made, whatever others it calls for; what a person must decide stays."""
    assert fix_raw_marks(text) == (fixed, lines)
    assert fix_raw_marks(fixed) == (fixed, 0)


@pytest.mark.parametrize(
    "piece", ["[^a] ", "~~a ", "==a ", "[a][b", "- a\n  - b\n", "• a\n", ":a: ", "!!! n\n  a\n", "\u00ad"]
)
def test_any_text_takes_a_time_that_grows_with_its_length(piece: str) -> None:
    """A long text is read in a moment, whatever it repeats."""
    start = time.process_time()
    list(find_raw_marks(piece * (100_000 // len(piece))))
    assert time.process_time() - start < 5
