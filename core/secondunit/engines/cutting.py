"""How a plate is cut for a model and how the answer lies in the take; what of the answer the take shows.

Outside what a matte lets through, alpha is exactly 0. It knows windows and mattes; it writes no file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.media.fitting import around, feathered, fit
from secondunit.wire import Brief, Fit, Intake, Size, Task, Window
from secondunit.wire.errors import BadInput, BadPicture

from .mattes import matte_source
from .pieces import sends_plate

Field = npt.NDArray[np.float32]
#: The control that says over how many pixels an edit fades into the plate.
#: Without it a matte is taken as it is, hard or soft (decision 014); an extended plate fades over this share
#: of the format's height, at least so many pixels.
EXTEND_SHARE, LEAST_FEATHER = 1 / 64, 2.0
#: What a matte lets through less than this is nothing: a keyer's noise must not open the whole plate.
FAINTEST = 1 / 512
#: How far around a small matte a model may look, in regions as large as the matte with its surroundings.
_CONTEXTS = (4.0, 3.0, 2.0, 1.5)
#: A cut must show the matte this much larger than the whole plate would, or the whole plate is sent.
_WORTH = 1.1
#: So many pixels more a side a plate may be extended by, where that lets its edges fall on whole pixels.
_FREE_PLAY = 32
_MATTE_TASKS = (Task.INPAINT, Task.RESTYLE)


@dataclass(frozen=True)
class PlateCut:
    """`sent` is how the plate lies in what is sent, `back` how the take lies in what comes back.

    They differ where a model extends a picture by itself, by `margins` (left, right, up, down).
    """

    sent: Fit
    back: Fit
    margins: tuple[int, ...] = (0, 0, 0, 0)


def masked(brief: Brief) -> bool:
    """Whether the brief's matte says what of the answer the take shows."""
    return brief.matte is not None and brief.plate is not None and brief.task in _MATTE_TASKS


def cut_out(brief: Brief) -> bool:
    """Whether the take has an edge inside the plate, which is ours: outside it nothing may change."""
    return masked(brief) or brief.task is Task.EXTEND


def cut_of(brief: Brief, intake: Intake, extent: Window, region: Window | None = None) -> PlateCut:
    """The cut for a brief whose plate has the pixels `extent`; `region` is what its mattes reach over.

    Raises `BadInput` where plate and brief are not of one format, or the model extends by less.
    """
    window, plate = brief.window, brief.plate
    if plate is None or not sends_plate(brief, intake):
        whole = fit(intake, window, None, 1.0, pixel_aspect=brief.format.pixel_aspect)
        return PlateCut(whole, whole)
    aspect = plate.format.pixel_aspect
    if brief.task is Task.UPSCALE:
        whole = fit(intake, plate.format.window, None, 1.0, pixel_aspect=aspect)
        return PlateCut(whole, whole)
    if (plate.format.width, plate.format.height) != (brief.format.width, brief.format.height):
        raise BadInput(
            f"The plate is {plate.format}, the brief {brief.format}.",
            remedy="Ask for the plate's format.",
            where="format",
        )
    if brief.task is Task.EXTEND:
        if intake.margin and intake.sizes:
            return _set_in(brief, plate.format.window, intake, aspect)
        if intake.margin:
            return _margins(fit(intake, plate.format.window, None, 1.0, pixel_aspect=aspect), brief, intake)
        whole = fit(intake, window, None, 1.0, pixel_aspect=aspect)
        return PlateCut(whole, whole)
    window = window.intersection(extent) or plate.format.window
    whole = fit(intake, window, None, 1.0, pixel_aspect=aspect)
    if brief.task is Task.INPAINT and region is not None:
        whole = _closest(intake, window, region, whole, aspect)
    return PlateCut(whole, whole)


def _closest(intake: Intake, window: Window, region: Window, whole: Fit, aspect: float) -> Fit:
    """The cut with the most surroundings that the model sees in the plate's own size, else the largest."""
    if scale_of(whole) >= 1.0:
        return whole
    near = fit(intake, window, region, 1.0, pixel_aspect=aspect)
    for context in _CONTEXTS:
        wider = fit(intake, window, _wider(region, window, context), 1.0, pixel_aspect=aspect)
        if scale_of(wider) >= min(1.0, scale_of(near)):
            near = wider
            break
    return near if scale_of(near) > scale_of(whole) * _WORTH else whole


