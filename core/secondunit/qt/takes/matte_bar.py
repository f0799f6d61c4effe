"""The tools of a matte that is drawn: above the canvas while it is, with the keys that they have there.

Draws `session.panel.drawing` and asks it; on the canvas the keys are Nuke's Roto where it has one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic
from secondunit.host.shape_editor import MatteSight, MatteTool
from secondunit.wire import ShapeKind
from secondunit.wire.drawn import MOST_FEATHER, MOST_RADIUS

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, holds
from ..form.entries import Wrapped
from .glyphs import GlyphButton
from .keys import name_of
from .matte_overlay import MatteOverlay

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .shown import ViewerPane

TOOLS = (
    (MatteTool.SELECT, "Select", "Choose shapes and points, and move them; Ctrl puts a point on a line (Q)"),
    (MatteTool.POLYGON, "Polygon", "Click corners; the first one or Return closes it (V)"),
    (MatteTool.BRUSH, "Brush", "Paint; [ and ] or Shift and drag change its size (N)"),
)
SIGHTS = (
    (MatteSight.OVERLAY, "Red overlay"),
    (MatteSight.ALPHA, "Alpha"),
    (MatteSight.OUTLINES, "Outlines"),
)
#: For the list of shortcuts: where, keys, what they do.
LISTED = (
    ("Drawing a matte", "V, N, Q", "Polygon, brush, select"),
    ("Drawing a matte", "[ and ], Shift and drag", "Size of the brush"),
    ("Drawing a matte", "Return, Escape", "Close the polygon; let go of it"),
    ("Drawing a matte", "Delete", "Take away the chosen points, else the shape"),
    ("Drawing a matte", "Ctrl and click", "Put a point on the chosen line"),
    ("Drawing a matte", "M", "Red overlay, alpha, outlines"),
    ("Drawing a matte", "Ctrl+Z, Ctrl+Shift+Z", "Undo and redo on the canvas"),
)
#: By how much a key changes the size of the brush.
GROWTH = 1.15


class MatteBar(QtWidgets.QFrame):
    """Tools, size and feather, keys, the name, and Write; stands in the viewer above its picture."""

    def __init__(self, session: Session, viewer: ViewerPane) -> None:
        super().__init__(viewer)
        self.session, self.viewer, self.drawing = session, viewer, session.panel.drawing
        self.setObjectName("matteBar")
        self.overlay = MatteOverlay(session, viewer.picture)
        self.tools = {tool: self._tool(tool, text, tip) for tool, text, tip in TOOLS}
        self.subtract = QtWidgets.QCheckBox("&Subtract", self)
        self.subtract.setToolTip("Take away from what was drawn before it")
        self.subtract.clicked.connect(lambda *_: self.drawing.set_subtracts(self.subtract.isChecked()))
        self.sight = QtWidgets.QComboBox(self)
        self.sight.setAccessibleName("How the matte is seen")
        self.sight.setToolTip("How the matte is seen (M)")
        for sight, text in SIGHTS:
            self.sight.addItem(text, sight.value)
        self.sight.activated.connect(
            lambda number: self.drawing.use_sight(MatteSight(self.sight.itemData(number)))
        )
        self.size_field = self._number("Size", "The brush's radius, in pixels", 0.5, MOST_RADIUS)
        self.size_field.valueChanged.connect(lambda value: self._typed(self.drawing.set_radius, value))
        tip = "How far the edge fades, in pixels; below 0 inside of it"
        self.feather = self._number("Feather", tip, -MOST_FEATHER, MOST_FEATHER)
        self.feather.valueChanged.connect(lambda value: self._typed(self.drawing.set_feather, value))
        self.key = QtWidgets.QToolButton(self)
        self.key.setText("Key")
        self.key.setCheckable(True)
        self.key.setToolTip("Whether the chosen shape has a key at this frame")
        self.key.clicked.connect(self._toggle_key)
        self.before = GlyphButton("previous", "Key before", self)
        self.before.clicked.connect(lambda *_: self._go_to_key(-1))
        self.after = GlyphButton("next", "Key after", self)
        self.after.clicked.connect(lambda *_: self._go_to_key(1))
        self.undo = self._press("Undo", "Take back the last step (Ctrl+Z)", self.drawing.undo)
        self.redo = self._press("Redo", "Do it once more (Ctrl+Shift+Z)", self.drawing.redo)
        self.name = QtWidgets.QLineEdit(self)
        self.name.setAccessibleName("Name of the matte")
        self.name.setToolTip("The name of the matte's files")
        self.name.setMinimumWidth(style.letters(self, 8))
        self.name.editingFinished.connect(self._named)
        self.write = QtWidgets.QPushButton("&Write", self)
        self.write.setAutoDefault(False)
        self.write.setToolTip("Write the matte as EXR files of all frames, and use it")
        self.write.clicked.connect(lambda *_: self._write())
        self.done = QtWidgets.QPushButton("D&one", self)
        self.done.setAutoDefault(False)
        self.done.setToolTip("Draw no more; what is drawn stays in the document")
        self.done.clicked.connect(lambda *_: self.drawing.close())
        self.said = Wrapped(parent=self)
        self._keys = MatteKeys(self)
        self._lay_out()
        self.hide()
        viewer.picture.add_overlay(self.overlay)
        viewer.picture.installEventFilter(self._keys)
        viewer.picture.framed.connect(self.overlay.ask)
        self._stop = session.panel.subscribe(self._heard)
        self.destroyed.connect(self._stop)
        self.refresh()

    def _lay_out(self) -> None:
        gap = style.em(self, 0.25)
        labels = [QtWidgets.QLabel("Size", self), QtWidgets.QLabel("Feather", self)]
        labels[0].setBuddy(self.size_field)
        labels[1].setBuddy(self.feather)
        numbers: list[QtWidgets.QWidget] = [labels[0], self.size_field, labels[1], self.feather]
        drawn = self._in_a_row([*self.tools.values(), self.subtract, self.sight])
        set_by_number = self._in_a_row([*numbers, self.before, self.key, self.after])
        files = QtWidgets.QHBoxLayout()
        files.setSpacing(gap)
        files.addWidget(self.name, 1)
        for widget in (self.undo, self.redo, self.write, self.done):
            files.addWidget(widget)
        self._rows = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.TopToBottom)
        self._rows.setSpacing(gap)
        self._tools_row = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.TopToBottom)
        self._tools_row.setSpacing(gap)
        self._tools_row.addLayout(drawn)
        self._tools_row.addLayout(set_by_number)
        self._rows.addLayout(self._tools_row)
        self._parts = (drawn, set_by_number, files)
        self._rows.addLayout(files, 1)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, gap, 0, gap)
        column.setSpacing(gap)
        column.addLayout(self._rows)
        column.addWidget(self.said)
        # Its one line must not take room from the brief beside the canvas: it has three where that is less.
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Fixed)
        outer = self.viewer.layout()
        assert isinstance(outer, QtWidgets.QVBoxLayout)
        outer.insertWidget(outer.indexOf(self.viewer.picture), self)

    def _in_a_row(self, widgets: list[QtWidgets.QWidget]) -> QtWidgets.QHBoxLayout:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(style.em(self, 0.25))
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """As few lines as there is room for: the picture is what the rest is for."""
        super().resizeEvent(event)
        direction = QtWidgets.QBoxLayout.Direction
        gap = style.em(self, 1)
        first, second, third = (part.sizeHint().width() + gap for part in self._parts)
        for row, needed in ((self._tools_row, first + second), (self._rows, first + second + third)):
            fits = self.width() >= needed
            row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        return [
            *self.tools.values(), self.subtract, self.undo, self.redo, self.sight, self.size_field,
            self.feather, self.before, self.key, self.after, self.name, self.write, self.done,
        ]  # fmt: skip

    def refresh(self) -> None:
        """The drawing or the frame changed."""
        drawing = self.drawing
        begins = drawing.active and self.isHidden()
        self.setVisible(drawing.active)
        for tool, button in self.tools.items():
            button.setChecked(tool is drawing.tool)
            self._show_chosen(button)
        self.subtract.setChecked(drawing.subtracts)
        self.sight.setCurrentIndex(max(0, self.sight.findData(drawing.sight.value)))
        shape = drawing.shape
        brush = drawing.tool is MatteTool.BRUSH or (shape is not None and shape.kind is ShapeKind.STROKE)
        self.size_field.setEnabled(brush)
        for field, value in ((self.size_field, drawing.radius), (self.feather, drawing.feather)):
            if not field.hasFocus() or abs(field.value() - value) > 0.05:
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)
        self.undo.setEnabled(drawing.can_undo)
        self.redo.setEnabled(drawing.can_redo)
        keys, frame = drawing.keys, self.session.viewer.frame
        self.key.setEnabled(shape is not None)
        self.key.setChecked(shape is not None and shape.has_key(frame))
        self._show_chosen(self.key)
        self.before.setEnabled(any(key < frame for key in keys))
        self.after.setEnabled(any(key > frame for key in keys))
        if not self.name.hasFocus():
            self.name.setText(drawing.name)
        self.write.setText("Writing..." if drawing.writing else "&Write")
        self.write.setEnabled(drawing.unwritten and not drawing.writing)
        self._say()
        if begins:
            self.viewer.picture.setFocus(Qt.FocusReason.OtherFocusReason)
        self.overlay.ask()
        self.viewer.picture.update()

    def _say(self) -> None:
        drawing = self.drawing
        if drawing.remark:
            self.said.say(drawing.remark, style.state(self, "warning"))
        elif drawing.active and not self.overlay.here:
            self.said.say("Show the plate (key 0) to go on drawing.", style.quiet(self))
        elif drawing.written is not None and not drawing.unwritten:
            name = drawing.written.matte.path.replace("\\", "/").rpartition("/")[2]
            self.said.say(f"Written and used: {name}", style.quiet(self))
        else:
            self.said.say("", style.quiet(self))

    def _heard(self, changed: frozenset[PanelTopic]) -> None:
        if changed & {PanelTopic.DRAWING, PanelTopic.VIEWER} and (self.drawing.active or self.isVisible()):
            self.refresh()

    def _tool(self, tool: MatteTool, text: str, tip: str) -> QtWidgets.QToolButton:
        button = QtWidgets.QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.clicked.connect(lambda *_: self._take_tool(tool))
        return button

    def _show_chosen(self, button: QtWidgets.QToolButton) -> None:
        """A tool in the hand has the colour of what is chosen: some styles show hardly more than a shadow."""
        palette = QtGui.QPalette(self.palette())
        if button.isChecked():
            role = QtGui.QPalette.ColorRole
            palette.setColor(role.Button, palette.color(role.Highlight))
            palette.setColor(role.ButtonText, palette.color(role.HighlightedText))
        if palette != button.palette():
            button.setPalette(palette)

    def _take_tool(self, tool: MatteTool) -> None:
        self.drawing.use_tool(tool)
        self.tools[tool].setChecked(True)

    def _press(self, text: str, tip: str, act: Callable[[], None]) -> QtWidgets.QToolButton:
        button = QtWidgets.QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda *_: act())
        return button

    def _number(self, name: str, tip: str, least: float, most: float) -> QtWidgets.QDoubleSpinBox:
        field = QtWidgets.QDoubleSpinBox(self)
        field.setAccessibleName(name)
        field.setToolTip(tip)
        field.setDecimals(1)
        field.setRange(least, most)
        field.setSuffix(" px")
        field.setKeyboardTracking(False)
        return field

    def _typed(self, act: Callable[[float], None], value: float) -> None:
        act(value)

    def _toggle_key(self) -> None:
        frame, shape = self.session.viewer.frame, self.drawing.shape
        if shape is not None:
            self.drawing.remove_key(frame) if shape.has_key(frame) else self.drawing.add_key(frame)
        self.refresh()

    def _go_to_key(self, way: int) -> None:
        frame = self.session.viewer.frame
        beyond = [key for key in self.drawing.keys if (key - frame) * way > 0]
        if beyond:
            self.session.viewer.pause()
            self.session.viewer.go(min(beyond) if way > 0 else max(beyond))

    def _named(self) -> None:
        problem = self.drawing.set_name(self.name.text().strip())
        if problem is not None:
            self.session.panel.say(problem)
            self.name.setText(self.drawing.name)

    def _write(self) -> None:
        self._named()
        self.drawing.write()


class MatteKeys(QtCore.QObject):
    """The keys of the canvas while a matte is drawn on it; all others stay what they are."""

    def __init__(self, bar: MatteBar) -> None:
        super().__init__(bar)
        self._bar = bar

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Take what is the drawing's: its keys, and the second of two quick presses as a press."""
        bar, kind = self._bar, event.type()
        if kind == QtCore.QEvent.Type.Leave and bar.overlay.hover is not None:
            bar.overlay.hover = None
            bar.viewer.picture.update()
        if not bar.overlay.here:
            return False
        if kind == QtCore.QEvent.Type.MouseButtonDblClick and isinstance(event, QtGui.QMouseEvent):
            bar.viewer.picture.mousePressEvent(event)
            return True
        press = kind in (QtCore.QEvent.Type.KeyPress, QtCore.QEvent.Type.ShortcutOverride)
        if not press or not isinstance(event, QtGui.QKeyEvent):
            return False
        act = self._act(event)
        if act is None:
            return False
        event.accept()
        if kind == QtCore.QEvent.Type.KeyPress:
            act()
        return True

    def _act(self, event: QtGui.QKeyEvent) -> Callable[[], object] | None:
        drawing, key = self._bar.drawing, event.key()
        control = holds(event.modifiers(), Qt.KeyboardModifier.ControlModifier)
        shift = holds(event.modifiers(), Qt.KeyboardModifier.ShiftModifier)
        if control:
            back = drawing.redo if shift else drawing.undo
            return back if key == Qt.Key.Key_Z else drawing.redo if key == Qt.Key.Key_Y else None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and drawing.corners:
            return lambda: drawing.close_polygon(self._bar.overlay.frame)
        if key == Qt.Key.Key_Escape and (drawing.corners or drawing.shape is not None):
            return drawing.drop_corners
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and drawing.shape is not None:
            return drawing.delete
        acts: dict[str, Callable[[], object]] = {
            "V": lambda: drawing.use_tool(MatteTool.POLYGON),
            "N": lambda: drawing.use_tool(MatteTool.BRUSH),
            "Q": lambda: drawing.use_tool(MatteTool.SELECT),
            "M": self._next_sight,
            "[": lambda: drawing.set_radius(drawing.radius / GROWTH),
            "]": lambda: drawing.set_radius(drawing.radius * GROWTH),
        }
        return acts.get(name_of(event))

    def _next_sight(self) -> None:
        order = [sight for sight, _ in SIGHTS]
        here = order.index(self._bar.drawing.sight)
        self._bar.drawing.use_sight(order[(here + 1) % len(order)])
