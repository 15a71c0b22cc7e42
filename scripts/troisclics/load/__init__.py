"""Read files into the model: all limits on input are here, and every problem becomes a finding.

In: the files of a project, untrusted.
Out: a `Project` of frozen objects, each with its place, and findings.
Functions add their findings to the list `out`.
"""

from .cascading_findings import drop_consequences
from .project import KnownParts, load_project

__all__ = ["KnownParts", "drop_consequences", "load_project"]
