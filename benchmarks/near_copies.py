"""Near copies: how often unlike pictures are taken for one, and altered copies of a picture are missed.

    python -m benchmarks.near_copies FOLDER        pictures that are all unlike one another

A copy is cropped by up to 8 %, graded, mirrored, made smaller and grained. What was measured stands in
benchmarks/README.md with the origin of its pictures, none of which is part of this repository.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from secondunit.engines.references import shown_codes
from secondunit.media.config import open_config
from secondunit.models.identity.calibration import ErrorRate
from secondunit.models.near_copy.fingerprint import Array, Fingerprint, fingerprint
from secondunit.models.near_copy.likeness import PrintIndex, alike_either_way
from secondunit.wire.near_copy import NEAR

_SIDE, _SUFFIXES = 512, (".png", ".jpg", ".jpeg", ".exr")
#: The crops, as a share of each side, and the grades: exponent, then gains of red, green and blue.
_CROPS = (0.0, 0.03, 0.05, 0.08)
_GRADES = ((1.0, (1.0, 1.0, 1.0)), (1.5, (1.15, 1.0, 0.8)), (0.7, (0.6, 0.7, 0.8)), (1.0, (1.6, 1.6, 1.6)))
_GRAIN, _SMALLER = 0.01, 0.9


def copies_of(codes: Array, random: np.random.Generator) -> Iterator[Array]:
    """Every altered copy of a picture, (height, width, 3) codes from 0 to 1."""
    height, width = codes.shape[:2]
    for crop in _CROPS:
        tall, wide = round(height * (1 - crop)), round(width * (1 - crop))
        top, left = (int(random.integers(0, room + 1)) for room in (height - tall, width - wide))
        for exponent, gains in _GRADES:
            for mirrored in (False, True):
                part = codes[top : top + tall, left : left + wide]
                part = part[:, ::-1] if mirrored else part
                graded = part**exponent * np.array(gains, np.float32)
                grained = graded + random.normal(0, _GRAIN, graded.shape)
                size = round(wide * _SMALLER), round(tall * _SMALLER)
                small = cv2.resize(grained.astype(np.float32), size, interpolation=cv2.INTER_AREA)
                yield np.clip(small, 0, 1)


def main(folder: Path) -> int:
    """Print both shares with intervals of 95 %, and what a search takes."""
    config, random = open_config(""), np.random.default_rng(1)
    pictures: list[Array] = []
    prints: list[Fingerprint] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _SUFFIXES:
            codes = shown_codes(path, config, _SIDE)
            one = fingerprint(codes)
            if one is not None:
                pictures.append(codes)
                prints.append(one)
    unlike = [alike_either_way(one, two) for one, two in combinations(prints, 2)]
    alarms = sum(value >= NEAR for value in unlike)
    low, high = ErrorRate(alarms, len(unlike)).interval
    print(f"{len(prints)} pictures, {len(unlike)} unlike pairs: {alarms} false alarms "
          f"({100 * low:.2f} to {100 * high:.2f} %), the most alike {max(unlike):.2f}")  # fmt: skip
    index, count, missed, begun = PrintIndex(prints), 0, 0, time.process_time()
    for place, codes in enumerate(pictures):
        for copy in copies_of(codes, random):
            one = fingerprint(copy)
            match = index.nearest(one) if one is not None else None
            count += 1
            missed += match is None or match.place != place or match.alike < NEAR
    low, high = ErrorRate(missed, count).interval
    print(f"{count} altered copies: {missed} missed ({100 * low:.1f} to {100 * high:.1f} %), "
          f"{1000 * (time.process_time() - begun) / count:.0f} ms of processor for each")  # fmt: skip
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__)
        sys.exit(0)
    sys.exit(main(Path(sys.argv[1])))
