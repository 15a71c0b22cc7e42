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


INTERRUPTED = """
import os, signal
from troisclics.system.workers import parallel_map, run_isolated
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGINT))
print(list(parallel_map(str, range(4), 2)), run_isolated(str, 4))
"""


def test_ctrl_c_while_workers_begin() -> None:
    """Ctrl-C is for the process that shares work out: a worker that has just been forked does not fall over it."""
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("['0', '1', '2', '3'] 4\n", "")
