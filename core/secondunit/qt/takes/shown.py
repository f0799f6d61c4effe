"""The viewer: what is shown and against what, the picture, the frames, the transport; and its keys.

Draws `session.viewer`; every act is one of its acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.asked import asked_line
from secondunit.host.terms import made_by, round_trip
from secondunit.host.viewer import PLATE, VIEWS
from secondunit.wire import version_text
from secondunit.wire.visible import visible

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .glyphs import GlyphButton
from .picture import FrameView
from .scrubber import Scrubber
from .signoff import SignOffPane
from .times import rate_text
from .transport import TransportBar

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Capability, Take

VIEW_LABELS = {
    "plate": "On plate",
    "black": "On black",
    "white": "On white",
    "grey": "On grey",
    "checker": "On checker",
    "alpha": "Alpha",
    "behind": "Plate alone",
}
#: The most versions that the comparison's pull-down lists.
MOST_VERSIONS = 60


class ViewerPane(QtWidgets.QWidget):
    """The viewer as a whole."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._compared: tuple[object, ...] = ()
        self.setObjectName("viewer")
        self.title = Elided(self)
        self.title.setObjectName("takeTitle")
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.facts = Elided(self)
        self.facts.setObjectName("takeFacts")
        self.made = Elided(self)
        self.made.setObjectName("takeMade")
        self.made.hide()
        self.asked = Elided(self)
        self.asked.setObjectName("takeAsked")
        self.asked.hide()
        self.signoff = SignOffPane(session, self)
        self.signoff.hide()
        self.remarks = QtWidgets.QLabel(self)
        self.remarks.setObjectName("takeRemarks")
        self.remarks.setWordWrap(True)
        self.view = QtWidgets.QComboBox(self)
        self.view.setObjectName("view")
        self.view.setAccessibleName("View")
        for number, view in enumerate(VIEWS, 1):
            self.view.addItem(VIEW_LABELS[view], view)
            self.view.setItemData(number - 1, f"Key {number}", int(Qt.ItemDataRole.ToolTipRole))
        self.view.setToolTip("What the take is seen on (keys 1 to 7)")
        self.view.activated.connect(lambda number: session.viewer.set_view(str(self.view.itemData(number))))
        self.compared = QtWidgets.QComboBox(self)
        self.compared.setObjectName("compare")
        self.compared.setAccessibleName("Compare to")
        self.compared.setToolTip("Compare by a wipe (W: to the plate and back)")
        self.compared.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.compared.activated.connect(
            lambda number: session.viewer.compare(str(self.compared.itemData(number)))
        )
        self.swap = GlyphButton("swap", "Swap A and B (S)", self)
        self.swap.setObjectName("swap")
        self.swap.clicked.connect(session.viewer.swap)
        self.scale = QtWidgets.QToolButton(self)
        self.scale.setObjectName("scale")
        self.scale.setAutoRaise(True)
        self.scale.setAccessibleName("Scale")
        self.scale.setToolTip("Fit (F) or 1:1 (Shift+F); the wheel zooms, dragging pans")
        self.scale.clicked.connect(self.fit_or_exact)
        self.picture = FrameView(session, self)
        self.picture.framed.connect(self._framed)
        self.scrubber = Scrubber(session, self)
        self.transport = TransportBar(session, self)
        self._lay_out()
        self._framed()

    def _lay_out(self) -> None:
        gap = style.em(self, 0.4)
        tools = QtWidgets.QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(gap)
        tools.addWidget(self.view)
        tools.addWidget(self.compared)
        tools.addWidget(self.swap)
        tools.addStretch(1)
        tools.addWidget(self.scale)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.em(self, 0.25))
        column.addWidget(self.title)
        column.addWidget(self.facts)
        column.addWidget(self.made)
        column.addWidget(self.asked)
        column.addWidget(self.signoff)
        column.addWidget(self.remarks)
        column.addLayout(tools)
        column.addWidget(self.picture, 1)
        column.addWidget(self.scrubber)
        column.addWidget(self.transport)

    def refresh(self) -> None:
        """The viewer's model or the takes changed."""
        viewer = self.session.viewer
        take = viewer.take_a
        self.title.set_text(take.label if take is not None else "No take shown")
        self.facts.set_text(facts(take, self.session.panel.capabilities) if take is not None else "")
        self._say_made(take)
        self._say_asked(take)
        self.signoff.refresh()
        self.remarks.setVisible(bool(take is not None and take.remarks))
        if take is not None and take.remarks:
            self.remarks.setText("\n".join(take.remarks))
            _color(self.remarks, style.state(self, "warning"))
        _color(self.facts, style.quiet(self))
        self.view.setCurrentIndex(max(0, self.view.findData(viewer.view)))
        self.view.setEnabled(take is not None)
        self._refresh_compared(take)
        self.swap.setEnabled(viewer.take_b is not None)
        self.picture.said = self._empty()
        self.picture.labels = self._labels(take)
        self.picture.refresh()
        self._framed()
        self.refresh_frame()

    def _say_made(self, take: Take | None) -> None:
        """What the way to a model and back did, and whether the take is signed."""
        parts = []
        if take is not None and self.session.panel.outside.sealed(take):
            parts.append("signed (C2PA)")
        if take is not None and take.round_trip is not None:
            parts.append(round_trip(take.round_trip))
        text = "   ".join(parts)
        self.made.set_text(text[:1].upper() + text[1:])
        self.made.setVisible(bool(parts))
        _color(self.made, style.quiet(self))

    def _say_asked(self, take: Take | None) -> None:
        """Prompt, seed and what was set by hand."""
        panel = self.session.panel
        brief = panel.take_briefs.get(take.id) if take is not None else None
        line = asked_line(take, brief, panel.fields.kinds, panel.capabilities) if take is not None else ""
        self.asked.set_text(line)
        self.asked.setVisible(bool(line))
        _color(self.asked, style.quiet(self))

    def refresh_frame(self) -> None:
        """Only the frame moved."""
        self.picture.update()
        self.scrubber.update()
        self.transport.refresh()

    def fit_or_exact(self) -> None:
        """Between fit and 1:1."""
        if self.picture.framing.scale is None:
            self.picture.one_to_one()
        else:
            self.picture.fit()

    def wipe_to_plate(self) -> None:
        """Compare to the plate, or to nothing where something is compared."""
        viewer = self.session.viewer
        viewer.compare("" if viewer.b else PLATE)

    def _refresh_compared(self, take: Take | None) -> None:
        """The pull-down: nothing, the plate, the other versions, and B whatever it is."""
        viewer, panel = self.session.viewer, self.session.panel
        takes: list[Take] = []
        if take is not None:
            versions = panel.takes.of_element(take.show, take.shot, take.element)
            takes = [version for version in reversed(versions) if version.id != take.id][:MOST_VERSIONS]
        other = viewer.take_b
        if other is not None and other.id not in {version.id for version in takes}:
            takes.insert(0, other)
        items = [("Compare: off", ""), ("Compare: plate", PLATE)] + [
            (f"Compare: {_short(version, take)}", version.id) for version in takes
        ]
        choices = tuple(items)
        if choices != self._compared:
            self._compared = choices
            self.compared.clear()
            for text, value in items:
                self.compared.addItem(text, value)
        self.compared.setCurrentIndex(max(0, self.compared.findData(viewer.b)))
        self.compared.setEnabled(take is not None)

    def _labels(self, take: Take | None) -> tuple[str, str]:
        viewer = self.session.viewer
        if take is None or not viewer.b:
            return "", ""
        other = viewer.take_b
        second = "plate" if viewer.b == PLATE else _short(other, take) if other is not None else ""
        return f"A  {version_text(take.version)}", f"B  {second}"

    def _empty(self) -> str:
        """What to do while nothing is shown."""
        if self.session.gallery.rows():
            return "Choose a take below and press Return to see it here."
        return "Takes are seen here as soon as there is one."

    def _framed(self) -> None:
        self.scale.setText(self.picture.scale_text if self.session.viewer.a else "")
        self.session.viewer.set_width(round(self.picture.framing.rect[2] * self.picture.devicePixelRatioF()))

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """On a screen its scale is known."""
        super().showEvent(event)
        self._framed()


