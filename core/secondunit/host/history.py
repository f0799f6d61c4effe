"""Undo and redo of the whole form: its fields, references, cast, and which footage is chosen.

What is typed or dragged without a rest on one field is one step. Knows values only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

if TYPE_CHECKING:
    from secondunit.wire import CastMember, Reference, Scalar

    from .state import PanelState

#: Changes of one field that follow each other within this are one step, in seconds.
REST = 1.0
#: How many steps are kept.
MOST_STEPS = 200


@dataclass(frozen=True)
class FormState:
    """Everything that an artist sets in the form. `hand` and `choices` are never changed once here."""

    hand: dict[str, Scalar]
    references: tuple[Reference, ...]
    cast: tuple[CastMember, ...]
    #: Which plate, matte and camera, and what of them, as the document keeps it.
    choices: dict[str, object]

    def single_change(self, other: FormState) -> str:
        """The one field in which both differ; empty where it is more, or something else."""
        if (self.references, self.cast, self.choices) != (other.references, other.cast, other.choices):
            return ""
        names = [
            name
            for name in {*self.hand, *other.hand}
            if self.hand.get(name) != other.hand.get(name) or (name in self.hand) != (name in other.hand)
        ]
        return names[0] if len(names) == 1 else ""


class FormHistory:
    """The steps of one panel's form; `note` looks how it stands, as often as one likes.

    `choices` gives which footage is chosen, `put_choices` chooses it as it was.
    """

    def __init__(
        self,
        panel: PanelState,
        choices: Callable[[], dict[str, object]],
        put_choices: Callable[[Mapping[str, object]], None],
        clock: Callable[[], float],
    ) -> None:
        self._panel, self._choices, self._put_choices, self._clock = panel, choices, put_choices, clock
        self._before: list[FormState] = []
        self._after: list[FormState] = []
        self._present: FormState | None = None
        self._field, self._at = "", 0.0
        self._held = False

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return bool(self._after)

    def begin(self) -> None:
        """Another document: nothing of the last one can be taken back."""
        self._before, self._after, self._present, self._field = [], [], self._form(), ""
        self._held = False

    def hold(self) -> None:
        """Something is being dragged: what changes from here on is one step, whatever fields it moves."""
        self.note()
        self._held = True

    def release(self, group: str = "") -> None:
        """It was let go; what has the same `group` and follows within a rest is the same step."""
        self._held = False
        self.note(group)

    def note(self, group: str = "") -> None:
        """Look how the form stands: a step where it stood otherwise."""
        if self._held:
            return
        form, present, now = self._form(), self._present, self._clock()
        if present is None or form == present:
            self._present = form
            return
        field = group or present.single_change(form)
        if not (field and field == self._field and now - self._at < REST):
            self._before.append(present)
            del self._before[:-MOST_STEPS]
        self._after.clear()
        self._present, self._field, self._at = form, field, now

    def undo(self) -> None:
        """Put the form back to before the last step; nothing happens where there is none."""
        self._move(self._before, self._after)

    def redo(self) -> None:
        """Do what was taken back once more; nothing happens where there is nothing."""
        self._move(self._after, self._before)

    def _form(self) -> FormState:
        panel = self._panel
        return FormState(dict(panel.fields.hand), panel.references, panel.cast, self._choices())

    def _move(self, source: list[FormState], target: list[FormState]) -> None:
        self.note()
        if not source or self._present is None or self._held:
            return
        target.append(self._present)
        form = source.pop()
        self._present, self._field = form, ""
        self._panel.replace(form.hand)
        self._panel.use_references(form.references)
        self._panel.use_cast(form.cast)
        self._put_choices(form.choices)
