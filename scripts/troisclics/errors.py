"""Expected errors; `reports/error_messages.py` maps them to French messages.

TroisclicsError
├── InputError         the texts or the data have errors
├── UnknownCodeError   a CODE names no department
├── OutputError        the output folder holds something other than sites
├── ScaffoldError      a new page or file cannot be written
├── ResultsError       a file is not one of tree test answers
├── ForeignFileError   a file is not in the expected troisclics format
├── ToolError          an external program is missing or fails
├── RevisionError      git does not know the base revision of a diff
├── BusyError          another process builds into the same output
├── RenderError        a renderer refuses a site
│   ├── ConfigError        MkDocs refuses the configuration
│   ├── TemplateRefusedError  a template cannot be rendered
│   └── ForeignCodeError   a plugin, hook, Markdown extension or template fails or warns
├── FallbackError      the fast engine is required and cannot be used
├── BudgetError        a text takes too long or is nested too deep
├── MarkdownError      Python-Markdown or MkDocs cannot convert a text
├── StoppedError       the system killed a worker process
└── PublishError       a step of a publication fails

Errors of the operating system are OSErrors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .model import Finding


class TroisclicsError(Exception):
    """An expected failure: no traceback is shown."""


class InputError(TroisclicsError):
    """Raised when the input has errors, listed in `findings`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)  # unformatted: pickling an exception keeps its arguments only
        self.findings = findings


class UnknownCodeError(TroisclicsError):
    """Raised when a CODE names no department, or several.

    Args:
        code: What was written.
        known: The codes that exist.
        close: The departments that may be meant, as text.
        several: Whether all those of `close` are called `code`.
    """

    def __init__(self, code: str, known: list[str], close: list[str], *, several: bool = False) -> None:
        super().__init__(code)
        self.code, self.known, self.close, self.several = code, known, close, several


class OutputError(TroisclicsError):
    """Raised when the output is not a folder of sites."""


class ScaffoldError(TroisclicsError):
    """Raised when a file cannot be written; the text says why and how to fix it, in French."""


class ForeignFileError(TroisclicsError):
    """Raised when a file is not in the expected troisclics format.

    Attributes:
        path: the file.
        what: the expected format, in French.
        fix: how to fix it, in French.
    """

    def __init__(self, path: str, what: str, fix: str) -> None:
        super().__init__(path)
        self.path, self.what, self.fix = path, what, fix


class ToolError(TroisclicsError):
    """Raised when an external program is missing or fails, with the details known."""

    def __init__(self, program: str, detail: str) -> None:
        super().__init__(program)
        self.program, self.detail = program, detail


class RevisionError(TroisclicsError):
    """Raised when git does not know a revision, with git's message."""

    def __init__(self, revision: str, detail: str) -> None:
        super().__init__(revision)
        self.revision, self.detail = revision, detail


class ResultsError(TroisclicsError):
    """Raised when a file does not hold answers written by the page of `tree-test`."""


class BusyError(TroisclicsError):
    """Raised when another process holds the lock of the output."""


class RenderError(TroisclicsError):
    """Raised when a renderer refuses a site; the text names it and gives the cause. `fix` is the remedy, in French."""

    fix = "corriger la page nommée"


class ConfigError(RenderError):
    """Raised when MkDocs refuses the configuration of a site; `said` lists its messages on configuration keys."""

    fix = "corriger mkdocs.yml"

    def __init__(self, text: str, said: Sequence[str] = ()) -> None:
        super().__init__(text, said)
        self.text, self.said = text, said

    def __str__(self) -> str:
        return self.text


class TemplateRefusedError(RenderError):
    """Raised when a template of the theme or of the project cannot be rendered."""

    fix = "corriger le modèle nommé"


class ForeignCodeError(RenderError):
    """Raised when third-party code fails or warns during a build.

    Attributes:
        site: the site being built.
        part: the plugin, hook, extension or template.
        said: its message.
    """

    fix = "régler ou corriger ce qui est nommé, ou le retirer de mkdocs.yml"

    def __init__(self, site: str, part: str, said: str) -> None:
        super().__init__(site, part, said)
        self.site, self.part, self.said = site, part, said

    def __str__(self) -> str:
        return f"{self.site} : {self.part} {self.said}"


class FallbackError(TroisclicsError):
    """Raised when the fast engine cannot be used; `reasons` are in French."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


class BudgetError(TroisclicsError):
    """Raised when a text exceeds the time or nesting limits of `sandbox/time_budget.py`; the text is in French."""


class MarkdownError(TroisclicsError):
    """Raised when Python-Markdown or MkDocs cannot convert a text, with their message."""


class StoppedError(TroisclicsError):
    """Raised when the system kills a worker process, most often for lack of memory."""


UNCHANGED = "ce qui est en ligne n'a pas changé"


class PublishError(TroisclicsError):
    """Raised when a step of a publication fails.

    Attributes:
        step: the step.
        text: what happened, in French.
        fix: how to fix it, in French.
        served: what readers get now, in French.
    """

    def __init__(self, step: str, text: str, fix: str, served: str = UNCHANGED) -> None:
        super().__init__(text)
        self.step, self.text, self.fix, self.served = step, text, fix, served
