"""Whatever byte of a served release changes, it is named by `verify-release` on the folder and on the address and by
`status`, on the real nginx and Apache with the generated configurations. Signed with the real ssh-keygen.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from troisclics.publish.manifest import read_release
from troisclics.publish.rollback import Status
from troisclics.publish.servers import server_files
from troisclics.publish.signature import Signers, Verdict
from troisclics.publish.verification import VerifiedRelease, verify_folder

from . import small, web
from .signed import SIGNER, Served, allow, make_key, write_kinds

pytestmark = pytest.mark.programs

ALTERED = {
    "html": "50-manche/page-1/index.html",
    "gz": "50-manche/page-2/index.html.gz",
    "br": "50-manche/page-3/index.html.br",
    "css": "50-manche/assets/essai.css",
    "js": "50-manche/assets/essai.js",
    "pool": "50-manche/_assets/{assets}/assets/pool.js",
    "pool's gz": "50-manche/_assets/{assets}/assets/pool.css.gz",
    "json": "50-manche/api/pages.json",
    "json's br": "50-manche/api/sites.json.br",
    "xml": "50-manche/sitemap.xml",
    "png": "50-manche/assets/plan.png",
    "ics": "50-manche/agenda/fête été.ics",
    "search index": "50-manche/search/search_index.json",
    "404": "50-manche/404.html",
    "404's gz": "404.html.gz",
    "sbom": "sbom.cdx.json",
    "manifest": "2a-corse-du-sud/manifest.json",
}
"""A file of each kind. A site whose manifest has changed is not compared, so that it is another one's."""


@pytest.fixture(scope="module", params=["nginx", "apache"])
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    """Small sites with a file of each kind, signed, published and served."""
    port = web.free_port()
    url = f"http://127.0.0.1:{port}/sites/"
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        folder.chmod(0o755)  # Apache reads as another user
        key = make_key(folder)
        signers = allow(folder, key)
        desk = small.make_desk(
            folder, picture=2000, url=url, signing_key=str(key), allowed_signers=str(signers), sample=1
        )
        write_kinds(desk.sites)
        described = {**desk.described}
        desk.described.pop("url")
        assert (done := desk.run()).returncode == 0, done.stderr
        text = (desk.target / "current" / "release.json").read_text(encoding="utf-8")
        slugs = [site.slug for site in read_release(text).sites if site.slug]
        conf = server_files(slugs, (), "essai", str(desk.target / "current"), url)[f"{request.param}.conf"]
        server = (
            web.nginx(folder / "server", conf, port, brotli=True)
            if request.param == "nginx"
            else web.apache(folder / "server", conf, port)
        )
        with server:
            desk.described.update(described)
            small.write_sites(desk.sites, 2, picture=2000)
            write_kinds(desk.sites)
            done = desk.run()
            assert done.returncode == 0, done.stderr
            yield Served(desk, url, Signers(signers, required=True))


def alter(path: Path) -> Callable[[], None]:
    """Change one byte of a file, which keeps its size; give what undoes it."""
    kept, status = path.read_bytes(), path.stat()
    middle = len(kept) // 2
    path.unlink()  # it may be linked from another release
    path.write_bytes(kept[:middle] + bytes([kept[middle] ^ 1]) + kept[middle + 1 :])
    path.chmod(status.st_mode)
    return lambda: bool(path.write_bytes(kept)) or None


@pytest.fixture(scope="module")
def altered(served: Served) -> tuple[Served, tuple[VerifiedRelease, VerifiedRelease, Status]]:
    """What the three commands find when a byte of a file of each kind has changed; before and after, nothing."""
    assert [found.wrong for found in served.verdicts()] == [(), (), ()]
    undo = [alter(served.path(name)) for name in ALTERED.values()]
    found = served.verdicts()
    for restore in undo:
        restore()
    assert [found.wrong for found in served.verdicts()] == [(), (), ()]
    return served, found


