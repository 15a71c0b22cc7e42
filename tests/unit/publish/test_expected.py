"""What is asked, kept, refused and rebuilt around releases: pure decisions, each with a broken twin."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from troisclics.publish.compression import is_fixed, is_unmodified, media_of, write_published
from troisclics.publish.expected import ExpectedFile, all_items, files, requests, sample, site_items
from troisclics.publish.folder_listing import (
    OPEN,
    ExpectedFolder,
    FolderEntry,
    differences,
    files_to_hash,
    list_folder,
    parse_listing,
    printable,
)
from troisclics.publish.http_check import HttpResponse, copy_to_request, response_problems
from troisclics.publish.manifest import (
    File,
    Provenance,
    Release,
    ReleaseSite,
    SiteManifest,
    finish,
    is_unaltered,
    make_release,
    read_manifest,
    read_release,
    site_of,
)
from troisclics.publish.release_log import (
    UNKNOWN,
    ReleaseLog,
    add_release,
    log_entry,
    log_problem,
    parse_release_log,
    rebuild,
)
from troisclics.publish.remote_scripts import script

DAY = "2026-11-22"
BODY, GZ = b"<p>essai</p>", b"gz"
HEADERS = {"content-security-policy": "default-src 'self'", "x-content-type-options": "nosniff"}


def digest(content: bytes) -> str:
    """The SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def file(path: str, content: bytes = BODY, *, fixed: bool = False) -> File:
    """A file of a site."""
    return File(path, len(content), digest(content), media_of(path), fixed)


SITE = SiteManifest(
    "90-dunes", "0123456789abcdef", "menu", (),
    (
        file("404.html"), file("404.html.gz", GZ), file("a/index.html"), file("a/index.html.gz", GZ),
        file("assets/a.css", fixed=True), file("assets/a.css.gz", GZ, fixed=True), file("index.html"),
        file("api/é è.json"),
    ),
)  # fmt: skip


def release(day: int = 22, tool: str = "troisclics 1", site: SiteManifest = SITE) -> Release:
    """A release of one site, of a day of November, made at noon."""
    sites = (dataclasses.replace(site_of(site), slug=site.slug),)
    made = make_release(sites, (), Provenance(date(2026, 11, day), "abc", tool, "sbom"))
    return finish(made, f"2026-11-{day}T12:00:00Z")


def test_everything_is_asked() -> None:
    """Each file at its address, plain and as each copy; fixed files in the pool too; the error page at no address."""
    wanted = requests(all_items(release(), "text", "signature", {"90-dunes/": SITE}))
    asked = {(request.address, request.encoding, request.item.status) for request in wanted}
    both = ("identity", "gzip")
    base, pool = "90-dunes/", "90-dunes/_assets/0123456789abcdef/"
    pages = {(base + path, how, 200) for path in ("404.html", "a/", "assets/a.css") for how in both}
    nowhere = {(f"{base}nulle-part-{release().id}/", how, 404) for how in both}
    names = ("90-dunes/", "90-dunes/api/%C3%A9%20%C3%A8.json", "90-dunes/manifest.json", "sbom.cdx.json",
             "release.json", "release.json.sig")  # fmt: skip
    alone = {(name, "identity", 200) for name in names}
    assert asked == pages | nowhere | alone | {(f"{pool}assets/a.css", how, 200) for how in both}
    assert len(wanted) == len(asked)


def test_every_file_of_a_manifest_is_on_disk() -> None:
    """The files of the folder are those of the manifest, once more in the pool for the fixed ones, and nothing else."""
    found = files(site_items(SITE, "90-dunes/", "x"))
    pool = "90-dunes/_assets/0123456789abcdef/"
    expected = {f"90-dunes/{known.path}": known.sha256 for known in SITE.files}
    expected |= {f"{pool}{known.path}": known.sha256 for known in SITE.files if known.fixed}
    assert found == expected


def test_a_sample_leaves_out_pages_only() -> None:
    """The home, so many other pages, each fixed file once, and all that is neither: data and error pages."""
    pages = tuple(file(f"p{number}/index.html", str(number).encode()) for number in range(9))
    items = list(site_items(dataclasses.replace(SITE, files=(*SITE.files, *pages)), "90-dunes/", "x"))
    taken = sample(items, 2, "x")
    assert next(item.path for item in taken if item.is_page) == "90-dunes/index.html"
    assert sum(item.is_page for item in taken) == 3
    assert {item.path for item in items if not (item.is_page or item.is_fixed)} <= {item.path for item in taken}
    assert [item.path for item in taken if item.is_fixed] == ["90-dunes/_assets/0123456789abcdef/assets/a.css"]
    assert sample(items, 2, "x") == taken
    assert {item.path for item in sample(items, 2, "y")} != {item.path for item in taken}


