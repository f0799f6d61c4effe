"""Previews of single frames, made when first asked for and kept; takes themselves are never written to."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path

from secondunit.media.config import open_config
from secondunit.media.exr import read_exr
from secondunit.media.preview import write_thumbnail
from secondunit.wire import Take
from secondunit.wire.errors import NotFound

#: The most frame previews that are kept.
MOST = 2000


@dataclass
class FramePreviews:
    """Frame previews below `folder`. Made one at a time: they must not take the machine from the work."""

    folder: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _made: int = 0

    def frame(self, take: Take, frame: int, width: int) -> Path:
        """The PNG of a frame, at most `width` pixels wide; raises `NotFound`, `DamagedPicture`."""
        layer = take.layer("beauty")
        if layer is None or frame not in take.frames:
            raise NotFound(f"{take.label} has no frame {frame}.")
        target = self.folder / take.id / f"{frame}_{width}.png"
        if target.is_file():
            return target
        with self._lock:
            if not target.is_file():
                self._make(take, Path(take.folder, layer.path % frame), target, width)
        return target

    def _make(self, take: Take, source: Path, target: Path, width: int) -> None:
        self._made += 1
        if self._made > MOST:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._made = 1
        config = open_config(take.colorspace.config)
        write_thumbnail(
            target,
            read_exr(source),
            take.colorspace.name,
            config,
            ground="grey",
            width=width,
            height=4 * width,
        )
