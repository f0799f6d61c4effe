"""The whole panel as one widget, for any host: the canvas, and brief, queue and takes of a session.

Wide and high, brief and queue stand left of the canvas with the takes below it; else the three are tabs, left
of the canvas or, narrow, below it. It follows the topics of the panel model and holds the timer that pumps
it. Every state is the model's; closing the widget ends nothing but the pumping.
The takes are made after the first paint, over several turns of the host's event loop.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic

from . import shortcuts, style
from .binding import Qt, QtCore, QtGui, QtWidgets
from .collecting import Collecting
from .fold import CanvasFold
from .following import Following
from .form.entries import tabbed_only
from .form.estimate import EstimateBar
from .form.form import BriefForm
from .head import ConnectionLine, Foot
from .legible import Legible
from .notice import Notices
from .pumping import Pumping
from .queue.view import QueueView
from .takes.bitmaps import image_of, weight_of
from .turns import LoopTurns

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .takes.view import TakesView

#: Narrower than this the parts are tabs, in logical pixels at the usual size of the font.
NARROW = 700
_USUAL_LINE = 15
#: Lower than this (em) the takes stand beside the canvas and not below it: it is seen before all else.
LOW = 54.0
#: The least width (em) at which the canvas stands beside the tabs.
ACROSS = 34.0
#: What opens a plate by a dialog, and what takes files that were dropped.
Opening = tuple[Callable[[], object], Callable[[QtCore.QMimeData], bool]]
#: What the takes need, imported a module a turn: each is listed after what it needs itself.
LATER = (
    "datetime", "hashlib", *(f"secondunit.{name}" for name in (
        "wire.take", "wire.brief", "wire.capability", "wire.estimate", "wire.rights", "wire.signoff",
        "wire.playlist", "wire.viewing", "host.placement", "host.comp_check", "host.handle_space",
        "host.handle_scene", "host.handles", "host.canvas_handles", "host.canvas_points",
        "host.matte_outline", "host.asked",
    )), *(f"secondunit.qt.takes.{name}" for name in (
        "drag", "acts", "signoff", "rows", "delegate", "gallery", "overlay", "sides", "empty", "picture",
        "viewing", "keys", "scrubber", "transport", "shown", "notes", "handle_drawing",
        "outline_drawing", "handles", "placed", "placing", "points", "key_acts", "view",
    )),
)  # fmt: skip


class Shape(Enum):
    """How the panel is laid out."""

    WIDE = "wide"
    LOW = "low"
    NARROW = "narrow"


class SecondUnitPanel(QtWidgets.QWidget):
    """The panel of one session; it pumps from the moment it is made until it is closed."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle("Second Unit")
        self.setObjectName("second_unit")
        Legible(self)
        if session.pictures.decode is None:
            session.pictures.decode, session.pictures.weigh = image_of, weight_of
        self.connection = ConnectionLine(session, self)
        self._turns = LoopTurns(self)
        self._turns.add(lambda: self._following.draw_one())
        self.form = BriefForm(session, self, self._turns)
        self._turns.add(self._make_one)
        self.estimate = EstimateBar(session, self)
        self.brief = QtWidgets.QWidget(self)
        box = QtWidgets.QVBoxLayout(self.brief)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.form, 1)
        box.addWidget(self.estimate)
        self.queue = QueueView(session, self)
        self.takes_part = QtWidgets.QWidget(self)
        self._room = QtWidgets.QVBoxLayout(self.takes_part)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._takes: TakesView | None = None
        self._explained = ""
        self._opening: Opening | None = None
        self._making: Iterator[None] | None = self._make_takes()
        self._painted, self._collecting = False, Collecting(self)
        self.foot = Foot(session, self)
        self.tabs = QtWidgets.QTabWidget(self)
        self.tabs.setDocumentMode(True)
        tabbed_only(self.tabs)
        self.across = QtWidgets.QSplitter(Qt.Orientation.Horizontal, self)
        self.down = QtWidgets.QSplitter(Qt.Orientation.Vertical, self)
        for splitter in (self.across, self.down):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(style.em(self, 0.35))
        self._shape: Shape | None = None
        #: The canvas and the tabs, where the takes do not stand below it.
        self.stage = QtWidgets.QSplitter(Qt.Orientation.Vertical, self)
        self.stage.setHandleWidth(style.em(self, 0.35))
        self.fold = CanvasFold(self)
        self.fold.toggled.connect(self._show_canvas)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        # Side by side needs more room than the tabs: that must not keep a pane from being made narrow.
        whole.setSizeConstraint(QtWidgets.QLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(self.connection)
        whole.addWidget(self.fold)
        whole.addWidget(self.stage, 1)
        whole.addWidget(self.across, 1)
        whole.addWidget(self.foot)
        #: What the desktop is told when a long job ends.
        self.notices = Notices(session, self)
        self.estimate.generate.connect(self.generate)
        self.connection.keys.connect(self.show_keys)
        self.form.reordered.connect(self._order)
        self._arrange()
        self._following = Following(self)
        self._unsubscribe = session.panel.subscribe(self._follow)
        self.pumping = Pumping(session, self, self._turns)
        self.pumping.start()
        self.destroyed.connect(self._unsubscribe)

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        self.pumping.stop()
        self._collecting.resume()
        super().closeEvent(event)

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        if not self.pumping.running:
            self.pumping.start()
        super().showEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        super().paintEvent(event)
        if self._making is not None:
            if not self._painted:
                self._collecting.pause()
            self._turns.start()
        self._painted = True

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 26), style.em(self, 50))

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 20), style.em(self, 20))

    @property
    def wide(self) -> bool:
        """Whether the parts stand side by side, and not as tabs."""
        return self._shape is Shape.WIDE

    # What is made later ------------------------------------------------------------------------------------

    @property
    def takes(self) -> TakesView:
        """The view of the takes, complete: made now where that was still to come."""
        for _ in self._making or ():
            pass
        self._end_making()
        self._following.draw()
        assert self._takes is not None
        return self._takes

    @property
    def complete(self) -> bool:
        """Whether every part and every row of the open groups is made, and shows what is so now."""
        return self._making is None and self.form.complete and not self._following.behind

    def explain_placing(self, text: str) -> None:
        """Say under the bar that places takes what placing does in this host."""
        self._explained = text
        if self._making is None:
            self.takes.place.explain(text)

    def offer_opening(self, act: Callable[[], object], drop: Callable[[QtCore.QMimeData], bool]) -> None:
        """Let plates be opened from the canvas: by a button while it is empty, and by dropping files."""
        self._opening = (act, drop)
        if self._making is None:
            self.takes.viewer.offer_opening(*self._opening)

    def _make_takes(self) -> Iterator[None]:
        for name in LATER:
            if name not in sys.modules:
                import_module(name)
                yield
        from .takes.view import TakesView

        self._takes = TakesView(self.session, self.takes_part, at_once=False)
        self._room.addWidget(self._takes)
        self._takes.show()
        yield from self._takes.building()
        self._stand()
        yield
        self._order()
        yield
        if self._explained:
            self._takes.place.explain(self._explained)
        if self._opening:
            self._takes.viewer.offer_opening(*self._opening)

    def _make_one(self) -> bool:
        """Make one part of the takes; false where all of them are made, or the panel was not seen yet."""
        if self._making is None or not self._painted:
            return False
        if next(self._making, self) is self:
            self._end_making()
        return True

    def _end_making(self) -> None:
        self._making = None
        self._collecting.resume()

    # Acts --------------------------------------------------------------------------------------------------

    def generate(self) -> None:
        """Make a job of the brief as it stands, what is being typed included."""
        self.form.prompt.flush()
        focused = self.focusWidget()
        if isinstance(focused, QtWidgets.QLineEdit):
            focused.editingFinished.emit()
        self.estimate.show_estimate()
        if self.estimate.button.isEnabled():
            self.session.commands.generate()

    def show_part(self, part: str) -> None:
        """Put the focus on `brief`, `queue` or `takes`, whose tab comes to the front."""
        widget = {"brief": self.brief, "queue": self.queue, "takes": self.takes_part}[part]
        if not self.wide:
            self.tabs.setCurrentWidget(widget)
        target: QtWidgets.QWidget = self.form.prompt.text
        if part != "brief":
            target = self.queue.list if part == "queue" else self.takes.gallery.list
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_keys(self) -> None:
        """Show the shortcuts."""
        shortcuts.show(self.takes.shortcuts, self)

    # Keys --------------------------------------------------------------------------------------------------

    def event(self, event: QtCore.QEvent) -> bool:
        # The host's own shortcuts must not take what the panel does: say that these keys are ours.
        if event.type() == QtCore.QEvent.Type.ShortcutOverride and shortcuts.act_of(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        act = shortcuts.act_of(event)
        if act == "generate":
            self.generate()
        elif act in ("brief", "queue", "takes"):
            self.show_part(act)
        elif act == "prompt":
            self.show_part("brief")
            self.form.reveal("prompt")
        elif act in ("undo", "redo"):
            history = self.session.history
            history.undo() if act == "undo" else history.redo()
        elif act == "keys":
            self.show_keys()
        elif act == "refresh":
            self.connection.act()
        elif act == "dismiss" and self.session.panel.message is not None:
            self.session.panel.say(None)
        else:
            super().keyPressEvent(event)

    # Following ---------------------------------------------------------------------------------------------

    def _follow(self, changed: frozenset[PanelTopic]) -> None:
        """Draw what changed; while the takes are being made a part a turn."""
        self._following.note(changed)
        if self._painted and self._making is not None:
            self._turns.start()
        else:
            self._following.draw()

    # Layout ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        line = self.fontMetrics().height()
        side_by_side = self.width() >= NARROW * max(1.0, line / (_USUAL_LINE * 1.25))
        # A small window that is wider than it is high has room beside the tabs, and none above them.
        across = self.width() >= style.em(self, ACROSS) and self.height() < 0.75 * self.width()
        low = self.height() < style.em(self, LOW)
        shape = Shape.NARROW if not (side_by_side or across) else Shape.WIDE
        shape = Shape.LOW if shape is Shape.WIDE and (low or not side_by_side) else shape
        if shape is self._shape:
            return
        self._shape = shape
        if shape is Shape.WIDE:
            self.down.addWidget(self.brief)
            self.down.addWidget(self.queue)
            self.across.addWidget(self.down)
            self.across.addWidget(self.takes_part)
            self.down.setStretchFactor(0, 3)
            self.down.setStretchFactor(1, 1)
            self.across.setStretchFactor(0, 0)
            self.across.setStretchFactor(1, 1)
            self.down.setSizes([self.height() * 3 // 4, self.height() // 4])
            left = min(style.em(self, 32), self.width() // 2)
            self.across.setSizes([left, self.width() - left])
            for part in (self.brief, self.queue, self.takes_part):
                part.show()
        else:
            for part, title in ((self.brief, "&Brief"), (self.queue, "&Queue"), (self.takes_part, "&Takes")):
                self.tabs.addTab(part, title)
            self.tabs.setCurrentIndex(0)
            self.stage.insertWidget(0, self.tabs)
        self.across.setVisible(shape is Shape.WIDE)
        self.stage.setVisible(shape is not Shape.WIDE)
        self.fold.setVisible(shape is Shape.NARROW)
        self._stand()
        self._order()

    def _stand(self) -> None:
        """Put the canvas in its place: above the takes, beside the tabs, or above them."""
        if self._takes is None or not self._takes.complete:
            return
        if self._shape is Shape.WIDE:
            self._takes.house_viewer()
            return
        narrow = self._shape is Shape.NARROW
        self.stage.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self._takes.lend_viewer(self.stage, 0 if narrow else 1)
        viewer = self.stage.indexOf(self._takes.viewer)
        for number in range(self.stage.count()):
            self.stage.setCollapsible(number, narrow and number == viewer)
            # Above the tabs it is as high as its picture is at that width; what is over is the brief's.
            self.stage.setStretchFactor(number, int((number == viewer) is not narrow))
        edge = style.em(self, 0.4)
        self._takes.viewer.setContentsMargins(edge, edge if not narrow else 0, edge, edge)
        if narrow:
            high = min(round(self.height() * 0.45), self.width() * 9 // 16 + style.em(self, 11))
            self.stage.setSizes([high, self.height() - high])
            self._show_canvas(self.fold.isChecked())
        else:
            left = min(style.em(self, 25), self.width() * 12 // 25)
            self.stage.setSizes([left, self.width() - left])

    def _show_canvas(self, opened: bool) -> None:
        """Fold the canvas above the tabs away, or open it."""
        if self._takes is not None and self._shape is Shape.NARROW:
            self._takes.viewer.setVisible(opened)

    def _order(self) -> None:
        """Lay the Tab order from top to bottom: rows are built when their group is opened."""
        bar = [] if self.wide else [self.tabs.tabBar()]
        stops: list[QtWidgets.QWidget] = [self.connection.mend, self.connection.help, *bar]
        stops += [*self.form.stops(), *self.estimate.stops()]
        stops += self.queue.stops()
        if self._takes is not None and self._takes.complete:
            stops += self._takes.stops()
        stops.append(self.foot.away)
        for before, after in pairwise(stops):
            QtWidgets.QWidget.setTabOrder(before, after)
