"""The mosaic: what the frames of a shot saw of the plane behind the hole, in one picture.

Each frame is brought to the mosaic, divided by its gain, and weighs by its sharpness; a second reading
weighs down what disagrees with the first. Knees are fused (`coding`), so that edges are mixed as light and
a lamp's ringing stays small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from secondunit.wire.errors import Cancelled

from .coding import bend, slope
from .hole import HoleBox, hole_of, widen
from .membrane import spread as carried
from .path import Place
from .plate import Homography, Mask, MattedPlate, Pixels, floats
from .spans import Span, through

#: How strongly sharpness counts.
_SHARP = 4.0
#: Codes this near agree whatever the grain.
_FLOOR = 4.0 / 255.0
#: How far frames are taken to differ where too few speak, in codes; how much less the second plane's have to.
_DOUBT, _BETTER = 0.2, 0.7


@dataclass(frozen=True)
class Mosaic:
    """`knees` (height, width, 3); `depth` (height, width) how many frames speak for a pixel, 0 none;
    `spread` (height, width) how far all differ, in codes; `wanted` (height, width) what a hole shows of
    it.
    """

    knees: Pixels
    depth: Pixels
    spread: Pixels
    wanted: Mask

    @property
    def seen(self) -> Mask:
        """What any frame saw."""
        return np.asarray(self.depth > 0.0, np.bool_)


def fuse(plate: MattedPlate, span: Span, exposure: float, grow: int, stopped: Callable[[], bool]) -> Mosaic:
    """Read every source of a span twice; once where it is alone."""
    first = _pass(plate, span, exposure, grow, None, stopped)
    if len(span.sources) < 3:
        return first
    return replace(_pass(plate, span, exposure, grow, first, stopped), spread=first.spread)


def _pass(
    plate: MattedPlate,
    span: Span,
    exposure: float,
    grow: int,
    before: Mosaic | None,
    stopped: Callable[[], bool],
) -> Mosaic:
    shape = span.height, span.width
    total, squares = np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32)
    weight, second = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    wanted = np.zeros(shape, np.bool_)
    sharpest = max((place.sharpness for place in span.sources), default=1.0)
    near, scale = _FLOOR, np.ones((1, 1), np.float32)
    if before is not None and before.seen.any():
        scale = slope(before.knees.mean(axis=2))
        near = max(_FLOOR, 2.0 * float(np.median(before.spread[before.seen])))
    for place in span.sources:
        if stopped():
            raise Cancelled("The clean plate was stopped.", kept="Frames that were given are whole.")
        layer = _layer(plate, span, place, exposure, grow)
        if layer is None:
            continue
        box, code, seen, hidden = layer
        wanted[box.cut] |= hidden
        share = (place.sharpness / max(sharpest, 1e-6)) ** _SHARP
        speaks = seen.astype(np.float32) * np.float32(max(share, 1e-3))
        if before is not None:
            apart = cv2.blur(np.abs(code - before.knees[box.cut]).max(axis=2) * scale[box.cut], (5, 5))
            speaks *= 1.0 / (1.0 + (apart / near) ** 4)
        level = code.mean(axis=2)
        total[box.cut] += code * speaks[..., None]
        squares[box.cut] += level * level * speaks
        weight[box.cut] += speaks
        second[box.cut] += speaks * speaks
    safe = np.maximum(weight, 1e-12)
    knees = total / safe[..., None]
    mean = knees.mean(axis=2)
    spread = np.sqrt(np.maximum(squares / safe - mean**2, 0.0)) * slope(mean)
    depth = np.where(weight > 1e-7, weight * weight / np.maximum(second, 1e-12), 0.0)
    return Mosaic(floats(knees), np.asarray(depth, np.float32), np.asarray(spread, np.float32), wanted)


def _layer(
    plate: MattedPlate, span: Span, place: Place, exposure: float, grow: int
) -> tuple[HoleBox, Pixels, Mask, Mask] | None:
    """A source on the mosaic: which box of it, its knees there, what it sees there, and what it hides."""
    pixels, matte = plate.picture(place.frame), plate.cover(place.frame)
    height, width = matte.shape
    matrix = span.matrix(place)
    corners = through(HoleBox(0, 0, width, height), matrix)
    if corners is None:
        return None
    low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    box = HoleBox(
        int(max(low[0], 0)),
        int(max(low[1], 0)),
        int(min(high[0], span.width)),
        int(min(high[1], span.height)),
    )
    if box.right <= box.left or box.bottom <= box.top:
        return None
    code = bend(pixels, np.float32(exposure) / np.array(place.gain, np.float32))
    hole = hole_of(matte, grow)
    seen = (~widen(hole, 2)).astype(np.float32)
    local = _shifted(matrix, box)
    there = cv2.warpPerspective(
        code, local, box.size, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE
    )
    shown = cv2.warpPerspective(seen, local, box.size, flags=cv2.INTER_LINEAR, borderValue=0.0)
    hidden = cv2.warpPerspective(widen(hole, 2).astype(np.float32), local, box.size, flags=cv2.INTER_LINEAR)
    return box, np.asarray(there, np.float32), np.asarray(shown) > 0.999, np.asarray(hidden) > 0.0


@dataclass(frozen=True)
class MosaicCut:
    """A mosaic seen from a box of a frame: `knees` (height, width, 3); `depth` and `spread` (height,
    width), zero where it knows nothing.
    """

    knees: Pixels
    depth: Pixels
    spread: Pixels


def look(mosaic: Mosaic, matrix: Homography, box: HoleBox) -> MosaicCut:
    """What the mosaic shows in `box` of a frame."""
    back = np.linalg.inv(_lifted(matrix, box))

    def there(values: Pixels, fine: bool = False) -> Pixels:
        if fine:
            kind, border = cv2.INTER_LANCZOS4, cv2.BORDER_REPLICATE
        else:
            kind, border = cv2.INTER_LINEAR, cv2.BORDER_CONSTANT
        return floats(cv2.warpPerspective(values, back, box.size, flags=kind, borderMode=border))

    known = there(floats(mosaic.seen)) > 0.999
    depth, spread = (floats(np.where(known, there(values), 0.0)) for values in (mosaic.depth, mosaic.spread))
    return MosaicCut(there(mosaic.knees, fine=True), depth, spread)


def nearer(first: MosaicCut, second: MosaicCut, beyond: bool = False) -> MosaicCut:
    """Of two planes at each pixel the one on which frames agree better; the first where they agree alike.

    `beyond` the picture's edge a plane goes on as it reaches it: what the second alone knows is believed
    where the second is the better one nearby.
    """
    doubt = [cv2.blur(np.where(one.depth > 2.0, one.spread, _DOUBT), (7, 7)) for one in (first, second)]
    other = (second.depth > 0.0) & ((doubt[1] < _BETTER * doubt[0]) | (first.depth <= 0.0))
    share = floats(cv2.GaussianBlur(floats(other), (0, 0), 0.8))
    alone = floats(np.ones_like(share))
    if beyond:
        both = floats((first.depth > 0.0) & (second.depth > 0.0))
        alone = floats(carried((other * both)[..., None].astype(np.float32), both)[..., 0] > 0.5)
    share = np.where(second.depth > 0.0, np.where(first.depth > 0.0, share, alone), 0.0)
    mixed = first.knees + (second.knees - first.knees) * share[..., None]
    depth, spread = (
        floats(np.where(share > 0.5, theirs, ours))
        for ours, theirs in ((first.depth, second.depth), (first.spread, second.spread))
    )
    return MosaicCut(floats(mixed), depth, spread)


def _shifted(matrix: Homography, box: HoleBox) -> Homography:
    """From a frame to a box of the mosaic."""
    return np.array([[1.0, 0.0, -box.left], [0.0, 1.0, -box.top], [0.0, 0.0, 1.0]]) @ matrix


def _lifted(matrix: Homography, box: HoleBox) -> Homography:
    """From a box of a frame to the mosaic."""
    return np.asarray(matrix @ np.array([[1.0, 0.0, box.left], [0.0, 1.0, box.top], [0.0, 0.0, 1.0]]))
