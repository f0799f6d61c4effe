"""The service as a process: started once however many ask, found, stopped in order, its files its owner's."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from secondunit.ground.locks import FileLock
from secondunit.service.find import find
from secondunit.service.home import Home
from secondunit.service.serve import serve, start
from secondunit.wire import ServiceAddress
from secondunit.wire.errors import StorageError

pytestmark = pytest.mark.long

DETACH = "import sys; from secondunit.service.serve import serve; sys.exit(serve(detach=True))"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home with spaces and letters of other scripts; whatever serves it at the end is ended."""
    made = Home(tmp_path / "Zoë's state 日本")
    monkeypatch.setenv("SECONDUNIT_HOME", str(made.root))
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    yield made
    address = find(made)
    if address is not None:
        process = psutil.Process(address.pid)
        process.kill()
        process.wait(10)


def call(address: ServiceAddress, path: str, method: str = "GET") -> tuple[int, Any]:
    token = Path(address.token_file).read_text().strip()
    request = urllib.request.Request(
        address.url + path, method=method, headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def detach() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", DETACH], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_five_that_start_it_at_once_get_one_service(home: Home) -> None:
    children = [detach() for _ in range(5)]
    for child in children:
        _, errors = child.communicate(timeout=90)
        assert child.returncode == 0, errors.decode()
    address = find(home)
    assert address is not None and call(address, "/v1/status")[0] == 200
    serving = [
        process
        for process in psutil.process_iter(["cmdline", "environ"])
        if "secondunit.service" in (process.info["cmdline"] or [])
        and (process.info["environ"] or {}).get("SECONDUNIT_HOME") == str(home.root)
        and process.status() != psutil.STATUS_ZOMBIE
    ]
    # Whoever came too late ends by itself, on a busy machine some time after it was answered.
    _, alive = psutil.wait_procs([process for process in serving if process.pid != address.pid], timeout=60)
    assert alive == [] and address.pid in [process.pid for process in serving]


def test_only_its_owner_can_read_its_files_and_only_this_machine_can_reach_it(home: Home) -> None:
    address = start(home)
    for path in (home.token, home.address, home.log, home.identity):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    assert len(home.token.read_text().strip()) == 43
    line = json.loads(home.log.read_text("utf-8").splitlines()[0])
    assert line["level"] == "info" and address.url in line["says"]
    listening = [
        one.laddr for one in psutil.Process(address.pid).net_connections("inet") if one.status == "LISTEN"
    ]
    assert [place.ip for place in listening] == ["127.0.0.1"]
    assert address.url == f"http://127.0.0.1:{listening[0].port}"


def test_it_stops_in_order_while_someone_listens_and_comes_back_at_the_same_port(home: Home) -> None:
    urls, tokens = set(), set()
    for how in ("route", "signal"):
        address = start(home)
        token = home.token.read_text().strip()
        urls.add(address.url)
        tokens.add(token)
        heard, ended = threading.Event(), threading.Event()
        request = urllib.request.Request(
            address.url + "/v1/events", headers={"Authorization": f"Bearer {token}"}
        )

        def listen(
            request: urllib.request.Request = request,
            heard: threading.Event = heard,
            ended: threading.Event = ended,
        ) -> None:
            with urllib.request.urlopen(request, timeout=30) as stream:
                for _ in stream:
                    heard.set()
            ended.set()

        threading.Thread(target=listen, daemon=True).start()
        assert heard.wait(10)
        process = psutil.Process(address.pid)
        if how == "route":
            assert call(address, "/v1/stop", "POST")[1]["stopping"] is True
        else:
            process.send_signal(signal.SIGTERM)
        process.wait(15)
        assert ended.wait(10)
        assert find(home) is None and not home.address.exists()
        assert "stopped" in home.log.read_text("utf-8").splitlines()[-1]
    assert len(urls) == len(tokens) == 1


def test_an_address_of_a_dead_service_is_not_believed(home: Home) -> None:
    address = start(home)
    process = psutil.Process(address.pid)
    process.kill()
    process.wait(10)
    assert home.address.exists() and find(home) is None
    assert start(home).pid != address.pid


def test_a_state_folder_that_cannot_be_made_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.wire.errors import NoRights

    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(NoRights, match="state folder cannot be made"):
        serve(home=Home(tmp_path / "file" / "home"))


def test_in_the_foreground_it_says_where_it_serves_and_ends_well_on_an_interrupt(home: Home) -> None:
    command = [sys.executable, "-m", "secondunit", "serve"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        address = find(home)
        assert address is not None and address.url in said and "Ctrl-C" in said
        second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert second.returncode == 0 and address.url in second.stderr
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == ""
    assert process.returncode == 0
    assert not home.address.exists()


def test_a_service_that_cannot_start_says_why_to_whoever_started_it(home: Home) -> None:
    home.make()
    assert isinstance(home.database, Path)
    home.database.write_bytes(b"no database at all, " * 1000)
    with pytest.raises(StorageError, match="store is damaged") as caught:
        start(home)
    assert "secondunit.db" in caught.value.problem.remedy and caught.value.problem.kept
    assert "Traceback" not in (home.root / "start.log").read_text()


def test_one_that_is_started_while_another_ends_serves_after_it(home: Home) -> None:
    home.make()
    ending = FileLock(home.lock)
    assert ending.take()
    child = detach()
    until = time.monotonic() + 30
    while not (home.root / "start.log").exists():  # its service is under way, and finds the lock taken
        assert time.monotonic() < until
    ending.release()
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 0, errors.decode()
    address = find(home)
    assert address is not None and call(address, "/v1/status")[0] == 200


def test_a_lock_is_held_by_one_and_free_when_released(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take() and not second.take()
    first.release()
    assert second.take()
    second.release()
    assert (tmp_path / "lock").exists()


def test_credentials_are_made_once_and_mended(tmp_path: Path) -> None:
    from secondunit.service.credentials import identity, token

    home = Home(tmp_path)
    made: Callable[[], str] = lambda: token(home)  # noqa: E731
    first = made()
    assert made() == first and len(first) == 43 and identity(home) == identity(home) != first
    home.token.write_text("short")
    home.token.chmod(0o644)
    assert made() not in ("short", first) and stat.S_IMODE(home.token.stat().st_mode) == 0o600
    home.token.chmod(0o644)
    made()
    assert stat.S_IMODE(home.token.stat().st_mode) == 0o600
