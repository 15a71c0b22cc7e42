"""A small project of MkDocs opened as the engine does, for the tests of what is used of its inside."""

from __future__ import annotations

from pathlib import Path

from mkdocs.structure import files

from troisclics.render import mkdocs_internals


def open_small(root: Path) -> mkdocs_internals.Theme:
    """A project of some pages in the new folder `root`."""
    names = ("index.md", "b/index.md", "b/deux.md", "a-b.md", "a/un.md", "a.md", "Z.md")
    for name in names:
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Titre {name}\n---\n\n# Un\n\n## Deux {{: #ici}}\n\n[x](/b/deux.md#non)\n")
    config, extensions = root / "mkdocs.yml", ", ".join(sorted(mkdocs_internals.KNOWN_EXTENSIONS - {"fenced_code"}))
    lines = ["site_name: Essai", "theme: {name: material, language: fr}", f"markdown_extensions: [{extensions}]"]
    lines.append("validation: {links: {anchors: warn, absolute_links: relative_to_docs}}")
    config.write_text("\n".join([*lines, "not_in_nav: a-b.md", ""]))
    return mkdocs_internals.open_theme(mkdocs_internals.read_config(config, "essai"), names, None)


def file_of(theme: mkdocs_internals.Theme, uri: str) -> files.File:
    """The file of a page, with a title."""
    file = theme.files.get_file_from_path(uri)
    assert file is not None
    mkdocs_internals.name_page(file, {"title": f"Titre {uri}"})
    return file
