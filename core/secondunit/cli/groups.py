"""A command with a command of its own for each thing to do: `cast add`, `mattes draw`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from .grammar import Grammar
from .output import Output

Run = Callable[[argparse.Namespace, Output], int]
#: Adds one of the inner commands: its name and what runs it, whose docstring is its help.
AddCommand = Callable[[str, Run], argparse.ArgumentParser]


def command_group(commands: Any, shared: Grammar, name: str, text: str) -> AddCommand:
    """Add the outer command, which says `text` of itself; gives what adds the inner ones."""
    top = commands.add_parser(name, help=text, description=text)
    inner = top.add_subparsers(title="commands", metavar="WHAT", required=True)

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        summary = (run.__doc__ or "").strip()
        parser: argparse.ArgumentParser = inner.add_parser(
            name, parents=[shared], help=summary, description=summary
        )
        parser.set_defaults(run=run, grammar=parser)
        return parser

    return command
