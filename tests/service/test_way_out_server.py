"""A provider's server that means harm: it drips, never ends, swells, sets cookies and lies about lengths."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from secondunit.providers import Call
from secondunit.providers.door import read
from secondunit.providers.http import HttpDoor
from secondunit.providers.landing import Landing, safe_name
from secondunit.providers.timed import cut_after
from secondunit.wire.errors import BadDownload, BadInput, ProviderBroken, ProviderSilent

OK = b"HTTP/1.1 200 OK\r\n"


class Far:
    """A server on loopback that plays a part to each who connects, until it is closed."""

    def __init__(self, part: Callable[[Far, socket.socket], None]) -> None:
        self.part, self.heard, self.over = part, [], threading.Event()  # type: ignore[var-annotated]
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection, suppress(OSError):
                    held = b""
                    while b"\r\n\r\n" not in held:
                        held += connection.recv(65536)
                    self.heard.append(held)
                    self.part(self, connection)

    def drip(self, connection: socket.socket, what: bytes) -> None:
        """Say a little every tenth of a second, for as long as somebody listens (20 seconds at most)."""
        for _ in range(200):
            connection.sendall(what)
            if self.over.wait(0.1):
                return

    def close(self) -> None:
        self.over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def far() -> Iterator[Callable[..., Far]]:
    made: list[Far] = []

    def make(part: Callable[[Far, socket.socket], None]) -> Far:
        made.append(Far(part))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def door() -> Iterator[HttpDoor]:
    made = HttpDoor(lambda call: None)
    yield made
    made.close()


def _head(server: Far, connection: socket.socket) -> None:
    connection.sendall(OK + b"X-Slow: ")
    server.drip(connection, b"a")


def _continue(server: Far, connection: socket.socket) -> None:
    server.drip(connection, b"HTTP/1.1 100 Continue\r\n\r\n")


def _body(server: Far, connection: socket.socket) -> None:
    connection.sendall(OK + b"Content-Length: 1000\r\n\r\n")
    server.drip(connection, b"a")


def _open_body(server: Far, connection: socket.socket) -> None:
    connection.sendall(OK + b"Connection: close\r\n\r\n")
    server.drip(connection, b"a")


def _chunk(server: Far, connection: socket.socket) -> None:
    connection.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    server.drip(connection, b"1\r\na\r\n")


def _trailer(server: Far, connection: socket.socket) -> None:
    connection.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")
    server.drip(connection, b"X-More: y\r\n")


@pytest.mark.parametrize("part", [_head, _continue, _body, _open_body, _chunk, _trailer])
def test_an_answer_that_drips_in_ends_when_its_time_is_up(
    part: Callable[[Far, socket.socket], None], far: Callable[..., Far], door: HttpDoor
) -> None:
    """Each wait is short enough: it is the whole that never ends, and no gate is asked meanwhile."""
    began = time.monotonic()
    with pytest.raises(ProviderSilent):
        read(door.send(Call("GET", far(part).url, timeout=0.8, within=0.8)))
    assert time.monotonic() - began < 5.0


def test_an_answer_in_time_is_not_cut(far: Callable[..., Far], door: HttpDoor) -> None:
    def part(server: Far, connection: socket.socket) -> None:
        connection.sendall(OK + b"Content-Length: 5\r\n\r\nhe")
        server.over.wait(0.2)
        connection.sendall(b"llo")

    assert read(door.send(Call("GET", far(part).url, timeout=5.0, within=5.0))) == b"hello"


def test_what_is_late_is_cut_in_its_turn_and_what_ended_is_not() -> None:
    said: list[str] = []
    done = threading.Event()
    with (
        cut_after(0.3, lambda: (said.append("second"), done.set())) as second,
        cut_after(600.0, lambda: said.append("never")) as never,
    ):
        for number in range(200):
            with cut_after(0.2 + number / 1000, lambda: said.append("ended")):
                pass
        with cut_after(0.05, lambda: said.append("first")) as first:
            assert first.wait(5) and done.wait(5)
    assert said == ["first", "second"]
    assert second.is_set() and not never.is_set()


def test_a_length_that_is_no_number_is_a_bad_download(
    far: Callable[..., Far], door: HttpDoor, tmp_path: Path
) -> None:
    def part(_: Far, connection: socket.socket) -> None:
        connection.sendall(OK + b"Connection: close\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nhi")

    with pytest.raises(BadDownload):
        read(door.send(Call("GET", far(part).url, timeout=5.0)))


def test_what_swells_when_it_is_unpacked_fills_no_memory(far: Callable[..., Far], door: HttpDoor) -> None:
    packed = gzip.compress(gzip.compress(bytes(128 << 20)))

    def part(_: Far, connection: socket.socket) -> None:
        head = OK + b"Content-Encoding: gzip, gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
        connection.sendall(head + packed)

    tracemalloc.start()
    try:
        with pytest.raises(ProviderBroken):
            read(door.send(Call("GET", far(part).url, timeout=5.0)), most=1 << 20)
        assert tracemalloc.get_traced_memory()[1] < 32 << 20
    finally:
        tracemalloc.stop()


def test_no_cookie_is_kept_or_sent_back(far: Callable[..., Far], door: HttpDoor) -> None:
    def part(_: Far, connection: socket.socket) -> None:
        connection.sendall(
            OK + b"Set-Cookie: who=show-S; Path=/\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
        )

    server = far(part)
    for _ in range(2):
        assert read(door.send(Call("GET", server.url))) == b"ok"
        door.close()
    assert len(server.heard) == 2 and b"cookie" not in server.heard[1].lower()


def test_a_password_file_of_this_machine_takes_no_keys_place(
    far: Callable[..., Far], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the studio's proxies are asked for, nothing else is taken from the environment."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password for-another-service\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    def part(_: Far, connection: socket.socket) -> None:
        connection.sendall(OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok")

    server, door = far(part), HttpDoor(lambda call: None, proxies=True)
    read(door.send(Call("GET", server.url, headers=(("Authorization", "Bearer ours"),))))
    read(door.send(Call("GET", server.url)))
    door.close()
    assert b"Authorization: Bearer ours" in server.heard[0]
    assert b"authorization" not in server.heard[1].lower()


@pytest.mark.parametrize(
    "url",
    [
        "http://name:a-key@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@api.studio.test/",
        "http://127.0.0.1:{port}/a b\tc",
        "\thttp://127.0.0.1:{port}/",
        "http://127.0.0.1\n:{port}/",
        "http://１２７.0.0.1:{port}/",
        "ftp://127.0.0.1:{port}/",
        "http://127.0.0.1:{port}0000/",
    ],
)
def test_an_address_that_can_be_read_in_two_ways_is_not_called(
    url: str, far: Callable[..., Far], door: HttpDoor
) -> None:
    def part(_: Far, connection: socket.socket) -> None:
        connection.sendall(OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok")

    server = far(part)
    with pytest.raises(BadInput) as caught:
        door.send(Call("GET", url.format(port=server.port)))
    assert server.heard == [] and "a-key" not in str(caught.value.problem)


def test_a_host_that_is_named_twice_is_not_called(far: Callable[..., Far], door: HttpDoor) -> None:
    """A shared front serves whom the header names, not whom the rule does."""
    server = far(lambda _, connection: connection.sendall(OK + b"Content-Length: 0\r\n\r\n"))
    with pytest.raises(BadInput):
        door.send(Call("GET", server.url, headers=(("hOst", "evil.test"),)))
    assert server.heard == []


@pytest.mark.parametrize(
    "name", ["漢" * 120 + ".png", "é" * 300 + ".exr", "a" * 5000, "x." + "𝔘" * 90], ids=ascii
)
def test_a_name_that_is_long_in_any_script_lands(name: str, tmp_path: Path) -> None:
    with Landing(tmp_path / "into") as landing:
        for _ in range(3):
            landing.take(name, [b"x"])
    assert len({path.name for path in landing.paths}) == 3
    assert all(path.is_file() and len(path.name.encode()) <= 200 for path in landing.paths)


def test_names_that_differ_only_in_how_they_are_written_do_not_meet(tmp_path: Path) -> None:
    with Landing(tmp_path / "into") as landing:
        for name in ("caf\u00e9.png", "cafe\u0301.png", "CAF\u00c9.png"):
            landing.take(name, [name.encode()])
    import unicodedata

    plain = {unicodedata.normalize("NFC", path.name).lower() for path in landing.paths}
    assert len(plain) == 3


def test_a_file_that_is_longer_than_was_said_is_stopped_there(tmp_path: Path) -> None:
    given = 0

    def chunks() -> Iterator[bytes]:
        nonlocal given
        for _ in range(1000):
            given += 1
            yield bytes(1000)

    with pytest.raises(BadDownload), Landing(tmp_path / "into") as landing:
        landing.take("a.png", chunks(), 2500)
    assert given == 3 and list(tmp_path.iterdir()) == []


def test_half_a_character_in_a_name_does_no_harm() -> None:
    assert safe_name("a\ud800b.png").encode() == b"a_b.png"