ITEM = next(item for item in site_items(SITE, "", "x") if item.path == "a/index.html")
ERROR = next(item for item in site_items(SITE, "", "x") if item.status == 404)
OK = HttpResponse(200, {**HEADERS, "content-type": "text/html; charset=utf-8", "vary": "Accept-Encoding"}, BODY)


def faults(answer: HttpResponse, encoding: str = "identity", item: ExpectedFile = ITEM) -> list[str]:
    """What is wrong with `answer`."""
    wanted = next(request for request in requests([item]) if request.encoding == encoding)
    return list(response_problems(wanted, answer))


def changed(body: bytes = BODY, status: int = 200, **headers: str) -> HttpResponse:
    """OK with other headers."""
    return HttpResponse(
        status, {**OK.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}, body
    )


@pytest.mark.parametrize(
    ("answer", "encoding", "item", "said"),
    [
        (OK, "identity", ITEM, ""),
        (OK, "gzip", ITEM, ""),
        (changed(GZ, content_encoding="gzip"), "gzip", ITEM, ""),
        (changed(BODY, content_encoding="gzip"), "gzip", ITEM, "contenu"),
        (changed(GZ), "gzip", ITEM, "contenu"),
        (changed(GZ, content_encoding="gzip"), "identity", ITEM, "pas été demandé"),
        (changed(GZ, content_encoding="x"), "gzip", ITEM, "pas été demandé"),
        (changed(b"autre"), "identity", ITEM, "contenu"),
        (changed(status=500), "identity", ITEM, "réponse 500"),
        (changed(status=404), "identity", ERROR, ""),
        (changed(), "identity", ERROR, "au lieu de 404"),
        (changed(b"autre", 404), "identity", ERROR, "contenu"),
        (changed(content_type="text/plain"), "identity", ITEM, "type « text/plain »"),
        (changed(content_type="application/javascript"), "identity", ITEM, "type"),
        (changed(vary=""), "identity", ITEM, "vary"),
        (changed(x_content_type_options=""), "identity", ITEM, "nosniff"),
        (changed(content_security_policy="default-src 'self' 'unsafe-inline'"), "identity", ITEM, "unsafe-inline"),
    ],
)  # fmt: skip
def test_answers(answer: HttpResponse, encoding: str, item: ExpectedFile, said: str) -> None:
    """An answer is right by its status, the bytes of the coding that it states, its type and headers."""
    found = faults(answer, encoding, item)
    assert len(found) == bool(said), found
    assert not said or said in found[0]


def test_types_of_scripts() -> None:
    """Both names of the type of a script are right; nothing else is."""
    script = dataclasses.replace(ITEM, media="text/javascript", copies=())
    assert faults(changed(content_type="application/javascript"), item=script) == []
    assert faults(changed(content_type="text/html"), item=script) != []


def test_copies_are_asked_by_name_where_they_are_not_given() -> None:
    """A server without the coding is asked for the file of the copy; one that gave it is not, nor for a plain file."""
    plain, packed = requests([ITEM])
    assert copy_to_request(packed, OK) == "a/index.html.gz"
    assert copy_to_request(packed, changed(GZ, content_encoding="gzip")) == ""
    assert copy_to_request(plain, OK) == ""


FILE, FOLDER, LINK = stat.S_IFREG | 0o644, stat.S_IFDIR | 0o755, stat.S_IFLNK | 0o777
EXPECTED = ExpectedFolder(
    {"a/b.html": "0" * 64}, {"_assets": frozenset({"../../assets"})}, {"0123456789abcdef/x.js": "1" * 64}
)
SOUND = (
    FolderEntry("", FOLDER),
    FolderEntry("a", FOLDER),
    FolderEntry("a/b.html", FILE),
    FolderEntry("_assets", LINK, "../../assets"),
)
STRANGE = {
    "a file": (FolderEntry("a/c.html", FILE), "a/c.html : en trop"),
    "a folder": (FolderEntry("c", FOLDER), "c : dossier en trop"),
    "a link": (FolderEntry("c", LINK, "/etc\n"), "c : lien vers « /etc\\n », qui n'est pas de la publication"),
    "a device": (FolderEntry("c", stat.S_IFCHR | 0o644), "c : n'est ni un fichier ni un dossier"),
    "twice": (FolderEntry("a/b.html", FILE), "a/b.html : plusieurs entrées de ce nom"),
    "a pool": (FolderEntry("_assets/ffffffffffffffff", FOLDER), "_assets/ffffffffffffffff : dossier en trop"),
}


