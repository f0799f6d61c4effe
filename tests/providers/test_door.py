"""The door and the landing: nothing leaves unasked, nothing is repeated, nothing lands by halves."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable, Iterator
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Call, Part
from secondunit.providers.door import read, read_object, retry_after
from secondunit.providers.http import HttpDoor
from secondunit.providers.landing import Landing, safe_name
from secondunit.testing import GuardedDoor, sockets_guarded
from secondunit.wire.errors import (
    BadDownload,
    Conflict,
    DiskFull,
    NoRights,
    ProviderAbsent,
    ProviderBroken,
    ProviderSilent,
    RateLimited,
    Refused,
)


class Once:
    """A server that answers each connection with the same bytes and keeps what it was sent."""

    def __init__(self, answer: bytes, hold: threading.Event | None = None) -> None:
        self.answer, self.hold = answer, hold
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                held = b""
                while b"\r\n\r\n" not in held:
                    held += connection.recv(65536)
                head, _, body = held.partition(b"\r\n\r\n")
                length = next((int(line[15:]) for line in head.lower().split(b"\r\n")
                               if line.startswith(b"content-length:")), 0)  # fmt: skip
                while len(body) < length:
                    body += connection.recv(65536)
                self.heard.append(head + b"\r\n\r\n" + body)
                if self.hold is not None:
                    self.hold.wait(10)
                connection.sendall(self.answer)

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def once() -> Iterator[Callable[..., Once]]:
    made: list[Once] = []

    def make(answer: bytes, hold: threading.Event | None = None) -> Once:
        made.append(Once(answer, hold))
        return made[-1]

    yield make
    for each in made:
        if each.hold is not None:
            each.hold.set()
        each.close()


def answer(body: bytes, head: str = "200 OK", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {head}\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n".encode() + body


def allowed(call: Call) -> None:
    return None


def test_without_a_permit_no_byte_leaves(once: Callable[..., Once]) -> None:
    there = once(answer(b"{}"))

    def refuse(call: Call) -> None:
        raise Refused(f"No rule lets {call.method} go to {call.url}.")

    door = HttpDoor(refuse)
    with pytest.raises(Refused, match="No rule"):
        door.send(Call("GET", there.url))
    with pytest.raises(Refused):
        door.connect("127.0.0.1", 9, "", 1.0)
    assert there.heard == []


def test_the_permit_sees_the_job_the_place_and_the_hash_of_every_file(
    once: Callable[..., Once], tmp_path: Path
) -> None:
    seen: list[Call] = []
    path = tmp_path / "p.png"
    path.write_bytes(b"picture" * 100_000)
    there = once(answer(b"{}"))
    part = Part("image", 'a"b\r\n.png', path, "image/png", sha256(path.read_bytes()).hexdigest())
    call = Call("POST", there.url, "job-1", form=(("type", "input"),), parts=(part,))
    assert read_object(HttpDoor(seen.append).send(call)) == {}
    assert seen == [call]
    body = there.heard[0]
    assert body.count(path.read_bytes()) == 1 and b'name="type"\r\n\r\ninput' in body
    assert b'filename="a%22b.png"' in body


def test_a_part_without_a_field_is_the_whole_body_read_from_disk_as_it_is(
    once: Callable[..., Once], tmp_path: Path
) -> None:
    path = tmp_path / "plate.mp4"
    path.write_bytes(bytes(range(256)) * 2000)
    server = once(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    part = Part("", "plate.mp4", path, "video/mp4", sha256(path.read_bytes()).hexdigest())
    read(HttpDoor(lambda call: None).send(Call("PUT", server.url + "/slot", "job", parts=(part,))))
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    assert body == path.read_bytes()
    assert b"content-type: video/mp4" in head.lower() and b"content-length: 512000" in head.lower()
    assert b"transfer-encoding" not in head.lower() and b"plate.mp4" not in head


def test_a_server_that_is_not_there_was_surely_sent_nothing() -> None:
    with socket.socket() as nobody:
        # Bound and not listening: every connection to it is refused, and nobody else can take its port.
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        with pytest.raises(ProviderAbsent):
            HttpDoor(allowed).send(Call("POST", f"http://127.0.0.1:{port}", body=b"x"))
        with pytest.raises(ProviderAbsent):
            HttpDoor(allowed).connect("127.0.0.1", port, "", 1.0)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200", b"nonsense\r\n\r\n"])
def test_an_answer_that_never_comes_may_have_been_acted_on(said: bytes, once: Callable[..., Once]) -> None:
    there = once(said)
    with pytest.raises((ProviderSilent, ProviderBroken)):
        read_object(HttpDoor(allowed).send(Call("POST", there.url, body=b"x")))
    assert len(there.heard) == 1


def test_a_wait_for_an_answer_ends(once: Callable[..., Once]) -> None:
    there = once(answer(b"{}"), threading.Event())
    with pytest.raises(ProviderSilent):
        HttpDoor(allowed).send(Call("GET", there.url, timeout=0.05))
    assert len(there.heard) <= 1


def test_a_body_that_breaks_off_is_a_bad_download(once: Callable[..., Once]) -> None:
    there = once(answer(b"half", length=8))
    with pytest.raises(BadDownload):
        read(HttpDoor(allowed).send(Call("GET", there.url)))


def test_a_body_without_end_is_not_read_to_memory(once: Callable[..., Once]) -> None:
    there = once(answer(b"x" * 5000))
    with pytest.raises(ProviderBroken, match="more than"):
        read(HttpDoor(allowed).send(Call("GET", there.url)), most=1000)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_broken(body: bytes, once: Callable[..., Once]) -> None:
    with pytest.raises(ProviderBroken):
        read_object(HttpDoor(allowed).send(Call("GET", once(answer(body)).url)))


def test_a_server_that_sends_us_elsewhere_is_not_followed(once: Callable[..., Once]) -> None:
    other = once(answer(b"{}"))
    there = once(answer(b"", f"302 Found\r\nLocation: {other.url}"))
    with pytest.raises(ProviderBroken, match="elsewhere"):
        HttpDoor(allowed).send(Call("GET", there.url))
    assert other.heard == []


def test_a_proxy_in_the_environment_sees_nothing_unless_asked_for(
    once: Callable[..., Once], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, there = once(answer(b"{}")), once(answer(b'{"direct": 1}'))
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    assert read_object(HttpDoor(allowed).send(Call("GET", there.url))) == {"direct": 1}
    assert proxy.heard == []


@pytest.mark.parametrize(
    "headers, seconds",
    [
        ({}, 10.0),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "-7"}, 0.0),
        ({"Retry-After": "nan"}, 10.0),
        ({"Retry-After": "1e30"}, 86_400.0),
        ({"Retry-After": "soon"}, 10.0),
        (
            {"Retry-After": formatdate(1_000_090, usegmt=True), "Date": formatdate(1_000_000, usegmt=True)},
            90.0,
        ),
        ({"Retry-After": formatdate(1_000_090, usegmt=True)}, 10.0),
    ],
)
def test_a_wait_is_read_without_our_clock(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers) == seconds


def test_the_guard_sees_a_connection_past_the_door(once: Callable[..., Once]) -> None:
    there = once(answer(b"{}"))
    with sockets_guarded() as seen:
        read(GuardedDoor(HttpDoor(allowed)).send(Call("GET", there.url)))
        assert seen == []
        with pytest.raises(ProviderAbsent):
            HttpDoor(allowed).send(Call("GET", there.url))
    assert len(seen) == 1 and len(there.heard) == 1


def test_files_land_whole_in_their_order_under_names_that_hold(tmp_path: Path) -> None:
    with Landing(tmp_path / "got") as landing:
        landing.take("a.png", [b"1", b"2"], 2)
        landing.take("A.png", [b"3"])
    assert [(path.name, path.read_bytes()) for path in landing.paths] == [("a.png", b"12"), ("A-2.png", b"3")]
    assert [path.name for path in tmp_path.iterdir()] == ["got"]


@pytest.mark.parametrize("chunks, size", [([b"12"], 3), ([], None), ([b"1234"], None)])
def test_what_is_not_whole_leaves_no_folder(chunks: list[bytes], size: int | None, tmp_path: Path) -> None:
    with pytest.raises(BadDownload), Landing(tmp_path / "got", most=3) as landing:
        landing.take("a.png", chunks, size)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_during_a_download_leaves_nothing(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"1"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull), Landing(tmp_path / "got") as landing:
        landing.take("a.png", chunks())
    assert not list(tmp_path.iterdir())


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(self: Path, *given: Any, **more: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", no)
    with pytest.raises(NoRights), Landing(tmp_path / "got"):
        pass


def test_a_folder_with_something_in_it_is_not_landed_in(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(Conflict), Landing(tmp_path):
        pass
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize(
    "given, name",
    [
        ("../../etc/passwd", "passwd"), ("C:\\Windows\\x.png", "x.png"), ("", "result"), ("..", "result"),
        ("con.png", "_con.png"), ("a\nb:c.png", "a_b_c.png"), ("日本 1.png", "日本 1.png"), (".hid", "hid"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
    ],
)  # fmt: skip
def test_a_name_from_outside_stays_in_its_folder(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_a_pause_that_was_asked_for_survives_being_placed() -> None:
    error = RateLimited("It asks for a pause.", retry_after=7.0).at("submit")
    assert isinstance(error, RateLimited) and error.retry_after == 7.0
    assert error.problem.where == "submit" and error.problem.code == "provider.busy"


def test_what_is_sent_takes_a_connection_that_nobody_else_has_used() -> None:
    """A kept connection may just have been closed: a submit on it could not be told from a lost one."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    came: list[tuple[str, int]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            return

        def do_GET(self) -> None:
            came.append((self.command, self.client_address[1]))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        do_POST = do_GET

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    door = HttpDoor(lambda call: None)
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    for method in ("GET", "GET", "POST", "POST", "GET"):
        assert read(door.send(Call(method, url, body=b"x" if method == "POST" else b""))) == b"ok"
    door.close()
    server.shutdown()
    server.server_close()
    ports = [port for _, port in came]
    assert ports[0] == ports[1] == ports[4], "questions share one"
    assert len({ports[0], ports[2], ports[3]}) == 3
