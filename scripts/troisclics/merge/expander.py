"""Expand the templates in the texts of pages into plain Markdown: facts, department, seams, lists made from the tree.

Shared pages may use Jinja2, in a sandbox with limits. Mistakes that can be found without running a template (unknown
facts, variables and seams) are found first, each with its line, so that one does not hide the next.
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

from ..constants import EXCEPTION, NAME_ALLOWED
from ..domain.code_mask import shield_code
from ..domain.department_view import View, coming_views
from ..domain.escaping import Markup
from ..domain.event_calendars import NATIONAL
from ..domain.fact_values import ShownFact, show_euros
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
    """Stand for `department` and its attributes on the portal: false, empty, equal to nothing, not printable."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __str__(self) -> str:
        return str(self._fail_with_undefined_error())


_MARKS = re.compile(rf"{EXCEPTION.pattern}|{NAME_ALLOWED.pattern}")
"""What editors write to a check, and readers need not see."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """Where a text is expanded.

    Attributes:
        uri: the page.
        start: the place of the first line of the text.
        department: the department; None for the portal.
        local: whether the delegation wrote the text, which may then use facts and the department only.
    """

    uri: str
    start: Place
    department: View | None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Expanded:
    """An expanded text with a placeholder for each content seam; `seams` are their names, in order."""

    text: str
    seams: tuple[str, ...] = ()


class Expander:
    """Expand the texts of one tree on one day, keeping compiled templates for all sites."""

    def __init__(
        self,
        tree: Tree,
        directory: list[View],
        today: date,
        compiled: jinja2.BytecodeCache | None = None,
        known: Callable[[Page], Expanded | None] = lambda _page: None,
    ) -> None:
        """Prepare the expansion of the texts of `tree`.

        Args:
            tree: the shared tree.
            directory: all departments, for the seams in which one is chosen.
            today: the day.
            compiled: keeps the compiled templates of seams from one run to the next.
            known: returns the text of a page as an earlier run expanded it for the portal, or None.
        """
        self.tree, self.directory, self.today, self._kept, self._known_text = tree, directory, today, compiled, known
        self._national = coming_views(tree.events, today, NATIONAL, tree.forms)
        self._facts = {fact.id: ShownFact(fact, today) for fact in tree.facts}
        seams = [name.removeprefix("content/") for name, _ in tree.seams if name.startswith("content/")]
        self._known = KnownNames(self._facts.keys(), [name for name in seams if not name.startswith("_")])
        self._pages = SandboxedEnvironment(
            undefined=jinja2.StrictUndefined, keep_trailing_newline=True, finalize=write_value
        )
        self._pages.filters["eur"] = show_euros
        self._compiled: dict[str, jinja2.Template] = {}
        self._checked: dict[tuple[str, bool], list[TemplateProblem]] = {}
        self._too_long: dict[str, str] = {}
        self._shielded: dict[str, tuple[str, str]] = {}

    @cached_property
    def _seams(self) -> jinja2.Environment:
        loader = jinja2.DictLoader({f"seams/{name}.html": text for name, text in self.tree.seams})
        return SandboxedEnvironment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            bytecode_cache=self._kept,
        )  # fmt: skip

    def expand(self, text: str, context: PageContext, out: list[Finding]) -> Expanded:
        """Return `text` with its templates expanded; if there are mistakes, add findings and return it unchanged.

        What looks like a template in code is code.
        """
        text, shield = self._shield(_MARKS.sub("", text))
        expanded = self._expand(text, context, out)
        return Expanded(expanded.text.replace(shield, "{"), expanded.seams) if shield else expanded

    def _expand(self, text: str, context: PageContext, out: list[Finding]) -> Expanded:
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
            if text in self._too_long:  # it was, in another department
                raise BudgetError(self._too_long[text])
            with budget(TEMPLATE_SECONDS):
                return Expanded(self._render(self._template(text), self._globals(context, seams)), tuple(seams))
        except BudgetError as error:
            self._too_long[text] = str(error)
            out.append(finding("gabarit-limite", context.start, blamed, detail=error))
        except SyntaxError:  # in the Python code that Jinja generates
            out.append(finding("gabarit-limite", context.start, blamed, detail="instructions trop emboîtées"))
        except (jinja2.TemplateError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
            place = _line(context.start, _error_line(error))
            out.append(finding("variable-inconnue", place, blamed, detail=explain(error)))
        return Expanded(text)

    def _fill(self, text: str, context: PageContext) -> str | None:
        """Fill in a text that contains only facts and names, compiling each expression once for all texts.

        Return None for any other text, and on a mistake.
        """
        found = _SIMPLE.findall(text)
        if "{%" in text or "{#" in text or text.count("{{") != len(found):
            return None
        if any(self._check(expression, local=context.local) for expression in found):
            return None
        variables = self._globals(context, [])
        try:
            filled = _SIMPLE.sub(lambda match: self._render(self._template(match[0]), variables), text)
        except (jinja2.TemplateError, BudgetError):
            return None  # expanding the whole text gives the line of the mistake
        return filled if len(filled) <= MAX_OUTPUT else None

    def render_seam(self, name: str, context: PageContext) -> str:
        """Return the HTML of a content seam as one raw Markdown block, without blank lines or indentation.

        Raises TemplateRefusedError.
        """
        link = partial(relative_url, context.uri)
        portal = posixpath.normpath(posixpath.join(link("index.md"), "..")) + "/"
        with _locate_seam_errors(f"seams/content/{name}.html"), budget(TEMPLATE_SECONDS):
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
        """Return the text of another shared page as on the portal, for a page that shows other pages."""
        known = self._known_text(page)
        if known:
            text = renumber_seams(known.text, len(seams))
            seams += known.seams
            return text
        body, shield = self._shield(_MARKS.sub("", page.body))
        if self._check(body):
            return ""  # reported when that page itself is expanded
        text = self._render(self._template(body), self._globals(PageContext(page.uri, page.at, None), seams))
        return text.replace(shield, "{") if shield else text

    def _shield(self, text: str) -> tuple[str, str]:
        """Return what `shield_code` returns, kept because all sites ask."""
        if text not in self._shielded:
            self._shielded[text] = shield_code(text)
        return self._shielded[text]

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
        """Return the mistakes that can be found without running the template, kept because all sites ask."""
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
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] or 1 if lines else 1


@contextmanager
def _locate_seam_errors(name: str) -> Iterator[None]:
    """Turn any exception of the seam template `name` into a TemplateRefusedError with its line."""
    try:
        yield
    except OSError:  # compiled templates cannot be stored
        raise
    except Exception as error:
        lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == "<template>"]
        file, line = name, lines[0] if lines else 0
        if isinstance(error, jinja2.TemplateSyntaxError):
            file, line = error.name or name, error.lineno
        where = f"overrides/{file}" + (f", ligne {line}" if line else "")
        raise TemplateRefusedError(f"(gabarit {where}) : {explain_template(error)}") from error
