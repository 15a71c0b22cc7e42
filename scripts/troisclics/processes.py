"""Work shared out over processes that start with all that was worked out before."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import StoppedError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1
_worker: Callable[[Any], Any]
_items: Sequence[Any]


def share_out(worker: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[R]:
    """What `worker` gives for each of `items`, in their order, from `jobs` copies of this process.

    Elsewhere than on Linux, where forking is not safe, or when there is little to do, this process does it all.
    Raises StoppedError when the system ends one of the copies, and whatever `worker` raises.
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
    gc.freeze()  # else the collector of each copy looks at all that it inherits, and so makes it take memory twice
    try:
        with ProcessPoolExecutor(jobs, fork, _die_with_parent, (os.getpid(),)) as pool:
            yield from _results(pool, len(items), chunk)
    except BrokenProcessPool:
        raise StoppedError from None
    finally:
        gc.unfreeze()


def _results(pool: ProcessPoolExecutor, count: int, chunk: int) -> Iterator[Any]:
    """What the pool gives for each item; what was not begun when it fails is not done."""
    try:
        yield from pool.map(_call, range(count), chunksize=chunk)
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise


def _call(number: int) -> Any:
    return _worker(_items[number])


def _die_with_parent(parent: int) -> None:
    """Ask the system to end this process when a `kill -9` ends its parent: it would else wait, and hold the lock."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.getppid() != parent:
        os._exit(1)
