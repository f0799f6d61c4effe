"""The buttons under the picture: play and step, the frame as a number, its timecode and the rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtGui, QtWidgets
from .glyphs import GlyphButton
from .times import rate_text, timecode

if TYPE_CHECKING:
    from secondunit.host.session import Session


class TransportBar(QtWidgets.QWidget):
    """Draws the viewer's frame and asks it to play, step and go."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        viewer = session.viewer
        self.setObjectName("transport")
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.em(self, 0.15))
        self.frame = QtWidgets.QLineEdit(self)
        self.frame.setObjectName("frameNumber")
        self.frame.setAccessibleName("Frame")
        self.frame.setToolTip("The frame, numbered as in the shot; type another and press Return")
        self.frame.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.frame.setFixedWidth(style.letters(self, 9))
        self.frame.setValidator(QtGui.QIntValidator(-1_000_000, 10_000_000, self.frame))
        self.frame.returnPressed.connect(self._typed)
        row.addWidget(self.frame)
        row.addStretch(1)
        self.play = GlyphButton("play", "Play (Space, L)", self)
        self.play.setObjectName("play")
        self.buttons = [
            self._button("first", "First frame (Home)", viewer.first),
            self._button("previous", "Frame back (Left)", lambda: viewer.step(-1)),
            self.play,
            self._button("next", "Frame on (Right)", lambda: viewer.step(1)),
            self._button("last", "Last frame (End)", viewer.last),
        ]
        self.play.clicked.connect(self.toggle)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.time = QtWidgets.QLabel(self)
        self.time.setObjectName("timecode")
        self.time.setMinimumWidth(style.letters(self, 4))
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.time)

    def toggle(self) -> None:
        """Play or pause."""
        viewer = self.session.viewer
        viewer.pause() if viewer.playing else viewer.play(1)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """The rate is said where there is room for it."""
        super().resizeEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """The viewer changed."""
        viewer = self.session.viewer
        rate = viewer.rate
        here = viewer.frames is not None
        for widget in (*self.buttons, self.frame):
            widget.setEnabled(here)
        self.play.show_as(*(("pause", "Pause (Space, K)") if viewer.playing else ("play", "Play (Space, L)")))
        if not self.frame.hasFocus() or self.frame.text() == "" or viewer.playing:
            self.frame.setText(str(viewer.frame) if here else "")
        if rate is None:
            self.time.setText("")
            return
        speed = f", {viewer.fps:.1f} shown" if viewer.playing and viewer.fps < 0.97 * float(rate) else ""
        roomy = self.width() >= style.em(self, 23)
        self.time.setText(timecode(viewer.frame, rate) + (f"  {rate_text(rate)}{speed}" if roomy else ""))
        self.time.setToolTip(f"Timecode counted from frame 0 at {rate} frames a second, non-drop")

    def _button(self, shape: str, tip: str, act: object) -> GlyphButton:
        button = GlyphButton(shape, tip, self)
        button.setObjectName(shape)
        button.clicked.connect(lambda checked=False: act() if callable(act) else None)
        return button

    def _typed(self) -> None:
        viewer = self.session.viewer
        viewer.pause()
        viewer.go(int(self.frame.text() or viewer.frame))
        self.frame.setText(str(viewer.frame))
        self.frame.selectAll()
