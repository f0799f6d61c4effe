"""The right half of the panel: gallery, viewer, notes and what is placed. Knows the session, no host.

Holds no state of its own but how the room is divided; hears of changes by the panel's topics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic
from secondunit.host.canvas_handles import CanvasHandles
from secondunit.host.canvas_points import CanvasPoints
from secondunit.host.matte_outline import MatteOutline
from secondunit.host.viewer import VIEWS

from .. import style
from ..binding import Qt, QtGui, QtWidgets, holds
from ..form.entries import tabbed_only
from .acts import copy
from .bitmaps import image_of, weight_of
from .drag import copied_path, nodes_text
from .gallery import GalleryPane
from .handles import HandlesOverlay
from .keys import KeyAct, KeyedWidget, KeyTable
from .matte_bar import LISTED, MatteBar
from .notes import NotesPane
from .placed import PlacedList
from .placing import PlaceBar
from .points import PointsOverlay
from .room import divide, is_bare
from .shown import ViewerPane
from .viewing import CHANNELS

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Take

    from .sheet import SideBySideWindow

#: Below this width (em) gallery and notes stand in tabs under the picture; above it side by side.
NARROW = 58.0
#: What is drawn of all parts, and what of the frame alone.
ALL = {
    PanelTopic.TAKES, PanelTopic.GALLERY, PanelTopic.FIELDS, PanelTopic.NOTES, PanelTopic.SIGNOFFS,
    PanelTopic.PLACED,
}  # fmt: skip
FRAME = {PanelTopic.VIEWER, PanelTopic.PICTURES, PanelTopic.QUICK}
#: What is drawn of the canvas alone, beside the frame: what may stand on it.
CANVAS = {PanelTopic.PLATE, PanelTopic.JOBS, PanelTopic.CONNECTION}


class TakesView(KeyedWidget):
    """Everything about the takes of the shot, for `session`."""

    def __init__(
        self, session: Session, parent: QtWidgets.QWidget | None = None, at_once: bool = True
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.complete = False
        self.setObjectName("takes")
        self.setAccessibleName("Takes")
        if session.pictures.decode is None:
            session.pictures.decode, session.pictures.weigh = image_of, weight_of
        self._display = ("", "", "")
        #: Takes side by side, once they were asked for.
        self.sheet: SideBySideWindow | None = None
        self._canvas: tuple[object, ...] = ()
        self._sight = _sight(session)
        self._bare = False
        self._stop: Callable[[], None] = lambda: None
        if at_once:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make the parts one after the other, each in its place; the host has its turn between two."""
        self._lay_out()
        yield
        self.viewer = ViewerPane(self.session, self)
        handles, outline = CanvasHandles(self.session), MatteOutline(self.session)
        self.handles = HandlesOverlay(handles, outline, self.viewer.picture)
        self.points = PointsOverlay(CanvasPoints(self.session), self.viewer.picture)
        self.beside.addWidget(self.viewer)
        self.beside.setStretchFactor(0, 1)
        self.matte_bar = MatteBar(self.session, self.viewer)
        yield
        self.gallery = GalleryPane(self.session, self)
        self.side.addTab(self.gallery, "&Takes")
        yield
        self.notes = NotesPane(self.session, self)
        self.side.addTab(self.notes, "&Notes")
        yield
        self.placed = PlacedList(self.session, self)
        self.place = PlaceBar(self.session, self)
        self._column.addWidget(self.placed)
        self._column.addWidget(self.place)
        yield
        self.keys = self.viewer.keys = KeyTable(self._keys())
        self._stop = self.session.panel.subscribe(self._heard)
        self.destroyed.connect(self._stop)
        self.session.panel.quick.watch(True)
        self.complete = True
        self._arrange()
        # What came one after the other took what room was left: now all of it is there.
        divide(self, self._bare)
        for part in self._parts():
            yield
            part.refresh()
        self._name_notes()

    @property
    def shortcuts(self) -> tuple[tuple[str, str, str], ...]:
        """Where, the key and what it does, for the panel's list of shortcuts."""
        views = {str(number) for number in range(1, len(VIEWS) + 1)}
        acts = [("Takes", act.keys, act.text) for act in self.keys.acts if act.keys not in views]
        return (
            ("Takes", "Return, Shift+Return", "Show the chosen take; compare with it"),
            ("Takes", "Delete", "Put the chosen take in the bin, which gives it back"),
            *acts,
            ("Takes", "1 to 7", "On plate, black, white, grey, checker; alpha; plate alone"),
            ("Canvas", "Ctrl+1", "One pixel of the picture on one of the screen"),
            ("Canvas", "Wheel, Ctrl + and -", "Zoom"),
            ("Canvas", "Arrows, Shift+Arrows", "Move the chosen handle by a pixel, by ten"),
            ("Canvas", "Esc", "While a handle is dragged: give its value back"),
            ("Canvas", "Click, Shift+Click", "Point at what a model is to take, or is not"),
            ("Canvas", "Delete", "Take the chosen point or box away"),
            ("Canvas", "Double click on a handle", "Let the prompt decide its value again"),
            ("Canvas", "Middle button, Alt and drag", "Pan"),
            *LISTED,
            ("Takes", "Ctrl+Return", "In a note: add it"),
        )

    def refresh(self) -> None:
        """Draw everything anew."""
        for part in self._parts():
            part.refresh()
        self._name_notes()

    def _parts(self) -> tuple[GalleryPane | ViewerPane | NotesPane | PlaceBar | PlacedList, ...]:
        return self.gallery, self.viewer, self.notes, self.place, self.placed

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches, from top to bottom."""
        viewer = [widget for widget in self.viewer.findChildren(QtWidgets.QWidget) if _stops(widget)]
        gallery = [self.gallery.filter, self.gallery.choice, self.gallery.scope, self.gallery.list]
        notes = [self.notes.list, self.notes.field, self.notes.on_frame, self.notes.button]
        placed = [widget for widget in self.placed.findChildren(QtWidgets.QWidget) if _stops(widget)]
        bar = self.place
        place = [bar.kind, bar.blend, bar.button, bar.offset, bar.mix, bar.gain]
        return [*viewer, self.side.tabBar(), *gallery, *notes, *placed, *place]

    # Keys --------------------------------------------------------------------------------------------------

    def _keys(self) -> tuple[KeyAct, ...]:
        viewer, gallery = self.session.viewer, self.session.gallery
        transport = self.viewer.transport
        views = tuple(
            KeyAct(
                str(number), f"View: {self.viewer.view.itemText(number - 1)}", _set_view(self.session, view)
            )
            for number, view in enumerate(VIEWS, 1)
        )
        channels = tuple(
            KeyAct(key, f"Channel {text}, and colour again", partial(self.viewer.viewing.channel, channel))
            for text, channel, key in CHANNELS
            if key
        )
        return (
            KeyAct("Space", "Play or pause", transport.toggle),
            KeyAct("L", "Play", lambda: viewer.play(1)),
            KeyAct("K", "Pause", viewer.pause),
            KeyAct("J", "Play backwards", self._backwards),
            KeyAct("Left", "Frame back", lambda: viewer.step(-1)),
            KeyAct("Right", "Frame on", lambda: viewer.step(1)),
            KeyAct("Shift+Left", "Ten frames back", lambda: viewer.step(-10)),
            KeyAct("Shift+Right", "Ten frames on", lambda: viewer.step(10)),
            KeyAct("Home", "First frame", viewer.first),
            KeyAct("End", "Last frame", viewer.last),
            KeyAct("[", "Newer take", lambda: gallery.step(-1)),
            KeyAct("]", "Older take", lambda: gallery.step(1)),
            *views,
            KeyAct("0", "Show the plate", self.session.canvas.show_plate),
            KeyAct("W", "Compare to the plate, or stop comparing", self.viewer.wipe_to_plate),
            KeyAct("S", "Swap A and B", viewer.swap),
            # As in Nuke's Viewer (khw7096, "Nuke for beginner", interface_viewer.md on GitHub, in Korean): F
            # fits the image, Ctrl+1 shows it 1:1, Q hides the handles and shows them again.
            KeyAct("Q", "Show or hide the handles on the plate", self._show_handles),
            KeyAct("F", "Fit the picture", self.viewer.picture.fit),
            KeyAct("Shift+F", "Picture 1:1", self.viewer.picture.one_to_one),
            *channels,
            KeyAct("N", "Write a note", self._write_note),
            KeyAct("P", "Place the take", self.place.place),
            KeyAct("PgUp", "Version up of what is placed", lambda: self.placed.step(1)),
            KeyAct("PgDown", "Version down of what is placed", lambda: self.placed.step(-1)),
            KeyAct("Ctrl+F", "Filter the takes", self._filter),
            KeyAct("Ctrl+D", "Star the take, or take its star away", self._star),
            KeyAct("Ctrl+B", "Use the take's brief", self._use_brief),
            KeyAct("C", "Takes side by side", self.show_side_by_side),
            KeyAct("Ctrl+R", "Reveal the take in the file browser", self._reveal),
            KeyAct("Ctrl+C", "Copy the take as Nuke nodes", lambda: self._copy(nodes_text)),
            KeyAct("Ctrl+Shift+C", "Copy the take's path", lambda: self._copy(copied_path)),
        )

    def _show_handles(self) -> None:
        self.handles.handles.show(not self.handles.handles.visible)

    def _backwards(self) -> None:
        self.session.viewer.play(-1)

    def _write_note(self) -> None:
        if self.side.indexOf(self.notes) >= 0:
            self.side.setCurrentWidget(self.notes)
        self.notes.write()

    def _filter(self) -> None:
        self.gallery.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.gallery.filter.selectAll()

    def _reveal(self) -> None:
        take = self.session.viewer.take_a
        if take is not None:
            self.session.commands.reveal(take.id)

    def _star(self) -> None:
        take = self.session.viewer.take_a
        if take is not None:
            self.session.commands.star(take.id, not self.session.panel.marks.star(take.id))

    def _use_brief(self) -> None:
        take = self.session.viewer.take_a
        if take is not None:
            self.session.commands.use_brief(take.id)

    def show_side_by_side(self) -> None:
        """Open the window of takes side by side on A and its other versions."""
        if not self.session.side_by_side.open:
            self.session.side_by_side.fill("2-up")
        self._raise_sheet()

    def _raise_sheet(self) -> None:
        if self.sheet is None:
            from .sheet import SideBySideWindow

            self.sheet = SideBySideWindow(self.session, self)
        self.sheet.show()
        self.sheet.raise_()
        self.sheet.refresh()

    def _copy(self, text_of: Callable[[Take], str]) -> None:
        take = self.session.viewer.take_a
        if take is not None:
            copy(text_of(take))

    # Room --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Room for the viewer above, gallery and notes below it, placing at the foot."""
        self.side = QtWidgets.QTabWidget(self)
        self.side.setObjectName("side")
        self.side.setDocumentMode(True)
        tabbed_only(self.side)
        self.split = QtWidgets.QSplitter(Qt.Orientation.Vertical, self)
        self.split.setObjectName("takesSplit")
        self.split.setChildrenCollapsible(False)
        self.beside = QtWidgets.QSplitter(Qt.Orientation.Horizontal, self)
        self.beside.setObjectName("viewerSplit")
        self.beside.setChildrenCollapsible(False)
        self.split.addWidget(self.beside)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 1)
        column = QtWidgets.QVBoxLayout(self)
        edge = style.em(self, 0.5)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.em(self, 0.5))
        column.addWidget(self.split, 1)
        self._column = column

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Where there is room the notes stand beside the frame, else in a tab."""
        super().resizeEvent(event)
        if self.complete:
            self._arrange()

    def house_viewer(self) -> None:
        """Take the viewer back from wherever it stood: above the gallery."""
        self.beside.insertWidget(0, self.viewer)
        self.beside.setStretchFactor(0, 1)
        self.viewer.show()
        self.beside.show()
        self._arrange()
        divide(self, self._bare)

    def lend_viewer(self, to: QtWidgets.QSplitter, place: int) -> None:
        """Give the viewer to another splitter; gallery and notes stand in tabs without it."""
        to.insertWidget(place, self.viewer)
        self.viewer.show()
        self._arrange()
        self.beside.hide()

    def _arrange(self) -> None:
        self._stand_notes()
        bare = is_bare(self)
        if bare is not self._bare:
            self._bare = bare
            divide(self, bare)

    def _stand_notes(self) -> None:
        here = self.beside.indexOf(self.viewer) >= 0
        wide = here and self.width() >= style.em(self, NARROW)
        if wide == (self.beside.indexOf(self.notes) >= 0):
            return
        if wide:
            self.beside.addWidget(self.notes)
            self.beside.setStretchFactor(1, 0)
            self.beside.setSizes([self.width() - style.em(self, 15), style.em(self, 15)])
            self.notes.setVisible(not self._bare)
        else:
            self.side.addTab(self.notes, "&Notes")
        self.notes.stand_beside(wide)
        self.side.tabBar().setVisible(not wide)
        self._name_notes()

    def _name_notes(self) -> None:
        """The tab of the notes says how many there are."""
        tab = self.side.indexOf(self.notes)
        if tab >= 0:
            number = self.session.gallery.note_count(self.session.viewer.a) if self.session.viewer.a else 0
            self.side.setTabText(tab, f"&Notes ({number})" if number else "&Notes")

    # Changes -----------------------------------------------------------------------------------------------

    def _heard(self, changed: frozenset[PanelTopic]) -> None:
        """The panel changed: draw what it touches."""
        if self.handles.handles.dragging:
            changed -= {PanelTopic.FIELDS}  # no take hangs on what a handle sets, and the canvas draws itself
        if PanelTopic.PLACING in changed:
            self.place.refresh()
        if PanelTopic.PIXEL in changed:
            self.viewer.viewing.show_pixel()
        if PanelTopic.VIEWER in changed:
            before, self._sight = self._sight, _sight(self.session)
            if before != self._sight:
                self.session.panel.quick.look_away()  # who looks at a take sees the take
        if changed & (ALL | FRAME | CANVAS):
            self._draw(changed)
        opened = self.session.side_by_side.open
        if opened and (self.sheet is None or not self.sheet.isVisible()):
            self._raise_sheet()

    def _draw(self, changed: frozenset[PanelTopic]) -> None:
        viewer = self.session.viewer
        state = (viewer.a, viewer.b, viewer.view)
        if changed & ALL or state != self._display:
            self._display = state
            self._arrange()
            self.refresh()
            return
        canvas = (viewer.stage, viewer.plate, viewer.job, viewer.viewing)
        if changed & CANVAS or canvas != self._canvas:
            self._canvas = canvas
            self.viewer.refresh()
        elif changed & FRAME:
            self.viewer.refresh_frame()
        if PanelTopic.VIEWER in changed:
            self.notes.refresh()
        if PanelTopic.PICTURES in changed:
            self.gallery.list.show_pictures()


def _stops(widget: QtWidgets.QWidget) -> bool:
    """Whether Tab stops at it: a spin box's line belongs to the box, a choice's list to its own window."""
    inner = isinstance(widget.parentWidget(), (QtWidgets.QAbstractSpinBox, QtWidgets.QComboBox))
    return not inner and not _pops_up(widget) and holds(widget.focusPolicy(), Qt.FocusPolicy.TabFocus)


def _pops_up(widget: QtWidgets.QWidget) -> bool:
    return isinstance(widget, QtWidgets.QAbstractItemView) and holds(
        widget.window().windowFlags(), Qt.WindowType.Popup & ~Qt.WindowType.Window
    )


def _sight(session: Session) -> tuple[object, ...]:
    """What of takes is looked at."""
    viewer = session.viewer
    return viewer.a, viewer.b, viewer.view, viewer.frame if viewer.a else 0, viewer.playing


def _set_view(session: Session, view: str) -> Callable[[], None]:
    return lambda: session.viewer.set_view(view)
