"""The gallery: the takes of the shot or the show, newest first, found by typing, shown by Enter, dragged out.

Draws `session.gallery`; what is chosen, filtered and compared is the model's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from secondunit.host.gallery import ALL, BIN, HIDDEN, STARRED
from secondunit.host.sentences import amount
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal, holds
from .acts import take_menu
from .delegate import TakeDelegate
from .rows import GalleryRows

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Take

    from .rows import Index

Key = Qt.Key
#: Which takes can be shown, and what stands there where there are none.
CHOICE_LABELS = {ALL: "All", STARRED: "Starred", HIDDEN: "Hidden", BIN: "In the bin"}
EMPTY = {
    STARRED: "No take here has your star. Press Ctrl+D on one.",
    HIDDEN: "You have hidden no take here.",
    BIN: "The bin is empty. Nothing in it is ever deleted by itself.",
}


class TakeList(QtWidgets.QListView):
    """The list itself; `shown` and `compared` carry a take's id, `asked` a take and a menu's place."""

    shown = Signal(str)
    compared = Signal(str)
    asked = Signal(object, QtCore.QPoint)

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.said = ""
        self.rows = GalleryRows(session, self)
        self._later = QtCore.QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.viewport().update)
        self.cells = TakeDelegate(session, self.rows, self, self._later.start)
        self.setObjectName("takeList")
        self.setAccessibleName("Takes")
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self.setFlow(QtWidgets.QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QtWidgets.QListView.ResizeMode.Adjust)
        self.setMovement(QtWidgets.QListView.Movement.Static)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QtWidgets.QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(style.em(self, 3))
        self.doubleClicked.connect(self._double_clicked)

    def refresh(self) -> None:
        """The model changed: rows, what is chosen, and how each stands."""
        self.rows.refresh()
        index = self.rows.index_of(self.session.gallery.chosen)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
        elif not index.isValid() and self.selectionModel().hasSelection():
            self.clearSelection()
        self.viewport().update()

    def show_pictures(self) -> None:
        """Draw the cells anew whose thumbnail has come."""
        view = self.viewport().rect()
        for number, (key, serial) in list(self.cells.bare.items()):
            index = self.rows.index(number)
            if not index.isValid() or not self.visualRect(index).intersects(view):
                del self.cells.bare[number]
            elif self.session.pictures.serial(key) != serial:
                self.update(index)

    def current(self) -> Take | None:
        """The take that is chosen."""
        return self.rows.take(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Choosing is the model's."""
        super().currentChanged(current, previous)
        take = self.rows.take(current)
        if take is not None and take.id != self.session.gallery.chosen:
            self.session.gallery.choose(take.id)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Enter shows, Shift+Enter compares, Delete bins, the menu key asks; letters are the whole view's."""
        take = self.current()
        if event.key() in (Key.Key_Return, Key.Key_Enter):
            if take is not None and holds(event.modifiers(), Qt.KeyboardModifier.ShiftModifier):
                self.compared.emit(take.id)
            elif take is not None:
                self.shown.emit(take.id)
        elif event.key() == Key.Key_Delete and self.session.gallery.choice != BIN:
            if take is not None:
                self.session.commands.put_in_bin(take.id)
        elif event.text().strip() or event.key() == Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        """The menu of the take under the mouse, or of the chosen one by key."""
        by_mouse = event.reason() == QtGui.QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        take = self.rows.take(index)
        if take is not None:
            at = (
                event.globalPos()
                if by_mouse
                else self.viewport().mapToGlobal(self.visualRect(index).center())
            )
            self.asked.emit(take, at)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the take out, with its thumbnail under the mouse."""
        take = self.current()
        if take is None:
            return
        drag = QtGui.QDrag(self)
        drag.setMimeData(self.rows.mimeData([self.currentIndex()]))
        picture = self.grab_cell(self.currentIndex())
        drag.setPixmap(picture)
        drag.setHotSpot(QtCore.QPoint(style.em(self), style.em(self)))
        drag.exec(Qt.DropAction.CopyAction) if hasattr(drag, "exec") else drag.exec_(Qt.DropAction.CopyAction)

    def grab_cell(self, index: QtCore.QModelIndex) -> QtGui.QPixmap:
        """A cell as a picture."""
        return self.viewport().grab(self.visualRect(index))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The cells that are seen; what to do where there are none."""
        self.cells.begin()
        super().paintEvent(event)
        if self.rows.rowCount() == 0 and self.said:
            painter = QtGui.QPainter(self.viewport())
            painter.setPen(style.quiet(self))
            pad = style.em(self)
            inner = QtCore.QRectF(self.viewport().rect()).adjusted(pad, pad, -pad, -pad)
            painter.drawText(
                inner, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.said
            )

    def _double_clicked(self, index: QtCore.QModelIndex) -> None:
        take = self.rows.take(index)
        if take is not None:
            self.shown.emit(take.id)


