"""Every family of rules, in the order in which they run."""

from __future__ import annotations

from . import Check
from .benefits import BENEFITS
from .coverage import COVERAGE
from .data import DATA
from .figures import FIGURES
from .link_texts import LINK_TEXTS
from .structure import STRUCTURE
from .tasks import ANCHORS, TASKS
from .video import VIDEOS
from .wording import WORDING

CHECKS: tuple[Check, ...] = (
    BENEFITS,
    FIGURES,
    TASKS,
    ANCHORS,
    VIDEOS,
    COVERAGE,
    STRUCTURE,
    LINK_TEXTS,
    WORDING,
    DATA,
)
