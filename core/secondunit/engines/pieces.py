"""Which requests a provider's brief becomes: its clips, what of the plate is sent, the rate asked for.

It looks at the brief and at what the model takes, at no file: an estimate counts with it, too.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from secondunit.media.clips import Clip, lengths, split
from secondunit.media.coding import FLOAT
from secondunit.wire import Brief, Coding, Form, FrameRange, Intake, Need, Rate, Task
from secondunit.wire.errors import BadInput, OutOfRange
from secondunit.wire.intake import retimed
from secondunit.wire.retime import slower_of
from secondunit.wire.task import usually_every_frame

#: Tasks whose takes are a model's light in a plate's place.
EXPOSED = (Task.INPAINT, Task.EXTEND, Task.RESTYLE, Task.UPSCALE)
#: Tasks that change a plate, and cannot do without one.
EDITS = (
    Task.INPAINT, Task.EXTEND, Task.RESTYLE, Task.UPSCALE, Task.RETIME, Task.MATTE, Task.PERFORMANCE,
)  # fmt: skip


def sends_plate(brief: Brief, intake: Intake) -> bool:
    """Whether pictures of the plate leave: the brief has one and the model takes one."""
    return brief.plate is not None and intake.plate is not Need.NONE


def sends_matte(brief: Brief, intake: Intake) -> bool:
    """Whether the model is shown what to change: by the brief's matte, or around a plate it extends."""
    if intake.matte is Need.NONE or brief.task is Task.UPSCALE or not sends_plate(brief, intake):
        return False
    if brief.task is Task.EXTEND:
        return intake.margin == 0
    return brief.matte is not None


def one_picture(intake: Intake) -> bool:
    """Whether a request makes one picture, of one frame at most."""
    return intake.result is Form.STILL or lengths(intake) == (1,)


def every_frame(brief: Brief, intake: Intake) -> bool:
    """Whether a model of single pictures makes every frame of the shot by itself, each from its own plate.

    As the fitting says; where it says nothing, if the task follows the plate (an upscale, a matte, a restyle)
    or the matte has several frames, and no frame of the plate was chosen.
    """
    if not one_picture(intake) or len(brief.frames) == 1 or not sends_plate(brief, intake):
        return False
    if brief.fitting.every_frame is not None:
        return brief.fitting.every_frame
    return brief.fitting.plate_frame is None and usually_every_frame(brief.task, intake.result, brief.matte)


def held(brief: Brief, intake: Intake) -> bool:
    """Whether the result is one picture that stands still over several frames."""
    return one_picture(intake) and len(brief.frames) > 1 and not every_frame(brief, intake)


def clips_of(brief: Brief, intake: Intake) -> tuple[Clip, ...]:
    """The clips of the shot, one for each request."""
    if every_frame(brief, intake):
        return tuple(Clip(FrameRange(frame, frame), 1) for frame in brief.frames)
    if one_picture(intake):
        return (Clip(brief.frames, 1),)
    limits = timed(intake, rate_of(brief, intake))
    if brief.task is Task.RETIME:
        most, frames = lengths(limits)[-1], len(brief.frames)
        if retimed(frames, slower(brief, intake)) > most:
            raise OutOfRange(
                f"{frames} frames are made of more than the {most} that this model retimes at once.",
                remedy="Ask for fewer frames.", where="frames",
            )  # fmt: skip
        return (Clip(brief.frames, frames),)
    return split(brief.frames, limits)


def slower(brief: Brief, intake: Intake) -> Fraction:
    """How many frames a retime makes of one of the plate's; 1 where it is none.

    Raises `OutOfRange` for what the model does not offer.
    """
    if brief.task is not Task.RETIME:
        return Fraction(1)
    if brief.retime.is_newer:
        raise OutOfRange(
            "The model makes a plate slower at one speed: no faster, by no curve, without a shutter.",
            remedy="Say how many times slower, or choose a method of this machine.", where="retime",
        )  # fmt: skip
    times = slower_of(brief.retime, intake)
    if intake.slower and float(times) not in intake.slower:
        raise OutOfRange(
            f"The model makes no retime {float(times):g} times slower.",
            remedy=f"Choose {', '.join(f'{speed:g}' for speed in intake.slower)}.", where="retime.slower",
        )  # fmt: skip
    return times


def timed(intake: Intake, rate: Rate) -> Intake:
    """What a model takes at a rate: its shortest and longest clip in frames where it counts seconds."""
    exact = Fraction(rate.numerator, rate.denominator)
    least, most = (Fraction(str(seconds)) * exact for seconds in (intake.least_seconds, intake.most_seconds))
    shortest = max(intake.least_frames, ceil(least))
    longest = min(intake.most_frames, floor(most)) if most else intake.most_frames
    return replace(intake, least_frames=shortest, most_frames=max(shortest, longest))


