"""Code that is not ours and runs while a site is made: plugins, hooks, Markdown extensions, templates.

Whatever it raises becomes a ForeignCodeError that names it, and whatever it warns of is told as its own words. Who was
running is read from the stack: MkDocs runs each event of a plugin or hook in `PluginCollection.run_event`.
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
_OUR_TOOLS = frozenset({"troisclics", "mkdocs", "markdown", "jinja2", "markupsafe", "yaml", "pathspec", "material"})
"""Top-level packages that are not suspected unless MkDocs was running one of their plugins."""
_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EMFILE, errno.ENFILE})
_TEMPLATES = frozenset({".html", ".xml"})
_MAX_SAID = 500
_MKDOCS_LOGGERS = frozenset(
    {"mkdocs", "plugins", "commands", "config", "contrib", "livereload", "localization", "structure", "theme", "utils"}
)


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of MkDocs or of a plugin: its text, and what gave it ("" for MkDocs itself)."""

    text: str
    part: str = ""


class Warnings(logging.Handler):
    """Keeps what MkDocs and its plugins warn of while the block runs: in strict mode, each is an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warned: list[Warned] = []

    @property
    def texts(self) -> list[str]:
        """The texts alone."""
        return [one.text for one in self.warned]

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, with the plugin or hook that was running when it was made."""
        part = _running(_stack(sys._getframe()))
        name = record.name.removeprefix("mkdocs.").removeprefix("plugins.")  # a thread of a plugin has no such stack
        if not part and name.partition(".")[0] not in _MKDOCS_LOGGERS:
            part = f"le greffon « {name} »"
        self.warned.append(Warned(record.getMessage(), part))

    def __enter__(self) -> Warnings:
        """Listen to MkDocs."""
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        logging.getLogger("mkdocs").removeHandler(self)


def refuse_warnings(site: str, warned: Sequence[Warned]) -> None:
    """Raise RenderError if there is a warning, ForeignCodeError if one is not of MkDocs itself."""
    theirs = [one for one in warned if one.part]
    if theirs:
        said = "; ".join(dict.fromkeys(one.text for one in theirs))
        raise ForeignCodeError(site, ", ".join(dict.fromkeys(one.part for one in theirs)), f"avertit : {_short(said)}")
    if warned:
        raise RenderError(f"{site} : {'; '.join(one.text for one in warned)}")


@contextmanager
def naming_foreign_code(site: str, suspects: Iterable[str] = ()) -> Iterator[None]:
    """Turn what foreign code raises in the block into a ForeignCodeError.

    `suspects` are the unknown parts in use: they are named where the stack shows no foreign code and MkDocs itself
    fails. Without any, an error of MkDocs or of ours goes on as it is, and so does what the disk refuses.
    """
    try:
        yield
    except TroisclicsError:
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
            raise
        part, cause = _blamed(error)
        said_otherwise = isinstance(error, (MkDocsException, TemplateError, RecursionError, MemoryError))
        if not part and not said_otherwise and suspects:
            part = ", ".join(suspects)
        if not part:
            raise
        raise ForeignCodeError(site, part, f"s'arrête : {words_of(cause)}") from error


@contextmanager
def refusing(site: str, kind: type[RenderError]) -> Iterator[None]:
    """Turn whatever MkDocs and foreign code raise in the block into an error of ours: `kind`, or ForeignCodeError.

    Only for what is given nothing but the project's own files: what fails there is wrong in them.
    """
    try:
        with naming_foreign_code(site):
            yield
    except (TroisclicsError, OSError, TemplateError):
        raise
    except (Exception, SystemExit) as error:
        said = str(error) if isinstance(error, MkDocsException) else words_of(error)
        raise kind(f"{site} : {said}") from error


@contextmanager
def naming_template(root: Path) -> Iterator[None]:
    """Turn an error of a template into a TemplateRefusedError, in the process where its line is known.

    `root` is the project, whose own templates are named by their path in it.
    """
    try:
        yield
    except (TemplateError, BudgetError) as error:
        raise TemplateRefusedError(f"(gabarit{_line(error, root)}) : {explain_template(error)}") from error


def _line(error: Exception, root: Path) -> str:
    """The template that is at fault and its line, if that is known."""
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or "?", error.lineno
    else:
        steps = [step for step in traceback.extract_tb(error.__traceback__) if step.filename.endswith(".html")]
        if not steps:
            return ""
        file, line = steps[-1].filename, steps[-1].lineno or 0
    block = root / "overrides" / file  # the blocks of departments are known by their name alone
    path = Path(os.path.abspath(block if block.is_file() else file))
    ours = path.is_relative_to(root.resolve())
    return f" {path.relative_to(root.resolve()) if ours else path.name}, ligne {line}"


def _blamed(error: BaseException) -> tuple[str, BaseException]:
    """The foreign code that raised `error` or what it came from, and what that code raised; "" if there is none."""
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
    """The plugin or hook that MkDocs was running, and in which event; the innermost first."""
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
    """The frames through which `error` came, the innermost first."""
    return [frame for frame, _ in traceback.walk_tb(error.__traceback__)][::-1]


def _foreign_module(error: BaseException) -> str:
    """The template that `error` was raised in, else the outermost code in its way that no tool we know holds."""
    frames = _frames(error)
    for frame in () if isinstance(error, TemplateError) else frames:  # those are said elsewhere, with their line
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
        known = package in _OUR_TOOLS | sys.stdlib_module_names or file_name.startswith("<")
        if not known and PurePath(file_name).suffix not in _TEMPLATES:
            kind = "l'extension Markdown" if in_markdown else "l'accroche" if name.endswith(".py") else "le module"
            return f"{kind} « {name} »"
    if isinstance(error, SyntaxError) and error.filename:
        return f"le module « {PurePath(error.filename).name} », ligne {error.lineno},"
    return ""


def words_of(error: BaseException) -> str:
    """Return what an exception says, on one line: its type and its text."""
    text = str(error)
    if isinstance(error, SystemExit) and not isinstance(error, MkDocsException):
        text = f"code {error.code}" if isinstance(error.code, int) else text
    return _short(f"{type(error).__name__} : {text}" if text else type(error).__name__)


def _short(text: str) -> str:
    """`text` on one line, cut where it is too long to be read."""
    line = " ".join(text.split())
    return line if len(line) <= _MAX_SAID else f"{line[:_MAX_SAID]}…"
