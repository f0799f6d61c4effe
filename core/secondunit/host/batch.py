"""Several shots at once: one brief for all or one each, one estimate, one progress.

Knows values, and two functions to ask the service and to look a job up; no host, no widget. Each shot's brief
is the panel's with the shot's own frames, plate and name; a submit whose answer was lost goes out again under
the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from os import urandom
from typing import TYPE_CHECKING, Any

from secondunit.wire import Task
from secondunit.wire.errors import Conflict, NothingSelected, Problem, ServiceLost
from secondunit.wire.value import dataclass

from .sentences import BAD, PLAIN, EstimateLine, amount, duration

if TYPE_CHECKING:
    from secondunit.wire import Brief, Estimate, Format, FrameRange, Job, Plate, Rate

#: How the service is asked: what to do on a worker thread, what with the answer, and what with a problem.
Ask = Callable[[Callable[[Any], Any], Callable[[Any], None], Callable[[Problem], None]], None]


@dataclass(frozen=True)
class Entry:
    """One shot of a batch: `frames` without handles; `problem` is why it cannot be taken along."""

    id: str
    label: str
    shot: str
    frames: FrameRange
    rate: Rate
    format: Format
    plate: Plate | None = None
    problem: Problem | None = None
    #: What it is to be instead of what the panel's prompt says.
    prompt: str = ""
    wanted: bool = True


@dataclass(frozen=True)
class ShotStanding:
    """How far a batch is: shots that are done, failed and under way, and the whole as 0 to 1."""

    shots: int = 0
    done: int = 0
    failed: int = 0
    fraction: float = 0.0

    @property
    def ended(self) -> bool:
        """Whether nothing of it will move any more."""
        return self.done + self.failed == self.shots

    def __str__(self) -> str:
        if not self.shots:
            return ""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.done} of {self.shots} shots done{failed}"


class Batch:
    """The shots of one batch. `changed` is called after anything here became another."""

    def __init__(
        self, ask: Ask, job: Callable[[str], Job | None], changed: Callable[[], None] = lambda: None
    ) -> None:
        self._ask, self._job, self.changed = ask, job, changed
        self.entries: tuple[Entry, ...] = ()
        #: Told of every job that was made.
        self.on_job: Callable[[Job], None] = lambda job: None
        self.problem: Problem | None = None
        self._estimates: dict[str, tuple[Brief, Estimate]] = {}
        self._refused: dict[str, Problem] = {}
        self._keys: dict[Brief, str] = {}
        self._jobs: dict[str, str] = {}

    def open(self, entries: Sequence[Entry]) -> None:
        """Take up these shots; what was known of others is forgotten."""
        self.entries = tuple(entries)
        self._estimates.clear()
        self._refused.clear()
        self._jobs.clear()
        self.problem = None
        self.changed()

    def change(self, id: str, *, prompt: str | None = None, wanted: bool | None = None) -> None:
        """Give a shot words of its own (empty: the panel's), or leave it out."""

        def changed(entry: Entry) -> Entry:
            if entry.id != id:
                return entry
            return replace(
                entry,
                prompt=entry.prompt if prompt is None else prompt.strip(),
                wanted=entry.wanted if wanted is None else wanted,
            )

        self.entries = tuple(changed(entry) for entry in self.entries)
        self.changed()

    def wanted(self) -> tuple[Entry, ...]:
        """The shots that take part."""
        return tuple(entry for entry in self.entries if entry.wanted and entry.problem is None)

    def briefs(self, base: Brief, handles: int) -> dict[str, Brief]:
        """The brief of each shot that takes part, by the shot's id: `base` with the shot's own. Raises
        `NothingSelected`, `BadName`, `OutOfRange`, `Conflict` where shots are to be extended."""
        if base.task is Task.EXTEND:
            raise Conflict(
                "Several shots are not extended at once.",
                remedy="Choose the clips themselves, or extend one.",
            )
        # A frame of the panel's own plate is none of another shot's; an enlargement is every shot's.
        fitting = replace(base.fitting, plate_frame=None)
        larger = base.plate.format if base.task is Task.UPSCALE and base.plate is not None else base.format
        times = base.format.width // larger.width
        briefs = {
            entry.id: replace(
                base,
                shot=entry.shot,
                frames=entry.frames.with_handles(handles),
                rate=entry.rate,
                format=replace(
                    entry.format, width=entry.format.width * times, height=entry.format.height * times
                ),
                fitting=fitting,
                plate=entry.plate,
                matte=None,
                prompt=entry.prompt or base.prompt,
            )
            for entry in self.wanted()
        }
        if not briefs:
            raise NothingSelected("No shot is chosen.", remedy="Tick the shots that are to take part.")
        return briefs

    # One estimate ------------------------------------------------------------------------------------------

    def estimate(self, base: Brief, handles: int) -> None:
        """Have every shot estimated that was not yet. Raises as `briefs`."""
        briefs = self.briefs(base, handles)
        self._estimates = {id: pair for id, pair in self._estimates.items() if briefs.get(id) == pair[0]}
        self._refused.clear()
        for id, brief in briefs.items():
            if id not in self._estimates:
                self._ask_estimate(id, brief)
        self.changed()

    def _ask_estimate(self, id: str, brief: Brief) -> None:
        def then(answer: Estimate) -> None:
            self._estimates[id] = (brief, answer)
            self.changed()

        def otherwise(problem: Problem) -> None:
            self._refused[id] = problem
            self.changed()

        self._ask(lambda client: client.estimate(brief), then, otherwise)

    def lines(self) -> tuple[EstimateLine, ...]:
        """The estimate of them all in sentences: sums, and what stands in the way of which shot."""
        shots = self.wanted()
        estimates = [self._estimates[row.id][1] for row in shots if row.id in self._estimates]
        lines = [
            EstimateLine("problem", f"{entry.label}: {entry.problem}", BAD)
            for entry in self.entries
            if entry.problem
        ]
        if not estimates and not self._refused:
            return tuple(lines)
        summary = f"{len(estimates)} of {len(shots)} shots estimated." if len(estimates) < len(shots) else ""
        frames = sum(len(row.frames) for row in shots)
        lines.insert(0, EstimateLine("verdict", summary or f"{len(shots)} shots, {frames} frames."))
        seconds = sum(estimate.seconds for estimate in estimates)
        if seconds > 0:
            lines.append(EstimateLine("time", f"Takes about {duration(seconds)}."))
        lines += [EstimateLine("cost", text) for text in _costs(estimates)]
        disk, free = (
            sum(estimate.disk for estimate in estimates),
            min((estimate.disk_free for estimate in estimates), default=0),
        )
        if disk:
            left = f"; {amount(free)} are free" if free else ""
            lines.append(
                EstimateLine("disk", f"Writes {amount(disk)}{left}.", BAD if 0 < free < disk else PLAIN)
            )
        for shot in shots:
            lines += [EstimateLine("problem", f"{shot.label}: {text}", BAD) for text in self._faults(shot)]
        return tuple(lines)

    def allowed(self) -> bool:
        """Whether every shot that takes part is estimated and may be made."""
        shots = self.wanted()
        return bool(shots) and all(shot.id in self._estimates and not self._faults(shot) for shot in shots)

    def _faults(self, entry: Entry) -> list[str]:
        if entry.id in self._refused:
            return [str(self._refused[entry.id])]
        pair = self._estimates.get(entry.id)
        if pair is None:
            return []
        problems = [str(problem) for problem in pair[1].problems]
        return problems or ([] if pair[1].allowed else [pair[1].verdict or "This is not allowed."])

    # One progress ------------------------------------------------------------------------------------------

    def submit(self, base: Brief, handles: int) -> None:
        """Make a job of every shot that has none yet, as it was estimated. Raises as `briefs`.

        Where the brief is another one by now it is estimated anew, and nothing is sent.
        """
        self.problem = None
        waiting = {id: draft for id, draft in self.briefs(base, handles).items() if id not in self._jobs}
        if any(id not in self._estimates or self._estimates[id][0] != draft for id, draft in waiting.items()):
            self.problem = Conflict(
                "The brief is another one than was estimated.",
                remedy="Look at the new estimate, then generate.",
            ).problem
            self.estimate(base, handles)
            return
        for id, brief in waiting.items():
            self._submit(id, brief)

    def _submit(self, id: str, brief: Brief) -> None:
        key = self._keys.setdefault(brief, urandom(18).hex())

        def then(answer: Job) -> None:
            self._keys.pop(brief, None)
            self._jobs[id] = answer.id
            self.on_job(answer)
            self.changed()

        def otherwise(problem: Problem) -> None:
            if problem.code != ServiceLost.code:
                self._keys.pop(brief, None)
            self.problem = problem
            self.changed()

        self._ask(lambda client: client.submit(brief, key), then, otherwise)

    def jobs(self) -> tuple[Job, ...]:
        """The jobs of the batch, as they are known."""
        jobs = (self._job(id) for id in self._jobs.values())
        return tuple(job for job in jobs if job is not None)

    def takes(self) -> tuple[str, ...]:
        """The ids of the takes that it made so far."""
        return tuple(job.take for job in self.jobs() if job.take)

    def standing(self) -> ShotStanding:
        """How far it is, every frame counting the same."""
        jobs = self.jobs()
        if not jobs:
            return ShotStanding(len(self._jobs))
        frames = sum(len(job.frames) for job in jobs)
        successes = [job for job in jobs if job.state.value == "done"]
        parts = sum(len(job.frames) * (1.0 if job in successes else job.progress) for job in jobs)
        failed = sum(job.state.ended for job in jobs) - len(successes)
        return ShotStanding(len(self._jobs), len(successes), failed, parts / frames)


def _costs(estimates: Sequence[Estimate]) -> list[str]:
    """What they cost together, by currency; exact decimals are added exactly."""
    sums: dict[str, Decimal] = {}
    for estimate in estimates:
        try:
            sums[estimate.cost.currency] = sums.get(estimate.cost.currency, Decimal(0)) + Decimal(
                estimate.cost.amount
            )
        except InvalidOperation:
            return ["What it costs is not known."]
    totals = {currency: total for currency, total in sums.items() if total}
    return [f"Costs about {total} {currency}." for currency, total in totals.items()] or ["Costs nothing."]
