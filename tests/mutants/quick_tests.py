"""A plugin of pytest: leaves out the tests that build a project first, which would take longer than all the others."""

from __future__ import annotations

import pytest

BUILDING = {"whole", "faultless_whole"}
"""The fixtures that build a project; those that copy it use them."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that need no built project."""
    slow = [item for item in items if BUILDING.intersection(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]
