"""What a delegation wrote is judged on the HTML that it became, whatever renders the site afterwards.

Two questions are asked of each local text: does it change anything outside its place, and is all that it gives there
on the list of `html_allowlist.py`? The page is converted with the text and with a plain word in its place; both must be
equal around it, and what is between them is read by `html_reader.py`. See docs/adr/0020.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from markdown import Markdown
from mkdocs.utils.yaml import get_yaml_loader

from ..errors import BudgetError, ConfigError
from ..messages import finding
from ..model import Finding, Overlay, Place, SitePage, Tree
from .allowed_hosts import Hosts
from .foreign_code import naming_foreign_code, words_of
from .html_reader import HtmlFault, find_faults
from .time_budget import MARKDOWN_SECONDS, budget

TRIAL = "# Titre\n\nUn texte, [un lien](index.md).\n"
"""A text that any converter takes whose settings can be used at all."""
PLACE = "zztroisclicsplacezz"
_PARAGRAPH = f"<p>{PLACE}</p>"
_BUILT_IN = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs always uses."""
_NO_LINKS = {"permalink": False, "anchorlink": False}
"""The links that `toc` may put into headings are no words of a delegation."""
_TERMS = re.compile(r"\n\n((?:\*\[[^\n]*\n?)+)\Z")
_TEMPLATE = re.compile(r"\{[{%#].{0,40}")
MAX_FAULTS = 5
"""How many faults of one text are said: finding the line of each takes some conversions."""
MAX_KEPT = 512
"""How many national pages are kept converted."""


@dataclass(frozen=True, slots=True)
class Local:
    """What a department wrote, expanded, and the line of ours that follows it, as they are in the text of `page`."""

    page: SitePage
    overlay: Overlay
    department: str
    written: str
    provenance: str

    @property
    def block(self) -> str:
        """Both, as the page has them."""
        return f"{self.written}\n\n{self.provenance}"


class HtmlPolicy:
    """Judges the local texts of one tree. Raises ConfigError if the Markdown of `mkdocs.yml` cannot be had."""

    def __init__(self, tree: Tree) -> None:
        self._hosts = Hosts(tree.hosts)
        self._markdown = _new_markdown(tree.extensions)
        self._has_terms = "abbr" in self._markdown.parser.blockprocessors
        self._kept: dict[str, str] = {}

    def judge(self, page: SitePage, overlay: Overlay, department: str, written: str, provenance: str) -> list[Finding]:
        """A finding for each thing that a local text may not be, at the line after which it shows.

        `written` is what the department wrote, expanded, and `provenance` our line that follows it in `page`.
        Raises ForeignCodeError if a Markdown extension fails.
        """
        local = Local(page, overlay, department, written, provenance)
        lines = local.written.split("\n")
        try:
            with naming_foreign_code(department):
                faults = sorted(set(self._faults(local, len(lines), lines)))[:MAX_FAULTS]
                return [self._say(fault, local, lines) for fault in faults]
        except BudgetError as error:
            return [finding("texte-limite", overlay.at, department, detail=error)]

    def _say(self, fault: HtmlFault, local: Local, lines: list[str]) -> Finding:
        first = self._first_line(fault, local, lines)
        place = Place(local.overlay.at.file, local.overlay.body_line + first - 1) if first else local.overlay.meta.at
        text = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in fault.quoted)
        text = text if len(text) <= 60 else f"{text[:59]}…"
        return finding(fault.rule, place, local.department, text=text, address=text)

    def _first_line(self, fault: HtmlFault, local: Local, lines: list[str]) -> int:
        """How many of `lines` it takes for `fault` to show; 0 if it is not in the text, but in its front matter."""
        below, above = -1, len(lines)
        while above - below > 1:
            middle = (below + above) // 2
            shows = any(found == fault for found in self._faults(local, middle, lines))
            below, above = (below, middle) if shows else (middle, above)
        return above

    def _faults(self, local: Local, count: int, lines: list[str]) -> Iterator[HtmlFault]:
        """What is wrong with the first `count` of the `lines` of a local text."""
        written = "\n".join(lines[:count])
        if match := _TEMPLATE.search(written):
            yield HtmlFault("overlay-instruction", match[0])
        before, found, after = local.page.marked.partition(local.block)
        if not found or local.block in after or PLACE in local.page.marked:
            yield HtmlFault("texte-deborde", "il répète la page")
            return
        terms = _TERMS.search(f"{before}{PLACE}{after}") if self._has_terms else None
        head, place, foot = self._once(f"{before}{PLACE}{after}").partition(_PARAGRAPH)
        below = self._once(f"{local.provenance}\n{terms[0] if terms else ''}")
        foot = below + foot
        if not place:
            yield HtmlFault("texte-deborde", "sa place n'est pas un paragraphe à part")
            return
        whole = self._convert(f"{before}{written}\n\n{local.provenance}{after}")
        if not (whole.startswith(head) and whole.endswith(foot) and len(whole) >= len(head) + len(foot)):
            yield HtmlFault("texte-deborde", _difference(whole, head, foot))
            return
        top = 2 if local.page.own else 3
        yield from find_faults(whole[len(head) : len(whole) - len(foot)], self._hosts, top)
        yield from find_faults(below, self._hosts, top)

    def _once(self, text: str) -> str:
        """`text` converted, kept for the next department that has it."""
        if text not in self._kept:
            if len(self._kept) >= MAX_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[text] = self._convert(text)
        return self._kept[text]

    def _convert(self, text: str) -> str:
        with budget(MARKDOWN_SECONDS):
            return self._markdown.reset().convert(text)


def _difference(whole: str, head: str, foot: str) -> str:
    """In a few words, where the page around a text is no longer the same."""
    if not whole.startswith(head):
        same = next((index for index, (one, other) in enumerate(zip(head, whole, strict=False)) if one != other), 0)
        return f"au-dessus : « {head[same : same + 40].strip()} »".replace("\n", " ")
    return "en dessous, ou la ligne qui dit d'où vient le texte"


def _new_markdown(text: str) -> Markdown:
    """The converter of a `mkdocs.yml` in which this is written below `markdown_extensions`."""
    try:
        entries = yaml.load(text, _loader()) if text.strip() else []  # noqa: S506 - its tags have been looked at
        named = [entry if isinstance(entry, dict) else {entry: None} for entry in entries]
        configs = {str(name): config for entry in named for name, config in entry.items()}
        names = list(dict.fromkeys([*_BUILT_IN, *configs]))
        options: dict[str, Any] = {name: config or {} for name, config in configs.items()}
        options["toc"] = {**options.get("toc", {}), **_NO_LINKS}
        markdown = Markdown(extensions=names, extension_configs=options)
        markdown.convert(TRIAL)
        return markdown
    except Exception as error:  # an extension may raise anything
        raise ConfigError(f"(mkdocs.yml, markdown_extensions) : {words_of(error)}") from error


def _loader() -> Any:
    """What reads the settings of extensions as MkDocs does, but for « !relative »: a judged text reads no folder."""
    loader = get_yaml_loader()
    loader.add_constructor("!relative", lambda loader, node: ".")
    return loader
