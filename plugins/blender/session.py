"""The running session: one link, one panel model, and the timer that pumps it on Blender's main thread.

The scene's stored values are the truth (they are saved and undone with the scene); the model follows them.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

import bpy
from bpy.app.handlers import persistent

from secondunit.host import CONTROLS, Commands, Dialling, Fields, Link, LinkState, Panel, PanelTopic
from secondunit.host.choosing import read_references
from secondunit.host.desktop import send_notice
from secondunit.host.document_name import names_of_document
from secondunit.host.gallery import Gallery
from secondunit.host.long_jobs import LongJobs, title
from secondunit.host.queue import QueueRows
from secondunit.host.shot_space import Bounds
from secondunit.host.sources import holding
from secondunit.wire.errors import SecondUnitError, Unexpected

from . import drawn_shapes, undo
from .addon import preferences
from .blender_host import BlenderHost
from .cameras import PREFIX
from .fresh import FreshPlacement
from .guide_link import GuideLink
from .handle_link import HandleLink, is_playing
from .handles import has_any
from .plates import RENDER
from .quick_pictures import QuickPictures
from .redrawing import redraw
from .side_scene import is_one

if TYPE_CHECKING:
    from secondunit.wire import Brief

#: Seconds between pumps: while jobs move or a call is under way, and at rest.
BUSY, IDLE = 0.033, 0.1
#: The shortest time between two redraws of the panel, in seconds.
REDRAW = 0.15
#: After so many redraws that drew no quick look nobody is looking at it.
UNSEEN = 3
#: Pumps between looks at the scene (a changed range, an undone slider).
LOOK_EVERY = 5
#: The plate setting that follows the scene: its clip, its background picture or its strip.
AUTOMATIC = "auto"


class BlenderSession:
    """Everything that lives while the extension is switched on."""

    def __init__(self, dialling: Dialling) -> None:
        self.host = BlenderHost()
        self.link = Link(dialling)
        self.panel = Panel(self.link)
        self.commands = Commands(self.panel, self.host)
        #: The newest quick look as Blender can show it.
        self.quick_pictures = QuickPictures()
        #: Whether one follows the form while it can be seen, and whether 3D views show it.
        self.quick_wanted, self.quick_in_view = True, False
        self.panel.quick.place = self._place
        self._long_jobs = LongJobs(QueueRows(self.panel, clock=monotonic).rows)
        #: How a notice of the desktop is shown.
        self.send_notice = send_notice
        #: Which takes are listed.
        self.gallery = Gallery(self.panel)
        self.gallery.on_bin = self.commands.want_bin
        self.gallery.on_playlist = lambda id: self.commands.want_playlist(id, self.gallery.use_members)
        self.panel.lists.on_playlist = self.gallery.renew
        self.commands.keep = self.store
        self.panel.on_filled, self.panel.outside.find_footage = self._filled, self._take_footage
        #: The objects of the scene that stand for fields.
        self.handles = HandleLink(self.panel, self.set, self.clear)
        self.guides = GuideLink(self.panel)
        self.fields_changed = True
        #: The panel was looked at, or the document holds something of ours: only then is there a connection.
        self.wanted = False
        #: What was placed a moment ago, until its editor is opened or something else is done.
        self.fresh: FreshPlacement | None = None
        self._scene = ""
        self._hand = self._memory = ""
        self._source = self._camera = ""
        self._count = 0
        self._stale = self._settling = self._quick = False
        self._unseen = 0
        self._rest: int | None = None
        self._drawn_at = 0.0
        self.panel.subscribe(self._observe)

    def pump(self) -> float:
        """One tick of the timer; returns when the next is due, in seconds. Never raises."""
        self._count += 1
        try:
            if self._count % LOOK_EVERY == 1:
                self.look()
            self.panel.pump()
            self.quick_pictures.read(self.panel.quick.picture)
            if self.fields_changed and bpy.context.scene is not None:
                self._follow_fields()
        except Exception as error:  # a timer that raises is never called again
            self.panel.say(Unexpected(f"The panel failed: {type(error).__name__}: {error}"[:300]).problem)
        if (self._stale or self._settling) and monotonic() - self._drawn_at > REDRAW:
            # Blender moves the sections below one whose height changed with the redraw after that.
            self._settling, self._stale, self._drawn_at = self._stale, False, monotonic()
            self._unseen += 1
            if self._unseen > UNSEEN:
                self.panel.quick.watch(False)
            redraw(self._quick and self.quick_in_view)
            self._quick = False
        connecting = self.panel.connection.state is LinkState.CONNECTING or self.panel.quick.pending
        return BUSY if connecting or self.panel.estimating or self.panel.jobs.active() else IDLE

    def look(self) -> None:
        """Follow what the artist did in Blender: another scene or file, an undo, another range or plate."""
        scene = bpy.context.scene
        settings: Any = getattr(scene, "second_unit", None) if scene is not None else None
        if scene is None or settings is None or is_one(scene):
            return
        if has_any(scene):
            # A file that was opened, or undone, has its objects' places once it was evaluated.
            bpy.context.view_layer.update()  # type: ignore[union-attr]
        self.panel.use_document(names_of_document(bpy.data.filepath, _pattern()))
        key = f"{bpy.data.filepath}|{scene.name_full}"
        if key != self._scene:
            self._scene, self._hand, self._memory, self.fresh = key, settings.hand, settings.memory, None
            self.handles.forget()
            self.wanted = self.wanted or bool(settings.hand or settings.memory)
            self.panel.restore(self.host.kept())
            self.look_at_plate()
        elif (settings.hand, settings.memory) != (self._hand, self._memory):
            self._undone()
        if settings.source == AUTOMATIC and self.source() != self._source:
            self.look_at_plate()
        elif self.camera() != self._camera:
            self._camera = self.camera()
            self._look_at_camera(self._camera)
        self.look_at_placed()
        self.look_at_handles()
        self.guides.look(scene)
        try:
            self.panel.outside.use_frame(self.host.frame())
            self.panel.use(shot=self.host.shot(), plate=self.panel.plate, matte=self.panel.matte)
        except SecondUnitError as error:
            self.panel.say(error.problem)

    def look_at_plate(self) -> None:
        """Read the chosen plate and matte from the scene; automatic is the likeliest that has files."""
        settings: Any = bpy.context.scene.second_unit  # type: ignore[union-attr]
        self._source, self.host.seen_by = self.source(), self.camera()
        self.commands.look(self._source, settings.matte_source)
        self._camera = self.camera()
        self._look_at_camera(self._camera)
        self.guides.look(bpy.context.scene, anew=True)

    def look_at_placed(self) -> None:
        """Read what is placed in the scene, and mark what has a newer version."""
        try:
            self.panel.lists.use_placed(self.host.placed())
            for placed in self.panel.placed:
                self.host.mark(placed.id, self.panel.newer(placed))
        except (SecondUnitError, ReferenceError, AttributeError):
            return  # the scene is being drawn or replaced; the next look finds it

    def look_at_handles(self) -> None:
        """Bring handles and fields together: whichever was moved or set leads."""
        scene = bpy.context.scene
        try:
            if self.handles.camera_moved(scene, self._camera):
                self._look_at_camera(self._camera)
                self.guides.look(scene, anew=True)
            self.handles.look(scene)
        except (SecondUnitError, ReferenceError):
            return  # the scene is being replaced; the next look finds it

    def stand_before(self, body: Bounds) -> None:
        """Stand the source where a body of the set stands: as deep, at its foot."""
        for name, number in self.handles.place_of(body).items():
            self.set(CONTROLS + name, number)

    def take_up_handle(self, role: str) -> None:
        """An object of the artist's became a handle: the fields follow where it stands."""
        self.look_at_plate()
        self.handles.take_up(bpy.context.scene, role)

    def _look_at_camera(self, source: str) -> None:
        """Let the chosen camera set what the artist has not set by hand."""
        try:
            view = self.host.camera(source) if source else None
        except SecondUnitError as error:
            self.panel.say(error.problem)
            view = None
        if view is not None or self.panel.fields.camera:
            self.panel.use_camera(view)

    def source(self) -> str:
        """The id of the plate's source, or empty where the scene has none."""
        settings: Any = bpy.context.scene.second_unit  # type: ignore[union-attr]
        if settings.source != AUTOMATIC:
            return str(settings.source)
        return next((source.id for source in self.host.sources() if source.id != RENDER), "")

    def camera(self) -> str:
        """The id of the camera's source: that of the scene where none is chosen; empty where it has none."""
        scene: Any = bpy.context.scene
        if scene.second_unit.camera_source != AUTOMATIC:
            return str(scene.second_unit.camera_source)
        camera = scene.camera
        own = camera is not None and camera.type == "CAMERA" and camera.name in scene.objects
        return PREFIX + camera.name if own else ""

    def set(self, name: str, value: object) -> None:
        """Set a field by hand, in the model and in the scene."""
        self.panel.set(name, value)
        self.handles.follow_field(name, bpy.context.scene)
        self.store()

    def clear(self, name: str) -> None:
        """Let the prompt or the default decide a field again."""
        self.panel.clear(name)
        self.handles.follow_field(name, bpy.context.scene)
        self.store()

    def store(self) -> None:
        """Write the model's state into the scene."""
        self.host.keep(self.panel.state())
        settings: Any = bpy.context.scene.second_unit  # type: ignore[union-attr]
        self._hand, self._memory = settings.hand, settings.memory

    def follow_quickly(self, on: bool) -> None:
        """Have a quick look follow the form where it can be seen, or none."""
        self.quick_wanted = on
        self.panel.quick.watch(on)
        self.redraw_soon()

    def see_quick_look(self) -> None:
        """Somebody looks: it follows from now on, until nobody has looked for some redraws."""
        self._unseen = 0
        self.panel.quick.watch(self.quick_wanted)

    def redraw_soon(self) -> None:
        """Draw the panel anew with the next pump."""
        self._stale = True

    def is_seen_by(self, camera: Any) -> bool:
        """Whether a camera of the scene is the one that sees the element."""
        return self._camera in ("", PREFIX + camera.name)

    def document_changed(self) -> None:
        """Another file was opened: take up what it holds."""
        self._scene = ""
        self.look()

    def close(self) -> None:
        """End the link."""
        self.quick_pictures.forget()
        self.link.stop()

    def _place(self) -> int | None:
        """The frame of quick looks: where the artist stands, and while it plays where it set out from."""
        if not is_playing():
            self._rest = self.panel.frame
        return self._rest

    def _undone(self) -> None:
        """Take up the document's form after an undo or a redo; jobs and batches stay known."""
        kept = self.host.kept()
        self.panel.use_references(read_references(kept.get("references")))
        self.panel.outside.restore(kept)
        self.panel.cuts.restore(kept)
        self.panel.touch(PanelTopic.REFERENCES)
        hand = kept.get("fields")
        self.panel.replace(hand if isinstance(hand, dict) else {})
        self.store()

    def _filled(self) -> None:
        """A brief filled the form: all of it is one undo step."""
        self.store()
        self.look_at_handles()
        undo.push("fill in the form")

    def _take_footage(self, brief: Brief) -> None:
        """Choose plate and matte of a brief where the scene has them; a brief without a matte has none."""
        settings: Any = bpy.context.scene.second_unit  # type: ignore[union-attr]
        self.panel.cuts.take_up(brief.plate)
        sources = self.host.sources()
        if brief.plate is not None:
            plate = holding(brief.plate.path, sources, self.host.plate)
            if plate is not None and plate[0] != self.source():
                settings.source = plate[0]
        shapes = drawn_shapes.as_sources(bpy.context.scene)
        matte = holding(brief.matte.path, (*sources, *shapes), self.host.matte) if brief.matte else None
        settings.matte_source = matte[0] if matte is not None else ""

    def _observe(self, changed: frozenset[PanelTopic]) -> None:
        if changed & {PanelTopic.KINDS, PanelTopic.FIELDS, PanelTopic.CAPABILITIES}:
            self.fields_changed = True
        if PanelTopic.JOBS in changed:
            self._say_ended()
        self._quick = self._quick or PanelTopic.QUICK in changed
        self._stale = True

    def _say_ended(self) -> None:
        """A notice of each job that took long and ended, unless this user wants none."""
        settings = preferences()
        for row in self._long_jobs.follow():
            if settings is None or settings.notices:
                self.send_notice(title(row), row.sentence)

    def _follow_fields(self) -> None:
        self.fields_changed = False
        _follow(self.panel.fields)


