"""Who wears what where: each shot of a show with the version that each character is pinned to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from secondunit.wire import CastMember, CastPin, CharacterList, ShowCut, ShowSettings
from secondunit.wire.cast import CastTake, wardrobe


@dataclass(frozen=True)
class ShotWardrobe:
    """One shot: its sequence (may be empty), and each character's version, by name."""

    sequence: str
    shot: str
    cast: tuple[CastMember, ...]


def shot_wardrobes(cut: ShowCut, pins: tuple[CastPin, ...], sequence: str = "") -> tuple[ShotWardrobe, ...]:
    """Each shot of the cut in its order, then those that only a pin names; `sequence`: only of that."""
    places = [(place.sequence, place.shot) for place in cut.shots]
    shots = {shot for _, shot in places}
    places += [
        ("", shot) for shot in dict.fromkeys(pin.shot for pin in pins if pin.shot) if shot not in shots
    ]
    return tuple(
        ShotWardrobe(name, shot, wardrobe(pins, name, shot))
        for name, shot in places
        if sequence in ("", name)
    )


def appearance(cast: CharacterList, member: CastMember) -> str:
    """What a version looks like, in words: `red coat, 30 years, cut lip`; its label where it says none."""
    character = cast.find(member.name)
    version = character.find(member.version) if character is not None else None
    if version is None:
        return "not in the cast"
    if version.problem:
        return version.problem
    return version.appearance or version.label


def takes_off_pin(
    show: ShowSettings, pins: tuple[CastPin, ...], takes: tuple[CastTake, ...], name: str = ""
) -> tuple[CastTake, ...]:
    """The takes with a character in another version than is pinned now, each with those characters only."""
    sequences = {shot: sequence for sequence, shots in show.sequences.items() for shot in shots}
    off = []
    for take in takes:
        pinned = {
            member.name: member.version for member in wardrobe(pins, sequences.get(take.shot, ""), take.shot)
        }
        other = tuple(
            member
            for member in take.cast
            if member.name in pinned and member.version != pinned[member.name] and name in ("", member.name)
        )
        if other:
            off.append(replace(take, cast=other))
    return tuple(off)
