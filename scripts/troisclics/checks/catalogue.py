"""Every family of rules, in the order in which they run."""

from __future__ import annotations

from . import Check
from .benefits import BENEFITS
from .coverage import COVERAGE
from .figures import FIGURES
from .tasks import ANCHORS, TASKS
from .video import VIDEOS

CHECKS: tuple[Check, ...] = (
    BENEFITS,
    FIGURES,
    TASKS,
    ANCHORS,
    VIDEOS,
    COVERAGE,
)
