"""Hugo on the same sites: a minimal layout, filled up so that its pages weigh what ours do.

Hugo gets all the help there is: links, notes and the order of the menu are worked out before the clock runs, the
menu is rendered once a section, and no theme file, search index or site map is asked of it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from .contestants import HUGO, Contestant, cleared
from .measure import CommandError, mean_page, put_aside, run

LAYOUTS = Path(__file__).parent / "hugo_layouts"
_LINK = re.compile(r"\]\(([^):\s]+)\.md((?:#[^)]*)?)\)")
_TERM = re.compile(r"^\*\[[^]]+\]: .*\n?", re.M)
_NOTE = re.compile(r'^!!! \w+ "([^"]*)"\n((?:    .*\n?)+)', re.M)
_NAV_PAGE = re.compile(r"^ *- ([\w/-]+\.md)$", re.M)
_CONFIG = """\
disableKinds: [taxonomy, term, RSS, sitemap, robotsTXT, "404"]
disableAliases: true
markup: {goldmark: {renderer: {unsafe: true}}, tableOfContents: {startLevel: 2, endLevel: 6}}
"""
_ADDRESS = "https://action-sociale.example/"
_ONE = '{config}baseURL: {address}{slug}/\ncontentDir: content/{slug}\ntitle: "Action sociale {slug}"\n'
_MANY = (
    '{config}baseURL: {address}\ndefaultContentLanguageInSubdir: true\ndefaultContentLanguage: "{slug}"\nlanguages:\n'
)
_LANGUAGE = '  "{slug}": {{contentDir: content/{slug}, title: "Action sociale {slug}", weight: {weight}}}\n'


def enter(staged: Sequence[Path], ours: Path, work: Path) -> tuple[list[Contestant], str]:
    """Hugo as a contestant on all `staged` sites, in the faster of two ways; the text says which, or why not.

    Each way is tried once: a project a site, as many at a time as there are cores; or one project for all, in
    which each site passes for a language. `ours` is our output, whose pages tell how much filler is needed.
    """
    if shutil.which("hugo") is None:
        return [], "NOT RUN: hugo is not installed (Debian: apt install hugo)"
    filler = _needed_filler(staged[0], ours / staged[0].name, work / "hugo-sample")
    out = work / "hugo-out"
    ways = find_ways(staged, work, out, filler)
    seconds: dict[str, float] = {}
    for way, command in ways.items():
        put_aside(work, out)
        try:
            seconds[way] = run(command, work / "hugo.log").seconds
        except CommandError as error:
            failed = str(error)
    if not seconds:
        return [], f"NOT RUN: {failed}"
    best = min(seconds, key=lambda way: seconds[way])
    contestant = Contestant(HUGO, len(staged), ways[best], out, before=cleared(work, out))
    tried = "; ".join(f"{way}: {spent:.1f} s" for way, spent in seconds.items())
    return [contestant], f"the faster way, {best} (tried once each: {tried}); pages filled up by {filler} bytes"


def find_ways(staged: Sequence[Path], work: Path, out: Path, filler: int) -> dict[str, list[str]]:
    """The ways in which Hugo can build all sites, each with its command; their projects are written in `work`."""
    return {
        f"a project a site, {os.cpu_count()} at a time": _one_each(staged, work / "hugo-each", out, filler),
        "one project, each site as a language": _all_in_one(staged, work / "hugo-one", out, filler),
    }


def compare_pages(ours: Path, work: Path) -> str:
    """How much a page of Hugo's last run weighs beside one of ours."""
    return f"mean page: ours {mean_page(ours):,.0f} bytes, Hugo's {mean_page(work / 'hugo-out'):,.0f} bytes"


def _needed_filler(staged: Path, ours: Path, work: Path) -> int:
    write_project([staged], work / "source", 0)
    run(_command(work / "source", work / "out"), work.with_suffix(".log"))
    return max(0, round(mean_page(ours) - mean_page(work / "out")))


def _command(source: Path, out: Path) -> list[str]:
    return ["hugo", "--quiet", "--source", str(source), "--destination", str(out)]


def _one_each(staged: Sequence[Path], source: Path, out: Path, filler: int) -> list[str]:
    for folder in staged:
        write_project([folder], source / folder.name, filler)
    each = " ".join(_command(source / "{}", out / "{}"))
    return ["sh", "-c", f"ls '{source}' | xargs -P {os.cpu_count()} -I '{{}}' {each}"]


def _all_in_one(staged: Sequence[Path], source: Path, out: Path, filler: int) -> list[str]:
    write_project(staged, source, filler)
    return _command(source, out)


def write_project(staged: Sequence[Path], to: Path, filler: int) -> None:
    """Write a Hugo project into `to`: one site, or several as languages; each page has `filler` bytes of filling."""
    for site in staged:
        _write_content(site, to / "content" / site.name)
    head = _ONE if len(staged) == 1 else _MANY
    config = head.format(config=_CONFIG, address=_ADDRESS, slug=staged[0].name)
    if len(staged) > 1:
        config += "".join(_LANGUAGE.format(slug=site.name, weight=rank) for rank, site in enumerate(staged, 1))
    shutil.copytree(LAYOUTS, to / "layouts")
    (to / "filler.txt").write_text("." * filler, encoding="utf-8")
    (to / "config.yaml").write_text(config, encoding="utf-8")


def _write_content(staged: Path, to: Path) -> None:
    menu = _NAV_PAGE.findall((staged / "mkdocs.yml").read_text(encoding="utf-8"))
    weights = {uri: rank for rank, uri in enumerate(menu, 1)}
    docs = staged / "docs"
    for path in sorted(docs.rglob("*.md")):
        uri = path.relative_to(docs).as_posix()
        target = to / uri.replace("index.md", "_index.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = hugo_text(path.read_text(encoding="utf-8"), f"/{staged.name}", uri)
        target.write_text(text.replace("---\n", f"---\nweight: {weights.get(uri, 0)}\n", 1), encoding="utf-8")


def hugo_text(text: str, base: str, uri: str) -> str:
    """The page `uri` of the site at `base` with its links made absolute, its notes as quotations, no acronyms."""

    def link(match: re.Match[str]) -> str:
        folder = os.path.normpath(os.path.join(base, os.path.dirname(uri), match[1]))
        return f"]({folder.removesuffix('/index')}/{match[2]})"

    def note(match: re.Match[str]) -> str:
        body = "".join(f"> {line.strip()}\n" for line in match[2].splitlines())
        return f"> **{match[1]}**\n>\n{body}"

    return _NOTE.sub(note, _TERM.sub("", _LINK.sub(link, text)))
