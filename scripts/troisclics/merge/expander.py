"""Template text of pages to plain Markdown: facts, department, seams, lists made from the tree.

Shared pages may use Jinja2, in a sandbox with limits; what can be known without running (facts, variables and
blocks that do not exist) is found first, with its line, so that one mistake does not hide the next.
"""

from __future__ import annotations

import posixpath
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from ..constants import EXCEPTION
from ..domain.department_view import View, coming_views
from ..domain.escaping import Markup
from ..domain.event_calendars import NATIONAL
from ..domain.fact_values import ShownFact
from ..domain.french import format_euros
from ..domain.urls import relative_url
from ..errors import BudgetError, TemplateRefusedError
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Page, Place, Tree, renumber_seams, seam_placeholder
from ..sandbox.template_policy import (
    IDENTITY,
    KnownNames,
    TemplateProblem,
    explain,
    explain_template,
    find_local_problems,
    find_problems,
    write_value,
)
from ..sandbox.time_budget import TEMPLATE_SECONDS, budget
from .listings import booklet, glossary, latest, site_map
from .videos import find_video, render_video

_SIMPLE = re.compile(r"""(?<!\{)\{\{ *(?:fact\("[\w.-]+"\)|department)(?:\.[a-z_]+)? *\}\}""", re.ASCII)

MAX_OUTPUT = 1024 * 1024
"""Most characters a page may expand to."""


