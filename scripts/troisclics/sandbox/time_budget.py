"""Limit the processor time of one text.

Parsers based on regular expressions and recursion take practically for ever on some inputs. `load/limits.py` excludes
the known ones; this module stops the others. Processor time is measured instead of elapsed time, so that a text that
passes does so on a busy machine too (ADR 0022).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..errors import BudgetError

TEMPLATE_SECONDS = 2.0
"""Seconds of processor time to parse, check or run one template. Real ones take 0.05."""
MARKDOWN_SECONDS = 3.0
"""Seconds of processor time to convert one Markdown text. The longest real one, with all others in it, takes 0.3."""
_REPEAT = 0.05
"""Seconds of processor time before the exception is raised again, in case a library catches it."""


class _State:
    """The active limit of this process, in seconds of processor time; 0 if there is none."""

    running: float = 0
    exceeded: bool = False


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Raise BudgetError when the block exceeds a processor time, recursion or memory limit.

    In a nested block, the outer limit applies. Only the main thread of a process can be interrupted: in others, and on
    systems without such a timer, only recursion and memory are limited.
    """
    try:
        if _State.running or not _can_stop():
            yield
        else:
            with _timer(seconds):
                yield
    except RecursionError:
        raise BudgetError("imbrication trop profonde") from None
    except MemoryError:
        raise BudgetError("trop de mémoire demandée") from None


def _can_stop() -> bool:
    return hasattr(signal, "ITIMER_PROF") and threading.current_thread() is threading.main_thread()


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    # The handler stays installed: a signal pending when the timer stops would otherwise kill the process.
    signal.signal(signal.SIGPROF, _stop)
    _State.running, _State.exceeded = seconds, False
    signal.setitimer(signal.ITIMER_PROF, seconds, _REPEAT)
    try:
        yield
    finally:
        _State.running = 0
        signal.setitimer(signal.ITIMER_PROF, 0)
    if _State.exceeded:
        raise _error(seconds)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    if _State.running:
        _State.exceeded = True
        raise _error(_State.running)


def _error(seconds: float) -> BudgetError:
    return BudgetError(f"plus de {seconds:g} s de calcul")
