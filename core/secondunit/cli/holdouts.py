"""What stands in the shot as the command line says it: a matte or a depth, and how far away it is."""

from __future__ import annotations

import argparse

from secondunit.wire import DepthFiles, FrameRange, Matte, Occluder
from secondunit.wire.errors import BadInput, MissingField, SecondUnitError, WrongChannels

#: What is said of a holdout, each with what it is where nobody says it.
_SAID = {
    "holdout_channel": "", "holdout_invert": False, "holdout_distance": 0.0, "holdout_thickness": 0.0,
    "holdout_depth_channel": "", "holdout_depth_scale": 1.0, "holdout_depth_inverse": False,
}  # fmt: skip


def add_holdout_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that name what stands in the shot."""
    group = parser.add_argument_group("what stands in the shot")
    group.add_argument(
        "--holdout",
        metavar="PATTERN",
        default="",
        help="matte of what stands in the shot, that the element goes behind: car.####.exr or a still",
    )
    group.add_argument(
        "--holdout-channel",
        metavar="CHANNEL",
        default=_SAID["holdout_channel"],
        help="where in its files that matte is; default: A, or the only one",
    )
    group.add_argument("--holdout-invert", action="store_true", help="take what is 0 in that matte")
    group.add_argument(
        "--holdout-distance",
        metavar="METRES",
        type=float,
        default=_SAID["holdout_distance"],
        help="how far from the camera it stands, along its axis; needed with --holdout",
    )
    group.add_argument(
        "--holdout-thickness",
        metavar="METRES",
        type=float,
        default=_SAID["holdout_thickness"],
        help="gas flows around it, too: how thick it is from front to back; default: 0, it does not",
    )
    group.add_argument(
        "--holdout-depth",
        metavar="PATTERN",
        default="",
        help="how deep each pixel of it is; without --holdout all that has a depth stands in the shot",
    )
    group.add_argument(
        "--holdout-depth-channel",
        metavar="CHANNEL",
        default=_SAID["holdout_depth_channel"],
        help="where in its files that depth is; default: Z, depth.Z or the only one",
    )
    group.add_argument(
        "--holdout-depth-scale",
        metavar="METRES",
        type=float,
        default=_SAID["holdout_depth_scale"],
        help="how many metres a unit of that depth is: 0.01 for centimetres; default: 1",
    )
    group.add_argument(
        "--holdout-depth-inverse",
        action="store_true",
        help="its files hold one over the depth, as a ScanlineRender of Nuke writes it",
    )


def occluder_from(arguments: argparse.Namespace, frames: FrameRange, *, elsewhere: bool) -> Occluder:
    """What stands in the shot; `elsewhere` where somebody else makes the take.

    Raises `BadInput` in the words of the arguments.
    """
    if not arguments.holdout and not arguments.holdout_depth:
        said = next((name for name, usual in _SAID.items() if getattr(arguments, name) != usual), "")
        if said:
            raise MissingField(
                f"--{said.replace('_', '-')} is about what stands in the shot, and nothing does.",
                remedy="Add --holdout car.####.exr, or --holdout-depth.",
                where="occluder",
            )
        return Occluder()
    if elsewhere:
        raise BadInput(
            "A holdout is for an element that is made on this machine.",
            remedy="Leave out --holdout, or --provider.",
            where="occluder",
        )
    matte = depth = None
    if arguments.holdout:
        path, channels, known = _files(arguments.holdout, frames)
        channel = arguments.holdout_channel or (channels[0] if len(channels) == 1 else Matte.channel)
        if channel not in channels and not arguments.holdout_channel:
            raise WrongChannels(
                f"The holdout has no channel {channel}; it has {', '.join(channels)[:200]}.",
                remedy=f"Say which one it is: --holdout-channel {channels[0]}.",
                where="occluder.matte",
            )
        matte = Matte(path, known, channel, arguments.holdout_invert)
    if arguments.holdout_depth:
        path, _, known = _files(arguments.holdout_depth, frames)
        channel = arguments.holdout_depth_channel or DepthFiles.channel
        scale, inverse = arguments.holdout_depth_scale, arguments.holdout_depth_inverse
        depth = DepthFiles(path, known, channel, scale, inverse)
    try:
        return Occluder(matte, arguments.holdout_distance, depth, arguments.holdout_thickness)
    except SecondUnitError as error:
        raise error.at("occluder") from None


def _files(pattern: str, frames: FrameRange) -> tuple[str, tuple[str, ...], FrameRange]:
    """The pattern of files as a brief has it, the channels of the first, and the frames that they are of."""
    from secondunit.media.footage import files_at
    from secondunit.media.still import inspect_still

    files = files_at(pattern)
    channels = inspect_still(files.path(files.frames[0] if files.frames else frames.first)).channels
    if files.still:
        return files.pattern, channels, FrameRange(frames.first, frames.first)
    return files.printf(), channels, frames
