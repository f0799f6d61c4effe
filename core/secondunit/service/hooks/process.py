"""A hook's process: started, request its time, ended with all that it started."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

import psutil

from secondunit.engines.parent import PARENT, parent_mark
from secondunit.wire import HookRun, HookState, Problem, SecondUnitError, dumps, loads
from secondunit.wire.errors import WorkError

from .handover import Handover

#: The most bytes that are read of an answer, and kept of what a hook prints.
LARGEST_ANSWER, LAST_WORDS = 1 << 20, 8_192
_KEPT = "The take is as it was."


class HookProcess:
    """One run of a hook; `end` may be called from any thread."""

    def __init__(self, hook: str, handover: Handover, folder: Path) -> None:
        self.hook, self.handover = hook, handover
        #: The end of what it printed.
        self.words = b""
        self._folder = Path(tempfile.mkdtemp(prefix="hook-", dir=folder))
        self._answer: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - `run` closes it
        with tempfile.TemporaryFile() as request:
            request.write(dumps(handover).encode())
            request.seek(0)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "secondunit.service.hooks", hook],
                stdin=request,
                stdout=self._answer,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                env={**os.environ, PARENT: parent_mark()},
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def run(self, seconds: float) -> HookRun:
        """Wait until it has ended, `seconds` at most; gives what became of it."""
        listener = threading.Thread(target=self._listen, name=f"hook {self.hook}", daemon=True)
        listener.start()
        try:
            status = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.end()
            return self._failed(
                f"The hook {self.hook} did not end within {seconds:g} seconds and was stopped."
            )
        finally:
            self.end()  # what it started, if anything is left of that
            listener.join(1.0)
            shutil.rmtree(self._folder, ignore_errors=True)
        with self._answer:
            self._answer.seek(0)
            try:
                if status == 0:
                    answer = loads(HookRun, self._answer.read(LARGEST_ANSWER))
                    return self._run(answer.message, answer.problem)
            except SecondUnitError:
                pass
        return self._failed(f"The process of the hook {self.hook} ended with status {status} and no answer.")

    def end(self) -> None:
        """End the process and all that it started."""
        children: list[psutil.Process] = []
        if self._process.poll() is None:  # its number is still its own
            with contextlib.suppress(psutil.Error):
                children = psutil.Process(self._process.pid).children(recursive=True)
            self._process.kill()
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.kill()
        if os.name == "posix":
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _listen(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            while piece := stream.read1(65_536):  # type: ignore[attr-defined]
                self.words = (self.words + piece)[-LAST_WORDS:]

    def _failed(self, message: str) -> HookRun:
        problem = WorkError(
            message, remedy="The service's log has its last words.", kept=_KEPT, where=self.hook
        ).problem
        return self._run("", problem)

    def _run(self, message: str, problem: Problem | None) -> HookRun:
        state = HookState.FAILED if problem else HookState.DONE
        return HookRun(self.handover.take.id, self.hook, state, self.handover.attempt, message, problem)
