"""The drift of characters over the frames of a take, and what has to be kept of it to compare takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from secondunit.models.faces import Face
from secondunit.wire.drift import CharacterDrift, FrameDrift

from .alignment import aligned
from .copying import copied
from .costume import costume
from .following import FaceFollower
from .networks import IdentityNetworks
from .quality import Withheld, withheld
from .reference import CharacterReferences

Array = npt.NDArray[np.float32]

#: What is worn is looked at in one of so many frames.
COSTUMES = 8


@dataclass(frozen=True)
class TakeFace:
    """What is kept of a character in a take: its face's description at the median, and what is worn.

    `costume` is None where nothing below the face was seen. A description is personal data.
    """

    frame: int
    description: Array
    costume: Array | None


@dataclass
class _Track:
    """One face over the frames in which it was followed."""

    faces: dict[int, Face] = field(default_factory=dict)
    withheld: dict[int, Withheld] = field(default_factory=dict)
    descriptions: dict[int, Array] = field(default_factory=dict)
    costumes: list[Array] = field(default_factory=list)
    #: For each character the nearest frame: its distance, its number and its chip.
    nearest: dict[int, tuple[float, int, Array]] = field(default_factory=dict)


class DriftMeasurement:
    """Takes frames in order; `results` says what they come to."""

    def __init__(self, networks: IdentityNetworks, cast: Sequence[CharacterReferences]) -> None:
        self._networks, self._cast = networks, tuple(cast)
        self._follower = FaceFollower(networks.detector)
        self._tracks: dict[int, _Track] = {}
        self._frames: list[int] = []

    def add(self, frame: int, codes: Array) -> None:
        """Look at the next frame, (height, width, 3) codes from 0 to 1."""
        self._frames.append(frame)
        for followed in self._follower.faces(codes):
            track = self._tracks.setdefault(followed.track, _Track())
            track.faces[frame] = followed.face
            face = aligned(codes, followed.face, self._networks.predictor)
            reason = withheld(face)
            if reason is not None:
                track.withheld[frame] = reason
                continue
            description = self._networks.describer.describe(face.chip)
            track.descriptions[frame] = description
            if len(track.descriptions) % COSTUMES == 1:
                worn = costume(codes, followed.face)
                track.costumes += [] if worn is None else [worn]
            for number, references in enumerate(self._cast):
                away = references.nearest(description)
                if away < track.nearest.get(number, (np.inf,))[0]:
                    track.nearest[number] = (away, frame, face.chip)

    def results(self) -> tuple[tuple[CharacterDrift, TakeFace | None], ...]:
        """Each character's drift in the order of the cast, and what is to be kept of it."""
        owned = self._owned()
        return tuple(self._result(number, owned.get(number, [])) for number in range(len(self._cast)))

    def _owned(self) -> dict[int, list[_Track]]:
        """The tracks of each character: the nearest first, none twice, none beside another of its own."""
        pairs = sorted(
            (
                (
                    _median([self._cast[number].nearest(one) for one in track.descriptions.values()]),
                    number,
                    key,
                )
                for key, track in self._tracks.items()
                for number in range(len(self._cast))
                if track.descriptions and self._cast[number].faces
            ),
        )
        owned: dict[int, list[_Track]] = {}
        taken: set[int] = set()
        for _, number, key in pairs:
            track, own = self._tracks[key], owned.setdefault(number, [])
            if key not in taken and all(track.faces.keys().isdisjoint(other.faces) for other in own):
                own.append(track)
                taken.add(key)
        self._unsaid(owned, taken)
        return owned

    def _unsaid(self, owned: dict[int, list[_Track]], taken: set[int]) -> None:
        """With one character, faces of which nothing could be said are its own where it has no other."""
        if len(self._cast) != 1:
            return
        own = owned.setdefault(0, [])
        for key, track in self._tracks.items():
            if key in taken or track.descriptions:
                continue
            if all(track.faces.keys().isdisjoint(other.faces) for other in own):
                own.append(track)

    def _result(self, number: int, tracks: list[_Track]) -> tuple[CharacterDrift, TakeFace | None]:
        references = self._cast[number]
        frames = tuple(self._frame(references, tracks, frame) for frame in self._frames)
        drift = CharacterDrift(
            references.character,
            references.version,
            len(references.faces),
            frames,
            remarks=references.remarks,
        )
        near = min((track.nearest[number] for track in tracks if number in track.nearest), default=None,
                   key=lambda one: one[0])  # fmt: skip
        if near is None:
            return drift, None
        scores = [(copied(near[2], face.chip), face.name) for face in references.faces]
        score, name = max(scores)
        drift = CharacterDrift(
            drift.character, drift.version, drift.references, frames, round(score, 4), name, near[1],
            drift.remarks,
        )  # fmt: skip
        middle = drift.middle
        described = {frame: one for track in tracks for frame, one in track.descriptions.items()}
        worn = [one for track in tracks for one in track.costumes]
        if middle is None:
            return drift, None
        mean = np.asarray(np.mean(worn, axis=0), np.float32) if worn else None
        return drift, TakeFace(middle.frame, described[middle.frame], mean)

    def _frame(self, references: CharacterReferences, tracks: Iterable[_Track], frame: int) -> FrameDrift:
        track = next((one for one in tracks if frame in one.faces), None)
        if track is None:
            return FrameDrift(frame, withheld=Withheld.NO_FACE.value)
        face = track.faces[frame]
        box = tuple(round(part, 4) for part in (face.left, face.top, face.width, face.height))
        if frame in track.withheld:
            return FrameDrift(frame, withheld=track.withheld[frame].value, box=box)
        return FrameDrift(frame, round(references.nearest(track.descriptions[frame]), 4), box=box)


def _median(values: Sequence[float]) -> float:
    return float(np.median(values))