class _NoDepartment(jinja2.Undefined):
    """`department` and all it holds on the portal: false, equal to nothing, empty in a loop; not to be written."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __str__(self) -> str:
        return str(self._fail_with_undefined_error())


@dataclass(frozen=True, slots=True)
class PageContext:
    """Where a text is being expanded: the page, the place of the text, and the department if any.

    `local` says that the delegation wrote the text: it may name facts and the department, and nothing else.
    """

    uri: str
    start: Place
    department: View | None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Expanded:
    """An expanded text: a mark stands for each content seam, whose names are in `seams`, in order."""

    text: str
    seams: tuple[str, ...] = ()


class Expander:
    """Expands texts of one tree on one day. Compiled templates are kept: 101 sites share them.

    `directory` names all departments, for the blocks in which one is chosen; `compiled` keeps the templates of blocks
    from one run to the next; `known` gives the text of a page as an earlier run expanded it for the portal.
    """

    def __init__(
        self,
        tree: Tree,
        directory: list[View],
        today: date,
        compiled: jinja2.BytecodeCache | None = None,
        known: Callable[[Page], Expanded | None] = lambda _page: None,
    ) -> None:
        self.tree, self.directory, self.today, self._kept, self._known_text = tree, directory, today, compiled, known
        self._national = coming_views(tree.events, today, NATIONAL)
        self._facts = {fact.id: ShownFact(fact, today) for fact in tree.facts}
        seams = [name.removeprefix("content/") for name, _ in tree.seams if name.startswith("content/")]
        self._known = KnownNames(self._facts.keys(), [name for name in seams if not name.startswith("_")])
        self._pages = SandboxedEnvironment(
            undefined=jinja2.StrictUndefined, keep_trailing_newline=True, finalize=write_value
        )
        self._pages.filters["eur"] = format_euros
        self._compiled: dict[str, jinja2.Template] = {}
        self._checked: dict[tuple[str, bool], list[TemplateProblem]] = {}
        self._too_long: dict[str, str] = {}

    @cached_property
    def _seams(self) -> jinja2.Environment:
        loader = jinja2.DictLoader({f"seams/{name}.html": text for name, text in self.tree.seams})
        return SandboxedEnvironment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            bytecode_cache=self._kept,
        )  # fmt: skip

    def expand(self, text: str, context: PageContext, out: list[Finding]) -> Expanded:
        """`text` with its templates filled in; the text itself, after adding findings, if it cannot be."""
        text = EXCEPTION.sub("", text)
        if "{{" not in text and "{%" not in text and "{#" not in text:
            return Expanded(text)
        simple = self._fill(text, context)
        if simple is not None:
            return Expanded(simple)
        blamed = context.department["code"] if context.department and context.local else ALL_DEPARTMENTS
        faults = self._check(text, local=context.local)
        for rule, line, values in faults:
            out.append(finding(rule, _line(context.start, line), blamed, **values))
        if faults:
            return Expanded(text)
        seams: list[str] = []
        try:
            if text in self._too_long:  # in another department
                raise BudgetError(self._too_long[text])
            with budget(TEMPLATE_SECONDS):
                return Expanded(self._render(self._template(text), self._globals(context, seams)), tuple(seams))
        except BudgetError as error:
            self._too_long[text] = str(error)
            out.append(finding("gabarit-limite", context.start, blamed, detail=error))
        except SyntaxError:  # of the Python that a template becomes
            out.append(finding("gabarit-limite", context.start, blamed, detail="instructions trop emboîtées"))
        except (jinja2.TemplateError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
            place = _line(context.start, _error_line(error))
            out.append(finding("variable-inconnue", place, blamed, detail=explain(error)))
        return Expanded(text)

    def _fill(self, text: str, context: PageContext) -> str | None:
        """`text` with its facts and names put in, each expression compiled once for all texts; None if it says more."""
        found = _SIMPLE.findall(text)
        if "{%" in text or "{#" in text or text.count("{{") != len(found):
            return None
        if any(self._check(expression, local=context.local) for expression in found):
            return None
        variables = self._globals(context, [])
        try:
            filled = _SIMPLE.sub(lambda match: self._render(self._template(match[0]), variables), text)
        except (jinja2.TemplateError, BudgetError):
            return None  # the whole text is expanded, for its line to be named
        return filled if len(filled) <= MAX_OUTPUT else None

    def render_seam(self, name: str, context: PageContext) -> str:
        """The HTML of a content seam, as one raw Markdown block: no blank line, no indent.

        Raises TemplateRefusedError.
        """
        link = partial(relative_url, context.uri)
        portal = posixpath.normpath(posixpath.join(link("index.md"), "..")) + "/"
        with _naming_seam(f"seams/content/{name}.html"), budget(TEMPLATE_SECONDS):
            html = self._seams.get_template(f"seams/content/{name}.html").render(
                department=context.department, directory=self.directory, national=self._national, link=link,
                home=posixpath.join(link("index.md"), ""), portal=portal,
            )  # fmt: skip
        return "\n".join(line.strip() for line in html.splitlines() if line.strip())

    def _globals(self, context: PageContext, seams: list[str]) -> dict[str, Any]:
        def seam(name: str) -> Markup:
            seams.append(name)
            return Markup(seam_placeholder(len(seams) - 1))

        fact, department = self._facts.__getitem__, context.department
        if context.local:
            return {"fact": fact, "department": {key: department[key] for key in IDENTITY} if department else {}}
        home = posixpath.join(relative_url(context.uri, "index.md"), "")
        return {
            "fact": fact,
            "department": department or _NoDepartment(name="department"),
            "seam": seam,
            "video": lambda name: Markup(render_video(find_video(str(name), self.tree.assets), lambda f: home + f)),
            "site_map": lambda: Markup(site_map(self.tree, context.uri)),
            "glossary": lambda: Markup(glossary(self.tree, context.uri)),
            "latest": lambda uri: Markup(latest(self.tree, context.uri, uri)),
            "booklet": lambda: Markup(booklet(self.tree, context.uri, partial(self._text_of, seams=seams))),
        }

    def _text_of(self, page: Page, seams: list[str]) -> str:
        """The text of another shared page as the portal has it, for a page that holds many."""
        known = self._known_text(page)
        if known:
            text = renumber_seams(known.text, len(seams))
            seams += known.seams
            return text
        body = EXCEPTION.sub("", page.body)
        if self._check(body):
            return ""  # said where that page is expanded itself
        return self._render(self._template(body), self._globals(PageContext(page.uri, page.at, None), seams))

    def _template(self, text: str) -> jinja2.Template:
        if text not in self._compiled:
            self._compiled[text] = self._pages.from_string(text)
        return self._compiled[text]

    def _render(self, template: jinja2.Template, variables: dict[str, Any]) -> str:
        parts: list[str] = []
        size = 0
        for part in template.generate(variables):
            size += len(part)
            if size > MAX_OUTPUT:
                raise BudgetError(f"plus de {MAX_OUTPUT} caractères")
            parts.append(part)
        return "".join(parts)

    def _check(self, text: str, *, local: bool = False) -> list[TemplateProblem]:
        """Rule, line and values of each fault that shows without running; kept, as 101 sites ask the same."""
        if (text, local) not in self._checked:
            find = find_local_problems if local else find_problems
            try:
                with budget(TEMPLATE_SECONDS):
                    self._checked[text, local] = list(find(self._pages, text, self._known))
            except BudgetError as error:
                self._checked[text, local] = [("gabarit-limite", 1, {"detail": str(error)})]
        return self._checked[text, local]


def _line(start: Place, line: int) -> Place:
    return Place(start.file, start.line + max(line, 1) - 1)


def _error_line(error: BaseException) -> int:
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return frames[-1] or 1 if frames else 1


@contextmanager
def _naming_seam(name: str) -> Iterator[None]:
    """Turn whatever the template `name` of `overrides/` raises into a TemplateRefusedError that says its line."""
    try:
        yield
    except OSError:  # of the disk that compiled templates are kept on
        raise
    except Exception as error:
        lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == "<template>"]
        file, line = name, lines[0] if lines else 0
        if isinstance(error, jinja2.TemplateSyntaxError):
            file, line = error.name or name, error.lineno
        where = f"overrides/{file}" + (f", ligne {line}" if line else "")
        raise TemplateRefusedError(f"(gabarit {where}) : {explain_template(error)}") from error
