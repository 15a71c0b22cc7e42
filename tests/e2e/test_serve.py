"""`troisclics serve` as an editor uses it: the real command on a copy of the real project, and a real browser."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Page, expect

from .served import REPOSITORY

pytestmark = [pytest.mark.slow]

INPUT = ("content", "departments", "overrides", "mkdocs.yml")
SHARED = "content/restauration/titres-restaurant.md"
OVERLAY = "departments/50-manche/restauration/titres-restaurant.md"
MANCHE = "50-manche/restauration/titres-restaurant/"
BREST = "29-finistere/restauration/titres-restaurant/"
PORTAL = "restauration/titres-restaurant/"
DELAY = 10.0
"""Seconds that an edit may take to be seen, on a machine that has nothing else to do."""
PATIENCE = 60.0
"""Seconds after which a test gives up waiting, on however busy a machine."""


def busy() -> float:
    """How many times longer than alone a thing may take on this machine now: other work on it is no fault of ours."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Preview:
    """A running `troisclics serve`, its project, its address and what it has said."""

    started: ClassVar[list[subprocess.Popen[str]]] = []
    """All that were ever started."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        command = [str(Path(sys.executable).with_name("troisclics")), "serve", *arguments]
        self.process = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.started.append(self.process)
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

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


@pytest.fixture(scope="module", autouse=True)
def _nothing_left() -> Iterator[None]:
    """No preview outlives these tests, also where one of them fails."""
    yield
    for process in Preview.started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def copy_project(to: Path) -> Path:
    """What the sites are made from, in the new folder `to`."""
    for name in INPUT:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, to / name)
        else:
            shutil.copy(source, to / name)
    return to


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of all sites."""
    preview = Preview(copy_project(tmp_path_factory.mktemp("serve")), "--port", "0")
    yield preview
    assert preview.end() == 0


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of the Manche and the portal, which is quicker."""
    preview = Preview(copy_project(tmp_path_factory.mktemp("serve-50")), "50", "--port", "0")
    yield preview
    assert preview.end() == 0


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that is never reloaded by hand."""
    page = browser.new_page()
    yield page
    page.close()


def add(line: str) -> Callable[[str], str]:
    """An edit that adds a paragraph at the end of a page."""
    return lambda text: f"{text.rstrip()}\n\n{line}\n"


def panel(page: Page) -> str:
    """The text of the panel of errors, once it is there."""
    shown = page.locator("#apercu-erreurs")
    expect(shown).to_be_visible(timeout=PATIENCE * 1000)
    return shown.inner_text()


