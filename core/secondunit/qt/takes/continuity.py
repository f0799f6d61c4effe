"""The continuity of the sequence, in a window of its own: a row for each shot in cut order.

Draws `session.continuity`; a click or Return shows a shot's take on the canvas, at its farthest frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from secondunit.host import PanelTopic
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from ..form.entries import Wrapped
from .bitmaps import fitted
from .check import show_page
from .continuity_rows import ContinuityDelegate, ContinuityTable

if TYPE_CHECKING:
    from secondunit.host.continuity import ContinuityRow
    from secondunit.host.session import Session

    from .cast_match import CastMatchWindow


class ContinuityWindow(QtWidgets.QDialog):
    """The rows under who they are of; acts on them stand at the foot. Follows the panel while it is open."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle("Second Unit: continuity")
        self.setObjectName("continuity")
        self.setModal(False)
        self.reference = QtWidgets.QLabel(self)
        self.reference.setAccessibleName("Reference")
        self.title = QtWidgets.QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.character = QtWidgets.QComboBox(self)
        self.character.setAccessibleName("Character")
        self.character.activated.connect(self._choose_character)
        self.sentence = Wrapped(parent=self)
        self.table = ContinuityTable(session, self)
        self.list = QtWidgets.QListView(self)
        self.list.setAccessibleName("Shots in cut order")
        self.list.setModel(self.table)
        self.list.setItemDelegate(ContinuityDelegate(session, self.list))
        self.list.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._look_at)
        self.list.activated.connect(self._look_at)
        self.acts = QtWidgets.QHBoxLayout()
        self.page = self.add_act("Open as page", "All characters as a page in the browser", self._open_page)
        self.save = self.add_act("Save…", "All characters as a page (HTML) or a picture (PNG)", self._save)
        self.match = self.add_act(
            "Match to the cast…", "The chosen shots, or all that drift, tried again under one approval",
            self._match,
        )  # fmt: skip
        self._window: CastMatchWindow | None = None
        self.again = self.add_act("Refresh", "Ask for this shot's sequence anew", session.continuity.refresh)
        self.acts.addStretch(1)
        self._lay_out()
        self.resize(style.em(self, 52), style.em(self, 52))
        self._stop: Callable[[], None] = session.panel.subscribe(self._heard)
        self.destroyed.connect(self._stop)
        self.refresh()

    def add_act(self, text: str, tip: str, act: Callable[[], object]) -> QtWidgets.QPushButton:
        """A button at the foot; what is done with shots takes `chosen()`."""
        button = QtWidgets.QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(lambda: act())
        self.acts.addWidget(button)
        return button

    def chosen(self) -> tuple[ContinuityRow, ...]:
        """The rows that are selected, in cut order."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return tuple(row for row in map(self.table.row, rows) if row is not None)

    def refresh(self) -> None:
        """What is said of the sequence changed."""
        model = self.session.continuity
        sequence, of = model.sequence, model.of
        title = f"{sequence.sequence}, {sequence.show}" if sequence is not None else "Continuity"
        self.title.setText(visible(title))
        names = [one.character for one in sequence.characters] if sequence is not None else []
        if [str(self.character.itemData(n)) for n in range(self.character.count())] != names:
            self.character.clear()
            for name in names:
                self.character.addItem(visible(name), name)
        if of is not None:
            self.character.setCurrentIndex(names.index(of.character))
        self.character.setVisible(bool(names))
        amber = any(row.amber for row in model.rows) or model.problem is not None
        self.sentence.say(model.sentence, style.state(self, "warning") if amber else style.text(self))
        remedy = model.problem.remedy if model.problem is not None else ""
        self.sentence.setToolTip(visible(remedy))
        for button in (self.page, self.save, self.match):
            button.setEnabled(of is not None)
        self.table.refresh()
        self._show_pictures()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """Nothing of it is asked for any more."""
        self.session.continuity.close()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape puts it away."""
        self.session.continuity.close()
        super().reject()

    def _lay_out(self) -> None:
        gap = style.em(self, 0.5)
        names = QtWidgets.QHBoxLayout()
        names.addWidget(self.title, 1)
        names.addWidget(self.character)
        words = QtWidgets.QVBoxLayout()
        words.setSpacing(style.em(self, 0.25))
        words.addLayout(names)
        words.addWidget(self.sentence)
        words.addStretch(1)
        head = QtWidgets.QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self.reference)
        head.addLayout(words, 1)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(self.acts)

    def _show_pictures(self) -> None:
        key = self.session.continuity.reference
        image = self.session.pictures.image(key) if key is not None else None
        self.reference.setVisible(image is not None)
        if image is not None:
            ratio = self.devicePixelRatioF()
            side = round(style.em(self, 5) * ratio)
            pixmap = QtGui.QPixmap.fromImage(fitted(image, QtCore.QSize(side, side)))
            pixmap.setDevicePixelRatio(ratio)
            self.reference.setPixmap(pixmap)
        self.list.viewport().update()

    def _choose_character(self, number: int) -> None:
        self.session.continuity.choose_character(cast("str", self.character.itemData(number)))

    def _look_at(self, index: QtCore.QModelIndex) -> None:
        row = self.table.row(index.row())
        if row is not None:
            self.session.continuity.look_at(row)

    def _match(self) -> None:
        """Offer the chosen shots again in one list; where none is chosen, every one that drifts."""
        sequence = self.session.continuity.sequence
        if self._window is None:
            from .cast_match import CastMatchWindow

            self._window = CastMatchWindow(self.session, self)
        takes = [row.measured.take.id for row in self.chosen() if row.measured is not None]
        if takes:
            self._window.ask(*dict.fromkeys(takes))
        elif sequence is not None:
            self._window.ask(sequence=sequence.sequence)

    def _open_page(self) -> None:
        self.session.commands.open_continuity(show_page)

    def _save(self) -> None:
        sequence = self.session.continuity.sequence
        name = f"continuity_{sequence.sequence}.html" if sequence is not None else "continuity.html"
        path, form = QtWidgets.QFileDialog.getSaveFileName(
            self, "Save the continuity", name, "Page (*.html);;Picture (*.png)"
        )
        if path and not path.lower().endswith((".html", ".png")):
            path += ".png" if "png" in form else ".html"
        if path:
            self.session.commands.save_continuity(path)

    def _heard(self, changed: frozenset[PanelTopic]) -> None:
        if not self.isVisible():
            return
        if PanelTopic.CONTINUITY in changed:
            self.refresh()
        elif PanelTopic.PICTURES in changed:
            self._show_pictures()
