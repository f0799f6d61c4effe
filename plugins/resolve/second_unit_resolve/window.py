"""The panel's window: floating, on top of Resolve, where it was left; what the next element is for; batches.

Knows the host, the session and Qt. It ends with Resolve; jobs go on in the service, and it says so.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic
from secondunit.qt import style
from secondunit.qt.batch import BatchCard
from secondunit.qt.binding import Qt, QtCore, QtGui, QtWidgets
from secondunit.qt.panel import SecondUnitPanel
from secondunit.wire import SecondUnitError, Task, state_home

from . import doctor, shots
from .looking import Scope

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .host import ResolveHost

#: How often it is looked whether Resolve still runs, and which project is open (ms).
WATCH = 2000
#: How long a sentence below the panel stays (ms).
TOLD = 60_000
SCOPES = (
    ("Automatic", Scope.AUTOMATIC, "In and out points, else the clip or gap under the playhead"),
    ("In to out", Scope.MARKS, "From the in point to the out point"),
    ("Clip", Scope.CLIP, "The clip under the playhead"),
    ("Fill gap", Scope.GAP, "The gap under the playhead, its whole length"),
    ("Extend shot", Scope.EXTEND, "New frames behind the clip under the playhead"),
)


class ResolveWindow(QtWidgets.QWidget):
    """The window of one Resolve. `say` shows a sentence that has to be read."""

    def __init__(
        self,
        session: Session,
        host: ResolveHost,
        say: Callable[[QtWidgets.QWidget, str], None] | None = None,
        place: Path | None = None,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.session, self.host = session, host
        self._say = say or say_once
        self._place = place or Path(state_home()) / "resolve" / "window.json"
        self._project = ""
        self._missed = 0
        self.setWindowTitle(f"Second Unit - {host.name}")
        self.panel = SecondUnitPanel(session, self)
        self.panel.takes.place.explain("A take lands on its own frames, on a free video track.")
        self.bar = self._bar()
        self.batch = BatchCard(session, self)
        self.batch.hide()
        self.told = QtWidgets.QLabel(self)
        self.told.setWordWrap(True)
        self.told.setMargin(style.em(self, 0.3))
        self.told.hide()
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.batch)
        column.addWidget(self.panel, 1)
        column.addWidget(self.told)
        self._quiet = QtCore.QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.told.hide)
        host.on_said = self.tell
        self._restore()
        self._watch = QtCore.QTimer(self)
        self._watch.timeout.connect(self.watch)
        self._watch.start(WATCH)

    def _bar(self) -> QtWidgets.QWidget:
        bar = QtWidgets.QWidget(self)
        row = QtWidgets.QHBoxLayout(bar)
        edge = style.em(self, 0.3)
        row.setContentsMargins(edge, edge, edge, edge)
        label = QtWidgets.QLabel("&For", bar)
        self.scope = QtWidgets.QComboBox(bar)
        self.scope.setAccessibleName("What the next element is for")
        for number, (name, scope, help) in enumerate(SCOPES):
            self.scope.addItem(name, scope.value)
            self.scope.setItemData(number, help, Qt.ItemDataRole.ToolTipRole)
        label.setBuddy(self.scope)
        self.extend = QtWidgets.QSpinBox(bar)
        self.extend.setRange(1, 2000)
        self.extend.setSuffix(" frames")
        self.extend.setAccessibleName("Frames that the shot is lengthened by")
        self.extend.setValue(self.host.extend)
        self.extend.hide()
        self.still = QtWidgets.QPushButton("Frame as reference", bar)
        self.still.setToolTip("Add the frame under the playhead to the reference pictures")
        self.comp = QtWidgets.QPushButton("Bring a comp in...", bar)
        self.comp.setToolTip("Take a finished comp of this element in as its next version")
        self.comp.clicked.connect(lambda checked=False: self.bring_in())
        self.several = QtWidgets.QPushButton("Several clips...", bar)
        self.several.setToolTip("One brief for every clip of a colour, or between the in and out points")
        for widget in (label, self.scope, self.extend):
            row.addWidget(widget)
        row.addStretch(1)
        self.check = QtWidgets.QPushButton("Check", bar)
        self.check.setToolTip("Compare this Resolve with what the panel needs of it")
        self.check.clicked.connect(lambda checked=False: self.say_check())
        for button in (self.still, self.several, self.comp, self.check):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.scope.activated.connect(self._choose)
        self.extend.valueChanged.connect(self._choose)
        self.still.clicked.connect(lambda checked=False: self.take_still())
        self.several.clicked.connect(lambda checked=False: self.gather())
        return bar

    # Acts --------------------------------------------------------------------------------------------------

    def _choose(self, *_: object) -> None:
        self.host.scope = Scope(str(self.scope.currentData()))
        self.host.extend = self.extend.value()
        extends = self.host.scope is Scope.EXTEND
        self.extend.setVisible(extends)
        panel = self.session.panel
        panel.fields.wish = Task.EXTEND if extends else None
        panel.touch(PanelTopic.FIELDS)
        panel.want_estimate()
        if extends and panel.fields.task is not Task.EXTEND:
            self.tell("The chosen model does not continue a shot: it makes an element over the new frames.")
        self.session.look()

    def take_still(self) -> None:
        """Add the frame under the playhead to the reference pictures."""
        try:
            path = self.host.still()
        except SecondUnitError as error:
            self.session.panel.say(error.problem)
            return
        self.session.commands.add_reference(path)

    def bring_in(self) -> None:
        """Ask for the frames or the movie of a finished comp, and have it taken in as the next version."""
        element = str(self.session.panel.fields.value("element"))
        paths = self._choose_files(f"The comp of {element}")
        if paths:
            self.session.commands.adopt(*paths)

    def _choose_files(self, title: str) -> list[str]:
        kinds = "Comps (*.exr *.mov *.mp4 *.mxf);;All files (*)"
        return list(QtWidgets.QFileDialog.getOpenFileNames(self, title, "", kinds)[0])

    def gather(self) -> None:
        """Ask which clips are meant, and open the batch with them."""
        menu = self.clips_menu()
        menu.popup(self.several.mapToGlobal(self.several.rect().bottomLeft()))

    def clips_menu(self) -> QtWidgets.QMenu:
        """The groups of clips that a batch can be for."""
        menu = QtWidgets.QMenu(self)
        try:
            groups = shots.groups(self.host)
        except SecondUnitError as error:
            self.session.panel.say(error.problem)
            groups = ()
        for group in groups:
            menu.addAction(f"{group.label} ({len(group.clips)})").triggered.connect(
                partial(self._open_batch, group)
            )
        if menu.isEmpty():
            menu.addAction("Give clips a clip colour, or set in and out points over them").setEnabled(False)
        return menu

    def _open_batch(self, group: shots.ShotGroup, *_: object) -> None:
        try:
            self.scope.setCurrentIndex(0)
            self._choose()
            self.batch.open(shots.entries(self.host, self.session, group))
        except SecondUnitError as error:
            self.session.panel.say(error.problem)

    def say_check(self) -> None:
        """Say whether this Resolve has what the panel needs."""
        self._say(self, "\n".join(doctor.report(self.host.bridge)))

    def tell(self, sentence: str) -> None:
        """Say below the panel what could not be done and is left to the editor."""
        sentences = [self.told.text(), sentence] if self._quiet.isActive() else [sentence]
        self.told.setText("\n".join(dict.fromkeys(sentences)))
        self.told.show()
        self._quiet.start(TOLD)

    # Resolve -----------------------------------------------------------------------------------------------

    def watch(self) -> None:
        """See whether Resolve still runs and which project is open."""
        if not self.host.bridge.alive():
            self._missed += 1
            if self._missed >= 2:
                self.resolve_closed()
            return
        self._missed = 0
        try:
            project = self.host.bridge.project_id()
        except SecondUnitError:
            return
        if project != self._project:
            if self._project:
                self.session.document_changed()
            self._project = project

    def resolve_closed(self) -> None:
        """Resolve has gone: say that jobs go on, and close."""
        self._watch.stop()
        active = len(self.session.panel.jobs.active())
        if active:
            self._say(
                self,
                f"Resolve was closed. {active} job{'s go' if active != 1 else ' goes'} on without it; "
                "what they make is in the panel when you open it again.",
            )
        self.close()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """Remember the place, and end the session; jobs go on in the service."""
        self._watch.stop()
        self.panel.pumping.stop()
        self._remember()
        self.session.close()
        super().closeEvent(event)

    # Its place ---------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        self.resize(style.em(self, 34), style.em(self, 56))
        try:
            state = json.loads(self._place.read_text("utf-8"))
            self.restoreGeometry(QtCore.QByteArray(base64.b64decode(str(state["geometry"]))))
        except (OSError, ValueError, KeyError, TypeError):
            return

    def _remember(self) -> None:
        geometry = base64.b64encode(self.saveGeometry().data()).decode()
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            self._place.write_text(json.dumps({"geometry": geometry}), "utf-8")
        except OSError:
            return


def say_once(parent: QtWidgets.QWidget, text: str) -> None:
    """A sentence that waits until it was read."""
    QtWidgets.QMessageBox.information(parent, "Second Unit", text)
