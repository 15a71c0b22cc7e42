"""A local text is untrusted: what a browser could run is refused at its line, and plain Markdown passes."""

from __future__ import annotations

import time
from collections.abc import Callable

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from troisclics.load.overlay_policy import MAX_VALUE, check_local_data, check_overlay_text
from troisclics.load.yaml_document import parse_yaml
from troisclics.model import Finding, Overlay, OverlayMeta, Place
from troisclics.sandbox.allowed_hosts import Hosts
from troisclics.sandbox.html_reader import find_problems

from .damage import OVERLAY, Damage, overlay
from .overlay_texts import EXTENSIONS, NASTY, PIECES, PLAIN, Danger

AT = Place("local.md", 1)


def rules(text: str, *, is_local_page: bool = False) -> list[str]:
    """« line rule » for each finding on `text`, whose first line is line 1."""
    out: list[Finding] = []
    check_overlay_text(Overlay("local.md", OverlayMeta(), text, 1, AT), "90", is_local_page=is_local_page, out=out)
    assert {found.department for found in out} <= {"90"}
    return [f"{found.place.line} {found.rule}" for found in out]


@pytest.mark.parametrize("text", NASTY)
def test_what_could_run_is_refused(text: str) -> None:
    """However it is spelt, what could run, load or evaluate something gives a finding on a line of the text."""
    found = rules(f"Une ligne.\n\n{text}\n")
    assert found
    assert all(3 <= int(line.split()[0]) < 3 + len(text.split("\n")) for line in found)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_markdown_passes(text: str) -> None:
    """What a delegation needs to write gives no finding."""
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "line", "level"),
    [
        ("# Titre", 1, 1),
        ("#Titre", 1, 1),
        ("#", 1, 1),
        ("texte\n## Titre", 2, 2),
        ("> # Titre", 1, 1),
        ("- # Titre", 1, 1),
        ("1. ## Titre", 1, 2),
        ("!!! note\n    # Titre", 2, 1),
        ("Titre\n=====", 2, 1),
        ("Titre\n---", 2, 2),
        ("**Titre**\n===", 2, 1),
        ("- Titre\n---", 2, 2),
        ("> Titre\n> ---", 2, 2),
    ],
)
def test_national_headings_are_refused(text: str, line: int, level: int) -> None:
    """Headings of level 1 and 2 are the shared page's, in whatever form; an added page may use level 2."""
    assert rules(text) == [f"{line} overlay-titre-niveau"]
    assert rules(text, is_local_page=True) == ([f"{line} overlay-titre-niveau"] if level == 1 else [])


def test_each_fault_of_a_text_is_said(said: Callable[[Damage], list[str]]) -> None:
    """Locked keys, unknown keys, scripts and headings of one overlay are all said in one run."""
    text = "---\nowner: x\nauthor: y\nreview_in: bientôt\n---\n\n# Titre\n\n[x](file:x)\n\n<script>\n"
    assert said(overlay(text)) == [
        f"{OVERLAY}:2: overlay-verrouille",
        f"{OVERLAY}:3: cle-inconnue",
        f"{OVERLAY}:7: overlay-titre-niveau",
        f"{OVERLAY}:9: overlay-lien",
        f"{OVERLAY}:11: overlay-script",
    ]


def test_data_is_held_to_the_same_rules() -> None:
    """Texts of a front matter or of department.yml are refused at the line of their key, even deep inside."""
    document = parse_yaml('a: bien\nb:\n  - c: <script>x\n    d: "[x](java\\nscript:y)"\n', AT, [])
    out: list[Finding] = []
    assert document is not None
    check_local_data(document, "90", out)
    assert [f"{found.place}: {found.rule}" for found in out] == [
        "local.md:3: overlay-script",
        "local.md:4: overlay-lien",
    ]


def test_a_value_has_a_limit() -> None:
    """Exactly the limit is none too long; a longer value is not read further, and hides none after it."""
    long = "x" * (MAX_VALUE + 1)
    document = parse_yaml(f"a: {long[1:]}\nb: <script>{long}\nc: a < b &amp; c\nd: <script>\n", AT, [])
    out: list[Finding] = []
    assert document is not None
    check_local_data(document, "90", out)
    assert [f"{found.place}: {found.rule}" for found in out] == [
        "local.md:2: texte-limite",
        "local.md:3: texte-balise",
        "local.md:4: overlay-script",
    ]
    assert f"plus de {MAX_VALUE} caractères" in out[0].message
    assert "&amp; c" in out[1].message


def test_a_message_is_short_and_printable() -> None:
    """What is refused is quoted in less than 70 characters, with nothing that a terminal would obey."""
    out: list[Finding] = []
    text = f"<script {'x' * 500}>\n\n\x1b]0;x\x07"
    check_overlay_text(Overlay("local.md", OverlayMeta(), text, 1, AT), "90", is_local_page=False, out=out)
    assert out
    assert all(found.message.isprintable() and len(found.message) < 140 for found in out)


@pytest.mark.parametrize(
    "text",
    [
        "<" + " " * 300_000,
        "<!--" * 100_000,
        "{{" * 100_000,
        "](\n" * 100_000,
        "](" + "a\n" * 100_000,
        "data" + " " * 300_000,
        "> " * 100_000,
        "[" * 300_000,
        "=" * 300_000 + "x",
        "&#" * 100_000,
        "<a" * 100_000,
        "- " * 100_000 + "#",
    ],
    ids=lambda text: text[:6],
)
def test_a_long_text_is_checked_in_little_time(text: str) -> None:
    """No text of the largest size makes the rules slow."""
    start = time.monotonic()
    rules(text)
    assert time.monotonic() - start < 60


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join).map(str.lstrip))
@example("[a](java\nscript:alert(1))")
@example("- it\n---")
@example(">\n- ")
@example("[a](java\u2028script:x)")
def test_what_passes_is_harmless_once_rendered(text: str) -> None:
    """A text that neither the rules nor the judge of its HTML refuse runs nothing and has no national heading."""
    html = markdown.markdown(text, extensions=EXTENSIONS)
    if rules(text) or list(find_problems(html, Hosts(("fr",)), 3)):
        return
    danger = Danger()
    danger.feed(html)
    danger.close()
    assert danger.found == []
