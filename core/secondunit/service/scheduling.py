"""The scheduler put together: who carries a job is chosen here, and handed to a queue that knows nobody."""

from __future__ import annotations

from pathlib import Path

from secondunit.engines import Engine
from secondunit.engines.makers import maker_of
from secondunit.engines.speeds import Speeds
from secondunit.wire import Work

from .execution.bench import Bench
from .execution.record import JobRecord
from .execution.runner import Runner
from .jobs import Scheduler
from .jobs.local_runner import LocalRunner
from .outbound.backoff import Backoff
from .outbound.gateway import Gateway
from .reads import Reads
from .store import Store


def job_scheduler(
    store: Store,
    engine: Engine,
    owner: str,
    *,
    scratch: Path,
    slots: int = 1,
    memory: int = 1 << 62,
    gateway: Gateway | None = None,
    remote: int = 0,
    backoff: Backoff | None = None,
    reads: Reads | None = None,
    speeds: Speeds | None = None,
) -> Scheduler:
    """The queue of one service, as `Scheduler` says, with its runners.

    `gateway` leads to the providers; without one the gate refuses their jobs. `speeds` learns what jobs take.
    """
    record = JobRecord(store, speeds=speeds)
    if gateway is not None:
        record = JobRecord(store, gateway.seal, speeds, gateway.with_terms)
    here: Runner = LocalRunner(record, engine)
    outside = here
    if gateway is not None:
        from .outbound.job_run import Means  # what speaks to providers takes a while to load
        from .outbound.runner import OutboundRunner

        outside = OutboundRunner(Means(record, engine, gateway, Bench(slots), backoff or Backoff()))

    def runner_of(work: Work) -> Runner:
        return outside if maker_of(work).elsewhere else here

    return Scheduler(
        store, owner, record, runner_of,
        scratch=scratch, reads=reads or Reads(), slots=slots, memory=memory, remote=remote,
    )  # fmt: skip
