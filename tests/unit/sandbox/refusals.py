"""What a build says when it refuses the settings or the code of a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.errors import InputError, RenderError

from ..commands import copy_fictitious
from ..render.pairs import change, configure
from ..render.test_parallel_render import run

HOOKS = "hooks: [accroche.py]\n"


def refused(tmp_path: Path, config: str, files: dict[str, str]) -> RenderError | InputError:
    """What a build of the fictitious project says, with these lines of configuration and these files."""
    root = change(configure(copy_fictitious(tmp_path / "projet"), config), files)
    with pytest.raises((RenderError, InputError)) as caught:
        run(root, "90")
    assert not (root / "site").exists()
    return caught.value
