"""What a plate on disk is like that something new has to sit in: all that is measured, in one value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from secondunit.media.config import Config
from secondunit.models.flow.dense import flow
from secondunit.models.plate_match import sharpness, shutter
from secondunit.models.plate_match.blocks import Frames
from secondunit.models.plate_match.edges import Edge, Pixels, Values, edges
from secondunit.models.plate_match.grain import ChannelGrain, Grain, GrainBand
from secondunit.models.plate_match.levels import EVEN, estimated_cast, levels_of, named_cast
from secondunit.models.plate_match.measurement import measure_grain
from secondunit.wire import Plate
from secondunit.wire.errors import BadPicture, MissingFrames
from secondunit.wire.plate_match import (
    MatchedBand,
    MatchedBlur,
    MatchedCast,
    MatchedGrain,
    MatchedLevels,
    MatchedShutter,
    PlateMatch,
)

from .plate_grain import compression_of, light_of
from .plate_light import working_space

#: Frames that are looked at for edges, and for levels.
_LOOKS = 4
#: An edge that moves across itself by less, in pixels a frame, is not smeared to speak of.
_QUIET = 1.5
#: A shutter is said where it is known better than this, in degrees.
_SURE = 90.0
Box = tuple[int, int, int, int]
T = TypeVar("T")


def match_plate(plate: Plate, config: Config, grey: Box | None = None, reference: str = "") -> PlateMatch:
    """All that can be measured of a plate, as light in the working space of `config`.

    `grey` is where something neutral is (left, top, width, height in pixels), `reference` what it is called.
    What cannot be measured is left out, with the reason among the doubts; a plate that was compressed comes
    first there. Raises what reading raises, and `OutOfRange` or `BadPicture` for a grey that is none.
    """
    doubts: list[str] = []
    compressed = compression_of(plate)
    if compressed:
        doubts.append(
            f"The plate is {compressed}: its grain and its sharpness are not the camera's any more."
        )
    frames = _spread(list(plate.frames))
    with light_of(plate, config) as picture:
        size = picture(frames[0]).shape
        if grey is not None:
            grey = _in_middle(grey, plate, size)
        levels = levels_of(map(picture, frames))
        cast = _cast(picture, frames, grey, reference, doubts)
        near, wide = _edges_seen(picture, plate, frames, (sharpness.REACH, shutter.REACH))
        grain = _grain(picture, plate, doubts)
    blur = _sharpness(near, doubts)
    open_ = _shutter(wide, doubts)
    return PlateMatch(
        plate=plate.path,
        colorspace=working_space(config),
        frames=str(plate.frames),
        width=plate.format.width,
        height=plate.format.height,
        grain=() if grain is None else tuple(map(_matched_grain, grain.channels)),
        correlation=0.0 if grain is None else grain.correlation,
        blur=tuple(MatchedBlur(part.sigma, part.mtf50, part.lower, part.upper) for part in blur or ()),
        edges=len(near.edges),
        levels=MatchedLevels(levels.floor, levels.ceiling, levels.clipped, levels.flare),
        cast=cast,
        shutter=open_,
        doubts=tuple(doubts),
    )


def grain_of_match(match: PlateMatch) -> Grain | None:
    """The grain that a match says, as it is made; None where it was not measured."""
    if not match.grain:
        return None
    red, green, blue = (
        ChannelGrain(
            tuple(GrainBand(band.exposure, band.deviation, band.pixels) for band in channel.bands),
            channel.spectrum,
        )
        for channel in match.grain
    )
    return Grain((red, green, blue), match.correlation)


def _matched_grain(channel: ChannelGrain) -> MatchedGrain:
    bands = tuple(MatchedBand(band.exposure, band.deviation, band.pixels) for band in channel.bands)
    return MatchedGrain(bands, tuple(channel.spectrum))


def _spread(frames: Sequence[int]) -> list[int]:
    """A few frames, from the first on, so that each but the last has one after it."""
    count = min(_LOOKS, max(1, len(frames) - 1))
    return [frames[index * max(1, len(frames) - 1) // count] for index in range(count)]


def _in_middle(grey: Box, plate: Plate, size: tuple[int, ...]) -> Box:
    """Where a box of the plate is in the part of it that is read."""
    left, top = ((whole - part) // 2 for whole, part in (
        (plate.format.width, size[1]), (plate.format.height, size[0]),
    ))  # fmt: skip
    return grey[0] - max(0, left), grey[1] - max(0, top), grey[2], grey[3]


def _cast(
    picture: Frames, frames: Sequence[int], grey: Box | None, reference: str, doubts: list[str]
) -> MatchedCast | None:
    if grey is None:
        estimate = estimated_cast(map(picture, frames))
        return None if estimate is None else MatchedCast(estimate.gains)
    cast = named_cast(map(picture, frames), grey)
    if cast.uneven > EVEN:
        doubts.append(
            f"The named grey differs by {100 * cast.uneven:.0f} % within itself: lit unevenly, or no grey."
        )
    return MatchedCast(cast.gains, reference or "grey")


@dataclass(frozen=True)
class _Seen:
    """Edges of frames that were looked at, and how far what they bound moves: (edges, 2), pixels a frame."""

    edges: list[Edge]
    motion: Values

    @property
    def across(self) -> Values:
        """How far each moves across itself."""
        normals = np.array([edge.normal for edge in self.edges], np.float64).reshape(-1, 2)
        return np.asarray(np.abs((normals * self.motion).sum(axis=1)), np.float64)


def _edges_seen(picture: Frames, plate: Plate, frames: Sequence[int], reaches: Sequence[int]) -> list[_Seen]:
    """Edges by how far about them is looked, and their motion to the next frame."""
    found: list[list[Edge]] = [[] for _ in reaches]
    motion: list[list[Values]] = [[] for _ in reaches]
    for frame in frames:
        one = picture(frame)
        here = [edges(one, reach) for reach in reaches]
        vectors = None
        if len(plate.frames) > 1 and any(here) and min(one.shape[:2]) >= 16:
            vectors = flow(one, picture(frame + 1)).vectors
        for part, ways, those in zip(found, motion, here, strict=True):
            part.extend(those)
            ways.extend(np.zeros(2) if vectors is None else _motion(vectors, edge) for edge in those)
    return [
        _Seen(part, np.array(ways, np.float64).reshape(-1, 2))
        for part, ways in zip(found, motion, strict=True)
    ]


def _motion(vectors: Pixels, edge: Edge) -> Values:
    row, column = int(edge.row), int(edge.column)
    near = vectors[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 2)
    return np.asarray(np.median(near, axis=0), np.float64)


def _sharpness(seen: _Seen, doubts: list[str]) -> tuple[sharpness.ChannelBlur, ...] | None:
    """Blur by the edges that no motion smears; by all of them, with a doubt, where too few stand still."""
    quiet = [edge for edge, moves in zip(seen.edges, seen.across, strict=True) if moves <= _QUIET]
    if len(quiet) < sharpness.FEWEST <= len(seen.edges):
        doubts.append("All edges move: sharpness holds the blur of their motion, too.")
        quiet = seen.edges
    blur = sharpness.blur_of(quiet)
    if blur is None:
        doubts.append("Sharpness is not measurable: no straight edge stands alone in these frames.")
    return blur


def _shutter(seen: _Seen, doubts: list[str]) -> MatchedShutter | None:
    open_ = shutter.shutter_of(seen.edges, seen.motion)
    if open_ is None:
        doubts.append("The shutter is not measurable: nothing with a straight edge moves far enough.")
        return None
    if open_.uncertainty > _SURE:
        doubts.append(
            f"The shutter is not measurable: edges that move speak for {open_.angle:.0f} degrees, "
            f"give or take {open_.uncertainty:.0f}."
        )
        return None
    return MatchedShutter(open_.angle, open_.uncertainty, open_.length, open_.direction, open_.edges)


def _grain(picture: Frames, plate: Plate, doubts: list[str]) -> Grain | None:
    grain = _or_doubt(lambda: measure_grain(picture, plate.frames), doubts)
    doubts.extend(grain.doubts if grain is not None else ())
    return grain


def _or_doubt(measure: Callable[[], T], doubts: list[str]) -> T | None:
    """What is measured, or why it is not."""
    try:
        return measure()
    except (BadPicture, MissingFrames) as error:
        doubts.append(error.problem.message)
        return None
