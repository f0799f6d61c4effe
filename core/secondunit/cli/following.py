"""Follow a job to its end: a moving bar on a terminal, plain lines in a pipe, JSON lines for a script."""

from __future__ import annotations

import time
from collections.abc import Iterator

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from secondunit.host.client import Client
from secondunit.host.events import EventStream
from secondunit.host.start import Dialling
from secondunit.wire import Job, SecondUnitError
from secondunit.wire.errors import ServiceError, ServiceLost
from secondunit.wire.visible import visible

from .output import Output

#: How often a lost service is looked for again, and how long in all, in seconds.
AGAIN, PATIENCE = 0.5, 60.0


def follow(client: Client, job: Job, output: Output) -> Job:
    """Show the job's progress until it ends; returns it as it ended. Survives a restart of the service."""
    if output.live:
        return _with_bar(client, job, output)
    return _with_lines(client, job, output)


def _with_bar(client: Client, job: Job, output: Output) -> Job:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[status]}", style="dim", markup=False),
    )
    with Progress(*columns, console=output.console) as progress:
        bar = progress.add_task(f"{job.shot}/{job.element}", total=1.0, status=visible(job.status))
        for job in states(client, job):  # noqa: B020 - the last one is the answer
            progress.update(bar, completed=job.progress, status=visible(job.status))
    return job


def _with_lines(client: Client, job: Job, output: Output) -> Job:
    said = ""
    for job in states(client, job):  # noqa: B020 - the last one is the answer
        if output.as_json:
            output.value(job)
            continue
        line = f"{job.id}  {job.state.value}  {int(job.progress * 10) * 10}%  {job.status.split(' ')[0]}"
        if line != said:
            output.line(f"{job.id}  {job.state.value:<10}  {job.progress * 100:3.0f}%  {job.status}")
            said = line
    return job


def states(client: Client, job: Job) -> Iterator[Job]:
    """The job each time it changed, the last one ended. A service that goes away is waited for."""
    yield job
    heard, since = 0, time.monotonic()
    while not job.state.ended:
        try:
            # What happened before is in the job itself; what comes after is in the stream.
            heard = heard or client.status().last_event
            job = client.job(job.id)
            yield job
            if job.state.ended:
                return
            stream = EventStream(client, heard, pause=lambda: None)
            for burst in stream.bursts():
                since, heard = time.monotonic(), stream.heard
                for event in burst:
                    if event.job is not None and event.job.id == job.id:
                        job = event.job
                        yield job
                if job.state.ended:
                    stream.close()
                    return
        except ServiceError:
            if time.monotonic() - since > PATIENCE:
                raise ServiceLost("The service went away and did not come back; the job is kept.") from None
        time.sleep(AGAIN)
        client = _again(client)


def _again(client: Client) -> Client:
    """A client of the service that may have come back on another port."""
    try:
        return Dialling(command="", user=client.user).reach()
    except SecondUnitError:
        return client
