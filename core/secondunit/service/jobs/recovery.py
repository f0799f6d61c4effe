"""What a starting service finds: jobs cut off anywhere, workers of a service that died, folders nobody needs.

Nothing is touched that the store does not know as this service's own.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from secondunit.engines.alternatives import stagings
from secondunit.engines.folders import remove_folder
from secondunit.engines.names import sweep_temporary
from secondunit.engines.parent import end_stale_worker
from secondunit.media.foreign import facts_of
from secondunit.wire import JobState
from secondunit.wire.errors import SecondUnitError

from ..reads import Reads
from ..store import JobRow, Store, events, jobs

#: How long a failed job's frames wait for its retry.
KEPT_DAYS = 14
log = logging.getLogger(__name__)


def recover(store: Store, owner: str, scratch: Path, reads: Reads) -> list[JobRow]:
    """Clear up, and give the jobs to go on with, oldest first."""
    rows = store.read(lambda connection: jobs.waiting(connection, owner))
    for row in rows:
        folder = Path(row.work.scratch)
        if end_stale_worker(folder):
            log.warning("ended a worker that outlived its service: job %s", row.job.id)
        _sweep(folder)
        for staging in stagings(row.work):
            _on_show(staging, partial(_sweep, staging), reads)
    _clear_scratch(store, owner, scratch, reads, keep={row.job.id for row in rows})
    store.write(events.prune)
    return rows


def _clear_scratch(store: Store, owner: str, scratch: Path, reads: Reads, keep: set[str]) -> None:
    """Remove the scratch folders of jobs that ended, and what failed jobs kept for too long.

    A job of which nobody knows whether its provider took it keeps all until a person decided.
    """
    if not scratch.is_dir():
        return
    there = {path.name: path for path in scratch.iterdir() if path.is_dir() and path.name not in keep}
    rows = store.read(lambda connection: jobs.ended(connection, owner, there))
    limit = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
    for name, folder in there.items():
        row = rows.get(name)
        if row is not None and row.job.state is JobState.UNCERTAIN:
            continue
        if row is not None and row.job.state is JobState.FAILED:
            if datetime.fromisoformat(row.job.changed) > limit:
                continue
            for staged in stagings(row.work):
                _on_show(staged, partial(_remove, staged), reads)
        _remove(folder)


def _on_show(place: Path, clear: Callable[[], None], reads: Reads) -> None:
    """Clear a place on a show's disk, which may be away: then its job will say so, and the service starts."""

    def reach() -> None:
        with contextlib.suppress(FileNotFoundError):
            facts_of(place)
        clear()

    try:
        reads.call(reach)
    except (OSError, SecondUnitError) as error:
        log.warning("%s could not be cleared: %s", place, error)


def _sweep(place: Path) -> None:
    for path in sweep_temporary(place):
        log.info("removed %s", path)


def _remove(folder: Path) -> None:
    try:
        remove_folder(folder)
    except SecondUnitError as error:
        log.warning("%s could not be removed: %s", folder, error)
