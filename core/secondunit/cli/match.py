"""`match`: what a plate is like that something new has to sit in, as a page, as numbers, and on record."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import dumps
from secondunit.wire.errors import BadValue, OutOfRange
from secondunit.wire.plate_match import CHANNELS, MATCH_FILE

from . import exits
from .grain import add_plate_arguments, plate_asked
from .output import Output

if TYPE_CHECKING:
    from secondunit.wire.plate_match import PlateMatch


def add_match_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `match`."""
    add_plate_arguments(parser)
    parser.add_argument(
        "--grey", default="", metavar="X,Y,W,H",
        help="where something neutral is, in pixels from the upper left; default: the cast is an estimate",
    )  # fmt: skip
    parser.add_argument("--reference", default="", metavar="NAME", help="what that is: grey card, wall")
    parser.add_argument(
        "-o", "--output", default="", metavar="FILE", help="a page with plots (.html) or numbers (.json)"
    )
    parser.add_argument(
        "--for", dest="beside", default="", metavar="TAKE",
        help=f"put it on record beside this take's versions ({MATCH_FILE}): what is placed then has it",
    )  # fmt: skip


def match(arguments: argparse.Namespace, output: Output) -> int:
    """Measure grain, sharpness, levels, cast and shutter of a plate, for what is placed on it."""
    from secondunit.engines.plate_match import match_plate
    from secondunit.engines.plate_match_page import match_page
    from secondunit.media.config import open_config

    page = Path(arguments.output) if arguments.output else None
    if page is not None and page.suffix.lower() not in (".html", ".json"):
        raise OutOfRange(
            f"{page.name} is neither a page nor numbers.",
            remedy="Name it as match.html or match.json.",
            where="output",
        )
    grey = _box(arguments.grey)
    if arguments.reference and grey is None:
        raise OutOfRange(
            "A reference has a name and no place.",
            remedy="Say where it is: --grey X,Y,W,H.",
            where="reference",
        )
    record = _record(arguments.beside)
    config = open_config(arguments.config)
    measured = match_plate(plate_asked(arguments, config), config, grey, arguments.reference)
    output.value(measured)
    _say(measured, output)
    if page is not None:
        _write(page, match_page(measured) if page.suffix.lower() == ".html" else dumps(measured, indent=1))
        output.line(str(page.absolute()))
    if record is not None:
        _write(record, dumps(measured, indent=1))
        output.line(str(record))
    return exits.DONE


def _record(take: str) -> Path | None:
    """The file beside a take's versions; None for no take."""
    if not take:
        return None
    from .named import take_of
    from .reach import reach

    folder = Path(take_of(reach(), take).folder)
    return folder.parent / MATCH_FILE


def _box(text: str) -> tuple[int, int, int, int] | None:
    if not text:
        return None
    try:
        left, top, width, height = (int(part) for part in text.split(","))
    except ValueError:
        raise BadValue(
            "A grey is four whole numbers: left, top, width and height.",
            remedy="Write it as 812,440,60,40.",
            where="grey",
        ) from None
    return left, top, width, height


def _write(path: Path, text: str) -> None:
    try:
        with whole_file(path) as temporary:
            temporary.write_text(text, "utf-8", newline="\n")
    except OSError as problem:
        raise storage_error(problem, path) from problem


def _say(measured: PlateMatch, output: Output) -> None:
    rows = []
    for index, name in enumerate(CHANNELS):
        row = [name]
        bands = measured.grain[index].bands if measured.grain else ()
        middle = min(bands, key=lambda band: abs(band.exposure - 0.18)) if bands else None
        row.append(f"{middle.deviation:.4g} at {middle.exposure:.3g}" if middle else "-")
        blur = measured.blur[index] if measured.blur else None
        row += [f"{blur.sigma:.2f} px", f"{blur.mtf50:.3f}"] if blur else ["-", "-"]
        levels = measured.levels
        row += [f"{levels.floor[index]:.4g}", f"{levels.ceiling[index]:.4g}"] if levels else ["-", "-"]
        row.append(f"{measured.cast.gains[index]:.3f}" if measured.cast else "-")
        rows.append(row)
    output.table(("channel", "grain", "blur", "MTF50", "floor", "ceiling", "grey"), rows)
    if measured.cast is not None:
        named = (
            f"by {measured.cast.reference}" if measured.cast.reference else "an estimate: nothing was named"
        )
        output.line(f"Grey is {named}.")
    if measured.levels is not None and measured.levels.clipped:
        output.line("The ceiling is where the camera clips.")
    if measured.shutter is not None:
        open_ = measured.shutter
        output.line(
            f"The shutter was open for {open_.angle:.0f} degrees, give or take {open_.uncertainty:.0f}: "
            f"{open_.length:.1f} pixels at {open_.direction:.0f} degrees."
        )
    for doubt in measured.doubts:
        output.remark(doubt)
