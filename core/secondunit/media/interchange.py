"""The files that travel to a model and come back: PNG and MP4 that say nothing but the picture, any answer read.

It knows files and code values; `coding` knows what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..wire.frames import FrameRange
from ..wire.intake import Form
from ..wire.rate import Rate
from .coding import Codes
from .movie import Movie
from .picture import Picture

#: One frame of an answer: code values (uint8, uint16, or float32 of a movie), or a picture (EXR).
Answered = npt.NDArray[np.generic] | Picture


@dataclass(frozen=True)
class Answer:
    """The files of an answer that hold its frames, in order; `others` were not looked at."""

    form: Form
    files: tuple[Path, ...]
    others: tuple[Path, ...] = ()
    #: The facts of the movie, where it is one.
    movie: Movie | None = None

    @property
    def count(self) -> int:
        """How many frames it has."""
        return self.movie.frames if self.movie else len(self.files)


def write_png(path: Path | str, codes: Codes) -> Path:
    """Write (height, width[, 1, 3 or 4]) uint8 or uint16 as PNG with nothing in it but the picture."""
    raise NotImplementedError


def read_codes(path: Path | str) -> tuple[npt.NDArray[np.uint8] | npt.NDArray[np.uint16], int]:
    """The sRGB codes of a PNG, JPEG, WebP or TIFF, (height, width, 3 or 4), and their bits (8 or 16)."""
    raise NotImplementedError


def write_clip(
    path: Path | str, frames: Iterable[npt.NDArray[np.uint8]], rate: Rate, *, quality: int = 12
) -> Movie:
    """Write frames (height, width, 3) uint8 of even size as H.264 MP4 at exactly `rate`, with no metadata."""
    raise NotImplementedError


def read_clip(path: Path | str) -> tuple[Movie, Iterator[npt.NDArray[np.float32]]]:
    """A movie's facts and its frames in order: code values from 0 to 1, (height, width, 3) float32."""
    raise NotImplementedError


def answers(folder: Path | str, form: Form, unpacked: Path | str | None = None) -> Answer:
    """What in a provider's folder holds the frames; archives are unpacked into `unpacked`."""
    raise NotImplementedError


def read_answer(answer: Answer, frames: FrameRange) -> Iterator[tuple[int, Answered]]:
    """The frames of an answer one at a time under the shot's numbers, the first as `frames.first`."""
    raise NotImplementedError
