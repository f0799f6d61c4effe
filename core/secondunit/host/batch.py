"""Several shots at once: one brief for all or one each, one estimate, one progress.

Knows values, and functions to ask the service and to look up a job or what is pinned for a shot; no host, no
widget. Each shot's brief is the panel's with the shot's own frames, plate, name and pinned characters. A
submit whose answer was lost goes out again under the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from os import urandom
from typing import TYPE_CHECKING, Any

from secondunit.wire import Task, version_text
from secondunit.wire.errors import Conflict, NothingSelected, Problem, ServiceLost
from secondunit.wire.value import dataclass

from .batch_lines import batch_lines, faults
from .list_approval import ListApproval, waits_for_approval

if TYPE_CHECKING:
    from secondunit.wire import (
        Brief,
        CastMember,
        Estimate,
        EstimateList,
        Format,
        FrameRange,
        Job,
        Plate,
        Rate,
    )

    from .sentences import EstimateLine

#: How the service is asked: what to do on a worker thread, what with the answer, and what with a problem.
Ask = Callable[[Callable[[Any], Any], Callable[[Any], None], Callable[[Problem], None]], None]
#: What is pinned for a shot, by character; None where the show's cast is not known yet.
Wardrobe = Callable[[str], "tuple[CastMember, ...] | None"]


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
        self,
        ask: Ask,
        job: Callable[[str], Job | None],
        changed: Callable[[], None] = lambda: None,
        wardrobe: Wardrobe = lambda shot: (),
        leaving: Callable[[Brief], str] = lambda brief: "",
    ) -> None:
        self._ask, self._job, self.changed = ask, job, changed
        self._wardrobe, self._leaving = wardrobe, leaving
        self.entries: tuple[Entry, ...] = ()
        #: Told of every job that was made.
        self.on_job: Callable[[Job], None] = lambda job: None
        self.problem: Problem | None = None
        #: Whether an approval was sent and not answered yet.
        self.approving = False
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
        self.problem, self.approving = None, False
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
        `NothingSelected`, `BadName`, `OutOfRange`, `Conflict` where shots are to be extended or the pins are
        not known yet."""
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
                cast=self._worn(entry, base.cast),
                prompt=entry.prompt or base.prompt,
            )
            for entry in self.wanted()
        }
        if not briefs:
            raise NothingSelected("No shot is chosen.", remedy="Tick the shots that are to take part.")
        return briefs

    def _worn(self, entry: Entry, cast: tuple[CastMember, ...]) -> tuple[CastMember, ...]:
        """The characters in the versions that are pinned for a shot, the others as they are."""
        if not cast:
            return ()
        members = self._wardrobe(entry.shot)
        if members is None:
            raise Conflict(
                "What is pinned for the shots is not known yet.",
                remedy="Wait until the show's cast is read, then estimate.",
                kept="Nothing was sent.",
            )
        pins = {member.name: member.version for member in members}
        # Pictures are selected of one version.
        return tuple(
            replace(member, version=pins[member.name], selection=())
            if pins.get(member.name, member.version) != member.version
            else member
            for member in cast
        )

    def wears(self, entry: Entry, cast: tuple[CastMember, ...]) -> str:
        """What a shot's characters wear, a line each: `ada v003, pinned`, `ben v001`."""
        members = self._wardrobe(entry.shot) if cast else None
        if members is None:
            return ""
        pins = {member.name for member in members}
        return "\n".join(
            f"{member.name} {version_text(member.version)}" + (", pinned" if member.name in pins else "")
            for member in self._worn(entry, cast)
        )

    # One estimate ------------------------------------------------------------------------------------------

    def estimate(self, base: Brief, handles: int) -> None:
        """Have every shot estimated that was not yet. Raises as `briefs`."""
        self.problem = None
        self._estimate(base, handles)

    def _estimate(self, base: Brief, handles: int) -> None:
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
        return batch_lines(self.entries, self.wanted(), self._estimates, self._refused, self._leaving)

    def allowed(self) -> bool:
        """Whether every shot that takes part is estimated and may be made."""
        shots = self.wanted()
        return bool(shots) and all(
            self._is_sound(shot) and not waits_for_approval(self._estimates[shot.id][1]) for shot in shots
        )

    def _is_sound(self, entry: Entry) -> bool:
        """Whether a shot is estimated, and nothing but an approval may be missing to it."""
        return entry.id in self._estimates and not faults(self._estimates[entry.id][1])

    # One approval ------------------------------------------------------------------------------------------

    @property
    def approval(self) -> ListApproval:
        """What would be approved at once: every shot without a job yet; empty until all are estimated."""
        shots = [shot for shot in self.wanted() if shot.id not in self._jobs]
        if not all(self._is_sound(shot) for shot in shots):
            return ListApproval()
        return ListApproval(tuple(self._estimates[shot.id] for shot in shots))

    def approve(self, base: Brief, handles: int, ceiling: str, by: str, note: str = "") -> None:
        """Say yes to all of it as it was estimated, up to `ceiling` in all; it makes no job by itself.

        Where anything is another than was estimated, nothing is approved and all is estimated anew. Raises as
        `briefs`, `Refused` for one who may not, `OutOfRange` for a ceiling below the price.
        """
        self.problem = None
        waiting = self._as_estimated(base, handles, "approve")
        if not waiting:
            return
        yes = self.approval.yes(ceiling, by, note)
        self.approving = True
        self.changed()

        def then(answer: EstimateList) -> None:
            self.approving = False
            for (id, brief), one in zip(waiting.items(), answer.estimates, strict=True):
                if self._estimates.get(id, (None,))[0] == brief:
                    self._estimates[id] = (brief, one)
            self.changed()

        def otherwise(problem: Problem) -> None:
            self.approving, self.problem = False, problem
            if problem.code == Conflict.code:
                # Files differ though the briefs are the same: what was estimated says nothing any more.
                self._estimates.clear()
                for id, brief in waiting.items():
                    self._ask_estimate(id, brief)
            self.changed()

        self._ask(lambda client: client.approve_list(yes), then, otherwise)

    def _as_estimated(self, base: Brief, handles: int, act: str) -> dict[str, Brief]:
        """The briefs without a job; none, with a problem and new estimates, where one is another by now."""
        briefs = {id: draft for id, draft in self.briefs(base, handles).items() if id not in self._jobs}
        if all(id in self._estimates and self._estimates[id][0] == draft for id, draft in briefs.items()):
            return briefs
        self.problem = Conflict(
            "The brief is another one than was estimated.",
            remedy=f"Look at the new estimate, then {act}.",
        ).problem
        self._estimate(base, handles)
        return {}

    # One progress ------------------------------------------------------------------------------------------

    def submit(self, base: Brief, handles: int) -> None:
        """Make a job of every shot that has none yet, as it was estimated. Raises as `briefs`.

        Where the brief is another one by now it is estimated anew, and nothing is sent.
        """
        self.problem = None
        waiting = self._as_estimated(base, handles, "generate")
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

    @property
    def cast_shot(self) -> str:
        """The first shot of which a take with characters was made, empty while there is none."""
        for entry in self.entries:
            job, pair = self._job(self._jobs.get(entry.id, "")), self._estimates.get(entry.id)
            if job is not None and job.take and pair is not None and pair[0].cast:
                return entry.shot
        return ""

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
