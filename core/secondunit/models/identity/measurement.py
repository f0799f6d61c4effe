"""The drift of characters over the frames of a take, and what has to be kept of it to compare takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from secondunit.models.faces import Face
from secondunit.wire.drift import CharacterDrift, FrameDrift
from secondunit.wire.drift_scale import DriftScale, agreed

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
_BYSTANDER = "Nothing is kept of a face: each is farther than any same-person pair measured."


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
    #: By a studio's network, where there is one.
    seconds: dict[int, Array] = field(default_factory=dict)
    costumes: list[Array] = field(default_factory=list)
    #: For each character the nearest frame: its distance, its number and its chip.
    nearest: dict[int, tuple[float, int, Array]] = field(default_factory=dict)

    def distance(self, references: CharacterReferences) -> float:
        """The median of its distances from a character."""
        return _median([references.nearest(one) for one in self.descriptions.values()])


class DriftMeasurement:
    """Takes frames in order; `results` says what they come to."""

    def __init__(self, networks: IdentityNetworks, cast: Sequence[CharacterReferences]) -> None:
        self._networks, self._cast = networks, tuple(cast)
        self._follower = FaceFollower(networks.detector, len(self._cast))
        self._tracks: dict[int, _Track] = {}
        self._frames: list[int] = []
        self._whole: set[int] = set()

    def add(self, frame: int, codes: Array) -> None:
        """Look at the next frame, (height, width, 3) codes from 0 to 1."""
        self._frames.append(frame)
        faces = self._follower.faces(codes)
        if self._follower.whole:
            self._whole.add(frame)
        for followed in faces:
            track = self._tracks.setdefault(followed.track, _Track())
            track.faces[frame] = followed.face
            face = aligned(codes, followed.face, self._networks.predictor)
            reason = withheld(face)
            if reason is not None:
                track.withheld[frame] = reason
                continue
            description = self._networks.describer.describe(face.chip)
            track.descriptions[frame] = description
            if self._networks.second is not None:
                track.seconds[frame] = self._networks.second.describe(codes, face)
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
        strangers = self._strangers(owned)
        return tuple(
            self._result(number, owned.get(number, []), strangers) for number in range(len(self._cast))
        )

    def _strangers(self, owned: dict[int, list[_Track]]) -> set[int]:
        """The frames in which a face is nobody's of the cast."""
        named = [track for tracks in owned.values() for track in tracks]
        others = (track for track in self._tracks.values() if all(track is not one for one in named))
        return {frame for track in others for frame in track.faces}

    def _owned(self) -> dict[int, list[_Track]]:
        """The tracks of each character: the nearest first, none twice, none beside another of its own."""
        pairs = sorted(
            (
                (track.distance(self._cast[number]), number, key)
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

    def _result(
        self, number: int, tracks: list[_Track], strangers: set[int]
    ) -> tuple[CharacterDrift, TakeFace | None]:
        references, second = self._cast[number], self._networks.second
        frames = tuple(self._frame(references, tracks, frame) for frame in self._frames)
        drift = CharacterDrift(
            references.character,
            references.version,
            len(references.faces),
            frames,
            remarks=(*references.remarks, *_beside(tracks, strangers, len(self._frames))),
            scale=self._networks.scale,
            second=second.opinion if second is not None and references.faces else None,
            apart=round(references.apart, 4),
        )
        near = min((track.nearest[number] for track in tracks if number in track.nearest), default=None,
                   key=lambda one: one[0])  # fmt: skip
        if near is None:
            return drift, None
        scores = [(copied(near[2], face.chip), face.name) for face in references.faces]
        score, name = max(scores)
        face = _kept(references, tracks, self._networks.scale)
        remarks = drift.remarks if face is not None else (*drift.remarks, _BYSTANDER)
        drift = replace(
            drift, copied=round(score, 4), copied_from=name, copied_frame=near[1], remarks=remarks
        )
        return drift, face

    def _frame(self, references: CharacterReferences, tracks: Iterable[_Track], frame: int) -> FrameDrift:
        track = next((one for one in tracks if frame in one.faces), None)
        if track is None:
            reason = Withheld.NO_FACE if frame in self._whole else Withheld.NOT_LOOKED_FOR
            return FrameDrift(frame, withheld=reason.value)
        face = track.faces[frame]
        box = tuple(round(part, 4) for part in (face.left, face.top, face.width, face.height))
        if frame in track.withheld:
            return FrameDrift(frame, withheld=track.withheld[frame].value, box=box)
        return self._worded(references, track, FrameDrift(frame, box=box))

    def _worded(self, references: CharacterReferences, track: _Track, frame: FrameDrift) -> FrameDrift:
        """A frame with its distances, and its word where that is not the usual one for them."""
        scale, second, opinion = self._networks.scale, self._networks.second, None
        away = round(references.nearest(track.descriptions[frame.frame]), 4)
        word, other = scale.word(away), None
        if second is not None and (opinion := second.opinion) is not None:
            other = round(references.nearest_by(second, track.seconds[frame.frame]), 4)
            word = agreed(word, opinion.scale.word(other))
        usual = DriftScale().word(away)
        return replace(frame, distance=away, second=other, wording=None if word is usual else word)


def _beside(tracks: Iterable[_Track], strangers: set[int], count: int) -> list[str]:
    """That somebody else is seen beside a character, where it is so."""
    frames = sorted(strangers & {frame for track in tracks for frame in track.faces})
    if not frames:
        return []
    return [
        f"Another face is seen in {len(frames)} of {count} frames, from {frames[0]}: the one that is nearest "
        "to the references is held against them."
    ]


def _kept(references: CharacterReferences, tracks: Iterable[_Track], scale: DriftScale) -> TakeFace | None:
    """What may be kept of a character: nothing of a track that is farther than any pair of one person."""
    own = [track for track in tracks if track.descriptions and track.distance(references) <= scale.far]
    described = sorted(
        (references.nearest(one), frame) for track in own for frame, one in track.descriptions.items()
    )
    if not described:
        return None
    _, frame = described[(len(described) - 1) // 2]
    worn = [one for track in own for one in track.costumes]
    description = next(track.descriptions[frame] for track in own if frame in track.descriptions)
    mean = np.asarray(np.mean(worn, axis=0), np.float32) if worn else None
    return TakeFace(frame, description, mean)


def _median(values: Sequence[float]) -> float:
    return float(np.median(values))
