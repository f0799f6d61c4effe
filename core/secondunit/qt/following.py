"""What of the panel is drawn when which topics changed: all of it at once, or a part a turn while it starts.

A service that answers for the first time changes nearly everything: drawn at once, it would hold a host.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondunit.host import PanelTopic

if TYPE_CHECKING:
    from .panel import SecondUnitPanel

#: What the sentences over Generate speak of.
ESTIMATED = frozenset({
    PanelTopic.FIELDS, PanelTopic.ESTIMATE, PanelTopic.PLATE, PanelTopic.CONNECTION, PanelTopic.KINDS,
    PanelTopic.REFERENCES, PanelTopic.CAPABILITIES,
})  # fmt: skip
#: What rows and headings of the brief say.
FORMED = frozenset({PanelTopic.KINDS, PanelTopic.FIELDS, PanelTopic.ESTIMATE, PanelTopic.CAPABILITIES})

Act = Callable[[], object]


class Following:
    """The parts of one panel, each with the topics it hangs on; the takes hear of theirs by themselves."""

    def __init__(self, panel: SecondUnitPanel) -> None:
        self._panel = panel
        form, topic = panel.form, PanelTopic
        self._parts: tuple[tuple[frozenset[PanelTopic], Act], ...] = (
            (frozenset({topic.CONNECTION}), panel.connection.show_connection),
            (FORMED, form.show_fields),
            (frozenset({topic.PLATE}), form.show_sources),
            (frozenset({topic.ESTIMATE}), form.show_plate_detail),
            (frozenset({topic.CAPABILITIES, topic.REFERENCES, topic.FIELDS}), form.show_provider),
            (frozenset({topic.QUESTIONS, topic.ESTIMATE, topic.PLATE}), form.show_questions),
            (ESTIMATED, panel.estimate.show_estimate),
            (frozenset({topic.CAPABILITIES, topic.JOBS}), panel.queue.show_jobs),
            (frozenset({topic.JOBS}), panel.notices.follow),
            (frozenset({topic.PICTURES}), self._show_pictures),
            (frozenset({topic.DRAWING}), self._show_drawing),
            (frozenset({topic.MESSAGE}), panel.foot.show_message),
        )
        self._due: set[int] = set()

    def note(self, changed: frozenset[PanelTopic]) -> None:
        """These topics changed: their parts are to be drawn."""
        self._due |= {number for number, (topics, _) in enumerate(self._parts) if topics & changed}

    @property
    def behind(self) -> bool:
        """Whether there is something to be drawn."""
        return bool(self._due)

    def draw(self) -> None:
        """Draw all that is to be drawn."""
        while self.draw_one():
            pass

    def draw_one(self) -> bool:
        """Draw the first part that is to be drawn; false where there is none."""
        if not self._due:
            return False
        number = min(self._due)
        self._due.remove(number)
        self._parts[number][1]()
        return True

    def _show_pictures(self) -> None:
        self._panel.queue.show_pictures()
        if self._panel.form.cast is not None:
            self._panel.form.cast.show_pictures()

    def _show_drawing(self) -> None:
        if self._panel.session.panel.drawing.active:
            self._panel.fold.setChecked(True)
