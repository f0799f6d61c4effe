"""The frames of a crowd: all passes laid on the plate in its light, parted from the background, put together.

What a frame gives does not depend on which frames were made before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from secondunit.models.clean_plate.coding import decode, encode, exposure_of, grey
from secondunit.wire.errors import BadInput
from secondunit.wire.frames import FrameRange

from .alignment import ShotAlignment
from .background import Background, GroundLook, background_of
from .composite import composite
from .cutting_out import PassLayer, cut_out
from .depth import REACH, ground_lines
from .difference import Difference, differ
from .passes import CrowdPlate, Homography, Mask, Pixels
from .warping import is_whole, laid

#: So many frames of all passes together show the background; of each pass two, if the plate has them.
LOOKS = 16
#: A frame of the plate that shares less than this with another lends it no background.
_SHARED = 0.5
#: A pass of which more than this is no background shows another place.
MOST_PEOPLE = 0.6
#: Light is compared on a picture so many times smaller, among what is so near to the usual ratio.
_SMALL, _NEAR = 4, 0.1


@dataclass(frozen=True)
class CrowdFrame:
    """(height, width, 3) of the crowd and of the clean background, each pass's layer, what nobody saw."""

    picture: Pixels
    clean: Pixels
    layers: tuple[PassLayer, ...]
    never_seen: Mask


