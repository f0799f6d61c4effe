"""What is made of a whole plate once and read by every process of its job: text in the scratch folder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from secondunit.media.whole import whole_file
from secondunit.models.method import Kept
from secondunit.wire import Work

#: Below the scratch folder: a file for each name.
KEPT = "kept"


def keeping(work: Work, *, anew: bool = False) -> Kept:
    """Keeps text for the processes of a work, whole or not at all; with `anew` it is made again.

    The text has to be the same whoever makes it: two processes may. Raises `DiskFull`, `NoRights`.
    """

    def kept(name: str, make: Callable[[], str]) -> str:
        path = Path(work.scratch) / KEPT / name
        if not anew:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                return path.read_text("utf-8")
        text = make()
        with whole_file(path) as temporary:
            temporary.write_text(text, "utf-8")
        return text

    return kept
