"""A character over the shots of a sequence in cut order: distances, their curve, and what to look at.

It reads no pictures: what was measured when the takes were delivered says all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from secondunit.models.identity.costume import unlikeness
from secondunit.models.identity.description import distance
from secondunit.wire import CharacterDrift, Continuity, ContinuityShot, DriftWord, Take
from secondunit.wire.continuity import MOST_POINTS

from .kept_faces import KeptFace

#: From where a costume is said to be another: heads in six lights came to 0.37, another costume to 0.44.
OTHER_COSTUME = 0.41


def continuity(
    shots: Sequence[str], takes: Iterable[Take], kept: Iterable[KeptFace], character: str = ""
) -> tuple[Continuity, ...]:
    """Every character that was measured in the shots' newest takes, in cut order; files may be gone.

    The takes have the frames of their drifts. With a `character` it is that one alone.
    """
    chosen = newest(shots, takes)
    faces = {(face.character, face.take): face for face in kept}
    return tuple(
        _of(name, shots, chosen, faces)
        for name in sorted({name for _, name in chosen})
        if character in ("", name)
    )


def newest(shots: Sequence[str], takes: Iterable[Take]) -> dict[tuple[str, str], Take]:
    """The newest measured take of each of the shots and each character, by both."""
    chosen: dict[tuple[str, str], Take] = {}
    members = frozenset(shots)
    for take in takes:
        for drift in take.drift:
            key = (take.shot, drift.character)
            if take.shot in members and (key not in chosen or take.created > chosen[key].created):
                chosen[key] = take
    return chosen


def curve_of(drift: CharacterDrift, most: int = MOST_POINTS) -> tuple[float | None, ...]:
    """The distances of a drift's frames in their order, the farthest of several where there are too many."""
    frames, count = drift.frames, min(most, len(drift.frames))
    edges = [len(frames) * number // count for number in range(count + 1)] if count else []
    points: list[float | None] = []
    for first, end in pairwise(edges):
        points.append(max((one.distance for one in frames[first:end] if one.distance is not None),
                          default=None))  # fmt: skip
    return tuple(points)


def _of(
    name: str,
    shots: Sequence[str],
    chosen: dict[tuple[str, str], Take],
    faces: dict[tuple[str, str], KeptFace],
) -> Continuity:
    made: list[ContinuityShot] = []
    # Of each version by itself: another one is meant to look otherwise.
    before: dict[int, KeptFace] = {}
    first: dict[int, KeptFace] = {}
    for shot in shots:
        take = chosen.get((shot, name))
        if take is None:
            continue
        drift = next(one for one in take.drift if one.character == name)
        warnings = _warnings(drift)
        face = faces.get((name, take.id))
        if face is not None:
            version = drift.version
            warnings += _beside(face, before.get(version), first.get(version), drift.scale.close)
            # A shot that has drifted itself is nothing to hold the next one against.
            if drift.word is DriftWord.CLOSE:
                before[version] = face
            if face.costume is not None:
                first.setdefault(version, face)
        made.append(ContinuityShot(take.in_list, drift.in_list, curve_of(drift), tuple(warnings)))
    have = {shot.take.shot for shot in made}
    missing = tuple(shot for shot in shots if shot not in have)
    return Continuity(name, max(shot.drift.version for shot in made), tuple(made), missing)


def _warnings(drift: CharacterDrift) -> list[str]:
    worst = drift.worst
    unclear = drift.word in (DriftWord.UNCLEAR, DriftWord.FAR)
    said = [f"{drift.word.value} (median {drift.median:.2f})"] if unclear else []
    if drift.second is not None and len(set(drift.words)) > 1:
        said = [f"two networks disagree: {drift.words[0].value} (median {drift.median:.2f}), and "
                f"{drift.words[1].value} by {drift.second.network}"]  # fmt: skip
    if worst is not None and drift.word is not DriftWord.FAR:
        word = drift.scale.word(worst.distance)
        if word is DriftWord.FAR:
            said.append(f"frame {worst.frame} is {word.value} ({worst.distance:.2f})")
    if drift.torn:
        said.append(f"its references disagree ({drift.apart:.2f} apart)")
    if drift.pasted:
        said.append(f"frame {drift.copied_frame} is {drift.copied_from} itself, pasted")
    if worst is None:
        said.append(f"not measured: {drift.reasons or 'no frames'}")
    return said


def _beside(face: KeptFace, before: KeptFace | None, first: KeptFace | None, close: float) -> list[str]:
    """What differs from the shot before, and from the first costume of the sequence."""
    said = []
    if before is not None and (away := distance(face.description, before.description)) > close:
        said.append(f"{away:.2f} from the shot before: please look")
    if first is not None and first.costume is not None and face.costume is not None:
        other = unlikeness(first.costume, face.costume)
        if other > OTHER_COSTUME:
            said.append(f"wears other colours than the first shot ({other:.2f}): another costume, or light")
    return said
