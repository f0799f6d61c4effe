"""The service for scripts of a studio: `connect` finds or starts it; what it takes and gives are wire values.

Knows the host side and the wire alone, so that a script needs no library beside the standard one. Calls wait
for the network; a `Service` belongs to the thread that made it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from secondunit.host.client import Client
from secondunit.host.events import EventStream
from secondunit.host.start import Dialling
from secondunit.wire import Event, Job, SecondUnitError
from secondunit.wire.errors import ServiceError, ServiceLost, ServiceMismatch

__all__ = ["Client", "Service", "connect"]

T = TypeVar("T")
#: How often a service that went away is looked for again, in seconds.
AGAIN = 0.5


def connect(user: str = "", *, start: bool = True, home: str = "") -> Service:
    """The running service of this user, started where it does not run and `start` allows it.

    `user` is who jobs and notes are signed with; `home` is the state folder (default: the user's own). Raises
    `ServiceAbsent`, `ServiceMismatch`, `NoRights`.
    """
    dialling = Dialling(user=user, home=home)
    return Service(dialling.dial() if start else dialling.reach(), dialling)


class Service(Client):
    """The running service: every call of a `Client`, jobs waited for, and events as they happen.

    `dialling` says how it is found again; `patience` (s) is how long one that went away is looked for before
    `ServiceLost` is raised. Its jobs go on meanwhile, or when it is back.
    """

    def __init__(self, client: Client, dialling: Dialling, *, patience: float = 60.0) -> None:
        super().__init__(client.url, client.token, user=client.user)
        self.dialling, self.patience = dialling, patience

    def wait(self, jobs: Iterable[Job | str]) -> Iterator[Job]:
        """Each of some jobs (or of their ids) as it ended, in the order in which they end.

        `Job.state` says how: *done*, *failed*, *refused*, *cancelled*, or *uncertain*: a person decides.
        Survives a restart of the service. Raises `NotFound`, `ServiceLost`.
        """
        names = dict.fromkeys(job if isinstance(job, str) else job.id for job in jobs)
        for job in self._states(tuple(names)):
            if job.state.ended and job.id in names:
                del names[job.id]
                yield job
            if not names:
                return

    def follow(self, job: Job | str) -> Iterator[Job]:
        """A job each time it changed, beginning with how it stands; the last one ended.

        Survives a restart of the service. Raises `NotFound`, `ServiceLost`.
        """
        for state in self._states((job if isinstance(job, str) else job.id,)):
            yield state
            if state.state.ended:
                return

    def events(self, after: int | None = None, *, show: str = "") -> Iterator[Event]:
        """What happens, without end: all that followed event number `after`, by default from now on.

        Keep the number of the last event that was dealt with and none is missed, however long the script was
        away. Of several events about the progress of one job that arrive at once, the last is given.
        Raises `ServiceLost`.
        """
        last_event = self._insist(lambda: self.status().last_event) if after is None else after
        since = time.monotonic()
        while True:
            try:
                stream = EventStream(self, last_event, show=show, pause=lambda: None)
                try:
                    for burst in stream.bursts():
                        since = time.monotonic()
                        for event in burst:
                            yield event
                            last_event = max(last_event, event.number)
                        last_event = max(last_event, stream.heard)
                finally:
                    stream.close()
            except ServiceError:
                pass
            self._find_again(since)

    def _states(self, jobs: tuple[str, ...]) -> Iterator[Job]:
        """Some jobs as they stand, then each of them whenever it changes."""
        if not jobs:
            return
        # What happened up to here is in the jobs themselves; what comes after is in the stream.
        last = self._insist(lambda: self.status().last_event)
        for name in jobs:
            yield self._insist(partial(self.job, name))
        for event in self.events(last):
            if event.job is not None and event.job.id in jobs:
                yield event.job

    def _insist(self, ask: Callable[[], T]) -> T:
        """What the service answers, looked for again where it went away; raises `ServiceLost`."""
        since = time.monotonic()
        while True:
            try:
                return ask()
            except ServiceMismatch:
                raise
            except ServiceError:
                self._find_again(since)

    def _find_again(self, since: float) -> None:
        """Speak to the service where it is now: it may have come back on another port.

        Raises `ServiceLost` once it was looked for long enough.
        """
        if time.monotonic() - since > self.patience:
            raise ServiceLost("The service went away and did not come back; its jobs are kept.")
        time.sleep(AGAIN)
        try:
            client = self.dialling.reach()
        except ServiceMismatch:
            raise
        except SecondUnitError:
            return
        self.url, self.token = client.url, client.token
