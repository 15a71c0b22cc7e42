"""What the renderer is asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..cache.store import Memory
from ..system.atomic_folders import BuildFolders

if TYPE_CHECKING:
    from ..model import Department, Finding


@dataclass(frozen=True, slots=True)
class Job:
    """Which sites to render (None is the portal), where to, in how many processes.

    `memory` is where to note what is written. `touched` names the folders of the departments that alone have changed
    since the last build; None means that anything may have, or that there is no last build to believe (`trusted`).
    `edited` are the files of the pages whose texts alone have changed since; None means that anything may have.
    With `whole`, the output takes the place of the spare one, from which `to.new` may start.
    `offline` asks for sites that need no server; `address` is the portal's, None for that of `mkdocs.yml`.
    `generation` is the digest of what shapes every page, `words` of what shared texts are expanded with.
    """

    chosen: Sequence[Department | None]
    to: BuildFolders
    processes: int
    memory: Memory
    trusted: bool
    whole: bool
    touched: frozenset[str] | None
    edited: frozenset[str] | None
    generation: bytes
    words: bytes
    offline: bool = False
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A site that has been rendered, or that could not be, because of `findings` at error level.

    `recorded` says that the memory holds what was written, so that the next build can start from it.
    """

    name: str
    pages: int
    findings: tuple[Finding, ...] = ()
    recorded: bool = False
