"""The queue: the job list with its heading, the acts on the chosen job, and what went wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal
from ..form.entries import Wrapped, tight
from ..notice import notices_on, turn_notices
from .drawing import RowDrawing
from .model import ROW, QueueModel, told

if TYPE_CHECKING:
    from secondunit.host.queue import QueueRow
    from secondunit.host.session import Session

    from .beneath import Beneath


#: What stands where there is no job.
EMPTY = "Jobs stand here, each with its newest frame."
#: What the two buttons are called, and what they do.
CANCEL = ("&Cancel", "Ask the chosen job to stop (Delete)")
RETRY = ("&Retry", "Take the chosen job up again; finished frames are kept (R)")
GIVE_UP = ("&Give up", "Wait for it no longer; what is held for it counts as spent")
SEND_AGAIN = ("&Send again", "It may be made, and paid for, twice")


class JobList(QtWidgets.QListView):
    """Rows of one height; Delete cancels the chosen job, R retries it."""

    acted = Signal(str)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model() is not None and self.model().rowCount() == 0:
            painter = QtGui.QPainter(self.viewport())
            palette = self.palette()
            base, text = palette.color(style.Role.Base), palette.color(style.Role.Text)
            painter.setPen(style.readable(style.mix(text, base, 0.36), base, text))
            inner = self.viewport().rect().adjusted(style.em(self), 0, -style.em(self), 0)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inner, flags, EMPTY)
            painter.end()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.acted.emit("cancel")
        elif event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.acted.emit("retry")
        else:
            super().keyPressEvent(event)


class QueueView(QtWidgets.QWidget):
    """The jobs of the shot; `show_jobs` and `show_pictures` follow the session."""

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen, self._scope = "", ""
        self.model = QueueModel(session, self)
        self.list = JobList(self)
        self.drawing = RowDrawing(session, self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.drawing)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("Queue")
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.acted.connect(self._key)
        self.drawing.pressed.connect(self._do)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.said = Wrapped(parent=self)
        self.cancel = self._button(*CANCEL, "cancel")
        self.retry = self._button(*RETRY, "retry")
        self.scope = QtWidgets.QComboBox(self)
        self.scope.setObjectName("queueScope")
        self.scope.setAccessibleName("Whose jobs")
        for text, value in (("This shot", "shot"), ("Whole show", "show"), ("Every show", "every")):
            self.scope.addItem(text, value)
        self.scope.activated.connect(
            lambda number: session.panel.lists.show_jobs_of(str(self.scope.itemData(number)))
        )
        head = QtWidgets.QHBoxLayout()
        edge = style.em(self, 0.6)
        head.setContentsMargins(edge, style.em(self, 0.4), edge, style.em(self, 0.4))
        head.setSpacing(style.em(self, 0.4))
        head.addWidget(self.said, 1)
        head.addWidget(self.scope)
        head.addWidget(self.cancel)
        head.addWidget(self.retry)
        #: Made when there is something to say of a job for the first time.
        self.beneath: Beneath | None = None
        box = QtWidgets.QVBoxLayout(self)
        tight(box, 0)
        box.addLayout(head)
        box.addWidget(self.list, 1)
        self.list.setMinimumHeight(style.em(self, 3.6))
        self.show_jobs()

    def show_jobs(self) -> None:
        """Bring the list up to date; the chosen job stays chosen."""
        job, known = self._chosen, {row.job for row in self.model.rows}
        scope = self._session.panel.lists.queue_scope
        self.scope.setCurrentIndex(max(0, self.scope.findData(scope)))
        if self.model.follow():
            place = self.model.place_of(job) if job else -1
            if place >= 0:
                self.list.setCurrentIndex(self.model.index(place, 0))
            self._show_new(known if scope == self._scope else None)
        self._scope = scope
        rows = self.model.rows
        active = sum(row.active for row in rows)
        unsure = sum(row.uncertain for row in rows)
        active -= sum(row.uncertain and row.active for row in rows)
        failed = sum(row.problem is not None and not row.uncertain for row in rows)
        status = f"Queue: {active} active" if active else "Queue: no job is running"
        if unsure:
            status += f", {unsure} to decide"
        if failed:
            status += f", {failed} failed"
        if self.said.text() != status:
            self.said.setText(status)
        self._show_chosen()

    def _show_new(self, known: set[str] | None) -> None:
        """Bring a job into view that was asked for from here just now."""
        rows = self.model.rows
        fresh = [n for n, row in enumerate(rows) if known and row.own and row.active and row.job not in known]
        if fresh:
            self.list.scrollTo(self.model.index(fresh[0], 0))

    def menu(self, row: QueueRow | None) -> QtWidgets.QMenu:
        """Every act on a job, and whether a notice is given when a long one ends."""
        menu, commands = QtWidgets.QMenu(self), self._session.commands
        notice = menu.addAction("Give a Notice When a Long Job Ends")
        notice.setCheckable(True)
        notice.setChecked(notices_on())
        notice.triggered.connect(turn_notices)
        if row is None:
            return menu
        menu.addSeparator()
        if row.can_cancel:
            menu.addAction("Cancel").triggered.connect(lambda *_: self._do(row.job, "cancel"))
        if row.can_retry:
            menu.addAction("Retry").triggered.connect(lambda *_: self._do(row.job, "retry"))
        menu.addAction("Use This Brief").triggered.connect(lambda *_: commands.use_brief(job=row.job))
        if row.take:
            take = row.take
            menu.addAction("Show Its Take").triggered.connect(lambda *_: self._session.gallery.choose(take))
        return menu

    def _menu(self, place: QtCore.QPoint) -> None:
        row: QueueRow | None = self.list.indexAt(place).data(ROW)
        menu = self.menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def show_pictures(self) -> None:
        """Draw the rows anew whose picture has come or changed."""
        view = self.list.viewport().rect()
        first = self.list.indexAt(view.topLeft()).row()
        last = self.list.indexAt(view.bottomLeft()).row()
        last = len(self.model.rows) - 1 if last < 0 else last
        for number in range(max(0, first), last + 1):
            key = self.model.rows[number].preview
            if key is not None and self._session.pictures.serial(key) != self.drawing.painted.get(key, 0):
                self.list.update(self.model.index(number, 0))

    def chosen(self) -> QueueRow | None:
        """The row that is chosen, or None."""
        index = self.list.currentIndex()
        row: QueueRow | None = index.data(ROW) if index.isValid() else None
        return row

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        offers = self.beneath.offers.buttons if self.beneath is not None else []
        return [self.scope, self.cancel, self.retry, self.list, *offers]

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 20), style.em(self, 14))

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(style.em(self, 14), style.em(self, 6.5))

    def _button(self, text: str, tip: str, act: str) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        # No wider than its word needs: the sentence beside it keeps to one line.
        button.setMaximumWidth(self.fontMetrics().horizontalAdvance(text) + style.em(self, 1.6))
        button.clicked.connect(lambda: self._act(act))
        return button

    def _choose(self) -> None:
        row = self.chosen()
        if row is not None:
            self._chosen = row.job
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        uncertain = row is not None and row.uncertain
        self.cancel.setEnabled(row is not None and (row.can_cancel or uncertain))
        self.retry.setEnabled(row is not None and (row.can_retry or uncertain))
        self._name(self.cancel, GIVE_UP if uncertain else CANCEL)
        self._name(self.retry, SEND_AGAIN if uncertain else RETRY)
        wrong = row is not None and row.problem is not None
        alert = row is not None and (wrong or uncertain)
        outside = self._session.panel.outside
        if row is not None:
            outside.offers.want(row.job)
        offers = outside.offers.of(row.job) if row is not None else ()
        detail = told(row) if row is not None and alert else ""
        if self.beneath is None and (detail or offers):
            from .beneath import Beneath

            self.beneath = Beneath(self._session, self)
            box = self.layout()
            assert box is not None
            box.addWidget(self.beneath)
        if self.beneath is not None and self.beneath.show_parts(row, detail, offers):
            # What is said takes room from the list: the chosen row stays in view.
            QtCore.QTimer.singleShot(0, self._keep_in_view)

    def _name(self, button: QtWidgets.QPushButton, words: tuple[str, str]) -> None:
        text, tip = words
        if button.text() != text:
            button.setText(text)
            button.setToolTip(tip)
            button.setMaximumWidth(self.fontMetrics().horizontalAdvance(text) + style.em(self, 1.6))

    def _keep_in_view(self) -> None:
        if self.list.currentIndex().isValid():
            self.list.scrollTo(self.list.currentIndex())

    def _key(self, act: str) -> None:
        """A key on the list; what may cost money is decided by its button alone."""
        row = self.chosen()
        if row is not None and not row.uncertain:
            self._do(row.job, act)

    def _act(self, act: str) -> None:
        row = self.chosen()
        if row is not None:
            self._do(row.job, act)

    def _do(self, job: str, act: str) -> None:
        row = self._session.queue.row(job)
        if row is not None and act == "cancel" and (row.can_cancel or row.uncertain):
            self._session.commands.cancel(job)
        elif row is not None and act == "retry" and (row.can_retry or row.uncertain):
            self._session.commands.retry(job)
