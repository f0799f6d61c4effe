"""A character over the shots of a sequence in cut order: crops, distances and what to look at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.coding import FLOAT, encode
from secondunit.media.coding_choice import choose
from secondunit.media.config import Config
from secondunit.media.exr import read_exr
from secondunit.models.identity.costume import unlikeness
from secondunit.models.identity.description import distance
from secondunit.wire import CharacterDrift, Coding, DriftWord, FrameDrift, Take
from secondunit.wire.errors import SecondUnitError

from ..references import shown_codes
from .kept_faces import KeptFace

#: How far around a face a crop goes, in widths of it.
AROUND = 2.0
#: From where a costume is said to be another: heads in six lights came to 0.37, another costume to 0.44.
OTHER_COSTUME = 0.41
NOTHING: Mapping[tuple[str, int], Sequence[Path]] = {}
#: How many references are shown, and the longer side in which they are read, in pixels.
MOST_REFERENCES, REFERENCE = 12, 180

Codes = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ContinuityShot:
    """A shot: its take, the drift there, a crop (height, width, 3) codes from 0 to 1, and what to look at."""

    take: Take
    drift: CharacterDrift
    crop: Codes | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Continuity:
    """A character over a sequence; `missing` are its shots that have no measured take.

    `references` are the pictures of its newest version there, (height, width, 3) codes from 0 to 1.
    """

    sequence: str
    character: str
    shots: tuple[ContinuityShot, ...]
    missing: tuple[str, ...] = ()
    references: tuple[Codes, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Everything to look at, each with its take."""
        return tuple(f"{shot.take.label}: {text}" for shot in self.shots for text in shot.warnings)


def continuity(
    sequence: str, shots: Sequence[str], takes: Iterable[Take], kept: Iterable[KeptFace], config: Config,
    pictures: Mapping[tuple[str, int], Sequence[Path]] = NOTHING, character: str = "",
) -> tuple[Continuity, ...]:  # fmt: skip
    """Every character that was measured in the shots' newest takes, in cut order; files may be gone.

    `pictures` are those of characters by name and version, which are shown as references. With a `character`
    it is that one alone.
    """
    chosen = newest(shots, takes)
    faces = {(face.character, face.take): face for face in kept}
    return tuple(
        _of(sequence, name, shots, chosen, faces, config, pictures)
        for name in sorted({name for _, name in chosen})
        if character in ("", name)
    )


def newest(shots: Sequence[str], takes: Iterable[Take]) -> dict[tuple[str, str], Take]:
    """The newest measured take of each of the shots and each character, by both."""
    chosen: dict[tuple[str, str], Take] = {}
    for take in takes:
        for drift in take.drift:
            key = (take.shot, drift.character)
            if take.shot in shots and (key not in chosen or take.created > chosen[key].created):
                chosen[key] = take
    return chosen


def _of(
    sequence: str, name: str, shots: Sequence[str], chosen: dict[tuple[str, str], Take],
    faces: dict[tuple[str, str], KeptFace], config: Config,
    pictures: Mapping[tuple[str, int], Sequence[Path]],
) -> Continuity:  # fmt: skip
    made: list[ContinuityShot] = []
    # Of each version by itself: another one is meant to look otherwise.
    before: dict[int, KeptFace] = {}
    first: dict[int, KeptFace] = {}
    for shot in shots:
        take = chosen.get((shot, name))
        if take is None:
            continue
        drift = next(one for one in take.drift if one.character == name)
        crop, warnings = None, _warnings(drift)
        try:
            crop = face_crop(take, drift.middle, config) if drift.middle is not None else None
        except SecondUnitError as error:
            warnings.append(f"there is no picture of it: {error.problem.message}")
        face = faces.get((name, take.id))
        if face is not None:
            version = drift.version
            warnings += _beside(face, before.get(version), first.get(version), drift.scale.close)
            # A shot that has drifted itself is nothing to hold the next one against.
            if drift.word is DriftWord.CLOSE:
                before[version] = face
            if face.costume is not None:
                first.setdefault(version, face)
        made.append(ContinuityShot(take, drift, crop, tuple(warnings)))
    have = {shot.take.shot for shot in made}
    missing = tuple(shot for shot in shots if shot not in have)
    version = max(shot.drift.version for shot in made)
    return Continuity(
        sequence, name, tuple(made), missing, _references(pictures.get((name, version), ()), config)
    )


def _references(paths: Sequence[Path], config: Config) -> tuple[Codes, ...]:
    """The first of these pictures, small; those that cannot be read are left out."""
    references: list[Codes] = []
    for path in paths[:MOST_REFERENCES]:
        with contextlib.suppress(SecondUnitError):
            references.append(shown_codes(path, config, REFERENCE))
    return tuple(references)


def _warnings(drift: CharacterDrift) -> list[str]:
    worst = drift.worst
    unclear = drift.word in (DriftWord.UNCLEAR, DriftWord.FAR)
    said = [f"{drift.word.value} (median {drift.median:.2f})"] if unclear else []
    if drift.second is not None and len(set(drift.words)) > 1:
        said.append(f"{drift.second.network} says {drift.words[-1].value}: two networks disagree")
    if worst is not None and drift.word is not DriftWord.FAR:
        word = drift.scale.word(worst.distance)
        if word is DriftWord.FAR:
            said.append(f"frame {worst.frame} is {word.value} ({worst.distance:.2f})")
    if drift.torn:
        said.append(f"its references disagree ({drift.apart:.2f} apart)")
    if drift.pasted:
        said.append(f"frame {drift.copied_frame} is {drift.copied_from} itself, pasted")
    if not drift.measured:
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


def face_crop(take: Take, place: FrameDrift, config: Config) -> Codes | None:
    """A square around a face of a take's frame, codes from 0 to 1; None without a face or beauty layer.

    Raises what reading the frame raises.
    """
    layer = take.layer("beauty")
    if layer is None or len(place.box) != 4:
        return None
    picture = read_exr(Path(take.folder) / (layer.path % place.frame)).shown()
    height, width = picture.pixels.shape[:2]
    left, top, wide, high = place.box
    half = AROUND * wide * width / 2
    x, y = (left + wide / 2) * width, (top + high / 2) * height
    x0, x1 = (int(np.clip(edge, 0, width)) for edge in (x - half, x + half))
    y0, y1 = (int(np.clip(edge, 0, height)) for edge in (y - half, y + half))
    light = np.nan_to_num(np.asarray(picture.rgba()[y0:y1, x0:x1, :3], np.float32))
    if not light.size:
        return None
    space = config.space(take.colorspace.name).name
    coding = choose(light.reshape(-1, 3), space, config, Coding.SRGB, FLOAT)
    return np.clip(np.asarray(encode(light, space, config, coding, FLOAT), np.float32), 0.0, 1.0)
