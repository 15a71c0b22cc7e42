"""List every family of rules, in the order in which they run."""

from __future__ import annotations

from . import Check, breadth, click_depth, integrity, layout_consistency, published
from .benefits import BENEFITS
from .changed_facts import CHANGED_FACTS
from .coverage import COVERAGE
from .link_texts import LINK_TEXTS
from .old_texts import OLD_TEXTS
from .overdue import FRESHNESS
from .page_links import PAGE_LINKS
from .persons import PERSONS
from .raw_marks import RAW_MARKS
from .shared_data import DATA
from .site_survey import survey_check
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
    RAW_MARKS,
    PERSONS,
    PAGE_LINKS,
    LINK_TEXTS,
    WORDING,
    DATA,
    FRESHNESS,
    CHANGED_FACTS,
    OLD_TEXTS,
    STALE,
    # The first family on built sites that runs reads them for all the others.
    Check("sites construits", published.RULES, survey_check(published.RULES), built=True),
    Check("trois clics", click_depth.RULES, survey_check(click_depth.RULES), built=True),
    Check("largeur", breadth.RULES, survey_check(breadth.RULES), built=True),
    Check("même place partout", layout_consistency.RULES, survey_check(layout_consistency.RULES), built=True),
    Check("rien de cassé", integrity.RULES, survey_check(integrity.RULES), built=True),
)
