"""What tests of staging start from: the copy of this repository that tests of rendering use too."""

from ..render.conftest import repository

__all__ = ["repository"]
