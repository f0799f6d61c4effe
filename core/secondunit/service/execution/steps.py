"""The steps of one job's work, with frames tried again and nothing made twice.

What comes first, and which part of the progress each step is, its maker says.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from secondunit.engines import Engine, Progress, Report, Stop
from secondunit.engines.makers import maker_of
from secondunit.engines.names import Staging
from secondunit.wire import Step, Work, frames_text
from secondunit.wire.errors import DamagedPicture, FrameFailed, SecondUnitError, Unexpected, WorkerLost

#: How often a frame that fails is tried, and a worker that vanishes is replaced without getting on.
FRAME_TRIES, LOST_TRIES = 3, 6
Tell = Callable[[float, str, int], None]
log = logging.getLogger(__name__)


class Steps:
    """Does the steps of `work` with `engine`, telling `tell` the progress (0 to 1), a phrase, frames done."""

    def __init__(
        self,
        engine: Engine,
        request: Path,
        work: Work,
        tell: Tell,
        stop: Stop,
    ) -> None:
        self._maker = maker_of(work)
        self._engine = engine
        self._request = request
        self._work = work
        self._tell = tell
        self._stop = stop
        self._staging = Staging(Path(work.staging))
        self._delivery = work.brief.delivery
        if self._staging.folder.is_dir():
            self._staging.undo_names(work)

    def missing(self) -> tuple[int, ...]:
        """The frames that are not there yet."""
        return self._staging.missing(self._work.brief.frames, self._delivery.passes, self._delivery.volume)

    def prepare(self) -> None:
        """Make what comes before any frame, whatever is there."""
        self._insist(self._maker.first_step)

    def begin(self) -> None:
        """Make what comes before any frame, unless every frame is there."""
        if self.missing():
            self.prepare()

    def render(self) -> None:
        """Render what is missing; a frame that fails is tried again by itself, twice.

        Raises `FrameFailed` with what was kept.
        """
        failed: Counter[int] = Counter()
        losses = 0
        alone: int | None = None
        while missing := self.missing():
            self._stop.check()
            before = len(missing)
            try:
                self._engine.run(
                    self._request, Step.RENDER, (alone,) if alone in missing else missing,
                    self._report(Step.RENDER), self._stop,
                )  # fmt: skip
                alone = None
                if len(self.missing()) == before:
                    raise Unexpected("A worker said it was done, but made no frame.")
            except WorkerLost as error:
                losses = 1 if len(self.missing()) < before else losses + 1
                log.warning("a render worker was lost: %s", error)
                if losses >= LOST_TRIES:
                    raise self._given_up(missing[0], error) from error
            except FrameFailed as error:
                alone = _frame_of(error, missing)
                failed[alone] += 1
                log.warning("frame %s failed: %s", alone, error)
                if failed[alone] >= FRAME_TRIES:
                    raise self._given_up(alone, error) from error

    def deliver(self) -> None:
        """Turn the frames into a take; a frame found damaged is made again first."""
        for _ in range(FRAME_TRIES):
            try:
                self._insist(Step.DELIVER)
                return
            except DamagedPicture as error:
                log.warning("a delivery found a damaged frame: %s", error)
                damaged: SecondUnitError = error
                if not self._staging.folder.is_dir() or not self.missing():
                    raise
            self._staging.undo_names(self._work)
            if not self._maker.elsewhere:  # what was prepared to leave has left
                self.begin()
            self.render()
        raise damaged

    def _insist(self, step: Step) -> None:
        """Do a step that is one task, again if its worker vanishes."""
        for left in range(LOST_TRIES - 1, -1, -1):
            self._stop.check()
            try:
                self._engine.run(
                    self._request, step, tuple(self._work.brief.frames), self._report(step), self._stop
                )
                return
            except WorkerLost as error:
                log.warning("the worker of %s was lost: %s", step.value, error)
                if not left:
                    raise

    def _report(self, step: Step) -> Report:
        start, share = self._maker.shares[step]
        total = len(self._work.brief.frames)
        done = total if step is Step.DELIVER else total - len(self.missing()) if step is Step.RENDER else 0
        base = done / total if step is Step.RENDER else 0.0

        def report(progress: Progress) -> None:
            nonlocal done
            if step is Step.RENDER and progress.frame is not None:
                done = min(total, done + 1)
            fraction = base + (1.0 - base) * progress.fraction
            self._tell(start + share * min(1.0, fraction), progress.status, done)

        return report

    def _given_up(self, frame: int, error: SecondUnitError) -> FrameFailed:
        missing = set(self.missing())
        frames = [number for number in self._work.brief.frames if number not in missing]
        return FrameFailed(
            f"Frame {frame} could not be made: {error.problem.message}",
            remedy=error.problem.remedy or "Retry the job: finished frames are not made again.",
            kept=f"Frames {frames_text(frames)} are kept." if frames else "",
            where=str(frame),
        )


def _frame_of(error: SecondUnitError, missing: tuple[int, ...]) -> int:
    try:
        return int(error.problem.where)
    except ValueError:
        return missing[0]
