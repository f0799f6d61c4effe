"""The first pass over a plate: where each frame stands behind the hole, its light, and where cuts are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from secondunit.wire.errors import BadInput

from .path import BLIND, Path, Place
from .plate import MattedPlate
from .view import SurveyedFrame, view_of


@dataclass(frozen=True)
class Survey:
    """What the first pass saw: (height, width), and the frames' places shot by shot."""

    size: tuple[int, int]
    shots: tuple[tuple[Place, ...], ...]

    @property
    def cuts(self) -> tuple[int, ...]:
        """The first frame after each cut."""
        return tuple(shot[0].frame for shot in self.shots[1:])

    @property
    def second(self) -> float:
        """The largest share of features on a second depth that three frames in ten reach."""
        shares = sorted(place.second for shot in self.shots for place in shot)
        return shares[int(0.7 * (len(shares) - 1))] if shares else 0.0


def survey(plate: MattedPlate, grow: int, progress: Callable[[int], None] = lambda frame: None) -> Survey:
    """Read every frame once; the errors of `MattedPlate.picture` and `MattedPlate.cover`."""
    shots: list[list[Place]] = []
    shot: list[Place] = []
    path, size, blind = Path(), None, True
    last: SurveyedFrame | None = None
    for frame in plate.frames:
        view = view_of(plate, frame, grow, size)
        size = view.size
        place = path.place(view)
        blind = blind and view.share < BLIND
        if last is not None and place.matrix is None and path.cut(last, view):
            shots.append(path.finer(shot))
            path, shot = Path(), []
            place = path.place(view)
        shot.append(place)
        last = view if view.share >= BLIND else last
        progress(frame)
    if blind:
        raise BadInput(
            "The matte covers the whole picture in every frame: there is nothing to take from.",
            remedy="Check the matte: white is what goes away.",
        )
    shots.append(path.finer(shot))
    return Survey(size or (0, 0), tuple(bridged(places) for places in shots))


def bridged(shot: Sequence[Place]) -> tuple[Place, ...]:
    """The shot with places for the frames of which nothing is seen, half-way between those that stand
    around them.
    """
    known = [index for index, place in enumerate(shot) if place.matrix is not None]
    out = list(shot)
    for before, after in pairwise(known):
        for index in range(before + 1, after):
            if shot[index].sharpness > 0.0:
                continue
            part = (index - before) / (after - before)
            left, right = shot[before], shot[after]
            assert left.matrix is not None and right.matrix is not None
            gain = tuple(a ** (1 - part) * b**part for a, b in zip(left.gain, right.gain, strict=True))
            matrix = left.matrix * (1 - part) + right.matrix * part
            out[index] = replace(shot[index], matrix=matrix, gain=(gain[0], gain[1], gain[2]), between=True)
    return tuple(out)
