"""What each line of a Markdown text is: as Python-Markdown reads it, for every rule on texts at once."""

from __future__ import annotations

import re
import time

import pytest
from markdown import Markdown

from troisclics.domain.markdown_lines import read_lines

BODY = """\
# Titre {{ fact("a") }}

Une phrase, `code` et <!-- note --> [un lien](b.md).

<!-- une note
# sur deux lignes -->

## Deux ##
| a | b |
<div class="x">

```python
# 10 €

```
"""


def test_each_line_says_what_it_is() -> None:
    """Kinds, numbers from the first, levels and titles."""
    lines = read_lines(BODY, 5)
    assert [line.kind for line in lines] == [
        "heading", "blank", "prose", "blank", "comment", "comment", "blank", "heading", "table", "html", "blank",
        "fence", "fence", "blank", "fence", "blank",
    ]  # fmt: skip
    assert [line.number for line in lines] == list(range(5, 5 + len(lines)))
    assert [(line.level, line.title) for line in lines if line.level] == [(1, "Titre X"), (2, "Deux")]
    assert "\n".join(line.raw for line in lines) == BODY


def test_text_and_words() -> None:
    """In the text code and templates are « X » and comments go; the words leave out where links lead."""
    (line,) = read_lines('Voir `10 €`, {{ fact("a") }}<!-- x --> et <b>[là](https://a.example/2024)</b>.')
    assert line.text == "Voir X, X et <b>[là](https://a.example/2024)</b>."
    assert line.words == "Voir X, X et ][là]]."


@pytest.mark.parametrize(
    "body",
    [
        "```\nun\n\ndeux\n```\n\ntrois",
        "~~~\nun\n```\ndeux\n~~~\n\ntrois",
        "````\nun\n```\ndeux\n````\n\ntrois",
        "```\nun\n\ndeux",  # never closed: no code
        "``` .python hl_lines='1'\nun\n```  \n\ndeux",
        "``` {.python #a}\nun\n```\n```\n\ndeux",
        "un\n\n    deux\n\n    trois\n\nquatre",
        "un\n    deux",
        "\n    un\n\n    deux",
        "- un\n\n    deux",
        "- un\n  deux\n\n    trois\n\nquatre\n\n    cinq",
        "1. un\n\n    deux",
        "!!! note\n    un\n\n    deux\n\ntrois\n\n    quatre",
        "un\n:   deux\n\n    trois",
        "# un\n\n\tdeux",
    ],
)
def test_code_is_what_python_markdown_takes_for_it(body: str) -> None:
    """The words of lines of code are those within `<code>`."""
    html = Markdown(extensions=["fenced_code", "admonition", "def_list", "sane_lists"]).convert(body)
    wanted = re.findall(r"[a-z]+", " ".join(re.findall(r"<pre[^>]*><code[^>]*>(.*?)</code>", html, re.S)))
    code = [line.raw for line in read_lines(body) if line.kind in {"code", "fence"}]
    assert [word for raw in code for word in re.findall(r"^\s*([a-z]+)", raw)] == wanted


OFFENDING = "Voir https://exemple.fr, 12 € <b>x</b>"


@pytest.mark.parametrize(
    "text",
    [
        "```\n{}\n```",
        "~~~\n{}\n~~~",
        "- un\n\n    ```\n    {}\n    ```",
        "1. un\n   ```\n   {}\n   ```",
        "!!! note\n\n    ``` yaml\n    {}\n    ```",
        '``` yaml title="x" linenums="1"\n{}\n```',
        "```{{r setup}}\n{}\n```",
        "````markdown\n```{{r}}\n{}\n```\n````",
        "> ```\n> {}\n> ```",
        "a `{}` b",
        "a `un\n{}` b",
        "a ``un ` deux\n{}`` b",
        "a\n\n    {}",
        "<pre>\n{}\n</pre>",
        "<pre class='x'>{}</pre>",
        "<PRE>{}\n</PRE>",
        "<!--\n{}\n{}\n-->",
        "> {}",
        "> un\n> {}",
    ],
)
def test_code_comments_and_quotations_have_no_words_of_ours(text: str) -> None:
    """Wherever code stands, in a fence of any kind, inline over lines or in HTML, no rule on wording reads it."""
    lines = read_lines(f"avant\n\n{text.format(OFFENDING, OFFENDING)}\n\naprès 12 €\n")
    words = " ".join(line.words for line in lines)
    assert "12 €" in words
    assert words.count("12 €") == 1
    assert "exemple.fr" not in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("![Plan](p.png){: width=85% } de 12 €", "![Plan]] de 12 €"),
        ("Voir [là](a.md){.bouton title='12 €'}.", "Voir [là]]."),
        ("Voir [là](a.md){ #la }.", "Voir [là]]."),
        ("Une {somme de 12 €} et {12 €}", "Une {somme de 12 €} et {12 €}"),
    ],
)
def test_lists_of_attributes_are_no_words(text: str, words: str) -> None:
    """Widths and names of styles are not read; words in braces are."""
    (line,) = read_lines(text)
    assert line.words == words


@pytest.mark.parametrize(
    "text",
    ["```\n{}", "a ` b\n\n{}` c", "<pre>\n\n{}", "<!-- \n\n{}", "\\> {}", "a ``` b\n{}\n", "- un\n\n    {}"],
)
def test_what_is_not_closed_is_prose(text: str) -> None:
    """In doubt a line is read."""
    assert "12 €" in " ".join(line.words for line in read_lines(text.format(OFFENDING)))


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<!-- -->", "<pre>", "<pre></pre>", "``", "` `` ", "```a\n", "~~~~a\n```\n", "`", "    a\n\n", "](", "<a"],
)
def test_any_text_takes_a_time_that_grows_with_its_length(piece: str) -> None:
    """A long text of long lines is read in a moment, whatever it repeats."""
    start = time.process_time()
    read_lines(f"{piece * (2_000 // len(piece))}\n" * 50)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("- a\n\n~~~\nx\n\ny\n~~~\n\n    • b", "code"),
        ("- a\n\n```\nx\n```\n\n    • b", "code"),
        ("- a\n~~~\nx\ny\n~~~\n\n    • b", "code"),
        ("- a\n\n    ~~~\n    x\n    ~~~\n\n    • b", "prose"),
        ("- a\n\n    • b", "prose"),
    ],
)
def test_a_fence_below_a_list(text: str, kind: str) -> None:
    """It ends the list unless it is indented, so that what is indented below is code, as the renderer has it."""
    assert read_lines(text)[-1].kind == kind
    assert ("<pre><code>• b" in Markdown(extensions=["fenced_code", "sane_lists"]).convert(text)) == (kind == "code")
