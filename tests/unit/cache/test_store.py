"""The cache is optional: what is damaged, missing or foreign is not trusted."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troisclics.cache import store as module
from troisclics.cache.fingerprints import Inputs, LayoutDigests, program_digest
from troisclics.cache.seal import SEAL_SIZE, Key, seal
from troisclics.cache.store import BuildCache, OutputState, SiteRecord, find_damaged, identity
from troisclics.system.digests import digest

from ..samples import TODAY

SITE = SiteRecord({}, 3)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output with one file."""
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / "a" / "index.html").write_text("page")
    return tmp_path / "site"


def record(out: Path) -> SiteRecord:
    """The record of the site in `out`."""
    status = (out / "a" / "index.html").stat()
    return SiteRecord({"a/index.html": (b"key", status.st_mtime_ns, status.st_size)}, 1)


def state(out: Path, request: object = "all") -> OutputState:
    """The state of an output with one site."""
    return OutputState(
        request, Inputs({}, b"tool", TODAY), b"", LayoutDigests(b"", b""), identity(out), (("portail", ""),)
    )


def test_what_is_written_is_read_back(out: Path) -> None:
    """A build finds what the last one left, in a folder beside the output."""
    memory = BuildCache(out)
    memory.write("project", ("x", 1))
    memory.write_site("2A", SITE)
    assert BuildCache(out).read("project", tuple) == ("x", 1)
    assert BuildCache(out).site("2A") == SITE
    assert [path.name for path in out.parent.iterdir() if path != out] == [".site.memory"]


def test_nothing_is_not_an_error(out: Path) -> None:
    """Without memory there is nothing to believe, and nothing to say."""
    memory = BuildCache(out)
    assert memory.last("all") is None
    assert memory.site("50") is None
    memory.invalidate()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(200))


def _one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-4] ^= 1
    path.write_bytes(content)


def _sealed(path: Path, data: bytes) -> None:
    path.write_bytes(BuildCache(path.parent.with_name("site"))._seal(path.name, data) + data)


def _other_version(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "program_digest", lambda: b"another version of our code")
        _sealed(path, path.read_bytes()[SEAL_SIZE:])


def _other_kind(path: Path) -> None:
    BuildCache(path.parent.with_name("site")).write(path.name, {"autre": "chose"})