@pytest.mark.parametrize("kind", ALTERED)
def test_one_byte_changed_is_named(
    altered: tuple[Served, tuple[VerifiedRelease, VerifiedRelease, Status]], kind: str
) -> None:
    """A byte changed in a file of each kind is named by the folder's verification, the address's and the status."""
    served, (folder, url, status) = altered
    path = served.path(ALTERED[kind])
    relative = path.resolve().relative_to(served.folder if "pool" not in kind else served.desk.target).as_posix()
    assert any(line.startswith(f"{relative} : modifié") for line in folder.wrong), folder.wrong
    assert any(line.startswith(f"{relative} : modifié") for line in status.wrong), status.wrong
    name = ALTERED[kind].format(assets=path.parent.parent.name)
    suffix, coding = name[-3:], {".gz": " (gzip)", ".br": " (br)"}.get(name[-3:], "")
    asked = name.removesuffix(suffix) if coding else name
    asked = asked.removesuffix("index.html").replace("fête été", "f%C3%AAte%20%C3%A9t%C3%A9")
    start = f"/sites/{asked}{coding} : " if kind != "manifest" else f"{asked} : modifié"
    for found in (url.wrong, status.wrong):
        assert any(line.startswith(start) for line in found), found
    if kind == "404":
        assert any(line.startswith("/sites/50-manche/nulle-part-") for line in url.wrong), url.wrong


def test_a_release_changed_is_named(served: Served) -> None:
    """One byte of `release.json` changed: its signature is not one any more; the unsigned digest says so too."""
    undo = alter(served.folder / "release.json")
    try:
        for found in served.verdicts():
            assert any("release.json" in line for line in found.wrong), found.wrong
    finally:
        undo()
    path = served.folder / "release.json"
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.replace('"commit": ""', '"commit": "autre"'), encoding="utf-8")
    try:
        for found in served.verdicts():
            assert "release.json : modifié" in found.wrong
            assert any("n'est pas la signature" in line for line in found.wrong), found.wrong
    finally:
        path.write_text(kept, encoding="utf-8")


def test_who_signed_is_said(served: Served) -> None:
    """The principal, the key and the moment are known of a sound release; sampled reading says of how many."""
    for found in served.verdicts():
        assert found.verdict.signer == SIGNER
        assert found.verdict.key.startswith("SHA256:")
        assert found.verdict.text("2026-11-22T08:00:00Z").startswith(f"Signée par {SIGNER} (SHA256:")
    done = verify_folder(served.folder, Signers())
    assert done.verdict == dataclasses.replace(done.verdict, signer="", problem="")
    assert "rien n'attribue" in done.verdict.text("")


ADDED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file": (lambda folder: (folder / "50-manche" / "faux.html").write_text("x"), "50-manche/faux.html : en trop"),
    "a folder": (lambda folder: (folder / "99-faux").mkdir(), "99-faux : dossier en trop"),
    "a link to a file": (
        lambda folder: (folder / "lien.html").symlink_to("index.html"),
        "lien.html : lien vers « index.html », qui n'est pas de la publication",
    ),
    "a link to a folder": (
        lambda folder: (folder / "autre").symlink_to("50-manche"),
        "autre : lien vers « 50-manche », qui n'est pas de la publication",
    ),
    "a pipe": (lambda folder: os.mkfifo(folder / "tuyau.html"), "tuyau.html : n'est ni un fichier ni un dossier"),
    "a file of a pool": (
        lambda folder: (next(folder.parents[1].glob("assets/*")) / "faux.js").write_text("x"),
        "/faux.js : en trop",
    ),
    "a pool": (
        lambda folder: (folder.parents[1] / "assets" / "0123456789abcdef").mkdir(),
        "assets/0123456789abcdef : dossier en trop",
    ),
}


@pytest.mark.parametrize(("add", "line"), ADDED.values(), ids=ADDED)
def test_what_was_added_is_named(served: Served, add: Callable[[Path], object], line: str) -> None:
    """A file, folder, link or pipe that nobody published is named, among the pools too."""
    target = served.desk.target
    before = set(target.rglob("*"))
    add(served.folder)
    try:
        folder, _, status = served.verdicts()
        for found in (folder.wrong, status.wrong):
            assert len(found) == 1
            assert line in found[0]
    finally:
        for path in set(target.rglob("*")) - before:
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


