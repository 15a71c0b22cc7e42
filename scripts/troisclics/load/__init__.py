"""From files to the model: every input limit lives here, and every fault becomes a finding."""

from .project import LastRead, load_project

__all__ = ["LastRead", "load_project"]
