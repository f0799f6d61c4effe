"""A worker's ties: to the service that started it, and to its job, which one worker at a time may work on."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from secondunit.ground.locks import FileLock
from secondunit.wire.errors import Cancelled, WorkerLost

from .folders import LOCK_FILE, WORKER_FILE
from .living import alive, mark_of

#: The mark of the service, in the worker's environment; absent on a farm.
PARENT = "SECONDUNIT_PARENT"
LOOK_SECONDS = 0.2
#: How long a worker waits for another one of the same job to end, in seconds.
PATIENCE = 30.0
STOPPED = 3


def parent_mark() -> str:
    """What a worker is told about this process."""
    return mark_of(os.getpid())


def end_with_parent() -> None:
    """End this process when the service that started it is gone, whatever else it does."""
    mark = os.environ.get(PARENT, "")
    if mark:
        threading.Thread(target=_watch, args=(mark,), name="parent-watch", daemon=True).start()


def _watch(mark: str) -> None:
    while alive(mark):
        time.sleep(LOOK_SECONDS)
    # Nothing is half-written under a final name at any moment, so there is nothing to say goodbye to.
    os._exit(STOPPED)


@contextlib.contextmanager
def sole_worker(scratch: Path, *, shared: bool) -> Iterator[None]:
    """Hold the job while the block runs: alone, or beside others that render (`shared`).

    Says who holds it in the scratch folder, for a service that comes back. Raises `WorkerLost` when another
    worker does not let go.
    """
    lock = FileLock(scratch / LOCK_FILE)
    end = time.monotonic() + PATIENCE
    while not lock.take(shared=shared):
        if time.monotonic() > end:
            raise WorkerLost(
                "Another worker of this job does not end.", remedy="End it by hand, then retry the job."
            )
        time.sleep(0.05)
    try:
        if mark := os.environ.get(PARENT, ""):
            # Written first, looked at second: either a service that comes back reads who works here, or this
            # worker sees that the service that started it is gone.
            _say(scratch)
            if not alive(mark):
                raise Cancelled("The service that started this worker is gone.")
        yield
    finally:
        lock.release()


def _say(scratch: Path) -> None:
    (scratch / WORKER_FILE).write_text(json.dumps({"mark": parent_mark()}), "utf-8")


def end_stale_worker(scratch: Path) -> bool:
    """End the worker that an earlier service left behind in `scratch`, if it still lives and is ours."""
    try:
        mark = str(json.loads((scratch / WORKER_FILE).read_text("utf-8"))["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if not alive(mark):
        return False
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(int(mark.partition(":")[0]))
        process.kill()
        process.wait(timeout=10)
        return True
    return False
