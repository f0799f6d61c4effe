"""What a panel knows of its show's cast: who is in it, in which versions, what is newer.

Belongs to one panel, on the main thread; the service reads the folder. It chooses no version by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire.errors import NothingSelected, OutOfRange

from .choosing import takes_cast
from .pictures import CAST, PictureKey
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import CastMember, CharacterList, CharacterVersion, Problem
    from secondunit.wire.cast import PersonConsent

    from .state import PanelState


#: How long (s) until the cast is read again while a model is chosen that takes characters.
AGAIN = 30.0
#: How many remarks on a version's pictures are shown beside it.
MOST_REMARKS = 4


class Characters:
    """The cast of the panel's show, as far as it was asked for."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self._known: CharacterList | None = None
        self._show = ""
        self._asked_at = -AGAIN
        #: Why the cast cannot be read, or None.
        self.problem: Problem | None = None

    @property
    def known(self) -> CharacterList | None:
        """The show's cast, None before it was read."""
        return self._known if self._show == self._state.show_name else None

    def look(self) -> None:
        """Once in a while, where characters are taken: read the cast."""
        state = self._state
        if not state.online or not takes_cast(state.capability):
            return
        if self._show != state.show_name or state.clock() - self._asked_at > AGAIN:
            self.ask()

    def ask(self) -> None:
        """Read the show's cast now."""
        show = self._state.show_name
        if show != self._show:
            self._known, self._show, self.problem = None, show, None
        self._asked_at = self._state.clock()

        def then(answer: CharacterList) -> None:
            if self._show == show:
                self._take(answer, None)

        def otherwise(problem: Problem) -> None:
            if self._show == show:
                self._take(self._known, problem)

        self._state.ask(lambda client: client.cast(show), then, "cast", otherwise)

    def _take(self, answer: CharacterList | None, problem: Problem | None) -> None:
        if (answer, problem) == (self._known, self.problem):
            return
        self._known, self.problem = answer, problem
        self._state.touch(PanelTopic.REFERENCES)
        if self._state.cast:
            self._state.want_estimate()

    # What choosers show ------------------------------------------------------------------------------------

    def names(self) -> tuple[tuple[str, str, str], ...]:
        """Each character: name, what it is called, and what is said of its newest version."""
        rows = []
        for character in self.known.characters if self.known is not None else ():
            newest = character.find(character.newest)
            if newest is None:
                continue
            persons = f"Seen: {', '.join(newest.persons)}." if newest.persons else ""
            label = (
                f"{character.name} ({newest.label})"
                if newest.label not in ("", character.name)
                else character.name
            )
            rows.append((character.name, label, " ".join(part for part in (newest.note, persons) if part)))
        return tuple(rows)

    def versions(self, name: str) -> tuple[tuple[int, str, str], ...]:
        """Each version of a character, newest first: its number, its text, and why it cannot be used."""
        from secondunit.wire import version_text

        character = self.known.find(name) if self.known is not None else None
        versions = character.versions if character is not None else ()
        return tuple(
            (version.version, version_text(version.version), version.problem)
            for version in reversed(versions)
        )

    def pinned(self, name: str) -> int:
        """The version of a character that the panel's shot is pinned to, 0 for none."""
        members = self.known.wardrobe(self._state.shot_name) if self.known is not None else ()
        return next((member.version for member in members if member.name == name), 0)

    def usual(self, name: str) -> int:
        """The version in which a character comes in: the pinned one, else the newest."""
        return self.pinned(name) or self.newest(name)

    def appearance(self, member: CastMember) -> str:
        """What a version looks like, in words; empty where nobody said."""
        version = self._version(member)
        return version.appearance if version is not None else ""

    def views(self, member: CastMember) -> str:
        """From where and in which light a version is seen; empty where nobody said."""
        version = self._version(member)
        return version.views if version is not None else ""

    def pin(self, member: CastMember) -> str:
        """What of a version is pinned for the panel's shot, and whether this is it; empty where none is."""
        from secondunit.wire import version_text

        pinned = self.pinned(member.name)
        if not pinned:
            return ""
        where = f"pinned for {self._state.shot_name}."
        return f"It is {where}" if pinned == member.version else f"{version_text(pinned)} is {where}"

    def consents(self, member: CastMember) -> tuple[PersonConsent, ...]:
        """What is on record of everybody who is seen in a version."""
        version = self._version(member)
        return (
            self.known.consents_of(version.persons) if self.known is not None and version is not None else ()
        )

    def remarks(self, member: CastMember) -> tuple[str, ...]:
        """What was seen in the pictures of a version, and what was left out of it."""
        version = self._version(member)
        return version.remarks[:MOST_REMARKS] if version is not None else ()

    def _version(self, member: CastMember) -> CharacterVersion | None:
        character = self.known.find(member.name) if self.known is not None else None
        return character.find(member.version) if character is not None else None

    def newest(self, name: str) -> int:
        """The newest version of a character that can be used; 1 where nothing is known of it."""
        character = self.known.find(name) if self.known is not None else None
        return (character.newest if character is not None else 0) or 1

    def newer(self, member: CastMember) -> int:
        """The newest version there is of a character, 0 where the brief names that."""
        character = self.known.find(member.name) if self.known is not None else None
        newest = character.newest if character is not None else 0
        return newest if newest > member.version else 0

    def offered(self, member: CastMember) -> int:
        """The version to offer beside the one a brief names: the pinned, else a newer one, 0 for none."""
        pinned = self.pinned(member.name)
        return self.newer(member) if not pinned else pinned if pinned != member.version else 0

    def picture(self, member: CastMember) -> PictureKey | None:
        """Names the small picture of what the brief names, None where there is none."""
        version = self._version(member)
        if version is None or version.problem:
            return None
        return PictureKey(take=member.name, frame=member.version, what=CAST, show=self._show)

    def said(self) -> str:
        """What is to be known of the whole cast: that it is empty, unreadable, or what was left out."""
        if self.problem is not None:
            return f"The show's cast cannot be read: {self.problem.message}"
        if self.known is None:
            return ""
        if not self.known.characters:
            return f"The show's cast is empty. Put pictures into {self.known.folder}/NAME/v001."
        return " ".join(self.known.remarks[:3])


def cast_with(cast: tuple[CastMember, ...], number: int, name: str, version: int) -> tuple[CastMember, ...]:
    """The cast with one slot (counted from 0; one past the end: a new one) filled or, without name, emptied.

    Raises `OutOfRange`, `NothingSelected`.
    """
    from secondunit.wire import CastMember

    if not 0 <= number <= len(cast):
        raise NothingSelected("This character is gone.")
    if version < 1:
        raise OutOfRange("Versions of a character are counted from 1.", where="cast")
    fresh = (CastMember(name.strip(), version),) if name.strip() else ()
    if fresh and number < len(cast):
        fresh = (replace(cast[number], name=name.strip(), version=version),)
    return (*cast[:number], *fresh, *cast[number + 1 :])
