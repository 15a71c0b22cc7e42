"""The shared tree of a generated project: which pages there are, and what they say."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from . import words
from .text import FACTS, fact_id, generator, items, links, pad, paragraph, sentence, table

DAY = "2026-11-22"
"""The day on which all builds of the benchmark take place."""

LOCAL = "<!-- local -->"
OPERATOR = "qui-fait-quoi/index.md"
"""The page that stands for all operators."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A shared page to write: its path, title and kind; `seam` is the department's block it shows, if any."""

    uri: str
    title: str
    kind: str
    seam: str = ""

    @property
    def folder(self) -> str:
        """The section it belongs to; empty at the root."""
        return posixpath.dirname(self.uri)

    @property
    def takes_overlay(self) -> bool:
        """Whether departments complete it in these benchmarks."""
        return bool(self.folder)


FIXED = 2 + len(words.FOOTER_PAGES) + len(words.DELEGATION_PAGES)
"""Pages that a project cannot do without: the theme and the seams link to them."""
MIN_PAGES = FIXED + len(words.SECTIONS)
"""The least that a tree can have: each section needs its index."""


def plan_pages(seed: int, count: int) -> list[Sheet]:
    """The `count` pages of a tree, in eight sections, in the order of the menu."""
    benefits = count - FIXED
    if count < MIN_PAGES:
        raise ValueError(f"a project has at least {MIN_PAGES} pages")
    sheets = [Sheet("index.md", "Accueil", "home", "home")]
    sheets += [Sheet(f"{name}.md", title, "legal") for name, title in words.FOOTER_PAGES]
    for rank, (folder, title) in enumerate(words.SECTIONS):
        share = benefits // len(words.SECTIONS) + (rank < benefits % len(words.SECTIONS))
        sheets.append(Sheet(f"{folder}/index.md", title, "hub"))
        titles = _titles(generator(seed, folder), share - 1)
        sheets += [Sheet(f"{folder}/{name}.md", text, "benefit") for name, text in titles]
    folder, title = words.DELEGATION
    sheets.append(Sheet(f"{folder}/index.md", title, "hub", "local-pages"))
    sheets += [Sheet(f"{folder}/{name}.md", text, "delegation", seam) for name, text, seam in words.DELEGATION_PAGES]
    return sheets


def _titles(draw: Random, count: int) -> list[tuple[str, str]]:
    """File names and titles, all different: « Prêt pour les études », then « Prêt pour les études 2 »…"""
    titles = [f"{noun} {purpose}" for noun in words.NOUNS for purpose in words.PURPOSES]
    chosen = draw.sample(titles, len(titles))
    return [
        (f"fiche-{n + 1:02d}", chosen[n % len(chosen)] + (f" {n // len(chosen) + 1}" if n >= len(chosen) else ""))
        for n in range(count)
    ]


def write_page(seed: int, sheet: Sheet, sheets: Sequence[Sheet]) -> str:
    """The whole file of a page: front matter and 300 to 600 words (homes and hubs are shorter)."""
    draw = generator(seed, sheet.uri)
    body = {"home": _home, "hub": _hub, "delegation": _delegation}.get(sheet.kind, _benefit)(draw, sheet, sheets)
    return f"{_front_matter(draw, sheet)}\n{body}\n"


def _front_matter(draw: Random, sheet: Sheet) -> str:
    owner = f"pole-{sheet.folder or 'national'}"
    lines = [
        f'title: "{sheet.title}"',
        f'description: "{sentence(draw)}"',
        f"kind: {sheet.kind}",
        f"owner: {owner}",
        f"last_reviewed_on: 2026-{draw.randint(6, 10):02d}-{draw.randint(1, 28):02d}",
        "review_in: 1 an",
        *(["operator: index"] if sheet.kind == "benefit" else []),
        *(["audience: [actif, retraite]"] if sheet.kind == "benefit" else []),
        "sources:",
        *(f'  - title: "Texte de référence {draw.randint(1, 999)}, article {draw.randint(1, 40)}"' for _ in range(2)),
        f"keywords: [{', '.join(draw.sample(('aide', 'prêt', 'demande', 'dossier', 'droits', 'délai'), 3))}]",
        "status: current",
    ]
    return "\n".join(["---", *lines, "---", ""])


