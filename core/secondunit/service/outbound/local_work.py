"""What workers here make of a provider's job: the files that are sent, and every take of what came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from secondunit.engines import Engine, Stop
from secondunit.engines.alternatives import alternative_of, counted_alternatives
from secondunit.engines.delivery import found_take
from secondunit.wire import Take, Work

from ..execution.bench import Bench
from ..execution.record import JobRecord
from ..execution.steps import Steps


@dataclass(frozen=True)
class LocalWork:
    """The steps of one job here; each takes a place at the bench."""

    record: JobRecord
    engine: Engine
    bench: Bench
    work: Work
    stop: Stop

    def prepare(self) -> None:
        """Write the files of every piece."""
        with self.bench.place(self.stop):
            self._steps(self.work).prepare()

    def there(self) -> tuple[Take, ...]:
        """The takes of this job that have their place already, in the order of their numbers."""
        takes = []
        for number in range(1, counted_alternatives(Path(self.work.scratch)) + 1):
            take = found_take(alternative_of(self.work, number))
            if take is not None:
                takes.append(take)
        return tuple(takes)

    def made(self) -> tuple[Take, ...]:
        """Every take of the run, one picture of the answer after the other; those that are there stay."""
        there = {take.alternative: take for take in self.there()}
        number, takes = 1, []
        while number <= counted_alternatives(Path(self.work.scratch)):
            takes.append(there.get(number) or self._made(number))
            number += 1
        return tuple(takes)

    def _made(self, number: int) -> Take:
        work = alternative_of(self.work, number)
        steps = self._steps(work)
        with self.bench.place(self.stop):
            steps.render()
            self.stop.check()
            return self.record.deliver(self.engine, steps, work)

    def _steps(self, work: Work) -> Steps:
        request, job = self.engine.prepare(work), self.work.job
        return Steps(
            self.engine, request, work, lambda *progress: self.record.tell(job, *progress), self.stop
        )
