"""The pictures that a character is held against: the face of each, and what they lack as a measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from secondunit.wire.drift import FARTHEST

from .description import distance
from .networks import IdentityNetworks
from .quality import withheld

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ReferenceFace:
    """The face of a reference: its file's name, its chip (150, 150, 3) and its description (128,)."""

    name: str
    chip: Array
    description: Array


@dataclass(frozen=True)
class CharacterReferences:
    """The faces of one version of a character; `remarks` say which pictures give none, and why."""

    character: str
    version: int
    faces: tuple[ReferenceFace, ...] = ()
    remarks: tuple[str, ...] = ()

    def nearest(self, description: Array) -> float:
        """How far a face is from the nearest of them; infinite without any."""
        return min((distance(description, face.description) for face in self.faces), default=float("inf"))


def references_of(
    character: str, version: int, pictures: Iterable[tuple[str, Array]], networks: IdentityNetworks
) -> CharacterReferences:
    """The references of named pictures, (height, width, 3) codes from 0 to 1."""
    faces, remarks = [], []
    for name, codes in pictures:
        face, count = networks.largest(codes)
        reason = withheld(face) if face is not None else None
        if face is None:
            remarks.append(f"{name} is not held against: no face is seen in it.")
        elif reason is not None:
            remarks.append(f"{name} is not held against: {reason.value}.")
        else:
            if count > 1:
                remarks.append(f"{name} shows {count} faces: the largest is held against.")
            faces.append(ReferenceFace(name, face.chip, networks.describer.describe(face.chip)))
    return CharacterReferences(character, version, tuple(faces), (*remarks, *_apart(faces)))


def _apart(faces: list[ReferenceFace]) -> list[str]:
    """That references disagree among themselves, where they do."""
    pairs = [(distance(one.description, two.description), one, two) for one, two in combinations(faces, 2)]
    farthest = max(pairs, key=lambda pair: pair[0], default=None)
    if farthest is None or farthest[0] <= FARTHEST:
        return []
    return [
        f"Its references disagree: {farthest[1].name} and {farthest[2].name} are {farthest[0]:.2f} apart, "
        "farther than any same-person pair measured."
    ]
