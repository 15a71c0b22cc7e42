"""Check the texts of delegations on their resulting HTML, independently of the renderer of the site.

A local text must not change anything outside its place, and must produce only what `html_allowlist.py` allows. The
page is converted with the text and with a placeholder; both results must be equal around it, and what is in between
is checked by `html_reader.py`. See docs/adr/0020.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from markdown import Markdown
from mkdocs.utils.yaml import get_yaml_loader

from ..errors import BudgetError, ConfigError, ForeignCodeError
from ..messages import finding
from ..model import PORTAL, Finding, Overlay, Place, SitePage, Tree
from .allowed_hosts import Hosts
from .foreign_code import attribute_errors, describe_exception
from .html_reader import HtmlProblem, find_problems
from .time_budget import MARKDOWN_SECONDS, budget

SAMPLE = "# Titre\n\nUn texte, [un lien](index.md).\n"
"""A text that any working converter can convert."""
PLACEHOLDER = "zztroisclicsplacezz"
_PARAGRAPH = f"<p>{PLACEHOLDER}</p>"
_BUILT_IN = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs always enables."""
_NO_LINKS = {"permalink": False, "anchorlink": False}
"""Disable the links that `toc` adds to headings: they are not part of the text."""
_TERMS = re.compile(r"\n\n((?:\*\[[^\n]*\n?)+)\Z")
_TEMPLATE = re.compile(r"\{[{%#].{0,40}")
MAX_PROBLEMS = 5
"""The maximum number of problems reported per text: locating each takes several conversions."""
CACHE_SIZE = 512
"""The maximum number of converted national pages in the cache."""


@dataclass(frozen=True, slots=True)
class LocalText:
    """An expanded local text and the provenance line after it, as in the text of `page`."""

    page: SitePage
    overlay: Overlay
    department: str
    written: str
    provenance: str

    @property
    def block(self) -> str:
        """The text and the provenance line, as in the page."""
        return f"{self.written}\n\n{self.provenance}"


class HtmlPolicy:
    """Checks the local texts of one tree. Raises ConfigError if the Markdown settings of `mkdocs.yml` are unusable."""

    def __init__(self, tree: Tree) -> None:
        self._hosts = Hosts(tree.hosts)
        self._markdown = _new_markdown(tree.extensions)
        self._has_terms = "abbr" in self._markdown.parser.blockprocessors
        self._cache: dict[str, str] = {}

    def check(self, page: SitePage, overlay: Overlay, department: str, written: str, provenance: str) -> list[Finding]:
        """Return the findings on a local text, at the line that triggers each.

        Args:
            page: the page.
            overlay: the overlay.
            department: the department's code, as shown in findings.
            written: the expanded local text.
            provenance: the lines that follow it in the page: who wrote it, and its sources.

        Raises:
            ForeignCodeError: a Markdown extension failed.
        """
        local = LocalText(page, overlay, department, written, provenance)
        lines = local.written.split("\n")
        try:
            with attribute_errors(department):
                problems = sorted(set(self._problems(local, len(lines), lines)))[:MAX_PROBLEMS]
                return [self._finding(problem, local, lines) for problem in problems]
        except BudgetError as error:
            return [finding("texte-limite", overlay.at, department, detail=error)]

    def _finding(self, problem: HtmlProblem, local: LocalText, lines: list[str]) -> Finding:
        first = self._first_line(problem, local, lines)
        place = Place(local.overlay.at.file, local.overlay.body_line + first - 1) if first else local.overlay.meta.at
        text = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in problem.quoted)
        text = text if len(text) <= 60 else f"{text[:59]}…"
        return finding(problem.rule, place, local.department, text=text, address=text)

    def _first_line(self, problem: HtmlProblem, local: LocalText, lines: list[str]) -> int:
        """Return the number of `lines` needed to trigger `problem`; 0 if the front matter does."""
        below, above = -1, len(lines)
        while above - below > 1:
            middle = (below + above) // 2
            shows = any(found == problem for found in self._problems(local, middle, lines))
            below, above = (below, middle) if shows else (middle, above)
        return above

    def _problems(self, local: LocalText, count: int, lines: list[str]) -> Iterator[HtmlProblem]:
        """Yield the problems with the first `count` of `lines` of a local text."""
        written = "\n".join(lines[:count])
        if match := _TEMPLATE.search(written):
            yield HtmlProblem("overlay-instruction", match[0])
        before, found, after = local.page.marked.partition(local.block)
        if not found or local.block in after or PLACEHOLDER in local.page.marked:
            yield HtmlProblem("texte-deborde", "il répète la page")
            return
        terms = _TERMS.search(f"{before}{PLACEHOLDER}{after}") if self._has_terms else None
        head, place, foot = self._convert_cached(f"{before}{PLACEHOLDER}{after}").partition(_PARAGRAPH)
        below = self._convert_cached(f"{local.provenance}\n{terms[0] if terms else ''}")
        foot = below + foot
        if not place:
            yield HtmlProblem("texte-deborde", "sa place n'est pas un paragraphe à part")
            return
        converted = self._convert(f"{before}{written}\n\n{local.provenance}{after}")
        if not (converted.startswith(head) and converted.endswith(foot) and len(converted) >= len(head) + len(foot)):
            yield HtmlProblem("texte-deborde", _difference(converted, head, foot))
            return
        top = 2 if local.page.own else 3
        yield from find_problems(converted[len(head) : len(converted) - len(foot)], self._hosts, top)
        yield from find_problems(below, self._hosts, top)

    def _convert_cached(self, text: str) -> str:
        """Convert `text`, cached for other departments with the same text."""
        if text not in self._cache:
            if len(self._cache) >= CACHE_SIZE:
                del self._cache[next(iter(self._cache))]
            self._cache[text] = self._convert(text)
        return self._cache[text]

    def _convert(self, text: str) -> str:
        with budget(MARKDOWN_SECONDS):
            return self._markdown.reset().convert(text)


def _difference(converted: str, head: str, foot: str) -> str:
    """Describe briefly where the page around a text has changed."""
    if not converted.startswith(head):
        same = next((index for index, (one, other) in enumerate(zip(head, converted, strict=False)) if one != other), 0)
        return f"au-dessus : « {head[same : same + 40].strip()} »".replace("\n", " ")
    return "en dessous, ou la ligne qui dit d'où vient le texte"


def _new_markdown(text: str) -> Markdown:
    """Return a converter with the extensions written in `text`, the YAML of `markdown_extensions`."""
    try:
        entries = yaml.load(text, _settings_loader()) if text.strip() else []  # noqa: S506 - its tags have been looked at
        named = [entry if isinstance(entry, dict) else {entry: None} for entry in entries]
        configs = {str(name): config for entry in named for name, config in entry.items()}
        names = list(dict.fromkeys([*_BUILT_IN, *configs]))
        options: dict[str, Any] = {name: config or {} for name, config in configs.items()}
        options["toc"] = {**options.get("toc", {}), **_NO_LINKS}
        markdown = Markdown(extensions=names, extension_configs=options)
        with attribute_errors(PORTAL):
            markdown.convert(SAMPLE)
        return markdown
    except ForeignCodeError:
        raise
    except Exception as error:  # extensions may raise anything
        raise ConfigError(f"(mkdocs.yml, markdown_extensions) : {describe_exception(error)}") from error


def _settings_loader() -> Any:
    """Return the YAML loader of MkDocs for extension settings; « !relative » is disabled, since no folder is read."""
    loader = get_yaml_loader()
    loader.add_constructor("!relative", lambda loader, node: ".")
    return loader
