"""What a brief that brings a finished comp back comes to: what keeps it from being done, what it takes."""

from __future__ import annotations

import dataclasses

from secondunit.engines.comp import beauty_channels, comp_files, other_channels, widest
from secondunit.media.exr import inspect_exr
from secondunit.media.movie import inspect_movie
from secondunit.wire import Brief, Format, FrozenMap, Task
from secondunit.wire.errors import (
    BadFrames,
    BadInput,
    BadPicture,
    MissingFrames,
    NothingSelected,
    SecondUnitError,
)
from secondunit.wire.footage import is_movie

#: Seconds for a million pixels of a channel, read, written and compared; measured on two cores at 1080p.
SECONDS = {"half": 0.026, "float": 0.065}
#: Bytes that a frame takes while it is at hand, for each pixel and channel.
MEMORY = 24


def check_comp(brief: Brief) -> None:
    """Raise what no file has to be looked at for."""
    if brief.task is not Task.VIDEO:
        raise BadInput(
            f"A finished comp is no {brief.task.value}.", remedy="Its task is: video.", where="task"
        )
    if brief.model:
        raise BadInput("A finished comp has no model.", remedy="Leave the model empty.", where="model")
    if brief.plate is None:
        raise NothingSelected(
            "There is no comp to take in.", remedy="Choose its files as the plate.", where="plate"
        )
    if brief.plate.format != brief.format:
        raise BadPicture(
            f"The comp is {brief.plate.format}, the brief {brief.format}.",
            remedy="Leave the brief's format to the comp: it comes back as it is.",
            where="format",
        )
    outside = [frame for frame in brief.frames if frame not in brief.plate.frames]
    if outside:
        raise MissingFrames(
            f"The comp has frames {brief.plate.frames}; the brief asks for {brief.frames}.",
            remedy="Ask for frames that the comp has.",
            where="frames",
        )


def comp_faults(brief: Brief) -> list[SecondUnitError]:
    """What the comp's files do not bear: a single frame for many, another rate."""
    plate = brief.plate
    if plate is None:
        return []
    try:
        if is_movie(plate.path):
            rate = inspect_movie(plate.path, accept_damage=plate.accept_damage).rate
            if rate != brief.rate:
                raise BadFrames(
                    f"The movie runs at {rate} frames a second, the shot at {brief.rate}.",
                    remedy="Render the comp at the shot's rate: frames are taken one for one.",
                    where="rate",
                )
            return []
        if not plate.path.lower().endswith(".exr"):
            raise BadPicture(
                "A comp is taken in as EXR frames or as a movie.",
                remedy="Render it as EXR, in the colours it is finished in.",
                where="plate.path",
            )
        files = comp_files(plate, brief.frames)
        if len(set(files)) < len(files):
            raise MissingFrames(
                f"{files[0].name} is one frame; {brief.frames} are asked for.", where="plate.path"
            )
    except SecondUnitError as error:
        return [error]
    return []


def comp_filled(brief: Brief) -> Brief:
    """The brief with what its files decide: depth, layers; and without what no comp is made of."""
    plate = brief.plate
    assert plate is not None
    delivery = dataclasses.replace(brief.delivery, overscan=0, passes=False, volume=False)
    if not is_movie(plate.path):
        header = inspect_exr(comp_files(plate, (brief.frames.first,))[0])
        beauty = beauty_channels(header, plate.layer)
        passes = other_channels(header, beauty)
        delivery = dataclasses.replace(delivery, passes=bool(passes) and brief.delivery.passes)
        if plate.colorspace.name == brief.colorspace.name:  # taken over as it is
            delivery = dataclasses.replace(delivery, depth=widest(header, beauty), compression="zip")
    return dataclasses.replace(
        brief, delivery=delivery, kind="", seed=0, controls=FrozenMap(), matte=None, references=(), cast=()
    )


def comp_cost(brief: Brief, format: Format) -> tuple[float, int]:
    """Seconds and bytes of memory that taking a comp in needs."""
    pixels = format.width * format.height
    channels = 4 if not brief.delivery.passes else 12
    seconds = len(brief.frames) * pixels * channels / 1e6 * SECONDS[brief.delivery.depth]
    return seconds, pixels * channels * MEMORY
