"""Whether work goes on across the cuts of a plate: asked once they are found.

What was decided holds for that plate alone, and is kept with the document. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .protocol import Question
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import Plate

    from .state import PanelState

#: The question's id, and the code of the problem that brings it.
QUESTION, CODE = "plate.cuts", "model.cut"
ACCEPT, NOT_NOW = "accept", "later"
CHOICES = ((ACCEPT, "Accept the plate's cuts"), (NOT_NOW, "Not now"))
HELP = (
    "Accepted, it goes on where the plate is cut, each side by itself, and the take says so. "
    "Or ask for frames of one side."
)


class CutChoice:
    """The plate whose cuts are accepted, and the question about those of the one that is chosen."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        #: The path of the plate whose cuts are accepted, and the message that was put off.
        self._accepted = self._put_off = ""

    @property
    def accepted(self) -> bool:
        """Whether the cuts of the plate that is chosen are accepted."""
        plate = self._state.plate
        return plate is not None and (plate.accept_cuts or plate.path == self._accepted)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked about the cuts that the estimate speaks of; nothing where it speaks of none."""
        estimate = self._state.estimate
        problems = estimate.problems if estimate is not None else ()
        text = next((problem.message for problem in problems if problem.code == CODE), "")
        if not text or text == self._put_off or self.accepted:
            return ()
        return (Question(QUESTION, text, CHOICES, HELP),)

    def apply(self, plate: Plate | None) -> Plate | None:
        """The plate with what was decided of its cuts."""
        return replace(plate, accept_cuts=True) if plate is not None and self.accepted else plate

    def answer(self, choice: str) -> None:
        """Accept the cuts, or put the question off until they are others."""
        asked = self.questions
        if choice == ACCEPT:
            self.accept(True)
        elif asked:
            self._put_off = asked[0].text
            self._state.touch(PanelTopic.QUESTIONS)

    def accept(self, accepted: bool) -> None:
        """Go on across the cuts of the plate that is chosen, or ask about them again."""
        plate = self._state.plate
        self._accepted, self._put_off = plate.path if accepted and plate is not None else "", ""
        self._state.touch(PanelTopic.QUESTIONS)
        self._state.touch(PanelTopic.PLATE)
        self._state.want_estimate()

    def take_up(self, plate: Plate | None) -> None:
        """What a brief decided of its plate."""
        self._accepted = plate.path if plate is not None and plate.accept_cuts else ""
        self._state.touch(PanelTopic.PLATE)

    def state(self) -> dict[str, object]:
        """What is kept in the document, as JSON values."""
        return {"accepted_cuts": self._accepted}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up what a document keeps."""
        self._accepted, self._put_off = str(state.get("accepted_cuts") or ""), ""
