"""When the frames of a movie are shown, by its packets: its rate, its numbers, and whether it is all there.

Nothing is decoded. What a container states of its length is believed only where every writer keeps it true:
tags beside a stream, as of Matroska's statistics, stay as they were when a movie is cut.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..wire.errors import BadPicture
from ..wire.rate import Rate
from .decoding import demuxed

_WHOLE = (24, 25, 30, 48, 50, 60, 96, 100, 120)
_USUAL = [Fraction(n) for n in _WHOLE] + [Fraction(n * 1000, 1001) for n in _WHOLE if n not in (25, 50, 100)]
#: How much earlier than its container says a whole movie may end: in frames where it has a picture only,
#: in seconds beside, since the last block of sound is counted in several ways.
_SHORT_FRAMES, _SHORT_SECONDS = Fraction(3, 4), Fraction(1, 10)


@dataclass(frozen=True)
class Scan:
    """The pictures that a file holds: when each is shown, in ticks of the stream's clock, in order.

    `fault` says why there are no more of them; empty where the file is whole. `stated` is how many frames the
    file says that it has, None where it does not.
    """

    times: array[int]
    clock: Fraction
    fault: str = ""
    stated: int | None = None


def scan(container: Any, stream: Any) -> Scan:
    """Look at every packet of a movie."""
    times, fault = array("q"), ""
    packets, end, sound = 0, Fraction(0), False
    for packet, message in demuxed(container):
        fault = fault or message
        if packet is None or not packet.size:
            continue
        own = packet.stream.index == stream.index
        timestamp = packet.pts if packet.pts is not None else packet.dts
        # An AVI counts its frames as they are stored, and leaves out those that repeat the one before.
        ended = packet.dts if container.format.name == "avi" else timestamp
        if ended is not None and (own or container.format.name != "avi"):
            end = max(end, (ended + (packet.duration or 0)) * packet.time_base)
        sound = sound or not own
        if own:
            packets += 1
        if own and not packet.is_discard and not packet.is_corrupt:
            times.append(timestamp or 0)
    stated, said_end = _stated(container, stream)
    if stated is not None and packets < stated:
        fault = fault or "frames are missing"
    tick = 1 / Fraction(stream.average_rate or 24)
    sound = sound and container.format.name != "avi"
    least = max(tick, _SHORT_SECONDS) if sound else tick * _SHORT_FRAMES
    if said_end is not None and said_end - end >= least:
        fault = fault or "it is shorter than it says"
    if said_end is not None and not sound:
        stated = round((said_end - Fraction(stream.start_time or 0) * stream.time_base) / tick)
    return Scan(array("q", sorted(times)), Fraction(stream.time_base), fault, stated)


def _stated(container: Any, stream: Any) -> tuple[int | None, Fraction | None]:
    """How many packets of the picture there are, and when the last of any stream ends, as the file says."""
    name = container.format.name
    if name.startswith("mov"):
        # An edit list may leave some out of its index; a movie in fragments counts none.
        return len(stream.index_entries) if hasattr(stream, "index_entries") else None, None
    if name in ("avi", "mxf"):
        return None, stream.duration * stream.time_base if stream.duration else None
    if name.startswith("matroska") and container.duration:
        return None, Fraction(container.duration, 1_000_000)
    return None, None


def rate_of(stream: Any, times: npt.NDArray[np.int64], path: Path, *, gaps: bool = False) -> Rate:
    """The rate that explains every time within a tick of the clock; one of the usual rates if any does.

    With `gaps` frames may be missing between others. Raises `BadPicture` where the rate varies.
    """
    named = [rate for rate in (stream.base_rate, stream.average_rate, stream.guessed_rate) if rate]
    average = stream.average_rate or Fraction(24)
    # Some containers keep a rounded rate: the usual one beside it is meant.
    usual = sorted(
        (rate for rate in _USUAL if abs(rate / average - 1) < 0.001), key=lambda r: abs(r - average)
    )
    candidates = [*(r for r in named if r in _USUAL), *usual, *named]
    holed = None
    for rate in candidates:
        numbers = numbered(times, rate, stream.time_base)
        if numbers is None:
            continue
        if gaps or numbers[-1] == len(numbers) - 1:
            return Rate(rate.numerator, rate.denominator)
        holed = numbers if holed is None else holed
    why, remedy = f"The frame rate of {path.name} varies", ""
    if holed is not None:
        last = int(np.argmax(np.diff(holed) > 1))
        many = int(holed[last + 1] - holed[last]) - 1
        gap = f"is room for {many} frame{'s' if many > 1 else ''}"
        why += f", or some of it is missing: after frame {last} there {gap}"
        remedy = "Copy the movie again if it is damaged. "
    raise BadPicture(
        f"{why}.",
        remedy=f"{remedy}Make the rate constant first, for example: "
        f"ffmpeg -i {path.name} -fps_mode cfr -r {stream.guessed_rate or average} ...",
        where=str(path),
    )


def numbered(times: npt.NDArray[np.int64], rate: Fraction, clock: Fraction) -> npt.NDArray[np.int64] | None:
    """The number of the frame at each time, the first being 0; None where `rate` does not explain them."""
    tick = float(1 / (rate * clock))
    offsets = (times - times[0]).astype(np.float64)
    if np.abs(offsets - np.arange(len(offsets)) * tick).max() <= 1.0:
        return np.arange(len(offsets))
    numbers: npt.NDArray[np.int64] = np.rint(offsets / tick).astype(np.int64)
    apart = np.abs(offsets - numbers * tick).max()
    return numbers if apart <= 1.0 and bool((np.diff(numbers) > 0).all()) else None
