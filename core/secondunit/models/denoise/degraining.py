"""A plate without its grain, frame by frame: its neighbours brought to it and averaged, then what is left.

Each frame is made from its neighbours alone, so that any frame can be made without those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from secondunit.models.plate_match.along_flow import grain_along_flow
from secondunit.models.plate_match.grain import Grain
from secondunit.models.plate_match.one_frame import guessed_grain
from secondunit.wire import FrameRange
from secondunit.wire.errors import BadPicture

from .agreement import Spread, agreement
from .codes import MOST, Codes
from .motion import Pixels, Proxy, brought, flow_to, proxy_of
from .wiener import softened

#: From this side on the middle of a picture is measured: it has grain enough.
_MEASURED = 1920
#: A neighbour that counts for less than this on the mean is of another shot; what is beyond it, too.
CUT = 0.12
#: Grain that is left is filtered from this share of a frame's variance on, and wholly from the second on.
_LEFT = (0.36, 0.55)
#: Nothing changes by more than so many deviations of grain: grain is not larger.
_MOST = 4.0
#: Grain that was measured along the flow is texture where it is so many times what one frame shows.
_TEXTURED = 1.25
#: The light of a neighbour is matched from this difference on.
_LIGHT = 0.01
#: Light is compared at this fraction of the size, smoothed by a Gaussian of so many of those pixels.
_SMALL, _SOFT = 8, 1.5


@dataclass(frozen=True)
class Degraining:
    """How a plate's grain goes: frames looked at on each side, and what its deviation is multiplied by."""

    reach: int = 2
    strength: float = 1.0


@dataclass(frozen=True)
class _Seen:
    """A frame as its neighbours see it."""

    picture: Pixels
    codes: Pixels
    proxy: Proxy


class GrainyPlate:
    """A plate whose grain is known; `picture` gives (height, width, 3) float32, scene-linear, finite.

    `kept` frames lie in memory: a frame and its neighbours.
    """

    def __init__(self, frames: FrameRange, picture: Callable[[int], Pixels], kept: int = 5) -> None:
        self._frames, self._picture = frames, picture
        self.grain, self.doubts = _grain_of(frames, picture)
        self._codes, self._spread = Codes(self.grain), Spread.of(self.grain)
        self._seen = lru_cache(maxsize=kept)(self._look)

    def degrained(self, frame: int, degraining: Degraining) -> Pixels:
        """A frame without its grain: (height, width, 3) float32, scene-linear."""
        seen = self._seen(frame)
        if degraining.strength <= 0.0:
            return seen.picture.copy()
        total = np.ones(seen.proxy.shape, np.float32)
        squares = total.copy()
        added = np.zeros_like(seen.codes)
        for rest, weight in self._neighbours(frame, degraining):
            # What differs is averaged, not the codes: where nothing counts, the plate's own numbers stay.
            added += weight[..., None] * rest
            total += weight
            squares += weight * weight
        added /= total[..., None]
        left = squares / (total * total)
        low, high = _LEFT
        part = np.clip((left - low) / (high - low), 0.0, 1.0).astype(np.float32)
        left = left * part * np.float32(degraining.strength**2)
        added = softened(seen.codes + added, np.asarray(left, np.float32), self.grain) - seen.codes
        most = np.float32(_MOST * max(degraining.strength, 1.0))
        picture = self._codes.decode(seen.codes + np.clip(added, -most, most))
        return np.where(seen.picture < MOST, picture, seen.picture)

    def _neighbours(self, frame: int, degraining: Degraining) -> Iterator[tuple[Pixels, Pixels]]:
        """What each neighbour of the shot differs by, in codes, and how much it counts."""
        for side in (-1, 1):
            for distance in range(1, degraining.reach + 1):
                other = frame + side * distance
                if other not in self._frames:
                    break
                rest, weight = self._compared(frame, other, degraining.strength)
                if float(weight.mean()) < CUT:
                    break
                yield rest, weight

    def _compared(self, frame: int, number: int, strength: float) -> tuple[Pixels, Pixels]:
        seen, other = self._seen(frame), self._seen(number)
        if seen.picture.shape != other.picture.shape:
            raise BadPicture(
                f"Frame {number} of the plate has another size than frame {frame}.", where=str(number)
            )
        flow = flow_to(seen.proxy, other.proxy)
        light = _light_between(other.picture, seen.picture, flow)
        codes = other.codes if light is None else self._codes.encode(other.picture * light)
        there, inside = brought(codes, flow)
        there -= seen.codes
        return there, agreement(there, self._spread, strength) * inside

    def _look(self, frame: int) -> _Seen:
        picture = self._picture(frame)
        return _Seen(picture, self._codes.encode(picture), proxy_of(picture))


