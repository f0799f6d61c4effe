"""`generate` and `estimate`: from a sentence to a take, or to what it would cost."""

from __future__ import annotations

import argparse
import shlex
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from secondunit.client import Client, Service
from secondunit.host.sentences import duration
from secondunit.host.terms import money
from secondunit.wire import (
    Brief,
    Estimate,
    Job,
    JobState,
    Problem,
    TakePage,
    dumps,
)
from secondunit.wire.errors import BadColor, Refused
from secondunit.wire.visible import visible

from . import exits
from .fitting import fitting_words, retime_words
from .following import follow
from .output import Output
from .providers import say_offers
from .reach import reach
from .service_brief import brief_of
from .take_lines import say_take


def generate(arguments: argparse.Namespace, output: Output) -> int:
    """Make an element of a brief; waits for its take unless told not to."""
    if arguments.sequence or not arguments.shot:
        from .sequence_at_once import generate_sequence

        return generate_sequence(arguments, output)
    client = reach()
    brief = brief_of(client, arguments)
    if arguments.save:
        save_brief(brief, Path(arguments.save))
    estimate = client.estimate(brief)
    _say_understood(estimate, output)
    if not estimate.allowed or estimate.problems:
        return _refused(client, brief, estimate, output, arguments.save)
    room = f"{size(estimate.disk)} of {size(estimate.disk_free)} free"
    price = f"{_price(estimate)}, " if estimate.pieces else ""
    output.remark(f"About {duration(estimate.seconds)}, {price}{room}. {estimate.verdict}".rstrip())
    if _costs(estimate) and not arguments.yes and not _agreed(estimate, output):
        output.remark("Nothing was sent. Add --yes to spend this without being asked.")
        return exits.DENIED
    # A key travels in a header, which holds no other letters; the same text gives the same key.
    job = client.submit(brief, quote(arguments.key))
    if arguments.detach:
        output.value(job)
        output.line(f"{job.id}  follow it with: secondunit jobs --follow {job.id}")
        return exits.DONE
    return finish(client, job, output)


def finish(client: Service, job: Job, output: Output) -> int:
    """Follow a job to its end and say what it made."""
    try:
        job = follow(client, job, output)
    except KeyboardInterrupt:
        output.remark(f"The job goes on. Follow it: secondunit jobs --follow {job.id}")
        output.remark(f"Stop it: secondunit cancel {job.id}")
        return exits.INTERRUPTED
    if job.problem is not None:
        output.problem(job.problem)
        if job.elsewhere:
            output.remark(f"Who else could do it: secondunit offers {job.id}")
        return exits.for_problem(job.problem) if job.state is JobState.FAILED else exits.for_state(job.state)
    if job.take:
        take = client.take(job.take)
        takes = client.takes(job=job.id).takes[::-1] if take.alternatives > 1 else (take,)
        output.value(take if len(takes) == 1 else TakePage(takes))
        for alternative in takes:
            say_take(alternative, output)
        if len(takes) > 1:
            output.remark(f"One run made {len(takes)} takes: keep the one that you like.")
    else:
        output.remark(f"The job ended as {job.state.value}.")
    return exits.for_state(job.state)


def estimate(arguments: argparse.Namespace, output: Output) -> int:
    """Say what a brief would take, and whether it is allowed; nothing is made."""
    client = reach()
    brief = brief_of(client, arguments)
    if arguments.save:
        save_brief(brief, Path(arguments.save))
    answer = client.estimate(brief)
    output.value(answer)
    _say_understood(answer, output)
    if answer.memory:  # nothing is known of a wish that is not made here
        output.line(f"Time      about {duration(answer.seconds)}")
        output.line(f"Disk      {size(answer.disk)} of {size(answer.disk_free)} free")
        output.line(f"Memory    {size(answer.memory)}")
    if not answer.problems:  # a brief with a fault has neither a price nor a verdict that can be relied on
        output.line(f"Cost      {_price(answer)}")
        output.line(f"Allowed   {'yes' if answer.allowed else 'no'}: {answer.verdict}")
    if fitting := fitting_words(brief.fitting):
        output.line(f"Fitting   {fitting}")
    if retime := retime_words(brief.retime):
        output.line(f"Retime    {retime}")
    if output.live:
        output.table(("control", "value"), [(name, _shown(value)) for name, value in answer.settings.items()])
    if not answer.allowed or answer.problems:
        return _refused(client, brief, answer, output, arguments.save)
    return exits.DONE


