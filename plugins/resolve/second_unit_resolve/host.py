"""DaVinci Resolve as a host: the timeline that is open now, looked up anew at every call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from secondunit.host import CameraView, Placed, Question, Shot, Source
from secondunit.host.document_name import names_of_cut, shot_pattern
from secondunit.host.folders import show_folder
from secondunit.wire import Guide, GuideKind, Matte, Placement, PlacementKind, Plate, Take
from secondunit.wire.errors import HostError, NothingSelected, SecondUnitError
from secondunit.wire.storage import storage_error

from . import deliver
from .bridge import Bridge
from .colors import Colors
from .guides import ResolveGuides
from .likeness import still_path
from .looking import Scope, TimelineLook, meant
from .memory import Memory
from .placements import Placements
from .plates import RENDER, ResolvePlates
from .pool import MediaPool

#: Questions that are answered for as long as this panel runs.
EDITION = "edition"


class ResolveHost:
    """The `Host` of one running Resolve. `connect` gives its root object, or None while there is none."""

    def __init__(self, connect: Callable[[], Any], clock: Callable[[], float] = monotonic) -> None:
        self.bridge = Bridge(connect, clock)
        self.pool = MediaPool(self.bridge)
        self.memory = Memory(self.bridge.project_id)
        self.colors = Colors(self.bridge, self.memory)
        #: Hears what could not be done and the editor should know, a sentence each.
        self.on_said: Callable[[str], None] = lambda sentence: None
        self.placements = Placements(
            self.bridge, self.pool, self.memory, lambda sentence: self.on_said(sentence), clock
        )
        self.looking = self.placements.looking
        #: What the next element is for, and by how many frames a cut is lengthened.
        self.scope, self.extend = Scope.AUTOMATIC, 24
        self.plates = ResolvePlates(self.bridge, self.pool, self.looking, self.colors, self.meant)
        self._guides = ResolveGuides(self.plates)
        self._read: set[str] = set()

    @property
    def name(self) -> str:
        """`Resolve Studio 21.0`."""
        try:
            edition = " Studio" if self.bridge.studio else ""
            return f"Resolve{edition} " + ".".join(map(str, self.bridge.version[:2]))
        except SecondUnitError:
            return "Resolve"

    def kinds(self) -> tuple[PlacementKind, ...]:
        """A clip on a track."""
        return (PlacementKind.STRIP,)

    def meant(self, look: TimelineLook) -> Any:
        """The frames that the next element is for."""
        return meant(look, self.scope, self.extend)

    def shot(self) -> Shot:
        """The range that is meant, the timeline's exact rate and format, and the space takes are made in."""
        look = self.looking.look()
        timeline = look.timeline
        space = self.colors.working_space()
        return Shot(self.meant(look), timeline.rate, timeline.format, space, timeline.drop)

    def frame(self) -> int | None:
        """The frame under the playhead; None on a page without one."""
        try:
            return self.looking.look().playhead
        except SecondUnitError:
            return None

    def document_names(self) -> dict[str, str]:
        """What the names of the open timeline and project say of show and shot; raises as the bridge."""
        return names_of_cut(self.bridge.project_name(), self.looking.look().timeline.name, shot_pattern())

    def sources(self) -> tuple[Source, ...]:
        """The clips under the playhead, and the range as it is seen."""
        return self.plates.sources()

    def plate(self, source: str) -> Plate:
        """The plate behind a source; raises `NothingSelected`, `MissingFrames`, `HostError`."""
        return self.plates.plate(source)

    def matte(self, source: str) -> Matte:
        """The matte behind a source; raises as `plate`."""
        return self.plates.matte(source)

    def cameras(self) -> tuple[Source, ...]:
        """None: a timeline has no camera."""
        return ()

    def camera(self, source: str) -> CameraView:
        """Raises `NothingSelected`: a timeline has no camera."""
        raise NothingSelected("Resolve has no camera.", remedy="Set the camera by hand.", where=source)

    def guides(self, kind: GuideKind) -> tuple[Source, ...]:
        """The clips under the playhead that are sequences of pictures."""
        return self._guides.sources(kind)

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        """The guide behind a source; raises `NothingSelected`, `BadInput`, `MissingFrames`, `HostError`."""
        return self._guides.guide(kind, source, shot)

    def questions(self) -> tuple[Question, ...]:
        """What the edition does not allow, colour that nothing says, and plates that have to be rendered."""
        limit = self._edition()
        limits = (limit,) if limit is not None else ()
        return (*limits, *self.colors.questions(), *self.plates.questions())

    def answer(self, question: str, choice: str) -> None:
        """Take the artist's choice; raises `HostError` for one that was not offered."""
        asked = {query.id: query for query in self.questions()}.get(question)
        if asked is None or choice not in dict(asked.choices):
            raise HostError(
                "That was not a choice.", remedy="Choose one of those that are offered.", where=question
            )
        if question.startswith(RENDER):
            self.plates.answer(question.removeprefix(RENDER), choice)
        elif question == EDITION:
            self._read.add(question)
        else:
            self.memory.answer(question, choice)

    def place(self, placement: Placement, take: Take) -> Placed:
        """Put a take on a track; raises `CannotPlace`, `HostError`."""
        return self.placements.place(placement, take)

    def placed(self) -> tuple[Placed, ...]:
        """Every take on the open timeline; nothing where none is open."""
        try:
            return self.placements.placed()
        except NothingSelected:
            return ()

    def set_version(self, placed: str, take: Take) -> Placed:
        """Another version in the same place; raises `CannotPlace`, `NothingSelected`."""
        return self.placements.set_version(placed, take)

    def mark(self, placed: str, newest: int) -> None:
        """Say on a take's marker that a newer version is there."""
        self.placements.mark(placed, newest)

    def reveal(self, path: str) -> None:
        """Show a file or folder in the system's file browser; raises `HostError`."""
        show_folder(path)

    def keep(self, state: Mapping[str, object]) -> None:
        """Keep the panel's state; with a new job, the range it is for: its take is trimmed to that."""
        asked = state.get("jobs") != self.memory.kept().get("jobs", [])
        self.memory.keep(state)
        if not asked:
            return
        try:
            look = self.looking.look()
        except SecondUnitError:
            return
        clip = look.clips[0] if look.clips else None
        onto = clip.track if self.scope is Scope.EXTEND and clip is not None else 0
        self.memory.remember(self.meant(look), onto)

    def kept(self) -> dict[str, object]:
        """The state that was kept of this project."""
        return self.memory.kept()

    def still(self) -> str:
        """Write the frame under the playhead as a picture for reference; its path. Raises `HostError`."""
        timeline = self.bridge.timeline()
        frame = self.bridge.playhead(timeline)
        path = still_path(timeline, frame)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(error, path.parent) from None
        deliver.still(self.bridge, path.as_posix())
        if not path.is_file():
            raise HostError("Resolve says that it wrote a still, and it is not there.", where=path.as_posix())
        return path.as_posix()

    def _edition(self) -> Question | None:
        if EDITION in self._read or self.bridge.studio:
            return None
        return Question(
            EDITION,
            "This is the free edition of Resolve.",
            (("ok", "Understood"),),
            "Everything here works in it up to 21.0. From 21.1 on it runs no Python: then use the desk "
            "(secondunit desk) and bring takes over as OTIO.",
        )
