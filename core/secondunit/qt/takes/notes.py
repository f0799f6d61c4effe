"""What was said of the take in the viewer: a list beside the frame, and a field to say more.

Draws the panel's notes; adding is a command of the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, holds
from .times import when

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Note

#: The role under which an item keeps its note's frame (None: of the whole take).
FRAME = int(Qt.ItemDataRole.UserRole) + 1


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
        self.list.setSpacing(1)
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
        column.setContentsMargins(0, 0, 0, 0)
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
        self.field.setPlaceholderText(f"Note on {viewer.frame}, then Ctrl+Return" if viewer.a else "")
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
        who = "  ".join(part for part in (where, note.user, when(note.created)) if part)
        item = QtWidgets.QListWidgetItem(f"{who}\n{note.text}")
        item.setData(FRAME, note.frame)
        item.setToolTip("Click to go to the frame" if note.frame is not None else "About all of the take")
        return item

    def _go(self, item: QtWidgets.QListWidgetItem) -> None:
        frame = item.data(FRAME)
        if isinstance(frame, int):
            self.session.viewer.pause()
            self.session.viewer.go(frame)

    def _enable(self) -> None:
        self.button.setEnabled(bool(self.session.viewer.a and self.field.toPlainText().strip()))
