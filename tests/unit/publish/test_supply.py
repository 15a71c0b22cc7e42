"""What a release is made with, and whose consent a change needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from troisclics.load import load_project
from troisclics.publish.codeowners import Forge, format_owners
from troisclics.publish.sbom import find_components, format_sbom

ROOT = Path(__file__).parents[3]
ACCEPTED = re.compile(
    r"MIT|BSD|Apache|MPL|Mozilla|ISC|PSF|Python|GNU General Public License v2 or later|GPL-2|Unlicense"
)


def test_the_sbom_is_valid() -> None:
    """CycloneDX's own validator accepts the list, which is the same for the same day and commit."""
    text = format_sbom(find_components(), date(2026, 11, 22), "abc")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert text == format_sbom(find_components(), date(2026, 11, 22), "abc")


def test_the_sbom_is_the_lock_file() -> None:
    """Each program listed is the version that the lock file pins."""
    pinned = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    found = {component.name: component.version for component in find_components() if component.name != "troisclics"}
    assert found == {name: pinned.get(name) for name in found}


def test_licences_are_known() -> None:
    """Each program states a licence, and one that allows what is done with it."""
    assert [found.name for found in find_components() if not ACCEPTED.search(found.licence)] == []


def owner_of(text: str, path: str) -> str:
    """Whose consent a change of `path` needs: the last line that matches, as both forges have it."""
    lines = [line.split() for line in text.splitlines() if line and line[0] not in "#["]
    return [owner for pattern, owner in lines if pattern == "*" or f"/{path}".startswith(pattern)][-1]


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_delegation_answers_for_its_folder_only(project: Callable[..., Path], forge: Forge) -> None:
    """A change outside of the folder of a delegation needs somebody else; within, that delegation."""
    text = format_owners(load_project(project(), date(2026, 11, 22))[0], forge)
    assert owner_of(text, "departments/90-dunes/logement/aide.md") == "@action-sociale/delegation-90"
    assert owner_of(text, "departments/9a-falaises/department.yml") == "@action-sociale/delegation-9a"
    for path in ("content/index.md", "content/logement/aide.md", "mkdocs.yml", "overrides/main.html", "CODEOWNERS"):
        assert "delegation-" not in owner_of(text, path)


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_the_national_list_is_for_its_keeper_alone(project: Callable[..., Path], forge: Forge) -> None:
    """Whoever owns the pages around it, a change of a department's name needs the usual owner: nobody comes after."""
    text = format_owners(load_project(project(), date(2026, 11, 22))[0], forge)
    assert text.splitlines()[-1].split() == ["/content/_departments.yml", "@action-sociale/sircom"]
    assert owner_of(text, "content/_departments.yml") == "@action-sociale/sircom"
