"""`looks`: every look of every kind, rendered here to one page."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire import Format, FrameRange, Rate
from secondunit.wire.errors import OutOfRange

from . import exits
from .nearest import did_you_mean
from .output import Output
from .settings import controls_from

if TYPE_CHECKING:
    from secondunit.elements import ElementKind
    from secondunit.engines.looks.reel import Reel
    from secondunit.wire import FrozenMap, Look, Scalar

#: What the page is called in its folder.
PAGE = "looks.html"
#: What a sheet may end in, and as what it is written.
SHEETS = {".jpg": "JPEG", ".png": "PNG"}


def add_looks_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `looks`."""
    parser.add_argument(
        "--kind", action="append", default=[], metavar="KIND", help="this kind; may be said again"
    )
    parser.add_argument(
        "--look", action="append", default=[], metavar="LOOK", help="this look; may be said again"
    )
    parser.add_argument("--out", default=".", metavar="DIR", help=f"where {PAGE} goes; default: here")
    parser.add_argument(
        "--sheet", default="", metavar="FILE", help="one picture of all of them too: a .jpg or .png"
    )
    parser.add_argument(
        "--pictures", default="", metavar="DIR", help="a small picture of each too, as panels show it"
    )
    parser.add_argument(
        "--size", default="", metavar="960x540", help="pixels; default: 960x540, or the plate's"
    )
    parser.add_argument("--frames", type=int, default=24, metavar="COUNT", help="how many of each look")
    parser.add_argument("--fps", default="24", metavar="24000/1001", help="exact frame rate")
    parser.add_argument(
        "--set", action="append", default=[], metavar="CONTROL=VALUE",
        help="a control of every kind that has it, before its looks: resolution=64 for a quick page",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=1, metavar="NUMBER", help="the same seed, the same pictures"
    )
    parser.add_argument("--plate", default="", metavar="PATTERN", help="show them over this plate too")
    parser.add_argument("--colorspace", default="", metavar="NAME", help="the plate's; default: ACEScg")
    parser.add_argument(
        "--config", default="", metavar="OCIO", help="OCIO config: a file or ocio:// name; default: $OCIO"
    )


def looks(arguments: argparse.Namespace, output: Output) -> int:
    """Render every look of every kind on this machine to one page that stands alone."""
    # Loading the simulator takes a second: only this command waits for it.
    from secondunit import __version__
    from secondunit.elements.cores import threads
    from secondunit.engines.looks.page import page
    from secondunit.engines.looks.reel import Shoot, plate_frames, shoot_look
    from secondunit.engines.looks.sheet import sheet
    from secondunit.engines.looks.thumbnail import name_of, thumbnail
    from secondunit.ground.disk import write_whole
    from secondunit.media.config import open_config
    from secondunit.media.whole import storage_error, whole_file

    if not 1 <= arguments.frames <= 500:
        raise OutOfRange("The looks are of 1 to 500 frames each.", where="frames")
    picture = Path(arguments.sheet) if arguments.sheet else None
    if picture is not None and picture.suffix.lower() not in SHEETS:
        raise OutOfRange(
            f"A sheet is no {picture.suffix or 'file without an ending'}.",
            remedy=f"Name a file that ends in {' or '.join(SHEETS)}.", where="sheet",
        )  # fmt: skip
    chosen = list(_chosen(arguments.kind, arguments.look))
    config = open_config(arguments.config)
    size = Format.parse(arguments.size) if arguments.size else None
    plate = (
        plate_frames(arguments.plate, arguments.colorspace, size, arguments.frames, config)
        if arguments.plate
        else ()
    )
    if plate:
        size = Format(plate[0].data_window.width, plate[0].data_window.height)
    size = size or Format(960, 540)
    shoot = Shoot(
        size, FrameRange(1, arguments.frames), Rate.parse(arguments.fps), arguments.seed, config, plate
    )
    reels: list[Reel] = []
    for number, (element, look) in enumerate(chosen, 1):
        output.remark(f"{number} of {len(chosen)}: {element.label}, {look.label}")
        reel = shoot_look(element, look, shoot, _by_hand(element, arguments.set))
        output.value(
            {"kind": element.name, "look": look.name, "simulate": reel.simulate, "render": reel.render}
        )
        reels.append(reel)
    cores = threads()
    sentence = (
        f"{arguments.frames} frames at {size}, {arguments.fps} a second, seed {arguments.seed}, by Second "
        f"Unit {__version__} on {cores} core{'s' if cores > 1 else ''}. Click a still for its own pixels."
    )
    path = Path(arguments.out) / PAGE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(page(reels, "The looks of every kind", sentence), encoding="utf-8")
        if arguments.pictures:
            small = Path(arguments.pictures)
            small.mkdir(parents=True, exist_ok=True)
            for reel in reels:
                write_whole(small / name_of(reel.kind.name, reel.look.name), thumbnail(reel))
        if picture is not None:
            picture.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(picture) as temporary:
                sheet(reels).save(temporary, SHEETS[picture.suffix.lower()], quality=85, optimize=True)
    except OSError as problem:
        raise storage_error(problem, path) from problem
    output.value({"path": str(path), "looks": len(reels), "bytes": path.stat().st_size})
    output.line(str(path))
    return exits.DONE


def _by_hand(element: ElementKind, settings: list[str]) -> FrozenMap[Scalar]:
    """What `--set` sets on a kind: only what it has a control for."""
    names = {control.name for control in element.controls()}
    own = [setting for setting in settings if setting.partition("=")[0].strip() in names]
    return controls_from(own, element.controls())


def _chosen(kinds: list[str], names: list[str]) -> Iterator[tuple[ElementKind, Look]]:
    """The looks that are asked for; raises where one is not there."""
    from secondunit.elements import kind
    from secondunit.elements import kinds as every

    elements = [kind(name) for name in kinds or every()]
    there = {look.name for element in elements for look in element.looks}
    if missing := [name for name in names if name not in there]:
        raise OutOfRange(
            f"There is no look {missing[0][:40]!r}.",
            remedy=f"{did_you_mean(missing[0], there)}The looks are: {', '.join(sorted(there)) or 'none'}.",
            where="look",
        )
    for element in elements:
        yield from ((element, look) for look in element.looks if not names or look.name in names)
