"""What the element is made for: the choosers of plate, matte and camera, and what the plate is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.drawn_mattes import DRAWN
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
        self._line = QtWidgets.QHBoxLayout()
        tight(self._line, style.em(self, 0.5))
        self._line.addWidget(self.choice, 1)
        grid.addLayout(self._line, 0, 1)
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        grid.addWidget(room, 0, 2)
        grid.addWidget(self.said, 1, 1)
        grid.setColumnStretch(1, 1)

    def add_act(self, button: QtWidgets.QPushButton) -> None:
        """Put a button beside the choice."""
        self._line.addWidget(button)

    def show_sources(
        self,
        sources: tuple[Source, ...],
        choice: str,
        remark: str,
        problem: Problem | None,
        automatic: str = "",
    ) -> None:
        """Offer the sources, show the chosen one and what is to be said of it, or what is wrong with it."""
        items = [("", self._none, "")]
        if automatic:
            items.insert(0, (AUTOMATIC, automatic, "Follows what is open and selected"))
        for source in sources:
            label = f"{source.label} (to render)" if source.needs_render else source.label
            items.append((source.id, label, source.help))
        self.choice.offer(tuple(items))
        self.choice.show_value(choice)
        if problem is not None:
            self.said.say(f"{problem.message} {problem.remedy}".strip(), style.state(self, "error"))
        else:
            self.said.say(remark, style.quiet(self))


class Channel(QtWidgets.QWidget):
    """Which channel of the matte's files it is, and whether it is turned round."""

    def __init__(self, session: Session, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.label = QtWidgets.QLabel("Channel", self)
        fixed(self.label, width)
        self.label.setMinimumHeight(style.em(self, 1.5))
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.choice = Choice(self)
        self.choice.setAccessibleName("Channel of the matte")
        self.choice.chosen.connect(session.use_channel)
        self.label.setBuddy(self.choice)
        self.invert = QtWidgets.QCheckBox("&Invert", self)
        self.invert.setToolTip("Black is where the element acts")
        self.invert.clicked.connect(lambda *_: session.use_invert(self.invert.isChecked()))
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        line = QtWidgets.QHBoxLayout(self)
        tight(line, style.em(self, 0.5))
        line.addWidget(self.label)
        line.addWidget(self.choice, 1)
        line.addWidget(self.invert)
        line.addWidget(room)

    def show_channel(self) -> None:
        """Show the choice as the model has it; hidden without a matte."""
        matting = self._session.matting
        self.choice.offer(tuple((value, label, "") for value, label in matting.choices()))
        self.choice.show_value(matting.channel)
        self.invert.setChecked(matting.invert)
        self.setVisible(matting.given is not None)


class PlateDetail(QtWidgets.QWidget):
    """Which part of the plate's files is read, and whether damage and cuts are accepted; else hidden."""

    def __init__(self, session: Session, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.label = QtWidgets.QLabel("Part", self)
        fixed(self.label, width)
        self.label.setMinimumHeight(style.em(self, 1.5))
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.part = Choice(self)
        self.part.setAccessibleName("Part of the plate")
        self.part.chosen.connect(session.use_part)
        self.label.setBuddy(self.part)
        self.damage = QtWidgets.QCheckBox("Accept its &damage", self)
        self.damage.setToolTip(
            "Take the movie as it is: frames that cannot be decoded stand still, missing ones are not there. "
            "The take says so"
        )
        self.damage.clicked.connect(lambda *_: session.use_accept_damage(self.damage.isChecked()))
        self.cuts = QtWidgets.QCheckBox("Accept its c&uts", self)
        self.cuts.setToolTip("Go on where the plate is cut, each side by itself. The take says so")
        self.cuts.clicked.connect(lambda *_: session.commands.accept_cuts(self.cuts.isChecked()))
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        line = QtWidgets.QHBoxLayout(self)
        tight(line, style.em(self, 0.5))
        line.addWidget(self.label)
        line.addWidget(self.part, 1)
        line.addWidget(self.damage, 1)
        line.addWidget(self.cuts, 1)
        line.addWidget(room)

    def show_detail(self) -> None:
        """Show what there is to decide of the plate."""
        choice = self._session.plate_choice
        parts = choice.parts()
        self.part.offer(tuple((value, label, "") for value, label in parts))
        self.part.show_value(choice.part)
        self.part.setVisible(bool(parts))
        self.label.setText("Part" if parts else "")
        damaged = choice.movie and (choice.accept_damage or self._session.plate_damaged)
        self.damage.setChecked(choice.accept_damage)
        self.damage.setVisible(damaged)
        accepted = self._session.panel.cuts.accepted
        self.cuts.setChecked(accepted)
        self.cuts.setVisible(accepted)
        self.setVisible(bool(parts) or damaged or accepted)


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
        self.detail = PlateDetail(session, width, self)
        self.channel = Channel(session, width, self)
        self.draw = QtWidgets.QPushButton("&Draw", self)
        self.draw.setAutoDefault(False)
        self.draw.clicked.connect(lambda *_: session.panel.drawing.draw(session.matte))
        self.matte.add_act(self.draw)
        for part in (self.plate, self.detail, self.matte, self.channel, self.camera):
            box.addWidget(part)

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        matte = [self.matte.choice, self.draw, self.channel.choice, self.channel.invert]
        plate = [self.plate.choice, self.detail.part, self.detail.damage, self.detail.cuts]
        return [*plate, *matte, self.camera.choice]

    def set_label_width(self, width: int) -> None:
        """Keep the labels in line with those of the rows (logical px)."""
        for part in (self.plate, self.detail, self.matte, self.channel, self.camera):
            part.label.setFixedWidth(width)

    def show_sources(self) -> None:
        """Show what the host has open now."""
        session = self._session
        plate = session.panel.plate
        facts = ""
        if plate is not None:
            # Numbers and names are not broken at their hyphens and spaces.
            space = plate.colorspace.name.replace(" ", "\u00a0").replace("-", "\u2011")
            facts = f"{plate.frames}   {plate.format}   {plate.rate}\u00a0fps   {space}"
        problems = session.source_problems
        label = next((source.label for source in session.sources if source.id == session.source), "none here")
        follows = f"Automatic: {label}" if session.follows else "Automatic"
        choice = AUTOMATIC if session.follows else session.source
        self.plate.show_sources(session.sources, choice, facts, problems.get("source"), follows)
        self.matte.show_sources(session.mattes, session.matte, "", problems.get("matte"))
        self.detail.show_detail()
        self.channel.show_channel()
        remarks = " ".join(session.panel.camera_remarks)
        self.camera.show_sources(session.cameras, session.camera, remarks, problems.get("camera"))
        self.camera.setVisible(bool(session.cameras or session.camera))
        self.matte.setVisible(bool(session.mattes or session.matte))
        drawn = session.matte.startswith(DRAWN)
        self.draw.setText("Chan&ge" if drawn else "&Draw")
        self.draw.setToolTip("Change the matte that was drawn" if drawn else "Draw a matte over the plate")
        self.draw.setEnabled(plate is not None)
