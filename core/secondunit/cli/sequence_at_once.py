"""`generate --sequence`: one brief for every shot of a sequence, each in its own framing, under one yes.

A shot's plate says its frames, size and rate; characters wear what is pinned for the shot.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from decimal import Decimal
from secrets import token_hex
from urllib.parse import quote

from secondunit.client import Service
from secondunit.host.list_approval import total
from secondunit.host.terms import money, require_ceiling
from secondunit.wire import Brief, Estimate, Job, JobState, Money, SecondUnitError
from secondunit.wire.errors import MissingField, NotFound, OutOfRange, Refused, WrongType, raised
from secondunit.wire.rights import ApprovingList
from secondunit.wire.visible import visible

from . import exits
from .briefs import user
from .output import Output
from .reach import reach
from .service_brief import brief_of
from .take_lines import say_take

#: What stands for a shot's name in the path of its plate and its matte.
SHOT = "{shot}"


def add_sequence_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that `generate` has for a whole sequence."""
    group = parser.add_argument_group("a sequence at once")
    group.add_argument(
        "--sequence", default="", metavar="SEQUENCE",
        help="in place of a shot: every shot of it, in one list with one yes; --plate has {shot} in its path",
    )  # fmt: skip
    group.add_argument(
        "--ceiling", default="", metavar="'AMOUNT USD'",
        help="the most that all shots may cost; default: what they cost, asked first",
    )  # fmt: skip
    group.add_argument("--by", default="", metavar="NAME", help="who approves the list; default: you")


def generate_sequence(arguments: argparse.Namespace, output: Output) -> int:
    """Make one brief for each shot of a sequence; nothing is sent before all of them may be."""
    _require(arguments)
    client = reach()
    shots = _shots(client, arguments.show, arguments.sequence)
    briefs = [_of_shot(client, arguments, shot) for shot in shots]
    estimates = [client.estimate(brief) for brief in briefs]
    _say(briefs, estimates, output)
    for brief, estimate in zip(briefs, estimates, strict=True):
        for problem in estimate.problems:
            raise raised(problem).at(brief.shot)
        if not estimate.allowed and not estimate.approvers:
            raise Refused(estimate.verdict, kept="Nothing was sent.", where=brief.shot)
    whole = total(estimates)
    ceiling = _ceiling(arguments.ceiling, whole)
    if not arguments.yes and not _agreed(len(briefs), whole, ceiling, output):
        output.remark("Nothing was sent. Add --yes to approve this list without being asked.")
        return exits.DENIED
    if not all(estimate.allowed for estimate in estimates):
        digests = tuple(estimate.brief_digest for estimate in estimates)
        by = arguments.by or user()
        client.approve_list(ApprovingList(tuple(briefs), digests, by, ceiling, arguments.sequence))
        output.remark(f"Approved by {by} up to {money(ceiling.amount, ceiling.currency)} in all.")
    jobs = _begun(client, briefs, arguments.key or token_hex(9), output)
    if arguments.detach:
        for job in jobs:
            output.value(job)
            output.line(f"{job.id}  {job.shot}")
        return exits.DONE
    return _finish(client, jobs, arguments, output)


def _begun(client: Service, briefs: list[Brief], key: str, output: Output) -> list[Job]:
    """A job of each brief; where that is cut off, the key is said under which nothing is begun twice."""
    jobs: list[Job] = []
    try:
        for brief in briefs:
            jobs.append(client.submit(brief, f"{quote(key)}-{quote(brief.shot)}"))
    except (SecondUnitError, KeyboardInterrupt):
        output.remark(
            f"{len(jobs)} of {len(briefs)} shots {'was' if len(jobs) == 1 else 'were'} begun. Ask again with "
            f"--key {key}: none is begun twice."
        )
        raise
    return jobs


def _require(arguments: argparse.Namespace) -> None:
    if bool(arguments.shot) == bool(arguments.sequence):
        raise WrongType("This takes a shot or a sequence.", remedy="Name one: --shot sh010, or --sequence.")
    if arguments.plate and SHOT not in arguments.plate:
        raise WrongType(
            "One plate is not the plate of every shot.",
            remedy="Write {shot} where the shot's name stands: plates/{shot}.%04d.exr.",
            where="plate",
        )
    if not arguments.plate and not arguments.frames:
        raise MissingField(
            "Every shot needs its frames.",
            remedy="Add --plate plates/{shot}.%04d.exr, or --frames 1001-1048.",
        )


