"""Everything the routes work with, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..cast_matches import CastMatches
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
from .job_planning import plan_job


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

    #: Frames of plates; what was read for a take's previews is not read again.
    plates: PlateFrames = field(init=False)
    #: The lane of quick looks; it starts nothing before the first wish.
    quick: QuickLane = field(init=False)
    #: Matches to the cast; what an earlier service left goes on once it is started.
    cast_matches: CastMatches = field(init=False)

    def __post_init__(self) -> None:
        # Made once and now: the loop and the threads that serve it may ask for them at the same time.
        object.__setattr__(self, "plates", PlateFrames(self.previews.plates))
        object.__setattr__(self, "quick", QuickLane(self.home.quick))
        matches = CastMatches(
            self.home.cast_matches, self.store, self.planner, lambda: self.queue.stopping,
            lambda plan, key, user: plan_job(self, plan, key, user)[0],
        )  # fmt: skip
        object.__setattr__(self, "cast_matches", matches)
