"""Which of the host's own pictures guide the model: a chooser for each kind that the model takes.

Only where the host offers some: files from elsewhere have rows of their own below.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .. import style
from ..binding import QtWidgets
from .entries import tight
from .sources import Chooser

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import GuideKind


class GuideChoosers(QtWidgets.QWidget):
    """The choosers of a session's guides; hidden where the host offers none."""

    def __init__(self, session: Session, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session, self._width = session, width
        self.choosers: dict[GuideKind, Chooser] = {}
        self._box = QtWidgets.QVBoxLayout(self)
        tight(self._box, style.em(self, 0.28))

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        return [chooser.choice for chooser in self.choosers.values()]

    def set_label_width(self, width: int) -> None:
        """Keep the labels in line with those of the rows (logical px)."""
        self._width = width
        for chooser in self.choosers.values():
            chooser.label.setFixedWidth(width)

    def show_guides(self) -> bool:
        """Show what the host has now, and what is wrong with what was chosen; true where a chooser is new."""
        guiding, before = self._session.guiding, tuple(self.choosers)
        kinds = [kind for kind in guiding.kinds() if guiding.sources.get(kind) or guiding.source(kind)]
        for kind in [kind for kind in self.choosers if kind not in kinds]:
            self.choosers.pop(kind).deleteLater()
        for kind in kinds:
            chooser = self.choosers.get(kind) or self._add(kind)
            made = {guide.kind: guide for guide in self._session.panel.guides}
            guide = made.get(kind)
            remark = f"{guide.frames}   {guide.format}" if guide is not None and guiding.source(kind) else ""
            chooser.show_sources(
                guiding.sources.get(kind, ()), guiding.source(kind), remark, guiding.problems.get(kind)
            )
        self.setVisible(bool(kinds))
        return before != tuple(self.choosers)

    def _add(self, kind: GuideKind) -> Chooser:
        chosen = partial(self._session.use_guide, kind)
        chooser = Chooser(kind.value.capitalize(), "From the files below, or none", chosen, self._width, self)
        chooser.choice.setAccessibleName(f"{kind.value.capitalize()} guide")
        self.choosers[kind] = chooser
        self._box.addWidget(chooser)
        return chooser
