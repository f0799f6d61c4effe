"""The looks of a kind in a window: their pictures, what one would change, and saving what is set as another.

Applying sets the field `look` of the session: one step of its history.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic
from secondunit.host.field_rules import NO_LOOK
from secondunit.host.look_picture import look_picture
from secondunit.wire.saved_look import LookScope
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .entries import Choice, TextEntry, Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: The role under which an item keeps the choice that it stands for; empty for a look that cannot be used.
CHOICE = int(Qt.ItemDataRole.UserRole) + 1
#: How wide a picture is to how high.
ASPECT = 16 / 9
_FOLLOWED = {PanelTopic.FIELDS, PanelTopic.PICTURES, PanelTopic.KINDS, PanelTopic.ESTIMATE}


class LookBook(QtWidgets.QDialog):
    """The looks of the kind that stands in the form; it follows the panel while it is open."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._items: tuple[object, ...] = ()
        self.setObjectName("lookbook")
        self.list = QtWidgets.QListWidget(self)
        self.list.setAccessibleName("Looks")
        self.list.setViewMode(QtWidgets.QListView.ViewMode.IconMode)
        self.list.setResizeMode(QtWidgets.QListView.ResizeMode.Adjust)
        self.list.setMovement(QtWidgets.QListView.Movement.Static)
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(True)
        wide = style.em(self, 8)
        self._picture = QtCore.QSize(wide, round(wide / ASPECT))
        self.list.setIconSize(self._picture)
        room = style.em(self, 0.5)
        self.list.setGridSize(self._picture + QtCore.QSize(2 * room, style.em(self, 2.4) + room))
        self.list.currentItemChanged.connect(lambda *_: self._compare())
        self.list.itemActivated.connect(lambda *_: self.apply())
        self.title, self.changes = Wrapped(parent=self), Wrapped(parent=self)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.button = QtWidgets.QPushButton("&Apply", self)
        self.button.setToolTip("Set what this look sets; prompt, seed and place stay. One step to undo")
        self.button.setDefault(True)
        self.button.clicked.connect(self.apply)
        self.away = QtWidgets.QPushButton("&Delete", self)
        self.away.setToolTip("Take this saved look away; it can be given back")
        self.away.setAutoDefault(False)
        self.away.clicked.connect(self.remove)
        self.back = QtWidgets.QPushButton("&Give back", self)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.give_back)
        self.label = TextEntry(self)
        self.label.setPlaceholderText("Name of a new look")
        self.label.setAccessibleName("Name of a new look")
        self.label.textChanged.connect(lambda *_: self._enable())
        self.scope = Choice(self)
        self.scope.setAccessibleName("Whose look it is")
        self.scope.currentIndexChanged.connect(lambda *_: self._enable())
        self.keep = QtWidgets.QPushButton("&Save", self)
        self.keep.setAutoDefault(False)
        self.keep.clicked.connect(self.save)
        self.remarks = Wrapped(parent=self)
        self._lay_out()
        self._unsubscribe = session.panel.subscribe(self._follow)
        self.destroyed.connect(self._unsubscribe)
        session.panel.looks.refresh()
        self.show_looks()

    def _lay_out(self) -> None:
        changes = QtWidgets.QScrollArea(self)
        changes.setWidgetResizable(True)
        changes.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        changes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.changes.setAlignment(Qt.AlignmentFlag.AlignTop)
        changes.setWidget(self.changes)
        beside = QtWidgets.QVBoxLayout()
        tight(beside, style.em(self, 0.4))
        beside.addWidget(self.title)
        beside.addWidget(changes, 1)
        row = QtWidgets.QHBoxLayout()
        tight(row, style.em(self, 0.5))
        row.addWidget(self.away)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.button)
        beside.addLayout(row)
        upper = QtWidgets.QHBoxLayout()
        tight(upper, style.em(self, 0.8))
        upper.addWidget(self.list, 3)
        upper.addLayout(beside, 2)
        lower = QtWidgets.QHBoxLayout()
        tight(lower, style.em(self, 0.5))
        lower.addWidget(QtWidgets.QLabel("Save what is set now as", self))
        lower.addWidget(self.label, 1)
        lower.addWidget(self.scope)
        lower.addWidget(self.keep)
        whole = QtWidgets.QVBoxLayout(self)
        edge = style.em(self, 0.8)
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.setSpacing(style.em(self, 0.6))
        whole.addLayout(upper, 1)
        whole.addWidget(self.remarks)
        whole.addLayout(lower)
        self.resize(style.em(self, 52), style.em(self, 30))

    def show_looks(self) -> None:
        """Show the looks as the model has them; which one is chosen here stays."""
        panel = self._session.panel
        looks, fields = panel.looks, panel.fields
        kind = fields.kind
        looks.want_pictures()
        self.setWindowTitle(f"Looks of {kind.label}" if kind is not None else "Looks")
        show = panel.show_name
        mine = (LookScope.MINE.value, "Mine", "On this machine, for every show of yours")
        shared = (LookScope.SHOW.value, f"Of {show}", "In the show's folder, for everybody on it")
        self.scope.offer((mine, shared))
        choices = fields["look"].choices if "look" in fields else ()
        pictures = {name: data for (of, name), data in looks.pictures.items() if kind and of == kind.name}
        items = (choices, pictures, looks.unusable, kind and kind.name)
        if items != self._items:
            self._items = items
            self._fill(choices, pictures)
        remarks = [*looks.remarks, *(f"{look.label}: {' '.join(look.remarks)}" for look in looks.unusable)]
        self.remarks.say("\n".join(remarks), style.state(self, "warning"))
        self._compare()
        self._enable()

    def apply(self) -> None:
        """Set the field to the chosen look."""
        choice = self._chosen()
        if choice:
            self._session.set("look", choice)
            self.show_looks()

    def save(self) -> None:
        """Save what is set now under the name that is written; the name is emptied once it is saved."""
        label, scope = self.label.text().strip(), LookScope(str(self.scope.currentData()))
        looks = self._session.panel.looks
        before = looks.named(label, scope) is not None
        looks.save(label, scope, before, self.label.clear, partial(look_picture, self._session))

    def remove(self) -> None:
        """Take the chosen look away; it can be given back."""
        looks, choice = self._session.panel.looks, self._chosen()
        if looks.can_be_removed(choice):
            looks.remove(choice)

    def give_back(self) -> None:
        """Give back the look that was taken away last."""
        self._session.panel.looks.give_back()

    def _fill(self, choices: tuple[str, ...], pictures: dict[str, bytes]) -> None:
        before = self._chosen() or str(self._session.panel.fields.value("look"))
        fields = self._session.panel.fields
        self.list.blockSignals(True)
        self.list.clear()
        for choice in choices:
            label, help = fields.choice_words("look", choice)
            item = QtWidgets.QListWidgetItem(self._icon(pictures.get(choice, b"")), visible(label))
            item.setData(CHOICE, choice)
            item.setToolTip(visible(help, lines=True))
            self.list.addItem(item)
            if choice == before:
                self.list.setCurrentItem(item)
        for look in self._session.panel.looks.unusable:
            item = QtWidgets.QListWidgetItem(self._icon(b""), visible(look.label))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setToolTip(visible("\n".join(look.remarks), lines=True))
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _icon(self, data: bytes) -> QtGui.QIcon:
        """The picture of a look, or a plain ground where there is none."""
        scale = self.devicePixelRatioF()
        whole = QtCore.QSize(round(self._picture.width() * scale), round(self._picture.height() * scale))
        room = QtGui.QPixmap(whole)
        room.fill(style.mix(style.ground(self), style.text(self), 0.07))
        image = QtGui.QImage.fromData(data) if data else QtGui.QImage()
        if not image.isNull():
            fitted = image.scaled(
                whole,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter = QtGui.QPainter(room)
            painter.drawImage(
                (whole.width() - fitted.width()) // 2, (whole.height() - fitted.height()) // 2, fitted
            )
            painter.end()
        room.setDevicePixelRatio(scale)
        icon = QtGui.QIcon(room)
        # A chosen picture is not tinted: its colours are what is looked at.
        icon.addPixmap(room, QtGui.QIcon.Mode.Selected)
        return icon

    def _chosen(self) -> str:
        item = self.list.currentItem()
        return str(item.data(CHOICE) or "") if item is not None else ""

    def _compare(self) -> None:
        choice = self._chosen()
        looks = self._session.panel.looks
        lines: list[str] = []
        if choice:
            words = self._session.panel.fields.choice_words("look", choice)
            changes = looks.changes(choice)
            lines = [*(str(change) for change in changes), *looks.remarks_of(choice)]
            if not changes:
                lines.insert(0, "It would change nothing of what is set now.")
            self.title.say(words[0])
        else:
            self.title.say("")
            lines = ["Choose a look to see what it would change."]
        self.changes.say("\n".join(lines), style.text(self))
        removed = looks.removed
        self.away.setVisible(looks.can_be_removed(choice))
        self.away.setEnabled(self._session.panel.online)
        self.back.setVisible(removed is not None)
        self.back.setText("&Give back" if removed is None else f"&Give “{_button_text(removed.label)}” back")
        self.button.setEnabled(bool(choice) and (choice != NO_LOOK or bool(looks.changes(choice))))

    def _enable(self) -> None:
        label, data = self.label.text().strip(), self.scope.currentData()
        here = self._session.panel.fields.kind is not None and self._session.panel.online
        before = data and self._session.panel.looks.named(label, LookScope(str(data)))
        self.keep.setText("&Replace" if before else "&Save")
        self.keep.setEnabled(bool(label) and here)

    def _follow(self, changed: frozenset[PanelTopic]) -> None:
        if self.isVisible() and changed & _FOLLOWED:
            self.show_looks()


def _button_text(label: str) -> str:
    """A look's label as a button has room for it, and no letter of it is a key."""
    text = visible(label).replace("&", "&&")
    return text if len(text) <= 24 else text[:23].rstrip("&") + "…"


__all__ = ["LookBook"]
