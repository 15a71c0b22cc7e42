"""Small sites, a target that is a folder, and all that a publication does, without rsync and without a server."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from faults.small import SLUGS, write_sites

from troisclics.model import PublishSettings, Target
from troisclics.publish.manifest import Provenance
from troisclics.publish.pack import Packed, pack
from troisclics.publish.preflight import Online, connect_target
from troisclics.publish.preparation import PreparedPublication, prepare
from troisclics.publish.publication import Published, publish
from troisclics.publish.signature import NO_SIGNERS, Signing
from troisclics.publish.transport import Host, Sent

DAY = date(2026, 11, 22)
SITES = ("", *SLUGS)
FREE = PublishSettings(mandatory=(), loss=100)
UNSIGNED = Signing(None, NO_SIGNERS)


@dataclass
class Observer:
    """What a publication says while it runs."""

    steps: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    counts: list[tuple[int, int]] = field(default_factory=list)

    def step(self, name: str) -> None:
        """Note a step."""
        self.steps.append(name)

    def warn(self, text: str) -> None:
        """Note a warning."""
        self.warnings.append(text)

    def moved(self, count: int, total: int) -> None:
        """Note a progress."""
        self.counts.append((count, total))


@dataclass
class Desk:
    """Sites in `folder`, published to `folder/target`."""

    folder: Path
    target: Target
    observer: Observer = field(default_factory=Observer)
    options: list[list[str]] = field(default_factory=list)
    after_sending: Callable[[Path], object] = bool

    @property
    def place(self) -> Path:
        """The folder of the target."""
        return Path(self.target.path)

    def pack(self, number: int = 1, sites: Sequence[str] = SITES, day: date = DAY) -> Packed:
        """Pack the sites, whose pages say `number`."""
        write_sites(self.folder / "site", number, tuple(slug for slug in sites if slug))
        return self.pack_built(sites, day=day)

    def pack_built(
        self, sites: Sequence[str], advance: Callable[[str, int, int], None] = lambda *_: None, day: date = DAY,
        scripts: Sequence[str] = (),
    ) -> Packed:  # fmt: skip
        """Pack the sites as they are."""
        origin = Provenance(day, "abc", "essai", "{}\n")
        return pack(self.folder / "site", sites, self.folder / "pack", origin, scripts, 1, advance)

    def connect(self, *, write: bool = True) -> AbstractContextManager[tuple[Host, Online]]:
        """Connect to the target."""
        self.observer = Observer()
        return connect_target(self.target, "essai", self.observer, write=write)

    def prepare(self, packed: Packed, chosen: Sequence[str] | None = None, **keys: Any) -> PreparedPublication:
        """What a publication of the sites would do."""
        with self.connect() as (host, online):
            keys = {"settings": FREE, "signing": UNSIGNED} | keys
            return prepare(
                host, self.target, online, packed, tuple(packed.manifests) if chosen is None else chosen, **keys
            )

    def publish(self, number: int = 1, chosen: Sequence[str] | None = None, hour: int = 12, **keys: Any) -> Published:
        """Publish the sites, whose pages say `number`."""
        packed = self.pack(number, **keys)
        self.options.clear()
        with self.connect() as (host, online):
            chosen = tuple(packed.manifests) if chosen is None else chosen
            prepared = prepare(host, self.target, online, packed, chosen, FREE, UNSIGNED)
            now = datetime(2026, 11, 22, hour, tzinfo=UTC)
            return publish(host, self.target, online, prepared, now, self.observer)

    def send(
        self, _host: Host, _step: str, options: Sequence[str], source: Path, path: str, advance: Callable[[], None]
    ) -> Sent:
        """Do what rsync does with these options."""
        self.options.append(list(options))
        pairs = [option.split("=/", 1) for option in options if "=/" in option]
        named = {kind: {name.removesuffix("***").strip("/") for key, name in pairs if key == f"--{kind}"}
                 for kind in ("include", "exclude")}  # fmt: skip
        to, count, size = Path(path), 0, 0

        def travels(file: Path) -> bool:
            top = file.parts[0]
            return top in named["include"] or not named["exclude"] & {top, "*"}

        files = {file for file in below(source, follow="--copy-links" in options) if travels(file)}
        for file in [file for file in below(to) if travels(file) and file not in files and "--delete" in options]:
            if "--filter=P /*" not in options or (source / file.parts[0]).exists():
                (to / file).unlink()
        for file in sorted(files):
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            new, old = source / file, to / file
            if new.is_symlink() and "--links" in options:
                if not old.is_symlink():
                    old.symlink_to(new.readlink())
            elif not old.exists() or old.read_bytes() != new.read_bytes():
                old.unlink(missing_ok=True)
                old.write_bytes(new.read_bytes())
                old.chmod(0o644)
                count, size = count + 1, size + new.stat().st_size
                advance()
        self.after_sending(to)
        return Sent(count, size)

    def log(self) -> dict[str, Any]:
        """The release log."""
        return dict(json.loads((self.place / "published.json").read_text(encoding="utf-8")))

    def served(self, slug: str = "") -> str:
        """The number that the home page of a site says, as it is served."""
        text = (self.place / "current" / slug / "index.html").read_text(encoding="utf-8")
        return text.split('content="')[1].partition('"')[0]


def below(folder: Path, *, follow: bool = False) -> list[Path]:
    """The files and links below `folder`; with `follow`, what links lead to instead of the links."""
    found = []
    for place, folders, names in os.walk(folder, followlinks=follow):
        links = [name for name in folders if not follow and Path(place, name).is_symlink()]
        found += [Path(place, name).relative_to(folder) for name in (*names, *links)]
    return found
