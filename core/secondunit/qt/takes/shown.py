"""The canvas and what is around it: what is shown and against what, how light is looked at, the transport.

Draws `session.viewer`; every act is one of its acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from secondunit.host.asked import asked_line
from secondunit.host.stage import Stage
from secondunit.host.terms import highlights, round_trip
from secondunit.host.viewer import PLATE, VIEWS
from secondunit.wire import version_text
from secondunit.wire.licence import TERMS

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets
from .check import CheckPane
from .drift import DriftPane
from .elided import Elided
from .facts import facts, plate_facts
from .glyphs import GlyphButton
from .keys import KeyedWidget
from .picture import FrameView
from .scrubber import Scrubber
from .signoff import SignOffPane
from .transport import TransportBar
from .viewing import CHANNELS, ViewingBar

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Plate, Take

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


class ViewerPane(KeyedWidget):
    """The viewer as a whole; whoever makes it has its parts made by `building`, some a step."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._compared: tuple[object, ...] = ()
        self.setObjectName("viewer")
        # The widths that labels and pull-downs ask for in some fonts are more than a narrow panel has.
        self.setMinimumWidth(style.em(self, 18))

    def building(self) -> Iterator[None]:
        """Make its parts, from top to bottom; the host has its turn between two steps."""
        session = self.session
        self.title = Elided(self, first=True)
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
        self.check = CheckPane(session, self)
        self.check.hide()
        self.drift = DriftPane(session, self)
        self.drift.hide()
        self.continuity = QtWidgets.QPushButton("Continuity", self)
        self.continuity.setAutoDefault(False)
        self.continuity.setToolTip("Every shot of the sequence: faces, distances, what to look at (Shift+C)")
        self.continuity.clicked.connect(lambda: session.continuity.show())
        self.continuity.hide()
        self.signoff = SignOffPane(session, self)
        self.signoff.hide()
        self.remarks = QtWidgets.QLabel(self)
        self.remarks.setObjectName("takeRemarks")
        self.remarks.setWordWrap(True)
        self.terms = QtWidgets.QLabel(self)
        self.terms.setObjectName("takeTerms")
        self.terms.setWordWrap(True)
        yield
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
        yield
        self.viewing = ViewingBar(session, self)
        self.channel = QtWidgets.QComboBox(self)
        self.channel.setObjectName("channel")
        self.channel.setAccessibleName("Channel")
        self.channel.setToolTip("Colour, or one channel as grey (R, G, B, A: and back)")
        for text, channel, _ in CHANNELS:
            self.channel.addItem(text, channel)
        self.channel.activated.connect(self._look_at)
        self.scale = QtWidgets.QToolButton(self)
        self.scale.setObjectName("scale")
        self.scale.setAutoRaise(True)
        self.scale.setAccessibleName("Scale")
        self.scale.setToolTip("Fit (F) or 1:1 (Ctrl+1); the wheel and Ctrl +, - zoom, dragging pans")
        self.scale.clicked.connect(self.fit_or_exact)
        yield
        self.picture = FrameView(session, self)
        self.picture.framed.connect(self._framed)
        self.scrubber = Scrubber(session, self)
        self.transport = TransportBar(session, self)
        yield
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
        head = QtWidgets.QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(gap)
        head.addWidget(self.title)
        head.addWidget(self.facts, 1)
        head.addWidget(self.channel)
        head.addWidget(self.scale)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.em(self, 0.25))
        column.addLayout(head)
        column.addWidget(self.made)
        column.addWidget(self.asked)
        column.addWidget(self.check)
        drift = QtWidgets.QHBoxLayout()
        drift.setContentsMargins(0, 0, 0, 0)
        drift.setSpacing(gap)
        drift.addWidget(self.drift, 1)
        drift.addWidget(self.continuity)
        column.addLayout(drift)
        column.addWidget(self.signoff)
        column.addWidget(self.remarks)
        column.addWidget(self.terms)
        column.addLayout(tools)
        column.addWidget(self.picture, 1)
        column.addWidget(self.viewing)
        column.addWidget(self.scrubber)
        column.addWidget(self.transport)

    def offer_opening(self, act: Callable[[], object], drop: Callable[[QtCore.QMimeData], bool]) -> None:
        """Files can be opened here: by a button on the empty canvas, and by dropping them on it."""
        self.picture.empty.opens(act)
        self.picture.take_drop = drop
        self.picture.setAcceptDrops(True)
        self.refresh()

    def refresh(self) -> None:
        """The viewer's model, the takes or the plate changed."""
        viewer = self.session.viewer
        take, stage = viewer.take_a, viewer.stage
        self.title.set_text(self._title())
        self.facts.set_text(self._facts())
        self._say_made(take)
        self._say_asked(take)
        self.check.refresh()
        self.drift.refresh()
        self.continuity.setVisible(self.drift.isVisibleTo(self))
        self.signoff.refresh()
        said = () if take is None else take.remarks
        terms = [remark for remark in said if remark.startswith(TERMS)]
        for label, lines, color in (
            (self.remarks, [remark for remark in said if remark not in terms], style.state(self, "warning")),
            (self.terms, terms, style.quiet(self)),
        ):
            label.setText("\n".join(lines))
            label.setVisible(bool(lines))
            _color(label, color)
        _color(self.facts, style.quiet(self))
        self.view.setCurrentIndex(max(0, self.view.findData(viewer.view)))
        self._refresh_compared(take)
        self.swap.setEnabled(viewer.take_b is not None)
        for tool in (self.view, self.compared, self.swap):
            tool.setVisible(stage is Stage.TAKE)
        viewing = viewer.viewing
        self.channel.setCurrentIndex(max(0, self.channel.findData(viewing.channel if viewing else "rgb")))
        self.channel.setEnabled(stage in (Stage.PLATE, Stage.TAKE))
        self.viewing.refresh()
        self.picture.said = self._empty()
        self.picture.labels = self._labels(take)
        self.picture.refresh()
        self._framed()
        self.refresh_frame()

    def _title(self) -> str:
        """What is shown, in a few words."""
        viewer = self.session.viewer
        take, plate, stage = viewer.take_a, viewer.plate, viewer.stage
        if take is not None:
            return take.label
        if stage is Stage.JOB:
            job = self.session.panel.jobs.get(viewer.job)
            done = f": frame {job.frames_done} of {len(job.frames)}" if job is not None else ""
            return f"{job.element if job is not None else 'Job'} is being made{done}"
        return _file_name(plate) if plate is not None else "No plate"

    def _facts(self) -> str:
        """What a compositor asks of it, in a line."""
        viewer = self.session.viewer
        if viewer.take_a is not None:
            return facts(viewer.take_a, self.session.panel.capabilities)
        return plate_facts(viewer.plate) if viewer.plate is not None else ""

    def _say_made(self, take: Take | None) -> None:
        """What the way to a model and back did, and whether the take is signed."""
        parts = []
        if take is not None and self.session.panel.outside.sealed(take):
            parts.append("signed (C2PA)")
        if take is not None and take.round_trip is not None:
            parts.append(round_trip(take.round_trip))
        if take is not None and take.highlights is not None and (words := highlights(take.highlights)):
            parts.append(words)
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

    def refresh_pictures(self) -> None:
        """Pictures came: draw them where they are those that are shown."""
        if self.picture.shown() != self.picture.painted:
            self.refresh_frame()

    def refresh_frame(self) -> None:
        """Only the frame moved, or pictures came."""
        self.picture.note = self._note()
        self.picture.update()
        self.check.refresh_frame()
        self.scrubber.refresh()
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
        session = self.session
        problem = session.source_problems.get("source")
        if problem is not None:
            return f"{problem.message} {problem.remedy}".strip()
        unrendered = next((s for s in session.sources if s.selected and s.needs_render), None)
        if unrendered is not None:
            return f"{unrendered.label} has no files yet. Render it, and it is seen here."
        if self.picture.empty.offers:
            return "Open a plate, or drop its files here."
        if not session.sources:
            return f"Select the plate in {session.host.name}: it is seen here before anything is made."
        return "Choose a plate in the brief: it is seen here before anything is made."

    def _note(self) -> str:
        """What is wrong with the picture that is shown, or why there is none."""
        session, viewer = self.session, self.session.viewer
        if viewer.stage is not Stage.PLATE:
            return ""
        key = viewer.keys()[0]
        problem = session.canvas.problem
        if problem is None and key is not None:
            problem = session.pictures.problem(key)
        if not session.panel.online and (key is None or not session.pictures.has(key)):
            return "The service is not there: the plate is seen as soon as it is."
        if problem is None:
            return session.canvas.sight.remark
        name = problem.where.replace("\\", "/").rpartition("/")[2]
        about = "" if not name or name in problem.message else f"{name}: "
        return f"{about}{problem.message} {problem.remedy}".strip()

    def _look_at(self, number: int) -> None:
        channel = str(self.channel.itemData(number))
        if channel != self.viewing.viewing.channel:
            self.viewing.channel(channel)

    def _framed(self) -> None:
        viewer = self.session.viewer
        self.scale.setText(self.picture.scale_text if viewer.stage is not Stage.EMPTY else "")
        pixels = round(self.picture.framing.rect[2] * self.picture.devicePixelRatioF())
        viewer.set_visible(pixels, self.picture.visible())

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """On a screen its scale is known."""
        super().showEvent(event)
        self._framed()


def _file_name(plate: Plate) -> str:
    return plate.path.replace("\\", "/").rpartition("/")[2]


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
