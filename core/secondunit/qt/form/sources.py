"""What the element is made for: the choosers of plate, matte and camera, and what the plate is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.session import AUTOMATIC

from .. import style
from ..binding import Qt, QtWidgets
from .entries import Choice, Wrapped, fixed, tight

if TYPE_CHECKING:
    from collections.abc import Callable

    from secondunit.host import Source
    from secondunit.host.session import Session
    from secondunit.wire import Problem


class Chooser(QtWidgets.QWidget):
    """A label, the host's sources as a choice, and room for what is said of the chosen one."""

    def __init__(
        self, label: str, none: str, chosen: Callable[[str], None], width: int, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._none = none
        self.label = QtWidgets.QLabel(label, self)
        fixed(self.label, width)
        self.label.setMinimumHeight(style.em(self, 1.5))
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.choice = Choice(self)
        self.choice.chosen.connect(chosen)
        self.choice.setAccessibleName(label)
        self.label.setBuddy(self.choice)
        self.said = Wrapped(parent=self)
        self.said.hide()
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(style.em(self, 0.5))
        grid.setVerticalSpacing(style.em(self, 0.1))
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.choice, 0, 1)
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        grid.addWidget(room, 0, 2)
        grid.addWidget(self.said, 1, 1)
        grid.setColumnStretch(1, 1)

    def show_sources(
        self,
        sources: tuple[Source, ...],
        chosen: str,
        said: str,
        problem: Problem | None,
        automatic: str = "",
    ) -> None:
        """Offer the sources, show the chosen one and what is to be said of it, or what is wrong with it."""
        items = [("", self._none, "")]
        if automatic:
            items.insert(0, (AUTOMATIC, automatic, "Follows what is open and selected"))
        for source in sources:
            label = f"{source.label} (to be rendered first)" if source.needs_render else source.label
            items.append((source.id, label, source.help))
        self.choice.offer(tuple(items))
        self.choice.show_value(chosen)
        if problem is not None:
            self.said.say(f"{problem.message} {problem.remedy}".strip(), style.state(self, "error"))
        else:
            self.said.say(said, style.quiet(self))


class Sources(QtWidgets.QWidget):
    """Plate, matte and camera of the session."""

    def __init__(self, session: Session, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.plate = Chooser("Plate", "No plate", session.use_source, width, self)
        self.matte = Chooser("Matte", "No matte", session.use_matte, width, self)
        self.camera = Chooser("Camera", "Set by hand", session.use_camera, width, self)
        box = QtWidgets.QVBoxLayout(self)
        tight(box, style.em(self, 0.28))
        for chooser in (self.plate, self.matte, self.camera):
            box.addWidget(chooser)

    def set_label_width(self, width: int) -> None:
        """Keep the labels in line with those of the rows (logical px)."""
        for chooser in (self.plate, self.matte, self.camera):
            chooser.label.setFixedWidth(width)

    def show_sources(self) -> None:
        """Show what the host has open now."""
        session = self._session
        plate = session.panel.plate
        said = ""
        if plate is not None:
            space = plate.colorspace.name.replace(" ", "\u00a0")
            said = f"{plate.frames}   {plate.format}   {plate.rate}\u00a0fps   {space}"
        problems = session.source_problems
        label = next((one.label for one in session.sources if one.id == session.source), "none here")
        follows = f"Automatic: {label}" if session.follows else "Automatic"
        chosen = AUTOMATIC if session.follows else session.source
        self.plate.show_sources(session.sources, chosen, said, problems.get("source"), follows)
        matte = session.panel.matte
        of = ""
        if matte is not None:
            of = f"Channel {matte.channel}{', inverted' if matte.invert else ''}"
        self.matte.show_sources(session.mattes, session.matte, of, problems.get("matte"))
        remarks = " ".join(session.panel.camera_remarks)
        self.camera.show_sources(session.cameras, session.camera, remarks, problems.get("camera"))
        self.camera.setVisible(bool(session.cameras or session.camera))
        self.matte.setVisible(bool(session.mattes or session.matte))
