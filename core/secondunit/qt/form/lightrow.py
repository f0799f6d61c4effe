"""The light handle as a row of the form: bound to the pair of fields it turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import QtWidgets
from .entries import Wrapped, fixed, tight
from .light import LightHandle, sentence

if TYPE_CHECKING:
    from secondunit.host.session import Session


class LightRow(QtWidgets.QWidget):
    """The ball under the editors' column, and in words where its light comes from."""

    def __init__(
        self, session: Session, pair: tuple[str, str], group: str, width: int, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self.pair, self.group = session, pair, group
        line = QtWidgets.QHBoxLayout(self)
        tight(line, style.em(self, 0.5))
        self._room = QtWidgets.QWidget(self)
        fixed(self._room, width)
        line.addWidget(self._room)
        fields = session.panel.fields
        self.handle = LightHandle(f"{fields[pair[0]].label} and {fields[pair[1]].label}", self)
        self.handle.moved.connect(self._moved)
        self.handle.reset.connect(self._reset)
        line.addWidget(self.handle)
        self.said = Wrapped(parent=self)
        line.addWidget(self.said, 1)
        self.show_fields()

    def set_label_width(self, width: int) -> None:
        """Keep the ball in line with the editors (logical px)."""
        self._room.setFixedWidth(width)

    def show_fields(self) -> None:
        """Show the direction as the model has it."""
        side, height = (self._session.panel.fields.value(name) for name in self.pair)
        if not isinstance(side, str) and not isinstance(height, str):
            self.handle.show_angles(float(side), float(height))
            words = sentence(float(side), float(height))
            self.said.say(f"Light {words}", style.quiet(self))

    def _moved(self, side: float, height: float) -> None:
        self._session.set(self.pair[0], side)
        self._session.set(self.pair[1], height)
        self.show_fields()

    def _reset(self) -> None:
        for name in self.pair:
            self._session.clear(name)
        self.show_fields()
