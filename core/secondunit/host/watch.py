"""When a host's document is looked at, and for how long at a time: a look is spread over several pumps.

A host draws between two pumps: a large script is read in parts, each as short as it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

#: Seconds between looks at the document; a look that takes long is made more seldom.
LOOK = 0.5
#: A look may take this share of the main thread's time.
SHARE = 0.01
#: After this many seconds of a look the rest of it waits for the next pump.
TURN = 0.002


class ScriptWatch:
    """Looks by `steps`, one part of a look at each of them; the first is due at once."""

    def __init__(self, steps: Callable[[], Iterator[None]], clock: Callable[[], float]) -> None:
        self._steps, self._clock = steps, clock
        self._under_way: Iterator[None] | None = None
        self._began = self._took = 0.0
        self._busy = False
        #: When the next look begins, by the clock.
        self.due = 0.0

    def look(self) -> None:
        """Look now, from the first step to the last; a look that was under way is begun anew."""
        self._begin()
        self._go_on(float("inf"))

    def turn(self) -> bool:
        """A pump's part of a look that is due or under way; true where a part of it was made."""
        if self._busy or (self._under_way is None and self._clock() < self.due):
            return False  # a host that reads may turn its event loop meanwhile
        if self._under_way is None:
            self._begin()
        self._go_on(TURN)
        return True

    def _begin(self) -> None:
        self._under_way, self._began, self._took = self._steps(), self._clock(), 0.0

    def _go_on(self, seconds: float) -> None:
        steps, began = self._under_way, self._clock()
        assert steps is not None
        ended, self._busy = False, True
        try:
            while not ended and self._clock() - began <= seconds:
                ended = next(steps, self) is self
        except BaseException:
            ended = True
            raise
        finally:
            self._busy = False
            self._took += self._clock() - began
            if ended:
                self._under_way = None
                self.due = self._began + max(LOOK, self._took / SHARE)


__all__ = ["LOOK", "SHARE", "TURN", "ScriptWatch"]
