"""What people do to a project between two builds, one edit a function, drawn from a seeded generator."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from troisclics.constants import IDENTITIES

from .projects import list_department

HEAD = "---\ntitle: {title}\ndescription: Page fictive.\nowner: pole-fictif\n---\n\n"
OWN_HEAD = "---\ntitle: {title}\ndescription: Page fictive.\n---\n\n"


@dataclass
class Desk:
    """A project being worked on: its folder, the day, and the draw of what happens next."""

    root: Path
    draw: Random
    today: date = date(2026, 11, 22)
    number: int = 0
    done: list[str] = field(default_factory=list)

    def fresh(self) -> int:
        """A number that was not used yet."""
        self.number += 1
        return self.number

    def files(self, pattern: str) -> list[Path]:
        """The files that fit `pattern`, in order."""
        return sorted(path for path in self.root.glob(pattern) if path.is_file())

    def one(self, pattern: str) -> Path | None:
        """One of the files that fit `pattern`; None without any."""
        files = self.files(pattern)
        return self.draw.choice(files) if files else None

    def append(self, pattern: str, text: str) -> None:
        """Add `text` to one of the files that fit `pattern`."""
        path = self.one(pattern)
        if path is not None:
            path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + text, encoding="utf-8")

    def replace(self, name: str, pattern: str, text: str) -> None:
        """Put `text` in the place of what `pattern` finds first in the file `name`."""
        path = self.root / name
        changed, count = re.subn(pattern, text, path.read_text(encoding="utf-8"), count=1)
        assert count == 1, f"{pattern!r} is not in {name}"
        path.write_text(changed, encoding="utf-8")


def edit_page(desk: Desk) -> None:
    """A sentence more in a shared page, with a heading, a fact or a term now and then."""
    extra = desk.draw.choice(["", "\n\n## Titre {n}", "\n\n{{{{ fact('logement.aide') }}}}", "\n\nTexte sur la PIM."])
    number = desk.fresh()
    desk.append("content/**/*.md", f"\n\nPhrase {number}.{extra.format(n=number)}\n")


def edit_shown_page(desk: Desk) -> None:
    """A sentence and a heading more in a page whose text, or whose headings, other pages show."""
    name, number = desk.draw.choice(["logement/aide", "ma-situation/naissance"]), desk.fresh()
    desk.append(f"content/{name}.md", f"\n\n## Titre {number}\n\nPhrase {number}.\n")


def add_page(desk: Desk) -> None:
    """A shared page that was not there."""
    number = desk.fresh()
    text = HEAD.format(title=f"Page {number}") + f"Texte {number}.\n"
    (desk.root / f"content/page-{number}.md").write_text(text, encoding="utf-8")


def add_page_to_menu(desk: Desk) -> None:
    """A shared page that was not there, in the menu."""
    number = desk.fresh()
    text = HEAD.format(title=f"Aide {number}") + f"Texte {number}.\n\n<!-- local -->\n"
    (desk.root / f"content/logement/aide-{number}.md").write_text(text, encoding="utf-8")
    desk.replace("mkdocs.yml", r"      - logement/index\.md\n", rf"\g<0>      - logement/aide-{number}.md\n")


def rename_page(desk: Desk) -> None:
    """A shared page of another name; not that of a mistake, which the next edit must find to take it away."""
    path = desk.one("content/page-[1-9]*.md")
    if path is not None:
        path.rename(path.with_name(f"page-{desk.fresh()}.md"))


def remove_page(desk: Desk) -> None:
    """A shared page less."""
    path = desk.one("content/page-*.md")
    if path is not None:
        path.unlink()


def edit_title(desk: Desk) -> None:
    """Another title of a shared page, which menus and lists show."""
    path = desk.one("content/logement/*.md")
    assert path is not None
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^title: .*$", f"title: Titre {desk.fresh()}", text, count=1, flags=re.M), encoding="utf-8")


def edit_aliases(desk: Desk) -> None:
    """A former address of a page, or that of a page that is gone."""
    page = desk.one("content/*/[!_]*.md")
    if page is not None and "ancienne-" not in page.read_text(encoding="utf-8"):
        name, key, number = page.relative_to(desk.root).as_posix(), desk.draw.choice(["aliases", "gone"]), desk.fresh()
        desk.replace(name, r"\A---\n", f"---\n{key}: [ancienne-{number}/]\n")


def write_overlay(desk: Desk) -> None:
    """A local text, new or changed, for some page of some department."""
    department = desk.draw.choice(sorted((desk.root / "departments").iterdir()))
    uri = desk.draw.choice(desk.files("content/**/*.md")).relative_to(desk.root / "content")
    path = department / uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Texte local {desk.fresh()}, voir {{{{ department.de }}}}.\n\n### Détail\n", encoding="utf-8")


def write_own_page(desk: Desk) -> None:
    """A page that only one department has, new or renamed."""
    department = desk.draw.choice(sorted((desk.root / "departments").iterdir()))
    number = desk.fresh()
    path = department / f"ma-delegation/nouvelle-{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    earlier = sorted(path.parent.glob("nouvelle-*.md"))
    if earlier:
        earlier[0].rename(path)
    else:
        path.write_text(OWN_HEAD.format(title=f"Nouvelle {number}") + "Texte.\n", encoding="utf-8")


def remove_overlay(desk: Desk) -> None:
    """A local text or page less."""
    path = desk.one("departments/*/*/*.md")
    if path is not None:
        path.unlink()


def edit_local_facts(desk: Desk) -> None:
    """Another telephone number (reserved for fiction) in a department's facts."""
    desk.replace("departments/90-dunes/department.yml", r"01 99 00 12 \d\d", f"01 99 00 12 {desk.draw.randint(10, 99)}")


