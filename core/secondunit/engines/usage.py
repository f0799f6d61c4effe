"""What the steps of a job took, as its workers left it: seconds of processor beside seconds by the clock.

One line a task in a file of the job's scratch folder, written when the task ended well. Whoever ends the job
reads it before the folder goes.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secondunit.wire import Step

USAGE_FILE = "usage.jsonl"


@dataclass(frozen=True)
class Usage:
    """What tasks took together: the frames they made, seconds of processor, seconds by the clock."""

    frames: int = 0
    processor: float = 0.0
    clock: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.frames + other.frames, self.processor + other.processor, self.clock + other.clock
        )  # fmt: skip


@contextlib.contextmanager
def usage_kept(scratch: Path, step: Step, frames: int) -> Iterator[None]:
    """Write what the block takes of this process, all its threads together, unless it raises.

    A file that cannot be written is no fault of the work: the machine only learns nothing of it.
    """
    processor, clock = time.process_time(), time.monotonic()
    yield
    row = {
        "step": step.value, "frames": frames, "processor": time.process_time() - processor,
        "clock": time.monotonic() - clock,
    }  # fmt: skip
    with contextlib.suppress(OSError):
        target = os.open(scratch / USAGE_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(target, json.dumps(row).encode() + b"\n")
        finally:
            os.close(target)


def read_usage(scratch: Path) -> dict[Step, Usage]:
    """What each step took by the file of a scratch folder; nothing where it is missing or cannot be read."""
    by_step: dict[Step, Usage] = {}
    try:
        lines = (scratch / USAGE_FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return by_step
    for line in lines:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            row = json.loads(line)
            step = Step(row["step"])
            task = Usage(int(row["frames"]), float(row["processor"]), float(row["clock"]))
            by_step[step] = by_step.get(step, Usage()) + task
    return by_step


__all__ = ["USAGE_FILE", "Usage", "read_usage", "usage_kept"]
