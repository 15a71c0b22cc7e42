"""What is written for others: who must approve a change, what a release is made of, how it is served."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from email.message import Message
from typing import Any

import pytest

from troisclics.publish import sbom
from troisclics.publish.codeowners import Forge, format_owners
from troisclics.publish.sbom import Component, format_sbom
from troisclics.publish.servers import server_files

from ..samples import make_department, make_fact, make_page, make_project

# --- Owners

OWNERS = """\
*                            @action-sociale/sircom
/content/index.md            @action-sociale/un
/content/a/b/                @action-sociale/un
/content/a/b/z.md            @action-sociale/deux
/content/c/                  @action-sociale/deux
/content/_facts/x.yml        @action-sociale/trois
/departments/2a-corse/       @action-sociale/delegation-2a
/departments/50-manche/      @action-sociale/deux
/content/_departments.yml    @action-sociale/sircom
"""


@pytest.mark.parametrize(("forge", "section"), [("github", "\n\n"), ("gitlab", "\n\n[Responsables][1]\n")])
def test_owners_of_a_project(forge: Forge, section: str) -> None:
    """The owner of most pages of a section has it; each other page, fact file and department has a line of its own."""
    owned = {"a/b/x.md": "un", "a/b/y.md": "un", "a/b/z.md": "deux", "c/w.md": "deux", "index.md": "un", "v.md": ""}
    owned |= {"d/x.md": "sircom", "e.md": "sircom"}
    pages = [make_page(uri=uri, owner=owner) for uri, owner in owned.items()]
    fact = replace(make_fact(), owner="trois", at=replace(make_fact().at, file="content/_facts/x.yml"))
    departments = [make_department("2A", slug="2a-corse"), make_department("50", owner="deux")]
    head, _, lines = format_owners(make_project(pages, departments, facts=[fact]), forge).partition("accord.")
    assert head.startswith("# Qui doit")
    start, star, rest = lines.partition("*")
    assert start == section
    assert [line.split() for line in (star + rest).splitlines()] == [line.split() for line in OWNERS.splitlines()]
    assert len({line.index("@") for line in rest.splitlines()[1:]}) == 1, "the owners stand below each other"


# --- The list of programs


class Package:
    """An installed package, as `importlib.metadata` describes one."""

    def __init__(self, requires: list[str] | None, **fields: str | list[str]) -> None:
        self.version, self.requires, self.metadata = "1.0", requires, Message()
        for name, values in fields.items():
            for value in [values] if isinstance(values, str) else values:
                self.metadata.add_header(name.replace("_", "-"), value)


PACKAGES = {
    "troisclics": Package(
        ["un>=1", "absent", 'deux; extra == "x"', 'trois; python_version < "3"', "Quatre.cinq"], License="MIT"
    ),
    "un": Package(None, License_Expression="MIT OR Apache-2.0", Classifier="License :: OSI Approved :: Autre"),
    "quatre-cinq": Package([], Classifier=[
        "Topic :: Text", "License :: OSI Approved", "License :: OSI Approved :: BSD License",
        "License :: Public Domain",
    ], License="x"),
}  # fmt: skip


@pytest.fixture
def components(monkeypatch: pytest.MonkeyPatch) -> tuple[Component, ...]:
    """The components that PACKAGES make."""

    def distribution(name: str) -> Package:
        if name not in PACKAGES:
            raise sbom.PackageNotFoundError(name)
        return PACKAGES[name]

    monkeypatch.setattr(sbom, "distribution", distribution)
    return sbom.find_components()


def test_components(components: tuple[Component, ...]) -> None:
    """What is installed and needed here, by name, with the licence as it is stated; extras and others are not."""
    assert components == (
        Component("quatre-cinq", "1.0", "BSD License, Public Domain", expression=False, needs=()),
        Component("troisclics", "1.0", "MIT", expression=False, needs=("un", "quatre-cinq")),
        Component("un", "1.0", "MIT OR Apache-2.0", expression=True, needs=()),
    )


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License": "\nPremière ligne\ndeuxième"}, "Première ligne"),
        ({}, "non indiquée"),
        ({"License": "  "}, "non indiquée"),
    ],
)
def test_licences(fields: dict[str, Any], licence: str) -> None:
    """The first line of a text that is the licence, or that none is stated."""
    package = Package([], **{name: value.strip("\n") for name, value in fields.items()})
    assert sbom._licence(package) == licence  # type: ignore[arg-type]


def test_a_list_of_programs(components: tuple[Component, ...]) -> None:
    """The program stands apart from what it needs; it is the same for the same day and commit, and no other."""
    text = format_sbom(components, date(2026, 11, 22), "abc")
    found = json.loads(text)
    assert found["metadata"]["component"]["name"] == "troisclics"
    assert found["metadata"]["component"]["type"] == "application"
    assert found["metadata"]["properties"] == [{"name": "troisclics:commit", "value": "abc"}]
    assert [(one["name"], one["type"], one["licenses"]) for one in found["components"]] == [
        ("quatre-cinq", "library", [{"license": {"name": "BSD License, Public Domain"}}]),
        ("un", "library", [{"expression": "MIT OR Apache-2.0"}]),
    ]
    assert found["dependencies"][1] == {
        "ref": "pkg:pypi/troisclics@1.0", "dependsOn": ["pkg:pypi/quatre-cinq@1.0", "pkg:pypi/un@1.0"],
    }  # fmt: skip
    assert found["version"] == 1
    assert text.startswith('{\n "bomFormat"')
    accented = replace(components[0], licence="é")
    assert "é" in format_sbom((accented, *components[1:]), date(2026, 11, 22), "abc")
    others = {format_sbom(components, date(2026, 11, 23), "abc"), format_sbom(components, date(2026, 11, 22), "abd")}
    assert text not in others
    assert len(others) == 2


# --- Servers


def test_a_server_with_an_address() -> None:
    """Its name, port and prefix are those of the address."""
    text = server_files(("90-dunes",), (), "essai", "/srv/x", "https://a.example:8443/direction/a/")["nginx.conf"]
    lines = [line.strip() for line in text.splitlines()]
    assert {"listen 8443;", "server_name a.example;", "text/javascript js mjs;"} <= set(lines)
    assert "root /srv/x;" not in lines
    assert "error_page 404 /direction/a/404.html;" in lines
    assert "90-dunes" in text
    assert text.endswith("}\n")


def test_a_server_without_an_address() -> None:
    """It answers to any name on the usual port, from the root."""
    found = server_files((), (), "essai", "/srv/x", None)
    lines = [line.strip() for line in found["nginx.conf"].splitlines()]
    assert {"listen 80;", "server_name _;", "root /srv/x;", "error_page 404 /404.html;"} <= set(lines)
    assert set(found) == {"nginx.conf", "apache.conf"}
    without = server_files((), (), "essai", "/srv/x", "http:///a/")["nginx.conf"]
    assert "server_name _;" in without


def test_templates_leave_no_blank_lines() -> None:
    """Instructions of the templates leave nothing behind."""
    for text in server_files(("90-dunes",), (), "essai", "/srv/x", "http://a.example/").values():
        assert "\n\n\n" not in text
        assert not [line for line in text.splitlines() if line and not line.strip()]