def add_department(desk: Desk) -> None:
    """A department that was not there; every list of departments has one more."""
    code = f"8{desk.draw.randint(0, 9)}"
    folder = desk.root / f"departments/{code}-plaine-{chr(17 + int(code))}"
    if not folder.exists():
        assert list_department(desk.root, code, f"Plaine {folder.name[-1]}") == folder.name
        folder.mkdir()
    (folder / "department.yml").write_text(f"# Fiche {desk.fresh()}\n", encoding="utf-8")


def edit_identity(desk: Desk) -> None:
    """Another name, region or seat of a department in the national list; every site shows names and regions."""
    word = f"Dune {''.join(chr(97 + int(digit)) for digit in str(desk.fresh()))}"
    pattern, text = desk.draw.choice(
        [
            (r"name: [^,]*, de: [^,]*", f"name: {word}, de: de {word}"),
            (r"region: [^,]*", f"region: {word}"),
            (r"seat: [^,]*", f"seat: {word}"),
        ]
    )
    path = desk.root / IDENTITIES
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = desk.draw.randrange(2, len(lines))
    lines[number], count = re.subn(pattern, text, lines[number])
    assert count == 1, lines[number]
    path.write_text("".join(lines), encoding="utf-8")


def edit_fact(desk: Desk) -> None:
    """Another amount."""
    desk.replace("content/_facts/logement.yml", r"value: 1[\d.]+\n(?=        from: 2025)", f"value: 1{desk.fresh()}\n")


def edit_words(desk: Desk) -> None:
    """Another name of an owner."""
    desk.replace("content/_owners.yml", r"label: [^\n,}]*", f"label: Pôle fictif {desk.fresh()}")


def edit_theme(desk: Desk) -> None:
    """A change in a template or in the style sheet."""
    ends = {"main.html": "</footer>", "404.html": "</ul>", "seams/contact.html": "</aside>"}
    name = desk.draw.choice([*ends, "assets/troisclics.css"])
    if name in ends:
        desk.replace(f"overrides/{name}", ends[name], f"<!-- {desk.fresh()} -->{ends[name]}")
    else:
        desk.append(f"overrides/{name}", f"\n/* {desk.fresh()} */\n")


def edit_block(desk: Desk) -> None:
    """A change in the template of a block that texts call."""
    desk.replace("overrides/seams/content/home.html", "<div ", f'<div data-n="{desk.fresh()}" ')


def edit_configuration(desk: Desk) -> None:
    """Another name of all sites."""
    desk.replace("mkdocs.yml", r"site_name: .*", f"site_name: Action sociale fictive {desk.fresh()}")


def change_asset(desk: Desk) -> None:
    """A document that all sites offer: new, changed or gone."""
    path = desk.root / "content/notice.txt"
    if path.exists() and desk.draw.random() < 0.4:
        path.unlink()
    else:
        path.write_text(f"Notice {desk.fresh()}\n", encoding="utf-8")


def another_day(desk: Desk) -> None:
    """Some days later, or earlier: events are over, dates are future."""
    desk.today += timedelta(days=desk.draw.choice([-20, 1, 15, 60]))


def mistake(desk: Desk) -> None:
    """A fact that does not exist: nothing can be built until the next edit takes it away."""
    text = HEAD.format(title="Faute") + '{{ fact("nulle.part") }}\n'
    (desk.root / "content/page-0.md").write_text(text, encoding="utf-8")


EDITS: tuple[Callable[[Desk], None], ...] = (
    edit_page,
    edit_shown_page,
    add_page,
    add_page_to_menu,
    rename_page,
    remove_page,
    edit_title,
    edit_aliases,
    write_overlay,
    write_own_page,
    remove_overlay,
    edit_local_facts,
    add_department,
    edit_identity,
    edit_fact,
    edit_words,
    edit_theme,
    edit_block,
    edit_configuration,
    change_asset,
    another_day,
    mistake,
)
