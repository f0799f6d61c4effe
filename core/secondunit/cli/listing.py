"""`jobs`, `cancel`, `retry`, `takes`, `show`, `kinds`: what is there."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from secondunit.wire import Control, Job, JobState, Look, SecondUnitError, Take, dumps, version_text

from . import exits
from .fitting import fitting_words, retime_words
from .generating import finish
from .named import Where, job_of, require_place, take_of, where_from
from .output import Output
from .reach import reach
from .settings import kind_named
from .take_lines import say_take

T = TypeVar("T")
#: What the service is asked for at once.
MOST_A_PAGE = 100


def jobs(arguments: argparse.Namespace, output: Output) -> int:
    """List jobs, newest first, or follow one."""
    client = reach()
    if arguments.follow:
        return finish(client, job_of(client, arguments.follow), output)
    place = where_from(arguments)
    where = {"show": place.show, "shot": place.shot, "element": place.element}

    def page(limit: int, after: str) -> tuple[tuple[Job, ...], str]:
        job_page = client.jobs(**where, state=arguments.state, limit=limit, after=after)
        return job_page.jobs, job_page.next

    rows = _paged(page, arguments.limit)
    for job in rows:
        output.value(job)
    if not rows:
        require_place(client, place)
        output.remark("There are no jobs" + _such(place, arguments.state))
    output.table(
        ("job", "state", "done", "element", "frames", "prompt or problem"),
        [
            (job.id, job.state.value, f"{job.progress * 100:.0f}%", f"{job.show}/{job.shot}/{job.element}",
             str(job.frames), job.problem.message if job.problem else job.prompt)
            for job in rows
        ],
        spare=("job",),
    )  # fmt: skip
    return exits.DONE


def cancel(arguments: argparse.Namespace, output: Output) -> int:
    """Stop jobs."""
    client = reach()
    code = exits.DONE
    for number in arguments.job:
        try:
            job = client.cancel(job_of(client, number).id)
        except SecondUnitError as error:  # the others are to be stopped all the same
            output.problem(error.problem)
            code = code or exits.for_problem(error.problem)
            continue
        output.value(job)
        output.line(f"{job.id}  {job.state.value}")
    return code


def retry(arguments: argparse.Namespace, output: Output) -> int:
    """Take up a failed or cancelled job again, finished frames are kept; ask anew for a refused one."""
    client = reach()
    job = job_of(client, arguments.job)
    if job.state is JobState.REFUSED:
        return finish(client, client.submit(client.job_brief(job.id)), output)
    return finish(client, client.retry(job.id), output)


def takes(arguments: argparse.Namespace, output: Output) -> int:
    """List takes, newest first."""
    client = reach()
    place = where_from(arguments)
    where = {"show": place.show, "shot": place.shot, "element": place.element}

    def page(limit: int, after: str) -> tuple[tuple[Take, ...], str]:
        take_page = client.takes(**where, limit=limit, after=after)
        return take_page.takes, take_page.next

    rows = _paged(page, arguments.limit)
    for take in rows:
        output.value(take)
    if not rows:
        require_place(client, place)
        output.remark("There are no takes" + _such(place))
    output.table(
        ("take", "element", "frames", "format", "made", "prompt"),
        [_take_row(take) for take in rows],
        spare=("take",),
    )
    return exits.DONE


def _take_row(take: Take) -> tuple[str, ...]:
    choice = f" ({take.choice})" if take.choice else ""
    name = f"{take.show}/{take.shot}/{take.element}@{version_text(take.version)}{choice}"
    timestamp = take.created[:16].replace("T", " ")
    return (take.id, name, str(take.frames), str(take.format), timestamp, take.prompt)


def show(arguments: argparse.Namespace, output: Output) -> int:
    """Show one take; with --brief, the brief it was made of."""
    client = reach()
    if arguments.brief:
        output.json(dumps(client.take_brief(take_of(client, arguments.take).id), indent=2))
        return exits.DONE
    take = take_of(client, arguments.take)
    output.value(take)
    say_take(take, output)
    if not Path(take.folder).is_dir():
        output.remark("Its folder is not there any more.")
    output.line(f"Prompt    {take.prompt}")
    output.line(f"Seed      {take.seed}")
    settings = ", ".join(f"{name} {value}" for name, value in take.settings.items())
    output.line(f"Settings  {settings}")
    if fitting := fitting_words(take.fitting):
        output.line(f"Fitting   {fitting}")
    if retime := retime_words(take.retime):
        output.line(f"Retime    {retime}")
    return exits.DONE


def kinds(arguments: argparse.Namespace, output: Output) -> int:
    """List the kinds of element, what can be set on them, and their looks."""
    every = reach().kinds()
    for kind in [kind_named(name, every) for name in arguments.kind] or every:
        output.value(kind)
        output.line(f"{kind.name} ({kind.made_by}): {kind.help}")
        headings = ("control", "default", "range", "what it does")
        output.table(headings, [_control_row(control) for control in kind.controls])
        if kind.looks:
            output.table(("look", "label", "what it is"), [_look_row(look) for look in kind.looks])
    return exits.DONE


def _control_row(control: Control) -> tuple[str, ...]:
    span = _range(control.minimum, control.maximum) or ", ".join(control.choices)
    return (control.name, f"{control.default} {control.unit}".strip(), span, control.help)


def _look_row(look: Look) -> tuple[str, ...]:
    return (look.name, look.label, look.help)


def _paged(page: Callable[[int, str], tuple[tuple[T, ...], str]], limit: int) -> list[T]:
    """Up to `limit` rows, asked for page by page."""
    rows: list[T] = []
    after = ""
    while len(rows) < limit:
        batch, after = page(min(MOST_A_PAGE, limit - len(rows)), after)
        rows += batch
        if not after:
            break
    return rows


def _such(place: Where, state: str = "") -> str:
    return " like that." if str(place) or state else " yet."


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:g} to {high:g}"