def _home(draw: Random, sheet: Sheet, sheets: Sequence[Sheet]) -> str:
    hubs = [other for other in sheets if other.kind == "hub"]
    tiles = "\n".join(f"- [**{hub.title}**]({hub.uri})\n  {sentence(draw)}" for hub in hubs)
    pages = "\n".join(f"- [{other.title}]({other.uri})" for other in sheets if other.kind == "legal")
    return (
        f'<div class="tiles" markdown>\n\n{tiles}\n\n</div>\n\n## Votre département\n\n{{{{ seam("home") }}}}\n\n'
        f"## Ce qui a changé\n\n{paragraph(draw, 3)}\n\n## Sur ce site\n\n{pages}"
    )


def _hub(draw: Random, sheet: Sheet, sheets: Sequence[Sheet]) -> str:
    siblings = [other for other in sheets if other.folder == sheet.folder and other is not sheet]
    entries = "\n".join(f"- [{page.title}]({posixpath.basename(page.uri)}) : {sentence(draw)}" for page in siblings)
    parts = [
        paragraph(draw, 4),
        f"## Les fiches\n\n{entries}" if entries else "",
        f'## Fiches et nouvelles\n\n{{{{ seam("{sheet.seam}") }}}}' if sheet.seam else "",
        f"## Dans votre département\n\n{sentence(draw)}\n\n{LOCAL}",
    ]
    return "\n\n".join(part for part in parts if part)


def _delegation(draw: Random, sheet: Sheet, sheets: Sequence[Sheet]) -> str:
    sections = [
        [paragraph(draw, 2)],
        ["## À savoir maintenant", f'{{{{ seam("{sheet.seam}") }}}}'],
        ["## Participer", items(draw, 4, "1."), paragraph(draw, 2)],
        ["## Dans votre département", sentence(draw), LOCAL],
        ["## En cas de difficulté", paragraph(draw, 2)],
    ]
    return pad(sections, draw, draw.randint(300, 400))


def _benefit(draw: Random, sheet: Sheet, sheets: Sequence[Sheet]) -> str:
    others = draw.sample([other for other in sheets if other is not sheet and other.folder], 4)
    targets = [(posixpath.relpath(page.uri, sheet.folder or "."), page.title) for page in others]
    amount = f'{{{{ fact("{fact_id(draw.randrange(FACTS))}") }}}}'
    sections = [
        ["## Pour qui", paragraph(draw, 3), items(draw, 4), f"{sentence(draw)} Plafond : {amount}."],
        ["## Combien", table(draw, draw.randint(2, 5)), f'!!! note "À savoir"\n    {sentence(draw)}'],
        ["## Comment demander", items(draw, 4, "1."), f"{sentence(draw)} Voir [« {targets[0][1]} »]({targets[0][0]})."],
        [
            "## Qui s'en occupe",
            f"{paragraph(draw, 3)} Voir [qui fait quoi]({'../' if sheet.folder else ''}{OPERATOR}).",
        ],
        ["## Dans votre département", sentence(draw), LOCAL] if sheet.folder else ["## Ailleurs", sentence(draw)],
        ["## Questions fréquentes", *_questions(draw)],
        ["## Si ce n'est pas pour vous", links(draw, targets[1:])],
    ]
    return pad(sections, draw, draw.randint(320, 560))


def _questions(draw: Random) -> Iterator[str]:
    for question in draw.sample(words.QUESTIONS, 3):
        yield f"### {question} ?"
        yield paragraph(draw, 2)
