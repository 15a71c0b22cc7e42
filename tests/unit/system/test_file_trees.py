"""Trees are linked file by file, and never through a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from troisclics.errors import ForeignFileError
from troisclics.system.file_trees import link_file, link_tree

from .outputs import tree


def test_linking_a_tree(tmp_path: Path) -> None:
    """A linked tree has the same files and empty folders, without copying a byte where links are possible."""
    source, to = tmp_path / "source", tmp_path / "to"
    (source / "a" / "empty").mkdir(parents=True)
    (source / "a" / "b.html").write_text("b")
    (source / "c.html").write_text("c")
    link_tree(source, to)
    assert tree(to) == {"a/b.html": "b", "c.html": "c"}
    assert (to / "a" / "empty").is_dir()
    assert os.path.samefile(source / "c.html", to / "c.html")


def test_linking_over_a_file_is_an_error(tmp_path: Path) -> None:
    """A link never takes the place of a file that is there."""
    (tmp_path / "one").write_text("1")
    (tmp_path / "other").write_text("2")
    with pytest.raises(FileExistsError):
        link_file(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "other").read_text() == "2"


@pytest.mark.parametrize("name", ["lien.html", "dossier/lien.html", "vers-un-dossier"])
def test_links_in_an_output_are_not_kept(tmp_path: Path, name: str) -> None:
    """No build makes links: one that is found in what is kept would put a file from elsewhere online."""
    source = tmp_path / "source"
    (source / "dossier").mkdir(parents=True)
    (source / name).symlink_to("/etc/hostname" if name.endswith("html") else "/etc")
    with pytest.raises(ForeignFileError, match=r"lien|vers"):
        link_tree(source, tmp_path / "to")