def _follow_nothing(fields: Fields) -> None:
    """What is done with changed fields before the extension is put together."""


_session: BlenderSession | None = None
_follow: Callable[[Fields], None] = _follow_nothing


def current() -> BlenderSession:
    """The running session; one is made on first use, so that it also works without a window."""
    global _session
    if _session is None:
        _session = BlenderSession(_dialling())
    return _session


def start(follow: Callable[[Fields], None]) -> None:
    """Begin: the timer and the handlers; the first pump connects. `follow` hears of fields that changed."""
    global _follow
    _follow = follow
    if _on_load not in bpy.app.handlers.load_post:
        bpy.app.handlers.load_post.append(_on_load)
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=0.2, persistent=True)


def stop() -> None:
    """End the session, the timer and the handlers."""
    global _session
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
    if _on_load in bpy.app.handlers.load_post:
        bpy.app.handlers.load_post.remove(_on_load)
    if _session is not None:
        _session.close()
        _session = None


def reconnect() -> None:
    """Connect anew, with the preferences as they are now."""
    session = current()
    session.link.stop()
    session.link.dialling = _dialling()
    session.link.start()


def _dialling() -> Dialling:
    settings = preferences()
    user = settings.user if settings is not None else ""
    return Dialling(
        command=settings.command if settings is not None else "secondunit",
        user=user or _system_user(),
        home=bpy.path.abspath(settings.home) if settings is not None and settings.home else "",
        remote=bool(bpy.app.online_access),
    )


def _pattern() -> str:
    """The studio's own pattern for the names of shots in files' names; empty for the built-in rules."""
    settings = preferences()
    return str(settings.shot_pattern) if settings is not None else ""


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _tick() -> float:
    session = current()
    if session.wanted and not session.link.running:
        session.link.start()
    return session.pump()


@persistent  # type: ignore[untyped-decorator]
def _on_load(*_: object) -> None:
    if _session is not None:
        _session.document_changed()
