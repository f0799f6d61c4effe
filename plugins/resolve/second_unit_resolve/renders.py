"""A range of the timeline as files, where no file shows what the timeline shows: Resolve renders it itself.

Asked for by an answer of the artist, done stepwise on the pump, verified file by file. What was rendered lies
in the state folder of Second Unit, one folder for each range and cut.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from secondunit.host.sequences import split_number
from secondunit.wire import FrameRange, state_home
from secondunit.wire.errors import HostError, SecondUnitError
from secondunit.wire.storage import storage_error

from .bridge import Bridge
from .deliver import RenderQueue
from .seen import TimelineSeen

NAME = "plate"


@dataclass(frozen=True)
class ResolveRender:
    """A verified sequence: its pattern, and the number of its first file."""

    path: str
    first: int


@dataclass(frozen=True)
class _Job:
    key: str
    id: str
    frames: FrameRange
    folder: Path
    page: str


class ResolveRenders:
    """The plates that Resolve renders for us, one at a time."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._queue = RenderQueue(bridge)
        self._job: _Job | None = None
        self._failed: dict[str, str] = {}
        self.percent = 0

    @property
    def busy(self) -> bool:
        """Whether a plate is being rendered."""
        return self._job is not None

    def key(self, timeline: TimelineSeen, frames: FrameRange) -> str:
        """What names a range of a timeline."""
        return hashlib.sha256(f"{timeline.id}|{frames}|{timeline.format}".encode()).hexdigest()[:16]

    @property
    def certain(self) -> bool:
        """Whether a render begins from a preset that is known to write pictures."""
        return bool(self._queue.base)

    def running(self, key: str) -> bool:
        """Whether this one is under way."""
        return self._job is not None and self._job.key == key

    def failed(self, key: str) -> str:
        """Why it failed last; empty where it did not."""
        return self._failed.get(key, "")

    def finished(self, key: str, frames: FrameRange) -> ResolveRender | None:
        """What was rendered of a range, if every one of its files is there."""
        return _verified(_folder(key), frames) if not self.running(key) else None

    def start(self, timeline: TimelineSeen, frames: FrameRange) -> None:
        """Have Resolve render frames; returns at once. Raises `HostError`, `DiskFull`, `NoRights`."""
        if self._job is not None or self._queue.busy:
            raise HostError(
                "Resolve is rendering something else.",
                remedy="Answer again when it has finished. If nothing renders there, quit Resolve and start "
                "it again: it takes a project that was left while it rendered for one that still does.",
            )
        key = self.key(timeline, frames)
        folder = _folder(key)
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        except OSError as error:
            raise storage_error(error, folder) from None
        self._failed.pop(key, None)
        page = self._bridge.page()
        try:
            id = self._queue.add(timeline, frames, folder.as_posix(), NAME)
            try:
                self._queue.start(id)
            except SecondUnitError:
                self._queue.remove(id)
                raise
        finally:
            self._give_back(page)
        self.percent = 0
        self._job = _Job(key, id, frames, folder, page)

    def poll(self) -> bool:
        """See how it stands; true when it ended. Never raises."""
        job = self._job
        if job is None:
            return False
        try:
            progress = self._queue.progress(job.id)
        except SecondUnitError:
            return False
        self.percent = progress.percent
        if not progress.ended:
            return False
        self._job = None
        if progress.failed:
            self._failed[job.key] = progress.failed
        elif _verified(job.folder, job.frames) is None:
            self._failed[job.key] = (
                f"not all of its {len(job.frames)} frames were written"
                if _pictures(job.folder)
                else "it wrote no picture, as a preset such as Audio Only does"
            )
        if job.key in self._failed:
            shutil.rmtree(job.folder, ignore_errors=True)
        try:
            self._queue.remove(job.id)
            self._give_back(job.page)
        except SecondUnitError:
            return True
        return True

    def cancel(self) -> None:
        """Stop what is being rendered; its half-made frames are removed."""
        job, self._job = self._job, None
        if job is not None:
            self._queue.stop(job.id)
            self._give_back(job.page)
            shutil.rmtree(job.folder, ignore_errors=True)

    def _give_back(self, page: str) -> None:
        if page and self._bridge.page() != page:
            self._bridge.open_page(page)


def _verified(folder: Path, frames: FrameRange) -> ResolveRender | None:
    """The sequence of a folder, if it has as many numbered files in a row as there are frames."""
    numbered = [split_number(path.name) for path in _pictures(folder)]
    pairs = [pair for pair in numbered if pair is not None]
    if len(pairs) != len(frames) or len({pattern for pattern, _ in pairs}) != 1:
        return None
    numbers = sorted(number for _, number in pairs)
    if numbers != list(range(numbers[0], numbers[0] + len(frames))):
        return None
    return ResolveRender(f"{folder.as_posix().replace('%', '%%')}/{pairs[0][0]}", numbers[0])


def _pictures(folder: Path) -> list[Path]:
    """The EXR files of a folder; none where it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".exr")
    except OSError:
        return []


def _folder(key: str) -> Path:
    return Path(state_home()) / "resolve" / "renders" / key
