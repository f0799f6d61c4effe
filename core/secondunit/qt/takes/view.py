"""The right half of the panel: gallery, viewer, notes and what is placed. Knows the session, no host.

Holds no state of its own but how the room is divided; hears of changes by the panel's topics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic
from secondunit.host.canvas_handles import CanvasHandles
from secondunit.host.canvas_points import CanvasPoints
from secondunit.host.matte_outline import MatteOutline

from .. import style
from ..binding import Qt, QtGui, QtWidgets, holds
from ..form.entries import tabbed_only
from .bitmaps import image_of, weight_of
from .gallery import GalleryPane
from .handles import HandlesOverlay
from .key_acts import TakeKeys, shortcut_lines
from .keys import KeyedWidget, KeyTable
from .notes import NotesPane
from .placed import PlacedList
from .placing import PlaceBar
from .points import PointsOverlay
from .room import divide, is_bare
from .shown import ViewerPane

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .continuity import ContinuityWindow
    from .matte_bar import MatteBar
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
CANVAS = {PanelTopic.PLATE, PanelTopic.CONNECTION}


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
        #: The continuity of the sequence, once it was asked for.
        self.continuity: ContinuityWindow | None = None
        self._canvas: tuple[object, ...] = ()
        self._sight = _sight(session)
        self._bare = False
        self._matte_bar: MatteBar | None = None
        self._stop: Callable[[], None] = lambda: None
        if at_once:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make the parts one after the other, each in its place; the host has its turn between two."""
        self._lay_out()
        yield
        self.viewer = ViewerPane(self.session, self)
        yield from self.viewer.building()
        yield
        handles, outline = CanvasHandles(self.session), MatteOutline(self.session)
        self.handles = HandlesOverlay(handles, outline, self.viewer.picture)
        self.points = PointsOverlay(CanvasPoints(self.session), self.viewer.picture)
        yield
        # Put in place unseen: what shows it sizes it once, and the picture in it is framed once.
        self.viewer.hide()
        self.beside.addWidget(self.viewer)
        self.beside.setStretchFactor(0, 1)
        yield
        self.viewer.show()
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
        if self.session.panel.drawing.active:
            self.matte_bar.refresh()
            yield
        self.keys = self.viewer.keys = KeyTable(TakeKeys(self).acts())
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
    def matte_bar(self) -> MatteBar:
        """What a matte is drawn with, above the picture; made when one is drawn first."""
        if self._matte_bar is None:
            from .matte_bar import MatteBar

            self._matte_bar = MatteBar(self.session, self.viewer)
        return self._matte_bar

    @property
    def shortcuts(self) -> tuple[tuple[str, str, str], ...]:
        """Where, the key and what it does, for the panel's list of shortcuts."""
        return shortcut_lines(self.keys)

    def refresh(self) -> None:
        """Draw everything anew."""
        for part in self._parts():
            part.refresh()
        self._name_notes()

    def _parts(self) -> tuple[GalleryPane | ViewerPane | NotesPane | PlaceBar | PlacedList, ...]:
        return self.gallery, self.viewer, self.notes, self.place, self.placed

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches, from top to bottom."""
        # A window that the viewer opened has an order of its own.
        viewer = [
            widget
            for widget in self.viewer.findChildren(QtWidgets.QWidget)
            if _stops(widget) and widget.window() is self.window()
        ]
        gallery = [self.gallery.filter, self.gallery.choice, self.gallery.scope, self.gallery.list]
        notes = [self.notes.list, self.notes.field, self.notes.on_frame, self.notes.button]
        placed = [widget for widget in self.placed.findChildren(QtWidgets.QWidget) if _stops(widget)]
        bar = self.place
        place = [bar.kind, bar.blend, bar.button, bar.offset, bar.mix, bar.gain]
        return [*viewer, self.side.tabBar(), *gallery, *notes, *placed, *place]

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

    def _raise_continuity(self) -> None:
        if self.continuity is None:
            from .continuity import ContinuityWindow

            self.continuity = ContinuityWindow(self.session, self)
        self.continuity.show()
        self.continuity.raise_()
        self.continuity.refresh()

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
        if PanelTopic.DRAWING in changed and self._matte_bar is None and self.session.panel.drawing.active:
            self.matte_bar.refresh()
        if PanelTopic.PLACING in changed:
            self.place.refresh()
        if PanelTopic.PIXEL in changed:
            self.viewer.viewing.show_pixel()
        if PanelTopic.VIEWER in changed:
            before, self._sight = self._sight, _sight(self.session)
            if before != self._sight:
                self.session.panel.quick.look_away()  # who looks at a take sees the take
        if changed & (ALL | FRAME | CANVAS) or (PanelTopic.JOBS in changed and self.session.viewer.job):
            self._draw(changed)
        opened = self.session.side_by_side.open
        if opened and (self.sheet is None or not self.sheet.isVisible()):
            self._raise_sheet()
        if self.session.continuity.open and (self.continuity is None or not self.continuity.isVisible()):
            self._raise_continuity()

    def _draw(self, changed: frozenset[PanelTopic]) -> None:
        viewer = self.session.viewer
        state = (viewer.a, viewer.b, viewer.view)
        if changed & ALL or state != self._display:
            self._display = state
            self._arrange()
            self.refresh()
            return
        # Of all the jobs that move the canvas shows one, or none.
        job = self.session.panel.jobs.get(viewer.job) if viewer.job else None
        canvas = (viewer.stage, viewer.plate, job, viewer.viewing)
        if changed & CANVAS or canvas != self._canvas:
            self._canvas = canvas
            self.viewer.refresh()
        elif changed & FRAME - {PanelTopic.PICTURES}:
            self.viewer.refresh_frame()
        elif PanelTopic.PICTURES in changed:
            self.viewer.refresh_pictures()
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
