"""`troisclics serve`, run on a copy of the project as an editor runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

from playwright.sync_api import Page, expect
from repository import COMMAND

SHARED = "content/restauration/titres-restaurant.md"
PATIENCE = 60.0
"""Seconds after which a test gives up waiting, on however busy a machine."""


def busy() -> float:
    """How many times longer than alone a thing may take on this machine now: other work on it is no fault of ours."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Preview:
    """A running `troisclics serve`, its project, its address and what it has said; it does not outlive its block."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        command = [str(COMMAND), "serve", *arguments]
        self.process = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line

    def wait_for(self, text: str, since: int = 0) -> str:
        """Wait until the terminal shows `text` after its first `since` characters; give all that is after those."""
        end = time.monotonic() + PATIENCE
        while text not in self.said[since:]:
            assert time.monotonic() < end, f"« {text} » not said in:\n{self.said[since:]}"
            assert self.process.poll() is None, self.said
            time.sleep(0.02)
        return self.said[since:]

    @property
    def address(self) -> str:
        """Where the preview is, once it is ready."""
        return self.wait_for(" (Ctrl-C").split("Aperçu : ")[1].split()[0]

    def end(self) -> int:
        """Press Ctrl-C; give the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def ask(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Status, headers and text of the answer to a request, the path sent as it is."""
        connection = HTTPConnection(self.address.split("/")[2], timeout=PATIENCE)
        connection.request(method, path)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    @contextmanager
    def edited(self, name: str, change: Callable[[str], str]) -> Iterator[None]:
        """The file `name` changed for the time of the block; then the preview is as it was."""
        path = self.root / name
        before = path.read_text(encoding="utf-8")
        path.write_text(change(before), encoding="utf-8")
        try:
            yield
        finally:
            said = len(self.said)
            path.write_text(before, encoding="utf-8")
            self.wait_for("Aperçu à jour", said)


def add(line: str) -> Callable[[str], str]:
    """An edit that adds a paragraph at the end of a page."""
    return lambda text: f"{text.rstrip()}\n\n{line}\n"


def panel(page: Page) -> str:
    """The text of the panel of errors, once it is there."""
    shown = page.locator("#apercu-erreurs")
    expect(shown).to_be_visible(timeout=PATIENCE * 1000)
    return shown.inner_text()
