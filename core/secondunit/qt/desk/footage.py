"""Opening footage on the desk: the service reads it, then the host offers it as plate, matte or reference.

Nothing here waits: the answer comes back through the session's pump.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from secondunit.host.session import DAMAGED
from secondunit.wire import SecondUnitError
from secondunit.wire.footage import MOVIES, STILLS, file_filter, is_movie

from ..binding import QtCore, QtWidgets

if TYPE_CHECKING:
    from secondunit.host.client import Client
    from secondunit.host.session import Session
    from secondunit.wire import Plate, Problem, Spaces

    from .desk_host import DeskHost

PLATE, MATTE, REFERENCE = "plate", "matte", "reference"
#: What the file dialog offers.
PICTURES = file_filter("Footage", *STILLS, *MOVIES)


class DeskFootage:
    """Opens paths for one session of the desk."""

    def __init__(self, session: Session, host: DeskHost) -> None:
        self.session, self.host = session, host

    def open(self, path: str, role: str = PLATE, accept_damage: bool = False) -> None:
        """Have a file, a folder or a pattern read and used in its role; a damaged movie is asked about."""
        if role == REFERENCE:
            self.session.commands.add_reference(path, "style", 1.0)
            return

        def then(plate: Plate) -> None:
            self._use(plate, role)

        def otherwise(problem: Problem) -> None:
            if problem.code == DAMAGED and is_movie(path) and not accept_damage:
                self.host.ask_about_damage(path, problem, lambda: self.open(path, role, accept_damage=True))
                self.session.panel.use_questions(self.host.questions())
            else:
                self.session.panel.say(problem)

        show = self.session.panel.show_name
        self.session.panel.ask(
            lambda client: client.inspect(path, show, accept_damage=accept_damage),
            then, f"open {role} {path}", otherwise,
        )  # fmt: skip

    def list_spaces(self) -> None:
        """Ask for the colour spaces of every config that a plate without one may be in: the show's own."""
        show = self.session.panel.show_name
        configs = {plate.colorspace.config for plate in self.host.document.plates.values()}
        for config in sorted(configs | {""}):

            def then(spaces: Spaces, config: str = config) -> None:
                self._offer(config, spaces)

            def ask(client: Client, config: str = config) -> Spaces:
                return client.colorspaces(config, show)

            # A service that cannot list them leaves the usual names to choose from.
            self.session.panel.ask(ask, then, key=f"spaces {config}", otherwise=lambda problem: None)

    def _offer(self, config: str, spaces: Spaces) -> None:
        first = [name for name in (spaces.working,) if name]
        linear = [n for n, how in zip(spaces.names, spaces.encodings, strict=False) if how == "scene-linear"]
        names = dict.fromkeys((*first, *linear, *spaces.names))
        self.host.spaces_of[config] = tuple((name, name) for name in names)
        self.session.panel.use_questions(self.host.questions())

    def _use(self, plate: Plate, role: str) -> None:
        try:
            id = self.host.add_footage(plate, as_plate=role == PLATE)
        except SecondUnitError as error:
            self.session.panel.say(error.problem)
            return
        if role == PLATE:
            self.session.use_source(id)
        else:
            self.session.use_matte(id)
        self.session.panel.say(None)
        self.session.look()
        self.list_spaces()


def dropped(data: QtCore.QMimeData) -> list[str]:
    """The paths of what was dropped: a numbered sequence once, by its first file."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return sequences(paths)


def sequences(paths: Sequence[str]) -> list[str]:
    """The paths with the frames of one sequence taken together, in the order they came."""
    groups: dict[str, str] = {}
    for path in paths:
        stem, dot, ending = path.rpartition(".")
        groups.setdefault(stem.rstrip("0123456789") + dot + ending if dot else path, path)
    return list(groups.values())


def ask_for_file(parent: QtWidgets.QWidget, title: str, folder: str) -> str:
    """A file by dialog; empty when it was put away."""
    path, _ = QtWidgets.QFileDialog.getOpenFileName(parent, title, folder, PICTURES)
    return path


def ask_for_folder(parent: QtWidgets.QWidget, title: str, folder: str) -> str:
    """A folder by dialog; empty when it was put away."""
    return QtWidgets.QFileDialog.getExistingDirectory(parent, title, folder)
