"""`grain`: how a plate's grain is, as numbers, and as a plate of grain alone."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire import ColorSpace, FrameRange, Plate
from secondunit.wire.errors import BadColor, OutOfRange

from . import exits
from .output import Output
from .pattern import exr_pattern

if TYPE_CHECKING:
    from secondunit.media.config import Config
    from secondunit.models.plate_match.grain import Grain

CHANNELS = ("red", "green", "blue")
#: Mid grey: the level that grain is written on where nobody says another.
GREY = 0.18


def add_plate_arguments(parser: argparse.ArgumentParser) -> None:
    """Which plate is measured."""
    parser.add_argument("plate", metavar="PLATE", help="frames, a folder of them, or a movie")
    parser.add_argument(
        "--frames", metavar="1001-1024", help="only of these; default: all, of which at most 32 are read"
    )
    parser.add_argument(
        "--colorspace", default="", metavar="NAME", help="the plate's; default: as its files say"
    )
    parser.add_argument(
        "--config", default="", metavar="OCIO", help="OCIO config: a file or ocio:// name; default: $OCIO"
    )


def add_grain_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `grain`."""
    add_plate_arguments(parser)
    parser.add_argument(
        "-o", "--output", default="", metavar="PATTERN", help="write a plate of grain alone: grain.%%04d.exr"
    )
    parser.add_argument(
        "--level", type=float, default=GREY, metavar="LIGHT",
        help=f"the scene-linear level that it is written on; default: {GREY:g}, mid grey",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=0, metavar="NUMBER", help="the same seed, the same grain; default: 0"
    )


def grain(arguments: argparse.Namespace, output: Output) -> int:
    """Measure the grain of a plate by exposure, size and time; with --output, write a plate of it."""
    from secondunit.engines.plate_grain import plate_grain, write_grain
    from secondunit.media.config import open_config

    if not 0.0 <= arguments.level <= 1000.0:
        raise OutOfRange("Grain is written on a level from 0 to 1000.", where="level")
    if arguments.seed < 0:
        raise OutOfRange("A seed is 0 or more.", where="seed")
    pattern = exr_pattern(arguments.output)
    config = open_config(arguments.config)
    plate = plate_asked(arguments, config)
    measured = plate_grain(plate, config)
    output.value(measured)
    _say(measured, output)
    if pattern:
        for path in write_grain(measured, plate, pattern, arguments.level, arguments.seed, config):
            output.remark(str(path))
        output.line(pattern)
    return exits.DONE


def plate_asked(arguments: argparse.Namespace, config: Config) -> Plate:
    """The plate that a command names, in a colour space that is known; raises `BadColor` where none is."""
    from secondunit.media.footage import inspect_plate

    asked = FrameRange.parse(arguments.frames) if arguments.frames else None
    plate = inspect_plate(str(Path(arguments.plate).absolute()), config, frames=asked)
    space = arguments.colorspace or plate.colorspace.name
    if not space:
        raise BadColor(
            "The plate's colour space is not known: its files do not say it.",
            remedy="Say which it is: --colorspace NAME.",
            where="colorspace",
        )
    return replace(plate, colorspace=ColorSpace(space, arguments.config))


def _say(measured: Grain, output: Output) -> None:
    rows = [
        (
            name,
            f"{band.exposure:.4g}",
            f"{band.deviation:.4g}",
            f"{100 * band.deviation / max(band.exposure, 1e-6):.1f} %",
        )
        for name, channel in zip(CHANNELS, measured.channels, strict=True)
        for band in channel.bands
    ]
    output.table(("channel", "light", "grain", "of the light"), rows)
    for name, channel in zip(CHANNELS, measured.channels, strict=True):
        levels = ", ".join(f"{level:+.1f}" for level in channel.octaves)
        output.line(f"{name}: {levels} dB of white noise at 2 to 4, 4 to 8, 8 to 16, 16 to 32 pixels")
    output.line(f"A frame's grain is {100 * measured.correlation:.0f} % alike to the next one's.")
    for doubt in measured.doubts:
        output.remark(doubt)
