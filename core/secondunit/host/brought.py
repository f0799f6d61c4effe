"""What a choice sets on other fields by hand, and how that is taken back: a look fills the sliders.

Knows values only.
"""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.wire import Scalar


class Brought:
    """What the choice at one field brought. `hand` is everything that was set by hand, by its field."""

    def __init__(self, hand: dict[str, Scalar]) -> None:
        self._hand = hand
        self._field = ""
        self._values: dict[str, Scalar] = {}

    def bring(self, field: str, choice: str, values: Mapping[str, Scalar], known: bool) -> None:
        """Make a choice, in place of the one before it; what it sets is in the hand already where `known`."""
        self.take_back()
        self._field, self._values = field, dict(values)
        self._hand[field] = choice
        if not known:
            self._hand.update(values)

    def take_back(self) -> None:
        """Let go of what the choice brought, but for what was moved since; the choice itself goes too."""
        for name in self.names:
            del self._hand[name]
        self._hand.pop(self._field, None)
        self.forget()

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it brought and that were not moved since."""
        return tuple(name for name, value in self._values.items() if self._hand.get(name) == value)

    def forget(self) -> None:
        """Leave everything in the hand as it is."""
        self._field, self._values = "", {}

    def is_at(self, field: str) -> bool:
        """Whether the choice was made at this field."""
        return field == self._field


__all__ = ["Brought"]
