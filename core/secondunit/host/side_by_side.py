"""Takes side by side: two, four, or a sheet of a batch, on one frame. Knows which pictures belong there.

The frame and the view are the viewer's; `PictureCache` has the pictures.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING

from .pictures import PictureKey
from .state import PanelTopic
from .viewer import WIDTHS

if TYPE_CHECKING:
    from secondunit.wire import Take

    from .pictures import PictureCache
    from .state import PanelState
    from .viewer import Viewer

#: How many takes each layout shows at most.
LAYOUTS = {"2-up": 2, "4-up": 4, "sheet": 16}


def grid_of(layout: str, number: int) -> tuple[int, int]:
    """Columns and rows: 2x1, 2x2, or as square as a sheet of so many is."""
    if layout != "sheet":
        return (2, 1) if layout == "2-up" else (2, 2)
    columns = max(1, ceil(sqrt(number)))
    return columns, max(1, ceil(number / columns))


class SideBySide:
    """What stands side by side; every act touches the topic `viewer`."""

    def __init__(self, state: PanelState, pictures: PictureCache, viewer: Viewer) -> None:
        self._state, self._pictures, self._viewer = state, pictures, viewer
        self.layout = "2-up"
        self.open = False
        self._ids: tuple[str, ...] = ()
        self.width = 480

    @property
    def takes(self) -> tuple[Take, ...]:
        """The takes that are shown, in their order: as many of the known ones as the layout has places."""
        records = (self._state.takes.get(id) for id in self._ids)
        return tuple(take for take in records if take is not None)[: LAYOUTS[self.layout]]

    @property
    def grid(self) -> tuple[int, int]:
        """Columns and rows: 2x1, 2x2, or as square as a sheet of so many is."""
        return grid_of(self.layout, len(self.takes))

    def show(self, takes: tuple[str, ...], layout: str = "") -> None:
        """Show these takes; without a layout in the smallest that holds them."""
        self._ids = tuple(dict.fromkeys(takes))
        fits = (name for name, most in LAYOUTS.items() if len(self._ids) <= most)
        self.layout = layout if layout in LAYOUTS else next(fits, "sheet")
        self.open = True
        self._changed()

    def fill(self, layout: str) -> None:
        """Show A, B, what stands here already, then A's newest other versions: as many as a layout holds."""
        a, b = self._viewer.take_a, self._viewer.take_b
        versions = self._state.takes.versions_of(a) if a is not None else ()
        present = self._ids if self.open else ()
        first = [take.id for take in (a, b) if take is not None]
        ordered = (*first, *present, *(take.id for take in reversed(versions)))
        self.show(tuple(dict.fromkeys(ordered))[: LAYOUTS[layout]], layout)

    def toggle(self, take: str) -> None:
        """Add a take at the end, or take it away."""
        ids = tuple(id for id in self._ids if id != take) if take in self._ids else (*self._ids, take)
        self.show(ids)

    def holds(self, take: str) -> bool:
        """Whether a take is among them."""
        return take in self._ids

    def close(self) -> None:
        """Nothing is side by side any more."""
        self.open = False
        self._pictures.want("side by side", [])
        self._state.touch(PanelTopic.VIEWER)

    def set_width(self, pixels: int) -> None:
        """Tell how many device pixels one picture is wide on the screen."""
        width = next((width for width in WIDTHS if width >= pixels), WIDTHS[-1])
        if width != self.width:
            self.width = width
            self._changed()

    def key(self, take: Take) -> PictureKey:
        """The picture of a take at the viewer's frame, or at its own nearest where it has no such frame."""
        frame = min(max(self._viewer.frame, take.frames.first), take.frames.last)
        return PictureKey(take=take.id, frame=frame, width=self.width, view=self._viewer.view)

    def wish(self) -> None:
        """Wish for the pictures that are shown."""
        if self.open:
            self._pictures.want("side by side", [self.key(take) for take in self.takes])

    def _changed(self) -> None:
        self._state.touch(PanelTopic.VIEWER)
        self.wish()