@pytest.mark.parametrize(("name", "path"), [(SHARED, BREST), (OVERLAY, MANCHE)], ids=["shared page", "overlay"])
def test_edit_is_seen(
    everything: Preview, page: Page, name: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An edit shows in the open page of a department by itself, within ten seconds, in a preview of all sites."""
    article = page.locator("article")
    page.goto(everything.address + path)
    expect(article).not_to_contain_text("Le zèbre déjeune.")
    said, start = len(everything.said), time.monotonic()
    with everything.edited(name, add("Le zèbre déjeune.")):
        expect(article).to_contain_text("Le zèbre déjeune.", timeout=PATIENCE * 1000)
        seconds = time.monotonic() - start
        built = everything.wait_for(" s.\n", said).split("à jour en ")[1].split()[0]
    expect(article).not_to_contain_text("Le zèbre déjeune.", timeout=PATIENCE * 1000)
    with capsys.disabled():
        print(f"\n  {name}: seen after {seconds:.2f} s, of which {built} s of building (load {busy():.1f})")
    assert seconds < DELAY * busy()


@pytest.mark.parametrize(
    ("name", "change", "wanted"),
    [
        (SHARED, add("{{ fact('<b>zèbre</b>') }}"), [f"{SHARED}:", "erreur[fait-inconnu]", "<b>zèbre</b>", "→"]),
        (SHARED, add("[zèbre](zebre.md)"), [f"{SHARED}:", "erreur[lien-introuvable]", "zebre.md"]),
        ("overrides/main.html", lambda text: text + "{% if <b>", ["MkDocs refuse le site", "main.html", "ligne "]),
        ("mkdocs.yml", lambda text: text + "nav: [}\n", ["mkdocs.yml:", "erreur["]),
    ],
    ids=["finding", "link to nothing", "template", "configuration"],
)
def test_error_is_shown_until_mended(
    preview: Preview, page: Page, name: str, change: Callable[[str], str], wanted: list[str]
) -> None:
    """An error shows as plain text in the page and in the terminal; the last good version stays until it is mended."""
    page.goto(preview.address + MANCHE)
    before = page.locator("article").inner_text()
    said = len(preview.said)
    with preview.edited(name, change):
        shown = panel(page)
        told = preview.wait_for(wanted[-1], said)
        for text in wanted:
            assert text in shown
            assert text in told
        assert page.locator("#apercu-erreurs b").count() == 0
        assert page.locator("article").inner_text() == before
        page.goto(preview.address + PORTAL)
        assert "zèbre" not in page.locator("article").inner_text()
        assert panel(page) == shown
    expect(page.locator("#apercu-erreurs")).to_have_count(0, timeout=PATIENCE * 1000)
    expect(page.locator("h1")).to_be_visible()


def test_steps_of_an_editor_are_one_change(preview: Preview) -> None:
    """Temporary files, a copy kept aside and a renaming, as editors do on saving, make one build and no error."""
    said = len(preview.said)
    path = preview.root / SHARED
    text = path.read_text(encoding="utf-8")
    folder = path.parent
    (folder / ".titres-restaurant.md.swp").write_bytes(b"\0" * 4096)
    (folder / "4913").touch()
    (folder / "4913").unlink()
    path.rename(folder / "titres-restaurant.md~")
    time.sleep(0.03)
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    time.sleep(0.03)
    path.write_text(add("Le zèbre dîne.")(text), encoding="utf-8")
    (folder / "titres-restaurant.md~").unlink()
    preview.wait_for("Aperçu à jour", said)
    time.sleep(2)
    assert "erreur" not in preview.said[said:]
    assert preview.said[said:].count("Aperçu à jour") == 1
    assert "Le zèbre dîne." in preview.ask(f"/{PORTAL}")[2]
    (folder / ".titres-restaurant.md.swp").unlink()
    said = len(preview.said)
    path.write_text(text, encoding="utf-8")
    preview.wait_for("Aperçu à jour", said)


def test_what_changes_nothing_builds_nothing(preview: Preview) -> None:
    """Files that no build reads, and a temporary file that has come and gone, are no reason to build."""
    preview.wait_for("Aperçu :")
    said = len(preview.said)
    (preview.root / "content" / ".DS_Store").write_bytes(b"x")
    (preview.root / "content" / "4913").touch()
    (preview.root / "content" / "4913").unlink()
    time.sleep(2)
    (preview.root / "content" / ".DS_Store").unlink()
    assert preview.said[said:] == ""


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/50-manche/", 200, "text/html; charset=utf-8"),
        ("/50-manche/?from=portal", 200, "text/html; charset=utf-8"),
        ("/50-manche/api/pages.json", 200, "application/json"),
        ("/assets/css/base.css", 200, "text/css; charset=utf-8"),
        ("/50-manche/nope/deeper", 404, "text/html; charset=utf-8"),
        ("/50-manche/nope/", 404, "text/html; charset=utf-8"),
        ("/nope", 404, "text/html; charset=utf-8"),
        ("/assets/", 404, "text/html; charset=utf-8"),
        ("/..%2f..%2f..%2fmkdocs.yml", 404, "text/html; charset=utf-8"),
        ("/../../../mkdocs.yml", 404, "text/html; charset=utf-8"),
        ("/%00", 404, "text/html; charset=utf-8"),
    ],
)
def test_answers(preview: Preview, path: str, status: int, kind: str) -> None:
    """Each address is answered as by the intranet's servers, and nothing is kept by the browser."""
    got, headers, text = preview.ask(path)
    assert (got, headers["Content-Type"], headers["Cache-Control"]) == (status, kind, "no-store")
    assert int(headers["Content-Length"]) == len(text.encode())
    if kind.startswith("text/html"):
        assert ("Manche" in text.partition("</title>")[0]) == path.startswith("/50-manche")
    assert ("/_apercu/apercu.js" in text) == kind.startswith("text/html")
    assert preview.ask(path, "HEAD")[2] == ""


def test_only_this_machine_is_answered(preview: Preview) -> None:
    """The server listens on the address of this machine that no other can reach, and refuses names of other places."""
    host, port = preview.address.split("/")[2].split(":")
    listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if " 0A " in line]
    assert [address for address in listening if int(address.split(":")[1], 16) == int(port)] == [
        f"0100007F:{int(port):04X}"
    ]
    with socket.create_connection((host, int(port))) as page:
        page.sendall(f"GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n".encode())
        assert page.recv(100).split()[1] == b"421"


