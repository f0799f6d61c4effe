"""Placing: how the take in the viewer is put into the open document. Asks a command of the session.

What is set here belongs to the next placement alone; what is placed already is `placed.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire import PlacementKind

from .. import style
from ..binding import QtWidgets

if TYPE_CHECKING:
    from secondunit.host.session import Session

LABELS = {
    PlacementKind.COMP: "Comp group",
    PlacementKind.NODES: "Plain nodes",
    PlacementKind.PLANE: "Plane in 3D",
    PlacementKind.STRIP: "Strip",
}
BLENDS = (("Over", "over"), ("Plus", "plus"))


class PlaceBar(QtWidgets.QWidget):
    """Kind, blend, offset, mix and gain of the next placement, and the button."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._of = ""
        self.setObjectName("placeBar")
        self.kind = _combo(self, "placeKind", "Place as", "How the take is put into the document")
        for kind in session.host.kinds():
            self.kind.addItem(LABELS[kind], kind.value)
        self.blend = _combo(self, "placeBlend", "Blend", "Lay it over what is behind, or add its light")
        for label, value in BLENDS:
            self.blend.addItem(label, value)
        self.offset = QtWidgets.QSpinBox(self)
        self.offset.setRange(-100_000, 100_000)
        self.offset.setSuffix(" f")
        self.mix = _number(self, 0.0, 1.0)
        self.gain = _number(self, 0.0, 1000.0)
        named = (
            ("placeOffset", self.offset, "Offset", "Frames later than it was made for"),
            ("placeMix", self.mix, "Mix", "How much of it is seen: 0 to 1"),
            ("placeGain", self.gain, "Gain", "What its colour is multiplied by"),
        )
        self.button = QtWidgets.QPushButton("Place", self)
        self.button.setObjectName("place")
        self.button.clicked.connect(self.place)
        self.said = QtWidgets.QLabel(self)
        self.said.setWordWrap(True)
        self.said.hide()
        top = _row(self)
        self.kind.setMinimumWidth(style.em(self, 9))
        self.blend.setMinimumWidth(style.em(self, 5))
        self.button.setMinimumWidth(style.em(self, 7))
        top.addWidget(self.kind)
        top.addWidget(self.blend)
        top.addStretch(1)
        top.addWidget(self.button)
        below = _row(self)
        for name, widget, label, help in named:
            widget.setObjectName(name)
            widget.setAccessibleName(label)
            widget.setToolTip(help)
            title = QtWidgets.QLabel(label, self)
            title.setBuddy(widget)
            title.setToolTip(help)
            below.addWidget(title)
            widget.setMaximumWidth(style.em(self, 8))
            below.addWidget(widget, 1)
        below.addStretch(1)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.em(self, 0.3))
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(self.said)

    def explain(self, text: str) -> None:
        """Say under the bar what placing does in this host; empty takes it away."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def refresh(self) -> None:
        """Another take is in the viewer: its own blend is offered."""
        take = self.session.viewer.take_a
        self.button.setEnabled(take is not None)
        if take is None:
            self.button.setToolTip("Show a take first")
        else:
            self.button.setToolTip(f"Place {take.label} (P)")
            if take.id != self._of:
                self._of = take.id
                self.blend.setCurrentIndex(max(0, self.blend.findData(take.blend)))

    def place(self) -> None:
        """Place the take of the viewer."""
        take = self.session.viewer.take_a
        if take is not None and self.kind.count():
            self.session.commands.place(
                take.id,
                PlacementKind(self.kind.currentData()),
                offset=self.offset.value(),
                blend=str(self.blend.currentData()),
                mix=self.mix.value(),
                gain=self.gain.value(),
            )


def _combo(parent: QtWidgets.QWidget, name: str, label: str, help: str) -> QtWidgets.QComboBox:
    made = QtWidgets.QComboBox(parent)
    made.setObjectName(name)
    made.setAccessibleName(label)
    made.setToolTip(help)
    return made


def _number(parent: QtWidgets.QWidget, least: float, most: float) -> QtWidgets.QDoubleSpinBox:
    made = QtWidgets.QDoubleSpinBox(parent)
    made.setRange(least, most)
    made.setDecimals(2)
    made.setSingleStep(0.05)
    made.setValue(1.0)
    return made


def _row(parent: QtWidgets.QWidget) -> QtWidgets.QHBoxLayout:
    row = QtWidgets.QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.em(parent, 0.4))
    return row
