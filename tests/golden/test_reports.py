"""Each format of a report, to the letter, and as its readers' schema wants it.

`pytest tests/golden --regold` rewrites `tests/golden/reports/`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest
import xmlschema

from troisclics.messages import finding
from troisclics.model import Place
from troisclics.reports import Report
from troisclics.reports.formats import FORMATS

HERE = Path(__file__).parent / "reports"
ROOT = Path(__file__).parents[2]
ENDINGS = {
    "text": "txt", "json": "json", "junit": "xml", "gitlab": "gitlab.json", "github": "github.txt", "sarif": "sarif",
    "html": "html",
}  # fmt: skip
DEPARTMENT = "departments/90-dunes/department.yml"

SAMPLE = Report(
    findings=(
        finding("en-tete-absent", Place("content/a.md", 1)),
        finding("fait-inconnu", Place("content/b.md", 7), id="a,b:100%", hint=" (« a » ?)"),
        finding("fait-inconnu", Place("content/b.md", 9), id="a,b:100%", hint=""),
        finding("bareme-ancien", Place("content/b.md", 12), "90", title="pim.repas", start="1ᵉʳ mars 2025"),
        replace(finding("texte-vide", Place("content/c.md"), key="<title>"), severity="warning"),
        finding("cle-absente", Place(DEPARTMENT), "90", key="seat\x0b"),
    ),
    today=date(2026, 11, 22),
    rules=frozenset({"en-tete-absent", "fait-inconnu", "encodage"}),
    owners={"content/a.md": "Équipe A", "content/b.md": "Équipe B", DEPARTMENT: "Délégation, Dunes (90)"},
)
"""Two of the same fault, a fault of a whole file, of one department, of nobody, and characters that formats escape."""

NOTHING = replace(SAMPLE, findings=())
READ_BY_SCHEMA = ("json", "gitlab", "sarif")


@pytest.mark.parametrize("name", FORMATS)
def test_format(name: str, request: pytest.FixtureRequest) -> None:
    """The report is what the golden file holds."""
    path = HERE / f"report.{ENDINGS[name]}"
    text = FORMATS[name](SAMPLE).replace(f'"version": "{version("troisclics")}"', '"version": "0"')
    if request.config.getoption("--regold", default=False):
        path.write_text(text, encoding="utf-8")
    else:
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("report", [SAMPLE, NOTHING], ids=["sample", "nothing"])
@pytest.mark.parametrize("name", READ_BY_SCHEMA)
def test_json_formats_follow_their_schema(name: str, report: Report) -> None:
    """What is JSON follows the schema of those who read it, with findings and without."""
    folder = ROOT / "schemas" if name == "json" else HERE / "schemas"
    schema = json.loads((folder / f"{'findings' if name == 'json' else name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(FORMATS[name](report)))


@pytest.mark.parametrize("report", [SAMPLE, NOTHING], ids=["sample", "nothing"])
def test_junit_is_valid_xml_of_its_schema(report: Report) -> None:
    """The JUnit report is valid XML of the schema that Jenkins and GitLab go by, whatever characters a finding has."""
    xmlschema.XMLSchema(HERE / "schemas" / "junit.xsd").validate(FORMATS["junit"](report))


def test_github_keeps_each_finding_on_its_line() -> None:
    """A finding is one line, whatever it says: GitHub reads no further."""
    assert FORMATS["github"](SAMPLE).count("\n") == len(SAMPLE.findings)
    assert "a%2Cb" not in FORMATS["github"](SAMPLE)
    assert "a,b:100%25" in FORMATS["github"](SAMPLE)


@pytest.mark.parametrize("name", ["json", "gitlab"])
def test_no_two_findings_share_an_identity(name: str) -> None:
    """The same fault twice in one file has two identities: forges merge those that are equal."""
    entries = json.loads(FORMATS[name](SAMPLE))
    entries = entries["findings"] if name == "json" else entries
    key = "identity" if name == "json" else "fingerprint"
    assert len({entry[key] for entry in entries}) == len(SAMPLE.findings)


def test_html_needs_nothing_else() -> None:
    """The page loads nothing, runs nothing, and shows what was written as text, not as markup."""
    text = FORMATS["html"](SAMPLE)
    assert not any(bad in text for bad in ("<script", "src=", "href=", "url(", "<title>»", "@import"))
    assert "« &lt;title&gt; »" in text
    assert "Rien à signaler" in FORMATS["html"](NOTHING)
