"""What of a show's cast goes with a brief: which pictures of each character, and who is seen in them.

It reads the cast and decides nothing about rights.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from secondunit.wire import Brief, CastMember, CharacterVersion, ShowSettings, version_text
from secondunit.wire.errors import BadInput

from .cast import FOLDER, VERSION, member, shown
from .cast_pins import pinned
from .character_file import CHARACTER_FILE


@dataclass(frozen=True)
class Casting:
    """A brief with its cast filled in, and what an artist should know of it."""

    brief: Brief
    warnings: tuple[str, ...] = ()


def filled(brief: Brief, root: Path, most: int, label: str) -> Casting:
    """The brief with the pictures of its cast that the model `label` is shown, of which it takes `most`.

    Each character has its first picture before any has its second; the artist's own references always go.
    Where a character has a selection, only its pictures go, in its order. Raises what `member` raises, and
    `BadInput` where not even one picture of each goes or a selected one is not there.
    """
    asked = [character.name for character in brief.cast]
    for name in asked:
        if asked.count(name) > 1:
            raise BadInput(f"{name[:64]} is named twice.", remedy="Take one out.", where="cast")
    versions = [member(root, character) for character in brief.cast]
    free = most - len(brief.references)
    if free < len(versions):
        takes = f"at most {most} pictures beside the plate" if most else "no pictures of characters"
        extra = f" and {len(brief.references)} references" if brief.references else ""
        raise BadInput(
            f"{label} takes {takes}; there are {len(versions)} characters{extra}.",
            remedy="Take some away, or choose another model.",
            where="cast",
        )
    picked = [_selected(character, version) for character, version in zip(brief.cast, versions, strict=True)]
    shares = _shares([len(paths) for paths in picked], free)
    remarks, cast = [], []
    for character, version, paths, share in zip(brief.cast, versions, picked, shares, strict=True):
        pictures = tuple(paths[:share])
        others = tuple(picture.path for picture in version.pictures if picture.path not in pictures)
        cast.append(replace(character, pictures=pictures, persons=version.persons, others=others))
        if others:
            remarks.append(
                f"{label} is shown {share} of the {len(version.pictures)} pictures of {character.name}: "
                f"{', '.join(Path(path).name for path in pictures)}."
            )
    return Casting(replace(brief, cast=tuple(cast)), tuple(remarks))


def _selected(character: CastMember, version: CharacterVersion) -> list[str]:
    """The paths of the pictures that may go, in their order; raises `BadInput` for one that is not there."""
    paths = {Path(picture.path).name: picture.path for picture in version.pictures}
    for name in character.selection:
        if name not in paths or character.selection.count(name) > 1:
            problem = "is selected twice" if name in paths else "is not there"
            raise BadInput(
                f"The picture {shown(name)} of {character.name} {version_text(version.version)} {problem}.",
                remedy=f"Its pictures are: {', '.join(map(shown, paths))}.",
                where="cast",
            )
    return [paths[name] for name in character.selection] or list(paths.values())


def as_pinned(brief: Brief, show: ShowSettings) -> Casting:
    """The brief with the pinned version of each character that it names without one (version 0).

    A version that is not the pinned one stays, with a warning. Raises `BadInput` where none is pinned, and
    what `pins` raises.
    """
    if not brief.cast:
        return Casting(brief)
    sequence = next((name for name, shots in show.sequences.items() if brief.shot in shots), "")
    pinned_versions = {
        character.name: character.version
        for character in pinned(Path(show.root), sequence, brief.shot)
    }  # fmt: skip
    cast, warnings = [], []
    for character in brief.cast:
        version = pinned_versions.get(character.name, 0)
        if not character.version and not version:
            raise BadInput(
                f"No version of {character.name[:64]} is pinned for {brief.shot}.",
                remedy="Name one, or pin one: secondunit cast pin.",
                where="cast",
            )
        if character.version and version and character.version != version:
            warnings.append(
                f"{character.name} is pinned to {version_text(version)} in {brief.shot}: this names "
                f"{version_text(character.version)}."
            )
        cast.append(replace(character, version=character.version or version))
    return Casting(replace(brief, cast=tuple(cast)), tuple(warnings))


def require_named(brief: Brief, root: Path) -> None:
    """Raise `BadInput` for a reference that shows somebody of the cast, who is asked for by name only."""
    folder = _real(root / FOLDER)
    for number, reference in enumerate(brief.references):
        path = _real(Path(reference.path))
        if not path.is_relative_to(folder):
            continue
        name, version = (*path.relative_to(folder).parts, "", "")[:2]
        match = VERSION.fullmatch(version)
        if match is None:
            continue
        persons = member(root, CastMember(name, int(match[1]))).persons
        if persons:
            raise BadInput(
                f"{path.name} shows {', '.join(persons)}, who are in the show's cast as {name}.",
                remedy=f"Name the character, {name} {version}, in place of the reference.",
                where=f"references[{number}]",
            )


def unfilled(brief: Brief) -> Brief:
    """The brief with nothing of its cast but names, versions and selections: the rest is not believed."""
    bare = tuple(replace(character, pictures=(), persons=(), others=()) for character in brief.cast)
    return replace(brief, cast=bare)


def words_of(brief: Brief) -> tuple[Path, ...]:
    """The `character.toml` of each version in a filled brief, as far as there is one."""
    files = (
        Path(character.pictures[0]).with_name(CHARACTER_FILE)
        for character in brief.cast
        if character.pictures
    )
    return tuple(path for path in dict.fromkeys(files) if path.is_file())


def _real(path: Path) -> Path:
    """Where a path leads; links that lead in a circle lead nowhere."""
    return Path(os.path.realpath(path))


def _shares(have: list[int], free: int) -> list[int]:
    """How many pictures of each are shown: one of each in turn, until none is left or no more fit."""
    shares = [0] * len(have)
    while free > 0 and shares != have:
        for place, count in enumerate(have):
            if free > 0 and shares[place] < count:
                shares[place] += 1
                free -= 1
    return shares
