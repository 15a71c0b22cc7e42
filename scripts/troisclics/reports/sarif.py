"""Format findings as SARIF 2.1.0, for code scanning on forges and for editors.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from ..messages import RULES
from ..model import Finding
from . import Report, with_identities

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def format_sarif(report: Report) -> str:
    """Format `report` as the log of one run; SARIF's levels are the severities of findings."""
    driver = {
        "name": "troisclics",
        "version": version("troisclics"),
        "language": "fr",
        "rules": [_rule(name) for name in sorted(report.rules | {found.rule for found in report.findings})],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "La racine du projet."}}},
        "results": [_result(identity, found) for identity, found in with_identities(report.findings)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": RULES[name].why},
        "defaultConfiguration": {"level": RULES[name].severity},
    }


def _result(identity: str, found: Finding) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(found.place.file), "uriBaseId": "ROOT"}}
    if found.place.line:
        where["region"] = {"startLine": found.place.line}
    if found.place.column:
        where["region"]["startColumn"] = found.place.column
    return {
        "ruleId": found.rule,
        "level": found.severity,
        "message": {"text": f"{found.message}\n→ {found.fix}"},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"troisclics/v1": identity},
        "properties": {"department": found.department},
    }
