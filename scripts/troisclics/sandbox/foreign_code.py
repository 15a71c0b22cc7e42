"""Attribute failures to third-party code that runs during a build: plugins, hooks, Markdown extensions, templates.

Its exceptions become ForeignCodeErrors that name it, and its warnings are reported as its own. The responsible code is
found on the stack: MkDocs runs each event of a plugin or hook in `PluginCollection.run_event`.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import CodeType, FrameType

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import PluginCollection

from ..errors import BudgetError, ForeignCodeError, RenderError, TemplateRefusedError, TroisclicsError
from .template_policy import explain_template

_RUN_EVENT: CodeType = PluginCollection.run_event.__code__
_KNOWN_PLUGINS = frozenset({"search", "material/search"})
_TRUSTED_PACKAGES = frozenset(
    {"troisclics", "mkdocs", "markdown", "jinja2", "markupsafe", "yaml", "pathspec", "material"}
)
"""Top-level packages that are trusted, except while MkDocs runs one of their plugins."""
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EMFILE, errno.ENFILE})
_TEMPLATES = frozenset({".html", ".xml"})
_MAX_TEXT = 500
_MKDOCS_LOGGERS = frozenset(
    {"mkdocs", "plugins", "commands", "config", "contrib", "livereload", "localization", "structure", "theme", "utils"}
)


@dataclass(frozen=True, slots=True)
class RecordedWarning:
    """A warning of MkDocs or of third-party code: its text, and its source ("" for MkDocs itself)."""

    text: str
    part: str = ""


class Warnings(logging.Handler):
    """Collects the warnings of MkDocs and its plugins within a block: in strict mode, each is an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warned: list[RecordedWarning] = []

    @property
    def texts(self) -> list[str]:
        """The texts of the warnings."""
        return [one.text for one in self.warned]

    def emit(self, record: logging.LogRecord) -> None:
        """Collect a record, with the plugin or hook that was running."""
        part = _running(_stack(sys._getframe()))
        name = record.name.removeprefix("mkdocs.").removeprefix(
            "plugins."
        )  # the stack of a plugin's own thread does not contain `run_event`
        if not part and name.partition(".")[0] not in _MKDOCS_LOGGERS:
            part = f"le greffon « {name} »"
        self.warned.append(RecordedWarning(record.getMessage(), part))

    def __enter__(self) -> Warnings:
        """Start collecting."""
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop collecting."""
        logging.getLogger("mkdocs").removeHandler(self)


def refuse_warnings(site: str, warned: Sequence[RecordedWarning]) -> None:
    """Raise RenderError if there is a warning; ForeignCodeError if one comes from third-party code."""
    foreign = [one for one in warned if one.part]
    if foreign:
        message = "; ".join(dict.fromkeys(one.text for one in foreign))
        raise ForeignCodeError(
            site, ", ".join(dict.fromkeys(one.part for one in foreign)), f"avertit : {_short(message)}"
        )
    if warned:
        raise RenderError(f"{site} : {'; '.join(one.text for one in warned)}")


@contextmanager
def attribute_errors(site: str, suspects: Iterable[str] = ()) -> Iterator[None]:
    """Turn exceptions of third-party code in the block into ForeignCodeErrors.

    Args:
        site: the site being built.
        suspects: the unknown plugins and extensions in use, named when MkDocs itself fails and the stack shows no
            third-party code. Without any, errors of MkDocs and of this program are not changed; nor are disk errors.

    Raises:
        ForeignCodeError: third-party code failed.
    """
    try:
        yield
    except TroisclicsError:
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
            raise
        part, cause = _responsible(error)
        reported_otherwise = isinstance(error, (MkDocsException, TemplateError, RecursionError, MemoryError))
        if not part and not reported_otherwise and suspects:
            part = ", ".join(suspects)
        if not part:
            raise
        raise ForeignCodeError(site, part, f"s'arrête : {describe_exception(cause)}") from error


@contextmanager
def translate_errors(site: str, kind: type[RenderError]) -> Iterator[None]:
    """Turn exceptions of MkDocs and third-party code in the block into errors of this program.

    Use it only for code that depends on the project's files alone, whose failures are errors in them.

    Args:
        site: the site being built.
        kind: the error to raise unless third-party code is responsible.

    Raises:
        ForeignCodeError: third-party code failed.
    """
    try:
        with attribute_errors(site):
            yield
    except (TroisclicsError, OSError, TemplateError):
        raise
    except (Exception, SystemExit) as error:
        message = str(error) if isinstance(error, MkDocsException) else describe_exception(error)
        raise kind(f"{site} : {message}") from error


@contextmanager
def locate_template_errors(root: Path) -> Iterator[None]:
    """Turn template errors in the block into TemplateRefusedErrors, in the process where their line is known.

    Templates of the project at `root` are named by their path in it.
    """
    try:
        yield
    except (TemplateError, BudgetError) as error:
        raise TemplateRefusedError(f"(gabarit{_line(error, root)}) : {explain_template(error)}") from error


def _line(error: Exception, root: Path) -> str:
    """Return the template and line of an error, if known."""
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or "?", error.lineno
    else:
        steps = [step for step in traceback.extract_tb(error.__traceback__) if step.filename.endswith(".html")]
        if not steps:
            return ""
        file, line = steps[-1].filename, steps[-1].lineno or 0
    block = root / "overrides" / file  # seams are known by their name alone
    path = Path(os.path.abspath(block if block.is_file() else file))
    ours = path.is_relative_to(root.resolve())
    return f" {path.relative_to(root.resolve()) if ours else path.name}, ligne {line}"


def _responsible(error: BaseException) -> tuple[str, BaseException]:
    """Return the third-party code that raised `error` or its cause, and that exception; "" if there is none."""
    seen: set[int] = set()
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        chain.append(one)
        one = one.__cause__ or one.__context__
    for cause in chain:
        part = _running(_frames(cause)) or _foreign_module(cause)
        if part:
            return part, cause
    return "", error


def _running(frames: Iterable[FrameType]) -> str:
    """Return the plugin or hook that MkDocs was running, innermost first, and its event."""
    for frame in frames:
        if frame.f_code is _RUN_EVENT:
            origins = getattr(frame.f_locals.get("self"), "_event_origins", {})
            name = str(origins.get(frame.f_locals.get("method"), "?"))
            if name in _KNOWN_PLUGINS:
                return ""
            return f"{_kind(name)} « {name} » (on_{frame.f_locals.get('name', '?')})"
    return ""


def _kind(name: str) -> str:
    return "l'accroche" if name.endswith(".py") else "le greffon"


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _frames(error: BaseException) -> list[FrameType]:
    """Return the frames of the traceback of `error`, innermost first."""
    return [frame for frame, _ in traceback.walk_tb(error.__traceback__)][::-1]


def _foreign_module(error: BaseException) -> str:
    """Return the template where `error` was raised, or the outermost frame outside known packages."""
    frames = _frames(error)
    for frame in (
        () if isinstance(error, TemplateError) else frames
    ):  # template errors are reported elsewhere, with their line
        file = PurePath(frame.f_code.co_filename)
        if file.suffix in _TEMPLATES:
            return f"le modèle « {file.name} », ligne {frame.f_lineno},"
    names = {getattr(module, "__file__", None): name for name, module in list(sys.modules.items())}
    in_markdown = False
    for frame in reversed(frames):
        file_name = frame.f_code.co_filename
        name = names.get(file_name) or str(frame.f_globals.get("__name__", ""))
        package = name.partition(".")[0]
        in_markdown = in_markdown or package == "markdown"
        known = package in _TRUSTED_PACKAGES | sys.stdlib_module_names or file_name.startswith("<")
        if not known and PurePath(file_name).suffix not in _TEMPLATES:
            kind = "l'extension Markdown" if in_markdown else "l'accroche" if name.endswith(".py") else "le module"
            return f"{kind} « {name} »"
    if isinstance(error, SyntaxError) and error.filename:
        return f"le module « {PurePath(error.filename).name} », ligne {error.lineno},"
    return ""


def describe_exception(error: BaseException) -> str:
    """Return the type and text of an exception on one line."""
    text = str(error)
    if isinstance(error, SystemExit) and not isinstance(error, MkDocsException):
        text = f"code {error.code}" if isinstance(error.code, int) else text
    return _short(f"{type(error).__name__} : {text}" if text else type(error).__name__)


def _short(text: str) -> str:
    """Return `text` on one line, truncated."""
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else f"{line[:_MAX_TEXT]}…"
