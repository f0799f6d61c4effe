"""The command `secondunit`: everything a host can ask for, from a terminal or a script."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from secondunit.wire import SecondUnitError
from secondunit.wire.errors import BadInput, Problem, Unexpected

from . import exits
from .completing import complete
from .grammar import Misuse
from .output import Output
from .parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (see `exits`). Nothing is ever shown as a traceback."""
    _write_every_letter()
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what could stand where the cursor is
        complete(parser())
    words = sys.argv[1:] if arguments is None else list(arguments)
    if not words:  # whoever types the name alone asks what there is
        parser().print_help()
        return exits.BAD_INPUT
    try:
        parsed = parser().read(words)
    except Misuse as misuse:
        output = Output(as_json="--json" in words)
        output.problem(misuse.problem)
        output.remark(misuse.usage)
        return exits.for_problem(misuse.problem)
    output = Output(as_json=parsed.json)
    try:
        _require_text(parsed)
        return int(parsed.run(parsed, output))
    except SecondUnitError as error:
        output.problem(error.problem)
        return exits.for_problem(error.problem)
    except KeyboardInterrupt:
        output.remark("Stopped.")
        return exits.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return exits.DONE
    except Exception as error:  # the person gets a sentence; the details go where they can be asked for
        output.problem(_unexpected(error))
        return exits.UNEXPECTED


def _write_every_letter() -> None:
    """Pipes and files get UTF-8 on every system; a terminal that lacks a letter shows its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _require_text(parsed: argparse.Namespace) -> None:
    """Refuse bytes of the terminal that are no text: they can be neither stored nor sent."""
    for name, value in vars(parsed).items():
        for word in value if isinstance(value, list) else [value]:
            if isinstance(word, str) and not word.isascii():
                try:
                    word.encode()
                except UnicodeEncodeError:
                    text = word.encode(errors="replace").decode()[:60]
                    raise BadInput(f"{text!r} is not readable text (UTF-8).", where=name) from None


def _unexpected(error: Exception) -> Problem:
    import traceback

    if os.environ.get("SECONDUNIT_DEBUG"):
        traceback.print_exc()
    remedy = (
        "Run it again with SECONDUNIT_DEBUG=1 and send what it prints to whoever looks after Second Unit."
    )
    return Unexpected(
        f"Something failed that should not: {type(error).__name__}: {error}"[:400], remedy=remedy
    ).problem
