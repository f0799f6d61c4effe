"""The shot's camera as the command line says it: a `.chan`, and what that does not say of itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.wire import CameraTrack, Format, FrameRange
from secondunit.wire.chan import ChanScene, back_of, chan_text, read_chan
from secondunit.wire.errors import BadInput, MissingField, WrongType
from secondunit.wire.rotation import ORDERS

#: What is said of a camera, each with what it is where nobody says it.
_SAID = {"camera_scale": 1.0, "camera_back": "", "camera_focal": None, "camera_order": "ZXY"}


def add_camera_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that name a camera and its units."""
    group = parser.add_argument_group("camera")
    group.add_argument(
        "--camera",
        metavar="FILE",
        default="",
        help="the shot's camera as a .chan; the element stays where the first frame puts it",
    )
    group.add_argument(
        "--camera-scale",
        metavar="METRES",
        type=float,
        default=_SAID["camera_scale"],
        help="how many metres a unit of its scene is: 0.01 for centimetres; default: 1",
    )
    group.add_argument(
        "--camera-back",
        metavar="WIDTHxHEIGHT",
        default=_SAID["camera_back"],
        help="its apertures in mm; needed where they have not the format's shape, as Nuke's 24.576x18.672",
    )
    group.add_argument(
        "--camera-focal",
        metavar="MM",
        type=float,
        help="its focal length, where the file does not say the lens",
    )
    group.add_argument(
        "--camera-order",
        metavar="ORDER",
        choices=ORDERS,
        default=_SAID["camera_order"],
        help=f"in which turn its scene rotates: {', '.join(ORDERS)}; default: Nuke's ZXY",
    )


def camera_from(
    arguments: argparse.Namespace, frames: FrameRange, format: Format, *, elsewhere: bool
) -> CameraTrack | None:
    """The shot's camera, None where none is named; `elsewhere` where somebody else makes the take.

    Raises `BadInput` in the words of the arguments.
    """
    if not arguments.camera:
        option = next((name for name, usual in _SAID.items() if getattr(arguments, name) != usual), "")
        if option:
            raise MissingField(
                f"--{option.replace('_', '-')} is about a camera, and none is named.",
                remedy="Add --camera shot.chan.",
                where="camera",
            )
        return None
    if elsewhere:
        raise BadInput(
            "A camera is for an element that is made on this machine.",
            remedy="Leave out --camera, or --provider.",
            where="camera",
        )
    try:
        back, tall = back_of(arguments.camera_back)
    except WrongType as error:
        raise error.at("camera") from None
    scene = ChanScene(arguments.camera_scale, arguments.camera_order, back, tall, arguments.camera_focal)
    path = Path(arguments.camera).absolute()
    return read_chan(chan_text(path), scene, format, frames, path.stem)
