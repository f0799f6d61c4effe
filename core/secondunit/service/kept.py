"""Small files that can be made again, kept in a folder while there is room; the longest unused go first."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import OrderedDict
from pathlib import Path

from secondunit.media.whole import whole_file
from secondunit.wire.errors import SecondUnitError

log = logging.getLogger(__name__)


class KeptFiles:
    """Bytes by name below `folder`, at most `most` bytes of them; callable from any thread."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._lock = threading.Lock()
        self._sizes: OrderedDict[str, int] | None = None
        self._total = 0

    def get(self, name: str) -> bytes | None:
        """The bytes kept under `name` (`take/frame.jpg`), or None."""
        with self._lock:
            sizes = self._known()
            if name not in sizes:
                return None
            sizes.move_to_end(name)
        try:
            return (self._folder / name).read_bytes()
        except OSError:  # somebody cleared the folder
            return None

    def put(self, name: str, body: bytes) -> None:
        """Keep `body`; a disk that is full or closed keeps nothing, and nobody is the worse for it."""
        try:
            with whole_file(self._folder / name) as temporary:
                temporary.write_bytes(body)
        except SecondUnitError as error:
            log.warning("a picture was not kept: %s", error)
            return
        with self._lock:
            sizes = self._known()
            self._total += len(body) - sizes.pop(name, 0)
            sizes[name] = len(body)
            while self._total > self._most and len(sizes) > 1:
                oldest, size = sizes.popitem(last=False)
                self._total -= size
                with contextlib.suppress(OSError):
                    (self._folder / oldest).unlink()

    def _known(self) -> OrderedDict[str, int]:
        """What is there, the longest unchanged first; read from the disk once."""
        if self._sizes is None:
            files = []
            with contextlib.suppress(OSError):
                for path in self._folder.rglob("*"):
                    if path.is_file():
                        facts = path.stat()
                        name = path.relative_to(self._folder).as_posix()
                        files.append((facts.st_mtime_ns, name, facts.st_size))
            self._sizes = OrderedDict((name, size) for _, name, size in sorted(files))
            self._total = sum(self._sizes.values())
        return self._sizes
