"""An empty store for the tests of a process: migrating one anew takes longer than most of them."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp

from secondunit.service.store import Store


@cache
def migrated() -> Path:
    """The empty store that the others are copies of."""
    made = Path(mkdtemp()) / "store.db"
    atexit.register(rmtree, made.parent, ignore_errors=True)
    Store(made).close()
    return made


def copy_empty(place: Path) -> None:
    """Put an empty store at `place`, whose folder is there; a store that is there already stays."""
    if not place.exists():
        copyfile(migrated(), place)
