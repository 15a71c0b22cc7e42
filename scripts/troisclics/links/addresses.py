"""Where addresses of other sites stand: in texts, in data and in templates, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from ..domain.markdown_lines import CODE_SPAN, read_lines
from ..model import Place
from ..system.folder_walk import plain_files
from . import Address

FOLDERS = ("content", "departments", "overrides")
_KINDS = {".md", ".yml", ".html"}
_ADDRESS = re.compile(r"https?://[^\s\"'<>`{}|\\^\[\]]+", re.I)
_NOWHERE = re.compile(r"(.+\.)?(example|invalid|test|localhost|example\.(com|org|net))")
"""Names that RFC 2606 keeps for examples."""

Lines = Mapping[str, Set[int]]
"""Lines of files, by the path of each from the root."""


def find_addresses(root: Path, within: Lines | None = None) -> tuple[Address, ...]:
    """The addresses that the project at `root` names, sorted; only those that stand on lines of `within`, if given.

    Examples (code, comments of YAML, reserved names) are left out.
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
        for match in _ADDRESS.findall(line):
            url = urldefrag(_trim(match)).url
            try:
                host = urlsplit(url).hostname
            except ValueError:  # « http://[ » is no address
                continue
            if host and not _NOWHERE.fullmatch(host):
                yield Place(file, number), url


def _without_examples(file: str, text: str) -> list[str]:
    """The lines of `text`, those that only show how an address is written being empty."""
    if file.endswith(".md"):
        return ["" if line.kind in {"code", "fence"} else CODE_SPAN.sub(" ", line.raw) for line in read_lines(text)]
    return ["" if file.endswith(".yml") and line.lstrip().startswith("#") else line for line in text.split("\n")]


def _trim(url: str) -> str:
    """`url` without the punctuation of the sentence, nor a bracket that it does not open."""
    while url and (url[-1] in ".,;:!?*_" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url
