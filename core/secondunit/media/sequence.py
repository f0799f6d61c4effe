"""Sequences on the disk: `plate.%04d.exr`, `plate.####.exr` or one file, their frames and their gaps.

The grammar of names is fileseq's. It knows names and frame numbers only; it does not open a picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fileseq.constants import PAD_STYLE_HASH1
from fileseq.filesequence import FileSequence

from ..wire.errors import BadName, EmptyFrames, MissingFrames, NotFound
from ..wire.frames import FrameRange, frames_text
from .foreign import asking, require_file
from .whole import storage_error

_PADDING = re.compile(r"%0?\d*d|#+|@+|\$F\d*|<UDIM>|%\(UDIM\)d")
_MOST_NAMED = 20


@dataclass(frozen=True)
class Sequence:
    """A pattern and the frames that it holds, in order; a single file (no padding) stands for every frame."""

    pattern: str
    frames: tuple[int, ...] = ()

    @cached_property
    def _name(self) -> _Name:
        return _Name.parse(self.pattern)

    @classmethod
    def parse(cls, pattern: str | Path, frames: FrameRange | Iterable[int] = ()) -> Sequence:
        """A sequence that need not exist yet. Raises `BadName` for a pattern no file can match."""
        sequence = cls(str(pattern), tuple(frames))
        _ = sequence._name
        return sequence

    @classmethod
    def find(cls, pattern: str | Path) -> Sequence:
        """The frames of `pattern` that are on the disk. Raises `NotFound`, `NoRights`.

        A file that has exactly this name is taken as it is, even when its name holds a `#`.
        """
        text = str(pattern)
        path = Path(text)
        try:
            name = _Name.parse(text)
            with asking(path):
                if path.is_file():
                    number = re.search(r"(?<!\d)-?\d+(?=\.[^.]*$)", path.name)
                    return _Single(text, (int(number[0]),) if number else ())
                if name.still:
                    if path.exists():
                        require_file(path)
                    raise NotFound(f"There is no file {path.name}.", where=text)
                frames = sorted(set(name.found_in(path.parent)))
        except OSError as problem:
            raise storage_error(problem, path) from problem
        if not frames:
            raise NotFound(
                f"There is no frame of {path.name} in that directory.", remedy="Correct its path.", where=text
            )
        return cls(text, tuple(frames))

    @property
    def still(self) -> bool:
        """Whether this is one file for every frame."""
        return self._name.still

    @property
    def padding(self) -> int:
        """The least number of digits of a frame number; 0 for a still."""
        return self._name.width

    def path(self, frame: int) -> Path:
        """The file of `frame`, whether it exists or not; a negative number keeps its sign, as printf does."""
        return Path(self._name.directory) / self._name.file(frame)

    def printf(self) -> str:
        """The pattern in the form `name.%04d.exr`, which Nuke and ffmpeg read."""
        name = self._name
        number = "" if name.still else f"%0{name.width}d"
        return str(Path(name.directory) / f"{name.head}{number}{name.tail}")

    def gaps(self, wanted: FrameRange | Iterable[int] | None = None) -> tuple[int, ...]:
        """The frames of `wanted` (by default from the first to the last) that the sequence does not hold."""
        if self.still:
            return ()
        if wanted is None:
            wanted = range(self.frames[0], self.frames[-1] + 1) if self.frames else ()
        frames = set(self.frames)
        return tuple(frame for frame in wanted if frame not in frames)

    def require(self, wanted: FrameRange | Iterable[int] | None = None) -> Sequence:
        """The sequence cut to `wanted`; raises `MissingFrames` that names the gaps: `1003, 1007-1009`."""
        frames = tuple(self.frames if wanted is None else wanted)
        missing = self.gaps(wanted if wanted is None else frames)
        if missing:
            text = missing_text(missing)
            single = len(missing) == 1
            raise MissingFrames(
                f"{Path(self.pattern).name} has no frame{'' if single else 's'} {text}.", where=self.pattern
            )
        if not frames and not self.still:
            raise EmptyFrames("No frame was asked for.", where=self.pattern)
        return self if wanted is None else type(self)(self.pattern, frames)

    def __iter__(self) -> Iterator[tuple[int, Path]]:
        """Each frame with its file."""
        return ((frame, self.path(frame)) for frame in self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def __str__(self) -> str:
        frames = frames_text(self.frames).replace(",", ", ")
        return f"{Path(self.pattern).name} {frames}".strip()


class _Single(Sequence):
    """One existing file, whatever characters its name holds."""

    @cached_property
    def _name(self) -> _Name:
        path = Path(self.pattern)
        return _Name(str(path.parent), path.name, 0, "")


@dataclass(frozen=True)
class _Name:
    """A pattern in parts; `width` 0 is a still, whose whole name is `head`."""

    directory: str
    head: str
    width: int
    tail: str

    @property
    def still(self) -> bool:
        return self.width == 0

    @classmethod
    def parse(cls, pattern: str) -> _Name:
        if "\0" in pattern or not Path(pattern).name:
            raise BadName(f"{pattern[:60]!r} is not the name of a file.")
        path = Path(pattern)
        marks = list(_PADDING.finditer(path.name))
        if not marks:
            return cls(str(path.parent), path.name, 0, "")
        # The last mark is the frame number; one before it is part of the name (100%d is rare, v#2 is not).
        mark = marks[-1]
        try:
            width = FileSequence.getPaddingNum(mark[0], PAD_STYLE_HASH1)
        except ValueError:
            raise BadName(f"{mark[0]} is not a padding that Second Unit knows.", where=pattern) from None
        return cls(str(path.parent), path.name[: mark.start()], max(width, 1), path.name[mark.end() :])

    def file(self, frame: int) -> str:
        return self.head if self.still else f"{self.head}{frame:0{self.width}d}{self.tail}"

    def found_in(self, directory: Path) -> Iterator[int]:
        shape = re.compile(re.escape(self.head) + r"(-?\d+)" + re.escape(self.tail))
        for entry in directory.iterdir():
            match = shape.fullmatch(entry.name)
            # Other paddings of the same number are other sequences.
            if match and len(match[1]) < 12 and self.file(int(match[1])) == entry.name:
                yield int(match[1])


def missing_text(frames: Iterable[int]) -> str:
    """Frames as a person writes them: `1003, 1007-1009`, with `and N more` after the first twenty runs."""
    runs = frames_text(tuple(frames)).split(",")
    rest = f" and {len(runs) - _MOST_NAMED} more gaps" if len(runs) > _MOST_NAMED else ""
    return ", ".join(runs[:_MOST_NAMED]) + rest
