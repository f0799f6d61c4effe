"""Our lines in a file that belongs to somebody else: between two markers, and never more.

Everything outside the markers keeps its bytes: encoding, line ends, permissions, a missing last line end.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..ground.disk import whole_file

BEGIN, END = b"# >>> second unit >>>", b"# <<< second unit <<<"
#: Ends the first marker where the file did not end in a line end, and one was put before ours.
_JOINED = b" (joined)"


class MarkersBroken(Exception):
    """A file has one marker without the other; the message is for a person."""


def has(path: Path) -> bool:
    """Whether the file holds our lines."""
    return path.is_file() and BEGIN in path.read_bytes()


def written(before: bytes, lines: list[str]) -> bytes:
    """`before` with our lines at its end, in its own line ends; lines of an earlier time are replaced."""
    before = removed(before)
    end = b"\r\n" if b"\r\n" in before else b"\n"
    joined = bool(before) and not before.endswith((b"\n", b"\r"))
    wide = _wide(before)
    if wide:
        raise MarkersBroken(f"It is written in {wide}, which Nuke cannot read either.")
    block = [BEGIN + (_JOINED if joined else b""), *(line.encode("ascii") for line in lines), END, b""]
    return before + (end if joined else b"") + end.join(block)


def removed(text: bytes) -> bytes:
    """`text` without our lines, as it was before they were written. Raises `MarkersBroken`."""
    start = text.find(BEGIN)
    if start < 0:
        return text
    close = text.find(END, start)
    if close < 0:
        raise MarkersBroken("It has the first of our two markers and not the second.")
    first_line = text[start : text.find(b"\n", start) + 1]
    after = close + len(END)
    for end in (b"\r\n", b"\n"):
        if text.startswith(end, after):
            after += len(end)
            break
    head = text[:start]
    if _JOINED in first_line and not text[after:]:
        head = head[:-2] if head.endswith(b"\r\n") else head[:-1]
    return head + text[after:]


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; a link's target is written, permissions stay. Raises OSError."""
    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only", str(path))
    with whole_file(target) as temporary:
        temporary.write_bytes(data)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _wide(text: bytes) -> str:
    return "UTF-16" if text.startswith((b"\xff\xfe", b"\xfe\xff")) else ""
