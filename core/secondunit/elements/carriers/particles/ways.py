"""The ways of thrown pieces through a frame, cut to what the shutter sees of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.elements.cache import Stored

from .sight import NEAR, ShutterView

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


def segments_of(stored: Stored, sight: ShutterView) -> Segments:
    """What the shutter sees of the pieces of a cached frame: a few straight parts for each."""
    way = stored.arrays["way"].astype(np.float64)
    # Their age is that at the end of the frame's own time, half a frame after its middle.
    age = stored.arrays["age"].astype(np.float64) / sight.seconds - 0.5
    ends = stored.arrays["ends"].astype(np.float64) / sight.seconds
    half = 0.5 * sight.shutter
    first, last = np.maximum(-half, -age), np.minimum(half, ends - age)
    parts = max(1, round((way.shape[1] - 1) * sight.shutter))
    present = np.nonzero(first <= last)[0]
    way, first, last, age = way[present], first[present], last[present], age[present]
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
        share = (times[n + 1] - times[n]) / sight.shutter if half > 0.0 else np.ones(len(present))
        moved = sight.motion(early, late) / (2.0 * TURN)
        seconds = (age + time) * sight.seconds
        table = np.concatenate(
            [present[:, None], begin, end, np.stack([deep, seconds, share], axis=-1), moved], axis=1
        )
        rows.append(table[np.minimum(np.minimum(near, far), deep) > NEAR])
    table = np.concatenate(rows)
    # Far before near; of one depth by piece and time, so that the order is always the same.
    table = table[np.argsort(-table[:, 5], kind="stable")]
    return Segments(
        table[:, 0].astype(np.int64), table[:, 1:5], table[:, 5], table[:, 6], table[:, 7], table[:, 8:10]
    )


@dataclass(frozen=True)
class Tracks:
    """Whole ways through the shutter, far to near: `piece` (count) says whose; `track` (count, moments, 3)
    where in pixels and how many pixels a metre is there; `deep` in metres; `share`, the part of the shutter's
    time that it is there; `motion` (count, 2) in pixels a frame, y up; `turn`, its quaternion in the middle.
    """

    piece: Ids
    track: Numbers
    deep: Numbers
    share: Numbers
    motion: Numbers
    turn: Numbers


def tracks_of(stored: Stored, sight: ShutterView) -> Tracks:
    """What the shutter sees of the pieces of a cached frame, each as one way."""
    way = stored.arrays["way"].astype(np.float64)
    age = stored.arrays["age"].astype(np.float64) / sight.seconds - 0.5
    ends = stored.arrays["ends"].astype(np.float64) / sight.seconds
    half = 0.5 * sight.shutter
    first, last = np.maximum(-half, -age), np.minimum(half, ends - age)
    parts = max(1, round((way.shape[1] - 1) * sight.shutter)) if half > 0.0 else 0
    present = np.nonzero(first <= last)[0]
    way, first, last = way[present], first[present], last[present]
    knots, depths = [], []
    for n in range(parts + 1):
        part = n / parts if parts else 0.5
        place, deep = sight.see(place_at(way, first + (last - first) * part), half * (2.0 * part - 1.0))
        # How large a metre is there: the format's width over what it shows at that depth.
        scale = sight.still.format.width / (sight.still.across * np.maximum(deep, NEAR))
        knots.append(np.concatenate([place, scale[:, None]], axis=1))
        depths.append(deep)
    middle = np.clip(0.5 * (first + last), TURN - 0.5, 0.5 - TURN)
    early, deep = sight.see(place_at(way, middle - TURN), -TURN)
    late, _ = sight.see(place_at(way, middle + TURN), TURN)
    share = (last - first) / sight.shutter if half > 0.0 else np.ones(len(present))
    # The quaternion is that half a frame after: it is turned back to the middle of the shutter.
    turn = _turned_back(stored.arrays["turn"][present], stored.arrays["spin"][present], 0.5 * sight.seconds)
    seen = np.nonzero(np.minimum(np.min(depths, axis=0), deep) > NEAR)[0]
    order = seen[np.argsort(-deep[seen], kind="stable")]
    track = np.stack(knots, axis=1)[order]
    moved = sight.motion(early, late) / (2.0 * TURN)
    return Tracks(present[order], track, deep[order], share[order], moved[order], turn[order])


def _turned_back(turn: npt.NDArray[np.float32], spin: npt.NDArray[np.float32], seconds: float) -> Numbers:
    """Quaternions (w, x, y, z) before a spin in rad/s has turned them for so many seconds."""
    about = -spin.astype(np.float64) * seconds
    angle = np.linalg.norm(about, axis=1)
    c, s = np.cos(0.5 * angle), np.where(angle > 1e-9, np.sin(0.5 * angle) / np.maximum(angle, 1e-9), 0.5)
    bw, (bx, by, bz) = c, (about * s[:, None]).T
    w, x, y, z = turn.astype(np.float64).T
    return np.stack([
        bw * w - bx * x - by * y - bz * z, bw * x + bx * w + by * z - bz * y,
        bw * y - bx * z + by * w + bz * x, bw * z + bx * y - by * x + bz * w,
    ], axis=1)  # fmt: skip
