"""The cast: the characters of a show as a person finds them on disk, each version with its pictures."""

from __future__ import annotations

from .frozen import FrozenMap
from .plate import CastMember
from .rights import NAMED_USES
from .value import dataclass


@dataclass(frozen=True)
class CastPicture:
    """A picture of a character: its path (absolute), from where (`front`, `side`) and in which light
    (`day`, `tungsten`) it was taken, each empty where nobody said."""

    path: str
    role: str = ""
    light: str = ""


@dataclass(frozen=True)
class CharacterVersion:
    """One version of a character, which never changes; `persons` are those who are seen in its pictures.

    `costume`, `age` and `wounds` say in words what it looks like. `problem` says in a sentence why it cannot
    be used, empty where it can; `remarks` what was left out, and what was seen when its pictures came in.
    """

    version: int
    pictures: tuple[CastPicture, ...] = ()
    label: str = ""
    persons: tuple[str, ...] = ()
    note: str = ""
    problem: str = ""
    remarks: tuple[str, ...] = ()
    costume: str = ""
    age: str = ""
    wounds: str = ""

    @property
    def appearance(self) -> str:
        """`red coat, 30 years, cut lip`; empty where nobody said."""
        return ", ".join(part for part in (self.costume, self.age, self.wounds) if part)

    @property
    def views(self) -> str:
        """From where and in which light it is seen: `front, front (night), side`; empty where nobody said."""
        said = (f"{one.role} ({one.light})" if one.light else one.role for one in self.pictures)
        return ", ".join(text.strip() for text in said if text)


@dataclass(frozen=True)
class Character:
    """A character of a show's cast, its versions oldest first."""

    name: str
    versions: tuple[CharacterVersion, ...] = ()

    @property
    def newest(self) -> int:
        """The number of its newest version that can be used, 0 where there is none."""
        return max((version.version for version in self.versions if not version.problem), default=0)

    def find(self, version: int) -> CharacterVersion | None:
        """The version of that number, None where there is none."""
        return next((candidate for candidate in self.versions if candidate.version == version), None)


@dataclass(frozen=True)
class CastPin:
    """The version of a character that a sequence or a shot wears: one of `sequence` and `shot` is named."""

    name: str
    version: int
    sequence: str = ""
    shot: str = ""

    @property
    def place(self) -> str:
        """`sequence sc01`, `shot sh010`."""
        return f"shot {self.shot}" if self.shot else f"sequence {self.sequence}"

    @property
    def member(self) -> CastMember:
        """What a brief names for it."""
        return CastMember(self.name, self.version)


def wardrobe(pins: tuple[CastPin, ...], sequence: str, shot: str) -> tuple[CastMember, ...]:
    """What of these pins a shot of a sequence wears, by character; a name may be empty."""
    of_sequence = {pin.name: pin.version for pin in pins if sequence and pin.sequence == sequence}
    of_shot = {pin.name: pin.version for pin in pins if shot and pin.shot == shot}
    versions = of_sequence | of_shot
    return tuple(CastMember(name, versions[name]) for name in sorted(versions))


@dataclass(frozen=True)
class PersonConsent:
    """What is on record of one person's consent: for which `uses`, with whom, until when (`*`: any, of uses
    any but `NAMED_USES`).

    `reason` says why none stands, as the end of a sentence; empty where this one does.
    """

    person: str
    uses: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    last_day: str = ""
    reason: str = ""

    @property
    def sentence(self) -> str:
        """`Jane Doe has agreed: for crowd, with folder, until 2027-12-31.`, or why that is not so."""
        if self.reason:
            return f"{self.person}: {self.reason}."
        uses, providers = ", ".join(self.uses), ", ".join(self.providers)
        if "*" in self.uses:
            unnamed = [use for use in NAMED_USES if use not in self.uses]
            uses = f"anything{' but ' if unnamed else ''}{' and '.join(unnamed)}"
        if "*" in self.providers:
            providers = "anybody"
        return f"{self.person} has agreed: for {uses}, with {providers}, until {self.last_day}."


@dataclass(frozen=True)
class CharacterList:
    """A show's cast by name, the folder it lies in, and what of that folder was left out and why.

    `consents` are those of everybody whom a version names.
    """

    characters: tuple[Character, ...] = ()
    folder: str = ""
    remarks: tuple[str, ...] = ()
    pins: tuple[CastPin, ...] = ()
    #: The shots of each sequence, by its name, as the show's settings have them.
    sequences: FrozenMap[tuple[str, ...]] = FrozenMap()
    consents: tuple[PersonConsent, ...] = ()

    def find(self, name: str) -> Character | None:
        """The character of that name, None where there is none."""
        return next((character for character in self.characters if character.name == name), None)

    def wardrobe(self, shot: str) -> tuple[CastMember, ...]:
        """What is pinned for a shot, by character."""
        sequence = next((name for name, shots in self.sequences.items() if shot in shots), "")
        return wardrobe(self.pins, sequence, shot)

    def consents_of(self, persons: tuple[str, ...]) -> tuple[PersonConsent, ...]:
        """What is on record of these people."""
        return tuple(consent for consent in self.consents if consent.person in persons)


@dataclass(frozen=True)
class CastTake:
    """A take that shows somebody of the cast: `label` as people call it, and each character's version."""

    id: str
    shot: str
    label: str
    cast: tuple[CastMember, ...]


@dataclass(frozen=True)
class CastTakeList:
    """Takes that show somebody of the cast, newest first; `left_out` says how many more there are."""

    takes: tuple[CastTake, ...] = ()
    left_out: int = 0
