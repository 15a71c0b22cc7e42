"""Run the preview: build sites in a folder of their own, serve them from a process, rebuild on each change.

Files are polled a few times per second. This takes a few milliseconds, detects all kinds of writes (in place, by
renaming, on network shares), and needs no threads and no higher system limits.
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
PAUSE, SETTLE, LONGEST_BURST, RETRY = 0.2, 0.1, 2.0, 1.0
"""Seconds between two polls; without changes before a build; the maximum wait for that; before a retry."""


class PortError(Exception):
    """Raised when the port cannot be opened; the text says why, in French."""


class PreviewObserver(BuildObserver, Protocol):
    """Receives progress events of a preview."""

    def report(self, text: str) -> None:
        """Report something that the user must read."""


@dataclass(frozen=True, slots=True)
class InputSnapshot:
    """The input of a build: the day, and the name, inode, mode, size and modification time of each file."""

    today: date
    files: frozenset[tuple[str, int, int, int, int]]


def serve(
    root: Path,
    codes: Sequence[str],
    host: str,
    port: int,
    today_source: Callable[[], date],
    observer: PreviewObserver,
) -> None:
    """Serve a preview until Ctrl-C, and rebuild when a file or the day changes.

    Errors are reported to `observer` and to open pages, and the last good version stays online.

    Args:
        root: the folder of the project.
        codes: the departments to show besides the portal; all sites if empty.
        host: the address to listen on.
        port: the port; any free one if 0.
        today_source: returns the current date.
        observer: receives progress events.

    Raises:
        PortError: the port cannot be opened.
        UnknownCodeError: a CODE is unknown, at the first build.
        OutputError: the output is not a folder of sites, at the first build.
    """
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(codes).casefold()).strip("-") or "tout"
    out = root.absolute() / FOLDER / name  # separate folders: the preview of all sites must not mix with that of one
    wanted = [*codes, PORTAL] if codes else []
    with _server(out, host, port) as (address, post), contextlib.suppress(KeyboardInterrupt):
        seen, state, reported = None, PreviewState(), ""
        for turn in itertools.count():
            seen, retry = _wait_for_change(root, today_source, seen), False
            try:
                built = build(root, out, seen.today, observer, codes=wanted, jobs=os.cpu_count() or 1)
                text = f"Aperçu à jour en {format_decimal(built.seconds)} s."
                state = PreviewState(state.version if built.unchanged and turn else str(time.time_ns()))
            except Exception as error:  # whatever happens, the last good version stays online
                if not turn and isinstance(error, UnknownCodeError | OutputError):
                    raise
                text = _describe(error)
                state = PreviewState(state.version, text)
                retry = isinstance(error, OSError | BusyError)  # no change to a file can be expected to fix these
            post(state)
            if not retry or text != reported:
                observer.report(text)
            if not turn:
                observer.report(f"Aperçu : {address} (Ctrl-C pour arrêter)")
            reported = text
            if retry:
                time.sleep(RETRY)
                seen = None
    observer.report("Aperçu arrêté.")


def _describe(error: Exception) -> str:
    """Return the error with its fix; with a traceback if it is a bug."""
    if isinstance(error, InputError):
        errors = [found for found in error.findings if found.severity == "error"]
        return f"{format_text(errors)}\n{count(len(errors), 'erreur')} : l'aperçu reste à la dernière version correcte."
    if isinstance(error, EXPECTED):
        return explain(error).text
    return f"Erreur imprévue, à signaler :\n{''.join(traceback.format_exception(error)).rstrip()}"


@contextlib.contextmanager
def _server(folder: Path, host: str, port: int) -> Iterator[tuple[str, Callable[[PreviewState], None]]]:
    """Serve `folder`; yield the address, and a function that sends the state to open pages. Raises PortError."""
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        known = {errno.EADDRINUSE: "est déjà pris", errno.EACCES: "est réservé au système"}
        raise PortError(f"le port {port} {known.get(error.errno or 0, 'ne peut être ouvert')}") from None
    with listening:
        address = f"http://{host}:{listening.getsockname()[1]}/"
        descriptor = listening.fileno()
        # Own session: Ctrl-C must reach only this process, which then closes the input of the other.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "troisclics.preview.server", str(descriptor), str(folder)],
            stdin=subprocess.PIPE, pass_fds=[descriptor], start_new_session=True, text=True,
        )  # fmt: skip
    stdin = process.stdin
    assert stdin is not None  # noqa: S101 - asked for above

    def post(state: PreviewState) -> None:
        print(json.dumps(asdict(state)), file=stdin, flush=True)

    try:
        yield address, post
    finally:
        with contextlib.suppress(OSError):
            stdin.close()
        process.wait()


def _wait_for_change(root: Path, today_source: Callable[[], date], last: InputSnapshot | None) -> InputSnapshot:
    """Return the input once it differs from `last` and has stopped changing: text editors write in several steps."""
    seen = _take_snapshot(root, today_source)
    while last is not None:
        if seen == last:
            time.sleep(PAUSE)
            seen = _take_snapshot(root, today_source)
            continue
        end, before = time.monotonic() + LONGEST_BURST, None
        while seen != before and time.monotonic() < end:
            time.sleep(SETTLE)
            before, seen = seen, _take_snapshot(root, today_source)
        if seen != last:
            break
    return seen


def _take_snapshot(root: Path, today_source: Callable[[], date]) -> InputSnapshot:
    """Return the current input; as in a build, hidden files are left out."""
    paths = [str(root / CONFIG)]
    for folder in WATCHED:
        for parent, folders, names in os.walk(root / folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            paths += [os.path.join(parent, name) for name in (*folders, *names) if not name.startswith(".")]
    return InputSnapshot(today_source(), frozenset(filter(None, map(_signature, paths))))


def _signature(path: str) -> tuple[str, int, int, int, int] | None:
    try:
        found = os.lstat(path)  # links are not followed
    except OSError:  # deleted meanwhile
        return None
    if stat.S_ISDIR(found.st_mode):  # the time of a folder only reflects temporary files of text editors
        return path, found.st_ino, found.st_mode, 0, 0
    return path, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns
