"""The chooser of models: a pull-down that takes a thousand, with a field to search, and favourites."""

from __future__ import annotations

from typing import Any

from secondunit.host.model_list import ListedModel, matching
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal
from .entries import Choice

#: So many models are a list by themselves; of more the pull-down opens with a field to search.
FEW = 12
_ROWS = 14
Index = QtCore.QModelIndex | QtCore.QPersistentModelIndex
_NOWHERE = QtCore.QModelIndex()
_STAR = "\N{BLACK STAR} "


class ModelItems(QtCore.QAbstractListModel):
    """Models as rows: nothing is made for a row that is not seen."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self.models: tuple[ListedModel, ...] = ()

    def show(self, models: tuple[ListedModel, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.models = models
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self.models)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not 0 <= index.row() < len(self.models):
            return None
        model = self.models[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return (_STAR if model.favourite else "") + visible(model.label)
        if role == int(Qt.ItemDataRole.UserRole):
            return model.value
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return visible(model.help, lines=True)
        if role == int(Qt.ItemDataRole.ForegroundRole) and not (model.works or model.asks):
            colors = QtWidgets.QApplication.palette()
            return colors.color(QtGui.QPalette.ColorGroup.Disabled, QtGui.QPalette.ColorRole.Text)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        row = index.row()
        if 0 <= row < len(self.models) and self.models[row].off:
            return usual & ~Qt.ItemFlag.ItemIsEnabled & ~Qt.ItemFlag.ItemIsSelectable
        return usual


class ModelChoice(Choice):
    """A choice among models; `starred` says that a model was made a favourite, or is none any more."""

    starred = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._listed = ModelItems(self)
        self.setModel(self._listed)
        self._search: ModelSearch | None = None

    def offer_models(self, models: tuple[ListedModel, ...]) -> None:
        """The models in the order they are listed; nothing happens when they are what they were."""
        if models != self._listed.models:
            self._items = tuple((model.value, model.label, model.help) for model in models)
            self.blockSignals(True)
            self._listed.show(models)
            self.blockSignals(False)
            if len(models) > FEW and self._search is None:
                # It is built while nobody waits for it.
                QtCore.QTimer.singleShot(0, self._build)

    def keep_models(self, models: tuple[ListedModel, ...]) -> None:
        """The models as they are now, while they are searched as well."""
        self.offer_models(models)
        if self._search is not None and self._search.isVisible():
            self._search.keep(models)

    def show_value(self, value: str, waits: bool = False, label: str = "") -> None:
        rows = {model.value: row for row, model in enumerate(self._listed.models)}
        if value and value not in rows:
            label = label or value
            gone = ListedModel(value, label if waits else f"{label} (not here)", works=False)
            self.offer_models((*self._listed.models, gone))
            rows[value] = len(self._listed.models) - 1
        row = rows.get(value, -1)
        if self.currentIndex() != row:
            self.setCurrentIndex(row)

    def showPopup(self) -> None:
        if len(self._listed.models) <= FEW:
            super().showPopup()
            return
        self._build().open_below(self._listed.models)

    def _build(self) -> ModelSearch:
        if self._search is None:
            self._search = ModelSearch(self)
            self._search.picked.connect(self._pick)
            self._search.starred.connect(self.starred)
        return self._search

    def _pick(self, value: str) -> None:
        for row, model in enumerate(self._listed.models):
            if model.value == value and not model.off:
                self.setCurrentIndex(row)
                self._activated(row)
                return


class ModelSearch(QtWidgets.QFrame):
    """What opens below: a field to search, the models that match, and a star for the one that is marked."""

    picked = Signal(str)
    starred = Signal(str)

    def __init__(self, owner: QtWidgets.QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self._owner = owner
        self._all: tuple[ListedModel, ...] = ()
        self.words = QtWidgets.QLineEdit(self)
        self.words.setPlaceholderText("Search models")
        self.words.setAccessibleName("Search models")
        self.words.setClearButtonEnabled(True)
        self.words.textEdited.connect(lambda *_: self._filter())
        self.words.installEventFilter(self)
        self.items = ModelItems(self)
        self.list = QtWidgets.QListView(self)
        self.list.setModel(self.items)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Models")
        self.list.clicked.connect(self._choose)
        self.star = QtWidgets.QPushButton("Favourite", self)
        self.star.setCheckable(True)
        self.star.clicked.connect(lambda *_: self._star())
        self.count = QtWidgets.QLabel(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._mark())
        below = QtWidgets.QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.star)
        layout = QtWidgets.QVBoxLayout(self)
        edge = style.em(self, 0.3)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.addWidget(self.words)
        layout.addWidget(self.list)
        layout.addLayout(below)

    def open_below(self, models: tuple[ListedModel, ...]) -> None:
        """Show the models below their chooser, the search empty."""
        self._all = models
        self.words.clear()
        self._filter()
        row = self.list.sizeHintForRow(0) if models else 0
        self.list.setFixedHeight(max(1, row) * min(len(models), _ROWS) + 2 * self.list.frameWidth())
        self.setFixedWidth(max(self._owner.width(), style.em(self, 24)))
        self.adjustSize()
        self.move(self._owner.mapToGlobal(QtCore.QPoint(0, self._owner.height())))
        self.show()
        self.words.setFocus()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Arrows move in the list and Return takes from it, while the words are written."""
        if watched is self.words and event.type() == QtCore.QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined]
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                QtWidgets.QApplication.sendEvent(self.list, event)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _filter(self) -> None:
        found = matching(self._all, self.words.text())
        self.items.show(found)
        works = sum(model.works for model in found)
        self.count.setText(f"{len(found):,} of {len(self._all):,}, {works:,} work now")
        if found:
            self.list.setCurrentIndex(self.items.index(0, 0))
        self._mark()

    def _marked(self) -> ListedModel | None:
        row = self.list.currentIndex().row()
        return self.items.models[row] if 0 <= row < len(self.items.models) else None

    def _mark(self) -> None:
        marked = self._marked()
        self.star.setEnabled(marked is not None and not marked.off)
        self.star.setChecked(marked is not None and marked.favourite)

    def _choose(self, index: QtCore.QModelIndex) -> None:
        row = index.row()
        if 0 <= row < len(self.items.models) and not self.items.models[row].off:
            self.hide()
            self.picked.emit(self.items.models[row].value)

    def _star(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.starred.emit(marked.value)

    def keep(self, models: tuple[ListedModel, ...]) -> None:
        """Show the models as they are now, the search and the row as they were."""
        row = self.list.currentIndex().row()
        self._all = models
        self._filter()
        if 0 <= row < len(self.items.models):
            self.list.setCurrentIndex(self.items.index(row, 0))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QtGui.QPainter(self)
        painter.setPen(style.quiet(self))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
