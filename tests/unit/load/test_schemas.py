"""The JSON Schemas of the editors' YAML plugins say what loading says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from troisclics.load.schemas import json_schemas

ROOT = Path(__file__).parents[3]
FICTITIOUS = ROOT / "tests" / "fixtures" / "project"


class _Plain(yaml.SafeLoader):
    """YAML as an editor's plugin sees it: dates are texts."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(schema: str, text: str) -> list[str]:
    """What the schema says of a YAML text."""
    data: Any = yaml.load(text, _Plain)  # noqa: S506 - a safe loader
    return [
        error.message
        for error in jsonschema.Draft202012Validator(json.loads(json_schemas()[f"{schema}.json"])).iter_errors(data)
    ]


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_the_files_are_up_to_date(name: str) -> None:
    """The schemas in the repository are those the model gives today."""
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == json_schemas()[name]


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("department", "departments/90-dunes/department.yml"),
        ("departments", "content/_departments.yml"),
        ("facts", "content/_facts/logement.yml"),
        ("owners", "content/_owners.yml"),
        ("glossary", "content/_glossary.yml"),
        ("tasks", "content/_tasks.yml"),
    ],
)
def test_what_loads_is_valid(schema: str, name: str) -> None:
    """The files of the fictitious project, which load without finding, are valid."""
    assert errors(schema, (FICTITIOUS / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("page", "title: a\ndescription: b\nownr: c"),
        ("page", "title: a"),
        ("page", "title: a\ndescription: b\nkind: zzz"),
        ("overlay", "owner: a"),
        ("department", "name: Manche"),
        ("departments", "departments: [{code: 50, slug: a, name: a, de: b, region: c, seat: d, zone: metro}]"),
    ],
)
def test_what_does_not_load_is_not_valid(schema: str, text: str) -> None:
    """Unknown keys, missing keys, wrong choices and wrong types are shown while typing."""
    assert errors(schema, text)
