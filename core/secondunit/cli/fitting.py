"""How a plate is cut and fitted for a model, and a shot retimed, as the command line says it."""

from __future__ import annotations

import argparse

from secondunit.wire import Capability, Coding, Control, Fitting, FrameRange, FrozenMap, Retime, Scalar
from secondunit.wire.errors import MissingField, SecondUnitError, WrongType
from secondunit.wire.fitting import CONTROLS, NAMES, read_fitting
from secondunit.wire.retime import CONTROL, SLOWER, WHOLE_TURN, slower_text
from secondunit.wire.speed_curve import keys_of, read_curve

from .settings import controls_from

#: How light may be written for a model that takes codes.
CODINGS = (Coding.SRGB.value, Coding.LOG.value, Coding.EXPOSURES.value)
#: What a retime has beside how many times slower it is.
_SPEED = ("curve", "smooth", "shutter")
_SHUTTER = Control("shutter", "Shutter", "float", "deg", minimum=0.0, maximum=WHOLE_TURN)


def add_fitting_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that say how a plate is cut for a model, and how its answer is joined to the plate."""
    fitting = parser.add_argument_group("how a plate is cut for a model")
    fitting.add_argument(
        "--feather",
        metavar="PIXELS",
        help="how far an edit fades into the plate, inward from the matte's edge; default: 0",
    )
    fitting.add_argument(
        "--plate-frame",
        metavar="FRAME",
        help="the frame that a model of single pictures works on; default: the first",
    )
    group = fitting.add_mutually_exclusive_group()
    group.add_argument(
        "--every-frame", action="store_const", const=True, default=None,
        help="a model of single pictures makes each frame by itself, paid for by itself",
    )  # fmt: skip
    group.add_argument(
        "--held", action="store_const", const=False, dest="every_frame",
        help="it makes one picture, which is held over the shot",
    )  # fmt: skip
    fitting.add_argument(
        "--coding", choices=CODINGS,
        help="how light is written in what a model sees: srgb, rolled off above white; log, whose "
        "steps are even in stops; exposures, which is asked and paid twice, as it is and darker, and joined; "
        "default: as the model does",
    )  # fmt: skip
    fitting.add_argument(
        "--slower",
        metavar="TIMES",
        help="how many times slower than its plate a retime is, 0.5 for twice as fast; default: as the model "
        "does",
    )
    fitting.add_argument(
        "--curve",
        metavar="KEYS",
        help="which place of the plate frames of a retime show, straight between them: 1001=1001,1049=1013; "
        "or how fast it runs from a frame on: 1001=100%%,1025=25%%",
    )
    fitting.add_argument(
        "--smooth", action="store_const", const=True, help="speed changes without a jolt at a curve's keys"
    )
    fitting.add_argument(
        "--shutter",
        metavar="DEGREES",
        help="how long the shutter is open where a retime is faster than its plate, 0 to 360; default: 0",
    )


def require_no_fitting(arguments: argparse.Namespace) -> None:
    """Raise `MissingField` where a fitting is said and nobody is named whom a plate is fitted for."""
    names = (*NAMES, "coding", SLOWER, *_SPEED)
    flags = [_flag(name, arguments) for name in names if getattr(arguments, name) is not None]
    if flags:
        raise MissingField(
            f"{flags[0]} is about a provider's model, and none is named.",
            remedy="Add --provider NAME; see: secondunit providers.",
            where="provider",
        )


def settings_and_fitting(
    arguments: argparse.Namespace, capability: Capability
) -> tuple[FrozenMap[Scalar], Fitting]:
    """What `--set` says of the model's own controls, and the fitting.

    `--set feather=8` is of the fitting where the model has no control of that name. Raises `BadValue`.
    """
    settings, apart = _read(arguments, capability)
    read = read_fitting({name: value for name, value in apart.items() if name in NAMES})
    coding = Coding(arguments.coding) if arguments.coding is not None else None
    return settings, Fitting(**read, coding=coding)  # type: ignore[arg-type]


def retime_from(arguments: argparse.Namespace, capability: Capability, frames: FrameRange) -> Retime:
    """How a shot of `frames` is retimed; `--set slower=2` says how many times where no control is called so.

    Raises `BadValue`.
    """
    apart = _read(arguments, capability)[1]
    slower = CONTROL.read(apart[SLOWER]) if SLOWER in apart else None
    try:
        return Retime(
            slower if isinstance(slower, (int, float)) else None,
            keys_of(read_curve(arguments.curve or ""), frames),
            bool(arguments.smooth),
            _SHUTTER.read(arguments.shutter) if arguments.shutter is not None else 0,  # type: ignore[arg-type]
        )
    except SecondUnitError as error:
        raise error.at("retime") from None


def _read(
    arguments: argparse.Namespace, capability: Capability
) -> tuple[FrozenMap[Scalar], dict[str, Scalar]]:
    """What is said of the model's own controls, and what is said apart from them, by flags and by `--set`."""
    own = {control.name for control in capability.controls}
    parts = tuple(control for control in (*CONTROLS, CONTROL) if control.name not in own)
    values = controls_from(arguments.set, capability.controls + parts)
    apart = {name: value for name, value in values.items() if name not in own}
    for name in (*NAMES, SLOWER):
        if (flag := getattr(arguments, name)) is None:
            continue
        if name in apart:
            raise WrongType(
                f"{_flag(name, arguments)} and --set {name} say the same.",
                remedy="Leave one out.",
                where=name,
            )
        apart[name] = flag
    return FrozenMap({name: value for name, value in values.items() if name in own}), apart


def retime_words(retime: Retime) -> str:
    """`2.5 times slower, shutter 180 degrees`; empty where nothing was said."""
    words = [] if retime.slower is None else [f"{slower_text(retime.slower)} times slower"]
    if retime.keys:
        curve = ", ".join(map(str, retime.keys))
        words.append(f"{'smoothly ' if retime.smooth else ''}by the curve {curve}")
    if retime.shutter:
        words.append(f"shutter {retime.shutter:g} degrees")
    return ", ".join(words)


def fitting_words(fitting: Fitting) -> str:
    """`feather 8 px, every frame by itself`; empty where nothing was said."""
    words = [f"feather {fitting.feather:g} px"] if fitting.feather is not None else []
    if fitting.every_frame:
        words.append("every frame by itself")
    elif fitting.plate_frame is not None:
        words.append(f"frame {fitting.plate_frame} of the plate")
    elif fitting.every_frame is False:
        words.append("one picture, held")
    if fitting.coding is not None:
        twice = fitting.coding is Coding.EXPOSURES
        words.append("light in two exposures" if twice else f"light as {fitting.coding.value}")
    return ", ".join(words)


def _flag(name: str, arguments: argparse.Namespace) -> str:
    return "--held" if getattr(arguments, name) is False else "--" + name.replace("_", "-")
