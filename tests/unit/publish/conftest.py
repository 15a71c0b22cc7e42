"""A desk that publishes to a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.model import Target
from troisclics.publish import publication

from .desk import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Small sites, and an empty target."""
    (tmp_path / "target").mkdir()
    tmp_path.chmod(0o755)
    made = Desk(tmp_path, Target("essai", "folder", str(tmp_path / "target"), keep=2))
    monkeypatch.setattr(publication, "send", made.send)
    return made
