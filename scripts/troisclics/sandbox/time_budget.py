"""A limit on the processor time that one text may take, whatever is done with it.

Parsers written with regular expressions and recursion have inputs for which they never end. The limits of
`load/limits.py` name the known ones; this is for the others. Processor time is counted and not the clock, so that
the same text passes on a busy machine too (ADR 0022).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..errors import BudgetError

TEMPLATE_SECONDS = 2.0
"""Seconds of processor for one template: to parse it, to check it, or to run it. Real ones take 0.05."""
MARKDOWN_SECONDS = 3.0
"""Seconds of processor for one Markdown text. The longest real one, which holds all others, takes 0.3."""
_REPEAT = 0.05
"""Seconds of processor after which the limit is enforced again, should a library have swallowed the exception."""


class _State:
    """The limit that is running in this process, in seconds of processor; 0 when there is none."""

    running: float = 0
    exceeded: bool = False


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Raise BudgetError once the block has used `seconds` of processor, or if it recurses or grows without end.

    Inside another block, the limit of the outer one holds. Only the main thread of a process can be stopped: in
    another, and where the system has no such timer, only recursion and memory are limited.
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
    # The handler stays: a signal that is still on its way when the timer stops would end the process otherwise.
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
