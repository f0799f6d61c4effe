"""The desk as a host: files are its plates and mattes, and placing writes a Nuke script beside the take.

Implements `secondunit.host.Host` over a `Document`; knows no widget and no service. Footage is read by the
service (it has the codecs): whoever has its answer calls `add_footage`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from secondunit.ground.disk import write_whole
from secondunit.host.document_name import names_of_footage, shot_pattern
from secondunit.host.placement import read_stamp, require_same_element, stamp
from secondunit.host.protocol import CameraView, Placed, Question, Shot, Source
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    Guide,
    GuideKind,
    Matte,
    Placement,
    PlacementKind,
    Plate,
    Problem,
    Rate,
    SecondUnitError,
    Take,
)
from secondunit.wire.errors import CannotPlace, HostError, NothingSelected
from secondunit.wire.storage import storage_error

from .channels import matte_channel
from .document import REMEDY, Document, Shelf, legal_show

#: What footage may be in when its files do not say it: names of the built-in OCIO config, likeliest first.
SPACES = (
    ("ACEScg", "ACEScg"),
    ("Linear Rec.709 (sRGB)", "Linear Rec.709 (sRGB)"),
    ("ACES2065-1", "ACES2065-1"),
    ("ACEScct", "ACEScct (log)"),
    ("sRGB Encoded Rec.709 (sRGB)", "sRGB, as on a screen"),
    ("Gamma 2.4 Encoded Rec.709", "Rec.709 video"),
)
LINEAR = ("ACEScg", "ACES2065-1", "Linear ")
#: What is open where no plate is.
EMPTY = Shot(FrameRange(1001, 1048), Rate(24), Format(1920, 1080), ColorSpace("ACEScg"))
_ASKED, _DAMAGE = "colorspace:", "damage:"


class DeskHost:
    """One show's document as a host. `reveal_with` opens a path in the system's file browser."""

    name = "Second Unit desk"

    def __init__(
        self, shelf: Shelf, show: str = "", *, reveal_with: Callable[[str], None] = lambda path: None
    ) -> None:
        self.shelf, self._reveal = shelf, reveal_with
        self.document: Document = shelf.read(show or shelf.last_show())
        self.current = ""
        #: Every known version of a take's element: a script holds them all, to change between them there.
        self.versions_of: Callable[[Take], tuple[Take, ...]] = lambda take: (take,)
        #: The colour spaces of a config by its name, as value and label, where the service has listed them.
        self.spaces_of: dict[str, tuple[tuple[str, str], ...]] = {}
        #: Damaged movies that may be taken as they are: what is wrong, and how to open them so.
        self._damaged: dict[str, tuple[Problem, Callable[[], None]]] = {}
        #: Told of every script that was written.
        self.on_written: Callable[[str], None] = lambda file: None

    # What is open ------------------------------------------------------------------------------------------

    def kinds(self) -> tuple[PlacementKind, ...]:
        """A Group in a Nuke script, or its plain nodes."""
        return (PlacementKind.COMP, PlacementKind.NODES)

    def shot(self) -> Shot:
        """The numbers of the plate in use, else a usual shot's."""
        plate = self.document.plates.get(self.current)
        if plate is None:
            return EMPTY
        space = self._space(plate)
        working = space if space.name.startswith(LINEAR) else replace(EMPTY.colorspace, config=space.config)
        return Shot(plate.frames, plate.rate, plate.format, working)

    def frame(self) -> int | None:
        """Nowhere: the desk has no playhead."""
        return None

    def document_names(self) -> dict[str, str]:
        """The shot of the plate in use, where its file or a folder above says one; the show is chosen."""
        names = names_of_footage(self.current, shot_pattern())
        return {name: text for name, text in names.items() if name == "shot"}

    def sources(self) -> tuple[Source, ...]:
        """The footage that was opened, the latest first."""
        return tuple(
            Source(path, _label(path), f"{path}\n{plate.frames}, {plate.format.width}x{plate.format.height}")
            for path, plate in reversed(self.document.plates.items())
        )

    def plate(self, source: str) -> Plate:
        """The plate of a path. Raises `NothingSelected`, and `HostError` while its colour space is unsaid."""
        plate = self.document.plates.get(source)
        if plate is None:
            raise NothingSelected("This plate is not open.", remedy="Open it again.", where=source)
        self.current = source
        space = self._space(plate)
        if not space.name:
            raise HostError(
                f"{_label(source)} does not say its colour space.",
                remedy="Answer the question about it.",
                where=source,
            )
        return replace(plate, colorspace=space)

    def matte(self, source: str) -> Matte:
        """The same footage as a matte: its alpha, or its first channel where it has none. Raises
        `NothingSelected`."""
        plate = self.document.plates.get(source)
        if plate is None:
            raise NothingSelected("This matte is not open.", remedy="Open it again.", where=source)
        channel = self.document.channels.get(source, "A")
        return Matte(plate.path, plate.frames, channel, first_in_file=plate.first_in_file)

    def cameras(self) -> tuple[Source, ...]:
        """None: files have no camera."""
        return ()

    def camera(self, source: str) -> CameraView:
        """Raises `NothingSelected`: files have no camera."""
        raise NothingSelected("The desk has no camera.", remedy="Set the camera by hand.", where=source)

    def guides(self, kind: GuideKind) -> tuple[Source, ...]:
        """None: files are named in the panel's fields."""
        return ()

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        """Raises `NothingSelected`: files are named in the panel's fields."""
        raise NothingSelected("The desk has no guide.", remedy="Name its files.", where=source)

    def questions(self) -> tuple[Question, ...]:
        """Whether damage is accepted; the colour space of the plate in use, where its files do not say it."""
        damaged = tuple(
            Question(
                _DAMAGE + path, f"Take {_label(path)} although it is damaged?",
                (("take", "Take what is left"), ("leave", "Leave it")), problem.message,
            )
            for path, (problem, _) in self._damaged.items()
        )  # fmt: skip
        plate = self.document.plates.get(self.current)
        if damaged or plate is None or self._space(plate).name:
            return damaged
        text = f"In which colour space is {_label(plate.path)}?"
        help = "Its files do not say it, and it is never guessed."
        return (Question(_ASKED + plate.path, text, self.spaces(plate), help),)

    def spaces(self, plate: Plate) -> tuple[tuple[str, str], ...]:
        """What the question offers: the spaces of the plate's own config, else of the built-in one.

        Of light in EXR the linear ones come first, of code values the others.
        """
        offered = self.spaces_of.get(plate.colorspace.config) or SPACES
        if plate.path.lower().endswith(".exr"):
            return offered
        return tuple(sorted(offered, key=lambda space: space[0].startswith(LINEAR)))

    def answer(self, question: str, choice: str) -> None:
        """Keep the colour space of a plate. Raises `HostError`, `NoRights`, `DiskFull`."""
        if question.startswith(_DAMAGE):
            damage = self._damaged.pop(question.removeprefix(_DAMAGE), None)
            if damage is None:
                raise HostError("That was not asked.", where=question[:200])
            if choice == "take":
                damage[1]()
            return
        path = question.removeprefix(_ASKED)
        plate = self.document.plates.get(path)
        if plate is None or choice not in dict(self.spaces(plate)):
            raise HostError("That was not asked.", where=question[:200])
        self.document.spaces[path] = choice
        self._write()

    # What is opened ----------------------------------------------------------------------------------------

    def add_footage(self, plate: Plate, *, as_plate: bool = True) -> str:
        """Take up footage as the service read it; gives the source's id. Raises `NoRights`, `DiskFull`."""
        self.document.add_footage(plate, matte_channel(plate))
        if as_plate:
            self.current = plate.path
        self._write()
        return plate.path

    def ask_about_damage(self, path: str, problem: Problem, open_it: Callable[[], None]) -> None:
        """Ask whether a damaged movie is to be opened as it is."""
        self._damaged = {path: (problem, open_it)}

    def open_show(self, show: str) -> None:
        """Open another show's document. Raises `HostError` for a name that no disk could hold."""
        if not legal_show(show):
            raise HostError(f"{show[:60]!r} cannot be a show's name.", remedy="Use letters, digits, - and _.")
        self.document = self.shelf.read(show)
        self.current = ""

    # What is placed ----------------------------------------------------------------------------------------

    def place(self, placement: Placement, take: Take) -> Placed:
        """Write a Nuke script beside the take's versions and remember it. Raises `CannotPlace`."""
        from secondunit.host.nk import group_name

        id = group_name(take, tuple(self.document.placed))
        folder = Path(take.folder).parent
        file = str(folder / f"{take.shot}_{id.removeprefix('SecondUnit_')}.nk")
        stamped = {**stamp(placement, take), "file": file}
        return self._put(id, stamped, placement, take)

    def placed(self) -> tuple[Placed, ...]:
        """Every placement of the document."""
        placements = (read_stamp(id, stamped) for id, stamped in self.document.placed.items())
        return tuple(placed for placed in placements if placed is not None)

    def set_version(self, placed: str, take: Take) -> Placed:
        """Write the placement's script anew with another take of its element."""
        here = next((candidate for candidate in self.placed() if candidate.id == placed), None)
        if here is None:
            raise NothingSelected("What was placed there is gone.", where=placed)
        require_same_element(here, take)
        placement = replace(here.placement, take=take.id)
        stamped = {**stamp(placement, take), "file": self.document.placed[placed].get("file", "")}
        return self._put(placed, stamped, placement, take)

    def mark(self, placed: str, newest: int) -> None:
        """Nothing to mark: the desk's own list of what is placed says it."""

    def placed_file(self, placed: str) -> str:
        """The Nuke script that a placement was written to; empty when it is gone."""
        return str(self.document.placed.get(placed, {}).get("file", ""))

    def forget(self, placed: str) -> None:
        """Take a placement off the document; its script stays where it is. Raises `NoRights`, `DiskFull`."""
        if self.document.placed.pop(placed, None) is not None:
            self._write()

    # The rest ----------------------------------------------------------------------------------------------

    def reveal(self, path: str) -> None:
        """Show a file or folder in the system's file browser. Raises `HostError` where it is not there."""
        if not Path(path).exists():
            raise HostError(
                "It is not on this machine.", remedy="Mount the disk that the service writes to.", where=path
            )
        self._reveal(path)

    def keep(self, state: Mapping[str, object]) -> None:
        """Store the panel's state; where its show is another one, in that show's document."""
        fields = state.get("fields")
        show = str(fields.get("show", "")) if isinstance(fields, Mapping) else ""
        if show and show != self.document.show and legal_show(show):
            other = self.shelf.read(show)
            for plate in (*other.plates.values(), *self.document.plates.values()):
                other.add_footage(plate)
            other.channels = {**other.channels, **self.document.channels}
            other.spaces = {**other.spaces, **self.document.spaces}
            self.document = other
        self.document.state = dict(state)
        source = state.get("source", "")
        if isinstance(source, str) and source in self.document.plates:
            self.current = source
        elif source == "":
            self.current = ""
        elif self.document.plates:
            self.current = next(reversed(self.document.plates))
        self._write()

    def kept(self) -> dict[str, object]:
        """The state of the document that is open."""
        return dict(self.document.state)

    def _space(self, plate: Plate) -> ColorSpace:
        if plate.colorspace.name:
            return plate.colorspace
        return replace(plate.colorspace, name=self.document.spaces.get(plate.path, ""))

    def _put(self, id: str, stamped: dict[str, object], placement: Placement, take: Take) -> Placed:
        """Write the script, then the document; where the second fails the first is taken back."""
        file = Path(str(stamped["file"]))
        before = file.read_bytes() if file.is_file() else None
        old_stamp = self.document.placed.get(id)
        write_nodes(file, placement, self._together(take), id, self.document.plates.get(self.current))
        self.document.placed[id] = stamped
        read = read_stamp(id, stamped)
        try:
            if read is None:
                raise CannotPlace("The placement cannot be kept.", where=id)
            self._write()
        except SecondUnitError as error:
            if old_stamp is None:
                del self.document.placed[id]
            else:
                self.document.placed[id] = old_stamp
            if before is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(before)
            raise CannotPlace(error.problem.message, remedy=error.problem.remedy) from None
        self.on_written(str(file))
        return read

    def _together(self, take: Take) -> tuple[Take, ...]:
        """The take first, and the versions that one script can hold with it."""
        versions = (version for version in self.versions_of(take) if version.id != take.id)
        return (take, *(version for version in versions if version.colorspace == take.colorspace))

    def _write(self) -> None:
        self.shelf.write(self.document)


def write_nodes(
    file: Path, placement: Placement, takes: tuple[Take, ...], name: str, plate: Plate | None
) -> None:
    """Write the first take, and its other versions, as a Nuke script: whole or not at all.

    Raises `CannotPlace`.
    """
    take = takes[0]
    from secondunit.host.nk import group_script, nodes_script

    format = plate.format if plate is not None else None
    if placement.kind is PlacementKind.NODES:
        text = nodes_script(take, placement, name=name, plate_format=format)
    else:
        text = group_script(takes, placement, name=name, plate_format=format)
    if not file.parent.is_dir():
        raise CannotPlace(
            f"The folder of {take.label} is not on this machine.",
            remedy="Mount the disk that the service writes to.",
            where=str(file.parent),
        )
    try:
        write_whole(file, text.encode(), 0o644)
    except OSError as error:
        problem = storage_error(error, file, REMEDY).problem
        raise CannotPlace(problem.message, remedy=problem.remedy, where=problem.where) from None


def _label(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
