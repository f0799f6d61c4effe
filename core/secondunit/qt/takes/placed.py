"""What is placed in the open document: each element with its version, what newer there is, and up and down.

Draws the panel's `placed`; a version changes by a command of the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire import version_text

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .glyphs import GlyphButton

if TYPE_CHECKING:
    from secondunit.host import Placed
    from secondunit.host.session import Session

#: How many rows are seen before the list scrolls.
MOST_SEEN = 4


class PlacedRow(QtWidgets.QWidget):
    """One placed element."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.placed: Placed | None = None
        self._versions: tuple[int, ...] = ()
        self.setObjectName("placedRow")
        self.name = QtWidgets.QLabel(self)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.standing = QtWidgets.QLabel(self)
        self.version = QtWidgets.QComboBox(self)
        self.version.setObjectName("placedVersion")
        self.version.activated.connect(self._choose)
        self.down = GlyphButton("down", "Version down (PgDown)", self)
        self.down.setObjectName("versionDown")
        self.up = GlyphButton("up", "Version up (PgUp)", self)
        self.up.setObjectName("versionUp")
        self.down.clicked.connect(lambda checked=False: self.step(-1))
        self.up.clicked.connect(lambda checked=False: self.step(1))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.em(self, 0.3))
        row.addWidget(self.name)
        row.addWidget(self.standing, 1)
        row.addWidget(self.version)
        row.addWidget(self.down)
        row.addWidget(self.up)

    def show_placed(self, placed: Placed, alone: bool = True) -> None:
        """Show how this one stands; not `alone` of its element, by its own name."""
        panel = self.session.panel
        self.placed = placed
        self.name.setText(f"{placed.shot}/{placed.element}" if alone else placed.id)
        self.name.setToolTip(placed.id)
        newer = panel.newer(placed)
        word = f"newer {version_text(newer)} there" if newer else ""
        self.standing.setText(word)
        palette = self.standing.palette()
        palette.setColor(style.Role.WindowText, style.state(self, "warning"))
        self.standing.setPalette(palette)
        take = panel.takes.get(placed.placement.take)
        takes = panel.takes.versions_of(take) if take is not None else ()
        versions = tuple(sorted({placed.version, *(take.version for take in takes)}))
        if versions != self._versions:
            self._versions = versions
            self.version.clear()
            for version in reversed(versions):
                self.version.addItem(version_text(version), version)
        self.version.setCurrentIndex(max(0, self.version.findData(placed.version)))
        self.version.setAccessibleName(f"Version of {placed.shot}/{placed.element}")
        suffix = f", {word}" if word else ""
        self.setAccessibleName(f"{self.name.text()} {version_text(placed.version)}{suffix}")

    def step(self, by: int) -> None:
        """A version up or down."""
        if self.placed is not None:
            self.session.commands.version(self.placed.id, by)

    def _choose(self, number: int) -> None:
        version = self.version.itemData(number)
        if self.placed is not None and isinstance(version, int) and version != self.placed.version:
            self.session.commands.version_to(self.placed.id, version)
            self.version.setCurrentIndex(self.version.findData(self.placed.version))


class PlacedList(QtWidgets.QScrollArea):
    """Every placed element; hidden while nothing is placed."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.rows: list[PlacedRow] = []
        self.setObjectName("placed")
        self.setAccessibleName("Placed elements")
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._inner = inner = QtWidgets.QWidget(self)
        inner.setAutoFillBackground(False)
        self._column = QtWidgets.QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.em(self, 0.15))
        self._column.addStretch(1)
        self.setWidget(inner)
        self.hide()

    def refresh(self) -> None:
        """What is placed, or what versions there are, changed."""
        placed = self.session.panel.placed
        while len(self.rows) < len(placed):
            row = PlacedRow(self.session, self._inner)
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        while len(self.rows) > len(placed):
            last_row = self.rows.pop()
            self._column.removeWidget(last_row)
            last_row.deleteLater()
        elements = [(take.show, take.shot, take.element) for take in placed]
        for row, layer, element in zip(self.rows, placed, elements):  # noqa: B905 - as many of each by now
            row.show_placed(layer, elements.count(element) == 1)
        self.setVisible(bool(placed))
        if placed:
            high = self.rows[0].sizeHint().height() + self._column.spacing()
            self.setFixedHeight(high * min(len(placed), MOST_SEEN))

    def step(self, by: int) -> None:
        """Change the version of the placed element that is meant: the focused row's, else the viewer's own.

        Without either, the only one there is.
        """
        row = self.meant()
        if row is not None:
            row.step(by)

    def meant(self) -> PlacedRow | None:
        """The row that a key means."""
        for row in self.rows:
            if row.isAncestorOf(QtWidgets.QApplication.focusWidget() or self):
                return row
        take = self.session.viewer.take_a
        for row in self.rows:
            placed = row.placed
            if (
                take is not None
                and placed is not None
                and (placed.show, placed.shot, placed.element) == (take.show, take.shot, take.element)
            ):
                return row
        return self.rows[0] if len(self.rows) == 1 else None

    def minimumSizeHint(self) -> QtCore.QSize:
        """A row."""
        return QtCore.QSize(style.em(self, 8), style.em(self, 1.6))

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """Scroll only where there is more than is seen."""
        if self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()
