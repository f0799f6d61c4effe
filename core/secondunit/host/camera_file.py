"""The shot's camera from a file that the artist names; a file that did not change is read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from secondunit.wire import CameraTrack, Format, FrameRange
from secondunit.wire.chan import ChanScene, chan_text, read_chan


def camera_of_file(path: str, scene: ChanScene, format: Format, frames: FrameRange) -> CameraTrack:
    """The camera of a `.chan`, as `read_chan` gives it; raises what that and reading the file raise."""
    place = Path(path).expanduser()
    try:
        status = place.stat()
        stamp = status.st_mtime_ns, status.st_size
    except (OSError, ValueError):
        stamp = 0, 0
    return _read(place, stamp, scene, format, frames)


@lru_cache(maxsize=4)
def _read(
    place: Path, _stamp: tuple[int, int], scene: ChanScene, format: Format, frames: FrameRange
) -> CameraTrack:
    return read_chan(chan_text(place), scene, format, frames, place.stem)
