"""The runner: what carries a job from where it stands to its end. The scheduler knows it by this alone."""

from __future__ import annotations

from typing import Protocol

from secondunit.engines import Stop

from ..store import JobRow


class Runner(Protocol):
    """Carries jobs of one sort; safe to use from many threads, each with its own job."""

    def at_once(self, row: JobRow) -> int | None:
        """How many jobs of its provider may be under way at once, as most of the time they wait elsewhere.

        None for a job that works on this machine: it takes a slot and its memory.
        """

    def carry(self, row: JobRow, stop: Stop) -> None:
        """Carry a job to its end, or leave it where it is when the service stops."""
