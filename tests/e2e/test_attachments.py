"""A picture and a PDF on a benefit page: right there and in the booklet, served, without a server and on paper."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject
from repository import copy_input
from unit.commands import troisclics

from .served import serve

pytestmark = pytest.mark.slow

SLUG = "50-manche"
OTHER = "01-ain"
NATIONAL, LOCAL = (41, 29), (37, 23)
"""Width and height of the pictures, in pixels: no other picture has them."""
BENEFIT = "logement/aide-installation"
SHARED = """
![Schéma de la démarche, en trois étapes](aide-installation/etapes-1.png)

Voir le [dossier à remplir](aide-installation/dossier.pdf).

## Si ce n'est pas pour vous
"""
OVERLAY = """---
status: confirmed
last_reviewed_on: 2026-11-22
---

![Plan d'accès : entrée par la cour](../ma-delegation/plan.png)
"""


def png(width: int, height: int) -> bytes:
    """A blue picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x20\x40\xa0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with two departments, with a picture and a PDF on a benefit page and a picture in its overlay."""
    root = tmp_path_factory.mktemp("pièces jointes") / "projet"
    copy_input(root, {SLUG, OTHER}.__contains__, ["scripts/troisclics/staging/mkdocs_hook.py"])
    page = root / "content" / f"{BENEFIT}.md"
    text = page.read_text(encoding="utf-8")
    assert text.count("\n## Si ce n'est pas pour vous\n") == 1
    page.write_text(text.replace("\n## Si ce n'est pas pour vous\n", SHARED), encoding="utf-8")
    folder = page.with_suffix("")
    folder.mkdir()
    (folder / "etapes-1.png").write_bytes(png(*NATIONAL))
    writer = PdfWriter()
    writer.add_blank_page(200, 100)
    writer.write(folder / "dossier.pdf")
    for path in (f"{BENEFIT}.md", "ma-delegation/plan.png"):
        local = root / "departments" / SLUG / path
        local.parent.mkdir(exist_ok=True)
        local.write_bytes(png(*LOCAL) if path.endswith("png") else OVERLAY.encode())
    return root


@pytest.fixture(scope="module", params=["served", "offline"])
def address(request: pytest.FixtureRequest, project: Path) -> Iterator[tuple[str, str]]:
    """The address of the sites, by http or by `file://`, and how an address of a page ends there."""
    offline = request.param == "offline"
    out = project.parent / request.param
    options = ["--offline"] if offline else []
    done = troisclics("build", *options, "--root", project, "--out", out)
    assert done.returncode == 0, done.stderr
    if offline:
        yield f"{out.as_uri()}/", "index.html"
        return
    with serve(out) as served:
        yield served.address, ""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of a telephone."""
    made = browser.new_page(viewport={"width": 390, "height": 844})
    yield made
    made.close()


def sizes(page: Page) -> set[tuple[int, int]]:
    """The natural size of each picture of the article, once all are loaded or have failed."""
    return {
        (size[0], size[1])
        for size in page.locator("article img").evaluate_all(
            """all => Promise.all(all.map(async one => {
                one.loading = 'eager'
                await one.decode().catch(() => null)
                return [one.naturalWidth, one.naturalHeight]
            }))"""
        )
    }


def printed(paper: PdfReader) -> set[tuple[int, int]]:
    """The size of each picture in a PDF, in pixels."""
    objects = [paper.get_object(number) for number in range(1, len(paper.xref[0]) + 1)]
    return {
        (int(one["/Width"]), int(one["/Height"]))
        for one in objects
        if isinstance(one, StreamObject) and one.get("/Subtype") == "/Image"
    }


@pytest.mark.parametrize("uri", [BENEFIT, "tout-imprimer"])
@pytest.mark.parametrize("slug", ["", SLUG, OTHER], ids=["portail", SLUG, OTHER])
def test_a_picture_and_a_pdf(page: Page, address: tuple[str, str], project: Path, slug: str, uri: str) -> None:
    """All pictures load and fit, the link leads to the PDF, and the paper holds the pictures."""
    start, end = address
    site = urljoin(start, f"{slug}/") if slug else start
    page.goto(f"{site}{uri}/{end}")
    with_local = slug == SLUG and uri == BENEFIT  # the booklet is national: it names the place of local texts
    pictures = {NATIONAL, LOCAL} if with_local else {NATIONAL}
    found = sizes(page)
    assert (0, 0) not in found
    assert found & {NATIONAL, LOCAL} == pictures
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    link = page.get_by_role("link", name="dossier à remplir")
    assert link.evaluate("one => one.href") == f"{site}{BENEFIT}/dossier.pdf"
    folder = project.parent / ("offline" if end else "served")
    assert (folder / slug / BENEFIT / "dossier.pdf").read_bytes().startswith(b"%PDF")
    paper = PdfReader(io.BytesIO(page.pdf()))
    assert printed(paper) >= pictures


def test_check_finds_no_broken_link(project: Path) -> None:
    """A check of texts and built pages has no error."""
    done = troisclics("check", "--format", "json", cwd=project)
    assert [one for one in json.loads(done.stdout)["findings"] if one["severity"] == "error"] == []
