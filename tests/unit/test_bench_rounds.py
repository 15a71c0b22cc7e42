"""The runs of the benchmark do not disturb each other: nothing is deleted from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from bench import contestants, growth, hugo, machine, measure, zensical
from bench.generate import Size, generate
from bench.pages import MIN_PAGES


def _numbers(work: Path) -> set[int]:
    """The numbers that the files below `work` have on the disk, and keep when they are moved."""
    return {path.stat().st_ino for path in work.rglob("*") if path.is_file()}


def _write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Une page.\n", encoding="utf-8")


def _pretend(command: Sequence[str], _log: Path, **_options: bool) -> measure.Run:
    """Write a page where our builds, Hugo and Zensical would; Zensical fails as long as there is a template."""
    said = " ".join(command)
    if project := re.search(r" -f (\S+)/mkdocs.yml", said):
        _write(Path(project[1], "site", "index.html"), Path(project[1], ".cache", "kept"))
        if list(Path(project[1], "overrides").rglob("*.html")):
            raise measure.CommandError("no such template")
    elif out := re.search(r" --(?:destination|out) (\S+)", said):
        assert not Path(out[1]).exists()
        _write(Path(out[1], "index.html"))
    return measure.Run(1.0, 50_000_000)


def _enter(work: Path, monkeypatch: pytest.MonkeyPatch) -> list[contestants.Contestant]:
    """All that is measured, save our edits; Hugo and Zensical have been tried, without being run."""
    for module in (hugo, zensical):
        monkeypatch.setattr(module, "run", _pretend)
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/hugo")
    ours, staged = work / "ours" / "site", work / "staged" / "01-dune"
    _write(ours / "01-dune" / "index.html", staged / "mkdocs.yml", staged / "docs" / "index.md")
    _write(staged / "overrides" / "main.html")
    return [
        contestants.our_builds(generate(work / "project", Size(1, MIN_PAGES)), work)[0],
        *contestants.stock_builds([staged], work),
        *zensical.enter(staged, work)[0],
        *hugo.enter([staged], ours, work)[0],
        *contestants.copies(ours, work, 2),
    ]


def test_nothing_is_deleted_between_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each contestant finds its place empty, in each round; all that was there is still on the disk, elsewhere."""
    playing = _enter(tmp_path, monkeypatch)
    names = [contestants.COLD, contestants.STOCK, contestants.ZENSICAL, contestants.HUGO]
    assert [one.name for one in playing] == [*names, contestants.COPY, contestants.BARE]
    kept = (tmp_path / "ours" / ".site.memory" / "state", tmp_path / "project" / ".cache" / "kept")
    for number in (1, 2):
        _write(*kept, *(one.output / "index.html" for one in playing))
        before = _numbers(tmp_path)
        for one in playing:
            one.before(number)
            assert not one.output.exists(), one.name
            one.after(number)
        assert not any(path.exists() for path in (*kept, tmp_path / "zensical" / ".cache"))
        assert _numbers(tmp_path) == before


def test_nothing_is_deleted_by_trials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Hugo and Zensical wrote when they were tried stays as well, and so do the templates taken away."""
    _enter(tmp_path, monkeypatch)
    past = sorted(path.name for path in (tmp_path / "past").iterdir())
    assert past == ["0-site", "1-.cache", "2-main.html", "3-hugo-out"]


def test_growth_deletes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each build starts without the output of the last; the projects and outputs of all sizes stay until the end."""
    found: set[int] = set()

    def build(command: Sequence[str], log: Path, **_options: bool) -> measure.Run:
        assert found <= _numbers(tmp_path)
        done = _pretend(command, log)
        found.update(_numbers(tmp_path))
        return done

    monkeypatch.setattr(growth, "run", build)
    measured = growth.measure_growth([(1, MIN_PAGES), (2, MIN_PAGES)], 1, 2, tmp_path, print)
    assert [(len(one.runs), one.weight.files) for one in measured] == [(2, 1), (2, 1)]
    assert found == _numbers(tmp_path / "past")


def test_file_system_is_named_as_it_is_mounted() -> None:
    """That of the nearest mount point counts, and the last one of those at the same place."""
    mounts = (
        "/dev/vda / ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\nnone /srv autofs rw 0 0\n"
        "/dev/vdb /srv xfs rw 0 0\ntmpfs /srv/deux\\040mots tmpfs rw 0 0\n"
    )
    places = ("/var/work", "/srv", "/srv/deux", "/srv/deux mots/work", "/proc/1")
    assert [machine.mounted_as(Path(place), mounts) for place in places] == ["ext4", "xfs", "xfs", "tmpfs", "proc"]
    assert machine.mounted_as(Path("/srv"), "") is None
