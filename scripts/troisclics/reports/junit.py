"""Format findings as JUnit XML: a test for each rule without findings, and one for each finding.

The elements and their order are those of Jenkins' schema (jenkinsci/xunit-plugin, junit-10.xsd), which GitLab also
reads. Only errors are failures; warnings and notes are passing tests with output.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from ..model import Finding
from . import Report
from .text import format_finding

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow."""


def format_junit(report: Report) -> str:
    """Format `report` as an XML document, without durations, so that the same input gives the same bytes."""
    silent = sorted(report.rules - {found.rule for found in report.findings})
    count = str(len(silent) + len(report.findings))
    totals = {"name": "troisclics", "tests": count, "failures": str(report.count("error")), "errors": "0"}
    top = ET.Element("testsuites", totals)
    suite = ET.SubElement(top, "testsuite", totals)
    for rule in silent:
        ET.SubElement(suite, "testcase", {"classname": rule, "name": rule})
    for found in report.findings:
        _add_case(suite, found)
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, encoding="unicode")}\n'


def _add_case(suite: ET.Element, found: Finding) -> None:
    name = _clean(f"{found.place} {found.message}")
    case = ET.SubElement(suite, "testcase", {"classname": found.rule, "name": name})
    text = _clean(format_finding(found))
    if found.severity == "error":
        ET.SubElement(case, "failure", {"message": _clean(found.message), "type": found.rule}).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
