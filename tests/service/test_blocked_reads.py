"""Paths that nobody answers for, and connections that say nothing: the service answers on, and ends."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import psutil
import pytest

from secondunit.service.find import find
from secondunit.service.home import Home
from secondunit.wire import PlatePath, ServiceAddress, dumps

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")

#: More than the threads that serve requests.
MANY = 45
#: Seconds within which what is not blocked answers, on a machine with much else to do.
SOON = 20.0


#: The same with less patience, and a disk that is away: whoever asks for a file below it waits for ever.
QUICK = """
import tempfile
from pathlib import Path
from secondunit.media import foreign
from secondunit.service import connections, reads
connections.ARRIVAL, reads.PATIENCE = 0.5, reads.Patience(reach=1.5, left=3)
stat = foreign.stat_of
def away(path):
    if "/away" in str(path):
        with tempfile.NamedTemporaryFile(prefix="waits-", dir=Path(NEVER).parent):
            open(NEVER).read()
    return stat(path)
foreign.stat_of = away
import sys
from secondunit.service.__main__ import main
sys.exit(main())
"""


class Served:
    """A service in a process of its own, and whoever asks it."""

    def __init__(self, home: Home, address: ServiceAddress, process: subprocess.Popen[bytes]) -> None:
        self.home, self.address, self.process = home, address, process
        self.token = home.token.read_text().strip()
        self.port = int(address.url.rpartition(":")[2])

    def ask(self, path: str, value: object = None, method: str = "") -> tuple[int, Any]:
        body = None if value is None else dumps(value).encode()
        request = urllib.request.Request(
            self.address.url + path,
            data=body,
            method=method or ("POST" if body else "GET"),
            headers={"Authorization": f"Bearer {self.token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=SOON) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def post_and_go(self, path: str, value: object, whole: bool = True) -> socket.socket:
        """Ask, and do not wait for the answer; not `whole` leaves the end of the body out."""
        body = dumps(value).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=SOON)
        connection.sendall(head.encode() + (body if whole else body[:-1]))
        return connection


def served(folder: Path) -> Served:
    """Start a service that has little patience and knows a disk that is away."""
    home = Home(folder / "home")
    os.mkfifo(folder / "never")
    code = f"NEVER = {str(folder / 'never')!r}\n{QUICK}"
    environment = {**os.environ, "SECONDUNIT_HOME": str(home.root), "SECONDUNIT_SHOWS": str(folder / "shows")}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    end = time.monotonic() + 60
    while (address := find(home)) is None:
        assert process.poll() is None and time.monotonic() < end, home.log.read_text("utf-8")[-3000:]
    return Served(home, address, process)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("served"))
    yield made
    made.process.kill()
    made.process.wait(10)


@pytest.fixture
def service(running: Served) -> Iterator[Served]:
    """A service for which nothing is away any more when the test is over."""
    yield running
    answers(running)


def answers(service: Served) -> None:
    """The disks are mounted again."""
    end = time.monotonic() + SOON
    while threads(service):
        os.close(os.open(service.home.root.parent / "never", os.O_RDWR | os.O_NONBLOCK))
        assert time.monotonic() < end


def reply(connection: socket.socket) -> tuple[int, str]:
    """The answer on a connection, read to its end."""
    with connection, contextlib.closing(HTTPResponse(connection)) as answer:
        answer.begin()
        return answer.status, answer.read().decode()


def threads(service: Served) -> int:
    """How many threads wait for a disk that is away."""
    return len(list(service.home.root.parent.glob("waits-*")))


def pipe(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path


def test_pipes_instead_of_plates_are_refused_and_others_are_answered(service: Served, tmp_path: Path) -> None:
    path = pipe(tmp_path / "plate.mov")
    asked = [service.post_and_go("/v1/plates", PlatePath(str(path))) for _ in range(MANY)]
    status, page = service.ask("/v1/takes")
    assert status == 200 and "takes" in page
    for status, text in map(reply, asked):
        assert status == 422 and "plate.mov is a pipe, not a file" in text


def test_a_disk_that_is_away_is_said_in_a_sentence_and_asked_once(service: Served, tmp_path: Path) -> None:
    path = PlatePath(str(tmp_path / "away" / "plate.mov"))
    status, problem = service.ask("/v1/plates", path)
    assert status == 504 and problem["code"] == "storage.silent"
    assert "plate.mov is on a disk or server that does not answer" in problem["message"]
    assert "mounted" in problem["remedy"] and problem["where"] == path.path
    # Whoever asks again is answered at once, and leaves no thread behind.
    asked = [service.post_and_go("/v1/plates", path) for _ in range(MANY)]
    assert {reply(connection)[0] for connection in asked} == {504}
    assert threads(service) == 1
    assert service.ask("/v1/takes")[0] == 200


def test_what_answers_again_is_read_again(service: Served, tmp_path: Path) -> None:
    path = PlatePath(str(tmp_path / "away" / "plate.mov"))
    assert service.ask("/v1/plates", path)[0] == 504
    answers(service)
    asked = service.post_and_go("/v1/plates", path)
    end = time.monotonic() + SOON
    while not threads(service):  # it is looked for anew
        assert time.monotonic() < end
    answers(service)
    assert "There is no" in reply(asked)[1]


def test_connections_that_say_nothing_are_closed_and_crowd_nobody_out(service: Served) -> None:
    before = psutil.Process(service.process.pid).num_fds()
    silent = [socket.create_connection(("127.0.0.1", service.port), timeout=SOON) for _ in range(400)]
    silent[-1].sendall(b"GET /v1/status HT")  # one that begins, and says no more
    assert service.ask("/v1/status")[0] == 200
    assert psutil.Process(service.process.pid).num_fds() < before + 100
    slow = service.post_and_go("/v1/plates", PlatePath("/x"), whole=False)  # one whose body does not come
    for connection in (*silent, slow):
        with contextlib.suppress(ConnectionError):
            assert connection.recv(4096) == b""


def test_more_connections_than_it_takes_are_told_so(service: Served) -> None:
    status = f"GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nAuthorization: Bearer "
    listening = []
    for _ in range(300):
        connection = socket.create_connection(("127.0.0.1", service.port), timeout=SOON)
        connection.sendall(f"{status}{service.token}\r\n\r\n".encode())
        listening.append((connection, connection.recv(4096)))
    refused = [answer for _, answer in listening if answer.startswith(b"HTTP/1.1 503 ")]
    assert len(refused) >= 40 and all(b"as many connections as it takes" in answer for answer in refused)
    for connection, _ in listening:
        connection.close()
    end = time.monotonic() + SOON
    while service.ask("/v1/status")[0] != 200:
        assert time.monotonic() < end


def test_threads_that_wait_are_bounded_and_keep_nobody_from_ending_it(tmp_path: Path) -> None:
    service = served(tmp_path)
    try:
        for number in range(5):
            path = PlatePath(str(tmp_path / f"away{number}" / "plate.mov"))
            status, problem = service.ask("/v1/plates", path)
            assert status == 504
        assert threads(service) == 3 and "3 files are waited for" in problem["message"]
        assert str(tmp_path / "away1") in problem["where"] and "start it anew" in problem["remedy"]
        assert service.ask("/v1/status")[0] == 200
        assert service.ask("/v1/stop", method="POST")[0] == 200
        assert service.process.wait(SOON) == 0
    finally:
        service.process.kill()
        service.process.wait(10)
