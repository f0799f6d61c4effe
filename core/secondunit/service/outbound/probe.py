"""Questions that may never be answered: each is put in a thread of its own and waited for only so long.

What came is kept for a while; what is late is there for whoever asks next. It knows no provider.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from secondunit.wire import SecondUnitError
from secondunit.wire.errors import ProviderSilent, Unexpected

T = TypeVar("T")
#: How long an error is taken as it was said, in seconds: what was away may be there again.
FRESH_ERROR = 5.0
#: The most answers that are kept.
MOST = 512
log = logging.getLogger(__name__)


@dataclass
class _Question(Generic[T]):
    """One question under way: its answer or its error, once `done` is set."""

    began: float
    done: threading.Event = field(default_factory=threading.Event)
    answer: T | None = None
    error: SecondUnitError | None = None


@dataclass(frozen=True)
class _Kept(Generic[T]):
    at: float
    question: _Question[T]


class Probe(Generic[T]):
    """Answers by key, kept for `fresh` seconds; an answer that is late may be replaced by one `stale` old.

    One question a key is under way at a time, however many ask. `clock` counts seconds and never jumps.
    """

    def __init__(self, fresh: float, stale: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._fresh, self._stale, self._clock = fresh, max(fresh, stale), clock
        self._lock = threading.Lock()
        self._kept: dict[Hashable, _Kept[T]] = {}
        self._under_way: dict[Hashable, _Question[T]] = {}

    def start(self, key: Hashable, name: str, ask: Callable[[], T]) -> None:
        """Put the question, unless an answer is fresh or it is under way."""
        with self._lock:
            entry = self._kept.get(key)
            if key in self._under_way or (entry and self._is_fresh(entry)):
                return
            question = self._under_way[key] = _Question[T](time.monotonic())
        threading.Thread(
            target=self._ask, args=(key, question, name, ask), name=f"asking {name}", daemon=True
        ).start()

    def answer(self, key: Hashable, name: str, ask: Callable[[], T], patience: float) -> T:
        """The answer; raises what asking raised, `ProviderSilent` where none came in `patience` seconds.

        They are counted from when the question was put.
        """
        self.start(key, name, ask)
        with self._lock:
            under_way, entry = self._under_way.get(key), self._kept.get(key)
        if under_way is not None:  # nobody waits again for what kept somebody waiting
            left = under_way.began + patience - time.monotonic()
            if under_way.done.wait(max(0.0, left)):
                return _said(under_way)
        if entry and entry.question.error is None and self._clock() - entry.at < self._stale:
            return _said(entry.question)
        with self._lock:
            entry = self._kept.get(key)
        if entry and (under_way is None or entry.question is under_way):
            return _said(entry.question)
        raise ProviderSilent(
            f"{name} has not answered yet.",
            remedy="Look again in a moment; if it stays so, see that it runs and can be reached.",
            where=name,
        )

    def forget(self, key: Hashable) -> None:
        """Ask anew next time."""
        with self._lock:
            self._kept.pop(key, None)

    def _is_fresh(self, entry: _Kept[T]) -> bool:
        most = self._fresh if entry.question.error is None else min(self._fresh, FRESH_ERROR)
        return self._clock() - entry.at < most

    def _ask(self, key: Hashable, question: _Question[T], name: str, ask: Callable[[], T]) -> None:
        try:
            question.answer = ask()
        except SecondUnitError as error:
            question.error = error
        except Exception as error:
            log.exception("%s cannot be asked", name)
            question.error = Unexpected(f"{name} cannot be asked ({type(error).__name__}).", where=name)
        with self._lock:
            self._under_way.pop(key, None)
            self._kept.pop(key, None)
            self._kept[key] = _Kept(self._clock(), question)
            for old in list(self._kept)[:-MOST]:
                del self._kept[old]
        question.done.set()


def _said(question: _Question[T]) -> T:
    if question.error is not None:
        raise question.error.with_traceback(None)  # several may be told, each in a thread of its own
    answer: T = question.answer  # type: ignore[assignment]
    return answer