class Elided(QtWidgets.QLabel):
    """A line that is cut in its middle where there is no room, with all of it as the tool tip."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show this."""
        text = visible(text)
        if text != self._whole:
            self._whole = text
            self.setToolTip(text)
            self.setAccessibleName(text)
            self._cut()

    def minimumSizeHint(self) -> QtCore.QSize:
        """A line high."""
        return QtCore.QSize(style.letters(self, 8), self.fontMetrics().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(cut)


def facts(take: Take, capabilities: tuple[Capability, ...] = ()) -> str:
    """What a compositor asks of a take, in one line."""
    maker = made_by(take, capabilities)
    size = f"{take.format.width}×{take.format.height}"
    if take.format.pixel_aspect != 1.0:
        size += f" pixel aspect {take.format.pixel_aspect:g}"
    frames = f"{take.frames}, {len(take.frames)} frames"
    parts = (take.choice, maker, size, take.colorspace.name, rate_text(take.rate), frames)
    return "   ".join(part for part in parts if part)


def _short(take: Take, beside: Take | None) -> str:
    """`v002` beside a take of the same element, else the element too."""
    if beside is not None and (take.shot, take.element) == (beside.shot, beside.element):
        return version_text(take.version)
    return f"{take.element} {version_text(take.version)}"


def _color(label: QtWidgets.QLabel, color: QtGui.QColor) -> None:
    palette = label.palette()
    if palette.color(style.Role.WindowText) != color:
        palette.setColor(style.Role.WindowText, color)
        label.setPalette(palette)