def plate_frames(brief: Brief, intake: Intake, clip: Clip, number: int) -> tuple[int, ...]:
    """The frames of the plate that are sent with a clip, by the shot's numbers.

    A model's clip that is longer than the shot is filled with the last frame, standing still. A retime's
    first frame is the plate's own, and the others lie between those that follow. Raises `OutOfRange` for a
    frame to begin with that is not one of the brief's.
    """
    if not sends_plate(brief, intake):
        return ()
    if intake.plate_form is Form.STILL or held(brief, intake):
        frame = brief.fitting.plate_frame
        if frame is None or number or every_frame(brief, intake):
            return (clip.frames.first,)
        if frame not in brief.frames:
            raise OutOfRange(
                f"Frame {frame} is not one of the brief's {brief.frames}.", where="fitting.plate_frame"
            )
        return (frame,)
    if brief.task is Task.RETIME:
        many = retimed(clip.count, slower(brief, intake))
        return tuple(range(clip.frames.first, clip.frames.first + many))
    last = clip.frames.last
    return tuple(min(frame, last) for frame in range(clip.frames.first, clip.frames.first + clip.count))


def rate_of(brief: Brief, intake: Intake) -> Rate:
    """The rate a clip is asked for: the shot's own where the model works at it, else the nearest."""
    if not intake.rates or brief.rate in intake.rates:
        return brief.rate
    return min(intake.rates, key=lambda rate: abs(float(rate) - float(brief.rate)))


def same_rate(rate: Rate, other: Rate) -> bool:
    """Whether two rates differ by no more than 24 and 24 over 1.001 do: nobody sees that in a motion."""
    return abs(float(rate) / float(other) - 1.0) < 0.002


def upscaled_by(brief: Brief) -> int:
    """How many times the plate's sides the brief's format has; 1 where it is no upscale.

    Raises `BadInput` where the two do not fit.
    """
    if brief.task is not Task.UPSCALE or brief.plate is None:
        return 1
    target, plate = brief.format, brief.plate.format
    times = target.width // plate.width
    if times < 1 or (target.width, target.height) != (plate.width * times, plate.height * times):
        raise BadInput(
            f"{target} is no whole multiple of the plate's {plate}.",
            remedy=f"Ask for {plate.width * 2}x{plate.height * 2}, for example.",
            where="format",
        )
    return times


def coding_of(brief: Brief, intake: Intake) -> Coding:
    """How a plate's light is written for a model: as the brief says, where the model takes codes.

    Raises `BadInput` where it takes light, and where two exposures are asked for of what gives no plate back.
    """
    chosen = brief.fitting.coding
    if chosen is None or brief.plate is None:
        return intake.coding
    if Coding.LINEAR in (intake.coding, intake.result_coding):
        raise BadInput(
            "This model takes or gives light as it is, and no codes.",
            remedy="Leave the coding to it, or choose another model.",
            where="fitting.coding",
        )
    if chosen is not Coding.EXPOSURES:
        return chosen
    if brief.task not in EXPOSED:
        raise BadInput(
            f"Two exposures are joined where a plate comes back changed; {brief.task.value} gives none.",
            remedy="Leave the coding to the model.",
            where="fitting.coding",
        )
    return Coding.SRGB


def exposures_of(brief: Brief, intake: Intake) -> int:
    """In how many exposures a plate is shown to a model, each asked and paid for: 1, or 2 by the fitting.

    Codes of 32 bits hold every light in one.
    """
    twice = brief.fitting.coding is Coding.EXPOSURES and intake.depth != FLOAT
    return 2 if twice and sends_plate(brief, intake) else 1


def enlarged_by(brief: Brief, intake: Intake) -> int:
    """How many times larger than what it is shown a model makes its answer.

    Raises `OutOfRange` for a factor that it does not offer.
    """
    if brief.task is not Task.UPSCALE or not intake.scales:
        return intake.scale
    times = upscaled_by(brief)
    if times not in intake.scales:
        raise OutOfRange(
            f"The model makes no plate {times} times as large.",
            remedy=f"Choose {', '.join(map(str, intake.scales))}.",
            where="format",
        )
    return times


def factor_asked(brief: Brief, intake: Intake) -> int | None:
    """The factor that a request names: where a model that enlarges offers several."""
    return enlarged_by(brief, intake) if brief.task is Task.UPSCALE and intake.scales else None


def require_material(brief: Brief, intake: Intake) -> None:
    """Raise `BadInput` where the brief lacks what the model or the task cannot do without."""
    if brief.task in EDITS and brief.plate is None:
        raise BadInput(f"There is no plate to {brief.task.value}.", remedy="Choose one.", where="plate")
    if brief.task in EDITS and intake.plate is Need.NONE:
        raise BadInput(
            f"This model takes no plate, so that there is nothing to {brief.task.value}.",
            remedy="Choose another model.",
            where="model",
        )
    if intake.plate is Need.REQUIRED and brief.plate is None:
        raise BadInput("This model needs a plate.", remedy="Choose one.", where="plate")
    if intake.matte is Need.REQUIRED and not sends_matte(brief, intake):
        raise BadInput(
            "This model needs a matte of what is to change.", remedy="Choose or draw one.", where="matte"
        )
    sides = brief.delivery.sides
    if brief.task is Task.EXTEND and intake.sides and sides not in intake.sides:
        raise BadInput(
            f"This model extends {' or '.join(side.words for side in intake.sides)}, not {sides.words}.",
            remedy="Choose its sides, or another model.",
            where="delivery.sides",
        )
    if brief.task is Task.EXTEND and not brief.delivery.overscan:
        raise BadInput(
            "There is nothing to extend by: the overscan is 0.",
            remedy="Say by how many pixels: the overscan of the delivery.",
            where="delivery.overscan",
        )
