"""The lane of quick looks: one process, one wish a panel, the newest wins, and it ends when nobody wishes.

A look that is larger than usual sharpens what somebody sees already: it gives way to any panel's first one.

A quick look is never written into a show, makes no job and no row of any ledger, and needs no approval:
nothing leaves this machine, nothing is paid and nothing is kept that could be delivered.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections import OrderedDict
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from secondunit.engines.quick.caller import QuickCaller
from secondunit.wire import Work
from secondunit.wire.errors import Cancelled, Conflict, SecondUnitError, Unexpected, WorkerLost
from secondunit.wire.quick import USUAL, QuickFacts, QuickWork

from .framing import jpeg_of

#: After this long without a wish the process ends, and this long may one look take, in seconds.
IDLE, LONGEST = 120.0, 60.0
#: How long the end of the service waits for the process to be dead, in seconds.
LAST = 2.0
#: How many panels have what was simulated for them kept.
PANELS = 4


@dataclass(frozen=True)
class QuickAnswer:
    """A quick look as it is served: JPEG, and what it is."""

    body: bytes
    facts: QuickFacts


@dataclass(eq=False)
class Turn:
    """A panel's wish on its way."""

    panel: str
    future: Future[QuickAnswer] = field(default_factory=Future)
    work: QuickWork | None = None
    #: Whether a process was given up that drew it: it is tried once more.
    tried: bool = False

    @property
    def sharpens(self) -> bool:
        """Whether it is of what its panel shows already, sharper."""
        return self.work is not None and self.work.width > USUAL

    def fail(self, error: SecondUnitError) -> None:
        try:
            self.future.set_exception(error)
        except InvalidStateError:  # it was answered in the meantime
            return