class Gathering:
    """Makes the frames of one crowd; in order they cost least."""

    def __init__(
        self, plate: CrowdPlate, alignment: Sequence[ShotAlignment], order: tuple[int, ...] = ()
    ) -> None:
        self._plate, self._alignment, self._order = plate, alignment, order
        first = plate.passes[0].picture(plate.frames.first)
        self._exposure = exposure_of(grey(first), np.ones(first.shape[:2], np.bool_))
        self._backgrounds: dict[FrameRange, Background] = {}
        self._differences: dict[tuple[int, int], Difference] = {}

    def frame(self, frame: int) -> CrowdFrame:
        """One frame; raises what reading the passes raises."""
        shot = self._plate.shot(frame)
        around = [] if self._order else [
            near for near in range(frame - REACH, frame + REACH + 1) if near in shot and near != frame
        ]  # fmt: skip
        self._differences = {
            key: one for key, one in self._differences.items() if abs(key[1] - frame) <= REACH
        }
        # The frames ahead were looked at for who stands where, and are made next.
        self._backgrounds = {
            held: one
            for held, one in self._backgrounds.items()
            if held.first <= frame + REACH and held.last >= frame
        }
        background = self._background(frame)
        plate = self._plate.passes[0].picture(frame)
        clean = self._clean(background, plate, np.ones(plate.shape[:2], np.bool_))
        layers, nearness = [], []
        for number in range(len(self._plate.passes)):
            picture, _ = self._laid(number, frame, clean)
            difference = self._difference(number, frame)
            layers.append(cut_out(picture, clean, difference, self._exposure))
            if self._order:
                rank = float(len(self._order) - self._order.index(number + 1))
                nearness.append(np.where(difference.people, np.float32(rank), np.float32(-1.0)))
            else:
                others = [self._difference(number, near).people for near in around]
                nearness.append(ground_lines(difference.people, others))
        picture = composite(plate, clean, layers, nearness)
        return CrowdFrame(picture, clean, tuple(layers), background.never_seen)

    def require_alike(self, frame: int) -> float:
        """How much of the background nobody saw; raises `BadInput` for a pass that shows another place."""
        for number, one in enumerate(self._plate.passes):
            share = self._difference(number, frame).share
            if number and share > MOST_PEOPLE:
                raise BadInput(
                    f"The pass {one.name} shows another picture: {round(100 * share)} % of frame {frame} is "
                    "not what the others have there.",
                    remedy="Give passes of one set-up under one light; or leave it out.",
                    kept="Nothing was made.",
                    where=f"references[{number - 1}]",
                )
        return float(self._background(frame).never_seen.mean())

    def _difference(self, number: int, frame: int) -> Difference:
        key = (number, frame)
        if key not in self._differences:
            background = self._background(frame)
            plate = self._plate.passes[0].picture(frame)
            clean = self._clean(background, plate, np.ones(plate.shape[:2], np.bool_))
            picture, there = self._laid(number, frame, clean)
            whole = is_whole(self._at(frame).onto(number, frame)) and self._at(frame).still
            self._differences[key] = differ(picture, clean, there, whole=whole, exposure=self._exposure)
        return self._differences[key]

    def _laid(self, number: int, frame: int, clean: Pixels) -> tuple[Pixels, Mask]:
        """A pass on the plate, in the light of `clean`; the plate itself as it is."""
        picture = self._plate.passes[number].picture(frame)
        if number == 0:
            return picture, np.ones(picture.shape[:2], np.bool_)
        picture, there = laid(picture, self._at(frame).onto(number, frame))
        light = picture / gain_of(clean, picture, there)
        return np.asarray(np.where(there[..., None], light, clean), np.float32), there

    def _clean(self, background: Background, picture: Pixels, there: Mask) -> Pixels:
        """The background in the light of a picture."""
        light = decode(background.codes, self._exposure)
        return np.asarray(light * gain_of(light, picture, there), np.float32)

    def _at(self, frame: int) -> ShotAlignment:
        return next(one for one in self._alignment if frame in one.frames)

    def _background(self, frame: int) -> Background:
        """The background at a frame: one for a shot in which nothing moves, else one for each frame."""
        alignment = self._at(frame)
        held = alignment.frames if alignment.still else FrameRange(frame, frame)
        if held not in self._backgrounds:
            self._backgrounds[held] = background_of(self._looks(alignment, held.first))
        return self._backgrounds[held]

    def _looks(self, alignment: ShotAlignment, frame: int) -> list[GroundLook]:
        """What the passes show of the background at a frame, in that frame's light."""
        passes = self._plate.passes
        base = passes[0].picture(frame)
        many = max(2, LOOKS // len(passes))
        looks: list[GroundLook] = []
        for number in range(len(passes)):
            for other in self._frames(alignment, frame, base.shape[:2], many):
                matrix = alignment.onto(number, other) @ alignment.between(frame, other)
                picture, there = laid(passes[number].picture(other), matrix)
                light = picture / gain_of(base, picture, there)
                codes = encode(np.asarray(light, np.float32), self._exposure)
                looks.append(GroundLook(codes.astype(np.float16), there, number))
        return looks

    @staticmethod
    def _frames(alignment: ShotAlignment, frame: int, size: tuple[int, ...], many: int) -> list[int]:
        """The frames that show the background of a frame: itself, and others spread over what shares it."""
        sharing = [
            other for other in alignment.frames
            if _shared(alignment.between(frame, other), (size[0], size[1])) >= _SHARED
        ]  # fmt: skip
        if len(sharing) <= many:
            return sharing
        places = np.linspace(0, len(sharing) - 1, many - 1)
        return sorted({frame, *(sharing[round(place)] for place in places)})


def gain_of(base: Pixels, picture: Pixels, there: Mask) -> Pixels:
    """(3,) how much brighter a picture is than another that shows the same; 1 where nothing is lit."""
    height, width = there.shape
    size = (max(width // _SMALL, 1), max(height // _SMALL, 1))
    small, other = (cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in (base, picture))
    seen = np.asarray(cv2.resize(there.astype(np.float32), size, interpolation=cv2.INTER_AREA)) > 0.999
    gains = np.ones(3, np.float32)
    for channel in range(3):
        ours, theirs = small[..., channel], other[..., channel]
        lit = seen & (ours > 0.0) & (theirs > 0.0)
        if int(lit.sum()) < 50:
            continue
        lit &= (ours > 0.2 * np.median(ours[lit])) & (theirs > 0.2 * np.median(theirs[lit]))
        ratio = np.log(theirs[lit] / ours[lit])
        middle = float(np.median(ratio)) if ratio.size else 0.0
        for _ in range(3):
            near = ratio[np.abs(ratio - middle) < _NEAR]
            middle = float(np.median(near)) if near.size else middle
        gains[channel] = np.exp(middle)
    return gains


def _shared(matrix: Homography, size: tuple[int, int]) -> float:
    """How much of a frame another one shows, by a grid of its points."""
    height, width = size
    y, x = np.mgrid[0 : height - 1 : 9j, 0 : width - 1 : 9j]
    places = matrix @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    x, y = places[:2] / places[2]
    return float(((x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)).mean())
