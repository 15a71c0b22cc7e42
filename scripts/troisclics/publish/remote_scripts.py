"""Run on the target's machine one short program of the folder `remote` per function.

current -> releases/2026-11-25-71a065e332     what is served
releases/                                     the releases; `.incoming` is being uploaded
assets/1e4e51c92ee4275b/                      the fixed assets of sites, named after their content
published.json  .lock

The `_assets` of releases are links to `assets/`, which only grows before a switch and only shrinks afterwards.
Functions act on `target`, on its machine `host`, and raise PublishError if a command fails.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import UNCHANGED, PublishError
from ..model import Target
from .folder_listing import FolderEntry, parse_listing
from .transport import Host, LockedHost, end_with_parent, failed, run, script, shared_connection

INCOMING = ".incoming"
RELEASE_LOG = "published.json"
PREFLIGHT, UPLOAD, VERIFY, SWITCH, HTTP_CHECK, RECORD, TIDY = (
    "contrôles", "envoi", "vérification", "bascule", "relecture", "registre", "ménage",
)  # fmt: skip
STEPS = (PREFLIGHT, UPLOAD, VERIFY, SWITCH, HTTP_CHECK, RECORD, TIDY)


@dataclass(frozen=True, slots=True)
class ClosedFolder:
    """A folder that some accounts cannot enter: its path, its mode as `ls` writes it, the group that can, or ""."""

    path: str
    mode: str
    group: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found on a target.

    Attributes:
        missing: commands that are missing.
        now: its clock, in seconds.
        free: free bytes.
        inodes: free inodes; None if the file system has no limit.
        current: the folder served, by the link `current`.
        folder: whether `current` is a folder instead of a link.
        releases: the folders of releases.
        links: whether symbolic links work; None if not tried.
        own: closed folders of the target.
        above: closed parent folders of the target.
        foreign: links and files in place of releases.
        unfinished: folders of releases without `release.json`.
        writable: folders of the target that any account may change.
    """

    missing: tuple[str, ...]
    now: int
    free: int
    inodes: int | None
    current: str
    folder: bool
    releases: tuple[str, ...]
    links: bool | None
    own: tuple[ClosedFolder, ...]
    above: tuple[ClosedFolder, ...]
    foreign: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()


@contextlib.contextmanager
def locked(host: Host, target: Target, who: str) -> Iterator[Host]:
    """Lock the target and yield a host whose scripts fail once the lock is lost.

    The lock is released with the process or its connection.

    Raises:
        PublishError: another publication is running.
    """
    with shared_connection(host) as (opening, shared), subprocess.Popen(
        opening.command(script("enter") + script("lock"), target.path, who), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
        preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs
    ) as process:  # fmt: skip
        assert process.stdout is not None  # noqa: S101 - asked for above
        assert process.stderr is not None  # noqa: S101
        output = process.stdout.readline()
        if output != "ok\n":
            process.wait()
            if output.startswith("locked by"):
                raise PublishError(
                    PREFLIGHT,
                    f"une autre publication est en cours ({output.removeprefix('locked by').strip()})",
                    "attendre qu'elle finisse ; si son poste est éteint, le serveur lève le verrou avec la connexion",
                )
            raise failed(PREFLIGHT, process.stderr.read() or output)
        try:
            yield LockedHost(shared, f"{target.path}/.lock", who)
        finally:
            process.communicate()


def probe(host: Host, target: Target, *, write: bool) -> Probe:
    """Return the state of a target; with `write`, try what a switch needs."""
    lines = run(
        host, PREFLIGHT, script("enter") + script("probe"), target.path, "write" if write else "look"
    ).splitlines()
    pairs = [line.partition("=")[::2] for line in lines]
    one = dict(pairs)
    inodes = one.get("inodes", "")
    return Probe(
        missing=tuple(value for key, value in pairs if key == "missing"),
        now=int(one.get("now") or 0),
        free=int(one.get("free") or 0) * 1024,
        inodes=int(inodes) if inodes.isdecimal() else None,
        current=one.get("current", "").removeprefix("releases/"),
        folder="folder" in one,
        releases=tuple(value for key, value in pairs if key == "release"),
        links=("links" in one) if write else None,
        foreign=tuple(value for key, value in pairs if key == "foreign"),
        unfinished=tuple(value for key, value in pairs if key == "unfinished" and value != INCOMING),
        own=_closed(target, (value for key, value in pairs if key == "own")),
        above=_closed(target, (value for key, value in pairs if key == "above")),
        writable=tuple(
            _absolute(target, value.split("|", 2)[2]) for key, value in pairs if key == "own" and value[8] == "w"
        ),
    )


