"""How `troisclics serve` begins and ends: on a broken project, a port in use, by Ctrl-C, by a kill."""

from __future__ import annotations

import fcntl
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from repository import copy_input

from .preview import PATIENCE, SHARED, Preview, add, busy, panel

pytestmark = pytest.mark.slow

MANCHE = "50-manche/restauration/titres-restaurant/"

Start = Callable[..., Preview]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a preview with these arguments, which does not outlive the test."""
    with ExitStack() as running:
        yield lambda root, *arguments: running.enter_context(Preview(root, *arguments))


def test_one_department_and_a_broken_start(tmp_path: Path, start: Start, browser: Browser) -> None:
    """A preview of one department starts on a broken project, and shows that site and the portal once it is mended."""
    root = copy_input(tmp_path)
    path = root / SHARED
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("title:", "titel:", 1), encoding="utf-8")
    preview = start(root, "50", "--port", "0")
    assert preview.ask("/50-manche/")[0] == 503
    with closing(browser.new_page()) as page:
        page.goto(preview.address + MANCHE)
        assert f"{SHARED}:2: erreur[cle-inconnue]" in panel(page)
        path.write_text(good, encoding="utf-8")
        expect(page.locator(".identity__name")).to_contain_text("Manche", timeout=PATIENCE * 1000)
        expect(page.locator("#apercu-erreurs")).to_have_count(0)
    assert preview.ask("/")[0] == 200
    assert preview.ask("/29-finistere/")[0] == 404
    assert preview.end() == 0


def test_ctrl_c_leaves_nothing(tmp_path: Path, start: Start) -> None:
    """Ctrl-C ends the command and its server at once, even with a page open or in the midst of a build, with exit 0."""
    preview = start(copy_input(tmp_path), "50", "--port", "0")
    host, port = preview.address.split("/")[2].split(":")
    with socket.create_connection((host, int(port))) as page:
        page.sendall(f"GET /_apercu/etat HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
        assert b"200" in page.recv(100)
        path = preview.root / SHARED
        path.write_text(add("Le zèbre part.")(path.read_text(encoding="utf-8")), encoding="utf-8")
        time.sleep(1)
        begin = time.monotonic()
        assert preview.end() == 0
        assert time.monotonic() - begin < 5 * busy()
    assert preview.said.endswith("Aperçu arrêté.\n")
    assert "Traceback" not in preview.said
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)))


def test_server_does_not_outlive_the_command(tmp_path: Path, start: Start) -> None:
    """A command that is killed takes its server with it."""
    preview = start(copy_input(tmp_path), "50", "--port", "0")
    host, port = preview.address.split("/")[2].split(":")
    preview.process.kill()
    preview.process.wait()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection((host, int(port))).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.05)
    pytest.fail("the server is still there")


def test_waits_for_another_build(tmp_path: Path, start: Start) -> None:
    """While another command builds the same preview this one says so once, then does its own build by itself."""
    root = copy_input(tmp_path)
    folder = root / ".cache" / "apercu"
    folder.mkdir(parents=True)
    with (folder / ".50.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        preview = start(root, "50", "--port", "0")
        assert preview.address
        time.sleep(3)
    preview.wait_for("Aperçu à jour")
    assert preview.said.count("une autre construction est en cours") == 1
    assert preview.end() == 0


def test_port_in_use(tmp_path: Path, start: Start) -> None:
    """A port that is taken is said in French, with a way out, and exit 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        preview = start(copy_input(tmp_path), "--port", str(port))
        assert preview.process.wait(PATIENCE) == 2
        preview._reader.join(PATIENCE)
    assert f"le port {port} est déjà pris ; en choisir un autre" in preview.said
    assert "Traceback" not in preview.said


def test_unknown_department(tmp_path: Path, start: Start) -> None:
    """A CODE that names no department ends the command with exit 2 and the list of those that exist."""
    preview = start(copy_input(tmp_path), "999", "--port", "0")
    assert preview.process.wait(PATIENCE) == 2
    preview._reader.join(PATIENCE)
    assert "département « 999 » inconnu" in preview.said
    assert not (preview.root / ".cache" / "apercu" / "999").exists()
