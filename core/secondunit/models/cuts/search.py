"""Cuts and dissolves in a row of looks, frame by frame, with memory that does not grow with the plate.

A cut: no frame shortly before is like one shortly after, and the step is larger than those beside it. So a
flash of up to two frames is none, since the shot goes on after it, and neither is a whip pan, where every
step is large. A dissolve: what lies between two unlike frames is a mixture of them, of which the first goes
away steadily.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from secondunit.models.clean_plate.plate import Pixels
from secondunit.wire import FrameRange

from .look import FrameLook
from .transition import Transition, TransitionKind
from .unlikeness import unlikeness

#: How unlike both sides of a cut are, and how much more than the steps beside it.
UNLIKE, STANDS_OUT = 0.42, 1.6
#: A flash lasts so many frames at the most.
FLASH = 2
#: Half the frames that a dissolve is looked for over.
HALVES = (3, 5, 8, 12)
#: Both shots' shares leave this much of the mixture open, as a part of what differs between them.
_LEFT_OVER = 0.4
#: How far a share may go back, and from where to where it has to go.
_BACK, _BEGINS, _ENDS = 0.06, 0.75, 0.25
#: What differs less than this in codes is one picture; so small a step is none, as at the end of a fade.
_DIFFERENT, _STEP = 0.03, 0.012
#: Pictures that go with each other so far are one at two lights.
_SAME = 0.85
#: From this share on a picture is the shot before, and below what is left the one after.
_ALONE = 0.95


def find_transitions(frames: FrameRange, look: Callable[[int], FrameLook]) -> Iterator[Transition]:
    """Every cut and dissolve of `frames` in their order; each look is asked for once where memory allows."""
    seen = lru_cache(maxsize=4 * max(HALVES))(look)
    steps = lru_cache(maxsize=16)(lambda frame: unlikeness(seen(frame - 1).proxy, seen(frame).proxy))
    over = frames.first - 1
    for frame in range(frames.first + 1, frames.last + 1):
        if frame <= over:
            continue
        if _is_cut(frame, frames, seen, steps):
            over = frame
            yield Transition(TransitionKind.CUT, frame - 1, frame)
            continue
        begun = _mixture(frame, frames, seen, over)
        if begun is not None:
            # It is seen from its edge on: the middle is where most differs.
            middles = range(frame + 1, min(frame + max(HALVES), frames.last) + 1)
            later = (_mixture(middle, frames, seen, over) for middle in middles)
            run = takewhile(lambda one: one is not None, later)
            best = max([begun, *(one for one in run if one is not None)], key=_contrast)
            over = best.transition.last
            yield best.transition


@dataclass(frozen=True)
class _Mixture:
    """A dissolve around a frame, and by how much its two shots differ in codes squared."""

    transition: Transition
    contrast: float


def _contrast(mixture: _Mixture | None) -> float:
    return 0.0 if mixture is None else mixture.contrast


def _is_cut(
    frame: int, frames: FrameRange, seen: Callable[[int], FrameLook], steps: Callable[[int], float]
) -> bool:
    step = steps(frame)
    if step < UNLIKE or float(np.abs(seen(frame).tiny - seen(frame - 1).tiny).mean()) < _STEP:
        return False
    beside = [steps(near) for near in (frame - 1, frame + 1) if frames.first < near <= frames.last]
    # Of two frames alone nothing says whether the step is a large one. A flash beside a cut is a large step.
    if not beside or step < STANDS_OUT * min(beside):
        return False
    befores = [near for near in range(frame - 1 - FLASH, frame) if near >= frames.first]
    afters = [near for near in range(frame, frame + 1 + FLASH) if near <= frames.last]
    return all(
        unlikeness(seen(before).proxy, seen(after).proxy) >= UNLIKE for before in befores for after in afters
    )


def _mixture(frame: int, frames: FrameRange, seen: Callable[[int], FrameLook], over: int) -> _Mixture | None:
    """The dissolve around `frame`, if it is in one: of its windows the one that shows most."""
    best: _Mixture | None = None
    for half in HALVES:
        first, last = frame - half, frame + half
        if first <= over or first < frames.first or last > frames.last:
            break
        pictures = [seen(near).tiny for near in range(first, last + 1)]
        contrast = float(((pictures[0] - pictures[-1]) ** 2).mean())
        shares = _shares(pictures)
        if shares is None or contrast <= _contrast(best):
            continue
        if unlikeness(seen(first).proxy, seen(last).proxy) >= UNLIKE:
            begin = first + max(int(np.flatnonzero(shares >= _ALONE)[-1]), 0)
            end = first + int(np.flatnonzero(shares <= 1.0 - _ALONE)[0])
            best = _Mixture(Transition(TransitionKind.DISSOLVE, begin, end), contrast)
    return best


def _shares(tiny: list[Pixels]) -> npt.NDArray[np.float64] | None:
    """How much of the first picture each still shows, where they go steadily to the last by mixing both."""
    old, new = tiny[0].astype(np.float64), tiny[-1].astype(np.float64)
    apart = old - new
    whole = float((apart * apart).mean())
    if whole < _DIFFERENT**2 or min(float(old.std()), float(new.std())) < _DIFFERENT:
        return None
    if float(np.corrcoef(old.ravel(), new.ravel())[0, 1]) > _SAME:  # one picture that becomes brighter
        return None
    shares = []
    for picture in tiny:
        share = float(((picture - new) * apart).mean()) / whole
        left = picture - new - share * apart
        if float((left * left).mean()) > _LEFT_OVER**2 * whole:
            return None
        shares.append(share)
    falls = np.diff(shares)
    # It happens in steps: two frames that stand and a cut are no dissolve.
    steady = (falls < _BACK).all() and -falls.min() < 0.5 and shares[1] > _BEGINS and shares[-2] < _ENDS
    return np.array(shares) if steady else None
