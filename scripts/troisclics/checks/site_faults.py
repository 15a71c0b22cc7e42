"""Group faults of built pages into findings: where each was written, and on which sites it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..messages import finding
from ..model import ALL_DEPARTMENTS, NOWHERE, Finding, Place
from .source_locator import SourceLocator


@dataclass(frozen=True, slots=True)
class SiteFault:
    """A fault of a built page.

    Attributes:
        rule: the rule.
        site: the code of the department, or « portail ».
        sources: the files it may have been written in, the most likely first.
        clues: the texts to look for there, the most certain first.
        place: where it was written, if known.
        values: values for the texts of the rule; they distinguish one fault from another.
        details: values for the texts of the rule that do not distinguish faults.
    """

    rule: str
    site: str
    sources: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()
    place: Place = NOWHERE
    values: tuple[tuple[str, object], ...] = ()
    details: tuple[tuple[str, object], ...] = ()


def values_of(**values: object) -> tuple[tuple[str, object], ...]:
    """Return keyword arguments as the values of a fault."""
    return tuple(values.items())


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites that have a fault, out of `total`."""

    names: tuple[str, ...]
    total: int

    def __str__(self) -> str:
        if len(self.names) == self.total:
            return "dans tous les sites"
        if len(self.names) == 1:
            return f"sur le site {_name(self.names[0])}"
        listed = ", ".join(self.names[:3])
        more = f" et {len(self.names) - 3} autres" if len(self.names) > 3 else ""
        return f"dans {len(self.names)} sites ({listed}{more})"


def _name(site: str) -> str:
    return "du portail" if site == "portail" else f"du département {site}"


def group_faults(faults: Iterable[SiteFault], locator: SourceLocator, total: int) -> list[Finding]:
    """Return one finding for each fault, however many pages and sites have it, out of `total` sites."""
    groups: dict[tuple[str, Place, tuple[tuple[str, object], ...]], list[SiteFault]] = {}
    for fault in faults:
        place = fault.place if fault.place != NOWHERE else locator.find(fault.sources, fault.clues)
        groups.setdefault((fault.rule, place, fault.values), []).append(fault)
    findings: list[Finding] = []
    for (rule, place, values), members in groups.items():
        names = tuple(dict.fromkeys(member.site for member in members))
        department = names[0] if len(names) == 1 else ALL_DEPARTMENTS
        filled = {**dict(members[0].details), **dict(values), "sites": Sites(names, total)}
        findings.append(finding(rule, place, department, **filled))
    return findings
