"""The hooks of every take that is there: started at least once, a few at a time, apart from everything else.

That a take's hooks are owed is written with the take, that one starts before it does. One that a dying
service cut off is started again, `MOST_ATTEMPTS` times in all; one that failed is not.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from secondunit.wire import HookRun, HookState, SecondUnitError, ShowSettings, Take, Topic
from secondunit.wire.errors import StorageError, WorkError
from secondunit.wire.visible import visible

from ..ids import now
from ..store import Store, StoredEvent, hooks, jobs, takes
from .handover import Handover
from .process import HookProcess

#: How long a hook may take, in seconds: the variable, and what holds without it.
VARIABLE, SECONDS = "SECONDUNIT_HOOK_SECONDS", 600.0
#: How many run at once, and how often one is started that does not come to its end.
AT_ONCE, MOST_ATTEMPTS = 4, 3
#: How often a show whose settings could not be read is asked again, in seconds.
AGAIN = 30.0
log = logging.getLogger(__name__)


class Hooks:
    """Runs the hooks of `owner`'s takes, each in a folder of its own below `folder`.

    `settings` reads those of a show: it may wait, and raises `SecondUnitError`.
    """

    def __init__(
        self,
        store: Store,
        owner: str,
        settings: Callable[[str], ShowSettings],
        folder: Path,
        seconds: float = 0.0,
    ) -> None:
        self._store, self._owner, self._settings, self._folder = store, owner, settings, folder
        self._seconds = seconds or _seconds()
        self._news = threading.Condition()
        self._fresh = True
        self._stopping = False
        self._running: dict[tuple[str, str], HookProcess | None] = {}
        self._threads: set[threading.Thread] = set()
        self._worker = threading.Thread(target=self._work, name="hooks", daemon=True)
        store.listen(self._committed)

    def start(self) -> None:
        """Take up what an earlier service left, then run the hooks of each take as it comes."""
        self._worker.start()

    def stop(self, patience: float = 5.0) -> None:
        """Start none any more and end those that run: they are started again by the next service."""
        with self._news:
            self._stopping = True
            processes, threads = [*self._running.values()], [*self._threads]
            threads += [self._worker] if self._worker.is_alive() else []
            self._news.notify_all()
        for process in processes:
            if process is not None:
                process.end()
        for thread in threads:
            thread.join(patience)

    def _committed(self, fresh: list[StoredEvent]) -> None:
        """On the writer's thread, after each commit."""
        if any(event.topic == Topic.TAKE_CREATED.value for event in fresh):
            self._look()

    def _look(self) -> None:
        with self._news:
            self._fresh = True
            self._news.notify_all()

    def _work(self) -> None:
        try:
            self._recover()
            unknown = False
            while not self._stopping:
                with self._news:
                    self._news.wait_for(lambda: self._fresh or self._stopping, AGAIN if unknown else None)
                    self._fresh = False
                if not self._stopping:
                    unknown = self._ask_shows()
                    self._fill()
        except (
            SecondUnitError
        ) as error:  # the store is closed, or cannot be written: the next service goes on
            log.error("hooks are left as they stand: %s", error)
        except Exception:
            log.exception("hooks are left as they stand")

    def _recover(self) -> None:
        for run in self._store.read(
            lambda connection: hooks.in_state(connection, self._owner, HookState.RUNNING)
        ):
            if run.attempts < MOST_ATTEMPTS:
                self._write(replace(run, state=HookState.WAITING))
                continue
            problem = WorkError(
                f"The hook {run.hook} was cut off {run.attempts} times by the end of the service.",
                remedy="Look whether it ends the service or the machine; then run it by hand.",
                kept="The take is as it was.",
                where=run.hook,
            ).problem
            self._end(replace(run, state=HookState.FAILED, problem=problem))

    def _ask_shows(self) -> bool:
        """Learn which hooks the shows of new takes have; gives whether one could not be asked."""
        unknown = False
        for take in self._store.read(lambda connection: hooks.owed(connection, self._owner)):
            if self._stopping:
                break
            try:
                names = tuple(dict.fromkeys(self._settings(take.show).hooks))
            except SecondUnitError as error:  # asked again in a while
                log.warning("which hooks %s has cannot be read: %s", take.show, error)
                unknown = True
                continue
            self._store.write(partial(hooks.plan, take=take, names=names))
        return unknown

    def _fill(self) -> None:
        """Start what waits while there is room."""
        waiting = self._store.read(
            lambda connection: hooks.in_state(connection, self._owner, HookState.WAITING)
        )
        for run in waiting:
            with self._news:
                key = run.take, run.hook
                if self._stopping or len(self._running) >= AT_ONCE:
                    return
                if key in self._running:
                    continue
                self._running[key] = None
                thread = threading.Thread(target=self._run, args=(run,), name=f"hook {run.hook}", daemon=True)
                self._threads.add(thread)
            thread.start()

    def _run(self, run: HookRun) -> None:
        key = run.take, run.hook
        try:
            take = self._store.read(lambda connection: takes.whole(connection, run.take))
            job = self._store.read(lambda connection: jobs.find(connection, take.job))
            run = self._write(replace(run, state=HookState.RUNNING, attempts=run.attempts + 1))
            process = HookProcess(run.hook, Handover(take, job, run.attempts), self._folder)
            with self._news:
                self._running[key] = process
                stopping = self._stopping
            if stopping:
                process.end()
            outcome = process.run(self._seconds)
            if not self._stopping:  # else it was cut off: the next service starts it again
                self._end(outcome, process.words)
        except StorageError as error:
            log.error("the hook %s is left as it stands: %s", run.hook, error)
        except Exception as error:
            log.exception("the hook %s could not be run", run.hook)
            problem = WorkError(f"The hook {run.hook} could not be started ({type(error).__name__}).").problem
            self._end(replace(run, state=HookState.FAILED, problem=problem))
        finally:
            with self._news:
                self._running.pop(key, None)
                self._threads.discard(threading.current_thread())
            self._look()

    def _end(self, run: HookRun, words: bytes = b"") -> None:
        run = self._write(run)
        printed = visible(words.decode("utf-8", "replace"), lines=True).strip()
        tail = f" It printed: {printed}" if printed else ""
        if run.problem is not None:
            log.warning("take %s: %s%s", run.take, run.problem, tail)
        else:
            log.info("take %s: the hook %s is done. %s%s", run.take, run.hook, run.message, tail)

    def _write(self, run: HookRun) -> HookRun:
        run, take = replace(run, changed=now()), self._take(run)
        self._store.write(lambda transaction: hooks.write(transaction, run, take))
        return run

    def _take(self, run: HookRun) -> Take:
        return self._store.read(lambda connection: takes.find(connection, run.take))


def _seconds() -> float:
    text = os.environ.get(VARIABLE, "")
    return float(text) if text.isdecimal() and int(text) > 0 else SECONDS
