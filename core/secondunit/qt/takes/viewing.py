"""The line under the canvas: the pixel under the pointer, and how light is looked at.

Draws `session.canvas` and the viewer's `viewing`; the service draws every picture anew, so that what is seen
is exact. What is not plain is seen to be so, and a press on its name takes it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log2
from typing import TYPE_CHECKING

from secondunit.host.stage import Stage
from secondunit.wire.viewing import Viewing

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: The channels in the order of the chooser, with the key that shows each.
CHANNELS = (("RGB", "rgb", ""), ("R", "red", "R"), ("G", "green", "G"), ("B", "blue", "B"),
            ("A", "alpha", "A"))  # fmt: skip
#: The sliders reach this far: stops up and down, and powers of two of gamma.
STOPS, POWERS = 6.0, 2.0
#: Steps of a slider to a stop, and to a doubling of gamma.
STEPS = 20
#: The width of a pixel's place and of each of its values, in digits.
PLACE, COLUMN = 11, 8


class ViewingSlider(QtWidgets.QWidget):
    """A name with its value, which takes it back to plain when pressed, and a slider."""

    def __init__(
        self, name: str, tip: str, reach: float, parent: QtWidgets.QWidget, moved: Callable[[float], None]
    ) -> None:
        super().__init__(parent)
        self.name = QtWidgets.QToolButton(self)
        self.name.setObjectName(f"{name.lower()}Value")
        self.name.setAutoRaise(True)
        self.name.setToolTip(f"{tip}; press to take it back")
        self.slider = QtWidgets.QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName(name.lower())
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tip)
        palette = self.slider.palette()  # a dial at rest is no news: its groove is as quiet as the panel
        palette.setColor(QtGui.QPalette.ColorRole.Highlight, style.line(self, 0.3))
        self.slider.setPalette(palette)
        self.slider.setRange(-round(reach * STEPS), round(reach * STEPS))
        self.slider.setPageStep(STEPS)
        self.slider.setFixedWidth(style.em(self, 4.5))
        self.slider.valueChanged.connect(lambda value: moved(value / STEPS))
        self.name.clicked.connect(lambda checked=False: moved(0.0))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.em(self, 0.15))
        row.addWidget(self.name)
        row.addWidget(self.slider, 1)

    def show_value(self, value: float, text: str) -> None:
        """Show where the slider stands, without telling anybody."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(value * STEPS))
        self.slider.blockSignals(False)
        if self.name.text() != text:
            self.name.setText(text)
        role = QtGui.QPalette.ColorRole.ButtonText
        color = style.accent(self) if value else style.quiet(self)
        palette = self.name.palette()
        if palette.color(role) != color:
            palette.setColor(role, color)
            self.name.setPalette(palette)


class ViewingBar(QtWidgets.QWidget):
    """Pixel values on the left; exposure and gamma on the right."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("viewing")
        self.pixel = PixelLine(session, self)
        self.exposure = ViewingSlider(
            "Exposure", "Raise light for looking at it, in stops", STOPS, self, self._expose
        )
        self.gamma = ViewingSlider("Gamma", "Bend what the view shows", POWERS, self, self._bend)
        self._row = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.em(self, 0.3))
        dials = QtWidgets.QHBoxLayout()
        dials.setSpacing(style.em(self, 0.3))
        dials.addWidget(self.exposure)
        dials.addWidget(self.gamma)
        dials.insertStretch(0, 1)
        self._row.addWidget(self.pixel, 1)
        self._row.addLayout(dials)
        self.refresh()

    @property
    def viewing(self) -> Viewing:
        """How light is looked at now."""
        return self.session.viewer.viewing or Viewing()

    def channel(self, channel: str) -> None:
        """Look at a channel, or at colour again where that is looked at already."""
        now = self.viewing
        self._look(replace(now, channel="rgb" if channel == now.channel else channel))

    def refresh(self) -> None:
        """The viewer changed."""
        viewing = self.viewing
        here = self.session.viewer.stage in (Stage.PLATE, Stage.TAKE)
        for dial in (self.exposure, self.gamma):
            dial.setEnabled(here)
        self.exposure.show_value(viewing.exposure, f"Exp {viewing.exposure:+.1f}")
        self.gamma.show_value(log2(viewing.gamma), f"Gam {viewing.gamma:.2f}")
        self.pixel.update()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self.arrange()

    def show_pixel(self) -> None:
        """The pointer is on another pixel, or its values came."""
        columns = self.pixel.columns
        values = self.session.canvas.values
        if values is not None and len(values.channels) > columns:
            self.pixel.columns = len(values.channels)
            self.arrange()
        self.pixel.update()

    def arrange(self) -> None:
        """Where there is no room beside the values the sliders stand above them."""
        direction = QtWidgets.QBoxLayout.Direction
        needed = PLACE + self.pixel.columns * COLUMN
        dials = self.exposure.sizeHint().width() + self.gamma.sizeHint().width()
        wide = self.width() >= style.letters(self, needed) + dials + style.em(self, 0.6)
        self._row.setDirection(direction.LeftToRight if wide else direction.BottomToTop)

    def _expose(self, stops: float) -> None:
        self._look(replace(self.viewing, exposure=stops))

    def _bend(self, power: float) -> None:
        self._look(replace(self.viewing, gamma=round(2.0**power, 4)))

    def _look(self, viewing: Viewing) -> None:
        self.session.viewer.set_viewing(viewing)
        self.refresh()


class PixelLine(QtWidgets.QWidget):
    """The place and the values of the pixel under the pointer, each value in the colour of its channel."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.session = session
        #: For how many channels there is room: alpha has some once there was one.
        self.columns = 3
        self.setObjectName("pixelValues")
        self.setToolTip("The pixel under the pointer: its place from the top left, its scene-linear values")
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QtCore.QSize:
        """A line of the font."""
        return QtCore.QSize(style.letters(self, 44), round(self.fontMetrics().height() * 1.2))

    def minimumSizeHint(self) -> QtCore.QSize:
        """As high, however narrow."""
        return QtCore.QSize(style.letters(self, 12), round(self.fontMetrics().height() * 1.2))

    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is written, each text with the channel whose colour it has."""
        canvas = self.session.canvas
        if canvas.point is None:
            return ()
        values = canvas.values
        place = (f"{canvas.point[0]}, {canvas.point[1]}", "")
        if values is None or not values.values:
            return (place,)
        return (place, *zip(values.values, values.channels, strict=False))

    @property
    def text(self) -> str:
        """All of it in one line."""
        return "  ".join(f"{channel} {text}".strip() for text, channel in self.parts())

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The place, then a column a channel: numbers that change stay where they are."""
        painter = QtGui.QPainter(self)
        metrics = self.fontMetrics()
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        x, column = 0.0, style.letters(self, COLUMN)
        for number, (text, channel) in enumerate(self.parts()):
            painter.setPen(_color(self, channel))
            painter.drawText(QtCore.QPointF(x, base), text)
            x += style.letters(self, PLACE) if number == 0 else column
        painter.end()


def _color(widget: QtWidgets.QWidget, channel: str) -> QtGui.QColor:
    hue = {"R": 4, "G": 130, "B": 215}.get(channel[-1:])
    if hue is None:
        return style.quiet(widget)
    return style.readable(
        QtGui.QColor.fromHslF(hue / 360, 0.75, 0.6), style.ground(widget), style.text(widget)
    )
