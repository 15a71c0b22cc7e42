"""From files to the model: every limit on input is here, and every fault becomes a finding.

In: the files of a project, which anybody may have written.
Out: a `Project` of frozen objects, each with its place, and findings.
"""

from .cascading_findings import drop_consequences
from .project import KnownParts, load_project

__all__ = ["KnownParts", "drop_consequences", "load_project"]
