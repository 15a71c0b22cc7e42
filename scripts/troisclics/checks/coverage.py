"""Check that departments give enough local facts for their pages to be of use."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.local_coverage import EXPECTED, coverage
from ..messages import finding
from ..model import Finding
from . import Check, Subject


def _check_coverage(subject: Subject) -> Iterator[Finding]:
    """Report each department that gives fewer expected facts than `extra.troisclics.local_facts`."""
    least = subject.project.tree.settings.local_facts
    for row in coverage(subject.project, subject.today):
        if row.given < least:
            department = row.department
            missing = ", ".join(row.missing())
            values = {"told": row.given, "expected": len(EXPECTED), "missing": missing}
            yield finding("departement-pauvre", department.file.at, department.code, **values)


COVERAGE = Check("informations locales", frozenset({"departement-pauvre"}), _check_coverage)
