"""Share work out over forked processes, which inherit all that was computed before."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..errors import StoppedError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1
_worker: Callable[[Any], Any]
_items: Sequence[Any]


def parallel_map(worker: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[R]:
    """Yield the result of `worker` for each item, in order, from several forked processes.

    Where forking is not safe (not Linux), or when there is little to do, this process does the work itself.

    Args:
        worker: called with each item; whatever it raises is raised here.
        items: the items.
        jobs: the number of processes.

    Raises:
        StoppedError: the system killed a process.
    """
    jobs = min(jobs, len(items))
    if jobs < 2 or sys.platform != "linux":
        yield from map(worker, items)
        return
    import multiprocessing  # noqa: PLC0415 - slow to import, and not needed for little work
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    global _worker, _items
    _worker, _items = worker, items
    fork = multiprocessing.get_context("fork")
    chunk = max(1, min(4, len(items) // (4 * jobs)))
    gc.freeze()  # otherwise the collector of each child visits, and so copies, all memory it inherits
    try:
        with ProcessPoolExecutor(jobs, fork, _die_with_parent, (os.getpid(),)) as pool:
            yield from _results(pool, len(items), chunk)
    except BrokenProcessPool:
        raise StoppedError from None
    finally:
        gc.unfreeze()


def _results(pool: ProcessPoolExecutor, count: int, chunk: int) -> Iterator[Any]:
    """Yield the result of each item; cancel what has not begun when one fails."""
    try:
        with _interrupts_held():
            results = pool.map(_call, range(count), chunksize=chunk)
        yield from results
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise


def _call(number: int) -> Any:
    return _worker(_items[number])


def run_isolated(worker: Callable[[T], R], item: T) -> R:
    """Return the result of `worker` for `item`, computed in a forked process that leaves no trace in this one.

    Where forking is not safe (not Linux), this process does the work itself. Whatever `worker` raises is raised here.

    Raises:
        StoppedError: the process ended without a result.
    """
    if sys.platform != "linux":
        return worker(item)
    import multiprocessing  # noqa: PLC0415 - slow to import, and not needed for most work

    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_send_result, args=(sender, worker, item, os.getpid()))
    with _interrupts_held():
        process.start()
    sender.close()
    try:
        answer = receiver.recv()
    except EOFError:
        raise StoppedError from None
    finally:
        receiver.close()
        process.kill()
        process.join()
    if isinstance(answer, BaseException):
        raise answer
    return cast(R, answer)


def _send_result(sender: Connection, worker: Callable[[Any], Any], item: Any, parent: int) -> None:
    """Send the result or exception of `worker`; redirect its output to standard error."""
    _die_with_parent(parent)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    try:
        answer = worker(item)
    except Exception as error:
        answer = error
    sender.send(answer)
    os._exit(0)  # the worker may have left threads and exit handlers


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C while processes are forked: one that does not ignore it yet would end with a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _die_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent is killed: it would otherwise wait and hold the lock."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # what was held back is now ignored
    if os.getppid() != parent:
        os._exit(1)
