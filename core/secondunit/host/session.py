"""One host, one panel: all that lives while a document is open, and the pump that the host's timer calls.

Made and used on the main thread. It follows the document (selection, footage, cameras, what is placed), keeps
the panel's state in it, and marks what has a newer version. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from secondunit.wire.errors import Problem, SecondUnitError, Unexpected, raised

from .canvas import Canvas
from .commands import Commands
from .continuity import ContinuityRows
from .drawn_mattes import drawn_matte, is_drawn, source_id
from .gallery import SHOW, Gallery
from .guiding import Guiding
from .history import FormHistory
from .host_answers import HostAnswers
from .link import Connection, Link, LinkState
from .matting import Matting
from .newer_marks import NewerMarks
from .panel import Panel
from .pictures import PictureCache
from .placing import Placing
from .plate_choice import PlateChoice
from .protocol import Host, Source
from .queue import QueueRows
from .side_by_side import SideBySide
from .sight import likeliest, sight_of
from .sources import holding, source_of
from .state import PanelTopic
from .viewer import Viewer
from .watch import ScriptWatch

if TYPE_CHECKING:
    from secondunit.wire import Brief, GuideKind, Matte

    from .start import Dialling

T = TypeVar("T")

#: Seconds between pumps: while pictures or calls are under way, while jobs move, and at rest.
FAST, BUSY, IDLE = 0.016, 0.033, 0.1
#: The plate's source that follows the document: the likeliest one that has files.
AUTOMATIC = "auto"
#: The code of a damaged picture or movie.
DAMAGED = "picture.damaged"


class Session:
    """The panel of one open document."""

    def __init__(self, host: Host, dialling: Dialling, *, clock: Callable[[], float] = monotonic) -> None:
        self.host = host
        self.link = Link(dialling)
        self.panel = Panel(self.link, clock=clock)
        self.commands = Commands(self.panel, host)
        self.pictures = PictureCache(self.panel)
        self.gallery = Gallery(self.panel)
        self.viewer = Viewer(self.panel, self.pictures, clock=clock)
        self.canvas = Canvas(self.panel, self.viewer, clock=clock)
        self.queue = QueueRows(self.panel, clock=clock)
        self.queue.selection = self.panel.lists.selection
        self.queue.concerned = lambda: self.panel.lists.queue_scope
        self.side_by_side = SideBySide(self.panel, self.pictures, self.viewer)
        #: The sequence of the shot, for who shows it.
        self.continuity = ContinuityRows(self.panel, self.gallery.choose, self.viewer.go)
        #: Undo and redo of the whole form.
        self.history = FormHistory(self.panel, self._choices, self._put_choices, clock)
        self.gallery.on_choose = self.canvas.show_take
        self.gallery.on_bin = self.commands.want_bin
        self.gallery.on_playlist = lambda id: self.commands.want_playlist(id, self.gallery.use_members)
        self.panel.lists.on_playlist = self.gallery.renew
        self.gallery.on_scope = lambda scope: self.panel.lists.show_wide(scope == SHOW)
        self.viewer.on_show = self.panel.lists.look_up
        self.matting = Matting()
        self.plate_choice = PlateChoice()
        self.guiding = Guiding(self.panel, host)
        self.placing = Placing(self.panel, host.kinds)
        #: What could be plate, matte and camera, the likeliest first.
        self.sources: tuple[Source, ...] = ()
        self.mattes: tuple[Source, ...] = ()
        self.cameras: tuple[Source, ...] = ()
        #: What the document's name says of `show` and `shot`, where the host has one.
        self.names: Callable[[], Mapping[str, str]] = dict
        self._names: Mapping[str, str] = {}
        #: Why the plate, matte or camera that was chosen cannot be read, by `source`, `matte`, `camera`.
        self.source_problems: dict[str, Problem] = {}
        self._chosen = {"source": AUTOMATIC, "matte": "", "camera": ""}
        self._automatic = ""
        self.watch = ScriptWatch(self._looks, clock)
        self._newer = NewerMarks(self.panel, host)
        self._read = HostAnswers(self.panel).read
        self.commands.before_generate = self.look_at_footage
        self.commands.after_change = self.look_at_placed
        self.commands.keep = self.panel.drawing.keep = self.store
        self.panel.drawing.on_written, self.panel.drawing.on_begin = self.use_matte, self.canvas.show_plate
        self.panel.outside.find_footage = self._take_footage
        self.panel.subscribe(self._observe)
        self.panel.subscribe(self.continuity.observe)
        link_changed = self.link.on_connection

        def on_connection(connection: Connection) -> None:
            if connection.state is LinkState.ONLINE:
                self.pictures.reset()
            link_changed(connection)

        self.link.on_connection = on_connection

    # What the host calls ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Connect, and take up what the document keeps."""
        self.link.start()
        self.document_changed()

    def pump(self) -> float:
        """One tick of the host's timer; returns when the next is due, in seconds. Never raises."""
        try:
            self.watch.turn()
            self.canvas.tick()
            self.panel.pump()
            self.pictures.tick()
        except Exception as error:
            self.panel.say(Unexpected(f"The panel failed: {type(error).__name__}: {error}"[:300]).problem)
        return self._next()

    def look(self) -> None:
        """Follow the document: its shot, its footage and cameras, what it asks and what is placed in it."""
        self.watch.look()

    def _looks(self) -> Iterator[None]:
        """The parts of a look."""
        self._names = self._read("names", self.names, self._names)
        self.panel.use_document(self._names)
        shot = self._read("shot", self.host.shot, self.panel.shot)
        self.panel.outside.use_frame(self._read("frame", self.host.frame, self.panel.frame))
        yield
        self._offer("sources", self._read("sources", self.host.sources, ()))
        yield
        self._offer("cameras", self._read("cameras", self.host.cameras, ()))
        yield
        self._read("guides", self.guiding.offer, None)
        yield
        self.panel.use_questions(self._read("questions", self.host.questions, ()))
        self.panel.use(shot=shot, plate=self.panel.plate, matte=self.panel.matte)
        self.look_at_footage(quietly=True)
        yield
        self.look_at_placed()

    def look_at_footage(self, quietly: bool = False) -> None:
        """Read plate, matte and camera anew; raises what stands in the way unless `quietly`."""
        problems: dict[str, Problem] = {}
        self._offer("mattes", (*self.panel.drawing.sources(self.matte), *self.sources))
        parts = self.plate_choice.part_names
        plate = self.plate_choice.apply(source_of("source", self.source, self.host.plate, problems))
        channels = self.matting.channels
        matte = self.matting.apply(source_of("matte", self.matte, self._matte_of, problems))
        if channels != self.matting.channels or parts != self.plate_choice.part_names:
            self.panel.touch(PanelTopic.PLATE)
        view = source_of("camera", self.camera, self.host.camera, problems)
        self.panel.use_camera(view)
        if problems != self.source_problems:
            self.source_problems = problems
            self.panel.touch(PanelTopic.PLATE)
        self.panel.use(shot=self.panel.shot, plate=plate, matte=matte)
        self.canvas.use_sight(sight_of(self.sources, self.source, self.follows, plate))
        self.guiding.look()
        wrong = (*problems.values(), *self.guiding.problems.values())
        if wrong and not quietly:
            raise raised(wrong[0])

    def look_at_placed(self) -> None:
        """Read what is placed, and mark what has a newer version."""
        before = self.panel.placed
        self.panel.lists.use_placed(self._read("placed", self.host.placed, before))
        if self.panel.placed != before:
            # After an undo or a reload a mark may be gone: they are made anew.
            self._newer.forget()
        self._newer.mark()

    def document_changed(self) -> None:
        """Another document was opened: take up what it keeps."""
        state: dict[str, object] = self._read("kept", self.host.kept, {})
        self._newer.forget()
        self._automatic, self._names = "", {}
        self._restore_choices(state)
        self.placing.restore(state.get("placing"))
        self.panel.lists.use_placed(())
        self.panel.restore(state)
        self.look()
        self.history.begin()

    def store(self) -> None:
        """Write the panel's state into the document."""
        try:
            self.host.keep(self.state())
        except SecondUnitError as error:
            self.panel.say(error.problem)

    def state(self) -> dict[str, object]:
        """Everything that is kept in the document, as JSON values."""
        return {**self.panel.state(), "placing": self.placing.state(), **self._choices()}

    def close(self) -> None:
        """End the link."""
        self.viewer.pause()
        self.link.stop()

    # What the panel calls ---------------------------------------------------------------------------------

    def set(self, field: str, value: object) -> Problem | None:
        """Set a field by hand and keep it in the document; returns what is wrong with the value."""
        problem = self.panel.set(field, value)
        self.store()
        return problem

    def clear(self, field: str) -> None:
        """Let the camera, the prompt or the default decide a field again."""
        self.panel.clear(field)
        self.store()

    @property
    def source(self) -> str:
        """The id of the plate's source that is read; empty for none."""
        choice = self._chosen["source"]
        return self._automatic if choice == AUTOMATIC else choice

    @property
    def plate_damaged(self) -> bool:
        """Whether the estimate refuses the plate because it is damaged."""
        estimate = self.panel.estimate
        problems = estimate.problems if estimate is not None else ()
        return any(problem.code == DAMAGED and problem.where.startswith("plate") for problem in problems)

    @property
    def follows(self) -> bool:
        """Whether the plate follows the document's likeliest source."""
        return self._chosen["source"] == AUTOMATIC

    @property
    def matte(self) -> str:
        """The id of the matte's source; empty for none."""
        return self._chosen["matte"]

    @property
    def camera(self) -> str:
        """The id of the camera; empty for none."""
        return self._chosen["camera"]

    def use_source(self, source: str) -> None:
        """Choose the plate: the id of a source, `AUTOMATIC` to follow the document, or empty for none.

        What was decided of another one does not hold for it.
        """
        if source != self._chosen["source"]:
            self.plate_choice.part, self.plate_choice.accept_damage = "", False
        self._use("source", source)
        self.canvas.show_plate()

    def use_part(self, part: str) -> None:
        """Choose the part of the plate's files: one of `plate_choice.parts()`, empty for the usual one."""
        self.plate_choice.part = part
        self._use("source", self._chosen["source"])

    def use_accept_damage(self, accept_damage: bool) -> None:
        """Take a plate that is a damaged movie as it is, or refuse it."""
        self.plate_choice.accept_damage = accept_damage
        self._use("source", self._chosen["source"])

    def use_matte(self, source: str) -> None:
        """Choose the matte; empty for none. Its channel is the host's own until another one is chosen."""
        if source != self.matte:
            self.matting.channel = ""
        self._use("matte", source)

    def use_channel(self, channel: str) -> None:
        """Choose the matte's channel: one of `matting.choices()`, empty for the host's own."""
        self.matting.channel = channel
        self._use("matte", self.matte)

    def use_invert(self, invert: bool) -> None:
        """Turn the matte round: black is where the element acts."""
        self.matting.invert = invert
        self._use("matte", self.matte)

    def use_camera(self, source: str) -> None:
        """Choose the camera whose height, pitch and lens the controls take; empty for none."""
        self._use("camera", source)

    def use_guide(self, kind: GuideKind, source: str) -> None:
        """Choose what of the host is the guide of a kind; empty for none of it."""
        self.guiding.use(kind, source)
        self.store()
        self.look_at_footage(quietly=True)

    def set_placing(self, name: str, value: object) -> None:
        """Set one value of the next placement (see `Placing.set`) and keep it in the document."""
        self.placing.set(name, value)
        self.store()

    def place(self) -> Problem | None:
        """Place the take that the viewer shows as it is set; nothing happens without one."""
        take, kind = self.viewer.take_a, self.placing.kind
        if take is None or kind is None:
            return None
        how = self.placing
        return self.commands.place(
            take.id, kind, offset=how.offset, blend=how.blend, mix=how.mix, gain=how.gain
        )

    # Inside -----------------------------------------------------------------------------------------------

    def _choices(self) -> dict[str, object]:
        """Which footage is chosen and what of it, as JSON values."""
        return {
            **self.matting.state(), **self.plate_choice.state(), **self.guiding.state(), **self._chosen,
        }  # fmt: skip

    def _restore_choices(self, state: Mapping[str, object]) -> None:
        for role in self._chosen:
            fallback = AUTOMATIC if role == "source" else ""
            self._chosen[role] = str(state.get(role, fallback))
        self.matting.restore(state)
        self.plate_choice.restore(state)
        self.guiding.restore(state)

    def _put_choices(self, choices: Mapping[str, object]) -> None:
        """Footage as it was chosen before: an undo of the form."""
        self._restore_choices(choices)
        self.panel.touch(PanelTopic.PLATE)
        self.look_at_footage(quietly=True)
        self.store()

    def _matte_of(self, id: str) -> Matte:
        return drawn_matte(id) or self.host.matte(id)

    def _use(self, role: str, id: str) -> None:
        self._chosen[role] = id
        self.panel.touch(PanelTopic.PLATE)
        self.store()
        self.look_at_footage(quietly=True)

    def _take_footage(self, brief: Brief) -> None:
        """Choose plate and matte of a brief where the host has them; a brief without a matte has none."""
        self.panel.cuts.take_up(brief.plate)
        if brief.plate is not None:
            plate = holding(brief.plate.path, self.sources, self.host.plate)
            if plate is not None and plate[0] != self.source:
                self._chosen["source"] = plate[0]
            self.plate_choice.take_up(brief.plate)
        if brief.matte is None:
            self._chosen["matte"] = ""
        else:
            matte = holding(brief.matte.path, self.mattes, self._matte_of)
            if matte is None and is_drawn(brief.matte.path):
                own = drawn_matte(id := source_id(brief.matte))
                matte = None if own is None else (id, own)
            self._chosen["matte"] = matte[0] if matte is not None else ""
            if matte is not None:
                own = matte[1]
                self.matting.channel = "" if own.channel == brief.matte.channel else brief.matte.channel
                self.matting.invert = own.invert is not brief.matte.invert
        self.panel.touch(PanelTopic.PLATE)
        self.look_at_footage(quietly=True)

    def _offer(self, name: str, sources: tuple[Source, ...]) -> None:
        automatic = likeliest(sources, self._automatic) if name == "sources" else self._automatic
        if sources != getattr(self, name) or automatic != self._automatic:
            setattr(self, name, sources)
            self._automatic = automatic
            self.panel.touch(PanelTopic.PLATE)

    def _observe(self, changed: frozenset[PanelTopic]) -> None:
        if PanelTopic.PLACED in changed:
            self._newer.mark()
        if changed & {PanelTopic.FIELDS, PanelTopic.REFERENCES, PanelTopic.PLATE}:
            self.history.note()
        if PanelTopic.VIEWER in changed:
            self.side_by_side.wish()
        if changed & {PanelTopic.KINDS, PanelTopic.FIELDS} and self.panel.camera is not None:
            self.panel.use_camera(self.panel.camera)

    def _next(self) -> float:
        if self.viewer.playing:
            return min(FAST, max(0.002, self.viewer.next_due()))
        if self.pictures.waiting or self.panel.quick.pending:
            return FAST
        connecting = self.panel.connection.state is LinkState.CONNECTING
        return BUSY if connecting or self.panel.estimating or self.panel.jobs.active() else IDLE
