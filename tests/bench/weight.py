"""What a page weighs: `.venv/bin/python tests/bench/weight.py SITE` prints a table for the sites built in SITE.

Compressed means gzip at level 9, which any server can do. A first page is a page with all that a browser asks for to
show it and to be ready, nothing being kept from before; what the search asks for when it is used is told apart.
"""

from __future__ import annotations

import gzip
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

MAX_HTML, MAX_FIRST = 15_000, 150_000
"""Most bytes, compressed, of the HTML of a page and of a first page."""
NOT_FOR_SCREENS = "tout-imprimer/"
"""The one page that holds all others."""
LATER = ("search/search_index.json", "assets/javascripts/lunr/min")
"""What the search asks for once somebody turns to it."""

_ASKED = re.compile(
    r'<(?:script[^>]*\ssrc|link[^>]*rel="(?:stylesheet|icon)"[^>]*href|img[^>]*\ssrc)="([^"]+)"|"search": *"([^"]+)"'
)


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a page, in bytes: its HTML as it is and compressed, and compressed with what it shows."""

    url: str
    html: int
    packed: int
    first: int


def weigh(site: Path, file: Path) -> Weight:
    """What the page `file` of the sites built in `site` weighs."""
    raw = file.read_bytes()
    own = pack(raw)
    asked = {urljoin(file.as_uri(), link or worker) for link, worker in _ASKED.findall(raw.decode())}
    files = [Path(name.removeprefix("file://")) for name in sorted(asked)]
    url = file.relative_to(site).as_posix().removesuffix("index.html")
    return Weight(url, len(raw), own, own + sum(pack(one.read_bytes()) for one in files))


_packed: dict[bytes, int] = {}


def pack(raw: bytes) -> int:
    """The bytes of `raw` once compressed."""
    if raw not in _packed:
        _packed[raw] = len(gzip.compress(raw, 9, mtime=0))
    return _packed[raw]


def weigh_all(site: Path) -> list[Weight]:
    """All pages of the portal and of one department, the heaviest first."""
    department = next(folder for folder in sorted(site.iterdir()) if (folder / "api" / "pages.json").is_file())
    own = {folder.name for folder in site.iterdir() if (folder / "api" / "pages.json").is_file()}
    portal = [file for file in site.rglob("index.html") if file.relative_to(site).parts[0] not in own]
    pages = [weigh(site, file) for file in [*portal, *department.rglob("index.html")]]
    return sorted(pages, key=lambda page: -page.packed)


def later(site: Path) -> int:
    """What the search of the portal asks for, compressed."""
    files = [
        file for name in LATER for file in ([site / name] if (site / name).is_file() else (site / name).rglob("*.js"))
    ]
    return sum(pack(file.read_bytes()) for file in files)


def main() -> None:
    """Print the table."""
    site = Path(sys.argv[1]).resolve()
    pages = weigh_all(site)
    print("| page | HTML (bytes) | compressed | first page, compressed |")
    print("|---|---:|---:|---:|")
    for page in [*pages[:12], next(page for page in pages if page.url == "")]:
        print(f"| /{page.url} | {page.html} | {page.packed} | {page.first} |")
    middle = pages[len(pages) // 2]
    print(f"| median of {len(pages)} | {middle.html} | {middle.packed} | {middle.first} |")
    print(f"\nThe search asks for {later(site)} more bytes, compressed, when it is first used.")


if __name__ == "__main__":
    main()