def _closed(target: Target, lines: Iterable[str]) -> tuple[ClosedFolder, ...]:
    """Return the folders of `lines` (« mode|group|path ») that accounts outside their group cannot enter."""
    found = []
    for line in lines:
        mode, group, path = line.split("|", 2)
        if mode[9] not in "xt":
            found.append(ClosedFolder(_absolute(target, path), mode, group if mode[6] in "xs" else ""))
    return tuple(found)


def _absolute(target: Target, path: str) -> str:
    return path if path.startswith("/") else f"{target.path}/{path}"


def read_texts(host: Host, target: Target, folder: str, paths: Sequence[str]) -> list[str]:
    """Return the text of `paths` below `folder` of the target; "" if one is not a regular file."""
    if not paths:
        return []
    return run(host, PREFLIGHT, script("read_texts"), f"{target.path}/{folder}", *paths).split("\0")[: len(paths)]


def read(host: Host, target: Target, path: str) -> str:
    """Return the text of a file of the target; "" if it does not exist."""
    return read_texts(host, target, ".", [path])[0]


def start_incoming(host: Host, target: Target, folder: str) -> None:
    """Start the incoming release as a hard-linked copy of `folder`; empty if `folder` is ""."""
    run(host, UPLOAD, script("start_incoming"), target.path, folder)


def entries(host: Host, target: Target, folder: str) -> list[FolderEntry]:
    """Return all entries below `folder` of the target; none if it does not exist."""
    return parse_listing(run(host, VERIFY, script("list"), f"{target.path}/{folder}"))


def changed(host: Host, target: Target, folder: str, digests: Mapping[str, str]) -> set[str]:
    """Return the files below `folder` of the target whose SHA-256 is not that of `digests`."""
    if not digests:
        return set()
    lines = "".join(f"{digest}  {path}\n" for path, digest in digests.items())
    output = run(host, VERIFY, script("changed"), f"{target.path}/{folder}", given=lines.encode()).splitlines()
    failed_ = {line.rpartition(": FAILED")[0] for line in output[:-1]}
    if len(failed_) + int(output[-1]) != len(digests):
        raise PublishError(VERIFY, "« sha256sum » n'a pas tout lu", "regarder l'état du serveur, puis relancer")
    return failed_


def switch(host: Host, target: Target, folder: str, *, new: bool) -> None:
    """Switch to the release in `folder`, the name that the incoming one gets if it is `new`.

    With links, this is one rename(2); otherwise a copy in two phases: assets, then pages, then deletions.
    """
    program = script("switch" if target.switch == "link" else "copy")
    run(host, SWITCH, program, target.path, folder, "new" if new else "old")


def served(host: Host, target: Target, folder: str) -> str:
    """Return what readers get after a failed switch to `folder`, in French, once the switch has ended on the target."""
    if target.switch != "link":
        return "des pages des deux publications peuvent être servies"
    try:
        now = run(host, SWITCH, script("served"), target.path).strip()
    except PublishError as error:
        if error.served != UNCHANGED:
            return error.served
        return "la publication précédente est servie, ou la nouvelle, entière : « troisclics status » le dira"
    if now == f"releases/{folder}":
        return "cette publication est en ligne, entière"
    return "ce qui est en ligne n'a pas changé"


def try_as_nobody(host: Host, target: Target) -> str:
    """Return why an unprivileged account cannot read what is served, in the system's words; "" if it can.

    This is only tried when running as root.
    """
    return run(host, HTTP_CHECK, script("as_anybody"), target.path).strip()


def write_release_log(host: Host, target: Target, text: str) -> None:
    """Write `text`, the release log of the target, atomically."""
    run(host, RECORD, script("write_release_log"), target.path, given=text.encode())


def tidy(host: Host, target: Target, folders: Collection[str], pools: Collection[str]) -> None:
    """Delete all releases except those in `folders`, and all pools except `pools`."""
    run(host, TIDY, script("tidy"), target.path, " ".join(sorted(folders)), " ".join(sorted(pools)))


def delete_incoming(host: Host, target: Target) -> None:
    """Delete the incoming release only."""
    run(host, TIDY, script("delete_incoming"), target.path)
