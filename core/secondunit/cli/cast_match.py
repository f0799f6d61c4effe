"""`cast match`: bring takes closer to their cast, under one yes to a list of briefs with a ceiling."""

from __future__ import annotations

import argparse
import sys
import time
from decimal import Decimal

from secondunit.client import Service
from secondunit.host.terms import money
from secondunit.wire import (
    CastMatch,
    CastMatchApproval,
    CastMatchOffer,
    CastMatchState,
    CastMatchWish,
    Money,
)
from secondunit.wire.cast_match import MOST_TRIES
from secondunit.wire.errors import Conflict, Refused, WrongType
from secondunit.wire.visible import visible

from . import exits
from .briefs import user
from .named import TAKE_HELP, take_of
from .output import Output
from .reach import reach

#: How often a match is looked at between its jobs, in seconds.
LOOK = 0.5


def add_match_to_cast_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `cast match`."""
    parser.add_argument("take", nargs="?", default="", metavar="TAKE", help=f"which: {TAKE_HELP}")
    parser.add_argument(
        "--sequence", default="", metavar="SEQUENCE",
        help="in place of a take: the newest take of each of its shots that is not close to its cast",
    )  # fmt: skip
    parser.add_argument("--show", default="", metavar="SHOW", help="whose sequence it is")
    parser.add_argument(
        "--tries", type=int, default=3, metavar="NUMBER", help=f"the most for each take, 1 to {MOST_TRIES}"
    )
    parser.add_argument(
        "--ceiling", default="", metavar="'AMOUNT USD'",
        help="the most that all of it may cost; default: what the list costs, asked first",
    )  # fmt: skip
    parser.add_argument("--by", default="", metavar="NAME", help="who approves it; default: you")
    parser.add_argument("--note", default="", metavar="TEXT", help="the reason, for the ledger")
    parser.add_argument("--yes", action="store_true", help="approve the list unasked, up to the ceiling")
    parser.add_argument("--detach", action="store_true", help="do not wait: print the match and return")


def match_to_cast(arguments: argparse.Namespace, output: Output) -> int:
    """Try other references and seeds for takes that drift, keep all of them, and say which is closest."""
    if bool(arguments.take) == bool(arguments.sequence):
        raise WrongType("This takes a take or a sequence.", remedy="Name one: --sequence sc01 --show heist.")
    if arguments.sequence and not arguments.show:
        raise WrongType("A sequence is a show's.", remedy="Add --show SHOW.")
    client = reach()
    takes = (take_of(client, arguments.take).id,) if arguments.take else ()
    show = arguments.show if arguments.sequence else ""
    wish = CastMatchWish(takes, arguments.tries, show, arguments.sequence)
    offer = client.cast_match_offer(wish)
    _say_offer(offer, client, output)
    if not offer.tries:
        raise Conflict("There is nothing to try.", remedy=" ".join(offer.remarks))
    refused = next((one for one in offer.tries if not one.allowed), None)
    if refused is not None:
        raise Refused(refused.verdict, kept="Nothing was sent.")
    ceiling = _ceiling(arguments.ceiling, offer.most)
    if not arguments.yes and not _agreed(offer, ceiling, output):
        output.remark("Nothing was sent. Add --yes to approve this list without being asked.")
        return exits.DENIED
    by = arguments.by or user()
    match = client.begin_cast_match(CastMatchApproval(wish, offer.digests, ceiling, by, arguments.note))
    limit = f" up to {money(ceiling.amount, ceiling.currency)}" if Decimal(ceiling.amount) else ""
    output.line(f"Match {match.id}: approved by {by}{limit}.")
    if arguments.detach:
        output.value(match)
        return exits.DONE
    return _follow(client, match, output)


def _follow(client: Service, match: CastMatch, output: Output) -> int:
    said: set[str] = set()
    try:
        while True:
            for job in match.jobs:
                mark = f"{job.job} {job.state.value}"
                if mark not in said:
                    said.add(mark)
                    output.line(f"{job.job}  {job.state.value:<10}  {match.tries[job.number].why}")
            if match.state is not CastMatchState.RUNNING:
                break
            running = [job.job for job in match.jobs if not job.state.ended]
            for _ in client.wait(running):
                pass
            time.sleep(0.0 if running else LOOK)
            match = client.cast_match(match.id)
    except KeyboardInterrupt:
        output.remark("The match goes on. End it: secondunit cast match-stop " + match.id)
        return exits.INTERRUPTED
    output.value(match)
    for outcome in match.outcomes:
        output.line(outcome.sentence)
    output.line(f"{match.why} Spent: {money(match.spent.amount, match.spent.currency)}. All takes stay.")
    return exits.DONE if match.state is CastMatchState.DONE else exits.DENIED


def _say_offer(offer: CastMatchOffer, client: Service, output: Output) -> None:
    labels = {take: client.take(take).label for take in dict.fromkeys(one.take for one in offer.tries)}
    output.value(offer)
    output.table(
        ("take", "what changes, and why", "costs"),
        [(labels[one.take], one.why, money(one.cost.amount, one.cost.currency)) for one in offer.tries],
    )
    for remark in offer.remarks:
        output.remark(remark)
    if offer.tries:
        most = money(offer.most.amount, offer.most.currency)
        output.line(f"All {len(offer.tries)}: {'at most ' if Decimal(offer.most.amount) else ''}{most}.")
    if offer.approvers:
        output.line(f"{' or '.join(offer.approvers)} may approve it.")


def _ceiling(text: str, most: Money) -> Money:
    """What may be spent in all; without a word of it what the list costs."""
    if not text:
        return most
    amount, _, currency = text.strip().partition(" ")
    return Money(amount, currency.strip() or most.currency)


def _agreed(offer: CastMatchOffer, ceiling: Money, output: Output) -> bool:
    """Whether the person at the terminal approves the list; in a pipe there is nobody to ask."""
    free = not Decimal(offer.most.amount)
    if not output.live or not sys.stdin.isatty():
        return free and not offer.approvers
    price = visible(money(ceiling.amount, ceiling.currency))
    question = f"Approve these {len(offer.tries)} briefs, up to {price} in all? [y/N] "
    return output.console.input(question, markup=False).strip().lower() in ("y", "yes")


def stop_match(arguments: argparse.Namespace, output: Output) -> int:
    """Begin nothing more of a match; a job that runs is finished, and every take stays."""
    match = reach().stop_cast_match(arguments.match)
    output.value(match)
    output.line(match.why)
    return exits.DONE


def list_matches(arguments: argparse.Namespace, output: Output) -> int:
    """List the newest matches of a show: how each stands, what it spent, and which take is closest."""
    found = reach().cast_matches(arguments.show)
    output.value(found)
    output.table(
        ("match", "state", "tries", "spent", "closest"),
        [
            (
                match.id, match.state.value, f"{len(match.jobs)} of {len(match.tries)}",
                money(match.spent.amount, match.spent.currency),
                " ".join(outcome.sentence for outcome in match.outcomes),
            )
            for match in found.matches
        ],
    )  # fmt: skip
    if not found.matches:
        output.remark(f"No match to the cast was begun in {arguments.show}.")
    return exits.DONE
