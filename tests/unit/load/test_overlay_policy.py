"""A local text is untrusted: what a browser could run is refused at its line, and plain Markdown passes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from troisclics.load.overlay_policy import check_local_data, check_overlay_text
from troisclics.load.yaml_document import parse_yaml
from troisclics.model import Finding, Overlay, OverlayMeta, Place
from troisclics.sandbox.allowed_hosts import Hosts
from troisclics.sandbox.html_reader import find_problems

from .damage import OVERLAY, Damage, overlay

AT = Place("local.md", 1)
EXTENSIONS = ["abbr", "admonition", "attr_list", "def_list", "md_in_html", "sane_lists", "tables", "toc"]


def rules(text: str, *, is_local_page: bool = False) -> list[str]:
    """« line rule » for each finding on `text`, whose first line is line 1."""
    out: list[Finding] = []
    check_overlay_text(Overlay("local.md", OverlayMeta(), text, 1, AT), "90", is_local_page=is_local_page, out=out)
    assert {found.department for found in out} <= {"90"}
    return [f"{found.place.line} {found.rule}" for found in out]


NASTY = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x>",
    "</script>",
    "< script >",
    "<script",
    "<iframe src='https://exemple.fr'></iframe>",
    "<IFRAME>",
    "<svg/onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img\tsrc=x",
    "<a href=javascript:alert(1)>x</a>",
    "<div markdown>x</div>",
    "<!DOCTYPE html>",
    "<?php x ?>",
    "<!-- ouvert",
    "<!--> <img src=x> -->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&#x3c;script&#x3e;",
    "&#0000060script",
    "%3Cscript%3E",
    "&amp;lt;script&amp;gt;",
    "＜script＞alert(1)＜/script＞",
    "ｊａｖａｓｃｒｉｐｔ:alert(1)",
    "<scr\u200bipt>",
    "<scr\u00adipt>",
    "x onclick=alert(1)",
    "x ONMOUSEOVER = alert(1)",
    "x &#111;nclick=alert(1)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&#58;alert(1))",
    "[x](&#0000106avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java script:alert(1))",
    "[x](<java script:alert(1)>)",
    "[x](java\nscript:alert(1))",
    "[x](\njavascript:alert(1))",
    "[x](j\nava\nscript\n:alert(1))",
    "> [x](java\n> script:alert(1))",
    '[x](java{{ fact("a") }}script:alert(1))',
    "[x](%6Aavascript:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,x)",
    "![x](data:image/svg+xml;base64,x)",
    "![x](javascript:alert(1))",
    "[x](file:///etc/passwd)",
    "[x](//exemple.fr/x)",
    "[x](\\\\exemple.fr/x)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]:\njavascript:alert(1)",
    "[x][y]\n\n[y]:\njava&Tab;script:alert(1)",
    "[x][y]\n\n[y]: <javascript:alert(1)>",
    "[x]\n\n[x]: data:text/html,x",
    "> [x]\n>\n> [x]: java&Tab;script:alert(1)",
    "- [x]\n\n    [x]: java&Tab;script:alert(1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<ftp://exemple.fr>",
    "### Titre {: onclick=alert(1) }",
    "### Titre {: .x }",
    "[x](page.md){: target=_blank }",
    "texte {\nonclick=alert(1) }",
    '!!! note "<b onclick=alert(1)>"\n    x',
    "*[PIM]: <b>x</b>",
    "{% if department %}",
    "{%- for x in y -%}",
    "{# commentaire #}",
    "{{ config }}",
    "{{ seam('contact') }}",
    "{{ fact('a') | safe }}",
    "{{ department['code'] }}",
    "{{ department.de",
    "{{\nfact('a')\n}}",
    "{{ fact(department.code) }}",
    "\x1b[2J",
    "\x00",
    "texte \u202e inversé",
]


@pytest.mark.parametrize("text", NASTY)
def test_what_could_run_is_refused(text: str) -> None:
    """However it is spelt, what could run, load or evaluate something gives a finding on a line of the text."""
    found = rules(f"Une ligne.\n\n{text}\n")
    assert found
    assert all(3 <= int(line.split()[0]) < 3 + len(text.split("\n")) for line in found)


PLAIN = [
    "### Où et quand\n\nLe mardi, de 9 h à 12 h : bureau 3.",
    "- un\n- deux\n\n1. un\n2. deux",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "a | b\n--- | ---\n1 | 2",
    "Un texte.\n\n---\n\nUn autre.",
    "**gras** et *italique*, `code`",
    '> Une citation\n\n!!! note "À savoir"\n    Un texte.',
    "[page](../logement/aide.md#combien) et [site](https://exemple.fr/a?b=c&d=e)",
    '[titre](aide.md "Titre : sous-titre") et [courriel](mailto:a@exemple.fr), [tél.](tel:+33199001234)',
    "[lien\ncoupé](aide.md) et [autre](https://exemple.fr/\na)",
    "<https://exemple.fr/a> et <a@exemple.fr>",
    "[x][y]\n\n[y]: https://exemple.fr/x",
    "*[PIM]: Prestation interministérielle : exemple",
    "Prix < 5 € et > 3 €, 1 & 2, « 50 % »",
    "Données : à jour. La date: demain. Metadata : non.",
    "<!-- une remarque -->",
    "Le bureau {{ department.de }}, tarif {{ fact(\"logement.aide\") }}, {{fact('a')}}",
    "Action, information = vrai ; contribution = 3",
    "Terme\n:   définition",
    "Afficher `<script>` ou ``{x} `a` <b>``",
    "```html\n<script>x()</script>\n```",
    "```yaml\n# une remarque\n```",
]


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


class _Danger(HTMLParser):
    """What of a page's HTML a browser could run, or that would look like a national heading."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forbidden tags, handlers and addresses."""
        if tag in {"script", "iframe", "object", "embed", "svg", "style", "form", "base", "meta", "h1", "h2"}:
            self.found.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\t\n\r]", "", value or "").strip("".join(map(chr, range(33))))
            scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", address)
            if name.startswith("on") or (name == "style" and "text-align" not in (value or "")):
                self.found.append(name)
            if name in {"href", "src"} and scheme and scheme[1].lower() not in {"http", "https", "mailto", "tel"}:
                self.found.append(address)


PIECES = [
    "a",
    "x",
    " ",
    "    ",
    "\n",
    "\n\n",
    "\t",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n    ",
    "#",
    "##",
    "=",
    "===",
    "---",
    "[",
    "]",
    "](",
    ")",
    "[x](",
    "[x]: ",
    "[x]",
    "[]: ",
    "<",
    ">",
    "</",
    "(",
    '"',
    "'",
    "`",
    "```",
    "*",
    "**",
    "_",
    "!",
    "\\",
    ":",
    "&",
    ";",
    "/",
    "//",
    "|",
    "\n| --- | ---",
    "java",
    "script",
    "javascript:",
    "java&Tab;script:",
    "&colon;",
    "&#58;",
    "&#106;avascript",
    "data:",
    "vbscript",
    "iframe",
    "img src=x ",
    "onclick=x",
    "onerror",
    "=",
    "{",
    "}",
    "{: ",
    "<!--",
    "-->",
    '\n!!! note "',
    "\n:   ",
    "*[x]: ",
    "\u00ad",
    "\u200b",
    "&lt;",
    "https://e.fr",
    "mailto:",
    "＜",
    "ｓcript",
    "\x02",
    "\x03",
    "\x00",
    "&NewLine;",
    "h1",
    "svg",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
]


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
    danger = _Danger()
    danger.feed(html)
    danger.close()
    assert danger.found == []
