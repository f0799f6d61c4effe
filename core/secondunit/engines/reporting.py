"""What a worker says on its standard output, in the lines of Open Job Description."""

from __future__ import annotations

import sys
import time

from secondunit.wire import Problem, dumps

from .folders import PROBLEM_FILE


def say_progress(fraction: float, status: str = "") -> None:
    """Say what this task does and how far it is (0 to 1), in one piece and in this order."""
    lines = f"openjd_status: {_one_line(status)}\n" if status else ""
    sys.stdout.write(lines + f"openjd_progress: {min(1.0, max(0.0, fraction)) * 100:.2f}\n")
    sys.stdout.flush()


def say_problem(problem: Problem, scratch: str) -> None:
    """Leave the problem for whoever started this worker, and say it."""
    from pathlib import Path

    from secondunit.media.whole import whole_file

    try:
        with whole_file(Path(scratch) / PROBLEM_FILE) as temporary:
            temporary.write_text(dumps(problem), "utf-8")
    except Exception as error:  # a full disk must not hide the problem itself
        sys.stderr.write(f"The problem could not be written: {error}\n")
    sys.stdout.write(f"openjd_fail: {_one_line(problem.message)}\n")
    sys.stdout.flush()


class Pace:
    """Says progress of a fast loop no more than some twenty times a second, and always its end."""

    def __init__(self, seconds: float = 0.05) -> None:
        self._seconds = seconds
        self._next = 0.0

    def __call__(self, fraction: float, status: str) -> None:
        moment = time.monotonic()
        if moment >= self._next or fraction >= 1.0:
            self._next = moment + self._seconds
            say_progress(fraction, status)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]
