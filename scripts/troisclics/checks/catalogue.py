"""Every family of rules, in the order in which they run."""

from __future__ import annotations

from . import Check, breadth, clicks, integrity, places, published
from .benefits import BENEFITS
from .coverage import COVERAGE
from .data import DATA
from .figures import FIGURES
from .freshness import FRESHNESS
from .link_texts import LINK_TEXTS
from .stale import STALE
from .structure import STRUCTURE
from .survey import family
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
    FRESHNESS,
    STALE,
    # The first of the families that look at built sites reads them for all.
    Check("sites construits", published.RULES, family(published.RULES), built=True),
    Check("trois clics", clicks.RULES, family(clicks.RULES), built=True),
    Check("largeur", breadth.RULES, family(breadth.RULES), built=True),
    Check("même place partout", places.RULES, family(places.RULES), built=True),
    Check("rien de cassé", integrity.RULES, family(integrity.RULES), built=True),
)
