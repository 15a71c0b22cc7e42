"""The cache is optional: what is damaged, missing or foreign is not trusted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troisclics.cache import store as module
from troisclics.cache.seal import SEAL_SIZE
from troisclics.cache.store import BuildCache, SiteRecord

from .outputs import state

SITE = SiteRecord({}, 3)


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
