"""The link between a host's main thread and the service: nothing on the main thread ever waits.

`ask` queues a call for the worker thread of its lane (pictures have one of their own, so that none delays a
command); another thread listens to events and reconnects by itself. Answers and events come back in `pump`,
which the host's own timer calls on its main thread, a few milliseconds at a time. Events about one job
replace each other while they wait, so the queue cannot outgrow the jobs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from secondunit.wire.errors import (
    Problem,
    SecondUnitError,
    ServiceAbsent,
    ServiceLost,
    ServiceMismatch,
    Unexpected,
    raised,
)

from .connection import Connection, LinkState, Mend
from .legible import legible

if TYPE_CHECKING:
    from secondunit.wire import Event

    from .client import Client
    from .events import EventStream

__all__ = ["CALLS", "FILES", "PICTURES", "Connection", "Dial", "Link", "LinkState", "Mend"]

T = TypeVar("T")

#: The lanes: what is asked for in one never waits for the others. A call in `FILES` may read a whole
#: take, one in `QUICK` is a quick look.
CALLS, PICTURES, FILES, QUICK = "calls", "pictures", "files", "quick"
#: The most calls that wait in one lane.
MOST_CALLS = 256
#: Above this many waiting events the host has been busy for long: they are dropped and all is asked anew.
MOST_EVENTS = 5_000
#: Waits between attempts to reach the service, in seconds; the last one repeats.
BACKOFF = (0.2, 0.4, 0.8, 1.5, 3.0, 5.0)
#: A worker thread holds the interpreter for at most about this long (s) before it lets the host go on.
SLICE = 0.001


#: What the listening thread leaves for the main thread; None says that some was lost.
Mail: TypeAlias = "Event | Connection | None"


class Dial(Protocol):
    """Reach the service, start it if need be; called on a worker thread.

    One that can also replace a service of another version has `mend` as well, with the same arguments.
    """

    def dial(self, pause: Callable[[], None], give_up: Callable[[], bool]) -> Client: ...


class _Call:
    """A question to the service, and who wants the answer."""

    def __init__(
        self,
        work: Callable[[Client], Any],
        then: Callable[[Any], None],
        otherwise: Callable[[Problem], None],
    ) -> None:
        self.work, self.then, self.otherwise = work, then, otherwise


class Link:
    """A few threads and a mailbox; made and used by one main thread.

    `on_event`, `on_connection` and `on_gap` (events were missed: ask everything anew) are called from `pump`.
    """

    def __init__(self, dialling: Dial) -> None:
        self.dialling = dialling
        self.connection = Connection()
        self.on_event: Callable[[Event], None] = lambda event: None
        self.on_connection: Callable[[Connection], None] = lambda connection: None
        self.on_gap: Callable[[], None] = lambda: None
        self._threads: _Threads | None = None
        self._ready: deque[Callable[[], None]] = deque()

    @property
    def running(self) -> bool:
        """Whether the threads run."""
        return self._threads is not None

    def start(self) -> None:
        """Start the threads, if they do not run, and connect."""
        if self._threads is None:
            self._threads = _Threads(self.dialling)
            self._set(Connection(LinkState.CONNECTING))

    def stop(self) -> None:
        """End the threads without waiting for a call on its way; what was not delivered is dropped."""
        threads, self._threads = self._threads, None
        self._ready.clear()
        if threads is not None:
            threads.stop()
            self._set(Connection())

    def mend(self) -> None:
        """Try again at once, replacing a service of another version where that is allowed."""
        if self._threads is None:
            self.start()
        else:
            self._set(Connection(LinkState.CONNECTING))
            self._threads.mend()

    def ask(
        self,
        work: Callable[[Client], T],
        then: Callable[[T], None],
        otherwise: Callable[[Problem], None],
        key: str = "",
        lane: str = CALLS,
    ) -> None:
        """Run `work` on the lane's worker thread; `then` or `otherwise` is called from a later `pump`.

        A call with the same `key` that still waits is replaced. Never blocks, never raises.
        """
        threads = self._threads
        if threads is None:
            problem = ServiceAbsent("Not connected to the service.", remedy="Press Connect.").problem
            self._ready.append(lambda: otherwise(problem))
        elif not threads.put(_Call(work, then, otherwise), key, lane):
            busy = ServiceLost(
                "Too many requests wait for the service.", remedy="Wait until it answers."
            ).problem
            self._ready.append(lambda: otherwise(busy))

    def keep(self, lane: str, keys: Sequence[str]) -> frozenset[str]:
        """Of the calls that wait in a lane keep only these, in this order; returns the keys of the others."""
        return self._threads.keep(lane, keys) if self._threads is not None else frozenset()

    def pump(self, budget_ms: float = 4.0) -> bool:
        """Deliver what arrived, for at most about `budget_ms`; true when something was delivered.

        What is left waits for the next pump. Callbacks that raise are the caller's fault and are let through.
        """
        end = perf_counter() + budget_ms / 1000
        if not self._ready and self._threads is not None:
            self._threads.collect(self._ready, self._deliver)
        delivered = False
        while self._ready:
            self._ready.popleft()()
            delivered = True
            if perf_counter() > end:
                break
        return delivered

    def _deliver(self, item: Mail) -> Callable[[], None]:
        if item is None:
            return self.on_gap
        if isinstance(item, Connection):
            return lambda: self._set(item)
        return lambda: self.on_event(item)

    def _set(self, connection: Connection) -> None:
        self.connection = connection
        self.on_connection(connection)


class _Lane:
    """The calls that wait for one worker thread, which starts with the first of them."""

    def __init__(self, name: str, serve: Callable[[_Call], None]) -> None:
        from threading import Condition

        self.name, self._serve = name, serve
        self._calls: dict[str, _Call] = {}
        self._changed = Condition()
        self._number = 0
        self._running = self._stopping = False

    def put(self, call: _Call, key: str) -> bool:
        with self._changed:
            if len(self._calls) >= MOST_CALLS or self._stopping:
                return False
            self._number += 1
            self._calls[key or f"#{self._number}"] = call
            self._changed.notify()
        if not self._running:
            from threading import Thread

            self._running = True
            Thread(target=self._work, name=f"secondunit-{self.name}", daemon=True).start()
        return True

    def keep(self, keys: Sequence[str]) -> frozenset[str]:
        with self._changed:
            waiting = self._calls
            self._calls = {key: waiting[key] for key in keys if key in waiting}
            return frozenset(waiting.keys() - self._calls.keys())

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._calls.clear()
            self._changed.notify_all()

    def _work(self) -> None:
        """Serve the calls, one at a time, for as long as the link stands."""
        while True:
            with self._changed:
                while not self._calls and not self._stopping:
                    self._changed.wait()
                if self._stopping:
                    return
                call = self._calls.pop(next(iter(self._calls)))
            self._serve(call)


class _Threads:
    """The worker threads and what passes between them and the main thread."""

    def __init__(self, dialling: Dial) -> None:
        from threading import Event as Flag
        from threading import Lock, Thread

        self._dialling = dialling
        self._stopping = Flag()
        self._lock = Lock()
        self._mail: dict[str, Mail] = {}
        self._answers: deque[Callable[[], None]] = deque()
        self._lanes = {name: _Lane(name, self._serve) for name in (CALLS, PICTURES, FILES, QUICK)}
        self._mending, self._hurry = False, Flag()
        self._client: Client | None = None
        self._problem: Problem | None = None
        self._stream: EventStream | None = None
        Thread(target=self._listen, name="secondunit-events", daemon=True).start()

    # On the main thread -----------------------------------------------------------------------------------

    def put(self, call: _Call, key: str, lane: str) -> bool:
        return self._lanes[lane].put(call, key)

    def keep(self, lane: str, keys: Sequence[str]) -> frozenset[str]:
        return self._lanes[lane].keep(keys)

    def collect(self, into: deque[Callable[[], None]], deliver: Callable[[Mail], Callable[[], None]]) -> None:
        """Move the answers and the mail over; leaves the mail for the next time where a thread is at it."""
        while self._answers:
            into.append(self._answers.popleft())
        if self._mail and self._lock.acquire(blocking=False):
            mail, self._mail = self._mail, {}
            self._lock.release()
            into.extend(map(deliver, mail.values()))

    def mend(self) -> None:
        self._mending = True
        self._hurry.set()

    def stop(self) -> None:
        self._stopping.set()
        self._hurry.set()
        for lane in self._lanes.values():
            lane.stop()
        stream = self._stream
        if stream is not None:
            stream.close()

    # On the worker threads --------------------------------------------------------------------------------

    def _post(self, mail: dict[str, Mail]) -> None:
        with self._lock:
            for key, item in mail.items():
                self._mail.pop(key, None)
                self._mail[key] = item
            if len(self._mail) > MOST_EVENTS:
                self._mail = {"gap": None, **{k: v for k, v in self._mail.items() if k == "connection"}}

    def _serve(self, call: _Call) -> None:
        try:
            answer = legible(call.work(self._connected()), _Pause())
        except SecondUnitError as error:
            problem = error.problem
        except Exception as error:
            problem = Unexpected(f"The host's side failed: {type(error).__name__}: {error}"[:300]).problem
        else:
            self._answers.append(lambda: call.then(answer))
            return
        problem = legible(problem)
        self._answers.append(lambda: call.otherwise(problem))

    def _connected(self) -> Client:
        """The client; while the first connection is being made, wait for how it ends."""
        while self._client is None:
            if self._problem is not None:
                raise raised(self._problem)
            if self._stopping.wait(0.02):
                raise ServiceAbsent("Not connected to the service.")
        return self._client

    def _listen(self) -> None:
        """Stay connected: dial, listen until it breaks off, wait a little longer each time, dial again."""
        last_event, attempt = -1, 0
        pause = _Pause()
        while not self._stopping.is_set():
            try:
                client = self._dial()(pause, self._stopping.is_set)
                status = client.status()
                # A service whose store is another one counts from elsewhere: begin anew.
                after = status.last_event if last_event < 0 or last_event > status.last_event else last_event
                from .events import EventStream

                stream = self._stream = EventStream(client, after, pause=pause)
                self._client, self._problem, attempt = client, None, 0
                self._post({"connection": Connection(LinkState.ONLINE, status)})
                last_event = self._hear(stream, pause)
                problem = ServiceLost("The service has gone.").problem
            except SecondUnitError as error:
                problem = error.problem
                if self._stream is not None:
                    last_event = self._stream.heard
            except Exception as error:
                problem = Unexpected(f"The host's side failed: {type(error).__name__}: {error}"[:300]).problem
            self._client, self._stream = None, None
            if self._stopping.is_set():
                return
            self._problem = problem = legible(problem)
            self._post({"connection": Connection(LinkState.AWAY, None, problem)})
            longest = len(BACKOFF) - 1
            mismatch = problem.code == ServiceMismatch.code
            if self._hurry.wait(BACKOFF[longest if mismatch else min(attempt, longest)]):
                self._hurry.clear()
                self._problem = None
            attempt += 1

    def _dial(self) -> Callable[[Callable[[], None], Callable[[], bool]], Client]:
        """How to reach the service this time; asked to mend, in the way that may also replace it."""
        mending, self._mending = self._mending, False
        mend: Callable[..., Client] | None = getattr(self._dialling, "mend", None) if mending else None
        return mend or self._dialling.dial

    def _hear(self, stream: EventStream, pause: _Pause) -> int:
        """Post every burst of events; ends when the stream does. Returns the last number heard."""
        for burst in stream.bursts():
            if self._stopping.is_set():
                break
            if burst:
                self._post({_key(event): event for event in legible(tuple(burst), pause)})
        return stream.heard


class _Pause:
    """Called between small pieces of work: after `SLICE` of them, sleep so that the main thread may run."""

    def __init__(self) -> None:
        self._since = monotonic()

    def __call__(self) -> None:
        if monotonic() - self._since > SLICE:
            sleep(0.0005)
            self._since = monotonic()


def _key(event: Event) -> str:
    if event.job is not None and event.take is None:
        return f"job {event.job.id}"
    if event.take is not None:
        return f"take {event.take.id}"
    return f"event {event.number}"
