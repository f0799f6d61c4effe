"""Rows of a long queue: what wording them costs a host's main thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from secondunit.host import Dialling, QueueRows, Session
from secondunit.wire import JobState

from ..calls import calls

JOBS = 200
#: Calls for each row, of functions in Python and of what is compiled.
MOST = 30


def test_two_hundred_rows_that_all_changed_are_few_calls_each(
    host: Any, home: Path, service: Any, until: Callable[..., None]
) -> None:
    online = Session(host, Dialling(command="", home=str(home)))
    online.start()
    until(online.panel, lambda: online.panel.connection.state.value == "online" and online.panel.fields.kind)
    jobs = [service.make_job(state=JobState.RUNNING) for _ in range(JOBS)]
    until(online.panel, lambda: len(online.queue.rows()) == JOBS)
    for job in jobs:
        service.change(job.id, progress=0.5, status="rendering frame 12")
    until(online.panel, lambda: all(job.progress == 0.5 for job in online.panel.jobs.all()))
    with calls() as tick:
        shown = QueueRows(online.panel, clock=lambda: 0.0).rows()
    assert len(shown) == JOBS and {row.sentence for row in shown} == {"Rendering frame 12."}
    assert tick.count < MOST * JOBS, tick.count / JOBS
    online.close()
