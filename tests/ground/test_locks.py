"""A lock is held by one at a time, in processes and threads; a disk without locks is told as that."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from secondunit.service import serve as serving
from secondunit.service.home import Home
from secondunit.service.serve import serve
from secondunit.wire.errors import StorageError


@pytest.mark.skipif(sys.platform == "win32", reason="its locks have no such error")
def test_a_home_on_a_disk_without_locks_is_not_taken_for_one_that_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def no_locks(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    monkeypatch.setattr(serving, "PATIENCE", 0.0)
    with pytest.raises(StorageError, match="No locks available") as caught:
        serve(home=Home(tmp_path / "home"))
    assert caught.value.problem.where == str(tmp_path / "home" / "service.lock")
