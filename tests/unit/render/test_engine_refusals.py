"""The engine refuses what stock MkDocs refuses, at the line that somebody wrote, and what neither could publish."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.errors import InputError, RenderError

from ..commands import copy_fictitious
from .pairs import (
    OVERLAY,
    SHARED,
    change,
    compare,
    configure,
    open_bench,
    out_of_menu,
    own_page,
    page,
    write_by_engine,
    write_by_stock,
)


def refusals(root: Path, scratch: Path, name: str) -> tuple[list[str], list[str]]:
    """What the engine and stock MkDocs say of a site that neither makes."""
    bench = open_bench(root, scratch)
    with pytest.raises(InputError) as by_engine:
        write_by_engine(bench, name)
    with pytest.raises(InputError) as by_stock:
        write_by_stock(bench, name)
    return _said(by_engine.value), _said(by_stock.value)


def _said(error: InputError) -> list[str]:
    return [f"{found.place.file}:{found.place.line}: {found.rule} {found.message}" for found in error.findings]


def replaced_anchor(root: Path) -> Path:
    """An overlay takes away the anchor « combien » of a page, to which another page links."""
    shared = page("## Combien\n\nx\n").replace("kind: benefit\n", "kind: benefit\nlocal: replace\n")
    linking = page("[Combien](aide.md#combien) ?\n")
    return change(root, {SHARED: shared, "content/logement/index.md": linking, OVERLAY: "### Autre\n\nx\n"})


def test_an_anchor_taken_away(tmp_path: Path) -> None:
    """An overlay that takes away an anchor is refused, at its own place, in its department only, by both."""
    root = configure(copy_fictitious(tmp_path / "projet"), "validation: {links: {anchors: warn}}\n")
    for said in refusals(replaced_anchor(root), tmp_path / "comparé", "90"):
        assert len(said) == 1
        assert said[0].startswith(f"{OVERLAY}:1: ancre-introuvable « aide.md#combien » ")
    assert compare(root, tmp_path / "autres", "portail", "9A") == {"portail": (), "9A": ()}


def test_an_anchor_taken_away_without_validation(tmp_path: Path) -> None:
    """Where `mkdocs.yml` asks nothing of anchors, the same overlay is no fault for either."""
    root = replaced_anchor(copy_fictitious(tmp_path / "projet"))
    change(root, {"content/index.md": page("## Votre département {: #votre-departement }\n")})
    assert compare(root, tmp_path / "comparé", "90") == {"90": ()}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (OVERLAY, "[x](perdu.md)\n"),
        (OVERLAY, "![x](perdu.png)\n"),
        (OVERLAY, "[x](#perdu)\n"),
        ("departments/90-dunes/ma-delegation/autre.md", own_page("[x](sortie.md#perdu)\n")),
        ("departments/90-dunes/ma-delegation/autre.md", own_page("[x](perdu.md)\n")),
    ],
    ids=["page", "image", "anchor", "own anchor", "own page"],
)
def test_a_link_to_nothing(tmp_path: Path, file: str, text: str) -> None:
    """A link to nothing in a text of the department is refused by both, at its line."""
    root = configure(copy_fictitious(tmp_path / "projet"), "validation: {links: {anchors: warn}}\n")
    rule = "ancre-introuvable" if "#" in text else "lien-introuvable"
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "](" in line]
    for said in refusals(change(root, {file: text}), tmp_path / "comparé", "90"):
        assert [line.partition(" ")[0] for line in said] == [f"{file}:{lines[0]}:"]
        assert rule in said[0]


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("www.exemple.fr", "(« https://www.exemple.fr » ?)"),
        ("../logement/contacts.md", "(« ../ma-delegation/contacts.md » ?)"),
        ("aides.md", "(« aide.md » ?)"),
        ("tout-autre-chose.md", ""),
    ],
)
def test_what_was_probably_meant(tmp_path: Path, link: str, hint: str) -> None:
    """The usual slips are told what to write, for the delegation to mend them alone."""
    root = change(copy_fictitious(tmp_path / "projet"), {OVERLAY: f"Un texte.\n\nVoir [x]({link}).\n"})
    for said in refusals(root, tmp_path / "comparé", "90"):
        assert [line.split(" »")[0] for line in said] == [f"{OVERLAY}:3: lien-introuvable « {link}"]
        assert said[0].endswith(hint or "fichier du site")


@pytest.mark.parametrize("link", ["//[::1", "http://["])
def test_an_address_that_mkdocs_cannot_take_apart(tmp_path: Path, link: str) -> None:
    """The line of the national text that ends the conversion is named, though a fact has been put into it."""
    root = change(
        copy_fictitious(tmp_path / "projet"),
        {SHARED: page(f"Un.\n\nVoir cette page [x]({link}) sur l'aide de {{{{ fact('logement.aide') }}}}.\n")},
    )
    with pytest.raises(InputError) as caught:
        write_by_engine(open_bench(root, tmp_path / "essai"), "portail")
    (found,) = caught.value.findings
    first = (root / SHARED).read_text(encoding="utf-8").split("\n").index("Un.")
    assert (found.rule, found.place.file) == ("texte-inconvertible", SHARED)
    assert found.place.line == first + 1 + 2
    assert f"« Voir cette page [x]({link}) sur" in found.message


@pytest.mark.parametrize("option", ["exclude_docs", "draft_docs"])
def test_a_page_that_is_not_published(tmp_path: Path, option: str) -> None:
    """A page that `mkdocs.yml` keeps from being published is refused by its name: lists and links would lead to it."""
    root = configure(copy_fictitious(tmp_path / "projet"), f"{option}: _*\n")
    change(root, {"departments/90-dunes/ma-delegation/_brouillon.md": own_page("x\n")})
    bench = open_bench(root, tmp_path / "comparé")
    with pytest.raises(RenderError, match=r"90 : « ma-delegation/_brouillon\.md » est écartée"):
        write_by_engine(bench, "90")
    change(root, {"content/logement/_brouillon.md": page("x\n")})
    out_of_menu(root, "_*.md")
    with pytest.raises(RenderError, match=r"portail : « logement/_brouillon\.md » est écartée"):
        open_bench(root, tmp_path / "encore")