def test_a_sound_folder() -> None:
    """What must be there, and pools that may be, are no difference; a file of another digest is, and one not there."""
    pooled = (FolderEntry("a/_assets/0123456789abcdef/x.js", FILE), FolderEntry("a/_assets/0123456789abcdef", FOLDER))
    assert differences((*SOUND, *pooled), EXPECTED, set()) == []
    assert differences(SOUND, EXPECTED, {"a/b.html"}) == ["a/b.html : modifié"]
    assert differences(SOUND[:2], EXPECTED, set()) == ["a/b.html : absent"]
    assert files_to_hash((*SOUND, *pooled), EXPECTED) == {"a/b.html": "0" * 64, pooled[0].path: "1" * 64}


@pytest.mark.parametrize(("entry", "line"), STRANGE.values(), ids=STRANGE)
def test_strange_entries(entry: FolderEntry, line: str) -> None:
    """Each thing that is not of the release is named; with `lenient`, pools of others alone are passed over."""
    assert differences((*SOUND, entry), EXPECTED, set()) == [line]
    lenient = differences((*SOUND, entry), dataclasses.replace(EXPECTED, lenient=True), set())
    assert lenient == ([] if "_assets" in entry.path else [line])


@pytest.mark.parametrize(("root", "mode", "said"), [
    (0o755, 0o640, True), (0o700, 0o600, False), (0o700, 0o000, True), (0o755, 0o644, False),
])  # fmt: skip
def test_what_the_server_cannot_read(root: int, mode: int, said: bool) -> None:
    """A file that other accounts cannot read is named where they may enter; one that nobody can read, everywhere."""
    entries = (
        FolderEntry("", stat.S_IFDIR | root),
        FolderEntry("a", FOLDER),
        FolderEntry("a/b.html", stat.S_IFREG | mode),
        SOUND[3],
    )
    assert differences(entries, EXPECTED, set()) == (["a/b.html : illisible par le serveur"] if said else [])


@pytest.mark.parametrize("path", ["", "a", "a/b.html"])
def test_what_anybody_could_change_is_named(path: str) -> None:
    """A folder or a file in which every account of the machine may write is named; its group may."""
    for mode, said in ((0o002, [f"{path or '.'} : {OPEN}"]), (0o020, [])):
        entries = [dataclasses.replace(e, mode=e.mode | mode) if e.path == path else e for e in SOUND]
        assert differences(entries, EXPECTED, set()) == said


def test_a_served_folder_must_be_open() -> None:
    """A closed folder is named where a server reads it, and not in a copy of one's own."""
    entries = (FolderEntry("", stat.S_IFDIR | 0o700), *SOUND[1:])
    assert differences(entries, EXPECTED, set(), is_served=True) == [". : dossier que le serveur ne peut pas lire"]
    assert differences(entries, EXPECTED, set()) == []


def test_listings_are_the_same_here_and_there(tmp_path: Path) -> None:
    """What the script for targets writes says of a folder what Python says; a name of two lines is two strange ones."""
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "é.html").write_text("x")
    (tmp_path / "lien").symlink_to("a b")
    done = subprocess.run(["sh", "-c", script("list"), "sh", tmp_path], capture_output=True, text=True, check=True)
    assert sorted(map(str, parse_listing(done.stdout))) == sorted(map(str, list_folder(tmp_path)))
    assert [entry.path for entry in parse_listing("81a4 ./a\nb\n")] == ["a", "b"]
    assert printable("a\x1b[2J\udcff") == "a\\x1b[2J\\udcff"


def test_a_release_says_whether_it_is_whole() -> None:
    """One letter changed anywhere in `release.json` is seen without a signature, in a release made before too."""
    text = release().text()
    assert is_unaltered(text)
    for before, after in (('"abc"', '"abd"'), ("troisclics 1", "troisclics 2"), ('"sites"', ' "sites"')):
        assert not is_unaltered(text.replace(before, after))
    old = dataclasses.replace(release(), at="", digest="").text()
    assert '"at"' not in old
    assert is_unaltered(old)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../x", "a//x", "x\n0  y", "x\x1b"])
