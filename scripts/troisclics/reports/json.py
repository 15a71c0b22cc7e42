"""Format findings as JSON, as defined in `schemas/findings.json`, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from ..model import ALL_DEPARTMENTS, STRICT, Finding, Severity
from . import SEVERITIES, Report, with_identities


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A finding.

    `line` is 0 for the whole file, `column` 0 for the whole line; `department` and `owner` are null if there is none.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    rule: str
    severity: Severity
    file: str
    line: int
    column: int
    department: str | None
    owner: str | None
    message: str
    fix: str
    identity: str


@dataclass(frozen=True, slots=True)
class FindingFile:
    """The report: the day (ISO 8601), the number of findings by severity, the rules checked, the findings."""

    __pydantic_config__: ClassVar[Any] = STRICT
    version: int
    today: str
    counts: dict[Severity, int]
    rules: tuple[str, ...]
    findings: tuple[FindingEntry, ...]


HELP = {
    "counts": "Nombre de constats de chaque gravité",
    "department": "Code du département, ou null si le constat les concerne tous",
    "file": "Fichier, depuis la racine du projet",
    "findings": "Les constats, dans l'ordre des fichiers et des lignes",
    "fix": "Comment corriger, en français",
    "identity": "Ce qui désigne ce constat d'un jour à l'autre, quels que soient sa ligne et son retard",
    "line": "Ligne, comptée à partir de 1 ; 0 pour le fichier entier",
    "message": "Ce qui ne va pas, en français",
    "owner": "Qui en répond, en toutes lettres, ou null si personne n'est connu",
    "rule": "Nom de la règle",
    "rules": "Les règles contrôlées, même celles qui n'ont rien trouvé",
    "severity": "error (empêche de publier), warning (à corriger) ou note (pour information)",
    "today": "Jour du contrôle (AAAA-MM-JJ)",
    "version": "Version de ce format : 1",
}


def format_json(report: Report) -> str:
    """Format `report` as a JSON document, one key per line."""
    file = FindingFile(
        version=1,
        today=report.today.isoformat(),
        counts={severity: report.count(severity) for severity in SEVERITIES},
        rules=tuple(sorted(report.rules)),
        findings=tuple(_entry(report, identity, found) for identity, found in with_identities(report.findings)),
    )
    return json.dumps(asdict(file), ensure_ascii=False, indent=2) + "\n"


def _entry(report: Report, identity: str, found: Finding) -> FindingEntry:
    return FindingEntry(
        rule=found.rule,
        severity=found.severity,
        file=found.place.file,
        line=found.place.line,
        column=found.place.column,
        department=None if found.department == ALL_DEPARTMENTS else found.department,
        owner=report.owner(found) or None,
        message=found.message,
        fix=found.fix,
        identity=identity,
    )