def _wider(region: Window, window: Window, times: float) -> Window:
    wide, high = round(region.width * times), round(region.height * times)
    area = Window(region.x - (wide - region.width) // 2, region.y - (high - region.height) // 2, wide, high)
    return area.intersection(window) or region


def scale_of(fit: Fit) -> float:
    """How many pixels of the model one of the plate's has, where they are as wide as they are high."""
    return min(fit.inner.height / fit.region.height, fit.inner.width / fit.region.width)


def _set_in(brief: Brief, plate: Window, intake: Intake, aspect: float) -> PlateCut:
    """The plate where it lies in a canvas of the model's own shapes; what is around it the model makes.

    Of windows a little larger than the take's the one is chosen in which the plate's edges fall nearest to
    whole pixels of the model. Raises `BadInput` where the model would have to add more than it does.
    """
    candidates: list[tuple[float, PlateCut]] = []
    delivery = brief.delivery
    for more in range(_FREE_PLAY + 1):
        window = brief.window.grown(more if delivery.across else 0, more if delivery.down else 0)
        back = fit(intake, window, None, 1.0, pixel_aspect=aspect)
        left, wide, off_x = _whole(
            back.inner.x, back.inner.width, back.region.width, plate.x - back.region.x, plate.width
        )
        up, high, off_y = _whole(
            back.inner.y, back.inner.height, back.region.height, plate.y - back.region.y, plate.height
        )
        margins = (left, back.size.width - left - wide, up, back.size.height - up - high)
        plate_fit = Fit(Size(wide, high), plate, Window(0, 0, wide, high))
        candidates.append((max(off_x, off_y), PlateCut(plate_fit, back, margins)))
    within = [
        candidate
        for candidate in candidates
        if max(candidate[1].margins) <= intake.margin
        and min(candidate[1].sent.size.width, candidate[1].sent.size.height) >= intake.least_side
    ]
    if not within:
        cut = candidates[0][1]
        raise BadInput(
            f"This model would see the plate as {cut.sent.size} and add {max(cut.margins)} pixels; "
            f"it takes no side below {intake.least_side} and adds at most {intake.margin}.",
            remedy="Ask for less overscan, or choose another model.",
            where="delivery.overscan",
        )
    return min(within, key=lambda candidate: candidate[0])[1]


def _whole(inner: int, length: int, region: int, offset: int, plate: int) -> tuple[int, int, float]:
    """Where a plate begins along an axis of a canvas, its even number of pixels, and how far off they are."""
    scale = length / region
    start, end = inner + offset * scale, inner + (offset + plate) * scale
    first = round(start)
    size = max(2, round((end - first) / 2) * 2)
    return first, size, max(abs(first - start), abs(first + size - end))


def _margins(plate_fit: Fit, brief: Brief, intake: Intake) -> PlateCut:
    """Margins in whole pixels of the model that are as near as can be to whole pixels of the plate.

    A model that sets a plate into shapes adds what the smallest shape that holds the take has around it.
    """
    wide, high = (
        plate_fit.inner.width / plate_fit.region.width,
        plate_fit.inner.height / plate_fit.region.height,
    )
    delivery = brief.delivery
    # Along an axis: how many of the model's pixels one of the plate's has, or 0 where nothing is added.
    scales = wide if delivery.across else 0.0, high if delivery.down else 0.0
    added = _around(plate_fit.size, brief, intake, scales) if intake.shapes else None
    room = max(added) if added else intake.margin

    def off(pixels: int) -> float:
        return sum(abs(pixels * scale - round(pixels * scale)) for scale in scales)

    least, most = delivery.overscan, int(room / max(scales))
    if least > most:
        raise BadInput(
            f"This model extends this plate by at most {most} pixels a side; {least} were asked for.",
            remedy="Ask for less, or choose another model.",
            where="delivery.overscan",
        )
    growth = min(range(least, min(least + _FREE_PLAY, most) + 1), key=off)
    x, y = (round(growth * scale) for scale in scales)
    left, up = added or (x, y)
    size = Size(plate_fit.size.width + 2 * left, plate_fit.size.height + 2 * up)
    inner = Window(
        plate_fit.inner.x + left - x,
        plate_fit.inner.y + up - y,
        plate_fit.inner.width + 2 * x,
        plate_fit.inner.height + 2 * y,
    )
    region = plate_fit.region.grown(growth if delivery.across else 0, growth if delivery.down else 0)
    return PlateCut(plate_fit, Fit(size, region, inner), (left, left, up, up))


def _around(size: Size, brief: Brief, intake: Intake, scales: tuple[float, float]) -> tuple[int, int]:
    """What the smallest shape that holds the take has left and above the plate, in the model's pixels.

    That of the largest shape where none holds it.
    """
    margins: list[tuple[int, int]] = []
    for shape in intake.shapes:
        across = math.floor((size.height * shape.width / shape.height - size.width) / 2)
        down = math.floor((size.width * shape.height / shape.width - size.height) / 2)
        if scales[0] and across > 0:
            margins.append((across, 0))
        if scales[1] and down > 0:
            margins.append((0, down))
    holding = [margin for margin in margins if max(margin) >= brief.delivery.overscan * max(scales)]
    if holding:
        return min(holding, key=max)
    return max(margins, key=max, default=(0, 0))


def matte_region(brief: Brief, window: Window, frames: Iterable[int]) -> Window:
    """What the mattes of `frames` reach over in `window`, with surroundings; raises `BadInput` for none."""
    matte = matte_of(brief, window)
    region: Window | None = None
    for frame in frames:
        area = around(matte(frame), window)
        if area is not None:
            region = area if region is None else _union(region, area)
    if region is None:
        raise nothing_changes()
    return region


def require_standing(brief: Brief, window: Window, still_frame: int, frames: Iterable[int]) -> None:
    """Raise `BadInput` with the first of `frames` whose matte lets other pixels through than `still_frame`'s.

    One picture that is held over the shot lies under the matte of the frame that it was made of.
    """
    matte = matte_of(brief, window)
    there = matte(still_frame) > 0
    for frame in frames:
        if not np.array_equal(matte(frame) > 0, there):
            raise BadInput(
                f"The matte moves: at frame {frame} it lets through other pixels than at frame {still_frame}"
                ", whose picture would be held over the shot.",
                remedy="Ask for every frame by itself, or choose a matte of one frame.",
                where="matte",
            )


def nothing_changes() -> BadInput:
    """What is said of a matte that lets nothing through."""
    return BadInput(
        "The matte is empty in every frame that would be sent: nothing would change.",
        remedy="Choose another channel or another frame, or draw one.",
        where="matte",
    )


def _union(window: Window, other: Window) -> Window:
    x, y = min(window.x, other.x), min(window.y, other.y)
    return Window(x, y, max(window.right, other.right) - x, max(window.bottom, other.bottom) - y)


def matte_of(brief: Brief, window: Window) -> Callable[[int], Field]:
    """The brief's matte at a frame over `window`, 0 to 1, 0 outside its display window."""
    assert brief.matte is not None
    read, format = matte_source(brief.matte), brief.format

    def at(frame: int) -> Field:
        field = np.clip(np.nan_to_num(read(frame), nan=0.0), 0.0, 1.0)
        field[field < FAINTEST] = 0.0
        if field.shape != (format.height, format.width):
            raise BadPicture(
                f"The matte is {field.shape[1]}x{field.shape[0]}, not {format.width}x{format.height}.",
                where="matte",
            )
        return placed(field, format.window, window)

    return at


def to_change(brief: Brief, window: Window, extent: Window) -> Callable[[int], Field]:
    """What a model is to change at a frame, over `window`: 1 wherever the take will show the answer.

    It is 0 or 1; `extent` are the plate's own pixels, around which it is extended.
    """
    if brief.task is Task.EXTEND:
        hard = (extended(brief, window, extent) > 0).astype(np.float32)
        return lambda frame: hard
    matte = matte_of(brief, window)
    return lambda frame: (matte(frame) > 0).astype(np.float32)


def alpha_of(brief: Brief, intake: Intake, back: Fit, extent: Window) -> Callable[[int], Field]:
    """The take's alpha at a frame, over the take's window."""
    window = brief.window
    if brief.task is Task.EXTEND:
        around_plate = extended(brief, window, brief.format.window if intake.margin else extent)
        return lambda frame: around_plate
    if brief.task is Task.UPSCALE:
        everywhere = np.ones((window.height, window.width), np.float32)
        return lambda frame: everywhere
    coverage = placed(np.ones((back.region.height, back.region.width), np.float32), back.region, window)
    if not masked(brief):
        return lambda frame: coverage
    matte = matte_of(brief, window)
    radius = float(brief.fitting.feather or 0.0)
    return lambda frame: feathered(matte(frame), radius) * coverage


def extended(brief: Brief, window: Window, extent: Window) -> Field:
    """1 where a plate with the pixels `extent` has none, fading to exactly 0 inside it; over `window`."""
    usual = max(LEAST_FEATHER, brief.format.height * EXTEND_SHARE)
    radius = max(1.0, float(usual if brief.fitting.feather is None else brief.fitting.feather))
    rows, columns = np.ogrid[window.y : window.bottom, window.x : window.right]
    # How deep a pixel lies inside the plate; a side that the take does not go beyond does not fade.
    deep = np.full((window.height, window.width), np.inf, np.float32)
    for there, depth in (
        (extent.x > window.x, columns - extent.x + 1),
        (extent.right < window.right, extent.right - columns),
        (extent.y > window.y, rows - extent.y + 1),
        (extent.bottom < window.bottom, extent.bottom - rows),
    ):
        if there:
            deep = np.minimum(deep, depth)
    ramp: Field = np.clip(1.0 - deep / radius, 0.0, 1.0).astype(np.float32)
    return ramp * ramp * (3.0 - 2.0 * ramp)


def placed(field: Field, at: Window, window: Window) -> Field:
    """A field that fills `at`, over `window`: 0 where it has no value."""
    if at == window:
        return field
    out = np.zeros((window.height, window.width), np.float32)
    shared = window.intersection(at)
    if shared:
        out[shared.y - window.y : shared.bottom - window.y, shared.x - window.x : shared.right - window.x] = (
            field[shared.y - at.y : shared.bottom - at.y, shared.x - at.x : shared.right - at.x]
        )
    return out
