"""Fixing a text changes the marks that need no decision, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.editing.fix_text import FixedFile, fix_files
from troisclics.errors import InputError, ScaffoldError

from ..commands import troisclics

PAGE = "content/essai.md"
HEAD = "---\ntitle:   'Essai'  # titre\n---\n\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty project."""
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Essai\nmarkdown_extensions:\n  - footnotes\n")
    return tmp_path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_rest_stays(root: Path, newline: str) -> None:
    """Front matter, blank lines, line ends and what a person must decide are as they were."""
    text = f"{HEAD}\nApportez :\n- un\n  - deux\n\n\nUn ~~mot~~.[^1]\n".replace("\n", newline)
    (root / PAGE).write_bytes(text.encode())
    assert fix_files(root, [PAGE]) == [FixedFile(PAGE, 2)]
    expected = f"{HEAD}\nApportez :\n\n- un\n    - deux\n\n\nUn ~~mot~~.[^1]\n".replace("\n", newline)
    assert (root / PAGE).read_bytes().decode() == expected
    assert fix_files(root, [PAGE]) == [FixedFile(PAGE, 0)]


def test_nothing_is_written_unless_all_can_be_read(root: Path) -> None:
    """A text that cannot be read stops the fix of the others."""
    before = f"{HEAD}Ceci :\n- un\n".encode()
    (root / PAGE).write_bytes(before)
    (root / "content/autre.md").write_bytes(b"---\ntitle: x\n")
    with pytest.raises(InputError):
        fix_files(root, [PAGE, "content/autre.md"])
    assert (root / PAGE).read_bytes() == before


@pytest.mark.parametrize("file", ["mkdocs.yml", "content/lien.md"])
def test_what_is_no_text(root: Path, file: str) -> None:
    """Configuration is not fixed, nor a file that a link leads to."""
    (root / PAGE).write_text(f"{HEAD}Ceci :\n- un\n")
    (root / "content/lien.md").symlink_to("essai.md")
    with pytest.raises(ScaffoldError, match=file):
        fix_files(root, [file])


def test_the_command_counts_lines(root: Path) -> None:
    """The command says how many lines it fixed in each file."""
    (root / PAGE).write_text(f"{HEAD}Ceci :\n- un\n")
    (root / "content/sain.md").write_text(f"{HEAD}Ceci.\n")
    result = troisclics("fix", PAGE, "content/sain.md", cwd=root)
    assert result.stdout.splitlines() == [
        "content/essai.md : 1 ligne corrigée.",
        "content/sain.md : rien à corriger.",
    ]
