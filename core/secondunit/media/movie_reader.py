"""Frames of a movie in any order: forward without decoding anything twice, else from the nearest key frame.

For looking, where frames are asked for one by one; whoever wants all of them in order uses `movie`.
"""

from __future__ import annotations

import contextlib
import threading
from bisect import bisect_right
from pathlib import Path
from typing import Any

from av.error import FFmpegError

from ..wire.errors import OutOfRange
from .decoding import Decoded, Decoding, opened
from .movie import Movie, movie_frames, pixels_of, survey
from .ycbcr import RGBFrame

#: So many frames ahead, decoding on is no slower than looking for a key frame.
_NEAR = 24


class MovieReader:
    """An open movie; `frame` may be called from any thread. Close it when it is not looked at any more."""

    def __init__(self, path: Path | str, *, accept_damage: bool = False) -> None:
        self.movie: Movie
        self.movie, self._times = survey(path, accept_damage=accept_damage)
        self._numbers = sorted(self._times)
        self._lock = threading.Lock()
        self._open = contextlib.ExitStack()
        self._container: Any = None
        self._stream: Any = None
        self._decoding: Decoding | None = None
        self._ahead: Decoded | None = None
        self._next = 0
        #: How many frames were decoded so far, those passed over too.
        self.decoded = 0
        #: What is wrong with frames that were looked at, by their numbers, where damage is accepted.
        self.faults: dict[int, str] = {}

    def frame(self, index: int) -> RGBFrame:
        """Frame `index` (0 is the first) as of `movie_frames`; raises `OutOfRange`, `DamagedFrame`."""
        movie = self.movie
        if not 0 <= index < movie.frames:
            raise OutOfRange(f"{movie.path.name} has no frame {index}; it has {movie.frames}.")
        with self._lock:
            try:
                going_on = self._decoding is not None and self._next <= index < self._next + _NEAR
                outcome = self._until(index) if going_on else None
                if outcome is None or outcome.frame is None:
                    # What lies between may be damaged, and a key frame behind it whole.
                    self._seek(index)
                    outcome = self._until(index)
                if outcome is None or (outcome.frame is None and not outcome.fault):
                    # A container without a usable index: from its beginning, once.
                    self._seek(0)
                    outcome = self._until(index)
            except FFmpegError as problem:
                self._close()
                raise movie.damaged(index, str(problem.strerror)) from problem
            if outcome is None:  # nor with times at its frames: counted
                self._close()
                return next(movie_frames(movie, index, 1, faults=self.faults))[1]
            if outcome.frame is None:
                self._close()
                raise movie.damaged(index, outcome.fault)
            self._next = index + 1
            return pixels_of(movie, outcome.frame)

    def close(self) -> None:
        """Let go of the file; a later `frame` opens it again."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        self._container = self._stream = self._decoding = self._ahead = None
        self._open.close()

    def _seek(self, index: int) -> None:
        if self._container is None:
            self._container, self._stream = self._open.enter_context(opened(self.movie.path))
        self._container.seek(self._time(index), stream=self._stream, backward=True)
        self._decoding = Decoding(self._container, self._stream, accept=self.movie.accept_damage)
        self._ahead = None

    def _time(self, index: int) -> int:
        """When frame `index` is shown; of one that is missing in a damaged movie, the one before it."""
        at = bisect_right(self._numbers, index)
        return self._times[self._numbers[max(0, at - 1)]]

    def _until(self, index: int) -> Decoded | None:
        """Decode on to a frame: it, or what is wrong with it; None where it does not come."""
        wanted, accept = self._time(index), self.movie.accept_damage
        last: Decoded | None = None
        assert self._decoding is not None
        while True:
            outcome = self._ahead or next(self._decoding, None)
            self._ahead = None
            if outcome is None:
                return last if accept else None
            if outcome.frame is None:
                if not accept:
                    return outcome
                self.faults.setdefault(
                    index if outcome.time is None else self.movie.number(outcome.time), outcome.fault
                )
                continue
            self.decoded += 1
            if outcome.time is None:
                return None
            if outcome.time == wanted:
                if index not in self._times:
                    self.faults.setdefault(index, "it is missing")
                return outcome
            if outcome.time > wanted:
                if not accept or last is None:
                    return None
                self._ahead = outcome
                self.faults.setdefault(index, "it is missing")
                return last
            last = outcome
