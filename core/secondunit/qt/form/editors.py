"""The editors of a field's value, one for each kind of control; each emits what was given, as it was given.

They know the control they edit, no session: what a value means and whether it is right, the model says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondunit.host.value_words import AUTOMATIC, is_automatic

from .. import style
from ..binding import Qt, QtGui, QtWidgets, Signal
from .color import Swatch
from .entries import Choice, NumberEntry, TextEntry, Tick, fixed, tight
from .slider import Scale, Slider

if TYPE_CHECKING:
    from secondunit.host import Field

Words = Callable[[str], "tuple[str, str]"]
#: A range wider than this is no slider (a seed).
WIDEST_SLIDER = 100_000


class Editor(QtWidgets.QWidget):
    """`given` carries a value as typed or moved; `reset` asks for the default."""

    given = Signal(object)
    reset = Signal()

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.control = control
        #: Whether the service has yet to say what there is to choose from.
        self.waits = False
        self._line = QtWidgets.QHBoxLayout(self)
        tight(self._line, style.em(self, 0.4))

    def show_value(self, value: object, strong: bool) -> None:
        """Show a value; `strong` when it is not the default."""
        raise NotImplementedError

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        """What the Tab key reaches."""
        raise NotImplementedError

    def focus_widget(self) -> QtWidgets.QWidget:
        """What gets the focus when the field is asked for."""
        return self.stops()[0]

    def show_wrong(self, wrong: bool) -> None:
        """Colour the entry's text while its value is wrong."""
        for widget in self.stops():
            palette = QtGui.QPalette()
            if wrong:
                palette = widget.palette()
                base = palette.color(style.Role.Base)
                palette.setColor(style.Role.Text, style.state(widget, "error", base))
            widget.setPalette(palette)


class NumberEditor(Editor):
    """An entry with the unit, and a slider over the range."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(control, parent)
        self._value = float(control.default)
        low, high = control.minimum, control.maximum
        self.entry = NumberEntry(control.unit, self)
        self.entry.given.connect(self._typed)
        self.entry.stepped.connect(self._step)
        self._line.addWidget(self.entry)
        self.slider: Slider | None = None
        self._step_size = control.step or 1.0
        self._low, self._high = low, high
        if low is not None and high is not None and high - low <= WIDEST_SLIDER:
            fixed(self.entry, style.letters(self, 8) + style.em(self, 1.0))
            self.slider = Slider(Scale(low, high, self._value), self._value, self)
            self.slider.moved.connect(self._moved)
            self.slider.reset.connect(self.reset.emit)
            self.slider.released.connect(self._select)
            self._line.addWidget(self.slider, 1)
            self._step_size = control.step or (high - low) / 100 or 1.0

    def show_value(self, value: object, strong: bool) -> None:
        if isinstance(value, (int, float)):
            self._value = float(value)
            if self.slider is not None:
                self.slider.show_value(self._value, strong)
            automatic = is_automatic(self.control, value)
            self.entry.show_unit(not automatic)
            self.entry.show_text(AUTOMATIC if automatic else self._text(self._value))
        else:
            self.entry.show_text(str(value))

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.entry,)

    def _text(self, value: float) -> str:
        return str(int(value)) if self.control.kind == "int" else f"{value:.5g}"

    def _bounded(self, value: float) -> float | int:
        if self._low is not None:
            value = max(self._low, value)
        if self._high is not None:
            value = min(self._high, value)
        return round(value) if self.control.kind == "int" else float(f"{value:.4g}")

    def _typed(self, text: str) -> None:
        word = text.strip().lower()
        if self.control.automatic is not None and word in ("", "auto", AUTOMATIC):
            self.given.emit(self._bounded(self.control.automatic))
        else:
            self.given.emit(text)

    def _moved(self, value: float) -> None:
        self.given.emit(self._bounded(value))

    def _step(self, steps: float) -> None:
        size = steps * self._step_size
        if self.control.kind == "int":
            size = float(round(size)) or (1.0 if size > 0 else -1.0)
        self.given.emit(self._bounded(self._value + size))

    def _select(self) -> None:
        self.entry.setFocus(Qt.FocusReason.MouseFocusReason)


class SeedEditor(NumberEditor):
    """A number without a slider, and a button that draws another one."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(control, parent)
        self.another = QtWidgets.QPushButton("Another", self)
        self.another.setToolTip("Draw another seed: another element of the same kind")
        self.another.setAccessibleName("Another seed")
        self.another.setAutoDefault(False)
        self.another.clicked.connect(self._draw)
        self._line.addWidget(self.another)

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.entry, self.another)

    def _draw(self) -> None:
        from random import randrange

        self.given.emit(randrange(1, 100_000))


class TextEditor(Editor):
    """A line of text."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(control, parent)
        self.entry = TextEntry(self)
        self.entry.given.connect(self.given.emit)
        self._line.addWidget(self.entry)

    def show_value(self, value: object, strong: bool) -> None:
        self.entry.show_text(str(value))

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.entry,)


class ChoiceEditor(Editor):
    """One of the control's choices."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget, words: Words) -> None:
        super().__init__(control, parent)
        self._words = words
        self.choice = Choice(self)
        self.choice.offer(tuple((value, *words(value)) for value in control.choices))
        self.choice.chosen.connect(self.given.emit)
        self._line.addWidget(self.choice)

    def show_value(self, value: object, strong: bool) -> None:
        self.choice.show_value(str(value), self.waits, self._words(str(value))[0])

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.choice,)


class LookEditor(ChoiceEditor):
    """One of the looks of a kind, and the button that opens all of them."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget, words: Words) -> None:
        super().__init__(control, parent, words)
        # With the button beside it, it is no reason for a wider panel.
        self.choice.setMinimumContentsLength(1)
        self.open = QtWidgets.QPushButton("Looks...", self)
        self.open.setToolTip("See the looks of this kind, compare one with what is set now, save another")
        self.open.setAutoDefault(False)
        self._line.addWidget(self.open)

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.choice, self.open)


class SwitchEditor(Editor):
    """On or off."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(control, parent)
        self.switch = Tick(self)
        self.switch.clicked.connect(lambda *_: self.given.emit(self.switch.isChecked()))
        self._line.addWidget(self.switch)
        self._means = control.states
        self.means = QtWidgets.QLabel(self)
        self.means.setVisible(any(self._means))
        # It is no reason for a wider panel.
        self.means.setMinimumWidth(1)
        self._line.addWidget(self.means, 1)
        if not any(self._means):
            self._line.addStretch(1)

    def show_value(self, value: object, strong: bool) -> None:
        if self.switch.isChecked() != bool(value):
            self.switch.setChecked(bool(value))
        self.means.setText(self._means[bool(value)])

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.switch,)


class ColorEditor(Editor):
    """A swatch that opens a picker, and the three scene-linear numbers."""

    def __init__(self, control: Field, parent: QtWidgets.QWidget) -> None:
        super().__init__(control, parent)
        self.swatch = Swatch(control.label, self)
        self.swatch.picked.connect(self.given.emit)
        self.entry = TextEntry(self)
        self.entry.setPlaceholderText("red green blue, scene-linear")
        self.entry.given.connect(self.given.emit)
        self._line.addWidget(self.swatch)
        self._line.addWidget(self.entry, 1)

    def show_value(self, value: object, strong: bool) -> None:
        self.entry.show_text(str(value))
        self.swatch.show_color(str(value))

    def stops(self) -> tuple[QtWidgets.QWidget, ...]:
        return (self.entry, self.swatch)
