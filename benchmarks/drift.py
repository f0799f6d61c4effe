"""Drift: how often pictures of one person and of two fall on each side of the thresholds, with intervals.

    python -m benchmarks.drift FOLDER        a folder of photographs for each person in it

A show can measure its own cast in this way. Needs the weights `face_full_range`, `five_points` and
`identity_resnet`. No photograph is part of this repository but two portraits in the public domain
(tests/models/heads); what was measured elsewhere stands in benchmarks/README.md with its pictures' origin.
"""

from __future__ import annotations

import sys
from itertools import combinations
from math import sqrt
from pathlib import Path

import numpy as np

from secondunit.engines.references import shown_codes
from secondunit.media.config import open_config
from secondunit.models.identity.copying import copied
from secondunit.models.identity.description import distance
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.identity.quality import withheld
from secondunit.models.identity.reference import ReferenceFace
from secondunit.models.weights.store import WeightsStore
from secondunit.wire.drift import CLOSE, FARTHEST, PASTED

#: The normal deviate of a two-sided interval of 95 %, and the longer side at which photographs are seen.
_DEVIATE, _SIDE = 1.96, 2048
_SUFFIXES = (".png", ".jpg", ".jpeg")


def interval(errors: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share: E. B. Wilson, "Probable inference", JASA 1927."""
    if not count:
        return 0.0, 1.0
    share, square = errors / count, _DEVIATE**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _DEVIATE * sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def faces_of(folder: Path, networks: IdentityNetworks) -> list[tuple[str, ReferenceFace]]:
    """Each photograph's face with its folder's name; what is withheld is left out and said."""
    config = open_config("")
    faces: list[tuple[str, ReferenceFace]] = []
    for path in sorted(folder.glob("*/*")):
        if path.suffix.lower() not in _SUFFIXES:
            continue
        face, count = networks.largest(shown_codes(path, config, _SIDE))
        reason = withheld(face) if face is not None else None
        if face is None or reason is not None or count != 1:
            print(f"left out: {path.parent.name}/{path.name}: {reason.value if reason else f'{count} faces'}")
            continue
        description = networks.describer.describe(face.chip)
        faces.append((path.parent.name, ReferenceFace(path.name, face.chip, description)))
    return faces


def main(folder: Path) -> None:
    faces = faces_of(folder, IdentityNetworks.of_store(WeightsStore.of_user()))
    same: list[float] = []
    other: list[float] = []
    pasted = 0
    for (one, first), (two, second) in combinations(faces, 2):
        (same if one == two else other).append(distance(first.description, second.description))
        pasted += copied(first.chip, second.chip) >= PASTED
    print(f"{len(faces)} faces, {len({name for name, _ in faces})} people")
    for label, values, limits in (
        ("one person, above", np.array(same), (CLOSE, FARTHEST)),
        ("two people, up to", np.array(other), (CLOSE, FARTHEST)),
    ):
        for limit in limits:
            beyond = values > limit if label.endswith("above") else values <= limit
            errors = int(beyond.sum())
            low, high = interval(errors, len(values))
            print(f"{label} {limit}: {errors} of {len(values)} pairs ({100 * low:.1f} to {100 * high:.1f} %)")
    if same and other:
        print(f"one person: {min(same):.2f} to {max(same):.2f}")
        print(f"two people: {min(other):.2f} to {max(other):.2f}")
    low, high = interval(pasted, len(same) + len(other))
    count = len(same) + len(other)
    print(f"taken for pasted: {pasted} of {count} pairs ({100 * low:.1f} to {100 * high:.1f} %)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