def save_brief(brief: Brief, path: Path) -> None:
    """Write a brief for whoever approves it; raises `NoRights`, `DiskFull`."""
    from secondunit.media.whole import storage_error, whole_file

    try:
        with whole_file(path) as temporary:
            temporary.write_text(dumps(brief, indent=2) + "\n", "utf-8")
    except OSError as problem:
        raise storage_error(problem, path) from problem


def _say_understood(answer: Estimate, output: Output) -> None:
    if answer.understood:
        phrases: dict[str, list[str]] = {}
        for item in answer.understood:
            phrases.setdefault(item.words, []).append(f"{item.control} {_shown(item.value)}")
        summary = "; ".join(f"{words} ({', '.join(values)})" for words, values in phrases.items())
        output.remark(f"Understood: {summary}")
    if answer.ignored:
        output.remark("Not understood: " + ", ".join(answer.ignored))
    for warning in answer.warnings:
        output.remark(f"Note: {warning}")


def _refused(client: Client, brief: Brief, answer: Estimate, output: Output, saved: str) -> int:
    """Why it is not done, and who else could do it: that is for the person to say, in a command anew."""
    for problem in answer.problems:
        output.problem(_as_option(problem))
    if answer.problems:
        return exits.for_problem(answer.problems[0])
    remedy = _way_on(brief, answer, saved)
    refused = Refused(answer.verdict, remedy=remedy, where=answer.rule).problem
    if output.as_json:  # a script looks at the last line for what went wrong
        say_offers(client.offers_for(brief), output)
        output.problem(refused)
        return exits.DENIED
    output.problem(refused)
    if answer.pieces:
        say_offers(client.offers_for(brief), output)
    return exits.DENIED


def _as_option(problem: Problem) -> Problem:
    """A problem with the option that answers it, where the service could not know of one."""
    if (problem.code, problem.where) != (BadColor.code, "plate.colorspace"):
        return problem
    remedy = "Add --colorspace ACEScg, or whichever it is. It is never guessed; said once, it is remembered."
    return replace(problem, remedy=remedy)


def _way_on(brief: Brief, answer: Estimate, saved: str) -> str:
    """What to do where the rules refuse: who approves it and how, or where the rules are."""
    if not answer.approvers:
        if answer.rule or not answer.pieces:
            return ""
        return f"What may leave, and the file it is written in: secondunit rights show --show {brief.show}"
    approvers = " or ".join(answer.approvers)
    most = f"{answer.cost.amount} {answer.cost.currency}"
    first = "" if saved else "Add --save brief.json. "
    run = f"secondunit rights approve {shlex.quote(saved or 'brief.json')} --ceiling '{most}'"
    return f"{first}{approvers} may approve it: {run}. Then ask for it again, the very same."


def _price(answer: Estimate) -> str:
    split = f" for {answer.pieces} requests" if answer.pieces > 1 else ""
    return money(answer.cost.amount, answer.cost.currency) + split


def _costs(answer: Estimate) -> bool:
    return bool(Decimal(answer.cost.amount))


def _agreed(answer: Estimate, output: Output) -> bool:
    """Whether the person at the terminal agrees to the price; in a pipe there is nobody to ask."""
    if not output.live or not sys.stdin.isatty():
        output.remark(f"This costs {_price(answer)}, and nobody is here to be asked.")
        return False
    question = f"Spend {visible(_price(answer))}? [y/N] "
    return output.console.input(question, markup=False).strip().lower() in ("y", "yes")


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def size(count: int) -> str:
    """Bytes as `812 MB`."""
    value = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1_000:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1_000
    return f"{value:.1f} TB"
