"""Memory is a help and no more: what is damaged, missing or foreign is not believed."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troisclics.inputs import DIGEST_SIZE, Inputs, digest, our_code
from troisclics.memory import Memory, SiteRecord, State, identity, is_file_written, is_written

from .samples import TODAY

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


def state(out: Path, request: object = "all") -> State:
    """The state of an output with one site."""
    return State(request, Inputs({}, b"tool", TODAY), b"", identity(out), (("portail", ""),), 1)


def test_what_is_written_is_read_back(out: Path) -> None:
    """A build finds what the last one left, in a folder beside the output."""
    memory = Memory(out)
    memory.write("project", ("x", 1))
    memory.write_site("2A", SITE)
    assert Memory(out).read("project", tuple) == ("x", 1)
    assert Memory(out).site("2A") == SITE
    assert [path.name for path in out.parent.iterdir() if path != out] == [".site.memory"]


def test_nothing_is_not_an_error(out: Path) -> None:
    """Without memory there is nothing to believe, and nothing to say."""
    memory = Memory(out)
    assert memory.last("all") is None
    assert memory.site("50") is None
    assert memory.pages(["50"]) == 0
    memory.forget()


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


def _seal(path: Path, data: bytes, code: bytes | None = None) -> None:
    path.write_bytes(digest(our_code() if code is None else code, data) + data)


def _other_version(path: Path) -> None:
    data = path.read_bytes()[DIGEST_SIZE:]
    _seal(path, data, b"another version of our code")


def _other_kind(path: Path) -> None:
    _seal(path, pickle.dumps({"autre": "chose"}))


def _unknown_class(path: Path) -> None:
    _seal(path, b"cmodule_perdu\nClasse\n.")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [_cut, _empty, _noise, _one_bit, _other_kind, _other_version, _unknown_class, _folder, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory_is_no_memory(out: Path, damage: Callable[[Path], None]) -> None:
    """Whatever has become of a file of the memory, it reads as if there were none."""
    memory = Memory(out)
    memory.write("state", state(out))
    memory.write_site("50", SITE)
    damage(memory.folder / "state")
    damage(memory.folder / "site-50")
    assert memory.last("all") is None
    assert memory.site("50") is None


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_memory_cut_anywhere_is_no_memory(out: Path, data: st.DataObject) -> None:
    """A state that a kill has cut short, at any byte, is not believed."""
    memory = Memory(out)
    memory.write("state", state(out))
    whole = (memory.folder / "state").read_bytes()
    (memory.folder / "state").write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert memory.last("all") is None


def test_a_state_is_for_its_request(out: Path) -> None:
    """What was built for some CODEs says nothing of a whole build."""
    Memory(out).write("state", state(out, ("50",)))
    assert Memory(out).last("all") is None
    assert Memory(out).last(("50",)) == state(out, ("50",))


def test_a_state_is_for_its_folder(out: Path) -> None:
    """When somebody has put another folder in the place of the output, nothing is believed of it."""
    Memory(out).write("state", state(out))
    assert Memory(out).last("all") is not None
    shutil.copytree(out, out.with_name("copie"))
    shutil.rmtree(out)
    out.with_name("copie").rename(out)
    assert Memory(out).last("all") is None
    shutil.rmtree(out)
    assert Memory(out).last("all") is None


def test_forgetting(out: Path) -> None:
    """While a build is under way there is no state: whatever happens to it, the next one believes nothing."""
    memory = Memory(out)
    memory.remember(state(out))
    memory.forget()
    assert memory.last("all") is None


def test_remembering_sweeps(out: Path) -> None:
    """The records of departments that are gone go too; compiled templates stay."""
    memory = Memory(out)
    memory.write("templates-un", b"code")
    memory.write_site("portail", SITE)
    memory.write_site("50", SITE)
    memory.remember(state(out))
    assert sorted(path.name for path in memory.folder.iterdir()) == ["site-portail", "state", "templates-un"]
    assert memory.read("templates-un", bytes) == b"code"


def test_intact(out: Path) -> None:
    """An output is intact when every file of every site is as it was written; a folder that is spared is not asked."""
    memory = Memory(out)
    memory.write_site("portail", record(out))
    assert memory.is_intact(state(out))
    (out / "a" / "index.html").write_text("autre page")
    assert not memory.is_intact(state(out))
    assert memory.is_intact(state(out), but="")


def test_a_site_without_record_is_not_intact(out: Path) -> None:
    """What MkDocs itself has built leaves no record, and is built each time."""
    assert not Memory(out).is_intact(state(out))


def test_a_file_is_as_written(out: Path) -> None:
    """The same time and size, or it is another file."""
    path, entry = out / "a" / "index.html", record(out).files["a/index.html"]
    assert is_file_written(str(path), entry)
    assert is_written(str(out), record(out))
    os.utime(path, ns=(1, entry[1] + 1))
    assert not is_file_written(str(path), entry)
    os.utime(path, ns=(1, entry[1]))
    assert is_file_written(str(path), entry)
    path.write_text("plus longue")
    os.utime(path, ns=(1, entry[1]))
    assert not is_file_written(str(path), entry)
    path.unlink()
    assert not is_file_written(str(path), entry)
