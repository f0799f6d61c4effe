"""Workers forked by the process on standby: what the caller sees is what a Python of its own would do."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from secondunit.engines import standby
from secondunit.engines.folders import make_folders
from secondunit.engines.parent import parent_mark
from secondunit.engines.standby import caller, process
from secondunit.wire import Delivery, FrameRange, FrozenMap, Work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are on standby on Linux alone")


def start(folder: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    python, environment = standby.python_on_standby(folder)
    return subprocess.Popen(
        [python, *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **environment, **more}, cwd=folder,
    )  # fmt: skip


def worker(request: Path, step: str) -> tuple[str, ...]:
    return ("-m", "secondunit.engines.worker", "--request", str(request), "--step", step)


def child_of(request: Path) -> int:
    """The process that works on a request, by the line it shows to the system."""
    mark = (request.parent / "worker.json").read_text()
    return int(mark.split('"')[3].partition(":")[0])


@pytest.fixture
def long_request(make_work: Callable[..., Work]) -> Path:
    delivery = Delivery(passes=False)
    return make_folders(
        make_work(frames=FrameRange(1, 5000), controls=FrozenMap({"resolution": 64}), delivery=delivery)
    )


def running(worker: subprocess.Popen[str]) -> None:
    """Return when the worker says how far it is."""
    assert worker.stdout is not None
    for line in worker.stdout:
        if line.startswith("openjd_progress: ") and line != "openjd_progress: 0.00\n":
            return
    pytest.fail("The worker ended.")


def test_a_step_is_done_by_a_fork_of_the_process_on_standby(
    tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    request = make_folders(make_work(frames=FrameRange(1001, 1001), delivery=Delivery(passes=False)))
    step = start(tmp_path, *worker(request, "simulate"), SECONDUNIT_PARENT=parent_mark())
    output, _ = step.communicate()
    assert step.returncode == 0, output
    assert "openjd_progress: 100.00" in output
    assert child_of(request) not in (step.pid, process.server().pid)


def test_the_process_on_standby_has_one_thread_when_it_forks(
    tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    request = make_folders(make_work(frames=FrameRange(1001, 1001), delivery=Delivery(passes=False)))
    assert start(tmp_path, *worker(request, "simulate")).wait() == 0
    assert len(list(Path(f"/proc/{process.server().pid}/task").iterdir())) == 1


def test_how_a_worker_ends_is_passed_on(tmp_path: Path) -> None:
    step = start(tmp_path, *worker(tmp_path / "nothing.json", "simulate"))
    output, _ = step.communicate()
    assert step.returncode == 2
    assert "openjd_fail:" in output
    step = start(tmp_path, *worker(tmp_path / "nothing.json", "dance"))
    output, _ = step.communicate()
    assert step.returncode == 2
    assert "--step" in output


def test_a_worker_that_is_asked_to_end_ends(tmp_path: Path, long_request: Path) -> None:
    step = start(tmp_path, *worker(long_request, "simulate"))
    running(step)
    step.terminate()
    step.communicate()
    assert step.returncode == 3


def test_a_worker_that_is_killed_looks_killed(tmp_path: Path, long_request: Path) -> None:
    step = start(tmp_path, *worker(long_request, "simulate"), SECONDUNIT_PARENT=parent_mark())
    running(step)
    os.kill(child_of(long_request), signal.SIGKILL)
    step.communicate()
    assert step.returncode == -signal.SIGKILL


def test_a_worker_ends_when_its_caller_is_killed(tmp_path: Path, long_request: Path) -> None:
    step = start(tmp_path, *worker(long_request, "simulate"), SECONDUNIT_PARENT=parent_mark())
    running(step)
    child = os.pidfd_open(child_of(long_request))
    step.kill()
    assert select.select([child], [], [], 30.0)[0]
    os.close(child)


def test_without_a_process_on_standby_the_command_is_the_python_it_stands_for(tmp_path: Path) -> None:
    step = start(tmp_path, *worker(tmp_path / "nothing.json", "simulate"), SECONDUNIT_STANDBY="nobody")
    output, _ = step.communicate()
    assert step.returncode == 2
    assert "openjd_fail:" in output


def test_a_worker_with_another_python_path_is_run_by_a_python_of_its_own(
    tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    request = make_folders(make_work(frames=FrameRange(1001, 1001), delivery=Delivery(passes=False)))
    assert start(tmp_path, *worker(tmp_path / "nothing.json", "simulate")).wait() == 2
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    step = start(tmp_path, *worker(request, "simulate"), SECONDUNIT_PARENT=parent_mark(), PYTHONPATH=path)
    output, _ = step.communicate()
    assert (step.returncode, child_of(request)) == (0, step.pid), output


def test_anything_but_a_worker_is_run_by_a_python_of_its_own(tmp_path: Path) -> None:
    step = start(tmp_path, "-c", "import os; print(os.getcwd(), os.environ['COLOR'])", COLOR="grey")
    output, _ = step.communicate()
    assert (step.returncode, output) == (0, f"{tmp_path} grey\n")


def test_a_process_on_standby_that_went_away_is_replaced(tmp_path: Path) -> None:
    first = process.server()
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert start(tmp_path, *worker(tmp_path / "nothing.json", "simulate")).wait() == 2
    assert process.server().pid != first.pid


def test_a_process_of_another_user_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"secondunit-test-{os.getpid()}"
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind("\0" + name)
    listener.listen()
    try:
        assert caller.connect(name) is not None
        monkeypatch.setattr(caller, "owner", lambda connection: os.getuid() + 1)
        assert caller.connect(name) is None
    finally:
        listener.close()


def test_a_message_that_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    address = "\0" + process.server().name
    for message in (b"", b"\xff" * 8, (12).to_bytes(8, "big") + b"/\0notacount"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(address)
            connection.sendall(message)
            connection.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(1) == b""
    assert start(tmp_path, *worker(tmp_path / "nothing.json", "simulate")).wait() == 2


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    program = "from secondunit.engines.standby import process; print(process.server().pid, flush=True)"
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    try:
        child = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    parent.wait()
    assert select.select([child], [], [], 30.0)[0]
    os.close(child)


def test_a_system_that_cannot_watch_a_child_has_no_process_on_standby_and_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = (
        "import os\n"
        "def pidfd_open(*_):\n"
        "    raise OSError(38, 'Function not implemented')\n"
        "os.pidfd_open = pidfd_open\n"
    )
    (tmp_path / "sitecustomize.py").write_text(without)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(process, "_server", None)
    assert standby.python_on_standby(tmp_path) == (sys.executable, {})
    first = process.server()
    assert standby.python_on_standby(tmp_path) == (sys.executable, {})
    assert process.server() is first
