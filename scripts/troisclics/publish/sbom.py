"""What a release was made with: a CycloneDX list of the programs installed, each with its version and licence.

The list is read from what is installed, so it is true of the machine that published; with `scripts/build` that is
the lock file. CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PROGRAM = "troisclics"
_CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Component:
    """A package that is installed: its name, version and licence, as it states it; what it needs."""

    name: str
    version: str
    licence: str
    expression: bool
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its address as a package."""
        return f"pkg:pypi/{self.name}@{self.version}"


def find_components() -> tuple[Component, ...]:
    """troisclics and all that it needs to build and to publish, as installed, by name."""
    found: dict[str, Component] = {}
    waiting = [_PROGRAM]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _component(name, distribution(name))
            waiting += found[name].needs
    return tuple(found[name] for name in sorted(found))


def _component(name: str, package: Distribution) -> Component:
    expression = _stated(package, "License-Expression")
    licence = expression[0] if expression else _licence(package)
    return Component(name, package.version, licence, bool(expression), tuple(_needs(package)))


def _needs(package: Distribution) -> Iterator[str]:
    """The names of what `package` needs here and has."""
    for text in package.requires or ():
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = canonicalize_name(requirement.name)
        try:
            distribution(name)
        except PackageNotFoundError:
            continue
        yield name


def _licence(package: Distribution) -> str:
    """The licence that a package states: its classifiers, else the first line of what it wrote."""
    stated = [line.removeprefix(_CLASSIFIER) for line in _stated(package, "Classifier") if line.startswith(_CLASSIFIER)]
    names = [line.rpartition(" :: ")[2] for line in stated if line != "OSI Approved"]
    written = [line for text in _stated(package, "License") for line in text.strip().splitlines()]
    return ", ".join(names) or (written[0] if written else "non indiquée")


def _stated(package: Distribution, field: str) -> list[str]:
    return [str(value) for value in package.metadata.get_all(field) or []]


def format_sbom(components: tuple[Component, ...], today: date, commit: str) -> str:
    """The CycloneDX document of `components`, made on `today` from `commit`: the same for the same."""
    program = next(component for component in components if component.name == _PROGRAM)
    listing = [_entry(component) for component in components if component is not program]
    by_name = {component.name: component.purl for component in components}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([today.isoformat(), commit, listing]))}",
        "version": 1,
        "metadata": {
            "timestamp": f"{today.isoformat()}T00:00:00Z",
            "component": {**_entry(program), "type": "application"},
            "properties": [{"name": "troisclics:commit", "value": commit}],
        },
        "components": listing,
        "dependencies": [
            {"ref": component.purl, "dependsOn": sorted({by_name[name] for name in component.needs})}
            for component in components
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _entry(component: Component) -> dict[str, object]:
    licence = {"expression": component.licence} if component.expression else {"license": {"name": component.licence}}
    return {
        "type": "library",
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        "licenses": [licence],
    }
