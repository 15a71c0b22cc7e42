"""`troisclics serve` as an editor uses it: the real command on a copy of the real project, and a real browser."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from repository import copy_input

from .preview import PATIENCE, SHARED, Preview, add, busy, panel

pytestmark = pytest.mark.slow

OVERLAY = "departments/50-manche/restauration/titres-restaurant.md"
MANCHE = "50-manche/restauration/titres-restaurant/"
BREST = "29-finistere/restauration/titres-restaurant/"
PORTAL = "restauration/titres-restaurant/"
DELAY = 10.0
"""Seconds that an edit may take to be seen, on a machine that has nothing else to do."""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of all sites."""
    with Preview(copy_input(tmp_path_factory.mktemp("serve")), "--port", "0") as preview:
        yield preview
        assert preview.end() == 0


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of the Manche and the portal, which is quicker."""
    with Preview(copy_input(tmp_path_factory.mktemp("serve-50")), "50", "--port", "0") as preview:
        yield preview
        assert preview.end() == 0


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that is never reloaded by hand."""
    page = browser.new_page()
    yield page
    page.close()


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
