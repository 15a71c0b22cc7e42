"""What is done on the target's machine, one short program of the folder `remote` a function.

    current -> releases/2026-11-25-71a065e332     what is served
    releases/                                     the releases; `.incoming` is on its way
    assets/1e4e51c92ee4275b/                      the fixed files of sites, named after their content
    published.json  .lock

A release's `_assets` are links to `assets/`, which only grows before a switch and shrinks after.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..errors import UNCHANGED, PublishError
from ..model import Target
from .folder_listing import FolderEntry, parse_listing
from .manifest import RELEASE
from .transport import Held, Host, end_with_parent, failed, run

INCOMING = ".incoming"
LEDGER = "published.json"
PREFLIGHT, UPLOAD, VERIFY, SWITCH, REREAD, RECORD, TIDY = (
    "contrôles", "envoi", "vérification", "bascule", "relecture", "registre", "ménage",
)  # fmt: skip
STEPS = (PREFLIGHT, UPLOAD, VERIFY, SWITCH, REREAD, RECORD, TIDY)

_FOLDER = files(__package__) / "remote"


@cache
def script(name: str) -> str:
    """Return the program `remote/<name>.sh`."""
    return (_FOLDER / f"{name}.sh").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Closed:
    """A folder that not everybody may enter: its path, its mode as `ls` writes it, the group that may, or nothing."""

    path: str
    mode: str
    group: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What a target is like: missing commands, its clock and free room (seconds, bytes, files), what is there.

    `inodes` is None where files are not counted. `current` is the folder that is served, as a link; `folder` says
    that it is no link. `links` is whether a link was followed and renamed for a trial, None where nothing was tried.
    `own` are the closed folders among the target's own, `above` among those that lead to it; `writable` are those of
    its own that any account may change.
    Of what lies in `releases/`, `foreign` are links and what is no folder, `unfinished` folders without `release.json`.
    """

    missing: tuple[str, ...]
    now: int
    free: int
    inodes: int | None
    current: str
    folder: bool
    releases: tuple[str, ...]
    links: bool | None
    own: tuple[Closed, ...]
    above: tuple[Closed, ...]
    foreign: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()


@contextlib.contextmanager
def locked(host: Host, target: Target, who: str) -> Iterator[Host]:
    """Hold the target for this process alone; yield the host, which refuses our scripts once we hold it no more.

    The lock goes with the process, or with its connection. Raises PublishError.
    """
    with subprocess.Popen(
        host.command(script("enter") + script("lock"), target.path, who), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
        preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs
    ) as process:  # fmt: skip
        assert process.stdout is not None  # noqa: S101 - asked for above
        assert process.stderr is not None  # noqa: S101
        said = process.stdout.readline()
        if said != "ok\n":
            process.wait()
            if said.startswith("locked by"):
                raise PublishError(
                    PREFLIGHT,
                    f"une autre publication est en cours ({said.removeprefix('locked by').strip()})",
                    "attendre qu'elle finisse ; si son poste est éteint, le serveur lève le verrou avec la connexion",
                )
            raise failed(PREFLIGHT, process.stderr.read() or said)
        try:
            yield Held(host, f"{target.path}/.lock", who)
        finally:
            process.communicate()


def probe(host: Host, target: Target, *, write: bool) -> Probe:
    """Look at a target; with `write`, try on it what a switch needs. Raises PublishError."""
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


def _closed(target: Target, lines: Iterable[str]) -> tuple[Closed, ...]:
    """The folders of `lines` (« mode|group|path ») that an account of no group of theirs cannot enter."""
    found = []
    for line in lines:
        mode, group, path = line.split("|", 2)
        if mode[9] not in "xt":
            found.append(Closed(_absolute(target, path), mode, group if mode[6] in "xs" else ""))
    return tuple(found)


def _absolute(target: Target, path: str) -> str:
    return path if path.startswith("/") else f"{target.path}/{path}"


def read_texts(host: Host, target: Target, folder: str, paths: Sequence[str]) -> list[str]:
    """The text of each of `paths` below `folder` of the target; empty where no regular file is. Raises PublishError."""
    if not paths:
        return []
    return run(host, PREFLIGHT, script("read_texts"), f"{target.path}/{folder}", *paths).split("\0")[: len(paths)]


def read(host: Host, target: Target, path: str) -> str:
    """The text of a file of the target; empty if it is not there. Raises PublishError."""
    return read_texts(host, target, ".", [path])[0]


def start_from(host: Host, target: Target, folder: str) -> None:
    """Let what comes in begin as the release in `folder`, by hard links where there are any; without one, as nothing.

    Raises PublishError.
    """
    run(host, UPLOAD, script("start_incoming"), target.path, folder)


def entries(host: Host, target: Target, folder: str) -> list[FolderEntry]:
    """All that lies in `folder` of the target; nothing if it is not there. Raises PublishError."""
    return parse_listing(run(host, VERIFY, script("list"), f"{target.path}/{folder}"))


def changed(host: Host, target: Target, folder: str, digests: Mapping[str, str]) -> set[str]:
    """The files below `folder` of the target that do not have these SHA-256. Raises PublishError."""
    if not digests:
        return set()
    lines = "".join(f"{digest}  {path}\n" for path, digest in digests.items())
    said = run(host, VERIFY, script("changed"), f"{target.path}/{folder}", given=lines.encode()).splitlines()
    failed_ = {line.rpartition(": FAILED")[0] for line in said[:-1]}
    if len(failed_) + int(said[-1]) != len(digests):
        raise PublishError(VERIFY, "« sha256sum » n'a pas tout lu", "regarder l'état du serveur, puis relancer")
    return failed_


def switch(host: Host, target: Target, folder: str, *, new: bool) -> None:
    """Serve the release in `folder`; if it is `new`, that is the name that what has come in gets. Raises PublishError.

    With links, one rename(2). Without, a copy in two phases: files that pages need, then pages, then deletions.
    """
    program = script("switch" if target.switch == "link" else "copy")
    run(host, SWITCH, program, target.path, folder, "new" if new else "old")


def served(host: Host, target: Target, folder: str) -> str:
    """What readers get when a switch to `folder` has failed, once what goes on there has ended; in French."""
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


def try_as_anybody(host: Host, target: Target) -> str:
    """Why an account without rights cannot read what is served, in the system's words; empty if it can.

    Only where we are root, and can be that account: elsewhere nothing is tried. Raises PublishError.
    """
    return run(host, REREAD, script("as_anybody"), target.path).strip()


def write_ledger(host: Host, target: Target, text: str) -> None:
    """Write the ledger of the target, in one rename. Raises PublishError."""
    run(host, RECORD, script("write_ledger"), target.path, given=text.encode())


def tidy(host: Host, target: Target, folders: Collection[str], pools: Collection[str]) -> None:
    """Delete all releases but those in `folders`, and all pools of fixed files but `pools`. Raises PublishError."""
    run(host, TIDY, script("tidy"), target.path, " ".join(sorted(folders)), " ".join(sorted(pools)))


def drop_incoming(host: Host, target: Target) -> None:
    """Delete what was on its way, and nothing else. Raises PublishError."""
    run(host, TIDY, script("drop_incoming"), target.path)


def release_path(folder: str) -> str:
    """Where the `release.json` of a release lies on the target."""
    return f"releases/{folder}/{RELEASE}"
