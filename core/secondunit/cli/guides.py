"""`--guide`: what a host's scene knows of the shot, as files, for a model that keeps to it."""

from __future__ import annotations

import argparse

from secondunit.wire import Format, FrameRange, Guide, GuideKind, Rate
from secondunit.wire.errors import BadInput, MissingFrames, SecondUnitError, WrongType

KINDS = ", ".join(kind.value for kind in GuideKind)


def add_guide_arguments(parser: argparse.ArgumentParser) -> None:
    """What guides a model that takes it."""
    group = parser.add_argument_group("guides")
    group.add_argument(
        "--guide",
        action="append",
        default=[],
        metavar="KIND=PATTERN",
        help=f"what the model is to keep to: {KINDS}, for example depth=depth.%%04d.exr; a mask with its "
        "object as mask:Car=car.%%04d.exr. Its numbers are the shot's; as often as wanted",
    )
    group.add_argument(
        "--guide-depth",
        metavar="NEAR-FAR",
        default="",
        help="what of a depth is white and black, in its own units; default: the shot's nearest and farthest",
    )
    group.add_argument(
        "--guide-inverse",
        action="store_true",
        help="a depth's files hold one over it, as Nuke's ScanlineRender gives it",
    )


def guides_from(
    arguments: argparse.Namespace, rate: Rate, size: Format, *, elsewhere: bool
) -> tuple[Guide, ...]:
    """The guides that the arguments name; `elsewhere` where a provider makes the take.

    Raises `BadInput` in the words of the arguments, and what finding their files raises.
    """
    kinds = {text.partition("=")[0] for text in arguments.guide}
    about = "--guide-depth" if arguments.guide_depth else "--guide-inverse" if arguments.guide_inverse else ""
    if about and GuideKind.DEPTH.value not in kinds:
        raise BadInput(
            f"{about} is about a depth, and no guide is one.",
            remedy="Add --guide depth=depth.%04d.exr.", where="guides",
        )  # fmt: skip
    if not arguments.guide:
        return ()
    if not elsewhere:
        raise BadInput(
            "A guide is for a provider's model.",
            remedy="Name it: --provider, --model; or leave out --guide.", where="guides",
        )  # fmt: skip
    span = _span(arguments.guide_depth)
    inverse = bool(arguments.guide_inverse)
    return tuple(_guide(text, rate, size, span, inverse) for text in arguments.guide)


def _guide(text: str, rate: Rate, size: Format, span: tuple[float, float], inverse: bool) -> Guide:
    # OpenImageIO takes a while to load: only a command that reads footage waits for it.
    from secondunit.media.footage import files_at
    from secondunit.media.still import inspect_still

    named, equals, pattern = text.partition("=")
    name, _, thing = named.partition(":")
    if not equals or not pattern or name not in {kind.value for kind in GuideKind}:
        raise WrongType(
            f"{text[:60]!r} is no guide.",
            remedy=f"Write KIND=PATTERN; the kinds are {KINDS}.", where="guides",
        )  # fmt: skip
    kind = GuideKind(name)
    files = files_at(pattern)
    if files.still:
        raise MissingFrames(
            f"The guide {name} is a single picture.",
            remedy="Name a sequence whose files carry the shot's frame numbers.", where="guides",
        )  # fmt: skip
    window = inspect_still(files.path(files.frames[0])).display_window
    frames = FrameRange(files.frames[0], files.frames[-1])
    depth = kind is GuideKind.DEPTH
    near, far = span if depth else (0.0, 0.0)
    own = Format(window.width, window.height, size.pixel_aspect)
    try:
        return Guide(
            kind, files.printf(), frames, rate, own, near=near, far=far, object=thing,
            inverse=depth and inverse,
        )  # fmt: skip
    except SecondUnitError as error:
        raise error.at("guides") from None


def _span(text: str) -> tuple[float, float]:
    if not text:
        return 0.0, 0.0
    near, dash, far = text.partition("-")
    try:
        if not dash:
            raise ValueError
        return float(near), float(far)
    except ValueError:
        raise WrongType(
            f"{text[:40]!r} is no span of depth.",
            remedy="Write NEAR-FAR, for example 1.5-80.",
            where="guides",
        ) from None
