"""Every family of rules, in the order in which they run."""

from __future__ import annotations

from . import Check, breadth, click_depth, integrity, layout_consistency, published
from .benefits import BENEFITS
from .coverage import COVERAGE
from .link_texts import LINK_TEXTS
from .overdue import FRESHNESS
from .shared_data import DATA
from .site_survey import family
from .stale_texts import STALE
from .tasks import ANCHORS, TASKS
from .text_structure import STRUCTURE
from .typed_figures import FIGURES
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
    Check("trois clics", click_depth.RULES, family(click_depth.RULES), built=True),
    Check("largeur", breadth.RULES, family(breadth.RULES), built=True),
    Check("même place partout", layout_consistency.RULES, family(layout_consistency.RULES), built=True),
    Check("rien de cassé", integrity.RULES, family(integrity.RULES), built=True),
)
