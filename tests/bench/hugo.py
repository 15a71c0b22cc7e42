"""Hugo on the same sites: a minimal layout, filled up so that its pages weigh what ours do."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

LAYOUTS = Path(__file__).parent / "hugo_layouts"
ADDRESS = "https://action-sociale.example/"
_CONFIG = """\
baseURL: {address}
title: {title}
languageCode: fr
disableKinds: [taxonomy, term, RSS, sitemap, robotsTXT, "404"]
markup: {{goldmark: {{renderer: {{unsafe: true}}}}, tableOfContents: {{startLevel: 2, endLevel: 6}}}}
"""
_LINK = re.compile(r"\]\(([^):\s]+)\.md((?:#[^)]*)?)\)")
_TERM = re.compile(r"^\*\[[^]]+\]: .*\n?", re.M)
_NOTE = re.compile(r'^!!! \w+ "([^"]*)"\n((?:    .*\n?)+)', re.M)
_NAV_PAGE = re.compile(r"^ *- ([\w/-]+\.md)$", re.M)


@dataclass(frozen=True, slots=True)
class HugoSite:
    """One Hugo project, and where it writes."""

    folder: Path
    out: Path

    @property
    def command(self) -> list[str]:
        """What builds it."""
        return ["hugo", "--quiet", "--source", str(self.folder), "--destination", str(self.out)]


def prepare(staged: Path, to: Path, out: Path, filler: int) -> HugoSite:
    """Turn the staged site `staged` into a Hugo project at `to`, whose pages hold `filler` bytes more than needed.

    All that Hugo would have to work out is done here, before the clock runs: links, notes, order of the menu.
    """
    slug = "" if staged.name == "portail" else f"{staged.name}/"
    config = (staged / "mkdocs.yml").read_text(encoding="utf-8")
    weights = {uri: rank for rank, uri in enumerate(_NAV_PAGE.findall(config), 1)}
    for path in sorted((staged / "docs").rglob("*.md")):
        uri = path.relative_to(staged / "docs").as_posix()
        target = to / "content" / uri.replace("index.md", "_index.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_page(path.read_text(encoding="utf-8"), uri, slug, weights.get(uri, 0)), encoding="utf-8")
    shutil.copytree(LAYOUTS, to / "layouts", dirs_exist_ok=True)
    (to / "filler.txt").write_text("." * filler, encoding="utf-8")
    (to / "config.yaml").write_text(_CONFIG.format(address=f"{ADDRESS}{slug}", title=staged.name), encoding="utf-8")
    return HugoSite(to, out)


def _page(text: str, uri: str, slug: str, weight: int) -> str:
    folder = uri.rpartition("/")[0]

    def link(match: re.Match[str]) -> str:
        parts = f"{folder}/{match[1]}".split("/")
        kept: list[str] = []
        for part in parts:
            if part == "..":
                kept.pop()
            elif part not in {"", ".", "index"}:
                kept.append(part)
        return f"]({'/'.join(['', *slug.split('/')[:-1], *kept, ''])}{match[2]})"

    def note(match: re.Match[str]) -> str:
        body = "".join(f"> {line.strip()}\n" for line in match[2].splitlines())
        return f"> **{match[1]}**\n>\n{body}"

    text = _NOTE.sub(note, _TERM.sub("", _LINK.sub(link, text)))
    return text.replace("---\n", f"---\nweight: {weight}\n", 1) if weight else text
