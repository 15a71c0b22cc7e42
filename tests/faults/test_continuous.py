"""Readers never notice a publication: no request fails, and no page meets the files of another release."""

from __future__ import annotations

import http.client
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, normpath

import pytest
from unit.commands import FAULTLESS

from troisclics.publish.servers import server_files

from . import small, web
from .projects import Project, wait_until
from .published import Desk, copy_desk, describe

REQUESTS, ROUNDS, READERS = 20_000, 10, 3
REFERENCE = re.compile(rb'<(?:script|link|img)\b[^>]*\s(?:src|href)="([^"]*_assets/[^"]+)"')
RELEASE = re.compile(rb'<meta name="essai" content="(\d+)">')
STYLE = re.compile(rb"--essai: (\d+)")

pytestmark = [pytest.mark.slow, pytest.mark.programs]


@dataclass
class Readers:
    """People who read pages of all departments and, a little later, ask for the files that these name."""

    port: int
    paths: list[str]
    count: int = READERS
    over: threading.Event = field(default_factory=threading.Event)
    requests: int = 0
    pages: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, start: int) -> None:
        """Read pages, one after the other, until it is over."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        number = start
        while not self.over.is_set():
            path = self.paths[number % len(self.paths)]
            number += self.count
            page = self._get(connection, path)
            if page is None:
                continue
            time.sleep(0.002)  # a switch may fall between a page and its files
            found = RELEASE.search(page)
            style = None
            for reference in REFERENCE.findall(page):
                name = normpath(f"{dirname(path + 'x')}/{reference.decode()}")
                content = self._get(connection, name)
                if content is not None and name.endswith("essai.css"):
                    style = STYLE.search(content)
            if not found or not style or found[1] != style[1]:
                self._say(f"{path} : page {found and found[0]!r}, style {style and style[0]!r}")
            else:
                with self.lock:
                    self.pages[style[1].decode()] = self.pages.get(style[1].decode(), 0) + 1

    def _get(self, connection: http.client.HTTPConnection, path: str) -> bytes | None:
        with self.lock:
            self.requests += 1
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._say(f"{path} : {error}")
            connection.close()
            return None
        if answer.status != 200:
            self._say(f"{path} : {answer.status}")
            return None
        return body

    def _say(self, line: str) -> None:
        with self.lock:
            self.wrong.append(line)

    def run(self) -> Iterator[None]:
        """Read while the block lasts."""
        threads = [threading.Thread(target=self.read, args=(number,)) for number in range(self.count)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join(60)


def mark(desk: Desk, number: int) -> None:
    """Write `number` into every page and into a style, so that both say of which release they are."""
    (desk.root / "overrides" / "assets" / "essai.css").write_text(f":root {{ --essai: {number} }}\n", encoding="utf-8")
    config = desk.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    if "essai.css" not in text:
        text = text.replace("extra_css:\n", "extra_css:\n  - assets/essai.css\n")
    config.write_text(text, encoding="utf-8")
    frame = desk.root / "overrides" / "main.html"
    text = re.sub(r'  <meta name="essai".*\n', "", frame.read_text(encoding="utf-8"))
    sign = f'{{% block site_meta %}}\n  <meta name="essai" content="{number}">'
    frame.write_text(text.replace("{% block site_meta %}", sign), encoding="utf-8")


def addresses(root: Path) -> list[str]:
    """The addresses of the pages of the portal and of the departments."""
    folders = (path.relative_to(root).parent.as_posix() for path in sorted(root.rglob("index.html")))
    paths = [f"/{folder}/".replace("/./", "/") for folder in folders]
    return [path for path in paths if path.count("/") > 2 or path == "/"]


def test_ten_publications_and_ten_rollbacks(tmp_path: Path) -> None:
    """20,000 requests over all departments while ten releases go online and ten come back: none fails, and each page
    gets the style of its own release.
    """
    port = web.free_port()
    desk = small.make_desk(tmp_path, number=0, url=f"http://127.0.0.1:{port}/", sample=1, keep=3)
    command = Desk(Path(shutil.copytree(FAULTLESS, tmp_path / "project")), desk.target)
    describe(command.root, desk.target, desk.described["url"], "    sample: 1\n    keep: 3\n")
    conf = server_files(small.SLUGS, (), "essai", str(desk.target / "current"), desk.described["url"])["nginx.conf"]
    with web.nginx(tmp_path / "server", conf, port):
        done = desk.run()
        assert done.returncode == 0, done.stdout + done.stderr
        readers = Readers(port, addresses(desk.target / "current"))
        for _ in readers.run():
            for number in range(1, ROUNDS + 1):
                small.write_sites(desk.sites, number)
                done = desk.run()
                assert done.returncode == 0, done.stdout + done.stderr
                done = command.run("rollback", "essai")
                assert done.returncode == 0, done.stdout + done.stderr
            while readers.requests < REQUESTS and not readers.wrong:
                time.sleep(0.1)
    assert readers.wrong == []
    assert readers.requests >= REQUESTS
    assert len(readers.pages) >= ROUNDS, "readers met every release"


def test_real_pages_and_a_mixture(built_once: Project, tmp_path: Path) -> None:
    """The same holds for real pages; and where a page and its style are not of the same release, the readers say so."""
    port = web.free_port()
    desk = copy_desk(built_once, tmp_path, f"http://127.0.0.1:{port}/", "    sample: 1\n")
    mark(desk, 1)
    assert desk.run("export", "servers", "essai", "--out", str(tmp_path / "conf")).returncode == 0
    with web.nginx(tmp_path / "server", (tmp_path / "conf" / "nginx.conf").read_text(encoding="utf-8"), port):
        done = desk.run("publish", "essai")
        assert done.returncode == 0, done.stdout + done.stderr
        readers = Readers(port, addresses(desk.target / "current"), count=1)
        mark(desk, 2)
        for _ in readers.run():
            for args in (("publish", "essai"), ("rollback", "essai")):
                done = desk.run(*args)
                assert done.returncode == 0, done.stdout + done.stderr
        assert readers.wrong == []
        assert set(readers.pages) == {"1", "2"}
        for style in (desk.target / "assets").rglob("essai.css*"):
            style.unlink()
        for pool in (desk.target / "assets").glob("*/assets"):
            (pool / "essai.css").write_text(":root { --essai: 3 }\n", encoding="utf-8")
        readers = Readers(port, ["/50-manche/restauration/"])
        for _ in readers.run():
            assert wait_until(lambda: bool(readers.wrong), 20)
