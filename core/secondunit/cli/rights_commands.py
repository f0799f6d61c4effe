"""The grammar of `rights`: what may leave a show, read, and what a person puts on record for it."""

from __future__ import annotations

import argparse
from typing import Any

from secondunit.wire import Task
from secondunit.wire.rights import MaterialKind

from . import recording, show_rights
from .grammar import Grammar
from .groups import Run, command_group

_KINDS = [kind.value for kind in MaterialKind]
#: On what ground a show may use an input; `rights.inputs` holds the same.
GROUNDS = ("owned", "licensed", "cleared", "public_domain")
#: Why nobody's consent is needed for the faces in an input; it holds the same too.
NOBODY = ("none", "background", "crowd", "dummy")


def add_rights_commands(commands: Any, shared: Grammar) -> None:
    """Add `rights` with a command of its own for each thing to do."""
    text = "Say what may leave a show, and put on record what that needs."
    add = command_group(commands, shared, "rights", text)
    made: dict[str, argparse.ArgumentParser] = {}

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        parser = made[name] = add(name, run)
        parser.add_argument(
            "--show", required=name != "approve", default="", metavar="SHOW", help="a show's name"
        )
        return parser

    command("show", show_rights.show)
    command("budget", show_rights.budget)
    _checking(command("check", show_rights.check))
    parser = command("input", recording.record_inputs)
    parser.add_argument("file", nargs="+", metavar="FILE", help="a file, a folder, or plate.%%04d.exr")
    parser.add_argument(
        "--kind", required=True, metavar="KIND", choices=_KINDS, help=f"what it is: {', '.join(_KINDS)}"
    )
    parser.add_argument(
        "--ground", required=True, metavar="GROUND", choices=GROUNDS,
        help=f"on what ground it may be used: {', '.join(GROUNDS)}",
    )  # fmt: skip
    parser.add_argument("--owner", required=True, metavar="NAME", help="whose it is")
    parser.add_argument(
        "--person", action="append", default=[], metavar="NAME", help="who is seen in it; may be said again"
    )
    parser.add_argument(
        "--nobody", default="", choices=NOBODY,
        help="in place of --person: why nobody's consent is needed for the faces in it",
    )  # fmt: skip
    parser.add_argument("--licence", default="", metavar="TEXT", help="the licence's reference")
    parser.add_argument(
        "--last-day", default="", metavar="2027-09-30", help="when the licence ends; default: never"
    )
    parser = command("withdraw", recording.withdraw)
    parser.add_argument(
        "file", nargs="+", metavar="FILE", help="a file, a folder, plate.%%04d.exr, or a hash"
    )
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason")
    parser = command("consent", recording.consent)
    parser.add_argument("file", metavar="FILE", help="a .toml or .json: one table for each consent")
    for name, run, subject in (
        ("revoke", recording.revoke, "consent"),
        ("retract", recording.retract, "approval"),
    ):
        parser = command(name, run)
        parser.add_argument("name", help=f"the {subject}, as `rights show` names it")
        parser.add_argument("--why", default="", metavar="TEXT", help="the reason")
    parser = command("approve", recording.approve)
    parser.add_argument(
        "brief", metavar="BRIEF", help="a brief.json, a refused job's id, or show/shot/element"
    )
    parser.add_argument("--ceiling", required=True, metavar="'12.50 USD'", help="the most it may cost in all")
    parser.add_argument("--note", default="", metavar="TEXT", help="a sentence that stays with it")
    for name, parser in made.items():
        if name not in ("show", "check", "budget"):
            parser.add_argument("--by", default="", metavar="NAME", help="who says so; default: you")


def _checking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--provider", default="", metavar="NAME", help="ask the gate about this one; default: read the rules"
    )
    parser.add_argument("--model", default="", metavar="NAME", help="which of its models; default: any")
    parser.add_argument("--account", default="", metavar="NAME", help="whose account is used; default: any")
    parser.add_argument(
        "--task", metavar="TASK", choices=[task.value for task in Task],
        help="what it would do; without it, whether the provider may be asked at all",
    )  # fmt: skip
    parser.add_argument("--geography", default="", metavar="NAME", help="where it would be computed")
    parser.add_argument("--shot", default="", metavar="SHOT", help="which shot it is for; default: any")
    parser.add_argument("--use", default="", metavar="TEXT", help="the described use")
    parser.add_argument("--performer", default="", metavar="NAME", help="who acts in a performance's plate")
    parser.add_argument("--cost", default="0", metavar="'2.50 USD'", help="what it would cost")
    parser.add_argument(
        "--file",
        action="append",
        default=[],
        metavar="FILE",
        help="what would leave: a file, or plate.%%04d.exr; may be said again",
    )
    parser.add_argument(
        "--material", default="plate", metavar="KIND", choices=_KINDS,
        help=f"what the files are: {', '.join(_KINDS)}",
    )  # fmt: skip
    parser.add_argument(
        "--person", action="append", default=[], metavar="NAME", help="who is seen in them; may be said again"
    )
