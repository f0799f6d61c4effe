"""Work on many frames with little memory: a few frames at once, results in order, errors with their frame.

A frame is read, converted and written by one thread from beginning to end, so no frame waits in a queue and
each core has its own. It does not know what the work is.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from ..wire.errors import FrameFailed, SecondUnitError

Item = TypeVar("Item")
Result = TypeVar("Result")

#: The most frames held at once, whatever the number of cores.
MOST_AT_ONCE = 4


def in_order(
    items: Iterable[tuple[int, Item]], work: Callable[[int, Item], Result], *, workers: int = 0
) -> Iterator[tuple[int, Result]]:
    """Do `work(frame, item)` for each item on `workers` threads and yield (frame, result) in their order.

    At most `workers` items (0: one a core, 4 at most) are taken and not yet given back, so memory does not
    grow with the length. The first error ends it: an error of ours keeps its class and tells the frame; any
    other becomes `FrameFailed`. Closing the iterator waits for the frames at hand and starts no other.
    """
    workers = min(workers or os.cpu_count() or 1, MOST_AT_ONCE)
    waiting: deque[tuple[int, Future[Result]]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="frame")
    try:
        for frame, item in items:
            waiting.append((frame, pool.submit(work, frame, item)))
            del item
            if len(waiting) >= workers:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(frame: int, future: Future[Result]) -> tuple[int, Result]:
    try:
        return frame, future.result()
    except SecondUnitError as problem:
        raise problem.at(f"frame {frame}") from problem
    except Exception as problem:
        raise FrameFailed(
            f"Frame {frame} could not be made: {problem or type(problem).__name__}.", where=f"frame {frame}"
        ) from problem
