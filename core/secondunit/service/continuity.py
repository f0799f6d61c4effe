"""The continuity of a sequence, put together from what was measured when its takes were delivered."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from secondunit.engines.drift.continuity import continuity, newest
from secondunit.engines.drift.continuity_page import continuity_page
from secondunit.engines.drift.continuity_pictures import ContinuityPictures
from secondunit.engines.drift.continuity_sheet import continuity_sheet
from secondunit.engines.drift.face_pictures import face_picture
from secondunit.engines.drift.kept_faces import CAST, KeptFace, kept_faces
from secondunit.media.config import Config, open_config
from secondunit.wire import Decision, SequenceContinuity, ShowCut, ShowSettings, Take, version_text
from secondunit.wire.errors import BadInput, NoRights, NotFound
from secondunit.wire.problem import raised

from .cast import listed
from .inside import require_inside
from .show_cut import show_cut
from .shows import Shows
from .store import Store, signoffs, takes

#: How many takes are read at once.
PAGE = 200


@dataclass(frozen=True)
class Continuities:
    """The continuity of sequences, from the shows and the store of a service.

    `unmeasured` says of a show whose likeness may not be measured, and why, by person.
    """

    shows: Shows
    store: Store
    unmeasured: Callable[[str, Iterable[str]], dict[str, str]]

    def of(self, show: str, sequence: str = "", shot: str = "", character: str = "") -> SequenceContinuity:
        """The continuity of a sequence, or of the one that a `shot` is in.

        Raises `NotFound` where there is no such sequence or none of its takes was measured, and what reading
        the show and its cut raises.
        """
        settings = self.shows.find(show)
        cut = show_cut(settings, self.store.read(lambda connection: takes.shots(connection, show)))
        if cut.problem is not None:
            raise raised(cut.problem)
        sequence = sequence or _sequence(settings, cut, shot)
        shots = tuple(place.shot for place in cut.shots if place.sequence == sequence)
        if not shots or not sequence:
            raise NotFound(
                f"{show} has no sequence {sequence[:64]}.", remedy=_there_are(settings), where="sequence"
            )
        measured = self.store.read(lambda connection: _measured(connection, show, shots))
        kept, remarks = self._kept(settings, character)
        characters = continuity(shots, measured, kept, character)
        if not characters:
            raise NotFound(
                f"No take of {sequence} has a measured character.",
                remedy="Make takes with --cast NAME=VERSION; secondunit drift TAKE says why one was not.",
                where="sequence",
            )
        return SequenceContinuity(show, sequence, shots, characters, remarks)

    def page(self, of: SequenceContinuity) -> str:
        """It as HTML with its pictures inside."""
        return continuity_page(of, self._pictures(of))

    def sheet(self, of: SequenceContinuity) -> bytes:
        """It as one picture, PNG."""
        buffer = io.BytesIO()
        continuity_sheet(of, self._pictures(of)).save(buffer, "PNG")
        return buffer.getvalue()

    def face(self, take: Take, character: str, frame: int) -> bytes:
        """A JPEG of a character's face in the nearest or the farthest frame of a take; raises `NotFound`."""
        for drift in take.drift:
            for place in drift.faces if drift.character == character else ():
                if place.frame == frame:
                    return face_picture(
                        take, drift, place, lambda name: self._file(take, name), self._config(take)
                    )
        raise NotFound(f"{take.label} keeps no face of {character[:64]} in frame {frame}.")

    def _pictures(self, of: SequenceContinuity) -> ContinuityPictures:
        settings = self.shows.find(of.show)
        references = {
            (member.name, version.version): [Path(picture.path) for picture in version.pictures]
            for member in listed(Path(settings.root)).characters
            for version in member.versions
        }
        return ContinuityPictures(
            self._file, self._config, open_config(settings.colorspace_config), references
        )

    def _kept(self, settings: ShowSettings, character: str) -> tuple[list[KeptFace], tuple[str, ...]]:
        """What is kept of faces and may be measured, and why not all of it is used."""
        root = Path(settings.root)
        persons = {
            (member.name, version.version): version.persons
            for member in listed(root).characters
            for version in member.versions
            if not version.problem
        }
        reasons = self.unmeasured(settings.name, (name for names in persons.values() for name in names))
        kept: list[KeptFace] = []
        remarks: dict[str, None] = {}
        try:
            for face in kept_faces(root / CAST, character):
                seen = persons.get((face.character, face.version))
                if seen is None:
                    why = f"who is seen in {version_text(face.version)} cannot be read."
                else:
                    why = next((reasons[name] for name in seen if name in reasons), "")
                if why:
                    remarks[f"The shots of {face.character} are not held against one another: {why}"] = None
                else:
                    kept.append(face)
        except NoRights as error:
            remarks[f"Not every shot is held against the one before: {error.problem.message}"] = None
        return kept, tuple(remarks)

    def _file(self, take: Take, name: str) -> Path:
        return require_inside(Path(take.folder, name), self.shows.bounds(take))

    def _config(self, take: Take) -> Config:
        return open_config(take.colorspace.config or self.shows.config(take.show))


def _sequence(settings: ShowSettings, cut: ShowCut, shot: str) -> str:
    sequence = cut.sequence(shot)
    if not sequence:
        raise BadInput(
            f"{shot[:64]} is in no sequence of {settings.name}." if shot else "No sequence is named.",
            remedy=_there_are(settings),
            where="shot" if shot else "sequence",
        )
    return sequence


def _there_are(settings: ShowSettings) -> str:
    named = ", ".join(settings.sequences) or "none"
    return f"There are: {named}. They stand in the show's secondunit.toml."


def _measured(connection: Connection, show: str, shots: tuple[str, ...]) -> list[Take]:
    """The newest measured take of each shot and character that stands, with the frames of its drift.

    One that was rejected stands for its shot only where there is no other.
    """
    every: list[Take] = []
    for shot in shots:
        measured = [take for take in _takes_of(connection, show, shot) if take.drift]
        every += [take for take in measured if not _is_rejected(connection, take)] or measured
    ids = sorted({take.id for take in newest(shots, every).values()})
    return [takes.whole(connection, id) for id in ids]


def _takes_of(connection: Connection, show: str, shot: str) -> Iterator[Take]:
    after = ""
    while True:
        page = takes.page(connection, show=show, shot=shot, limit=PAGE, after=after)
        yield from page.takes
        after = page.next
        if not after:
            return


def _is_rejected(connection: Connection, take: Take) -> bool:
    last = signoffs.of_take(connection, take.id)[-1:]
    return bool(last) and last[0].decision is Decision.REJECTED
