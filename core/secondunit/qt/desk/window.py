"""The desk's window: the panel, a menu, and files dropped on it. Knows the host of files and the session."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from secondunit import __version__
from secondunit.host import LinkState, PanelTopic
from secondunit.wire import SecondUnitError
from secondunit.wire.visible import visible

from .. import style
from ..binding import BINDING, QAction, QtCore, QtGui, QtWidgets
from ..panel import SecondUnitPanel
from .footage import MATTE, PLATE, REFERENCE, DeskFootage, ask_for_file, ask_for_folder, dropped

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .desk_host import DeskHost

EXPLAINED = (
    "The desk has no document: Place writes a Nuke script beside the takes. "
    "Or drag a take from the gallery into any program."
)


#: How the line begins that is shown until a file was read.
READING = "Reading "


class DeskWindow(QtWidgets.QMainWindow):
    """The application's one window; `say` shows a sentence that has to be read once."""

    def __init__(
        self,
        session: Session,
        host: DeskHost,
        say: Callable[[QtWidgets.QWidget, str], None] | None = None,
    ) -> None:
        super().__init__()
        self.session, self.host = session, host
        self._say = say or say_once
        self.footage = DeskFootage(session, host)
        self._asked_spaces: tuple[str, LinkState] = ("", LinkState.OFF)
        self.setObjectName("desk")
        self.setAcceptDrops(True)
        self.panel = SecondUnitPanel(session, self)
        self.panel.explain_placing(EXPLAINED)
        self.panel.offer_opening(lambda: self._ask(PLATE), self._drop_plate)
        self.setCentralWidget(self.panel)
        self.statusBar().setSizeGripEnabled(True)
        self._size()
        host.versions_of = session.panel.takes.versions_of
        host.on_written = lambda file: self.statusBar().showMessage(f"Written: {file}", 20_000)
        self._menus()
        self._title()
        self._stop = session.panel.subscribe(self._heard)

    def open(self, paths: list[str], role: str = PLATE) -> None:
        """Open files in their role, the last of them in use."""
        for path in paths:
            self.statusBar().showMessage(f"{READING}{path} ...", 20_000)
            self.footage.open(path, role)

    def _size(self) -> None:
        """Large enough to work in, within the screen."""
        wished = QtCore.QSize(style.em(self, 98), style.em(self, 64))
        screen = QtGui.QGuiApplication.primaryScreen()
        room = screen.availableGeometry().size() if screen is not None else wished
        self.resize(wished.boundedTo(room * 0.94))

    # Menus -------------------------------------------------------------------------------------------------

    def _menus(self) -> None:
        file = self.menuBar().addMenu("&File")
        _act(file, "&Open Plate...", "Ctrl+O", lambda: self._ask(PLATE))
        _act(file, "Open Plate &Folder...", "Ctrl+Shift+O", lambda: self._ask(PLATE, folder=True))
        _act(file, "Open &Matte...", "Ctrl+M", lambda: self._ask(MATTE))
        self.recent = file.addMenu("&Recent Plates")
        self.recent.aboutToShow.connect(self._list_recent)
        self.scripts = file.addMenu("Placed &Scripts")
        self.scripts.aboutToShow.connect(self._list_scripts)
        file.addSeparator()
        self.shows = file.addMenu("&Shows")
        self.shows.aboutToShow.connect(self._list_shows)
        file.addSeparator()
        _act(file, "&Quit", "Ctrl+Q", self.close)
        help_ = self.menuBar().addMenu("&Help")
        _act(help_, "&Shortcuts", "F1", self.panel.show_keys)
        _act(help_, "&About Second Unit", "", self._about)

    def _ask(self, role: str, folder: bool = False) -> None:
        title = "Open a matte" if role == MATTE else "Open a plate"
        before = next(iter(self.host.sources()), None)
        start = before.id.rpartition("/")[0] if before is not None else ""
        path = (ask_for_folder if folder else ask_for_file)(self, title, start)
        if path:
            self.open([path], role)

    def _list_recent(self) -> None:
        self.recent.clear()
        for source in self.host.sources():
            _act(self.recent, source.label, "", partial(self._use, source.id)).setToolTip(source.id)
        if self.recent.isEmpty():
            self.recent.addAction("No plate was opened yet").setEnabled(False)

    def _use(self, source: str) -> None:
        self.session.use_source(source)
        self.session.look()

    def _list_scripts(self) -> None:
        self.scripts.clear()
        for placed in self.host.placed():
            own = self.scripts.addMenu(f"{placed.id}  v{placed.version:03d}")
            _act(own, "&Reveal in Files", "", partial(self._reveal, placed.id))
            _act(own, "&Forget (the script stays)", "", partial(self._forget, placed.id))
        if self.scripts.isEmpty():
            self.scripts.addAction("Nothing was placed yet").setEnabled(False)

    def _reveal(self, placed: str) -> None:
        self._safely(lambda: self.host.reveal(self.host.placed_file(placed)))

    def _forget(self, placed: str) -> None:
        self._safely(lambda: self.host.forget(placed))
        self.session.look()

    def _safely(self, act: Callable[[], None]) -> None:
        try:
            act()
        except SecondUnitError as error:
            self.session.panel.say(error.problem)

    def _list_shows(self) -> None:
        self.shows.clear()
        for show in self.host.shelf.shows():
            action = _act(self.shows, show, "", partial(self._open_show, show))
            action.setCheckable(True)
            action.setChecked(show == self.host.document.show)
        if self.shows.isEmpty():
            self.shows.addAction("The show is set in the brief").setEnabled(False)

    def _open_show(self, show: str) -> None:
        self._safely(lambda: self.host.open_show(show))
        self.session.document_changed()

    def _about(self) -> None:
        QtWidgets.QMessageBox.about(self, "About Second Unit", about_text(self.session))

    # Files dropped -----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        """Files are welcome."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        """Ask what they are for; dropped with Ctrl or Shift held they are a plate at once."""
        paths = dropped(event.mimeData())
        event.acceptProposedAction()
        self.drop_menu(paths).popup(QtGui.QCursor.pos())

    def _drop_plate(self, data: QtCore.QMimeData) -> bool:
        """Files that were dropped on the canvas are a plate."""
        paths = dropped(data)
        self.open(paths)
        return bool(paths)

    def drop_menu(self, paths: list[str]) -> QtWidgets.QMenu:
        """What dropped files can be."""
        menu = QtWidgets.QMenu(self)
        for text, role in (
            ("Use as &Plate", PLATE),
            ("Use as &Matte", MATTE),
            ("Add as &Reference", REFERENCE),
        ):
            _act(menu, text, "", partial(self.open, paths, role))
        return menu

    # The rest ----------------------------------------------------------------------------------------------

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """The jobs go on in the service: say so the first time there are any."""
        active = len(self.session.panel.jobs.active())
        if active and self.host.shelf.first_time("closed with jobs"):
            self._say(
                self,
                f"{active} job{'s go' if active != 1 else ' goes'} on without this window. "
                "Open the desk again to see how far they are.",
            )
        self._stop()
        self.panel.pumping.stop()
        self.session.store()
        self.session.close()
        super().closeEvent(event)

    def _heard(self, changed: frozenset[PanelTopic]) -> None:
        if changed & {PanelTopic.FIELDS, PanelTopic.PLATE}:
            self._title()
        read = bool(changed & {PanelTopic.PLATE, PanelTopic.MESSAGE, PanelTopic.REFERENCES})
        if read and self.statusBar().currentMessage().startswith(READING):
            self.statusBar().clearMessage()
        asked = (self.session.panel.show_name, self.session.panel.connection.state)
        if asked != self._asked_spaces and asked[1] is LinkState.ONLINE:
            self._asked_spaces = asked
            self.footage.list_spaces()

    def _title(self) -> None:
        panel = self.session.panel
        self.setWindowTitle(visible(f"{panel.show_name} / {panel.shot_name} - Second Unit"))


def about_text(session: Session) -> str:
    """The versions of everything that runs."""
    status = session.panel.connection.status
    service = f"service {status.version}, schema {status.schema}" if status is not None else "no service"
    qt = f"{BINDING}, Qt {QtCore.qVersion()}"
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"<b>Second Unit {__version__}</b><p>Elements for the shot: from a brief to a take on disk.</p>"
        f"<p>Desk {__version__}; {service}<br>{qt}; Python {python}</p><p>Apache License 2.0</p>"
    )


def say_once(parent: QtWidgets.QWidget, text: str) -> None:
    """A sentence that waits until it was read."""
    QtWidgets.QMessageBox.information(parent, "Second Unit", text)


def _act(menu: QtWidgets.QMenu, text: str, keys: str, act: Callable[[], object]) -> QtGui.QAction:
    action = QAction(text, menu)
    if keys:
        action.setShortcut(QtGui.QKeySequence(keys))
    action.triggered.connect(lambda checked=False: act())
    menu.addAction(action)
    return action
