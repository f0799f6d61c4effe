"""Where a provider's job keeps what leaves and what came back, below its scratch folder.

    prepared.json             what was made ready (wire.Prepared); it appears when every file of it is there
    outgoing/<piece>/...      the files that leave
    answer/<piece>/...        what the provider gave, byte for byte

It does not look into files.
"""

from __future__ import annotations

from pathlib import Path

from secondunit.media.whole import storage_error
from secondunit.wire import Prepared, loads

from .names import TEMPORARY

PREPARED, OUTGOING, ANSWER = "prepared.json", "outgoing", "answer"
#: Below a take's folder: what the provider gave for each piece, untouched.
ARCHIVE = "provider"


def read_prepared(scratch: Path) -> Prepared:
    """What was made ready below `scratch`; raises `NotFound` where it is not there, `BadValue`."""
    place = scratch / PREPARED
    try:
        return loads(Prepared, place.read_bytes())
    except OSError as error:
        raise storage_error(error, place) from error


def outgoing_folder(scratch: Path, piece: int) -> Path:
    """Where the files of a piece lie that leave."""
    return scratch / OUTGOING / str(piece)


def answer_folder(scratch: Path, piece: int) -> Path:
    """Where the files that came back for a piece are fetched to."""
    return scratch / ANSWER / str(piece)


def given(folder: Path) -> tuple[Path, ...]:
    """The files below an answer's folder in the order of their names; links and unfinished files are none."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return tuple(sorted(path for path in files if not (path.name.startswith(".") and TEMPORARY in path.name)))
