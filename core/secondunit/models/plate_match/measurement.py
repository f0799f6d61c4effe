"""The grain of a plate, measured: from differences of its frames where it is flat.

A frame's grain is told from what the frame shows by the next frame, which has other grain: a plate of which
one frame is known has no grain that could be measured. A frame that takes no part in a difference chooses the
blocks, so that chosen blocks are not those in which grain happens to be weak.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from secondunit.wire import FrameRange
from secondunit.wire.errors import BadPicture, MissingFrames

from .blocks import Blocks, Frames, blocks_of
from .grain import ChannelGrain, Grain, GrainBand
from .spectrum import BLOCK, RINGS, likeness, spectrum_of

#: Bands of exposure; the blocks of one that are measured, as a share of them, and the fewest.
BANDS, FLATTEST, FEWEST = 8, 0.3, 8
#: Blocks that differ by more than so many times the median are of something that moves by itself.
ODD = 1.6
#: Differences to the frame after the next are larger by at least this part where grain lasts in time.
LASTS = 0.04
#: A block of which a larger share of values stays as it was is clipped, or was coded as unchanged.
STILL = 0.5
#: A block with more than so many times its grain's variance has texture, of which a move by part of a pixel
#: leaves up to a tenth in the difference.
TEXTURE = 1.5
#: Values that are the same in two frames, as a share: more are where a step of brightness is as large as
#: grain (28 % of them where it is its deviation); 10 bits and half floats have less.
REPEATS = 0.2
#: Grain at the distance of a frame's motion has to be as alike as this, for likeness in time to be seen.
ALIKE = 0.3
_Mask = npt.NDArray[np.bool_]


def measure_grain(picture: Frames, frames: FrameRange) -> Grain:
    """The grain of a plate; `picture` gives a frame as (height, width, 3) float32, scene-linear, finite.

    Raises `MissingFrames` for fewer than four frames, `BadPicture` where nothing of it is flat long enough.
    """
    if len(frames) < 4:
        raise MissingFrames(
            f"Grain is told from the picture by what changes: {len(frames)} frames are too few for it.",
            remedy="Measure four or more, of a longer plate of the same camera and exposure.",
            where="frames",
        )
    blocks = blocks_of(picture, list(frames))
    moves = blocks.equal <= STILL
    if moves.sum() < FEWEST:
        raise BadPicture(
            "No grain can be measured in this plate: its frames repeat, or nothing of it stays in frame.",
            remedy="Measure it before it was compressed or denoised, or another plate of the same camera.",
            where="plate",
        )
    loosely = [_chosen(blocks, channel, moves, TEXTURE / 0.2) for channel in range(3)]
    alike = _correlation(blocks, loosely)
    texture = TEXTURE / (1.0 - alike)
    chosen = [_chosen(blocks, channel, moves, texture) for channel in range(3)]
    if not all(bands for bands in chosen):
        raise BadPicture(
            "No grain can be measured in this plate: too little of it is flat and stays in frame.",
            remedy="Measure another plate of the same camera, lens and exposure.",
            where="plate",
        )
    channels = [_channel(blocks, channel, bands, alike) for channel, bands in enumerate(chosen)]
    # What lasts in time stays where it is on the sensor, while the difference follows the picture's motion.
    motion = float(np.median(blocks.motion[moves]))
    where = likeness(channels[1].spectrum, motion)
    correlation = min(0.99, alike / where) if where >= ALIKE else 0.0
    doubts = tuple(_doubts(blocks, chosen, where >= ALIKE))
    return Grain((channels[0], channels[1], channels[2]), correlation, doubts)


def _chosen(blocks: Blocks, channel: int, among: _Mask, texture: float) -> list[npt.NDArray[np.intp]]:
    """The flattest blocks of each band of exposure, from dark to bright, of at most so much texture."""
    exposure = blocks.exposure[:, channel]
    stops = np.log2(np.maximum(exposure, 0.0) + 2.0**-10)
    low, high = np.percentile(stops[among], (1, 99))
    edges = np.linspace(low, max(high, low + 1e-3), BANDS + 1)
    edges[0], edges[-1] = -np.inf, np.inf
    answer = []
    for lower, upper in pairwise(edges):
        within = np.flatnonzero(among & (stops >= lower) & (stops < upper))
        if len(within) < FEWEST:
            continue
        count = max(FEWEST, int(len(within) * FLATTEST))
        flat = within[np.argsort(blocks.spread[within, channel], kind="stable")[:count]]
        # Not by each block's own difference: that would choose those in which grain happens to be strong.
        grain = np.median(blocks.next[flat, channel]) / 2.0
        flat = flat[blocks.spread[flat, channel] ** 2 < texture * grain]
        if len(flat) < FEWEST:
            continue
        odd = blocks.next[flat, channel] > ODD * np.median(blocks.next[flat, channel])
        answer.append(flat[~odd])
    return answer


def _correlation(blocks: Blocks, chosen: list[list[npt.NDArray[np.intp]]]) -> float:
    """How alike the grain of a frame is to the next one's: what is alike is missing from their difference."""
    ratios, plateaus = [], []
    for channel, bands in enumerate(chosen):
        for band in bands:
            near = float(np.median(blocks.next[band, channel]))
            if near <= 0:
                continue
            ratios.append(float(np.median(blocks.second[band, channel])) / near)
            far = blocks.far[band, channel]
            if np.isfinite(far).sum() >= FEWEST // 2:
                plateaus.append(1.0 - near / float(np.nanmedian(far)))
    if not ratios or np.median(ratios) - 1.0 < LASTS or not plateaus:
        return 0.0
    return float(np.clip(np.median(plateaus), 0.0, 0.99))


def _channel(
    blocks: Blocks, channel: int, bands: list[npt.NDArray[np.intp]], correlation: float
) -> ChannelGrain:
    values, powers = [], np.zeros(RINGS)
    for band in bands:
        variance = float(np.mean(blocks.next[band, channel])) / (2.0 * (1.0 - correlation))
        exposure = float(np.median(blocks.exposure[band, channel]))
        values.append(GrainBand(exposure, float(np.sqrt(variance)), len(band) * BLOCK * BLOCK))
        if variance > 0:
            powers += np.sum(blocks.powers[band, channel], axis=0) / variance
    return ChannelGrain(tuple(values), spectrum_of(powers))


def _doubts(blocks: Blocks, chosen: list[list[npt.NDArray[np.intp]]], timed: bool) -> list[str]:
    doubts = []
    if not timed:
        doubts.append("The camera moves too fast to tell whether grain lasts: each frame has its own here.")
    repeats = float(np.mean([blocks.equal[band].mean() for bands in chosen for band in bands]))
    if repeats > REPEATS:
        doubts.append(
            f"{100 * repeats:.0f} % of what is measured repeats bit by bit: it has few steps of brightness, "
            "or was compressed."
        )
    missing = 3 * BANDS - sum(map(len, chosen))
    if missing:
        doubts.append(
            f"{missing} of {3 * BANDS} bands of exposure have nothing flat: they have the next one's grain."
        )
    return doubts
