"""Variants: one brief with several seeds, made as one batch, looked at together, of which one is kept.

Knows ids and the panel's jobs; kept in the document, so that a batch is one after a reload too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

from .state import PanelTopic

if TYPE_CHECKING:
    from .state import PanelState

#: How many batches a document remembers.
MOST_BATCHES = 50


@dataclass(frozen=True)
class VariantBatch:
    """The seeds of one press, and the jobs that were made of them so far, in the order of the seeds."""

    seeds: tuple[int, ...]
    jobs: tuple[tuple[int, str], ...] = ()

    def takes(self, state: PanelState) -> tuple[str, ...]:
        """The takes that it made so far, in the order of the seeds."""
        records = (state.jobs.get(job) for _, job in self.jobs)
        return tuple(job.take for job in records if job is not None and job.take)


class Variants:
    """The batches of one document, the newest last."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self._batches: dict[int, VariantBatch] = {}
        self._number = 0

    @property
    def batches(self) -> tuple[VariantBatch, ...]:
        """Every batch, the newest last."""
        return tuple(self._batches.values())

    def begin(self, seeds: list[int]) -> int:
        """A new batch; gives its number."""
        self._number += 1
        self._batches[self._number] = VariantBatch(tuple(seeds))
        while len(self._batches) > MOST_BATCHES:
            del self._batches[next(iter(self._batches))]
        self._state.touch(PanelTopic.JOBS)
        return self._number

    def put(self, batch: int, seed: int, job: str) -> None:
        """A job was made of a seed."""
        before = self._batches.get(batch)
        if before is not None:
            jobs = sorted(
                {**dict(before.jobs), seed: job}.items(), key=lambda pair: before.seeds.index(pair[0])
            )
            self._batches[batch] = VariantBatch(before.seeds, tuple(jobs))
            self._state.touch(PanelTopic.JOBS)

    def of(self, take: str) -> VariantBatch | None:
        """The newest batch that a take is of."""
        # After a lost answer the same jobs are of two batches, and the older one lacks some of them.
        return next((batch for batch in reversed(self.batches) if take in batch.takes(self._state)), None)

    def others(self, take: str) -> tuple[str, ...]:
        """The other takes of a take's batch."""
        batch = self.of(take)
        return tuple(other for other in batch.takes(self._state) if other != take) if batch else ()

    def words(self, take: str) -> str:
        """`Variant 2 of 4, seed 8`; empty for a take of no batch."""
        batch = self.of(take)
        if batch is None or len(batch.seeds) < 2:
            return ""
        records = ((seed, self._state.jobs.get(job)) for seed, job in batch.jobs)
        seed = next(seed for seed, job in records if job is not None and job.take == take)
        return f"Variant {batch.seeds.index(seed) + 1} of {len(batch.seeds)}, seed {seed}"

    def state(self) -> list[object]:
        """What is kept in the document, as JSON values."""
        return [
            {"seeds": list(batch.seeds), "jobs": [list(pair) for pair in batch.jobs]}
            for batch in self.batches
        ]

    def restore(self, stored: object) -> None:
        """Take up what a document keeps; what cannot be read is left out."""
        self._batches = {}  # no number is used again: an answer for a batch of the last document may be late
        for record in stored if isinstance(stored, (list, tuple)) else ():
            if not isinstance(record, Mapping):
                continue
            try:
                seeds = tuple(int(seed) for seed in record["seeds"])
                jobs = tuple((int(seed), str(job)) for seed, job in record["jobs"])
            except (KeyError, TypeError, ValueError):
                continue
            self._number += 1
            self._batches[self._number] = VariantBatch(seeds, tuple(p for p in jobs if p[0] in seeds))
