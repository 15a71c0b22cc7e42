"""Write a realistic project into a folder: the theme and configuration of this repository, made-up texts and places."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import words
from .local import Place, plan_places, write_department, write_identities, write_overlays
from .pages import Sheet, plan_pages, write_page
from .text import FACTS, fact_id, generator, sentence

REPOSITORY = Path(__file__).parents[2]
_NAV = re.compile(r"^nav:\n(?:[ \t-].*\n|\n)*", re.M)


@dataclass(frozen=True, slots=True)
class Size:
    """How big a project is: sites besides the portal, shared pages, overlay pages of each site."""

    sites: int = 101
    pages: int = 70
    overlays: int = 5
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Generated:
    """A project that was written: where, its shared pages, its departments."""

    root: Path
    size: Size
    sheets: tuple[Sheet, ...]
    places: tuple[Place, ...]

    @property
    def shared(self) -> Path:
        """The shared page that a benchmark edits: an ordinary one, in the middle of the menu."""
        benefits = [sheet for sheet in self.sheets if sheet.kind == "benefit"]
        return self.root / "content" / (benefits[len(benefits) // 2] if benefits else self.sheets[-1]).uri

    @property
    def overlay(self) -> Path:
        """The overlay of a shared page that a benchmark edits, in the middle of the departments."""
        folder = self.root / "departments" / self.places[len(self.places) // 2].slug
        return min(folder.rglob("*.md"), key=lambda path: (path.parent.name == words.DELEGATION[0], path))


def generate(root: Path, size: Size) -> Generated:
    """Write the project of `size` into the new folder `root`. The same size gives the same bytes."""
    sheets, places = plan_pages(size.seed, size.pages), plan_places(size.sites)
    for path, text in _files(size, sheets, places):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    return Generated(root, size, tuple(sheets), tuple(places))


def _files(size: Size, sheets: Sequence[Sheet], places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    yield "mkdocs.yml", _configuration((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), sheets)
    yield "content/_owners.yml", _owners()
    yield "content/_departments.yml", write_identities(size.seed, places)
    yield "content/_hosts.yml", "hosts: [fr, example]\n"
    yield "content/_glossary.yml", _glossary()
    yield "content/_tasks.yml", _tasks(size.seed, sheets)
    yield "content/_facts/aides.yml", _facts(size.seed)
    for sheet in sheets:
        yield f"content/{sheet.uri}", write_page(size.seed, sheet, sheets)
    for place in places:
        yield f"departments/{place.slug}/department.yml", write_department(size.seed, place)
        for uri, text in write_overlays(size.seed, place, sheets, size.overlays):
            yield f"departments/{place.slug}/{uri}", text


def _configuration(text: str, sheets: Sequence[Sheet]) -> str:
    """Our own `mkdocs.yml` with the menu of the generated tree."""
    lines = ["nav:"]
    for folder, title in (*words.SECTIONS, words.DELEGATION):
        lines.append(f"  - {title}:")
        lines += [f"      - {sheet.uri}" for sheet in sheets if sheet.folder == folder]
    nav = "\n".join(lines) + "\n"
    changed, count = _NAV.subn(lambda _match: nav, text)
    if count != 1:
        raise ValueError("mkdocs.yml has no « nav » that can be replaced")
    return changed


def _owners() -> str:
    ids = ["national", *(folder for folder, _ in (*words.SECTIONS, words.DELEGATION))]
    lines = [f"  - {{id: pole-{name}, label: Pôle {name}, mailbox: {name}@exemple.fr}}" for name in ids]
    return "\n".join(["owners:", "  - {id: delegation, label: Délégation}", *lines]) + "\n"


def _glossary() -> str:
    lines = [
        f"  - {{term: {term}, expansion: {_text(expansion)}, definition: {_text(f'Définition : {expansion}.')}}}"
        for term, expansion in words.TERMS
    ]
    return "\n".join(["terms:", *lines]) + "\n"


def _tasks(seed: int, sheets: Sequence[Sheet]) -> str:
    draw = generator(seed, "tasks")
    answers = [sheet for sheet in sheets if sheet.folder]
    lines = [
        f"  - {{id: tache-{n}, question: {_text(f'Où lire « {sheet.title} » ?')}, answer: {sheet.uri}, "
        f"tempting: [index.md], search: {_text(sheet.title.lower())}, audience: [actif]}}"
        for n, sheet in enumerate(draw.sample(answers, min(20, len(answers))))
    ]
    return "\n".join(["tasks:", *lines]) + "\n"


def _facts(seed: int) -> str:
    lines = ["owner: pole-national", "review_in: 1 an", "facts:"]
    for number in range(FACTS):
        draw = generator(seed, fact_id(number))
        amount = f"{draw.randint(10, 4000)}.{draw.randint(0, 99):02d}"
        lines += [
            f"  - id: {fact_id(number)}",
            f"    label: {_text(sentence(draw))}",
            "    unit: EUR",
            "    values:",
            f"      - {{value: {amount}, from: 2026-01-01, status: confirmed, checked_on: 2026-10-01, "
            f"source: {{title: {_text(f'Circulaire fictive {number}')}}}}}",
        ]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
