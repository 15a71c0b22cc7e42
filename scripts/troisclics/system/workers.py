"""Work shared out over processes that start with all that was worked out before."""

from __future__ import annotations

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


def run_apart(worker: Callable[[T], R], item: T) -> R:
    """What `worker` gives for `item`, from a copy of this process that ends with it: nothing of it stays behind.

    Elsewhere than on Linux, this process does it. Raises StoppedError when the copy ends without an answer, and
    whatever `worker` raises.
    """
    if sys.platform != "linux":
        return worker(item)
    import multiprocessing  # noqa: PLC0415 - slow to import, and not needed for most work

    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_answer, args=(sender, worker, item, os.getpid()))
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


def _answer(sender: Connection, worker: Callable[[Any], Any], item: Any, parent: int) -> None:
    """Send what `worker` gives or raises; what it prints goes to the error output."""
    _die_with_parent(parent)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    try:
        answer = worker(item)
    except Exception as error:
        answer = error
    sender.send(answer)
    os._exit(0)  # what ran here may have left threads, and things to do at the end


def _die_with_parent(parent: int) -> None:
    """Ask the system to end this process when a `kill -9` ends its parent: it would else wait, and hold the lock."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.getppid() != parent:
        os._exit(1)
