"""Everything the routes work with, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ..home import Home
from ..hub import Hub
from ..jobs import Scheduler
from ..plan import Planner
from ..plate_frames import PlateFrames
from ..previews import FramePreviews
from ..quick import QuickLane
from ..reads import Reads
from ..shows import Shows
from ..store import Store


@dataclass(frozen=True)
class Desk:
    """The parts of a running service; `stop` asks it to end."""

    home: Home
    store: Store
    queue: Scheduler
    hub: Hub
    shows: Shows
    planner: Planner
    previews: FramePreviews
    started: str
    stop: Callable[[], None]
    reads: Reads = field(default_factory=Reads)

    @cached_property
    def plates(self) -> PlateFrames:
        """Frames of plates; what was read for a take's previews is not read again."""
        return PlateFrames(self.previews.plates)

    @cached_property
    def quick(self) -> QuickLane:
        """The lane of quick looks; it starts nothing before the first wish."""
        return QuickLane(self.home.quick)
