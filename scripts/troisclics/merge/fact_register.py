"""The register of national facts: what each says today, how sure it is, and every line that shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from ..domain.fact_values import ShownFact
from ..model import Overlay, Page, Place, Project
from ..sandbox.template_policy import find_facts


@dataclass(frozen=True, slots=True)
class FactUsage:
    """A fact as on a day, and the places of the texts that name it, shared pages first."""

    shown: ShownFact
    uses: tuple[Place, ...]

    @property
    def place(self) -> Place:
        """Where the shown value is written, or the fact itself where none has begun."""
        return self.shown.current.at if self.shown.current else self.shown.fact.at


def list_facts(project: Project, today: date, *, to_confirm: bool = False) -> tuple[FactUsage, ...]:
    """All facts of `project` as on `today`, by id; only those that are doubtful with `to_confirm`."""
    uses = _uses(project)
    shown = (ShownFact(fact, today) for fact in project.tree.facts)
    return tuple(FactUsage(fact, tuple(uses[fact.fact.id])) for fact in shown if fact.doubt or not to_confirm)


def _uses(project: Project) -> dict[str, list[Place]]:
    """The places where each fact is named: whatever branch of a condition it stands in, each line once."""
    texts: list[Page | Overlay] = [*project.tree.pages]
    texts += [overlay for department in project.departments for overlay in department.overlays]
    uses: dict[str, list[Place]] = defaultdict(list)
    for text in texts:
        for name, line in find_facts(text.body):
            place = Place(text.at.file, text.body_line + line - 1)
            if place not in uses[name]:
                uses[name].append(place)
    return uses
