"""`signoff`: what was decided about a take, and a decision put on record."""

from __future__ import annotations

import argparse

from secondunit.host.whose_picture import whose_lines
from secondunit.wire import Decision, SignOff, SignOffList
from secondunit.wire.errors import MissingField

from . import exits
from .briefs import user
from .named import TAKE_HELP, take_of
from .output import Output
from .reach import reach

_FILES = {True: "these files", False: "other files", None: "not known"}


def add_signoff_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `signoff` takes to its parser."""
    parser.add_argument("take", metavar="TAKE", help=TAKE_HELP)
    choice = parser.add_mutually_exclusive_group()
    for flag, decision, text in (
        ("--accept", Decision.ACCEPTED, "it stands as it is"),
        ("--changes", Decision.CHANGES, "it is to come back changed; --why says how"),
        ("--reject", Decision.REJECTED, "it is not gone on with; --why says why"),
    ):
        choice.add_argument(flag, dest="decision", action="store_const", const=decision, help=text)
    parser.add_argument(
        "--role",
        default="",
        metavar="ROLE",
        help="in which role: supervisor, director, client; needed with a decision",
    )
    parser.add_argument(
        "--why",
        default="",
        metavar="TEXT",
        help="the reason; needed where it is not accepted, or its comp check is red",
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who decided; default: you")


def signoff(arguments: argparse.Namespace, output: Output) -> int:
    """List what was decided about a take, oldest first; with --accept, --changes or --reject, decide."""
    client = reach()
    if arguments.decision is None and (arguments.role or arguments.why or arguments.by):
        raise MissingField("No decision is named.", remedy="Add --accept, --changes or --reject.")
    take = take_of(client, arguments.take)
    if arguments.decision is None:
        page = client.signoffs(take.id)
    else:
        record = client.sign_off(
            SignOff(take.id, arguments.decision, arguments.by or user(), arguments.role, arguments.why)
        )
        page = SignOffList((record,), record.take_digest)
    output.value(page)
    output.table(
        ("when", "who", "role", "decision", "of", "why"),
        [
            (
                entry.when[:16].replace("T", " "),
                f"{entry.by} (entered by {entry.entered_by})" if entry.entered_by else entry.by,
                entry.role,
                entry.decision.value,
                _FILES[page.stands(entry)],
                entry.why,
            )
            for entry in page.signoffs
        ],
    )
    for line in whose_lines(take):
        output.remark(line)
    if any(page.stands(entry) is False for entry in page.signoffs):
        output.remark("The take's files have changed since: a decision on other files says nothing of these.")
    if page.problem is not None:
        output.remark(f"Whether the files are still the same is not known: {page.problem}")
    return exits.DONE
