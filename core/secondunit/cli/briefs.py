"""A brief from command-line arguments: what was typed, then the plate, then the show, in that order."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from secondunit.host.client import Client
from secondunit.wire import (
    Brief,
    Capability,
    ColorSpace,
    Delivery,
    Fitting,
    Format,
    FrameRange,
    Kind,
    Matte,
    Plate,
    Rate,
    Retime,
    ShowSettings,
    Sides,
    Task,
)
from secondunit.wire.errors import BadInput, MissingField, MissingFrames
from secondunit.wire.task import FROM_OTHERS

from .asked_of import (
    AskedOf,
    add_provider_arguments,
    asked_of,
    cast_from,
    larger,
    passes_from,
    references_from,
)
from .cameras import add_camera_arguments, camera_from
from .fitting import retime_from, settings_and_fitting
from .guides import add_guide_arguments, guides_from
from .holdouts import add_holdout_arguments, occluder_from
from .settings import settings_by_hand


def add_brief_arguments(parser: argparse.ArgumentParser, *, sequence: bool = False) -> None:
    """The arguments of `generate` and `estimate`; a `sequence` may stand in place of a shot."""
    parser.add_argument(
        "prompt", metavar="PROMPT", nargs="?", default="",
        help="what the element is, in a sentence; without one where no words are taken",
    )  # fmt: skip
    needed = parser.add_argument_group("needed")
    needed.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
    needed.add_argument(
        "--shot", required=not sequence, default="", metavar="SHOT",
        help="a shot's name; or --sequence" if sequence else "a shot's name",
    )  # fmt: skip
    needed.add_argument(
        "--element",
        required=True,
        metavar="ELEMENT",
        help="the element's name; its takes are numbered within it",
    )
    made = parser.add_argument_group("what is made")
    made.add_argument(
        "--kind",
        default="",
        metavar="KIND",
        help="a kind of element (see: secondunit kinds) that any words are taken for; "
        "default: the one that the words ask for",
    )
    made.add_argument(
        "--look",
        default="",
        metavar="LOOK",
        help="a look of a kind (see: secondunit looks list): its controls by hand; --set goes before; "
        "default: none",
    )
    made.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="CONTROL=VALUE",
        help="a control by hand, in its own unit (see: secondunit kinds); as often as wanted",
    )
    made.add_argument(
        "--obstacle",
        action="append",
        default=[],
        metavar="'box X Y Z WIDTH HEIGHT DEPTH [TURN]'",
        help="what stands in its way, in metres about the source's foot, z toward the camera; "
        "ball X Y Z WIDTH and post X Y Z WIDTH HEIGHT too; as often as wanted",
    )
    made.add_argument(
        "--seed", type=int, default=0, metavar="NUMBER", help="the same brief and seed, the same take"
    )
    plate = parser.add_argument_group("frames and plate")
    plate.add_argument(
        "--frames", metavar="1001-1048", help="the shot's own frame numbers; default: the plate's"
    )
    plate.add_argument(
        "--size", metavar="1920x1080", help="format, *2 behind it for anamorphic; default: the plate's"
    )
    plate.add_argument(
        "--fps", metavar="24000/1001", help="exact frame rate; default: the plate's or the show's"
    )
    plate.add_argument(
        "--plate",
        metavar="PATTERN",
        help="footage the element is for: plate.%%04d.exr, a folder, a still or a movie; default: none",
    )
    plate.add_argument(
        "--part",
        metavar="NAME",
        default="",
        help="which part of its EXR, where there are several; default: the first that has colour",
    )
    plate.add_argument(
        "--accept-cuts",
        action="store_true",
        help="go on where the plate is cut: each side by itself here, both in one clip elsewhere",
    )
    plate.add_argument(
        "--accept-damage", action="store_true", help="take a damaged movie as it is; the take then says so"
    )
    plate.add_argument(
        "--colorspace",
        metavar="NAME",
        help="the plate's colour space; default: as its files or the show say, else as it was "
        "said before. The "
        "take comes back in it, if it is scene-linear",
    )
    plate.add_argument(
        "--config",
        metavar="OCIO",
        default="",
        help="OCIO config: a file or ocio:// name; default: the show's, else $OCIO",
    )
    plate.add_argument(
        "--view", metavar="NAME", default="", help="the OCIO view of previews; default: the plate's own"
    )
    matte = parser.add_argument_group("matte")
    matte.add_argument(
        "--matte",
        metavar="PATTERN",
        help="sequence, folder or still whose shape feeds the element; default: none",
    )
    matte.add_argument(
        "--matte-channel",
        metavar="CHANNEL",
        default="",
        help="where in its files the matte is; default: A, or the only one",
    )
    matte.add_argument(
        "--matte-part", metavar="NAME", default="", help="which part of its EXR; default: the first"
    )
    matte.add_argument("--matte-invert", action="store_true", help="take what is 0 in the matte")
    add_camera_arguments(parser)
    add_holdout_arguments(parser)
    add_guide_arguments(parser)
    files = parser.add_argument_group("files that are written")
    files.add_argument("--depth", choices=("half", "float"), help="of its EXR files; default: the show's")
    files.add_argument("--compression", choices=("zip", "dwaa"), help="of its EXR files; default: the show's")
    files.add_argument(
        "--overscan", type=int, default=0, metavar="PIXELS", help="more than the format, on each side"
    )
    files.add_argument(
        "--sides",
        metavar="SIDES",
        choices=tuple(side.value for side in Sides),
        default=Sides.ALL.value,
        help="the sides that an extension's overscan is on: all, left_right or top_bottom",
    )
    files.add_argument(
        "--no-passes", action="store_true", help="beauty only: no light passes, depth or motion"
    )
    files.add_argument(
        "--volume", action="store_true", help="write OpenVDB too, for a 3D scene to place and light"
    )
    files.add_argument(
        "--ground-layers",
        action="store_true",
        help="write what it does to the ground among the passes: its shadow, occlusion and light",
    )
    files.add_argument("--save", default="", metavar="FILE", help="write the brief, for who approves it")
    add_provider_arguments(parser)


def brief_from(
    arguments: argparse.Namespace,
    show: ShowSettings,
    kinds: tuple[Kind, ...],
    plate: Plate | None = None,
    offered: tuple[Capability, ...] = (),
) -> Brief:
    """The brief that the arguments ask for; raises `BadInput` in the words of the arguments.

    `plate` is what `plate_from` gives; `offered` is what other providers than this machine's own offer,
    where one is named.
    """
    if arguments.frames is not None:
        frames = FrameRange.parse(arguments.frames)
    elif plate is not None:
        frames = plate.frames
    else:
        raise MissingField("Without a plate the frames must be said.", remedy="Add --frames 1001-1048.")
    size = (
        Format.parse(arguments.size)
        if arguments.size
        else plate.format
        if plate
        else Format.parse(show.format)
    )
    rate = Rate.parse(arguments.fps) if arguments.fps else plate.rate if plate else Rate.parse(show.rate)
    # With a plate the service decides: the plate's own space where it is scene-linear, else the show's.
    colorspace = (
        ColorSpace("") if plate else ColorSpace(arguments.colorspace or show.working_space, arguments.config)
    )
    request = asked_of(arguments, offered)
    if request is not None and plate is not None and not arguments.size:
        size = larger(size, request)
    kind = ""
    if request is not None and arguments.look:
        raise BadInput(
            "A look is a kind's, and only this machine makes kinds.",
            remedy="Leave the look or the provider out.",
            where="look",
        )
    if request is not None and arguments.obstacle:
        raise BadInput(
            "Only gas that is simulated on this machine flows around an obstacle.",
            remedy="Leave the obstacle or the provider out.",
            where="obstacles",
        )
    if request is None:
        obstacles = [f"obstacles={'; '.join(arguments.obstacle)}"] if arguments.obstacle else []
        kind, controls = settings_by_hand(arguments.kind, arguments.look, [*arguments.set, *obstacles], kinds)
        fitting, retime = Fitting(), Retime()
    else:
        controls, fitting = settings_and_fitting(arguments, request.capability)
        retime = retime_from(arguments, request.capability, frames)
    return Brief(
        show=arguments.show,
        shot=arguments.shot,
        element=arguments.element,
        frames=frames,
        rate=rate,
        format=size,
        kind=kind,
        prompt=arguments.prompt,
        seed=arguments.seed,
        controls=controls,
        fitting=fitting,
        retime=retime,
        colorspace=colorspace,
        plate=plate,
        matte=matte_from(arguments, frames, _around(request, plate)) if arguments.matte else None,
        delivery=Delivery(
            arguments.depth or show.depth,
            arguments.compression or show.compression,
            arguments.overscan,
            request is None and not arguments.no_passes,
            Sides(arguments.sides),
            request is None and arguments.volume,
            request is None and arguments.ground_layers,
        ),
        task=Task.ELEMENT if request is None else request.task,
        provider=Brief.provider if request is None else request.capability.provider,
        model="" if request is None else request.capability.model,
        references=(*references_from(arguments.reference), *passes_from(arguments.passes)),
        cast=cast_from(arguments.cast),
        use=arguments.use,
        performer=arguments.performer,
        camera=camera_from(arguments, frames, size, elsewhere=request is not None),
        occluder=occluder_from(arguments, frames, elsewhere=request is not None),
        guides=guides_from(arguments, rate, size, elsewhere=request is not None),
    )


def plate_from(arguments: argparse.Namespace, client: Client) -> Plate | None:
    """The plate that the arguments name, as the service finds it; None where none is named.

    Raises `BadInput` in the words of the arguments, and what looking at it raises.
    """
    if not arguments.plate:
        return None
    asked = None if arguments.frames is None else FrameRange.parse(arguments.frames)
    if arguments.task == Task.RETIME.value:  # it has frames of its own, of all of the plate's
        asked = None
    rate = Rate.parse(arguments.fps) if arguments.fps else None

    def inspected(frames: FrameRange | None) -> Plate:
        return client.inspect(
            str(Path(arguments.plate).absolute()),
            arguments.show,
            part=arguments.part,
            accept_damage=arguments.accept_damage,
            frames=frames,
            config=arguments.config,
            rate_required=rate is None,
        )

    try:
        plate = inspected(None if arguments.task in [task.value for task in FROM_OTHERS] else asked)
    except MissingFrames:  # of those around, perhaps: they are not needed
        plate = inspected(asked)
    except BadInput as error:
        if error.problem.where != "rate":
            raise
        raise BadInput(error.problem.message, remedy="Add --fps 24000/1001.") from None
    space = ColorSpace(arguments.colorspace, arguments.config) if arguments.colorspace else plate.colorspace
    return replace(
        plate,
        colorspace=space,
        rate=rate or plate.rate,
        view=arguments.view or plate.view,
        accept_cuts=arguments.accept_cuts,
    )


def matte_from(arguments: argparse.Namespace, frames: FrameRange, around: Plate | None = None) -> Matte:
    """The matte that the arguments name, for the frames of `around` beside `frames` too, as far as it goes.

    Raises `BadInput` where its files have no such channel.
    """
    # OpenImageIO takes a while to load: only a command that reads footage waits for it.
    from secondunit.media.footage import files_at
    from secondunit.media.still import inspect_still

    sequence = files_at(arguments.matte)
    first = sequence.path(sequence.frames[0] if sequence.frames else frames.first)
    channels = inspect_still(first, part=arguments.matte_part).channels
    channel = arguments.matte_channel or (channels[0] if len(channels) == 1 else "A")
    if channel not in channels:
        raise BadInput(
            f"The matte has no channel {channel[:40]!r}; it has {', '.join(channels)}.",
            remedy=f"Say which one it is: --matte-channel {channels[0]}.",
            where="matte",
        )
    covered = frames
    if around is not None:
        there = set(sequence.frames) & set(around.frames)
        covered = FrameRange(_end(frames.first, -1, there), _end(frames.last, 1, there))
    return Matte(
        path=sequence.pattern if sequence.still else sequence.printf(),
        frames=FrameRange(frames.first, frames.first) if sequence.still else covered,
        channel=channel,
        invert=arguments.matte_invert,
        part=arguments.matte_part,
    )


def _around(request: AskedOf | None, plate: Plate | None) -> Plate | None:
    """The plate whose frames beside those asked for are looked at: by what fills a frame from others here."""
    fills = request is not None and bool(request.capability.licences) and request.task in FROM_OTHERS
    return plate if fills else None


def _end(frame: int, step: int, there: Collection[int]) -> int:
    """How far frames are there without a gap from `frame` on."""
    while frame + step in there:
        frame += step
    return frame


def user() -> str:
    """Who asks, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
