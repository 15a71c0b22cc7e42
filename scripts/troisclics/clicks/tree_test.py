"""Extract the tree of the menu from a built site, and write the page of the tree test."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

from ..domain.urls import page_url
from ..model import Task
from . import HOME, BuiltSite

_PAGE = ("index.html", "treetest.js", "treetest.css")
_DATA = "tree.js"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the menu: its label, the address of its page, and the entries below it."""

    label: str
    url: str
    entries: tuple[MenuEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskQuestion:
    """A task as a question, with the address of the page that answers it."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class MenuTree:
    """The menu, the questions whose answer is in it, and the ids of those whose answer is not."""

    entries: tuple[MenuEntry, ...]
    questions: tuple[TaskQuestion, ...]
    left_out: tuple[str, ...]

    @property
    def version(self) -> str:
        """A digest of the menu: results of different menus must not be added up."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()[:12]


def menu_tree(site: BuiltSite, tasks: tuple[Task, ...]) -> MenuTree:
    """Return the tree of the menu of a built site, with the labels shown, and the tasks to test on it."""
    entries = tuple(_section(site, label, file) for label, file in _links(site, HOME, "tabs"))
    known = {entry.url for section in entries for entry in (section, *section.entries)}
    asked = [TaskQuestion(task.id, task.question, page_url(task.answer.partition("#")[0])) for task in tasks]
    return MenuTree(
        entries,
        tuple(question for question in asked if question.answer in known),
        tuple(question.id for question in asked if question.answer not in known),
    )


def _section(site: BuiltSite, label: str, file: str) -> MenuEntry:
    folder = file.removesuffix(HOME)
    below = [MenuEntry(name, to.removesuffix(HOME)) for name, to in _links(site, file, "menu") if to.startswith(folder)]
    return MenuEntry(label, folder, tuple(entry for entry in below if entry.url != folder))


def _links(site: BuiltSite, file: str, region: str) -> list[tuple[str, str]]:
    """Return the label and file of each link in a region of a page, each file once."""
    found: dict[str, str] = {}
    for placed in site.pages[file].parts if file in site.pages else ():
        for located in placed.links:
            if located.link.region == region and located.target.file in site.pages:
                found.setdefault(located.target.file, located.link.label)
    return [(label, name) for name, label in found.items()]


def write_page(tree: MenuTree, to: Path, count: int) -> None:
    """Write the page of the tree test.

    Args:
        tree: the menu.
        to: the folder to write.
        count: the number of questions for each person, drawn at random.

    Raises:
        OSError: a file cannot be written.
    """
    to.mkdir(parents=True, exist_ok=True)
    for name in _PAGE:
        with resources.as_file(resources.files(__package__) / "page" / name) as source:
            shutil.copyfile(source, to / name)
    data = {
        "version": tree.version,
        "count": count,
        "entries": [asdict(entry) for entry in tree.entries],
        "questions": [asdict(question) for question in tree.questions],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (to / _DATA).write_text(f"window.TREE = {text};\n", encoding="utf-8")
