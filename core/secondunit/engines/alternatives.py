"""The alternatives of one run: where a model gave several pictures for one, each becomes a take of its own.

The worker counts them when it first looks at the answer and leaves the number below the scratch folder; the
service then has each rendered and delivered, one after the other, in a staging folder of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Work
from secondunit.wire.errors import StorageError

from .names import STAGING, staging_name

#: More pictures than this for one are no choice: the first is taken.
MOST_ALTERNATIVES = 16
#: Below the scratch folder: how many there are.
_COUNT = "alternatives"


def alternative_of(work: Work, number: int) -> Work:
    """The work of alternative `number`, counted from 1."""
    if number == work.alternative:
        return work
    staging = Path(work.staging).with_name(staging_name(work.job, number))
    return replace(work, alternative=number, staging=str(staging))


def counted_alternatives(scratch: Path) -> int:
    """How many alternatives a worker counted; 1 before it did."""
    try:
        text = (scratch / _COUNT).read_text("ascii")
    except FileNotFoundError:
        return 1
    except OSError as error:
        raise storage_error(error, scratch) from error
    return max(1, min(int(text), MOST_ALTERNATIVES)) if text.isdecimal() else 1


def leave_count(scratch: Path, count: int) -> None:
    """Leave how many alternatives there are; raises `DiskFull`, `NoRights`."""
    place = scratch / _COUNT
    try:
        with whole_file(place) as temporary:
            temporary.write_text(str(count), "ascii")
    except OSError as error:
        raise storage_error(error, place) from error


def stagings(work: Work) -> tuple[Path, ...]:
    """The staging folders of every alternative of a job that are there."""
    first = Path(work.staging)
    pattern = re.compile(rf"\.{re.escape(work.job)}(-\d+)?{re.escape(STAGING)}")
    try:
        folders = [path for path in first.parent.iterdir() if pattern.fullmatch(path.name)]
    except FileNotFoundError:
        return ()
    except OSError as error:
        fault = storage_error(error, first)
        raise fault if isinstance(fault, StorageError) else StorageError(fault.problem.message) from error
    return tuple(sorted(folders))
