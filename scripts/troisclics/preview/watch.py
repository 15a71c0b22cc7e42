"""The preview: sites built aside, served by a process of its own, and built again at each change.

Changes are found by looking at the files a few times a second. That costs a few milliseconds, sees what editors do
in any way (in place, by renaming, on a network share), and needs neither a thread nor a limit of the system raised.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from ..domain.french import count, format_decimal
from ..errors import BusyError, InputError, OutputError, UnknownCodeError
from ..model import PORTAL
from ..pipeline.build import BuildObserver, build
from ..reports.error_messages import EXPECTED, explain
from ..reports.text import format_text
from .server import PreviewState

FOLDER = Path(".cache", "apercu")
WATCHED = ("content", "departments", "overrides")
CONFIG = "mkdocs.yml"
PAUSE, QUIET, LONGEST_BURST, RETRY = 0.2, 0.1, 2.0, 1.0
"""Seconds: between two looks at the files; without a change before a build; waiting for that; before trying again."""


class PortError(Exception):
    """The port cannot be listened on; the text says why, in French."""


class PreviewWatcher(BuildObserver, Protocol):
    """Is told how a preview goes on."""

    def say(self, text: str) -> None:
        """Something that the person at the terminal must read."""


@dataclass(frozen=True, slots=True)
class InputSnapshot:
    """What a build depends on: the day, and for each file its name, number, mode, size and time of change."""

    today: date
    files: frozenset[tuple[str, int, int, int, int]]


def serve(
    root: Path,
    codes: Sequence[str],
    host: str,
    port: int,
    today_source: Callable[[], date],
    watcher: PreviewWatcher,
) -> None:
    """Serve the sites of the project at `root`, all or those of `codes` and the portal, until Ctrl-C.

    They are built again when a file or the day changes. What is wrong is told to `watcher` and to the open pages,
    and the last good version stays served. `port` 0 is any free one.
    Raises PortError, and at the first build UnknownCodeError and OutputError.
    """
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(codes).casefold()).strip("-") or "tout"
    out = root.absolute() / FOLDER / name  # apart: what a preview of all has left must not mix with that of one
    wanted = [*codes, PORTAL] if codes else []
    with _server(out, host, port) as (address, post), contextlib.suppress(KeyboardInterrupt):
        seen, state, said = None, PreviewState(), ""
        for turn in itertools.count():
            seen, retry = _next(root, today_source, seen), False
            try:
                built = build(root, out, seen.today, watcher, codes=wanted, jobs=os.cpu_count() or 1)
                text = f"Aperçu à jour en {format_decimal(built.seconds)} s."
                state = PreviewState(state.version if built.unchanged and turn else str(time.time_ns()))
            except Exception as error:  # whatever it is, the last good version stays served
                if not turn and isinstance(error, UnknownCodeError | OutputError):
                    raise
                text = _describe(error)
                state = PreviewState(state.version, text)
                retry = isinstance(error, OSError | BusyError)  # no change of a file may ever mend these
            post(state)
            if not retry or text != said:
                watcher.say(text)
            if not turn:
                watcher.say(f"Aperçu : {address} (Ctrl-C pour arrêter)")
            said = text
            if retry:
                time.sleep(RETRY)
                seen = None
    watcher.say("Aperçu arrêté.")


def _describe(error: Exception) -> str:
    """What is wrong and what to do; a traceback where the fault is ours."""
    if isinstance(error, InputError):
        errors = [found for found in error.findings if found.severity == "error"]
        return f"{format_text(errors)}\n{count(len(errors), 'erreur')} : l'aperçu reste à la dernière version correcte."
    if isinstance(error, EXPECTED):
        return explain(error).text
    return f"Erreur imprévue, à signaler :\n{''.join(traceback.format_exception(error)).rstrip()}"


@contextlib.contextmanager
def _server(folder: Path, host: str, port: int) -> Iterator[tuple[str, Callable[[PreviewState], None]]]:
    """Serve `folder`; yield the address, and what tells the open pages the present state. Raises PortError."""
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        known = {errno.EADDRINUSE: "est déjà pris", errno.EACCES: "est réservé au système"}
        raise PortError(f"le port {port} {known.get(error.errno or 0, 'ne peut être ouvert')}") from None
    with listening:
        address = f"http://{host}:{listening.getsockname()[1]}/"
        descriptor = listening.fileno()
        # A session of its own: Ctrl-C is for this process, which then closes the other's input.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "troisclics.preview.server", str(descriptor), str(folder)],
            stdin=subprocess.PIPE, pass_fds=[descriptor], start_new_session=True, text=True,
        )  # fmt: skip
    told = process.stdin
    assert told is not None  # noqa: S101 - asked for above

    def post(state: PreviewState) -> None:
        print(json.dumps(asdict(state)), file=told, flush=True)

    try:
        yield address, post
    finally:
        with contextlib.suppress(OSError):
            told.close()
        process.wait()


def _next(root: Path, today_source: Callable[[], date], last: InputSnapshot | None) -> InputSnapshot:
    """What is to be built, once it is not `last` and has stopped changing: editors write in several steps."""
    seen = _look(root, today_source)
    while last is not None:
        if seen == last:
            time.sleep(PAUSE)
            seen = _look(root, today_source)
            continue
        end, before = time.monotonic() + LONGEST_BURST, None
        while seen != before and time.monotonic() < end:
            time.sleep(QUIET)
            before, seen = seen, _look(root, today_source)
        if seen != last:
            break
    return seen


def _look(root: Path, today_source: Callable[[], date]) -> InputSnapshot:
    """The files that a build would read now: as it does, those whose name starts with a dot are left out."""
    paths = [str(root / CONFIG)]
    for folder in WATCHED:
        for parent, folders, names in os.walk(root / folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            paths += [os.path.join(parent, name) for name in (*folders, *names) if not name.startswith(".")]
    return InputSnapshot(today_source(), frozenset(filter(None, map(_sign, paths))))


def _sign(path: str) -> tuple[str, int, int, int, int] | None:
    try:
        found = os.lstat(path)  # where a link leads is not read
    except OSError:  # gone meanwhile
        return None
    if stat.S_ISDIR(found.st_mode):  # its own date tells only of the temporary files of editors
        return path, found.st_ino, found.st_mode, 0, 0
    return path, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns
