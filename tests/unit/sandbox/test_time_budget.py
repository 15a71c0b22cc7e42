"""The limit on what a text may take: time of the processor, nesting, memory."""

import contextlib
import re
import signal
import threading
import time

import pytest

from troisclics.errors import BudgetError
from troisclics.sandbox.time_budget import budget


def _spin(seconds: float) -> None:
    """Use `seconds` of processor."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_time_of_the_processor_is_limited():
    """A block that uses more than it may is stopped, and soon."""
    start = time.process_time()
    with pytest.raises(BudgetError, match=r"plus de 0.1 s"), budget(0.1):
        _spin(5)
    assert time.process_time() - start < 1


def test_time_that_passes_does_not_count():
    """Waiting, as on a busy machine, uses nothing up."""
    with budget(0.05):
        time.sleep(0.2)


def test_a_regular_expression_is_stopped():
    """One that backtracks for ever never comes back to Python, and is stopped all the same."""
    with pytest.raises(BudgetError), budget(0.1):
        re.match(r"(a+)+$", "a" * 40 + "b")


def test_a_library_that_swallows_the_exception_is_stopped_again():
    """An exception is raised again and again until the block ends; and at its end if that was swallowed too."""

    def swallow() -> None:
        for _ in range(3):
            with contextlib.suppress(Exception):
                _spin(0.2)

    with pytest.raises(BudgetError), budget(0.1):
        swallow()


def test_the_outer_limit_holds():
    """A block inside another does not begin a new account, nor ends that of the other."""

    def nest() -> None:
        with budget(60):
            pass
        _spin(5)

    with pytest.raises(BudgetError, match=r"plus de 0.1 s"), budget(0.1):
        nest()


def test_recursion_and_memory_are_limits_too():
    """A parser that goes too deep, or asks for too much, has met a limit of the text and not a bug."""

    def deeper() -> None:
        deeper()

    with pytest.raises(BudgetError, match="imbrication"), budget(5):
        deeper()
    with pytest.raises(BudgetError, match="mémoire"), budget(5):
        raise MemoryError


def test_nothing_is_left_running():
    """After a block, no timer is set: what comes next is not stopped."""
    with pytest.raises(BudgetError), budget(0.05):
        _spin(1)
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    _spin(0.2)


def test_another_thread_runs_without_limit():
    """A signal only reaches the main thread: another must not fail for it."""
    done: list[int] = []

    def work() -> None:
        with budget(0.01):
            _spin(0.05)
        done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
