"""Find URLs of other sites in texts, data and templates, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from ..domain.markdown_lines import CODE_SPAN, read_lines
from ..model import Place
from ..system.folder_walk import plain_files
from . import Address

FOLDERS = ("content", "departments", "overrides")
_KINDS = {".md", ".yml", ".html"}
_ADDRESS = re.compile(r"<(https?://[^<>\n]+)>|(['\"]?)(https?://[^\s\"<>`{}|\\^\[\]]+)", re.I)
"""An address between angle brackets, which may hold spaces; or any other, with the quotation mark before it."""
_RESERVED = re.compile(r"(.+\.)?(example|invalid|test|localhost|example\.(com|org|net))")
"""Host names that RFC 2606 reserves for examples."""

Lines = Mapping[str, Set[int]]
"""Line numbers, by the path of their file from the root."""


def find_addresses(root: Path, within: Lines | None = None) -> tuple[Address, ...]:
    """Return the URLs in the project at `root`, sorted; with `within`, only those on these lines.

    Examples (code, YAML comments, reserved names) are left out.
    """
    found: dict[str, list[Place]] = {}
    for folder in FOLDERS:
        for path in plain_files(root / folder):
            file = path.relative_to(root).as_posix()
            if path.suffix in _KINDS and (within is None or file in within):
                for place, url in _addresses_of(file, path.read_text(encoding="utf-8-sig", errors="replace")):
                    if within is None or place.line in within[file]:
                        found.setdefault(url, []).append(place)
    return tuple(Address(url, tuple(dict.fromkeys(sorted(found[url])))) for url in sorted(found))


def _addresses_of(file: str, text: str) -> Iterator[tuple[Place, str]]:
    for number, line in enumerate(_without_examples(file, text), 1):
        for whole, mark, bare in _ADDRESS.findall(line):
            written = whole.replace(" ", "%20") or _trim(bare.split("'")[0] if mark == "'" else bare)
            url = urldefrag(written if file.endswith(".yml") else unescape(written)).url
            try:
                host = urlsplit(url).hostname
            except ValueError:  # for example « http://[ »
                continue
            if host and not _RESERVED.fullmatch(host):
                yield Place(file, number), url


def _without_examples(file: str, text: str) -> list[str]:
    """Return the lines of `text`, with those that only show examples emptied."""
    if file.endswith(".md"):
        return ["" if line.kind in {"code", "fence"} else CODE_SPAN.sub(" ", line.raw) for line in read_lines(text)]
    return ["" if file.endswith(".yml") and line.lstrip().startswith("#") else line for line in text.split("\n")]


def _trim(url: str) -> str:
    """Return `url` without the punctuation of the sentence, nor a closing bracket that it does not open."""
    while url and (url[-1] in ".,;:!?*_'’" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url
