"""Paths that nobody answers for, and connections that say nothing: the service answers on, and ends."""

from __future__ import annotations

import json
import os
import socket
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

from secondunit.service.find import find
from secondunit.service.home import Home
from secondunit.wire import PlatePath, ServiceAddress, dumps

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")

#: More than the threads that serve requests.
MANY = 45
#: Seconds within which what is not blocked answers, on a machine with much else to do.
SOON = 20.0


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

    def post_and_go(self, path: str, value: object) -> socket.socket:
        """Ask, and do not wait for the answer."""
        body = dumps(value).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=SOON)
        connection.sendall(head.encode() + body)
        return connection


def served(home: Home, before: str = "") -> Served:
    """Start a service whose process runs `before` first."""
    code = before + "\nimport sys\nfrom secondunit.service.__main__ import main\nsys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 60
    while (address := find(home)) is None:
        assert process.poll() is None and time.monotonic() < end, home.log.read_text("utf-8")[-3000:]
    return Served(home, address, process)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Served]]:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    made: list[Served] = []

    def begin(before: str = "") -> Served:
        made.append(served(Home(tmp_path / "home"), before))
        return made[-1]

    yield begin
    for one in made:
        one.process.kill()
        one.process.wait(10)


def pipe(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path


def ends(service: Served) -> None:
    """The service ends by itself when it is told to."""
    assert service.ask("/v1/stop", method="POST")[0] == 200
    assert service.process.wait(SOON) == 0


def test_pipes_instead_of_plates_keep_it_neither_from_answering_nor_from_ending(
    start: Callable[..., Served], tmp_path: Path
) -> None:
    service = start()
    path = pipe(tmp_path / "plate.mov")
    open_ones = [service.post_and_go("/v1/plates", PlatePath(str(path))) for _ in range(MANY)]
    status, page = service.ask("/v1/takes")
    assert status == 200 and "takes" in page
    for connection in open_ones:
        answer = connection.recv(4096)
        assert answer.startswith(b"HTTP/1.1 422 ") and b"is a pipe" in answer
        connection.close()
    ends(service)


def test_connections_that_say_nothing_are_closed_and_crowd_nobody_out(start: Callable[..., Served]) -> None:
    service = start()
    before = psutil.Process(service.process.pid).num_fds()
    silent = [socket.create_connection(("127.0.0.1", service.port), timeout=SOON) for _ in range(400)]
    silent[-1].sendall(b"GET /v1/status HT")  # one that begins, and says no more
    assert service.ask("/v1/status")[0] == 200
    assert psutil.Process(service.process.pid).num_fds() < before + 300
    closed = threading.Event()

    def listen() -> None:
        for connection in silent:
            try:
                while connection.recv(4096):
                    pass
            except ConnectionError:
                pass
        closed.set()

    threading.Thread(target=listen, daemon=True).start()
    assert closed.wait(SOON)
    ends(service)
