"""`pytest tests/golden --regold` takes what is given as what is expected: read the difference first."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--regold`."""
    parser.addoption("--regold", action="store_true", help="rewrite the expected texts of tests/golden/cases/")
