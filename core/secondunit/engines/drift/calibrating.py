"""Thresholds measured on a show's own cast, for every network that its drift is measured by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from secondunit.media.config import Config
from secondunit.models.identity.calibration import (
    LOOSEST,
    CastFace,
    CastPairs,
    Proposal,
    cast_pairs,
    proposal,
)
from secondunit.models.identity.description import description_weights, distance
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.wire import Character, DriftScale, version_text
from secondunit.wire.errors import SecondUnitError

from .measuring import cast_references
from .thresholds import ShowThresholds

#: How the network that comes with the program is called where there may be another.
OWN = "dlib's"


@dataclass(frozen=True)
class NetworkCalibration:
    """What a cast says of one network: its pairs, its usual thresholds or none, and those proposed."""

    network: str
    sha256: str
    pairs: CastPairs
    usual: DriftScale | None
    proposal: Proposal

    def kept(self, by: str, on: date) -> ShowThresholds | None:
        """As a show keeps what is proposed, None where nothing is."""
        scale, pairs = self.proposal.scale, self.pairs
        if scale is None:
            return None
        return ShowThresholds(
            self.network, self.sha256, scale.close, scale.far, len(pairs.same), len(pairs.other),
            pairs.characters, by, on.isoformat(),
        )  # fmt: skip


def cast_faces(
    characters: Iterable[Character], config: Config, networks: IdentityNetworks,
    tell: Callable[[str], None] = lambda label: None,
) -> tuple[tuple[CastFace, ...], tuple[str, ...]]:  # fmt: skip
    """The faces of every version's pictures, described, and what was left out. Nothing of them is kept."""
    faces: list[CastFace] = []
    remarks: list[str] = []
    for character in characters:
        for version in character.versions:
            label = f"{character.name} {version_text(version.version)}"
            if version.problem:
                remarks.append(f"{label} is left out: {version.problem}")
                continue
            tell(label)
            for picture in version.pictures:
                try:
                    references = cast_references(
                        character.name, version.version, (picture.path,), config, networks
                    )
                except SecondUnitError as error:
                    remarks.append(f"{label} {Path(picture.path).name} is left out: {error.problem.message}")
                    continue
                remarks += [f"{label}: {remark}" for remark in references.remarks]
                faces += [
                    CastFace(
                        character.name, f"{version_text(version.version)}/{face.name}", version.persons,
                        face.chip, face.description, face.second,
                    )
                    for face in references.faces
                ]  # fmt: skip
    return tuple(faces), tuple(remarks)


def calibrations(faces: Iterable[CastFace], networks: IdentityNetworks) -> tuple[NetworkCalibration, ...]:
    """What described faces say of each network that described them."""
    faces, usual = tuple(faces), DriftScale()
    pairs = cast_pairs(faces, lambda one, other: distance(one.description, other.description))
    found = [
        NetworkCalibration(OWN, description_weights().sha256, pairs, usual, proposal(pairs, usual, LOOSEST))
    ]
    second = networks.second
    if second is not None:

        def apart(one: CastFace, other: CastFace) -> float:
            assert second is not None and one.second is not None and other.second is not None
            return second.distance(one.second, other.second)

        entry, pairs = second.entry, cast_pairs(faces, apart)
        found.append(
            NetworkCalibration(
                entry.name, entry.sha256, pairs, entry.scale, proposal(pairs, entry.scale, None)
            )
        )
    return tuple(found)
