"""A step of a job's template on this machine: each of its tasks in a session of openjd-sessions."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from openjd.model import (
    JobParameterValues,
    StepParameterSpaceIterator,
    TaskParameterSet,
    create_job,
    decode_job_template,
    preprocess_job_parameters,
)
from openjd.sessions import LOG, ActionState, ActionStatus, LogContent, Session

from secondunit.media.whole import storage_error
from secondunit.wire import Problem, Step, frames_text, loads, parse_frames
from secondunit.wire.errors import BadValue, Cancelled, SecondUnitError, WorkerLost, raised

from .engine import Progress, Report, Stop
from .folders import PROBLEM_FILE, TEMPLATE_FILE
from .template import CHUNK_SECONDS, EXTENSIONS, STEP_NAMES

_FRAME = re.compile(r"Frame (-?\d+) ")
#: After this long a worker that was asked to end is ended, in seconds.
GRACE = 0.6
log = logging.getLogger(__name__)


class Sessions:
    """Runs steps with sessions whose working folders are made in `folder`, by the command `python`."""

    def __init__(self, folder: Path, environment: dict[str, str], python: str) -> None:
        self._folder = folder
        self._environment = environment
        self._python = python
        # The library logs every line of every session; progress reaches us through callbacks.
        LOG.propagate = False
        if not LOG.handlers:
            LOG.addHandler(_WorkerLines())

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        """Do one step, as `Engine.run` does."""
        scratch = request.parent
        template = _read_template(scratch / TEMPLATE_FILE)
        model = decode_job_template(template=template, supported_extensions=list(EXTENSIONS))
        values = preprocess_job_parameters(
            job_template=model,
            job_parameter_values={
                "Request": str(request), "Frames": frames_text(tuple(frames)), "Python": self._python,
            },
            job_template_dir=scratch,
            current_working_dir=scratch,
        )  # fmt: skip
        job = create_job(job_template=model, job_parameter_values=values)
        part = next(candidate for candidate in job.steps if candidate.name == STEP_NAMES[step])
        tasks = StepParameterSpaceIterator(space=part.parameterSpace)
        position = 0
        for task, count in _timed(tasks):
            stop.check()
            share = (count or len(frames)) / len(frames)
            before = position / len(frames)

            def onward(progress: Progress, before: float = before, share: float = share) -> None:
                fraction = before + share * progress.fraction
                report(Progress(fraction, progress.status, progress.frame))

            (scratch / PROBLEM_FILE).unlink(missing_ok=True)
            _Task(self._folder, self._environment, scratch).run(part.script, task, values, onward, stop)
            position += count or len(frames)


def _timed(tasks: StepParameterSpaceIterator) -> Iterator[tuple[TaskParameterSet, int]]:
    """Each task with its number of frames (0 for none), the chunks sized by how long the last one took."""
    iterator = iter(tasks)
    while True:
        try:
            task = next(iterator)
        except StopIteration:
            return
        count = _count(str(task["Frame"].value)) if "Frame" in task else 0
        started = time.monotonic()
        yield task, count
        if count and tasks.chunks_adaptive:
            pace = (time.monotonic() - started) / count
            tasks.chunks_default_task_count = max(1, round(CHUNK_SECONDS / max(pace, 0.01)))


def _count(frames: str) -> int:
    return len(parse_frames(frames))


class _Task:
    """One task in one session: a session does not survive a failed task anyway."""

    def __init__(self, sessions: Path, environment: dict[str, str], scratch: Path) -> None:
        self._sessions = sessions
        self._environment = environment
        self._scratch = scratch
        self._ended = threading.Event()
        self._last = ActionStatus(state=ActionState.RUNNING)

    def run(
        self, script: Any, task: TaskParameterSet, values: JobParameterValues, report: Report, stop: Stop
    ) -> None:
        last_words, fresh = [""], [False]

        def heard(_session: str, status: ActionStatus) -> None:
            self._last = status
            if status.state is not ActionState.RUNNING:
                self._ended.set()
                return
            words = status.status_message or ""
            if not words:  # the session says that it began
                return
            if words != last_words[0]:
                # A worker says what it does, then how far it is: the second line completes the first.
                last_words[0], fresh[0] = words, True
                return
            match = _FRAME.match(words) if fresh[0] else None
            fresh[0] = False
            report(Progress((status.progress or 0.0) / 100.0, words, int(match[1]) if match else None))

        try:
            session = Session(
                session_id=uuid.uuid4().hex,
                job_parameter_values=values,
                callback=heard,
                os_env_vars=self._environment,
                session_root_directory=self._sessions,
            )
        except (RuntimeError, OSError) as error:
            raise WorkerLost(f"A worker could not be started: {error}.") from error
        with session:
            session.run_task(step_script=script, task_parameter_values=task, log_task_banner=False)
            forget = stop.when_told(lambda: _cancel(session))
            try:
                self._ended.wait()
            finally:
                forget()
        if self._last.state is not ActionState.SUCCESS:
            raise self._failure(stop)

    def _failure(self, stop: Stop) -> SecondUnitError:
        if stop.told or self._last.state is ActionState.CANCELED:
            return Cancelled("The work was stopped.")
        try:
            return raised(loads(Problem, (self._scratch / PROBLEM_FILE).read_bytes()))
        except (OSError, BadValue):
            code = self._last.exit_code
            how = f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
            return WorkerLost(
                f"A worker ended without a word ({how}).",
                remedy="Retry the job: finished frames are not made again. If the machine ran out of memory, "
                "ask for a smaller format.",
            )


def _cancel(session: Session) -> None:
    try:
        session.cancel_action(time_limit=timedelta(seconds=GRACE))
    except RuntimeError:  # it ended at this very moment
        log.debug("nothing was left to cancel")


def _read_template(path: Path) -> dict[str, Any]:
    try:
        template: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise storage_error(error, path) from error
    return template


class _WorkerLines(logging.Handler):
    """Passes what workers print, other than their progress, on to our own log."""

    def emit(self, record: logging.LogRecord) -> None:
        content = getattr(record, "openjd_log_content", None)
        text = record.getMessage()
        if content == LogContent.COMMAND_OUTPUT and not text.startswith("openjd_"):
            log.info("worker: %s", text[:2000])
