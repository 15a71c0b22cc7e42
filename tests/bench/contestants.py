"""What is measured: our builds and edits, stock MkDocs, a copy and a bare write of our output."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .generate import Generated
from .measure import CommandError, put_aside
from .pages import DAY

COLD, UNCHANGED = "troisclics, cold build", "troisclics, nothing changed"
SHARED, OVERLAY = "troisclics, one shared page edited", "troisclics, one overlay edited"
AGAIN = "troisclics, the shared page again"
STOCK, COPY, BARE = "mkdocs, one site (u)", "cp -r of our output", "bare write of the same bytes"
ZENSICAL, HUGO = "Zensical, one site", "Hugo, all sites"
NAMES = (COLD, UNCHANGED, SHARED, OVERLAY, AGAIN, STOCK, ZENSICAL, HUGO, COPY, BARE)
"""All that is measured, in the order of the table."""

HERE = Path(__file__).parent
_FIRST_WORD = re.compile(r"(\A---\n.*?\n---\n\n(?:## .*\n\n)?)\S+", re.S)

Step = Callable[[int], None]


def _nothing(number: int) -> None:
    """Nothing to do before or after this round."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A command to measure once a round. `before` and `after` get the round's number; the clock does not see them.

    Several may have the same name: their runs are put together.
    """

    name: str
    sites: int
    command: Sequence[str]
    output: Path
    before: Step = _nothing
    after: Step = _nothing
    own_clock: bool = False


def build_command(root: Path, out: Path) -> list[str]:
    """Our own command line."""
    program = Path(sys.executable).with_name("troisclics")
    return [str(program), "build", "--root", str(root), "--out", str(out), "--today", DAY]


def our_builds(project: Generated, work: Path) -> list[Contestant]:
    """A cold build into a new folder, then the same again, then after each of three edits: in this order.

    The first edit after a cold build makes the folders of a second output, which the later ones find.
    """
    out = work / "ours" / "site"  # alone in its folder, with all that is kept beside it from one build to the next
    command, sites = build_command(project.root, out), len(project.places) + 1

    def edit(path: Path, shift: int = 0) -> Step:
        return lambda number: edit_first_word(path, shift + number)

    def shows(path: Path, shift: int = 0) -> Step:
        return lambda number: _check_shows(project, out, path, shift + number)

    return [
        Contestant(COLD, sites, command, out, before=cleared(work, out.parent, project.root / ".cache")),
        Contestant(UNCHANGED, sites, command, out),
        Contestant(SHARED, sites, command, out, before=edit(project.shared), after=shows(project.shared)),
        Contestant(OVERLAY, sites, command, out, before=edit(project.overlay), after=shows(project.overlay)),
        Contestant(AGAIN, sites, command, out, before=edit(project.shared, 1000), after=shows(project.shared, 1000)),
    ]


def stock_builds(staged: Sequence[Path], work: Path) -> list[Contestant]:
    """MkDocs itself on staged projects, one site each."""
    return [
        Contestant(
            STOCK,
            1,
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml"), "-d", str(out)],
            out,
            before=cleared(work, out),
        )
        for folder in staged
        for out in [work / "stock" / folder.name]
    ]


def copies(ours: Path, work: Path, sites: int) -> list[Contestant]:
    """What moving the same bytes costs."""
    copy, bare = work / "copy", work / "bare"
    writing = [sys.executable, str(HERE / "bare.py"), str(ours), str(bare)]
    return [
        Contestant(COPY, sites, ["cp", "-r", str(ours), str(copy)], copy, before=cleared(work, copy)),
        Contestant(BARE, sites, writing, bare, before=cleared(work, bare), own_clock=True),
    ]


def cleared(work: Path, *paths: Path) -> Step:
    """The step that gives a command the place of what the last round left."""
    return lambda _: put_aside(work, *paths)


def edit_first_word(path: Path, number: int) -> None:
    """Change one word of a text: the first after the front matter and the first heading."""
    text, count = _FIRST_WORD.subn(lambda match: f"{match[1]}{_word(number)}", path.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{path} has no first word")
    path.write_text(text, encoding="utf-8")


def _word(number: int) -> str:
    return f"Relecture{number}"


def _check_shows(project: Generated, out: Path, path: Path, number: int) -> None:
    """Raise CommandError unless the edit of this round is to be read where it should, and only there."""
    parts = path.relative_to(project.root).parts
    shared = parts[0] == "content"
    uri = "/".join(parts[1:] if shared else parts[2:]).removesuffix("index.md").removesuffix(".md")
    slugs = {place.slug for place in project.places}
    wanted = slugs | {""} if shared else {parts[1]}
    shown = {slug for slug in slugs | {""} if _word(number) in (out / slug / uri / "index.html").read_text()}
    if shown != wanted:
        raise CommandError(f"an edit of {path.name} is to be read on {len(shown)} sites, not on {len(wanted)}")
