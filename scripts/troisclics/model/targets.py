"""Where sites are published: `publish.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from .base import NOWHERE, STRICT, Place

TargetKind = Literal["folder", "ssh", "archives"]
SwitchKind = Literal["link", "copy"]
ArchiveKind = Literal["tar.zst", "zip"]


@dataclass(frozen=True, slots=True)
class Target:
    """A server's folder: here or mounted, behind SSH, or one that receives an archive for each site.

    No secret is written here: SSH keys come from the agent, or from the file that `key` names.
    `departments` are CODEs, all sites if there is none; `sample` is how many pages of a site are read again over
    HTTP, all if absent; `keep` is how many releases stay on the target. `signing_key` is the file of the key that
    signs releases, private, or public if the agent has the other half; `allowed_signers` that of those who may.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    id: str
    kind: TargetKind
    path: str
    host: str | None = None
    user: str | None = None
    port: int | None = None
    key: str | None = None
    known_hosts: str | None = None
    url: str | None = None
    departments: tuple[str, ...] = ()
    switch: SwitchKind = "link"
    format: ArchiveKind = "tar.zst"
    sample: int | None = None
    keep: int = 5
    signing_key: str | None = None
    allowed_signers: str | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class TargetFile:
    """`publish.yml`: the targets of all intranets."""

    __pydantic_config__: ClassVar[Any] = STRICT
    targets: tuple[Target, ...]
    at: Place = NOWHERE
