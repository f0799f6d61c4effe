"""The drift of a take's characters, measured on its own frames when it is delivered.

Nothing is fetched for it and nothing leaves: where the weights are not on this machine, that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.engines.references import shown_codes
from secondunit.media.config import Config
from secondunit.media.contact import spread
from secondunit.media.exr import read_exr
from secondunit.models.identity.description import description_weights
from secondunit.models.identity.measurement import DriftMeasurement, TakeFace
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.identity.reference import CharacterReferences, references_of
from secondunit.models.identity.second import SecondDescriber
from secondunit.models.studio.embedding import read_embedding
from secondunit.models.studio.models_file import studio_folder
from secondunit.models.weights.store import WeightsStore
from secondunit.wire import Brief, CastMember, CharacterDrift, FrameDrift
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.errors import SecondUnitError

from ..shown_light import shown_light, smaller
from .kept_faces import cast_folder, has_kept_faces
from .thresholds import ThresholdList, read_thresholds

#: The most frames that are looked at, spread over the take, and the most pixels of a picture's longer side.
FRAMES, SIDE = 480, 2048

Codes = npt.NDArray[np.float32]


def take_drift(
    brief: Brief,
    files: Callable[[str, int], Path],
    config: Config,
    *,
    networks: IdentityNetworks | None = None,
    consent: MeasuringConsent | None = None,
    tell: Callable[[float], None] = lambda done: None,
) -> tuple[tuple[CharacterDrift, TakeFace | None], ...]:
    """The drift of each character of a brief in a take whose frame of a layer lies in `files(layer, frame)`.

    Beside it what may be kept of its face. `tell` hears how much is done, 0 to 1. Without the `consent` of
    everybody in it nothing is opened and nothing measured, and each drift says whose lacks. Raises
    `WeightsAbsent`, and what reading the frames or the pictures raises.
    """
    cast = [member for member in brief.cast if member.pictures]
    if not cast:
        return ()
    consent = consent or _nobody_asked(cast)
    if consent.lacking:
        return tuple((_withheld(member, brief, consent), None) for member in cast)
    remarks: tuple[str, ...] = ()
    if networks is None:
        networks, remarks = drift_networks(cast_folder(cast[0]))
    measurement = DriftMeasurement(
        networks,
        # All that its version has, shown to the model or not: takes of one version compare.
        [
            cast_references(member.name, member.version, (*member.pictures, *member.others), config, networks)
            for member in cast
        ],
    )
    space = config.space(brief.colorspace.name).name
    frames = spread(tuple(brief.frames), FRAMES)
    for count, frame in enumerate(frames, 1):
        measurement.add(frame, frame_codes(files("beauty", frame), space, config))
        tell(count / len(frames))
    return tuple(
        (replace(drift, remarks=(*drift.remarks, *remarks)), face) for drift, face in measurement.results()
    )


def drift_networks(cast: Path | None, models: Path | None = None) -> tuple[IdentityNetworks, tuple[str, ...]]:
    """The networks that a show's drift is measured by, each with the thresholds it goes by, and what to say.

    `cast` is the show's folder of characters; `models` that of `models.toml`, else the user's. A studio's
    network that cannot be asked, and thresholds that cannot be read, are remarks. Raises `WeightsAbsent`,
    `WrongWeights`, `RuntimeAbsent`.
    """
    networks, remarks = IdentityNetworks.of_store(WeightsStore.of_user()), []
    kept = ThresholdList()
    try:
        kept = read_thresholds(cast) if cast is not None else kept
    except SecondUnitError as error:
        remarks.append(error.problem.message)
    if (own := kept.find(description_weights().sha256)) is not None:
        networks = replace(networks, scale=own.scale)
    try:
        second = second_describer(models or studio_folder(), kept)
    except SecondUnitError as error:
        return networks, (*remarks, f"By one network alone: {error.problem.message}")
    if second is not None and second.opinion is None:
        remarks.append(
            f"By one network alone: {second.entry.name} has no thresholds. Say close and far in models.toml, "
            "or calibrate: secondunit drift calibrate --show SHOW --keep."
        )
        second = None
    return replace(networks, second=second), tuple(remarks)


def second_describer(models: Path, kept: ThresholdList) -> SecondDescriber | None:
    """A studio's own network, by the show's thresholds where it has some for it; None where there is none.

    Raises `BadSettings`, `WeightsAbsent`, `WrongWeights`, `WrongNetwork`, `RuntimeAbsent`.
    """
    entry = read_embedding(models)
    if entry is None:
        return None
    own = kept.find(entry.sha256)
    return SecondDescriber.of_folder(entry, models, own.scale if own is not None else None)


def _nobody_asked(cast: Sequence[CastMember]) -> MeasuringConsent:
    """Work that comes with no word of its show: who is named has not consented."""
    persons = tuple(dict.fromkeys(person for member in cast for person in member.persons))
    return MeasuringConsent(persons, ("The show was not asked for a consent.",) if persons else ())


def _withheld(member: CastMember, brief: Brief, consent: MeasuringConsent) -> CharacterDrift:
    """The drift of a character of which nothing may be measured."""
    frames = tuple(FrameDrift(frame, None, consent.reason) for frame in spread(tuple(brief.frames), FRAMES))
    remarks = consent.why
    if has_kept_faces(member):
        remarks += (
            f"What is kept of {member.name}'s face from earlier takes is still there; it is erased by: "
            f"secondunit faces erase {member.name} --show {brief.show}",
        )
    return CharacterDrift(member.name, member.version, 0, frames, remarks=remarks)


def cast_references(
    name: str, version: int, pictures: tuple[str, ...], config: Config, networks: IdentityNetworks
) -> CharacterReferences:
    """The faces of a version's pictures; raises what reading one raises."""
    shown = ((Path(path).name, shown_codes(Path(path), config, SIDE)) for path in pictures)
    return references_of(name, version, shown, networks)


def frame_codes(path: Path, space: str, config: Config) -> Codes:
    """A frame of a take as it is seen, (height, width, 3) sRGB codes, its longer side at most `SIDE`."""
    light = np.nan_to_num(np.asarray(read_exr(path).as_float().shown().rgba()[..., :3], np.float32))
    return shown_light(smaller(light, SIDE), space, config)
