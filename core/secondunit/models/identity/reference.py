"""The pictures that a character is held against: the face of each, and what they lack as a measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from secondunit.wire import DriftScale

from .description import distance
from .networks import IdentityNetworks
from .quality import withheld
from .second import SecondDescriber

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ReferenceFace:
    """The face of a reference: its file's name, its chip (150, 150, 3) and its description (128,).

    `second` is its description by a studio's network, where there is one.
    """

    name: str
    chip: Array
    description: Array
    second: Array | None = None


@dataclass(frozen=True)
class CharacterReferences:
    """The faces of one version of a character; `remarks` say which pictures give none, and why.

    `apart` is how far two of them are from one another at most.
    """

    character: str
    version: int
    faces: tuple[ReferenceFace, ...] = ()
    remarks: tuple[str, ...] = ()
    apart: float = 0.0

    def nearest(self, description: Array) -> float:
        """How far a face is from the nearest of them; infinite without any."""
        return min((distance(description, face.description) for face in self.faces), default=float("inf"))

    def nearest_by(self, describer: SecondDescriber, description: Array) -> float:
        """How far a face is from the nearest of them by a studio's network; infinite without any."""
        others = (face.second for face in self.faces if face.second is not None)
        return min((describer.distance(description, other) for other in others), default=float("inf"))


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
                remarks.append(f"{name} shows {count} faces: takes are held against the largest.")
            second = networks.second.describe(codes, face) if networks.second is not None else None
            faces.append(ReferenceFace(name, face.chip, networks.describer.describe(face.chip), second))
    apart, said = _apart(faces, networks.scale)
    return CharacterReferences(character, version, tuple(faces), (*remarks, *said), apart)


def _apart(faces: list[ReferenceFace], scale: DriftScale) -> tuple[float, list[str]]:
    """How far references are from one another at most, and that they disagree where they do."""
    pairs = [(distance(one.description, two.description), one, two) for one, two in combinations(faces, 2)]
    farthest = max(pairs, key=lambda pair: pair[0], default=None)
    if farthest is None:
        return 0.0, []
    if farthest[0] <= scale.far:
        return farthest[0], []
    return farthest[0], [
        f"Its references disagree: {farthest[1].name} and {farthest[2].name} are {farthest[0]:.2f} apart, "
        "farther than any same-person pair measured."
    ]
