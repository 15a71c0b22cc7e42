"""Programs and rights that some tests need: without them a test says NOT RUN, and fails in a CI."""

from __future__ import annotations

import os
import shutil

import pytest

_SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


def needs(program: str) -> str:
    """The path of `program`; without it the test is NOT RUN, or fails when `CI=true`."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}:{_SYSTEM_FOLDERS}")
    if path is None:
        not_run(f"{program} is missing")
    return str(path)


def needs_file(path: str) -> str:
    """`path`, a file of a package; without it the test is NOT RUN, or fails when `CI=true`."""
    if not os.path.isfile(path):
        not_run(f"{path} is missing")
    return path


def not_run(reason: str) -> None:
    """End the test here, since it cannot be run for `reason`; never in silence."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"NOT RUN: {reason}", pytrace=False)
    pytest.skip(f"NOT RUN: {reason}")


def cannot_be_run(reason: str) -> None:
    """End the test here, since no program that could be installed would help (a container that may not mount)."""
    pytest.skip(f"NOT RUN: {reason}")
