"""How fast this machine has made elements lately, against what their kinds reckon: estimates follow it.

Kinds reckon by cells, steps and pixels, at the rates of one machine. What finished jobs took over that, in
seconds of processor, is kept for each kind and step, and what those seconds were by the clock; the median of
the last few jobs counts. A kind that has made nothing here yet follows the others.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from secondunit.media.whole import whole_file
from secondunit.wire import Step
from secondunit.wire.errors import SecondUnitError

from .usage import Usage

if TYPE_CHECKING:
    from secondunit.elements import Cost

#: How many jobs of a kind are remembered.
JOBS = 7
#: What a step has to take, in seconds of processor, to say anything of the machine: below it loading counts.
LEAST = 1.0
#: Between what a job may be over its reckoning to be believed: outside it something else was measured.
BELIEVED = 0.05, 20.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WorkSpeed:
    """What a step takes here: seconds of processor over what its kind reckons, and seconds by the clock for
    one of processor, 0 where no job has shown it.
    """

    factor: float = 1.0
    clock: float = 0.0


@dataclass(frozen=True)
class KindSpeed:
    """The speed of a kind's two steps."""

    simulate: WorkSpeed = WorkSpeed()
    render: WorkSpeed = WorkSpeed()

    def applied(self, cost: Cost) -> tuple[float, float]:
        """What a frame of that cost takes here: seconds of processor, and by the clock."""
        steps = (
            (self.simulate, cost.processor_simulate_per_frame, cost.simulate_cores),
            (self.render, cost.processor_render_per_frame, cost.render_cores),
        )
        processor = [seconds * speed.factor for speed, seconds, _ in steps]
        clock = [
            seconds * (speed.clock or 1.0 / cores)
            for seconds, (speed, _, cores) in zip(processor, steps, strict=True)
        ]
        return sum(processor), sum(clock)


@dataclass
class Speeds:
    """The speeds that a file keeps, by kind; safe to use from many threads. Without a file none is kept."""

    path: Path | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(self, kind: str) -> KindSpeed:
        """The speed of a kind: its own, else that of all kinds together, else as it is reckoned."""
        jobs = self._jobs()
        return KindSpeed(*(_speed(jobs, kind, step) for step in (Step.SIMULATE, Step.RENDER)))

    def learn(self, kind: str, reckoned: Mapping[Step, float], usage: Mapping[Step, Usage]) -> None:
        """Keep what a finished job's steps took; `reckoned` is what its kind said of them, in seconds of
        processor a frame. A file that cannot be written is logged, and nothing is learned.
        """
        if self.path is None:
            return
        with self._lock:
            jobs = self._jobs()
            for step, taken in usage.items():
                expected = reckoned.get(step, 0.0) * taken.frames
                if taken.processor < LEAST or expected <= 0.0:
                    continue
                factor = taken.processor / expected
                if BELIEVED[0] <= factor <= BELIEVED[1]:
                    of_step = jobs.setdefault(kind, {}).setdefault(step.value, [])
                    of_step.append((factor, taken.clock / taken.processor))
                    del of_step[:-JOBS]
            try:
                with whole_file(self.path) as temporary:
                    temporary.write_text(json.dumps(jobs, indent=1), "utf-8")
            except SecondUnitError as error:
                log.warning("what a job took could not be kept: %s", error)

    def _jobs(self) -> _Jobs:
        if self.path is None:
            return {}
        try:
            return _checked(json.loads(self.path.read_text("utf-8")))
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


#: By kind and step the last jobs, the newest last: their factor, and their clock for a second of processor.
_Jobs = dict[str, dict[str, list[tuple[float, float]]]]


def _speed(jobs: _Jobs, kind: str, step: Step) -> WorkSpeed:
    own = jobs.get(kind, {}).get(step.value, [])
    if own:
        return _middle(own)
    others = [_middle(steps[step.value]) for steps in jobs.values() if steps.get(step.value)]
    return _middle([(speed.factor, speed.clock) for speed in others]) if others else WorkSpeed()


def _middle(rows: list[tuple[float, float]]) -> WorkSpeed:
    return WorkSpeed(median(factor for factor, _ in rows), median(clock for _, clock in rows))


def _checked(content: dict[str, dict[str, list[list[float]]]]) -> _Jobs:
    """What a file says, without what no job of ours wrote."""
    jobs: _Jobs = {}
    for kind, steps in content.items():
        for step, rows in steps.items():
            for row in rows:
                with contextlib.suppress(ValueError, TypeError):
                    factor, clock = map(float, row)
                    if math.isfinite(clock) and clock > 0.0 and BELIEVED[0] <= factor <= BELIEVED[1]:
                        jobs.setdefault(kind, {}).setdefault(step, []).append((factor, clock))
    return jobs


__all__ = ["KindSpeed", "Speeds", "WorkSpeed"]
