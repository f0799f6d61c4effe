"""What was said of the take in the viewer: a list beside the frame, and a field to say more.

Draws the panel's notes; adding is a command of the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.sentences import when

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, holds

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Note

    from .rows import Index

#: The role under which an item keeps its note's frame (None: of the whole take).
FRAME = int(Qt.ItemDataRole.UserRole) + 1
#: The role of the line over its text: the frame, who said it and when.
WHO = FRAME + 1


class NoteField(QtWidgets.QPlainTextEdit):
    """Where a note is written; Ctrl+Return adds it."""

    def __init__(self, add: object, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._add = add
        self.setObjectName("noteText")
        self.setAccessibleName("New note")
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + style.em(self, 0.8))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Ctrl+Return adds; everything else writes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and holds(event.modifiers(), Qt.KeyboardModifier.ControlModifier):
            if callable(self._add):
                self._add()
        else:
            super().keyPressEvent(event)


class NoteDelegate(QtWidgets.QStyledItemDelegate):
    """A note: who and where in a quiet line, the text in full below it."""

    def __init__(self, view: QtWidgets.QListWidget) -> None:
        super().__init__(view)
        self.view = view

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: Index) -> QtCore.QSize:
        """As high as its text is in the width of the list."""
        wide = self.view.viewport().width()
        inner = QtCore.QRect(0, 0, max(40, wide - 2 * self._pad()), 100_000)
        text = self.view.fontMetrics().boundingRect(inner, self._wrap(), str(index.data()))
        return QtCore.QSize(wide, text.height() + self.view.fontMetrics().height() + round(2.6 * self._pad()))

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: Index) -> None:
        """Draw one note."""
        palette, pad = self.view.palette(), self._pad()
        highlight = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        ground = palette.color(style.Role.Highlight if highlight else style.Role.Base)
        plain = palette.color(style.Role.HighlightedText if highlight else style.Role.Text)
        if highlight:
            painter.fillRect(option.rect, ground)
        inner = option.rect.adjusted(pad, pad, -pad, -pad // 2)
        painter.setPen(style.readable(style.mix(plain, ground, 0.35), ground, plain))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft), str(index.data(WHO)))
        painter.setPen(plain)
        below = inner.adjusted(0, self.view.fontMetrics().height() + pad // 3, 0, 0)
        painter.drawText(below, self._wrap(), str(index.data()))

    def _pad(self) -> int:
        return style.em(self.view, 0.4)

    @staticmethod
    def _wrap() -> int:
        return int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


class NotesPane(QtWidgets.QWidget):
    """The notes of take A, oldest first, and a field for the next."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._drawn: tuple[str, tuple[Note, ...]] | None = None
        self.setObjectName("notes")
        self.list = QtWidgets.QListWidget(self)
        self.list.setObjectName("noteList")
        self.list.setAccessibleName("Notes of the take")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(NoteDelegate(self.list))
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.said = QtWidgets.QLabel(self)
        self.said.setWordWrap(True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.field = NoteField(self.add, self)
        self.on_frame = QtWidgets.QCheckBox("On this frame", self)
        self.on_frame.setObjectName("noteOnFrame")
        self.on_frame.setChecked(True)
        self.on_frame.setToolTip("Off: the note is about all of the take")
        self.on_frame.toggled.connect(lambda *_: self.refresh())
        self.button = QtWidgets.QPushButton("Add", self)
        self.button.setObjectName("noteAdd")
        self.button.setToolTip("Add the note (Ctrl+Return)")
        self.button.clicked.connect(self.add)
        self.field.textChanged.connect(self._enable)
        foot = QtWidgets.QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.on_frame, 1)
        foot.addWidget(self.button)
        column = QtWidgets.QVBoxLayout(self)
        self._column = column
        self.stand_beside(False)
        column.setSpacing(style.em(self, 0.3))
        column.addWidget(self.list, 1)
        column.addWidget(self.said, 1)
        column.addWidget(self.field)
        column.addLayout(foot)

    def sizeHint(self) -> QtCore.QSize:
        """Room for a sentence or two a line."""
        return QtCore.QSize(style.em(self, 15), style.em(self, 18))

    def refresh(self) -> None:
        """The model changed: the notes of another take, or more of them."""
        viewer, panel = self.session.viewer, self.session.panel
        notes = panel.notes(viewer.a) if viewer.a else ()
        self.field.setEnabled(bool(viewer.a))
        about = f"frame {viewer.frame}" if self.on_frame.isChecked() else "the take"
        self.field.setPlaceholderText(f"Note on {about}, then Ctrl+Return" if viewer.a else "")
        self.on_frame.setText(f"On frame {viewer.frame}" if viewer.a else "On this frame")
        self.on_frame.setEnabled(bool(viewer.a))
        self._enable()
        if self._drawn == (viewer.a, notes):
            return
        self._drawn = (viewer.a, notes)
        self.list.setVisible(bool(notes))
        self.said.setVisible(not notes)
        self.said.setText(
            "Nothing was said of this take yet. Stop on a frame and write what should change."
            if viewer.a
            else "Choose a take to read its notes."
        )
        self.list.clear()
        for note in notes:
            self.list.addItem(self._item(note))
        self.list.scrollToBottom()

    def stand_beside(self, beside: bool) -> None:
        """Leave room to the picture at the left where the notes stand beside it."""
        self._column.setContentsMargins(style.em(self, 0.5) if beside else 0, 0, 0, 0)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Another width wraps the notes anew."""
        super().resizeEvent(event)
        self.list.doItemsLayout()

    def write(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add(self) -> None:
        """Send what was written; the field is emptied once the command took it."""
        text, viewer = self.field.toPlainText().strip(), self.session.viewer
        if not (text and viewer.a):
            return
        frame = viewer.frame if self.on_frame.isChecked() else None
        if self.session.commands.add_note(viewer.a, text, frame) is None:
            self.field.clear()

    def _item(self, note: Note) -> QtWidgets.QListWidgetItem:
        where = f"{note.frame}" if note.frame is not None else "Take"
        byline = "  ".join(part for part in (where, note.user, when(note.created)) if part)
        item = QtWidgets.QListWidgetItem(note.text)
        item.setData(FRAME, note.frame)
        item.setData(WHO, byline)
        item.setToolTip("Click to go to the frame" if note.frame is not None else "About all of the take")
        return item

    def _go(self, item: QtWidgets.QListWidgetItem) -> None:
        frame = item.data(FRAME)
        if isinstance(frame, int):
            self.session.viewer.pause()
            self.session.viewer.go(frame)

    def _enable(self) -> None:
        self.button.setEnabled(bool(self.session.viewer.a and self.field.toPlainText().strip()))
