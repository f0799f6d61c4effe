"""`check`: how a take sits over its plate, as figures with their lights, and as a page."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.wire import CheckLight

from . import exits
from .named import TAKE_HELP, take_of
from .output import Output
from .reach import reach

_LIGHTS = {CheckLight.NONE: "not judged"}


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `check` takes to its parser."""
    parser.add_argument("take", metavar="TAKE", help=TAKE_HELP)
    parser.add_argument(
        "--page", default="", metavar="FILE.html", help="write the page with its pictures and plots, too"
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit with 6 where it is red, for a script that delivers takes"
    )


def check(arguments: argparse.Namespace, output: Output) -> int:
    """Show the comp check of a take: what was measured over its plate, green, amber or red."""
    client = reach()
    take = take_of(client, arguments.take)
    found = client.check(take.id)
    output.value(found)
    output.line(f"{take.label}  {_LIGHTS.get(found.light, found.light.value)}")
    output.table(
        ("what", "light", "figure", "what it means"),
        [
            (
                figure.subject.value,
                _LIGHTS.get(figure.light, figure.light.value),
                f"{figure.value:,g} {figure.unit}".strip() if figure.unit or figure.value else "",
                figure.sentence,
            )
            for figure in found.figures
        ],
    )
    if arguments.page:
        _write(Path(arguments.page).absolute(), client.check_page(take.id))
        output.line(str(Path(arguments.page).absolute()))
    if found.red:
        output.remark("Who accepts it says why: secondunit signoff TAKE --accept --role ROLE --why TEXT")
    return exits.FAILED if arguments.strict and found.red else exits.DONE


def _write(path: Path, page: bytes) -> None:
    from secondunit.media.whole import whole_file

    with whole_file(path) as temporary:
        temporary.write_bytes(page)
