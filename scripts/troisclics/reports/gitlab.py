"""Format findings as a GitLab Code Quality report, shown in merge requests.

Format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json

from . import Report, with_identities

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def format_gitlab(report: Report) -> str:
    """Format `report` as a JSON list; GitLab requires a line, so findings on a whole file are at its first one."""
    issues = [
        {
            "description": f"{found.message} → {found.fix}",
            "check_name": found.rule,
            "fingerprint": identity,
            "severity": _SEVERITIES[found.severity],
            "location": {"path": found.place.file, "lines": {"begin": max(found.place.line, 1)}},
        }
        for identity, found in with_identities(report.findings)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
