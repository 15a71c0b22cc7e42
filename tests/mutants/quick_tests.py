"""A plugin of pytest for mutation testing: keeps the tests that are quick and always the same, and forgets caches."""

from __future__ import annotations

import functools
import sys

import pytest

BUILDING = {"whole", "faultless_whole"}
"""The fixtures that build a project; those that copy it use them."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that need no built project and draw nothing at random: a score is the same each time."""
    left_out = [item for item in items if BUILDING.intersection(getattr(item, "fixturenames", ())) or _is_drawn(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_drawn(item: pytest.Item) -> bool:
    return getattr(getattr(item, "function", None), "is_hypothesis_test", False)


def pytest_runtest_setup() -> None:
    """Clear the caches of all functions: a mutant is tried in a copy of a process that has run every test before."""
    for name, module in list(sys.modules.items()):
        if name.startswith("troisclics."):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
