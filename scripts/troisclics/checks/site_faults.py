"""Group faults of built pages into findings: where each was written, and on which sites it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ..messages import finding
from ..model import ALL_DEPARTMENTS, NOWHERE, PORTAL, Finding, Place
from .source_locator import CONTENT, OWN, SourceLocator


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


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The sites whose faults are grouped: how many, and whether the portal, which no department writes, is one."""

    total: int
    portal: bool = True


Door = Literal["shared", "local", "unknown"]
"""Who can mend a fault: those who write for all departments, or a department."""

_Values = tuple[tuple[str, object], ...]
_Sign = tuple[str, tuple[str, ...], _Values]


def group_faults(faults: Iterable[SiteFault], locator: SourceLocator, surveyed: Surveyed) -> list[Finding]:
    """Return one finding for each fault, however many pages and sites have it."""
    every = list(faults)
    doors = _doors(every, surveyed)
    groups: dict[tuple[str, Place, _Values], list[SiteFault]] = {}
    doubts: dict[tuple[str, Place, _Values], str] = {}
    for fault in every:
        place, doubt = (fault.place, "") if fault.place != NOWHERE else _locate(fault, doors[_sign(fault)], locator)
        groups.setdefault((fault.rule, place, fault.values), []).append(fault)
        doubts.setdefault((fault.rule, place, fault.values), doubt)
    findings: list[Finding] = []
    for (rule, place, values), members in groups.items():
        names = tuple(dict.fromkeys(member.site for member in members))
        department = names[0] if len(names) == 1 else ALL_DEPARTMENTS
        filled = {**dict(members[0].details), **dict(values), "sites": Sites(names, surveyed.total)}
        found = finding(rule, place, department, **filled)
        findings.append(replace(found, message=found.message + doubts[rule, place, values]))
    return findings


def _sign(fault: SiteFault) -> _Sign:
    """Return what a fault has in common on all sites: its rule, its shared files and its values."""
    return fault.rule, tuple(file for file in fault.sources if not file.startswith(OWN)), fault.values


def _doors(faults: Iterable[SiteFault], surveyed: Surveyed) -> dict[_Sign, Door]:
    """Return where each fault comes from, by the sites that have it.

    What the portal or all departments have is of the shared files; what some departments have and the portal has not
    is of theirs. Without a portal to compare with, nothing is known of the others.
    """
    sites: dict[_Sign, set[str]] = {}
    for fault in faults:
        sites.setdefault(_sign(fault), set()).add(fault.site)
    departments = surveyed.total - surveyed.portal
    doors: dict[_Sign, Door] = {}
    for sign, names in sites.items():
        if PORTAL in names or len(names) == departments > 1:
            doors[sign] = "shared"
        else:
            doors[sign] = "local" if surveyed.portal else "unknown"
    return doors


def _locate(fault: SiteFault, door: Door, locator: SourceLocator) -> tuple[Place, str]:
    """Return where a fault was written, and what to add to its message if that is not sure."""
    own = tuple(file for file in fault.sources if file.startswith(OWN))
    shared = tuple(file for file in fault.sources if not file.startswith(OWN))
    if door == "shared" or not own:
        place = locator.find(shared, fault.clues)
        return place if place != NOWHERE else locator.first(shared), ""
    text = next((file for file in shared if file.startswith(CONTENT)), "")
    place = locator.find(fault.sources, fault.clues)
    if place != NOWHERE:
        odd = door == "local" and place.file == text
        return (
            place,
            f" ; origine non sûre : le portail a le même texte sans la faute, voir « {own[0]} »" if odd else "",
        )
    if not text and len(own) > 1:  # a page that only this department has
        return Place(own[0]), ""
    first, other = (own[0], text or shared[0]) if door == "local" else (text or own[0], own[0])
    return Place(first), f" ; origine non sûre : ce peut être « {other} »"
