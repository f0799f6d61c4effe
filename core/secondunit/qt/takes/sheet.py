"""Takes side by side, in a window of their own: two, four, or a sheet, on the viewer's frame and view.

Draws `session.side_by_side`; a click or Return shows a take in the viewer, K keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic
from secondunit.host.side_by_side import LAYOUTS
from secondunit.wire import version_text
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, position
from .bitmaps import fitted

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Take

Rect = QtCore.QRectF
#: What of the panel the window draws.
DRAWN = {PanelTopic.VIEWER, PanelTopic.PICTURES, PanelTopic.TAKES, PanelTopic.GALLERY}


class SheetView(QtWidgets.QWidget):
    """The pictures in their grid, each over its label; one is chosen."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Takes side by side")
        self.setMinimumSize(style.em(self, 20), style.em(self, 12))

    def cells(self) -> list[tuple[Take, Rect]]:
        """Each take with its cell, label included."""
        columns, rows = self.session.side_by_side.grid
        gap = float(style.em(self, 0.4))
        wide = (self.width() - gap * (columns + 1)) / columns
        high = (self.height() - gap * (rows + 1)) / rows
        return [
            (take, Rect(gap + n % columns * (wide + gap), gap + n // columns * (high + gap), wide, high))
            for n, take in enumerate(self.session.side_by_side.takes)
        ]

    def take(self) -> Take | None:
        """The take that is chosen."""
        takes = self.session.side_by_side.takes
        return takes[min(self.chosen, len(takes) - 1)] if takes else None

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Pictures are asked for as wide as they are shown."""
        super().resizeEvent(event)
        self.measure()

    def follow(self) -> None:
        """The take that the viewer shows is the chosen one, where it is among them."""
        ids = [take.id for take in self.session.side_by_side.takes]
        if self.session.viewer.a in ids:
            self.chosen = ids.index(self.session.viewer.a)

    def measure(self) -> None:
        """Say how wide a picture is on the screen."""
        cells = self.cells()
        if cells:
            self.session.side_by_side.set_width(round(cells[0][1].width() * self.devicePixelRatioF()))

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Choose the take that is pressed, and show it."""
        for number, (_take, cell) in enumerate(self.cells()):
            if cell.contains(position(event)):
                self._choose(number)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """The arrows choose; Return shows."""
        columns = self.session.side_by_side.grid[0]
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._choose(self.chosen + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.chosen)
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        takes = self.session.side_by_side.takes
        if 0 <= number < len(takes):
            self.chosen = number
            self.session.gallery.choose(takes[number].id)
            self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """Every picture fitted into its cell; its label below."""
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), style.ground(self))
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        line = self.fontMetrics().height()
        cells = self.cells()
        if not cells:
            painter.setPen(style.quiet(self))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "Show a take, then choose 2-up.")
        for number, (take, cell) in enumerate(cells):
            frame = cell.adjusted(0, 0, 0, -line * 1.4)
            self._picture(painter, take, frame)
            if number == min(self.chosen, len(cells) - 1):
                painter.setPen(QtGui.QPen(self.palette().color(style.Role.Highlight), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(frame)
            painter.setPen(style.text(self))
            below = Rect(cell.left(), frame.bottom() + line * 0.2, cell.width(), line * 1.2)
            star = "starred   " if self.session.panel.marks.star(take.id) else ""
            text = f"{take.element} {version_text(take.version)}   {star}seed {take.seed}"
            text = self.fontMetrics().elidedText(
                visible(text), Qt.TextElideMode.ElideRight, int(cell.width())
            )
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()

    def _picture(self, painter: QtGui.QPainter, take: Take, frame: Rect) -> None:
        painter.fillRect(frame, style.mix(style.ground(self), style.text(self), 0.08))
        image = self.session.pictures.image(self.session.side_by_side.key(take))
        if image is None:
            return
        ratio = self.devicePixelRatioF()
        scaled = fitted(image, (frame.size() * ratio).toSize())
        size = QtCore.QSizeF(scaled.size()).scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = Rect(QtCore.QPointF(), size)
        place.moveCenter(frame.center())
        painter.drawImage(place, scaled, Rect(scaled.rect()))


class SideBySideWindow(QtWidgets.QDialog):
    """The pictures under their layouts and acts; follows the panel while it is open."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle("Second Unit: side by side")
        self.setObjectName("side_by_side")
        self.setModal(False)
        self.view = SheetView(session, self)
        self.layouts = {
            name: self._button(name.capitalize(), f"{most} takes at most", partial(self._fill, name))
            for name, most in LAYOUTS.items()
        }
        for button in self.layouts.values():
            button.setCheckable(True)
        self.keep = self._button("&Keep this one", "Star the chosen take", self._keep)
        self.bin_rest = QtWidgets.QCheckBox("Bin the rest of its variants", self)
        head = QtWidgets.QHBoxLayout()
        for button in self.layouts.values():
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.bin_rest)
        head.addWidget(self.keep)
        column = QtWidgets.QVBoxLayout(self)
        edge = style.em(self, 0.5)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.resize(style.em(self, 64), style.em(self, 42))
        self._stop: Callable[[], None] = session.panel.subscribe(self._heard)
        self.destroyed.connect(self._stop)
        self.refresh()

    def refresh(self) -> None:
        """What stands side by side changed."""
        side = self.session.side_by_side
        for name, button in self.layouts.items():
            button.setChecked(name == side.layout)
        self.view.follow()
        take = self.view.take()
        self.keep.setEnabled(take is not None)
        others = self.session.panel.variants.others(take.id) if take is not None else ()
        self.bin_rest.setVisible(bool(others))
        self.view.measure()
        self.view.update()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """Its pictures are wanted no more."""
        self.session.side_by_side.close()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape puts it away."""
        self.session.side_by_side.close()
        super().reject()

    def _button(self, text: str, tip: str, act: Callable[[], object]) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(lambda: act())
        return button

    def _fill(self, layout: str) -> None:
        self.session.side_by_side.fill(layout)

    def _keep(self) -> None:
        take = self.view.take()
        if take is not None:
            bin_rest = self.bin_rest.isVisible() and self.bin_rest.isChecked()
            self.session.commands.keep_variant(take.id, bin_rest)

    def _heard(self, changed: frozenset[PanelTopic]) -> None:
        if self.isVisible() and changed & DRAWN:
            self.refresh()