REPLACED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a page by a link to the same bytes": (
        "50-manche/page-1/index.html",
        lambda path: path.rename(path.parents[2] / "page.html") and path.symlink_to("../../page.html"),
        "50-manche/page-1/index.html : lien vers",
    ),
    "a page by a pipe": (
        "50-manche/page-1/index.html",
        lambda path: (path.unlink(), os.mkfifo(path)),
        "50-manche/page-1/index.html : n'est ni un fichier ni un dossier",
    ),
    "nothing may be read": (
        "50-manche/page-1/index.html",
        lambda path: path.chmod(0),
        "50-manche/page-1/index.html : illisible par le serveur",
    ),
    "a folder nobody enters": ("50-manche/page-1", lambda path: path.chmod(0o700), "50-manche/page-1 : dossier que"),
    "a page anybody may write": (
        "50-manche/page-1/index.html",
        lambda path: path.chmod(0o666),
        "50-manche/page-1/index.html : tout compte",
    ),
    "no sbom": ("sbom.cdx.json", lambda path: path.unlink(), "sbom.cdx.json : absent"),
    "the pools by others": (
        "50-manche/_assets",
        lambda path: (path.unlink(), path.symlink_to("../../../../assets")),
        "50-manche/_assets : lien vers",
    ),
}


@pytest.mark.parametrize(("name", "change", "line"), REPLACED.values(), ids=REPLACED)
def test_what_was_replaced_is_named(
    served: Served, tmp_path: Path, name: str, change: Callable[[Path], object], line: str
) -> None:
    """What was published and is now a link, a pipe, unreadable or gone is named."""
    subprocess.run(["cp", "-a", served.desk.target, tmp_path / "target"], check=True)
    tmp_path.chmod(0o755)
    folder = (tmp_path / "target" / "current").resolve()
    change(folder / name)
    copy = Served(small.Desk(tmp_path, tmp_path, tmp_path / "target"), served.url, served.signers)
    found, _, status = copy.verdicts()
    assert any(wrong.startswith(line) for wrong in found.wrong), found.wrong
    assert any(wrong.startswith(line) for wrong in status.wrong), status.wrong


def test_folders_of_the_target_are_looked_at(served: Served, tmp_path: Path) -> None:
    """The status names folders of the target, and the release, that anybody may change or that no server may enter."""
    tmp_path.chmod(0o755)
    target = tmp_path / "target"
    subprocess.run(["cp", "-a", served.desk.target, target], check=True)
    copy = Served(small.Desk(tmp_path, tmp_path, target), served.url, served.signers)
    release = (target / "current").resolve()
    for folder in (target, target / "releases", target / "assets", release):
        for mode in (0o777,) if folder == target else (0o777, 0o700):
            folder.chmod(mode)
            try:
                wrong = copy.verdicts()[2].wrong
                name = "." if folder == release else str(folder)
                line = "tout compte" if mode == 0o777 else "dossier que le serveur"
                assert any(problem.startswith(f"{name} : {line}") for problem in wrong), (folder, oct(mode), wrong)
            finally:
                folder.chmod(0o755)
    assert copy.verdicts()[2].wrong == ()


def test_what_is_served_lies_on_the_target(served: Served, tmp_path: Path) -> None:
    """A `current` that leads to a copy elsewhere, whose fixed files nobody compares, is named by the status."""
    for name in ("target", "elsewhere"):
        subprocess.run(["cp", "-a", served.desk.target, tmp_path / name], check=True)
    current = tmp_path / "target" / "current"
    current.unlink()
    current.symlink_to(tmp_path / "elsewhere" / "current")
    copy = Served(small.Desk(tmp_path, tmp_path, tmp_path / "target"), served.url, served.signers)
    assert any(line.startswith("current : lien vers") for line in copy.verdicts()[2].wrong)


def test_a_forged_release_is_refused(served: Served, tmp_path: Path) -> None:
    """A page, its manifest and the release forged together are told by the signature alone, and by a rollback."""
    forged = small.make_desk(tmp_path, picture=2000, number=9)
    write_kinds(forged.sites)
    assert forged.run().returncode == 0
    shutil.copy(served.folder / "release.json.sig", forged.target / "current" / "release.json.sig")
    for signers in (served.signers, Signers()):
        found = verify_folder(forged.target / "current", signers)
        assert found.wrong == ("release.json.sig : « release.json.sig » n'est pas la signature de « release.json »",)
    (forged.target / "current" / "release.json.sig").unlink()
    assert verify_folder(forged.target / "current", Signers()).verdict == Verdict()
    assert verify_folder(forged.target / "current", served.signers).wrong == (
        "release.json.sig : cette publication n'est pas signée",
    )
