"""How this room compiles its loops and shares them between cores.

A kernel is a plain function over a slab of the first axis, `kernel(start, stop, *arrays)`, compiled by
numba without the interpreter lock. `over` cuts the axis into slabs and runs them on a small pool. Every
slab writes only its own part and reads only what no slab writes, so the bits are the same whatever the
number of threads. Whoever asks for a picture may give it up between two slabs (`given_up`). Knows nothing of
what moves.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from secondunit.wire.errors import Cancelled
from secondunit.wire.home import state_home

from .cores import threads

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")

#: Every field of this room: float32, C order, axes (z, y, x) with components last.
Field = npt.NDArray[np.float32]
Spans = npt.NDArray[np.int32]

# Contraction changes each operation alike wherever it stands; reassociation would not be reproducible.
_OPTIONS: dict[str, Any] = {"nogil": True, "fastmath": {"contract", "nsz", "arcp"}, "error_model": "numpy"}
# Not in every loop: with contraction some pixels' last bits were seen to depend on the size of the picture.
_EXACT: dict[str, Any] = {**_OPTIONS, "fastmath": {"nsz"}}
_INLINED: dict[str, Any] = {**_OPTIONS, "forceinline": True}

#: Roughly as many cells as it takes for a second thread to be worth it, and the fewest that one is given.
SHARED, LEAST = 150_000, 60_000

#: Says whether what this thread works on is given up; None where nobody ever does.
_given_up: ContextVar[Callable[[], bool] | None] = ContextVar("given_up", default=None)

_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None


def kernel(function: F) -> F:
    """The function compiled at its first call, and kept on disk for the next process."""
    return _compiled(function)


def inner(function: F) -> F:
    """A small function called from kernels."""
    return _compiled(function)


def inlined(function: F) -> F:
    """A small function called from kernels that becomes part of each, however large that one is.

    A loop with a call in it runs one cell after the other.
    """
    return _compiled(function, _INLINED)


def exact(function: F) -> F:
    """A kernel, or a function called from one, whose every operation is rounded by itself.

    Its bits do not depend on where in an array a value stands.
    """
    return _compiled(function, _EXACT)


def _compiled(function: F, options: dict[str, Any] = _OPTIONS) -> F:
    """Compile at the first call; keep the result beside the code, in the user's cache, or in our own folder.

    The first two are numba's own choice, and NUMBA_CACHE_DIR comes before both. Where nothing can be
    written at all, every process compiles for itself.
    """
    try:
        return cast(F, _readable(numba.njit(cache=True, **options)(function)))
    except RuntimeError:
        # What numba raises where it finds no folder that it may write to.
        folder = Path(state_home()) / "kernels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".probe.tmp-"):
            config: Any = numba.config
            config.CACHE_DIR = str(folder)
        return cast(F, numba.njit(cache=True, **options)(function))
    except (OSError, RuntimeError):
        return cast(F, numba.njit(**options)(function))


def singles(record: Callable[..., R], *values: float | npt.NDArray[np.float64]) -> R:
    """A named tuple in single precision: what a kernel takes beside its fields, each number by its name."""
    return record(*(np.asarray(value, np.float32)[()] for value in values))


def _readable(kernel: Any) -> Any:
    """The kernel, its kept index emptied where that names a tuple of an earlier version that is gone.

    numba reads the index before it asks whether the code has changed, and ends in the error otherwise.
    """
    try:
        kernel._cache._cache_file._load_index()
    except (AttributeError, ImportError):
        kernel._cache.flush()
    return kernel


def pool() -> ThreadPoolExecutor:
    """The threads that run slabs, made at first use."""
    global _pool
    with _lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(threads(), thread_name_prefix="elements")
        return _pool


def over(
    body: Callable[..., Any], count: int, *args: object, work: int = 1 << 30, grain: int = 8
) -> None:  # fmt: skip
    """Run `body(start, stop, *args)` over `range(count)`.

    `work` is roughly how many cells it touches: below `SHARED` it is not worth a second thread. `grain` is
    how many of the range a thread takes at a time: 8 rows of a picture, thousands of what takes no time; more
    where that would be less work than handing it over is.
    """
    alone = threads() == 1 and _given_up.get() is None
    if alone or work < SHARED or count < 4:
        body(0, count, *args)
        return
    grain = max(1, min(grain, count // (2 * threads())), -(-count * LEAST // work))
    together([(body, (start, min(start + grain, count), *args)) for start in range(0, count, grain)])


def together(calls: Sequence[tuple[Callable[..., Any], tuple[object, ...]]]) -> None:
    """Run independent calls side by side and wait for all; the first error is raised."""
    if (cancelled := _given_up.get()) is not None:
        calls = [(partial(_unless, cancelled, body), args) for body, args in calls]
    if threads() == 1 or len(calls) == 1:
        for body, args in calls:
            body(*args)
        return
    waiting: list[Future[Any]] = [pool().submit(body, *args) for body, args in calls]
    for future in waiting:
        future.result()


@contextmanager
def given_up(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Raise `Cancelled` from the loops that this thread runs meanwhile, soon after `cancelled` says so."""
    before = _given_up.set(cancelled)
    try:
        yield
    finally:
        _given_up.reset(before)


def _unless(cancelled: Callable[[], bool], body: Callable[..., Any], *args: object) -> None:
    if cancelled():
        raise Cancelled("The picture was given up.", kept="What is simulated stays.")
    body(*args)


def zeros(*shape: int) -> Field:
    """A field of zeros."""
    return np.zeros(shape, np.float32)
