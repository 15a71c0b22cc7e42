"""From files to the model: every input limit lives here, and every fault becomes a finding."""

from .project import load_project

__all__ = ["load_project"]
