"""Processes that share work: none outlives the one that it works for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = """
import sys
from troisclics.system.workers import _die_with_parent
_die_with_parent(int(sys.argv[1]))
"""


@pytest.mark.parametrize(("parent", "code"), [(os.getpid(), 0), (1, 1)], ids=["its parent", "another"])
def test_a_worker_whose_parent_has_gone_ends(parent: int, code: int) -> None:
    """A worker that begins once its parent was killed ends at once; the system would not tell it any more."""
    assert subprocess.run([sys.executable, "-c", CODE, str(parent)], check=False).returncode == code