class GalleryPane(QtWidgets.QWidget):
    """The list under its filter and scope."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("gallery")
        self.filter = QtWidgets.QLineEdit(self)
        self.filter.setObjectName("takeFilter")
        self.filter.setPlaceholderText("Filter takes  (Ctrl+F)")
        self.filter.setAccessibleName("Filter takes")
        self.filter.setToolTip("Words of the element, version, prompt or maker")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(session.gallery.set_filter)
        self.scope = QtWidgets.QComboBox(self)
        self.scope.setObjectName("takeScope")
        self.scope.setAccessibleName("Whose takes")
        self.scope.addItem("This shot", "shot")
        self.scope.addItem("Whole show", "show")
        self.scope.activated.connect(self._scope)
        self.choice = QtWidgets.QComboBox(self)
        self.choice.setObjectName("takeChoice")
        self.choice.setAccessibleName("Which takes")
        for value, text in CHOICE_LABELS.items():
            self.choice.addItem(text, value)
        self.choice.activated.connect(self._choose)
        self._playlists: tuple[tuple[str, str], ...] = ()
        self.count = QtWidgets.QLabel(self)
        self.count.setObjectName("takeCount")
        self.list = TakeList(session, self)
        self.list.asked.connect(self._menu)
        self.list.shown.connect(session.viewer.show)
        self.list.compared.connect(session.viewer.compare)
        top = QtWidgets.QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(style.em(self, 0.4))
        top.addWidget(self.filter, 1)
        top.addWidget(self.choice)
        top.addWidget(self.scope)
        top.addWidget(self.count)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.em(self, 0.3))
        column.addLayout(top)
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """The model changed."""
        gallery = self.session.gallery
        if self.filter.text() != gallery.filter:
            self.filter.setText(gallery.filter)
        self.scope.setCurrentIndex(max(0, self.scope.findData(gallery.scope)))
        self._offer_playlists()
        self.choice.setCurrentIndex(max(0, self.choice.findData(gallery.playlist or gallery.choice)))
        number = len(gallery.rows())
        binned = self.session.panel.bin if gallery.choice == BIN else None
        size = f", {amount(binned.bytes)} in the bin" if binned is not None and binned.takes else ""
        self.count.setText(f"{number:,} take{'s' if number != 1 else ''}{size}")
        self.list.said = self._empty()
        self.list.refresh()

    def _empty(self) -> str:
        """What to do where there is no take to show."""
        gallery, panel = self.session.gallery, self.session.panel
        if gallery.filter:
            return f"No take says “{gallery.filter}”. Press Escape in the filter to see all of them."
        if gallery.playlist:
            return "This playlist is empty. Add takes to it by their menu."
        if gallery.choice != ALL:
            return EMPTY[gallery.choice]
        where = panel.show_name if gallery.scope == "show" else f"{panel.show_name} / {panel.shot_name}"
        return f"No takes in {where} yet.\nWrite what you want in the prompt and press Generate."

    def _offer_playlists(self) -> None:
        """The show's playlists stand below the other choices."""
        playlists = tuple((one.id, one.name) for one in self.session.panel.playlists)
        if playlists != self._playlists:
            self._playlists = playlists
            while self.choice.count() > len(CHOICE_LABELS):
                self.choice.removeItem(len(CHOICE_LABELS))
            for id, name in playlists:
                self.choice.addItem(visible(name), id)

    def _choose(self, number: int) -> None:
        choice = cast("str", self.choice.itemData(number))
        gallery = self.session.gallery
        gallery.set_choice(choice) if choice in CHOICE_LABELS else gallery.set_playlist(choice)

    def _scope(self, number: int) -> None:
        self.session.gallery.set_scope(cast("str", self.scope.itemData(number)))

    def _menu(self, take: Take, at: QtCore.QPoint) -> None:
        run_at(self.menu(take), at)

    def menu(self, take: Take) -> QtWidgets.QMenu:
        """Every act on a take."""
        return take_menu(self.session, take, self)


def run_at(menu: QtWidgets.QMenu, at: QtCore.QPoint) -> None:
    """Open a menu at a place of the screen; it lives until it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
