"""`generate` and `estimate`: from a sentence to a take, or to what it would cost."""

from __future__ import annotations

import argparse
from urllib.parse import quote

from secondunit.host.client import Client
from secondunit.wire import Brief, Estimate, Job, JobState, Take, check_name, version_text

from . import exits
from .briefs import brief_from
from .following import follow
from .output import Output
from .reach import reach


def generate(arguments: argparse.Namespace, output: Output) -> int:
    """Make an element of a brief; waits for its take unless told not to."""
    client = reach()
    brief = _brief(client, arguments)
    estimate = client.estimate(brief)
    _say_understood(estimate, output)
    if not estimate.allowed or estimate.problems:
        return _refused(estimate, output)
    room = f"{size(estimate.disk)} of {size(estimate.disk_free)} free"
    output.remark(f"About {duration(estimate.seconds)}, {room}. {estimate.verdict}".rstrip())
    # A key travels in a header, which holds no other letters; the same text gives the same key.
    job = client.submit(brief, quote(arguments.key))
    if arguments.detach:
        output.value(job)
        output.line(f"{job.id}  follow it with: secondunit jobs --follow {job.id}")
        return exits.DONE
    return finish(client, job, output)


def finish(client: Client, job: Job, output: Output) -> int:
    """Follow a job to its end and say what it made."""
    try:
        job = follow(client, job, output)
    except KeyboardInterrupt:
        output.remark(f"The job goes on. Follow it: secondunit jobs --follow {job.id}")
        output.remark(f"Stop it: secondunit cancel {job.id}")
        return exits.INTERRUPTED
    if job.problem is not None:
        output.problem(job.problem)
        return exits.for_problem(job.problem) if job.state is JobState.FAILED else exits.for_state(job.state)
    if job.take:
        take = client.take(job.take)
        output.value(take)
        say_take(take, output)
    else:
        output.remark(f"The job ended as {job.state.value}.")
    return exits.for_state(job.state)


def estimate(arguments: argparse.Namespace, output: Output) -> int:
    """Say what a brief would take, and whether it is allowed; nothing is made."""
    client = reach()
    answer = client.estimate(_brief(client, arguments))
    output.value(answer)
    _say_understood(answer, output)
    output.line(f"Time      about {duration(answer.seconds)}")
    output.line(f"Disk      {size(answer.disk)} of {size(answer.disk_free)} free")
    output.line(f"Memory    {size(answer.memory)}")
    output.line(f"Cost      {answer.cost.amount} {answer.cost.currency}")
    output.line(f"Allowed   {'yes' if answer.allowed else 'no'}: {answer.verdict}")
    if output.live:
        output.table(("control", "value"), [(name, _shown(value)) for name, value in answer.settings.items()])
    if not answer.allowed or answer.problems:
        return _refused(answer, output)
    return exits.DONE


def say_take(take: Take, output: Output) -> None:
    """Where a take is and what is in it."""
    output.line(
        f"Take      {take.shot}/{take.element} {version_text(take.version)}  ({take.made_by}, {take.id})"
    )
    output.line(f"Frames    {take.frames} at {take.rate} frames a second, {take.format}, {take.colorspace}")
    output.line(f"Folder    {take.folder}")
    for layer in take.layers:
        output.line(f"          {layer.path}  ({len(layer.channels)} channels)")
    for label, path in (("Sheet", take.contact_sheet), ("Movie", take.movie)):
        if path:
            output.line(f"{label:<9} {path}")
    for remark in take.remarks:
        output.line(f"Remark    {remark}")


def _brief(client: Client, arguments: argparse.Namespace) -> Brief:
    check_name("show", arguments.show)
    return brief_from(arguments, client.show(arguments.show), client.kinds())


def _say_understood(answer: Estimate, output: Output) -> None:
    if answer.understood:
        meant: dict[str, list[str]] = {}
        for item in answer.understood:
            meant.setdefault(item.words, []).append(f"{item.control} {_shown(item.value)}")
        said = "; ".join(f"{words} ({', '.join(values)})" for words, values in meant.items())
        output.remark(f"Understood: {said}")
    if answer.ignored:
        output.remark("Not understood: " + ", ".join(answer.ignored))
    for warning in answer.warnings:
        output.remark(f"Note: {warning}")


def _refused(answer: Estimate, output: Output) -> int:
    if not answer.problems:
        output.remark(answer.verdict)
        return exits.DENIED
    for problem in answer.problems:
        output.problem(problem)
    return exits.for_problem(answer.problems[0])


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def duration(seconds: float) -> str:
    """`48 s`, `12 min` or `3.5 h`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"


def size(count: int) -> str:
    """Bytes as `812 MB`."""
    value = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1_000:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1_000
    return f"{value:.1f} TB"
