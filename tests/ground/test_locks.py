"""A lock is held by one at a time, in processes and threads; a disk without locks is told as that."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from secondunit.ground.locks import FileLock, locked
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


def test_a_shared_lock_is_held_by_many_and_kept_from_one_alone(tmp_path: Path) -> None:
    first, second, alone = (FileLock(tmp_path / "lock") for _ in range(3))
    assert first.take(shared=True) and second.take(shared=True)
    if sys.platform != "win32":
        assert not alone.take()
        first.release()
        assert not alone.take()
    second.release()
    first.release()
    assert alone.take()
    alone.release()
    alone.release()


def test_a_lock_is_waited_for_and_goes_with_the_process_that_held_it(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from secondunit.ground.locks import FileLock\n"
        "lock = FileLock(pathlib.Path(sys.argv[1])); print(lock.take(), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "True\n"
        assert not FileLock(tmp_path / "lock").take()
        held = threading.Event()

        def wait() -> None:
            with locked(tmp_path / "lock"):
                held.set()

        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not held.is_set()
        other.kill()
        assert held.wait(30)
        waiting.join()
    assert (tmp_path / "lock").is_file()