class QuickLane:
    """Quick looks of all panels, whose gas is kept below `folder`; callable from any thread."""

    def __init__(self, folder: Path, idle: float = IDLE) -> None:
        self._folder, self._idle = folder, idle
        shutil.rmtree(folder, ignore_errors=True)
        self._changed = threading.Condition()
        self._turns: OrderedDict[str, Turn] = OrderedDict()
        self._now: Turn | None = None
        self._since = 0.0
        self._caller = QuickCaller()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def pid(self) -> int:
        """The number of the process that draws; 0 where none runs."""
        return self._caller.pid

    def warm(self, kind: str) -> None:
        """Start the process, and have it load what a kind needs."""
        with self._changed:
            if self._closed:
                return
            self._begin()
            caller = self._caller if self._now is None else None
        if caller is not None:  # starting a process takes time, in which others may wish
            caller.warm(kind)

    def take_turn(self, panel: str) -> Turn:
        """A panel's new wish: an older one of it is over."""
        turn = Turn(panel)
        with self._changed:
            self._drop(panel)
            self._turns[panel] = turn
        return turn

    def put(self, turn: Turn, work: Work, frame: int, width: int) -> Future[QuickAnswer]:
        """Have a wish drawn; the future raises `Conflict` where a newer one takes its place."""
        folder = self._folder / hashlib.sha256(turn.panel.encode()).hexdigest()[:16]
        turn.work = QuickWork(work, frame, width, str(folder))
        with self._changed:
            if self._closed:
                turn.fail(Conflict("The service is stopping."))
            else:
                self._begin()
                if self._now is not None and self._now.sharpens and not turn.sharpens:
                    self._leave_off(self._now, Conflict("Somebody else's first quick look came before it."))
                self._changed.notify()
        return turn.future

    def leave(self, turn: Turn) -> None:
        """A wish that cannot be drawn is over."""
        with self._changed:
            if self._turns.get(turn.panel) is turn:
                del self._turns[turn.panel]

    def end(self, panel: str) -> bool:
        """A panel wishes for nothing any more; gives whether it did until now."""
        with self._changed:
            return self._drop(panel)

    def tick(self) -> None:
        """Give up a process that does not answer: a file it waits for may be on a server that is away.

        It is killed and not waited for; another one, with a thread of its own, serves whoever wishes next.
        """
        with self._changed:
            late = self._now
            if late is None or monotonic() - self._since <= LONGEST:
                return
            caller, self._caller = self._caller, QuickCaller()
            self._now = self._thread = None
            again = not (late.tried or late.future.done() or self._closed)
            if again:
                late.tried = True
                self._turns.setdefault(late.panel, late)
            if self._turns and not self._closed:
                self._begin()
        caller.close()
        if again:  # the first look of all compiles what it needs: a slow machine is not a disk that is away
            return
        late.fail(
            WorkerLost(
                "The process that draws quick looks does not answer.",
                remedy="Look whether the plate's disk can be reached, then touch the slider again.",
                kept="The brief is as it was; jobs go on.",
            )
        )

    def close(self) -> None:
        """End the process, and take away what it kept."""
        with self._changed:
            self._closed = True
            turns, self._turns = list(self._turns.values()), OrderedDict()
            turns += [self._now] if self._now is not None else []
            self._changed.notify()
        for turn in turns:
            turn.fail(Conflict("The service is stopping."))
        self._caller.close(LAST)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _drop(self, panel: str) -> bool:
        """Answer the wish that a panel has; the condition is held."""
        newer = Conflict("A newer wish took the place of this quick look.", kept="Nothing was written.")
        waiting, now = self._turns.pop(panel, None), self._now
        if waiting is not None:
            waiting.fail(newer)
        if now is not None and now.panel == panel:
            self._leave_off(now, newer)
            return True
        return waiting is not None

    def _leave_off(self, now: Turn, error: SecondUnitError) -> None:
        """Answer the wish that is drawn now, and draw it no further; the condition is held."""
        now.fail(error)
        self._caller.leave_off()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._serve, args=(self._caller,), name="quick looks", daemon=True
            )
            self._thread.start()

    def _serve(self, caller: QuickCaller) -> None:
        while True:
            with self._changed:
                if self._caller is not caller:  # it was given up
                    return
                turn = self._next()
                if turn is None:
                    self._thread = None
                    break
                self._now, self._since = turn, monotonic()
            try:
                turn.future.set_result(self._drawn(turn, caller))
            except SecondUnitError as error:
                if self._caller is caller:  # else another process has the wish now
                    turn.fail(error)
            except InvalidStateError:
                pass  # a newer wish came while it was drawn
            except Exception as error:
                turn.fail(Unexpected(f"The quick look failed ({type(error).__name__}: {error})."[:300]))
            finally:
                with self._changed:
                    self._now = None if self._now is turn else self._now
        caller.end()

    def _next(self) -> Turn | None:
        """The wish that waited longest, first ones before sharper ones; None once nobody wishes for long.

        The condition is held.
        """
        end = monotonic() + self._idle
        while not self._closed:
            ready = [turn for turn in self._turns.values() if turn.work is not None]
            if ready:
                turn = min(ready, key=lambda one: one.sharpens)
                del self._turns[turn.panel]
                return turn
            if not self._changed.wait(max(0.0, end - monotonic())) and monotonic() >= end:
                return None
        return None

    def _drawn(self, turn: Turn, caller: QuickCaller) -> QuickAnswer:
        assert turn.work is not None
        self._make_room(Path(turn.work.folder))
        try:
            picture = caller.look(turn.work)
        except WorkerLost:
            if turn.future.done() or self._closed or self._caller is not caller:
                raise
            picture = caller.look(turn.work)  # what was simulated is still there
        except Cancelled as error:
            raise Conflict(error.problem.message) from error
        return QuickAnswer(jpeg_of(picture.pixels), picture.facts)

    def _make_room(self, folder: Path) -> None:
        """Take away what was kept for panels that wished longest ago."""
        if folder.is_dir() or not self._folder.is_dir():
            return
        others = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in others[: max(0, len(others) - PANELS + 1)]:
            shutil.rmtree(old, ignore_errors=True)
