"""Faults of built pages, told once: where they were written, and in which sites they show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..messages import finding
from ..model import ALL_DEPARTMENTS, NOWHERE, Finding, Place
from .source_locator import Origins


@dataclass(frozen=True, slots=True)
class SiteFault:
    """What is wrong in a page of the site `site` (a code, or « portail »).

    `sources` are the files it may have been written in, the likeliest first; `clues` the texts to look for there,
    the surest first. `place` says it where it is known. `values` fill the rule's texts; `passing` too, but they are
    not what tells one fault from another.
    """

    rule: str
    site: str
    sources: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()
    place: Place = NOWHERE
    values: tuple[tuple[str, object], ...] = ()
    passing: tuple[tuple[str, object], ...] = ()


def values_of(**values: object) -> tuple[tuple[str, object], ...]:
    """Values for the texts of a rule, as a fault keeps them."""
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


def tell(faults: Iterable[SiteFault], origins: Origins, total: int) -> list[Finding]:
    """One finding for each fault, however many pages and sites have it; `total` is how many sites there are."""
    groups: dict[tuple[str, Place, tuple[tuple[str, object], ...]], list[SiteFault]] = {}
    for fault in faults:
        place = fault.place if fault.place != NOWHERE else origins.find(fault.sources, fault.clues)
        groups.setdefault((fault.rule, place, fault.values), []).append(fault)
    findings: list[Finding] = []
    for (rule, place, values), members in groups.items():
        names = tuple(dict.fromkeys(member.site for member in members))
        department = names[0] if len(names) == 1 else ALL_DEPARTMENTS
        filled = {**dict(members[0].passing), **dict(values), "sites": Sites(names, total)}
        findings.append(finding(rule, place, department, **filled))
    return findings
