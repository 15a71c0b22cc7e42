"""Keep the list of the addresses that were published, with which every check compares those of today."""

from __future__ import annotations

from pathlib import Path

from ..constants import ADDRESSES
from ..load.former_addresses import current_addresses
from ..model import Project
from ..system.file_trees import write_file

_HEAD = """\
# yaml-language-server: $schema=../schemas/addresses.json
# Adresses publiées, notées par « troisclics publish » : voir CONTRIBUTING.md, « Déplacer une page ».
addresses:
"""


def record_addresses(root: Path, project: Project) -> int:
    """Add the addresses of the shared pages to those that were published; return how many are new.

    Args:
        root: the folder of the project.
        project: the project as the sites of the day show it.

    Raises:
        OSError: the list cannot be written.
    """
    known = set(project.tree.addresses)
    every = known | set(current_addresses((*project.tree.pages, *project.tree.expired))) - {""}
    if every != known:
        write_file(root / ADDRESSES, (_HEAD + "".join(f"  - {address}\n" for address in sorted(every))).encode())
    return len(every) - len(known)
