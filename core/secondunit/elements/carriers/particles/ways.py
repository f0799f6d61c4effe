"""The ways of thrown pieces through a frame, cut to what the shutter sees of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.elements.cache import Stored

from .sight import NEAR, Sight

Numbers = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]
#: Half the time in frames over which motion is measured.
TURN = 0.05


@dataclass(frozen=True)
class Segments:
    """Straight parts of ways, far to near: `piece` (count) says whose; `ends` (count, 4) begin and end in
    pixels from the format's top left corner; `deep` in metres; `age` in seconds at the middle; `share`, the
    part of the shutter's time; `motion` (count, 2) in pixels a frame, y up.
    """

    piece: Ids
    ends: Numbers
    deep: Numbers
    age: Numbers
    share: Numbers
    motion: Numbers


def numbers_of(stored: Stored) -> Ids:
    """The numbers of the pieces in a cached frame."""
    return stored.arrays["number"].view(np.uint32).astype(np.int64)


def place_at(way: Numbers, frames: Numbers | float) -> Numbers:
    """Where pieces are (count, 3) at a time in frames, -0.5 to 0.5, on their ways (count, steps + 1, 3)."""
    steps = way.shape[1] - 1
    at = np.clip((np.asarray(frames, np.float64) + 0.5) * steps, 0.0, steps)
    low = np.minimum(at.astype(np.int64), steps - 1)
    rows = np.arange(len(way))
    before, after = way[rows, low], way[rows, low + 1]
    return np.asarray(before + np.reshape(at - low, (-1, 1)) * (after - before))


def segments_of(stored: Stored, sight: Sight) -> Segments:
    """What the shutter sees of the pieces of a cached frame: a few straight parts for each."""
    way = stored.arrays["way"].astype(np.float64)
    # Their age is that at the end of the frame's own time, half a frame after its middle.
    age = stored.arrays["age"].astype(np.float64) / sight.seconds - 0.5
    ends = stored.arrays["ends"].astype(np.float64) / sight.seconds
    half = 0.5 * sight.shutter
    first, last = np.maximum(-half, -age), np.minimum(half, ends - age)
    parts = max(1, round((way.shape[1] - 1) * sight.shutter))
    there = np.nonzero(first <= last)[0]
    way, first, last, age = way[there], first[there], last[there], age[there]
    parted = [n / parts for n in range(parts + 1)]
    times = [first + (last - first) * part for part in parted]
    # The camera is asked where the shutter's time is parted; what comes or goes between is seen by it too.
    moments = [half * (2.0 * part - 1.0) for part in parted]
    cuts = [sight.see(place_at(way, time), moment) for time, moment in zip(times, moments, strict=True)]
    rows = []
    for n in range(parts):
        (begin, near), (end, far) = cuts[n], cuts[n + 1]
        time, moment = 0.5 * (times[n] + times[n + 1]), 0.5 * (moments[n] + moments[n + 1])
        inside = np.clip(time, TURN - 0.5, 0.5 - TURN)
        early, deep = sight.see(place_at(way, inside - TURN), moment - TURN)
        late, _ = sight.see(place_at(way, inside + TURN), moment + TURN)
        share = (times[n + 1] - times[n]) / sight.shutter if half > 0.0 else np.ones(len(there))
        moved = sight.motion(early, late) / (2.0 * TURN)
        seconds = (age + time) * sight.seconds
        table = np.concatenate(
            [there[:, None], begin, end, np.stack([deep, seconds, share], axis=-1), moved], axis=1
        )
        rows.append(table[np.minimum(np.minimum(near, far), deep) > NEAR])
    table = np.concatenate(rows)
    # Far before near; of one depth by piece and time, so that the order is always the same.
    table = table[np.argsort(-table[:, 5], kind="stable")]
    return Segments(
        table[:, 0].astype(np.int64), table[:, 1:5], table[:, 5], table[:, 6], table[:, 7], table[:, 8:10]
    )
