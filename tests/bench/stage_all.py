"""Stage sites of a project as plain MkDocs projects, in one process: `stage_all.py ROOT TO DAY [CODE…]` (all if none).

What other generators are given to build is made of these.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from troisclics.merge.merger import Merger
from troisclics.pipeline.build import choose, read_project
from troisclics.staging.stage import read_origin, stage


def main(root: Path, to: Path, today: date, codes: list[str]) -> None:
    """Write each site below `to`, in a folder called as on the server."""
    project = read_project(root, today)
    origin, merger = read_origin(root, project, today), Merger(project, today)
    for department in choose(project, codes, None):
        site = merger.merge(department, [])
        folder = to / (site.slug or site.name)
        folder.mkdir(parents=True)
        stage(origin, site, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3]), sys.argv[4:])
