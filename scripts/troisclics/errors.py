"""All that can go wrong and is expected; `reports/error_messages.py` says it in French.

    TroisclicsError
    ├── InputError         the texts or the data have errors
    ├── UnknownCodeError   a CODE names no department
    ├── OutputError        the output holds something else than sites
    ├── ScaffoldError      what is asked cannot be written
    ├── ResultsError       a file of answers is none
    ├── ForeignFileError   a file that should be one of ours is none
    ├── ToolError          a program that we run is absent, or fails
    ├── RevisionError      git does not know what a change is counted from
    ├── BusyError          another process builds into the same output
    ├── RenderError        a renderer refuses a site
    │   ├── ConfigError        MkDocs refuses the configuration
    │   ├── TemplateRefusedError  a template cannot be rendered
    │   └── ForeignCodeError   a plugin, hook, Markdown extension or template fails or warns
    ├── FallbackError      what is asked needs the fast engine, which cannot be used
    ├── BudgetError        a text takes too long, or is nested too deep
    ├── MarkdownError      a text that Python-Markdown or MkDocs cannot convert
    ├── StoppedError       the system ended a process of ours
    └── PublishError       a step of a publication fails

What the system refuses is an OSError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .model import Finding


class TroisclicsError(Exception):
    """An expected failure: no traceback is shown."""


class InputError(TroisclicsError):
    """The input has errors; they are in `findings`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)  # as it is: an exception goes from one process to another with its arguments
        self.findings = findings


class UnknownCodeError(TroisclicsError):
    """A CODE that names no department; `known` lists those that exist."""

    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(code)
        self.code, self.known = code, known


class OutputError(TroisclicsError):
    """The output is something else than a folder of sites."""


class ScaffoldError(TroisclicsError):
    """What cannot be written, and how to mend, in French."""


class ForeignFileError(TroisclicsError):
    """A file that should be one of ours is none: its path, what it should be and how to mend, in French."""

    def __init__(self, path: str, what: str, mend: str) -> None:
        super().__init__(path)
        self.path, self.what, self.mend = path, what, mend


class ToolError(TroisclicsError):
    """A program that is absent or fails, and what is known of it."""

    def __init__(self, program: str, detail: str) -> None:
        super().__init__(program)
        self.program, self.detail = program, detail


class RevisionError(TroisclicsError):
    """A revision that git does not know, and what git says."""

    def __init__(self, revision: str, detail: str) -> None:
        super().__init__(revision)
        self.revision, self.detail = revision, detail


class ResultsError(TroisclicsError):
    """The file is not one of the answers that the page of `tree-test` writes."""


class BusyError(TroisclicsError):
    """Another process holds the lock of this output."""


class RenderError(TroisclicsError):
    """A renderer refuses a site; the text says which, and what it said. `fix` says what to do, in French."""

    fix = "corriger la page nommée"


class ConfigError(RenderError):
    """MkDocs refuses the configuration of a site; `said` is what it says of its keys."""

    fix = "corriger mkdocs.yml"

    def __init__(self, text: str, said: Sequence[str] = ()) -> None:
        super().__init__(text, said)
        self.text, self.said = text, said

    def __str__(self) -> str:
        return self.text


class TemplateRefusedError(RenderError):
    """A template of the theme or of the project cannot be rendered."""

    fix = "corriger le modèle nommé"


class ForeignCodeError(RenderError):
    """Code that is neither ours nor MkDocs's fails or warns while `site` is made: which `part`, and its own words."""

    fix = "régler ou corriger ce qui est nommé, ou le retirer de mkdocs.yml"

    def __init__(self, site: str, part: str, said: str) -> None:
        super().__init__(site, part, said)
        self.site, self.part, self.said = site, part, said

    def __str__(self) -> str:
        return f"{self.site} : {self.part} {self.said}"


class FallbackError(TroisclicsError):
    """The fast engine cannot be used, for `reasons` in French."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


class BudgetError(TroisclicsError):
    """A text takes more time or nesting than `sandbox/time_budget.py` allows; what is too much, in French."""


class MarkdownError(TroisclicsError):
    """A text that Python-Markdown or MkDocs cannot convert; what they say of it."""


class StoppedError(TroisclicsError):
    """The system ended one of the processes that share the work, most often for lack of memory."""


UNCHANGED = "ce qui est en ligne n'a pas changé"


class PublishError(TroisclicsError):
    """A step of a publication failed: `step`, what happened and how to mend, in French.

    `served` says what readers get now.
    """

    def __init__(self, step: str, text: str, mend: str, served: str = UNCHANGED) -> None:
        super().__init__(text)
        self.step, self.text, self.mend, self.served = step, text, mend, served
