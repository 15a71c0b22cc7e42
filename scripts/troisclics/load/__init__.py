"""From files to the model: every input limit lives here, and every fault becomes a finding."""

from .again import LastRead, changed_texts
from .consequences import drop_consequences
from .project import load_project

__all__ = ["LastRead", "changed_texts", "drop_consequences", "load_project"]
