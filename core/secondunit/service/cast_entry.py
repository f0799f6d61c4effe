"""What was seen when the pictures of a version came in, kept beside them: sentences, and nothing of a face.

It is written once, before the version has its number. A file that is not as it was written says nothing.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

ENTRY_FILE = "entry.json"
#: The largest file that is read, in bytes, and the most sentences and letters of one that are shown.
MOST_BYTES, MOST_REMARKS, MOST_LETTERS = 64 << 10, 100, 600


def entry_text(remarks: Iterable[str]) -> str:
    """The text of a version's `entry.json`, with as many sentences as are read; empty without any."""
    sentences = [remark[:MOST_LETTERS] for remark in islice(remarks, MOST_REMARKS)]
    while sentences:
        text = json.dumps({"remarks": sentences}, ensure_ascii=False, indent=1) + "\n"
        if len(text.encode()) <= MOST_BYTES:
            return text
        sentences.pop()
    return ""


def entry_remarks(folder: Path) -> tuple[str, ...]:
    """What was seen when a version's pictures came in; nothing where nobody looked."""
    file = folder / ENTRY_FILE
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return ()
        with file.open("rb") as stream:
            body = stream.read(MOST_BYTES + 1)
        values = json.loads(body) if len(body) <= MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return ()
    remarks = values.get("remarks") if isinstance(values, dict) else None
    if not isinstance(remarks, list):
        return ()
    return tuple(
        remark[:MOST_LETTERS]
        for remark in remarks[:MOST_REMARKS]
        if isinstance(remark, str) and remark.isprintable()
    )
