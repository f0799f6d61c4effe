"""How the next take is placed: kind, blend, offset, mix and gain, kept with the document.

What is placed already is the document's own affair. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from secondunit.wire import PlacementKind

from .state import PanelTopic

if TYPE_CHECKING:
    from .state import PanelState

#: The numbers by name: their default, the least and the most.
NUMBERS: dict[str, tuple[float, float, float]] = {
    "offset": (0, -100_000, 100_000),
    "mix": (1.0, 0.0, 1.0),
    "gain": (1.0, 0.0, 1000.0),
}
BLENDS = ("over", "plus")


class Placing:
    """The values of one panel's next placement; every change touches the topic `placing`."""

    def __init__(self, state: PanelState, kinds: Callable[[], tuple[PlacementKind, ...]]) -> None:
        self._state, self._kinds = state, kinds
        self._kind = ""
        #: `over`, `plus`, or empty for what the take itself was made for.
        self.blend = ""
        self._numbers = {name: default for name, (default, _, _) in NUMBERS.items()}

    @property
    def kinds(self) -> tuple[PlacementKind, ...]:
        """What the host can build, the usual one first."""
        return self._kinds()

    @property
    def kind(self) -> PlacementKind | None:
        """The one that is chosen, else the usual one; None where the host can place nothing."""
        kinds = self.kinds
        return next((kind for kind in kinds if kind.value == self._kind), kinds[0] if kinds else None)

    @property
    def offset(self) -> int:
        """Frames later than the take was made for."""
        return int(self._numbers["offset"])

    @property
    def mix(self) -> float:
        """How much of it is seen, 0 to 1."""
        return self._numbers["mix"]

    @property
    def gain(self) -> float:
        """What its colour is multiplied by."""
        return self._numbers["gain"]

    def set(self, name: str, value: object) -> None:
        """Set `kind`, `blend`, `offset`, `mix` or `gain`; a number is kept within its bounds."""
        before = self.state()
        if name == "kind":
            self._kind = str(value)
        elif name == "blend":
            self.blend = str(value) if value in BLENDS else ""
        else:
            self._numbers[name] = _within(name, value)
        if self.state() != before:
            self._state.touch(PanelTopic.PLACING)

    def state(self) -> dict[str, object]:
        """What is kept in the document, as JSON values."""
        return {"kind": self._kind, "blend": self.blend, **self._numbers}

    def restore(self, state: object) -> None:
        """Take up what a document keeps; what cannot be read is as it was in the beginning."""
        settings = state if isinstance(state, Mapping) else {}
        self._kind = str(settings.get("kind", ""))
        self.blend = str(settings.get("blend", "")) if settings.get("blend") in BLENDS else ""
        for name in NUMBERS:
            self._numbers[name] = _within(name, settings.get(name))
        self._state.touch(PanelTopic.PLACING)


def _within(name: str, value: object) -> float:
    """A number of that name within its bounds; its default for what is no number."""
    default, least, most = NUMBERS[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return default
    bounded = min(max(value, least), most)
    return round(bounded) if name == "offset" else float(bounded)
