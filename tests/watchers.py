"""Those who hear how a build or a publication goes on: one notes it, one allows no warning."""

from __future__ import annotations


class Noted:
    """Notes what it is warned of."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        """Note `text`."""
        self.warnings.append(text)

    def done(self, name: str, count: int, total: int) -> None:
        """A site is built."""

    def step(self, name: str) -> None:
        """A step of a publication begins."""

    def moved(self, count: int, total: int) -> None:
        """Files have been moved."""


class Strict(Noted):
    """Allows no warning: the engine must be in use, and the project without fault."""

    def warn(self, text: str) -> None:
        """Fail."""
        raise AssertionError(text)
