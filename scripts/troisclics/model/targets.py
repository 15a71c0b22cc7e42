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
    """A publication target: a folder, here or mounted or behind SSH, or a folder for one archive per site.

    No secret is written here: SSH keys come from the agent, or from the file that `key` names.

    Attributes:
        departments: CODEs of the sites to publish; all if empty.
        sample: the number of pages per site verified over HTTP; all if None.
        keep: the number of releases kept on the target.
        signing_key: the file of the key that signs releases; a public key if the agent holds the private one.
        allowed_signers: the file of the accepted signers.
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
