"""A clean plate from the first frame to the last: the survey, then span by span a mosaic and its frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from secondunit.wire.errors import Cancelled

from .coding import exposure_of, grey
from .mosaic import Mosaic, fuse
from .patches import fill as fill_patches
from .path import SECOND, Place
from .plate import MattedPlate, Pixels
from .rendering import HoleFill, fill_of, flicker, join
from .spans import MOSAIC, Span, beside, spans_of
from .survey import Survey


@dataclass(frozen=True)
class CleaningSettings:
    """`grow` and `feather` in pixels, whether the plate's grain is put back, the seed of what is left to
    chance, and whether what is filled lies beyond the picture's edge.
    """

    grow: int = 2
    feather: int = 4
    grain: bool = True
    seed: int = 1
    beyond: bool = False


@dataclass(frozen=True)
class CleanFrame:
    """One frame: `pixels` (height, width, 3) float32 scene-linear, `never_seen` (height, width) float32, 1
    where no frame saw what is there and patches stand in; `flicker` against the frame before, in 255ths of
    a code.
    """

    frame: int
    pixels: Pixels
    never_seen: Pixels
    alpha: Pixels
    placed: bool
    flicker: float


def clean(
    plate: MattedPlate,
    seen: Survey,
    settings: CleaningSettings,
    stopped: Callable[[], bool] = lambda: False,
    first: int | None = None,
) -> Iterator[CleanFrame]:
    """Every frame of the plate in order, or from `first` on, one at a time; Cancelled where `stopped` says so
    before a frame is whole.
    """
    exposure = _exposure(plate, seen)
    for shot in seen.shots:
        spans = {
            place.frame: span for span in spans_of(shot, seen.size, plate.wants) for place in span.targets
        }
        current: Span | None = None
        mosaic: Mosaic | None = None
        beyond: tuple[Span, Mosaic] | None = None
        before: HoleFill | None = None
        for place in shot:
            if (first is not None and place.frame < first) or not plate.wants(place.frame):
                continue
            span = spans.get(place.frame)
            if span is None:
                yield _untouched(plate, place)
                continue
            if mosaic is None or span is not current:
                mosaic = painted(plate, span, exposure, settings, stopped)
                beyond = _beside(plate, span, seen, exposure, settings, stopped)
                current, before = span, None
            if stopped():
                raise Cancelled("The clean plate was stopped.", kept="Frames that were given are whole.")
            picture, matte = plate.picture(place.frame), plate.cover(place.frame)
            second = None
            if beyond is not None and place.other is not None:
                second = beyond[1], beyond[0].reference @ place.other
            look_of = settings.grow, settings.feather, settings.grain, settings.seed
            fill = fill_of(
                picture, matte, place, span.matrix(place), mosaic, exposure, second, look_of, settings.beyond
            )
            if fill is None:
                yield _untouched(plate, place)
                continue
            yield _frame(place, picture, fill, before)
            before = fill


def painted(
    plate: MattedPlate, span: Span, exposure: float, settings: CleaningSettings, stopped: Callable[[], bool]
) -> Mosaic:
    """A span's mosaic with what no frame saw filled by patches; its depth stays zero there."""
    mosaic = fuse(plate, span, exposure, settings.grow, stopped)
    knees = fill_patches(mosaic.knees, mosaic.seen, mosaic.wanted, settings.seed)
    return Mosaic(knees, mosaic.depth, mosaic.spread, mosaic.wanted)


def _beside(
    plate: MattedPlate,
    span: Span,
    seen: Survey,
    exposure: float,
    settings: CleaningSettings,
    stopped: Callable[[], bool],
) -> tuple[Span, Mosaic] | None:
    """The second depth's span and mosaic, where the plate shows one."""
    other = beside(span, seen.size) if second_depth(seen) else None
    return None if other is None else (other, fuse(plate, other, exposure, settings.grow, stopped))


def foreseen(size: tuple[int, int]) -> int:
    """The most memory a plate of (height, width) takes, in bytes, however long it is."""
    pixels = size[0] * size[1]
    return pixels * 4 * (MOSAIC * (3 + 3 + 3 + 3 * 5 + 3 * 3) + 3 * 16)


def second_depth(seen: Survey) -> bool:
    """Whether the plate shows a second depth, so that one plane cannot be right everywhere."""
    return seen.second >= SECOND


def _exposure(plate: MattedPlate, seen: Survey) -> float:
    first = plate.picture(plate.frames.first)
    return exposure_of(grey(first), np.ones(seen.size, np.bool_))


def _frame(place: Place, picture: Pixels, fill: HoleFill, before: HoleFill | None) -> CleanFrame:
    never, alpha = np.zeros(picture.shape[:2], np.float32), np.zeros(picture.shape[:2], np.float32)
    never[fill.box.cut] = fill.never_seen
    alpha[fill.box.cut] = fill.alpha
    change = flicker(before, fill) if before is not None else 0.0
    return CleanFrame(place.frame, join(picture, fill), never, alpha, place.matrix is not None, change)


def _untouched(plate: MattedPlate, place: Place) -> CleanFrame:
    picture = plate.picture(place.frame)
    nothing = np.zeros(picture.shape[:2], np.float32)
    return CleanFrame(place.frame, picture.copy(), nothing, nothing, place.matrix is not None, 0.0)
