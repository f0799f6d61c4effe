"""Placing: how the take in the viewer is put into the open document. Draws `session.placing`.

What is set here belongs to the next placement alone; what is placed already is `placed.py`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secondunit.host.placing import NUMBERS
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
    PlacementKind.VOLUME: "Volume",
}
BLENDS = (("Over", "over"), ("Plus", "plus"))
AS_MADE = "As made"


class PlaceBar(QtWidgets.QWidget):
    """Kind, blend, offset, mix and gain of the next placement, and the button."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("placeBar")
        self.kind = _combo(self, "placeKind", "Place as", "How the take is put into the document")
        for kind in session.placing.kinds:
            self.kind.addItem(LABELS[kind], kind.value)
        self.blend = _combo(self, "placeBlend", "Blend", "Lay it over what is behind, or add its light")
        self.blend.addItem(AS_MADE, "")
        for label, value in BLENDS:
            self.blend.addItem(label, value)
        self.offset = QtWidgets.QSpinBox(self)
        self.offset.setRange(*(int(bound) for bound in NUMBERS["offset"][1:]))
        self.offset.setSuffix(" f")
        self.mix = _number(self, "mix")
        self.gain = _number(self, "gain")
        for combo, name in ((self.kind, "kind"), (self.blend, "blend")):
            combo.activated.connect(partial(self._chosen, combo, name))
        named = (
            ("placeOffset", self.offset, "Offset", "Frames later than it was made for"),
            ("placeMix", self.mix, "Mix", "How much of it is seen: 0 to 1"),
            ("placeGain", self.gain, "Gain", "What its colour is multiplied by"),
        )
        self.button = QtWidgets.QPushButton("Place", self)
        self.button.setObjectName("place")
        self.button.clicked.connect(self.place)
        self.sentence = QtWidgets.QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.hide()
        top = _row(self)
        self.kind.setMinimumWidth(style.em(self, 7.5))
        self.blend.setMinimumWidth(style.em(self, 8))
        self.blend.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.button.setMinimumWidth(style.em(self, 5))
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
            widget.valueChanged.connect(partial(session.set_placing, label.lower()))
            below.addWidget(widget, 1)
        below.addStretch(1)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.em(self, 0.3))
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(self.sentence)

    def explain(self, text: str) -> None:
        """Say under the bar what placing does in this host; empty takes it away."""
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))

    def refresh(self) -> None:
        """Show the values as the model has them, and whether there is a take to place."""
        take, how = self.session.viewer.take_a, self.session.placing
        self.button.setEnabled(take is not None and how.kind is not None)
        self.button.setToolTip("Show a take first" if take is None else f"Place {take.label} (P)")
        own = next((label for label, value in BLENDS if take is not None and value == take.blend), "")
        self.blend.setItemText(0, f"{AS_MADE}: {own.lower()}" if own else AS_MADE)
        self.blend.setCurrentIndex(max(0, self.blend.findData(how.blend)))
        self.kind.setCurrentIndex(self.kind.findData(how.kind.value) if how.kind is not None else -1)
        for number, value in ((self.mix, how.mix), (self.gain, how.gain)):
            _show(number, value)
        _show(self.offset, how.offset)

    def place(self) -> None:
        """Place the take of the viewer, with a number that is being typed."""
        for number in (self.offset, self.mix, self.gain):
            number.interpretText()
        self.session.place()

    def _chosen(self, combo: QtWidgets.QComboBox, name: str, row: int) -> None:
        self.session.set_placing(name, combo.itemData(row))


def _show(box: QtWidgets.QSpinBox | QtWidgets.QDoubleSpinBox, value: float) -> None:
    """Show a value without taking it for one that was typed."""
    if box.value() != value:
        box.blockSignals(True)
        box.setValue(value)  # type: ignore[arg-type]
        box.blockSignals(False)


def _combo(parent: QtWidgets.QWidget, name: str, label: str, help: str) -> QtWidgets.QComboBox:
    combo = QtWidgets.QComboBox(parent)
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.setToolTip(help)
    return combo


def _number(parent: QtWidgets.QWidget, name: str) -> QtWidgets.QDoubleSpinBox:
    box = QtWidgets.QDoubleSpinBox(parent)
    default, least, most = NUMBERS[name]
    box.setRange(least, most)
    box.setDecimals(2)
    box.setSingleStep(0.05)
    box.setValue(default)
    return box


def _row(parent: QtWidgets.QWidget) -> QtWidgets.QHBoxLayout:
    row = QtWidgets.QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.em(parent, 0.4))
    return row
