"""Where addresses of other sites stand: each once, with every place; examples are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.links.addresses import find_addresses


def found(root: Path, files: dict[str, str], **kwargs: object) -> list[str]:
    """« url file:line … » of each address of a project of these files."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    addresses = find_addresses(root, **kwargs)  # type: ignore[arg-type]
    return [" ".join([address.url, *map(str, address.places)]) for address in addresses]


def test_each_address_once_with_its_places(tmp_path: Path) -> None:
    """An address that several texts name, with or without a fragment, is one, with all its places in order."""
    files = {
        "content/b.md": "---\nsources:\n  - url: https://a.fr/x#y\n---\n\nVoir [a](https://a.fr/x).\n",
        "content/_facts/f.yml": 'source: {title: T, url: "https://a.fr/x"}\n',
        "departments/50-manche/department.yml": "url: https://b.fr/\n",
        "overrides/main.html": '<a href="https://c.fr/">c</a>\n',
        "docs/autre.md": "https://d.fr/\n",
    }
    assert found(tmp_path, files) == [
        "https://a.fr/x content/_facts/f.yml:1 content/b.md:3 content/b.md:6",
        "https://b.fr/ departments/50-manche/department.yml:1",
        "https://c.fr/ overrides/main.html:1",
    ]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Voir https://a.fr/x.", "https://a.fr/x"),
        ("(voir https://a.fr/x)", "https://a.fr/x"),
        ("[a](https://a.fr/x_(y))", "https://a.fr/x_(y)"),
        ("<https://a.fr/x>", "https://a.fr/x"),
        ("**https://a.fr/x**", "https://a.fr/x"),
        ("« https://a.fr/é?b=c&d »", "https://a.fr/é?b=c&d"),
        ("[a]: https://a.fr/x 'titre'", "https://a.fr/x"),
        ("[a](https://a.fr/enc/l'aide)", "https://a.fr/enc/l'aide"),
        ("[a](<https://a.fr/a b>)", "https://a.fr/a%20b"),
        ("[a](https://a.fr/q?a=1&amp;b=2)", "https://a.fr/q?a=1&b=2"),
        ("<a href='https://a.fr/x'>", "https://a.fr/x"),
        ("l'adresse 'https://a.fr/x'.", "https://a.fr/x"),
        ("[a](https://a.fr/a%2Fb:c)", "https://a.fr/a%2Fb:c"),
    ],
)
def test_where_an_address_ends(tmp_path: Path, text: str, url: str) -> None:
    """The punctuation of the sentence is no part of it; brackets that it opens are."""
    assert found(tmp_path, {"content/a.md": f"{text}\n"}) == [f"{url} content/a.md:1"]


@pytest.mark.parametrize(
    "text",
    [
        "`https://a.fr/x`",
        "```\nhttps://a.fr/x\n```",
        "https://action-sociale.example/x",
        "https://www.example.org",
        "http://localhost:8000/",
        "https://[x",
        "[a](b.md)",
    ],
)
def test_examples_are_no_addresses(tmp_path: Path, text: str) -> None:
    """Code, reserved names and what is no address are left out."""
    assert found(tmp_path, {"content/a.md": f"{text}\n", "content/_a.yml": "# https://a.fr/\n"}) == []


def test_only_some_lines(tmp_path: Path) -> None:
    """With the lines of a change, only what stands on them counts."""
    files = {"content/a.md": "https://a.fr/\nhttps://b.fr/\n", "content/b.md": "https://a.fr/\n"}
    assert found(tmp_path, files, within={"content/a.md": {2}}) == ["https://b.fr/ content/a.md:2"]
