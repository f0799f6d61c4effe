"""Follow a job to its end: a moving bar on a terminal, plain lines in a pipe, JSON lines for a script."""

from __future__ import annotations

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from secondunit.client import Service
from secondunit.wire import Job
from secondunit.wire.visible import visible

from .output import Output


def follow(service: Service, job: Job, output: Output) -> Job:
    """Show the job's progress until it ends; returns it as it ended. Survives a restart of the service."""
    if output.live:
        return _with_bar(service, job, output)
    return _with_lines(service, job, output)


def _with_bar(service: Service, job: Job, output: Output) -> Job:
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
        for job in service.follow(job):  # noqa: B020 - the last one is the answer
            progress.update(bar, completed=job.progress, status=visible(job.status))
    return job


def _with_lines(service: Service, job: Job, output: Output) -> Job:
    last_line = ""
    for job in service.follow(job):  # noqa: B020 - the last one is the answer
        if output.as_json:
            output.value(job)
            continue
        line = f"{job.id}  {job.state.value}  {int(job.progress * 10) * 10}%  {job.status.split(' ')[0]}"
        if line != last_line:
            output.line(f"{job.id}  {job.state.value:<10}  {job.progress * 100:3.0f}%  {job.status}")
            last_line = line
    return job
