"""`drift calibrate`: thresholds measured on a show's own cast, and kept for it with who kept them."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire import Character, encode, version_text
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.errors import BadInput, MissingField, SecondUnitError

from . import exits
from .output import Output

if TYPE_CHECKING:
    from secondunit.engines.drift.calibrating import NetworkCalibration
    from secondunit.models.identity.calibration import ErrorRate
    from secondunit.models.identity.networks import IdentityNetworks
    from secondunit.rights.show import ShowRights


def calibrate(arguments: argparse.Namespace, output: Output) -> int:
    """Measure a cast's pairs of one person and of two, and propose the thresholds that they speak for."""
    from secondunit.engines.drift.calibrating import calibrations, cast_faces
    from secondunit.engines.drift.thresholds import keep_thresholds
    from secondunit.media.config import open_config
    from secondunit.service.cast import listed
    from secondunit.service.home import Home
    from secondunit.service.shows import Shows

    from .briefs import user
    from .reach import rights_of

    if not arguments.show:
        raise MissingField("A calibration is of a show's cast.", remedy="Add --show SHOW.", where="show")
    settings, rights, by = Shows(Home.of_user()).find(arguments.show), rights_of(arguments.show), user()
    cast, networks = listed(Path(settings.root)), _networks(output)
    characters = _consented(cast.characters, rights, by, output)
    faces, remarks = cast_faces(characters, open_config(settings.colorspace_config), networks)
    for remark in (*cast.remarks, *remarks):
        output.remark(remark)
    measured = calibrations(faces, networks)
    for one in measured:
        _say(one, len(faces), output)
    output.remark(
        "Pairs share pictures, so that the intervals are narrower than as many pictures by themselves would "
        "make them."
    )
    if not arguments.keep:
        return exits.DONE
    kept = [thresholds for one in measured if (thresholds := one.kept(by, date.today())) is not None]
    if not kept:
        raise BadInput(
            "Nothing is proposed, so that nothing is kept.",
            remedy="Add pictures to the cast: what is lacking is said above.",
            where="keep",
        )
    rights.ledger.check()
    path = keep_thresholds(Path(cast.folder), tuple(kept))
    rights.record_thresholds([encode(thresholds) for thresholds in kept], by)
    output.line(f"Kept in {path}: drift goes by it from the next take on, and the ledger says so.")
    return exits.DONE


def _consented(
    characters: tuple[Character, ...], rights: ShowRights, by: str, output: Output
) -> tuple[Character, ...]:
    """The characters with the versions that may be measured; whose consent lacks is said, and on record."""
    from secondunit.rights.rules import MeasureConsent

    persons = {person for character in characters for one in character.versions for person in one.persons}
    reasons = rights.unmeasured(sorted(persons))
    always = rights.rules().terms.measure_consent is MeasureConsent.ALWAYS
    chosen = []
    for character in characters:
        versions = []
        for version in character.versions:
            why = [reasons[person] for person in version.persons if person in reasons]
            if always and not version.persons:
                why = ["It names nobody, and nobody is measured here without a consent."]
            if why:
                output.remark(f"{character.name} {version_text(version.version)} is left out: {why[0]}")
            else:
                versions.append(version)
        chosen.append(replace(character, versions=tuple(versions)))
    if persons:
        rights.ledger.check()
        lacking = MeasuringConsent(tuple(reasons), tuple(reasons.values()))
        for names, consent in ((persons - set(reasons), MeasuringConsent()), (set(reasons), lacking)):
            if names:
                rights.record_measuring("calibration", sorted(names), consent, by)
    return tuple(chosen)


def _networks(output: Output) -> IdentityNetworks:
    """The program's network, and a studio's where there is one, with or without thresholds."""
    from secondunit.engines.drift.measuring import second_describer
    from secondunit.engines.drift.thresholds import ThresholdList
    from secondunit.models.identity.networks import IdentityNetworks
    from secondunit.models.studio.models_file import studio_folder
    from secondunit.models.weights.store import WeightsStore

    networks = IdentityNetworks.of_store(WeightsStore.of_user())
    try:
        return replace(networks, second=second_describer(studio_folder(), ThresholdList()))
    except SecondUnitError as error:
        output.remark(f"By one network alone: {error.problem.message}")
        return networks


def _say(one: NetworkCalibration, faces: int, output: Output) -> None:
    pairs, usual, proposed = one.pairs, one.usual, one.proposal.scale
    limits = [(word, kind, getattr(scale, word))
              for kind, scale in (("usual", usual), ("proposed", proposed)) if scale is not None
              for word in ("close", "far")]  # fmt: skip
    output.value({
        "network": one.network, "sha256": one.sha256, "faces": faces, "characters": pairs.characters,
        "one_person": len(pairs.same), "two_people": len(pairs.other),
        "copies": pairs.copies, "shared": pairs.shared,
        "thresholds": [
            {"threshold": word, "of": kind, "distance": limit,
             "one_person_above": _rate(pairs.above(limit)), "two_people_within": _rate(pairs.within(limit))}
            for word, kind, limit in limits
        ],
        "proposed": proposed, "reasons": list(one.proposal.reasons),
    })  # fmt: skip
    output.line(
        f"By {one.network} network: {faces} faces of {pairs.characters} characters, {len(pairs.same)} pairs "
        f"of one person, {len(pairs.other)} of two."
    )
    output.table(
        ("threshold", "distance", "one person, farther", "two people, not farther"),
        [(f"{kind} {word}", f"{limit:.2f}", pairs.above(limit).text, pairs.within(limit).text)
         for word, kind, limit in limits],
    )  # fmt: skip
    for label, kind, place in (("farthest", "one person", -1), ("nearest", "two people", 0)):
        chosen = pairs.same if place else pairs.other
        if chosen:
            pair = chosen[place]
            output.line(f"The {label} pair of {kind}: {pair.one} and {pair.other}, {pair.distance:.2f}.")
    if pairs.copies:
        output.remark(f"Left out as one picture twice: {_count(pairs.copies)}.")
    if pairs.shared:
        output.remark(
            f"Left out: {_count(pairs.shared)} of which nobody can say whether they show one person or two."
        )
    if proposed is not None:
        output.line(f"Proposed: close up to {proposed.close:.2f}, far above {proposed.far:.2f}.")
    else:
        output.line("Nothing is proposed.")
    for reason in one.proposal.reasons:
        output.remark(reason)


def _count(pairs: int) -> str:
    return f"{pairs} pair{'' if pairs == 1 else 's'}"


def _rate(rate: ErrorRate) -> dict[str, object]:
    low, high = rate.interval
    return {"errors": rate.errors, "pairs": rate.pairs, "low": round(low, 4), "high": round(high, 4)}