def _light_between(old: Pixels, new: Pixels, flow: Pixels) -> Pixels | None:
    """How much brighter `new` is than `old` where `flow` says, (3,); None where it is about the same."""
    height, width = flow.shape[:2]
    size = (width // _SMALL, height // _SMALL)
    if min(size) < _SMALL:
        return None
    # A lamp would rule all around it.
    most = 4.0 * float(np.median(new[::_SMALL, ::_SMALL])) + 1e-6
    vectors = _shrunk(flow, size) / np.float32(_SMALL)
    across = vectors[..., 0] + np.arange(size[0], dtype=np.float32)
    down = vectors[..., 1] + np.arange(size[1], dtype=np.float32)[:, None]
    small = _shrunk(np.minimum(old, most), size)
    there = cv2.remap(small, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # Resampling makes texture softer, and the logarithm of what is softer is larger: both are made soft.
    here, there = (
        np.asarray(cv2.GaussianBlur(one, (0, 0), _SOFT), np.float32)
        for one in (_shrunk(np.minimum(new, most), size), np.asarray(there, np.float32))
    )
    gains = np.ones(3, np.float32)
    for channel in range(3):
        ours, theirs = here[..., channel], there[..., channel]
        lit = (ours > 0.0) & (theirs > 0.0)
        lit &= ours > 0.3 * float(np.median(ours[lit])) if lit.any() else False
        if int(lit.sum()) >= 64:
            gains[channel] = np.exp(np.median(np.log(ours[lit] / theirs[lit])))
    return gains if float(np.abs(gains - 1.0).max()) > _LIGHT else None


def _shrunk(picture: Pixels, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def _grain_of(frames: FrameRange, picture: Callable[[int], Pixels]) -> tuple[Grain, tuple[str, ...]]:
    """The grain of a plate, and why it should not be relied on."""
    middle = _middle(picture)
    if len(frames) < 4:
        doubt = (
            f"The plate has {len(frames)} {'frame' if len(frames) == 1 else 'frames'}: its grain is guessed, "
            "and fine texture may be taken for it."
        )
        return guessed_grain(middle(frames.first)), (doubt,)
    proxies = lru_cache(maxsize=6)(lambda frame: proxy_of(middle(frame)))

    def aligned(frame: int, other: int) -> Pixels:
        return brought(middle(other), flow_to(proxies(frame), proxies(other)))[0]

    try:
        along, alone = grain_along_flow(middle, tuple(frames), aligned), guessed_grain(middle(frames.first))
        # Either may hold texture, neither less than grain: the weaker one is nearer to it.
        return (alone if _over(along, alone) > _TEXTURED else along), ()
    except BadPicture:
        doubt = (
            "No grain can be measured in this plate: its frames repeat, or are too small. It is guessed from "
            "one frame, and fine texture may be taken for it."
        )
        return guessed_grain(middle(frames.first)), (doubt,)


def _over(grain: Grain, other: Grain) -> float:
    """How much stronger one grain is than another, on the mean over the other's bands."""
    ratios = [
        float(own.deviation(np.array([band.exposure], np.float32))[0]) / max(band.deviation, 1e-9)
        for own, theirs in zip(grain.channels, other.channels, strict=True)
        for band in theirs.bands
    ]
    return float(np.exp(np.mean(np.log(np.maximum(ratios, 1e-9)))))


def _middle(picture: Callable[[int], Pixels]) -> Callable[[int], Pixels]:
    @lru_cache(maxsize=5)
    def of(frame: int) -> Pixels:
        pixels = picture(frame)
        top, left = (max(0, (side - _MEASURED) // 2) for side in pixels.shape[:2])
        return np.ascontiguousarray(pixels[top : top + _MEASURED, left : left + _MEASURED])

    return of
