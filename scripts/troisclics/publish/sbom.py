"""Write the SBOM of a release: the installed packages with versions and licences, in CycloneDX.

It describes the packages installed on the machine that publishes; with `scripts/build`, those of the lock file.
CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/
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
    """An installed package: its name, version, licence as stated, and dependencies."""

    name: str
    version: str
    licence: str
    expression: bool
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def find_components() -> tuple[Component, ...]:
    """Return troisclics and its installed dependencies, by name."""
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
    """Yield the names of the installed dependencies of `package`."""
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
    """Return the licence that a package states: its classifiers, or the first line of its text."""
    stated = [line.removeprefix(_CLASSIFIER) for line in _stated(package, "Classifier") if line.startswith(_CLASSIFIER)]
    names = [line.rpartition(" :: ")[2] for line in stated if line != "OSI Approved"]
    written = [line for text in _stated(package, "License") for line in text.strip().splitlines()]
    return ", ".join(names) or (written[0] if written else "non indiquée")


def _stated(package: Distribution, field: str) -> list[str]:
    return [str(value) for value in package.metadata.get_all(field) or []]


def format_sbom(components: tuple[Component, ...], today: date, commit: str) -> str:
    """Return the CycloneDX document, reproducible for the same day and commit.

    Args:
        components: the installed packages.
        today: the day of the release.
        commit: its commit, or "".
    """
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
