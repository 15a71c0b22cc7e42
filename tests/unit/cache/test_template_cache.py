"""Compiled templates are kept, and believed only when they are whole."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from troisclics.cache.store import BuildCache
from troisclics.cache.template_cache import CompiledTemplates

SOURCE = "Bonjour {{ nom }}"


def said(memory: BuildCache, source: str = SOURCE) -> str:
    """What a template says in a new environment with this memory."""
    loader = jinja2.DictLoader({"a.html": source})
    env = jinja2.Environment(loader=loader, bytecode_cache=CompiledTemplates(memory, "essai"), autoescape=True)
    return env.get_template("a.html").render(nom="Zoé")


@pytest.fixture
def memory(tmp_path: Path) -> BuildCache:
    """A memory that keeps one template."""
    memory = BuildCache(tmp_path / "site")
    assert said(memory) == "Bonjour Zoé"
    return memory


def kept(memory: BuildCache) -> list[Path]:
    """The files of the templates that are kept."""
    return sorted(memory.folder.glob("templates-essai-*"))


def test_a_template_is_kept_once(memory: BuildCache) -> None:
    """The second time, nothing is compiled: the file stays as it is."""
    before = [(path, path.stat().st_mtime_ns) for path in kept(memory)]
    assert len(before) == 1
    assert said(memory) == "Bonjour Zoé"
    assert [(path, path.stat().st_mtime_ns) for path in kept(memory)] == before


def test_another_source_is_compiled(memory: BuildCache) -> None:
    """A template that has changed is not what was kept."""
    assert said(memory, "Bonsoir {{ nom }}") == "Bonsoir Zoé"


@pytest.mark.parametrize("size", [0, 3, 16, 40, -1])
def test_a_template_cut_short_is_compiled_again(memory: BuildCache, size: int) -> None:
    """Whatever is left of a file after a crash, the template is as its source says."""
    (path,) = kept(memory)
    path.write_bytes(path.read_bytes()[:size])
    assert said(memory) == "Bonjour Zoé"
