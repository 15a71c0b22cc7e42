"""What is code in a text is found, and nothing else: what is not code may be a template or a mark."""

from __future__ import annotations

import pytest

from troisclics.domain.code_mask import MASKED, mask_code, shield_code

T = "{{ x }}"

CODE = {
    "backticks": f"```\n{T}\n```",
    "tildes": f"~~~~ yaml\n{T}\n~~~~",
    "fence in a list": f"- a\n\n    ```\n    {T}\n    ```",
    "fence in a quotation": f"> ```\n> {T}\n> ```",
    "indented": f"Texte.\n\n    {T}\n",
    "indented by a tab": f"Texte.\n\n\t{T}\n",
    "span": f"Écrivez `{T}`.",
    "span of two backticks": f"Écrivez `` ` {T} ``.",
    "span over two lines": f"Écrivez `a\n{T}` ici.",
    "pre": f"<pre>\n{T}\n</pre>",
    "pre in a line": f"Voir <pre class='a'>{T}</pre> ici.",
    "comment": f"<!-- {T} -->",
    "comment over lines": f"Avant <!-- a\n\n{T}\n--> après",
    "statement": "`{% if x %}`",
    "template comment": "```\n{# x #}\n```",
}
TEXT = {
    "sentence": f"Texte {T}.",
    "list": f"- a\n\n    {T}\n",
    "admonition": f"!!! example\n    {T}\n\n    {T}\n",
    "unclosed fence": f"```\n{T}\n",
    "unclosed pre": f"<pre>\n{T}\n",
    "unclosed comment": f"<!-- {T}\n",
    "one backtick": f"Un ` seul {T}.",
    "escaped backticks": f"Deux \\`{T}\\` ici.",
    "backticks of two items": f"- un ` seul\n- {T} ` autre\n",
    "backticks of two paragraphs": f"un ` seul\n\n{T} ` autre\n",
    "pre named in code": f"`<pre>` ouvre.\n{T}\n`</pre>` ferme.\n",
    "beside code": f"`a` {T} `b`",
    "after a comment": f"<!-- local -->\n{T}\n",
}


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_code_is_shielded(text: str) -> None:
    """No template is left in code, and putting the braces back gives the text as it was written."""
    shielded, shield = shield_code(text)
    assert [start for start in ("{{", "{%", "{#") if start in shielded] == []
    assert (shielded.replace(shield, "{"), len(shielded)) == (text, len(text))


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
def test_text_is_left(text: str) -> None:
    """What Markdown does not show as code stays a template."""
    assert shield_code(text) == (text, "")


def test_both_in_one_text() -> None:
    """Only the one in code is shielded, by a sign that the text does not have."""
    shielded, shield = shield_code(f"\ue000 {T} `{T}`")
    assert shielded == f"\ue000 {T} `{shield}{T[1:]}`"
    assert shield == "\ue001"


def test_comments_may_be_kept() -> None:
    """Marks are written in comments: only those in code are masked."""
    text = "<!-- a -->\n`<!-- b -->`\n\n    <!-- c -->\n"
    assert [mask_code(text, comments=kept).count("<!--") for kept in (True, False)] == [0, 1]
    assert set(mask_code(text)) == {MASKED, "\n"}
