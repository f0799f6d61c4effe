"""The grain of a plate that has texture everywhere, measured along its motion.

Whole pixels (`measurement`) leave grain as it is, but where nothing is flat what a move by part of a pixel
leaves of texture is larger than grain. Here frames come brought to each other, resampled: that takes up to a
tenth of the finest grain, and nothing of the texture stays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.wire.errors import BadPicture, MissingFrames

from .blocks import Aligned, Blocks, Frames, blocks_of
from .grain import ChannelGrain, Grain, GrainBand
from .spectrum import BLOCK, RINGS, spectrum_of

#: Times of a plate that are looked at; bands of exposure, of equally many blocks, and the fewest of one.
TIMES, BANDS, FEWEST = 3, 6, 6
#: The share of a band's blocks that is measured: the others are taken to hold what moved otherwise.
CALM = 0.3
#: A block of which more values stay as they were, bit for bit, is clipped or was coded as unchanged.
STILL = 0.5


def grain_along_flow(picture: Frames, frames: tuple[int, ...], aligned: Aligned) -> Grain:
    """The grain of four frames or more, of which `aligned` brings one to another.

    What lasts in time is not told apart: the deviation is that of what changes. Raises `MissingFrames` for
    fewer frames, `BadPicture` where frames repeat.
    """
    if len(frames) < 4:
        raise MissingFrames(f"Grain is told by what changes: {len(frames)} frames are too few for it.")
    blocks = blocks_of(picture, frames, aligned, TIMES)
    usable = np.zeros(0, np.intp)
    if blocks.equal.size:
        usable = np.flatnonzero((blocks.equal <= STILL) & (blocks.next.min(axis=-1) > 0.0))
    if len(usable) < FEWEST:
        raise BadPicture(
            "No grain can be measured in this plate: its frames repeat.",
            remedy="Denoise it before it was compressed, or repeated frames were put in.",
            where="plate",
        )
    red, green, blue = (_channel(blocks, channel, usable) for channel in range(3))
    return Grain((red, green, blue))


def _channel(blocks: Blocks, channel: int, usable: npt.NDArray[np.intp]) -> ChannelGrain:
    order = usable[np.argsort(blocks.exposure[usable, channel], kind="stable")]
    bands, powers = [], np.zeros(RINGS)
    for part in np.array_split(order, min(BANDS, len(order) // FEWEST)):
        # By both differences: what the flow missed in one of them is not grain. Calm blocks have a little
        # less of grain, too.
        worse = np.maximum(blocks.next[part, channel], blocks.second[part, channel])
        calm = part[np.argsort(worse, kind="stable")[: max(FEWEST // 2, int(len(part) * CALM))]]
        variance = float(np.median(blocks.next[calm, channel])) / 2.0
        exposure = float(np.median(blocks.exposure[calm, channel]))
        bands.append(GrainBand(exposure, float(np.sqrt(variance)), len(calm) * BLOCK * BLOCK))
        powers += np.sum(blocks.powers[calm, channel], axis=0) / variance
    return ChannelGrain(tuple(bands), spectrum_of(powers))