def _shots(client: Service, show: str, sequence: str) -> list[str]:
    """The shots of a sequence in the order of the cut; raises `NotFound`."""
    cut = client.show_cut(show)
    if cut.problem is not None:
        raise raised(cut.problem)
    shots = [place.shot for place in cut.shots if place.sequence == sequence]
    if not shots:
        named = ", ".join(client.show(show).sequences) or "none"
        raise NotFound(
            f"{show} has no sequence {sequence}.",
            remedy=f"There are: {named}. They stand in the show's secondunit.toml.",
        )
    return shots


def _of_shot(client: Service, arguments: argparse.Namespace, shot: str) -> Brief:
    """The brief of one shot: the same words, model and characters, its own plate; raises with the shot."""
    own = argparse.Namespace(**vars(arguments))
    own.shot, own.save = shot, ""
    for name in ("plate", "matte"):
        path = getattr(own, name)
        setattr(own, name, path.replace(SHOT, shot) if path else path)
    try:
        return brief_of(client, own)
    except SecondUnitError as error:
        # A place may be a file, which stands behind the shot and is no part of it.
        where = ", ".join(part for part in (shot, error.problem.where) if part)
        raise raised(replace(error.problem, where=where)) from None


def _say(briefs: list[Brief], estimates: list[Estimate], output: Output) -> None:
    for estimate in estimates:
        output.value(estimate)
    output.table(
        ("shot", "frames", "size", "costs", "allowed"),
        [
            (
                brief.shot, str(brief.frames), str(brief.format),
                money(estimate.cost.amount, estimate.cost.currency),
                "yes" if estimate.allowed else " or ".join(estimate.approvers) or "no",
            )
            for brief, estimate in zip(briefs, estimates, strict=True)
        ],
    )  # fmt: skip
    for warning in dict.fromkeys(warning for estimate in estimates for warning in estimate.warnings):
        output.remark(f"Note: {warning}")


def _ceiling(text: str, whole: Money) -> Money:
    """What may be spent in all, not below the price; raises `OutOfRange`."""
    if not text:
        return whole
    amount, _, currency = text.strip().partition(" ")
    if currency.strip() not in ("", whole.currency):
        raise OutOfRange(
            f"The shots cost in {whole.currency}, and the ceiling is in {currency[:10]}.", where="ceiling"
        )
    require_ceiling(amount, whole)
    return Money(amount, whole.currency)


def _agreed(count: int, whole: Money, ceiling: Money, output: Output) -> bool:
    if not Decimal(whole.amount):
        return True
    if not output.live or not sys.stdin.isatty():
        return False
    price = visible(money(ceiling.amount, ceiling.currency))
    question = f"Approve these {count} shots, up to {price} in all? [y/N] "
    return output.console.input(question, markup=False).strip().lower() in ("y", "yes")


def _finish(client: Service, jobs: list[Job], arguments: argparse.Namespace, output: Output) -> int:
    """Wait for every shot, say what came, and which drift."""
    code, drifts = exits.DONE, 0
    try:
        for job in client.wait(jobs):
            output.value(job)
            if job.problem is not None:
                output.problem(job.problem)
            if job.state is not JobState.DONE:
                code = exits.for_state(job.state)
                output.line(f"{job.shot}: {job.state.value}")
                continue
            take = client.take(job.take)
            say_take(take, output)
            for drift in take.drift:
                output.line(drift.sentence)
            drifts += any(drift.amber for drift in take.drift)
    except KeyboardInterrupt:
        output.remark("The jobs go on: secondunit jobs " + arguments.show)
        return exits.INTERRUPTED
    if drifts:
        again = f"secondunit cast match --sequence {arguments.sequence} --show {arguments.show}"
        output.remark(f"{drifts} of {len(jobs)} shots drift. Offer them again in one list: {again}")
    return code
