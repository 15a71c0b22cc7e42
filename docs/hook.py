"""Show the documents at the top of the repository among the pages of `docs/`, and adapt the links between the two."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

TOP = ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md")
_CODE = re.compile(r"`[^`\n]+`")
_FROM_TOP = re.compile(r"\]\(docs/")
_TO_TOP = re.compile(r"\]\(\.\./((?:\.\./)*(?:CHANGELOG|CODE_OF_CONDUCT|CONTRIBUTING|SECURITY)\.md)")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the documents of `TOP` to the files of the site."""
    root = Path(config.docs_dir).parent
    for name in TOP:
        files.append(File.generated(config, name, abs_src_path=str(root / name)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    r"""Write the links of a page as they are on the site: `docs/` is its root, and `README.md` its home page.

    In the code of a table, forges need `\|` and Python-Markdown shows it: the backslash goes.
    """
    markdown = _CODE.sub(lambda code: code[0].replace("\\|", "|"), markdown)
    if page.file.src_uri in TOP:
        return _FROM_TOP.sub("](", markdown).replace("](README.md", "](index.md")
    return _TO_TOP.sub(r"](\1", markdown)