def _unknown_class(path: Path) -> None:
    _sealed(path, b"cmodule_perdu\nClasse\n.")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [_cut, _empty, _noise, _one_bit, _other_kind, _other_version, _unknown_class, _folder, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory_is_no_memory(out: Path, damage: Callable[[Path], None]) -> None:
    """Whatever has become of a file of the memory, it reads as if there were none."""
    memory = BuildCache(out)
    memory.write("state", state(out))
    memory.write_site("50", SITE)
    damage(memory.folder / "state")
    damage(memory.folder / "site-50")
    assert memory.last("all") is None
    assert memory.site("50") is None


class Trap:
    """An object that makes a folder when it is unpickled, as it could do anything else."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.path),)


def _as_it_was_found(memory: BuildCache, data: bytes) -> bytes:
    """The seal of the earlier program, which anybody could compute."""
    return digest(program_digest(), data) + data


def _without_the_key(memory: BuildCache, data: bytes) -> bytes:
    """The right seal, but made with a key of the attacker's own, or none."""
    return seal(Key(), program_digest(), os.fsencode(memory.out), b"state", data) + data


def _with_a_seal_of_ours(memory: BuildCache, data: bytes) -> bytes:
    """The seal of something that we did write under this name."""
    memory.write("state", "vrai")
    return (memory.folder / "state").read_bytes()[:SEAL_SIZE] + data


def _under_another_name(memory: BuildCache, data: bytes) -> bytes:
    """What we have sealed, under the name of something else."""
    return memory._seal("engine", data) + data


def _of_another_output(memory: BuildCache, data: bytes) -> bytes:
    """What we have sealed for another project."""
    return BuildCache(memory.out.with_name("autre"))._seal("state", data) + data


FORGERIES = [_as_it_was_found, _without_the_key, _with_a_seal_of_ours, _under_another_name, _of_another_output]


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """What is there once a trap has been sprung."""
    return tmp_path / "piège"


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_planted_is_not_run(out: Path, trap: Path, forgery: Callable[[BuildCache, bytes], bytes]) -> None:
    """Whatever the seal of an entry that we did not write here, it is not even looked into."""
    memory = BuildCache(out)
    memory.write("other", "vrai")
    content = forgery(memory, pickle.dumps(Trap(trap)))
    (memory.folder / "state").unlink(missing_ok=True)
    (memory.folder / "state").write_bytes(content)
    (memory.folder / "state").chmod(0o600)
    assert memory.read("state", object) is None
    assert not trap.exists()


def _nothing(memory: BuildCache) -> None:
    """The twin."""


def _others_may_write_it(memory: BuildCache) -> None:
    (memory.folder / "state").chmod(0o666)


def _others_may_write_the_folder(memory: BuildCache) -> None:
    memory.folder.chmod(0o770)


def _is_a_link(memory: BuildCache) -> None:
    (memory.folder / "state").rename(memory.folder / "vrai")
    (memory.folder / "state").symlink_to("vrai")


def _the_folder_is_a_link(memory: BuildCache) -> None:
    memory.folder.rename(memory.out.with_name("ailleurs"))
    memory.folder.symlink_to("ailleurs")


@pytest.mark.parametrize(
    "change",
    [_nothing, _others_may_write_it, _others_may_write_the_folder, _is_a_link, _the_folder_is_a_link],
)
def test_what_others_may_change_is_not_run(out: Path, trap: Path, change: Callable[[BuildCache], None]) -> None:
    """A right seal is not enough: folder and file must be nobody else's, and no links. The twin: the trap does work."""
    memory = BuildCache(out)
    memory.write("state", Trap(trap))
    change(memory)
    memory.read("state", object)
    assert trap.exists() == (change is _nothing)


def test_a_folder_of_another_account_is_left_alone(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read there, written there or deleted there, and it is said why."""
    BuildCache(out).write("state", state(out))
    (BuildCache(out).previous_output / "a").mkdir(parents=True)
    before = {path: path.stat().st_mtime_ns for path in BuildCache(out).folder.rglob("*")}
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    memory = BuildCache(out)
    assert str(memory.folder) in memory.fault
    assert memory.last("all") is None
    memory.invalidate()
    memory.delete_previous_output()
    memory.write("state", state(out))
    memory.save(state(out))
    memory.delete("st", ())
    assert {path: path.stat().st_mtime_ns for path in memory.folder.rglob("*")} == before


def test_without_a_key_nothing_is_kept(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No home, no key: the memory stays empty, what was there is believed no more, and it is said why."""
    BuildCache(out).write("state", state(out))
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME")
    memory = BuildCache(out)
    assert memory.fault.startswith("ni HOME")
    assert memory.last("all") is None
    memory.invalidate()
    memory.save(state(out))
    assert list(memory.folder.iterdir()) == []


def test_an_output_of_another_account(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an output that is no more ours nothing is believed; nor of a file in it."""
    memory = BuildCache(out)
    memory.write("state", state(out))
    owners = {str(out): os.getuid() + 1}
    monkeypatch.setattr(module, "is_own_folder", lambda path: str(path) not in owners)
    assert memory.last("all") is None
    entry = record(out)
    assert not find_damaged(str(out), entry)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert find_damaged(str(out), entry) == {"a/index.html"}


def test_a_page_of_another_size(out: Path) -> None:
    """A page that was written over within the same tick of the clock is not the page."""
    entry, page = record(out), out / "a" / "index.html"
    written = page.stat().st_mtime_ns
    page.write_text(f"{page.read_text()} ")
    os.utime(page, ns=(written, written))
    assert find_damaged(str(out), entry) == {"a/index.html"}


def test_a_page_that_has_become_a_link(out: Path) -> None:
    """A link to the same bytes, written at the same time, is not the page."""
    entry = record(out)
    page = out / "a" / "index.html"
    page.rename(out / "vraie.html")
    page.symlink_to("../vraie.html")
    assert find_damaged(str(out), entry) == {"a/index.html"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_memory_cut_anywhere_is_no_memory(out: Path, data: st.DataObject) -> None:
    """A state that a kill has cut short, at any byte, is not believed."""
    memory = BuildCache(out)
    memory.write("state", state(out))
    whole = (memory.folder / "state").read_bytes()
    (memory.folder / "state").write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert memory.last("all") is None


def test_a_state_is_for_its_request(out: Path) -> None:
    """What was built for some CODEs says nothing of a whole build."""
    BuildCache(out).write("state", state(out, ("50",)))
    assert BuildCache(out).last("all") is None
    assert BuildCache(out).last(("50",)) == state(out, ("50",))


def test_a_state_is_for_its_folder(out: Path) -> None:
    """When somebody has put another folder in the place of the output, nothing is believed of it."""
    BuildCache(out).write("state", state(out))
    assert BuildCache(out).last("all") is not None
    shutil.copytree(out, out.with_name("copie"))
    shutil.rmtree(out)
    out.with_name("copie").rename(out)
    assert BuildCache(out).last("all") is None
    shutil.rmtree(out)
    assert BuildCache(out).last("all") is None


def test_forgetting(out: Path) -> None:
    """While a build is under way there is no state: whatever happens to it, the next one believes nothing."""
    memory = BuildCache(out)
    memory.save(state(out))
    memory.invalidate()
    assert memory.last("all") is None


def test_remembering_sweeps(out: Path) -> None:
    """The records of departments that are gone go too; compiled templates stay."""
    memory = BuildCache(out)
    memory.write("templates-un", b"code")
    memory.write_site("portail", SITE)
    memory.write_site("50", SITE)
    memory.save(state(out))
    assert sorted(path.name for path in memory.folder.iterdir()) == ["site-portail", "state", "templates-un"]
    assert memory.read("templates-un", bytes) == b"code"


def test_what_is_damaged(out: Path) -> None:
    """Of each site, the files that are no longer as they were written; of a site without a record, nothing is told."""
    memory = BuildCache(out)
    assert memory.written(state(out)) == {}, "what MkDocs itself has built leaves no record"
    entry = record(out)
    memory.write_site("portail", entry)
    assert memory.written(state(out)) == {"portail": (entry, frozenset())}
    (out / "a" / "index.html").write_text("autre page")
    assert memory.written(state(out)) == {"portail": (entry, {"a/index.html"})}
    shutil.rmtree(out)
    assert memory.written(state(out)) == {"portail": (entry, {"a/index.html"})}


def test_a_file_is_as_written(out: Path) -> None:
    """The same time and size, or it is another file."""
    path, entry = out / "a" / "index.html", record(out)
    time = entry.files["a/index.html"][1]
    whole, damaged = frozenset[str](), {"a/index.html"}
    assert find_damaged(str(out), entry) == whole
    os.utime(path, ns=(1, time + 1))
    assert find_damaged(str(out), entry) == damaged
    os.utime(path, ns=(1, time))
    assert find_damaged(str(out), entry) == whole
    path.write_text("plus longue")
    os.utime(path, ns=(1, time))
    assert find_damaged(str(out), entry) == damaged
    path.unlink()
    assert find_damaged(str(out), entry) == damaged
