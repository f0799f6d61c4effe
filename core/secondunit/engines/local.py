"""The engine of this machine: it runs the job's template with openjd-sessions, a session for each task."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from secondunit.wire import Step, Work

from .engine import Report, Stop
from .folders import TEMPLATE_FILE, make_folders
from .parent import PARENT, parent_mark
from .standby import python_on_standby
from .template import write_template

#: One thread at a time loads the library: two at once may each get half of it.
_first = threading.Lock()


class LocalEngine:
    """Runs steps as processes of this machine; `sessions` is where their working folders are made."""

    name = "local"

    def __init__(self, sessions: Path, environment: Mapping[str, str] | None = None) -> None:
        self._sessions = sessions
        self._environment = {**(environment or {}), PARENT: parent_mark(), "PYTHONUNBUFFERED": "1"}

    def prepare(self, work: Work) -> Path:
        request = make_folders(work)
        write_template(work, request.parent / TEMPLATE_FILE)
        return request

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        stop.check()
        with _first:  # a service that runs nothing starts without it, and sooner
            from .sessions import Sessions
        python, environment = python_on_standby(request.parent)
        sessions = Sessions(self._sessions, {**self._environment, **environment}, python)
        sessions.run(request, step, frames, report, stop)
