"""The maker: everything that differs by who makes a take, from what a panel offers to what a take says of it.

What a maker needs is loaded when it works: loading the simulator takes longer than many a step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from secondunit.engines.speeds import Speeds
from secondunit.wire import Brief, Capability, Estimate, Step, Take, Work

from .findings import Findings

#: The parts of a job's progress by step: where each begins and how much it is, 0 to 1, in their order.
Shares = Mapping[Step, tuple[float, float]]


class PixelOrigin(Enum):
    """How pixels came to be, which a take's provenance says."""

    SIMULATED = "computed from what was set"
    COMPOSITED = "put together from other pictures"
    GENERATED = "made by a trained model"


@dataclass(frozen=True)
class Allowance:
    """Whether a brief may be done as far as its maker alone decides, and why, in one sentence."""

    allowed: bool
    sentence: str


@dataclass(frozen=True)
class Planning:
    """What a maker plans with: the estimate so far, the memory that jobs have in bytes, who asks.

    Problems and remarks go into `found`. `offered` gives what others offer to the show, `names` what
    briefs call the makers of this machine, `speeds` what its finished jobs took.
    """

    estimate: Estimate
    memory: int
    found: Findings
    user: str = ""
    offered: Callable[[], Sequence[Capability]] = tuple
    names: Callable[[], tuple[str, ...]] = tuple
    speeds: Speeds = field(default_factory=Speeds)


@dataclass(frozen=True)
class BriefPlan:
    """What a brief comes to: itself with what was left open, the estimate, and the model that makes it."""

    brief: Brief
    estimate: Estimate
    capability: Capability | None = None


class Maker:
    """Who makes a take. One that works on this machine is a `LocalMaker`."""

    #: What a brief calls it (`Brief.provider`).
    name = ""
    #: Somebody else makes it: it is asked for over a line, judged by the show's rights, and paid.
    elsewhere = False
    origin = PixelOrigin.SIMULATED
    #: The plate is what it gives back, so that nothing is laid over the plate and judged on it: see `held`.
    holds_plate = False
    #: The plate is a finished comp: what is said of a show's plates is not said of it.
    takes_comp = False
    #: The plate is more than a look: its first, middle and last frame are decoded while it is planned.
    samples_plate = True
    #: A brief can be looked at quickly while it is being made: see `engines.quick`.
    quick = False
    #: Its steps with their parts of the progress; what comes first goes before any frame.
    shares: ClassVar[Shares] = {
        Step.SIMULATE: (0.0, 0.45), Step.RENDER: (0.45, 0.5), Step.DELIVER: (0.95, 0.05),
    }  # fmt: skip

    @property
    def first_step(self) -> Step:
        """What goes before any frame."""
        return next(iter(self.shares))

    # ---- before there is a job ----

    def capabilities(self, memory: int) -> tuple[Capability, ...]:
        """What a panel offers; `memory` is what this machine has for jobs, in bytes."""
        return ()

    def allowance(self, brief: Brief) -> Allowance:
        """What can be said of a brief without asking anybody."""
        raise NotImplementedError

    def trimmed(self, brief: Brief) -> Brief:
        """The brief without what this maker never makes."""
        return brief

    def plan(self, brief: Brief, planning: Planning) -> BriefPlan:
        """What would be done and what it would take; never raises for what a brief says."""
        raise NotImplementedError

    def held(self, brief: Brief) -> bool:
        """Whether a take of that brief is the plate itself, and is looked at on its own."""
        return self.holds_plate

    def origin_of(self, take: Take) -> PixelOrigin:
        """How the pixels of a take of this maker came to be."""
        return self.origin

    def reckoned(self, work: Work) -> Mapping[Step, float]:
        """What a frame takes of each step, in seconds of processor, as it is reckoned before any job has
        shown it; nothing of what no job teaches.
        """
        return {}

    # ---- in the worker ----

    def load(self, work: Work) -> None:
        """Load the code that `begin` and `make` need, for a process that is on standby."""

    def begin(self, work: Work) -> None:
        """Do what comes before any frame."""

    def make(self, work: Work, frames: Sequence[int]) -> None:
        """Make `frames` that are not there and whole; raises `FrameFailed` whose `where` is the frame."""
        raise NotImplementedError

    def outdated(self, channels: Collection[str]) -> bool:
        """Whether a frame with these channels is from before an update, and made again."""
        return False

    def remarks(self, work: Work) -> tuple[str, ...]:
        """What was done to the take as a whole that an artist should know."""
        return ()

    def keep(self, work: Work) -> None:
        """Lay beside the staged frames whatever else the take holds."""

    def credited(self, work: Work, take: Take) -> Take:
        """The take with what this maker knows of it."""
        return take
