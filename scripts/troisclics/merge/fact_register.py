"""List the national facts: the value of each today, how reliable it is, and every line that uses it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from ..domain.code_mask import shield_code
from ..domain.fact_values import ShownFact
from ..model import Overlay, Page, Place, Project
from ..sandbox.template_policy import find_facts


@dataclass(frozen=True, slots=True)
class FactUsage:
    """A fact as of a day, and the places that use it, shared pages first."""

    shown: ShownFact
    uses: tuple[Place, ...]

    @property
    def place(self) -> Place:
        """Return where the value shown is written, or the fact itself if no value is in force yet."""
        return self.shown.current.at if self.shown.current else self.shown.fact.at


def list_facts(project: Project, today: date, *, to_confirm: bool = False) -> tuple[FactUsage, ...]:
    """Return the facts of `project` as of `today`, by id; with `to_confirm`, only the doubtful ones."""
    uses = _uses(project)
    shown = (ShownFact(fact, today) for fact in project.tree.facts)
    return tuple(FactUsage(fact, tuple(uses[fact.fact.id])) for fact in shown if fact.doubt or not to_confirm)


def _uses(project: Project) -> dict[str, list[Place]]:
    """Return the lines that name each fact, each once, in any branch of a condition."""
    texts: list[Page | Overlay] = [*project.tree.pages]
    texts += [overlay for department in project.departments for overlay in department.overlays]
    uses: dict[str, list[Place]] = defaultdict(list)
    for text in texts:
        for name, line in find_facts(shield_code(text.body)[0]):
            place = Place(text.at.file, text.body_line + line - 1)
            if place not in uses[name]:
                uses[name].append(place)
    return uses