def test_paths_of_manifests_stay_in_their_site(path: str) -> None:
    """A manifest with a path that leaves its site, or is two lines, is none."""
    assert read_manifest(SITE.text()) == SITE
    with pytest.raises(ValueError, match="path"):
        read_manifest(dataclasses.replace(SITE, files=(file(path),)).text())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sites": 5}', '"x"', release().text().replace("90-dunes", "../x")])
def test_what_is_no_release(text: str) -> None:
    """Anything else than a release is a ValueError, never another error."""
    with pytest.raises(ValueError):  # noqa: PT011 - json's and pydantic's
        read_release(text)


def ledger_of(*days: int, keep: int = 9) -> ReleaseLog:
    """The ledger once releases of these days have been served."""
    log = ReleaseLog()
    for day in days:
        made = release(day)
        entry = log_entry(made, made.text(), made.id, made.at)
        log = add_release(log, entry, made, keep)
    return log


@pytest.mark.parametrize(("keep", "days"), [(2, [23, 24]), (3, [22, 23, 24]), (9, [21, 22, 23, 24])])
def test_the_latest_releases_are_kept(keep: int, days: list[int]) -> None:
    """The ledger keeps so many releases in all, the latest, and always the one that is served."""
    assert [entry.built_on[-2:] for entry in ledger_of(21, 22, 23, 24, keep=keep).releases] == [
        str(day) for day in days
    ]
    back = ledger_of(21, 22, 23)
    first = release(21)
    after = add_release(back, back.releases[0], first, 2)
    assert after.current == first.id
    assert [entry.built_on[-2:] for entry in after.releases] == ["21", "23"]


def test_a_ledger_is_rebuilt_from_the_releases() -> None:
    """Lost, it is what it was: releases in order, what is served, since when; moments that nobody noted are unknown."""
    texts = {release(day).id: release(day).text() for day in (23, 21, 22)}
    assert rebuild({**texts, "x": "{"}, release(23).id) == ledger_of(21, 22, 23)
    back = rebuild(texts, release(22).id)
    assert (back.current, back.before(back.current)) == (release(22).id, ledger_of(21).releases[0])
    assert len(back.releases) == 3
    old = dataclasses.replace(release(22), at="", digest="")
    assert rebuild({old.id: old.text()}, old.id).releases[0].published_at == UNKNOWN
    assert rebuild(texts, "").current == ""


def test_a_ledger_is_doubted() -> None:
    """Absent beside releases, cut, damaged, or naming a folder that is not there: each says why. Otherwise not."""
    log = ledger_of(21, 22)
    text, folders = log.text(), [entry.folder for entry in log.releases]
    assert parse_release_log(text) == log
    assert log_problem(text, log, folders) == ""
    assert log_problem("", None, []) == ""
    assert "absent" in log_problem("", parse_release_log(""), folders)
    for damaged in (text[:100], "{}", "[]", text.replace(folders[0], "../../etc"), text.replace('"abc"', "5")):
        assert parse_release_log(damaged) is None, damaged
        assert "illisible" in log_problem(damaged, None, folders)
    assert parse_release_log(log.text().replace(DAY, "\\u001b[2J", 1)) is None, "it would act on a terminal"
    assert folders[0] in log_problem(text, log, folders[1:])


def test_a_file_that_was_packed_is_intact(tmp_path: Path) -> None:
    """What the last pack made is taken again only if each file has its size, and the first its moment too."""
    (tmp_path / "source.html").write_text("<p>essai</p>" * 99)
    (tmp_path / "to").mkdir()
    made = write_published(tmp_path / "source.html", "a.html", "x", "0" * 16, set(), tmp_path / "to")
    assert len(made.files) == 3
    assert is_unmodified(made, tmp_path / "to")
    assert not is_unmodified(dataclasses.replace(made, mtime=made.mtime + 1), tmp_path / "to")
    for known in made.files:
        path = tmp_path / "to" / known.path
        content, status = path.read_bytes(), path.stat()
        path.write_bytes(content + b" ")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert not is_unmodified(made, tmp_path / "to"), known.path
        path.write_bytes(content)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert is_unmodified(made, tmp_path / "to")
    assert is_fixed("assets/a.js")


def test_a_site_of_a_release_is_its_manifest() -> None:
    """A release holds the digest of each manifest, and so of all."""
    assert release().sites == (ReleaseSite("90-dunes", digest(SITE.text().encode()), SITE.assets, 8, 2, 66),)
