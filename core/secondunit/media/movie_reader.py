"""Frames of a movie in any order: forward without decoding anything twice, else from the nearest key frame.

For looking, where frames are asked for one by one; whoever wants all of them in order uses `movie`.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Any

from av.error import FFmpegError

from ..wire.errors import DamagedPicture, OutOfRange
from .movie import Movie, frame_times, inspect_movie, movie_frames, opened
from .ycbcr import RGBFrame, rgb_of

#: So many frames ahead, decoding on is no slower than looking for a key frame.
_NEAR = 24


class MovieReader:
    """An open movie; `frame` may be called from any thread. Close it when it is not looked at any more."""

    def __init__(self, path: Path | str) -> None:
        self.movie: Movie = inspect_movie(path)
        self._lock = threading.Lock()
        self._open = contextlib.ExitStack()
        self._container: Any = None
        self._stream: Any = None
        self._decoded: Any = None
        self._next = 0
        with opened(self.movie.path) as (container, stream):
            self._times = frame_times(container, stream, self.movie.path)
        #: How many frames were decoded so far, those passed over too.
        self.decoded = 0

    def frame(self, index: int) -> RGBFrame:
        """Frame `index` (0 is the first) as of `movie_frames`; raises `OutOfRange`, `DamagedPicture`."""
        movie = self.movie
        if not 0 <= index < movie.frames:
            raise OutOfRange(f"{movie.path.name} has no frame {index}; it has {movie.frames}.")
        with self._lock:
            try:
                if self._container is None or not self._next <= index < self._next + _NEAR:
                    self._seek(index)
                return self._until(index)
            except FFmpegError as problem:
                self._close()
                raise DamagedPicture(
                    f"{movie.path.name} is damaged: frame {index} of {movie.frames} cannot be decoded.",
                    remedy="Copy the movie again.",
                    where=str(movie.path),
                ) from problem

    def close(self) -> None:
        """Let go of the file; a later `frame` opens it again."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        self._container = self._stream = self._decoded = None
        self._open.close()

    def _seek(self, index: int) -> None:
        if self._container is None:
            self._container, self._stream = self._open.enter_context(opened(self.movie.path))
            self._stream.thread_type = "AUTO"
        self._container.seek(self._times[index], stream=self._stream, backward=True)
        self._decoded = self._container.decode(self._stream)
        self._next = index

    def _until(self, index: int) -> RGBFrame:
        wanted = self._times[index]
        again = False
        while True:
            frame = next(self._decoded, None)
            self.decoded += 1
            if frame is not None and frame.pts is not None and frame.pts < wanted:
                continue
            if frame is None or frame.pts != wanted:
                # A container without a usable index: from its beginning, once.
                if again:  # nor with times at its frames: counted
                    self._close()
                    return next(movie_frames(self.movie, index, 1))[1]
                again = True
                self._container.seek(self._times[0], stream=self._stream, backward=True)
                self._decoded = self._container.decode(self._stream)
                continue
            if frame.is_corrupt:
                raise DamagedPicture(
                    f"{self.movie.path.name} is damaged: frame {index} cannot be decoded.",
                    where=str(self.movie.path),
                )
            self._next = index + 1
            movie = self.movie
            return rgb_of(frame, movie.matrix, full_range=movie.full_range, rotation=movie.rotation)
