"""The screen behind an actor: which colour it is, how much of it a pixel has, and the pixel without it.

The colour difference of P. Vlahos: a screen's own channel stands above the larger of the others by an amount
that falls with what covers it. Source: US patent 4,100,569 (1978, expired), as summed up in A. R. Smith and
J. F. Blinn, "Blue screen matting" (1996).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import distance_transform_edt

from secondunit.wire.errors import OutOfRange

from .cut_out import spread

Pixels = npt.NDArray[np.float32]
Coverage = npt.NDArray[np.float32]

CHANNELS = {"red": 0, "green": 1, "blue": 2}
#: A pixel with this much of a screen's excess is screen; within this part of the width from one is its edge.
SCREEN, EDGE = 0.9, 0.01
#: And this many pixels, at least.
SHORTEST = 8.0
#: How far from the line between screen and front a pixel of the edge lies, in parts of that line.
BESIDE = 0.15
#: A screen covers at least this share of the frames that are looked at.
LEAST = 0.01
#: It stands out by at least this part of its own brightness.
STANDS_OUT = 0.15


@dataclass(frozen=True)
class Screen:
    """Its channel (0 to 2), and its colour: three scene-linear numbers."""

    channel: int
    colour: tuple[float, float, float]

    @property
    def excess(self) -> float:
        """By how much its channel stands above the larger of the others."""
        return _excess(np.array([[self.colour]], np.float32), self.channel).item()

    def share(self, picture: Pixels) -> Coverage:
        """How much of each pixel is screen, 0 to 1: (height, width), as the colour difference has it.

        What is in front with less of the screen's channel than of another (skin before green) has a
        difference below 0, so that its edge seems whole where it is half: there the pixel is placed on the
        line from the screen to the colour of what is in front nearby, where it lies near that line.
        """
        excess = _excess(picture, self.channel) / np.float32(self.excess)
        simple: Coverage = np.asarray(np.clip(excess, 0.0, 1.0), np.float32)
        near = distance_transform_edt(excess < SCREEN)
        reach = max(SHORTEST, EDGE * picture.shape[1])
        edge = (near > 0) & (near <= reach) & (excess < SCREEN)
        front = spread(picture, (near > reach).astype(np.float32))
        if not edge.any() or not (near > reach).any():
            return simple
        screen = np.array(self.colour, np.float32)
        line = front[edge] - screen
        along = ((picture[edge] - screen) * line).sum(axis=1) / np.maximum((line**2).sum(axis=1), 1e-9)
        beside = picture[edge] - screen - np.clip(along, 0, 1)[:, None] * line
        fits = (beside**2).sum(axis=1) < BESIDE**2 * (line**2).sum(axis=1)
        share = np.where(fits, np.clip(1.0 - along, 0.0, 1.0), simple[edge])
        simple[edge] = np.maximum(simple[edge], share)
        return simple

    def taken_out(self, picture: Pixels, alpha: Coverage, despill: float) -> Pixels:
        """(height, width, 4) float32, premultiplied: the pixel without the screen behind it.

        Where the matte is whole and no spill is taken out, the plate's own numbers. Spill is what of the
        screen's channel still stands above the larger of the others; `despill` 1 takes all of it.
        """
        behind = np.array(self.colour, np.float32)
        front = picture - (np.float32(1.0) - alpha)[..., None] * behind
        front = np.clip(front, np.minimum(picture, 0), np.maximum(picture, 0))
        front = np.where((alpha >= 1.0)[..., None], picture, front)
        spill = np.maximum(_excess(front, self.channel), 0) * np.float32(despill)
        front[..., self.channel] -= spill
        front = np.where((alpha > 0)[..., None], front, np.float32(0.0))
        return np.concatenate([front, alpha[..., None]], axis=2).astype(np.float32)


def screen_of(pictures: Sequence[Pixels], wanted: str) -> Screen:
    """The screen of a plate: of the colour `wanted`, or `found`: green or blue, whichever there is more of.

    Its colour is the median of what stands out by more than half of what the strongest percent does. Raises
    `OutOfRange` where no such colour covers a hundredth of the frames.
    """
    flat = np.concatenate([picture[::4, ::4].reshape(-1, 3) for picture in pictures])
    candidates = [CHANNELS[wanted]] if wanted in CHANNELS else [1, 2]
    screens: list[tuple[float, int, Pixels]] = []
    for channel in candidates:
        excess = _excess(flat, channel)
        strongest = float(np.percentile(excess, 99))
        inside = excess > max(0.5 * strongest, 1e-6)
        brightness = float(np.median(flat[inside, channel])) if inside.any() else 0.0
        if inside.mean() >= LEAST and strongest > STANDS_OUT * brightness > 0:
            screens.append((float(inside.mean()) * strongest, channel, flat[inside]))
    if not screens:
        name = wanted if wanted in CHANNELS else "green or blue"
        raise OutOfRange(
            f"The plate has no {name} screen.",
            remedy="Choose the screen's colour, or key by brightness or difference.",
            where="controls.screen",
        )
    _, channel, pixels = max(screens, key=lambda screen: screen[:2])
    colour = np.median(pixels, axis=0)
    return Screen(channel, (float(colour[0]), float(colour[1]), float(colour[2])))


def _excess(pixels: Pixels, channel: int) -> Pixels:
    others = [other for other in range(3) if other != channel]
    return np.asarray(pixels[..., channel] - pixels[..., others].max(axis=-1), np.float32)