def test_folder_has_its_slash(preview: Preview) -> None:
    """The address of a folder without its slash leads to the one that has it, on the same server."""
    status, headers, _ = preview.ask("/50-manche/restauration")
    assert (status, headers["Location"]) == (302, "/50-manche/restauration/")


def test_script_is_not_in_the_sites(preview: Preview) -> None:
    """What is built has nothing of the preview: the script is only in what is sent."""
    preview.wait_for("Aperçu :")
    page = preview.root / ".cache" / "apercu" / "50" / MANCHE / "index.html"
    assert "_apercu" not in page.read_text(encoding="utf-8")
    assert not (preview.root / "site").exists()


def test_one_department_and_a_broken_start(tmp_path: Path, page: Page) -> None:
    """A preview of one department starts on a broken project, and shows that site and the portal once it is mended."""
    root = copy_project(tmp_path)
    path = root / SHARED
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("title:", "titel:", 1), encoding="utf-8")
    preview = Preview(root, "50", "--port", "0")
    assert preview.ask("/50-manche/")[0] == 503
    page.goto(preview.address + MANCHE)
    assert f"{SHARED}:2: erreur[cle-inconnue]" in panel(page)
    path.write_text(good, encoding="utf-8")
    expect(page.locator(".identity__name")).to_contain_text("Manche", timeout=PATIENCE * 1000)
    expect(page.locator("#apercu-erreurs")).to_have_count(0)
    assert preview.ask("/")[0] == 200
    assert preview.ask("/29-finistere/")[0] == 404
    assert preview.end() == 0


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C ends the command and its server at once, even with a page open or in the midst of a build, with exit 0."""
    preview = Preview(copy_project(tmp_path), "50", "--port", "0")
    host, port = preview.address.split("/")[2].split(":")
    with socket.create_connection((host, int(port))) as page:
        page.sendall(f"GET /_apercu/etat HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
        assert b"200" in page.recv(100)
        path = preview.root / SHARED
        path.write_text(add("Le zèbre part.")(path.read_text(encoding="utf-8")), encoding="utf-8")
        time.sleep(1)
        start = time.monotonic()
        assert preview.end() == 0
        assert time.monotonic() - start < 5 * busy()
    assert preview.said.endswith("Aperçu arrêté.\n")
    assert "Traceback" not in preview.said
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)))


def test_server_does_not_outlive_the_command(tmp_path: Path) -> None:
    """A command that is killed takes its server with it."""
    preview = Preview(copy_project(tmp_path), "50", "--port", "0")
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


def test_waits_for_another_build(tmp_path: Path) -> None:
    """While another command builds the same preview this one says so once, then does its own build by itself."""
    root = copy_project(tmp_path)
    folder = root / ".cache" / "apercu"
    folder.mkdir(parents=True)
    with (folder / ".50.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        preview = Preview(root, "50", "--port", "0")
        assert preview.address
        time.sleep(3)
    preview.wait_for("Aperçu à jour")
    assert preview.said.count("une autre construction est en cours") == 1
    assert preview.end() == 0


def test_port_in_use(tmp_path: Path) -> None:
    """A port that is taken is said in French, with a way out, and exit 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        preview = Preview(copy_project(tmp_path), "--port", str(port))
        assert preview.process.wait(PATIENCE) == 2
        preview._reader.join(PATIENCE)
    assert f"le port {port} est déjà pris ; en choisir un autre" in preview.said
    assert "Traceback" not in preview.said


def test_unknown_department(tmp_path: Path) -> None:
    """A CODE that names no department ends the command with exit 2 and the list of those that exist."""
    preview = Preview(copy_project(tmp_path), "999", "--port", "0")
    assert preview.process.wait(PATIENCE) == 2
    preview._reader.join(PATIENCE)
    assert "département « 999 » inconnu" in preview.said
    assert not (preview.root / ".cache" / "apercu" / "999").exists()
