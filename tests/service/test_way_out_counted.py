"""Every call that leaves is on record, with bytes and hash of what went over the wire; they have an end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from secondunit.providers import Call
from secondunit.providers.door import json_call, read
from secondunit.wire.errors import Refused

KEY = "canary-key-4711"


class Wire:
    """A server that keeps every byte that came, message by message."""

    def __init__(self) -> None:
        self.came: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1/still"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                taken, _ = self._listening.accept()
            except OSError:
                return
            with taken, taken.makefile("rb") as file:
                head = b""
                while not head.endswith(b"\r\n\r\n") and (line := file.readline()):
                    head += line
                size = [
                    line.split(b":")[1] for line in head.lower().split(b"\r\n") if b"content-length" in line
                ]
                self.came.append(head + file.read(int(size[0]) if size else 0))
                taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


@pytest.fixture
def wire() -> Iterator[Wire]:
    made = Wire()
    yield made
    made.close()


@pytest.fixture
def out(house: Any, job: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A job that was allowed to go to this machine's own server, as to any other."""
    house.rules(hosts='"127.0.0.1"')
    monkeypatch.setenv("SECONDUNIT_STUDIO_KEY", KEY)
    crossing = job()
    house.made["studio"][-1].site.secret("studio.key")
    assert crossing.decide().allowed
    return crossing


def bare(came: bytes, *credentials: bytes) -> tuple[bytes, bytes]:
    """Head and body as they came, without credentials."""
    head, _, body = came.partition(b"\r\n\r\n")
    for each in credentials:
        assert each in head
        head = head.replace(each, b"")
    return head + b"\r\n\r\n", body


def says(call: Any, head: bytes, body: bytes) -> bool:
    return (
        (call["head_bytes"], call["head_sha256"]) == (len(head), sha256(head).hexdigest())
        and (call.get("body_bytes", 0), call.get("body_sha256", "")) in (
            (len(body), sha256(body).hexdigest()), (0, "") if not body else None,
        )
    )  # fmt: skip


def test_the_ledger_has_bytes_and_hash_of_what_arrived_without_credentials(
    house: Any, out: Any, wire: Wire
) -> None:
    transport, key = house.sites.transport("S", "studio"), out.key(0)
    with out.open(0):
        for call in (
            house.upload(out, wire.url),
            Call("POST", f"{wire.url}?a=b%20c&key={KEY}", key,
                 (("Authorization", f"Bearer {KEY}"), ("X-A", "b")), b'{"prompt": "a red barn"}'),
            Call("DELETE", f"{wire.url}/7", key),
            Call("PUT", f"{wire.url}?X-Amz-Signature=abc&x=1", key, (("Cookie", "c=d"),), b"words"),
        ):  # fmt: skip
            read(transport.send(call))
    rows = house.ledger("egress")
    assert [row.body["call"]["method"] for row in rows] == ["POST", "POST", "DELETE", "PUT"]
    for row, came, credentials in zip(
        rows, wire.came, ((), (b"Bearer " + KEY.encode(), KEY.encode()), (), (b"abc", b"c=d")), strict=True
    ):
        assert says(row.body["call"], *bare(came, *credentials))
    assert KEY not in str(rows)


def test_polls_of_a_piece_are_one_row_with_count_bytes_and_running_hash(
    house: Any, out: Any, wire: Wire
) -> None:
    transport, hint = house.sites.transport("S", "studio"), "the scene that nobody was to know of"
    with out.open(0):
        for number in range(5):
            call = Call("GET", f"{wire.url}/t{number}?q=a", out.key(0), (("X-More", hint),))
            read(transport.send(call))
        assert house.ledger("polls") == []
    (row,) = house.ledger("polls")
    running, size = "0" * 64, 0
    for came in wire.came:
        head, body = bare(came)
        assert hint.encode() in head and body == b""
        running, size = sha256((running + sha256(head).hexdigest()).encode()).hexdigest(), size + len(head)
    assert (row.body["count"], row.body["bytes"], row.body["sha256"]) == (5, size, running)
    assert row.body["job"] == out.key(0) and row.body["hosts"] == {"127.0.0.1": 5}
    assert row.body["rule"] == "studio stills" and row.body["since"] <= row.body["until"] <= row.when


def test_polls_that_a_killed_service_had_counted_are_on_record_by_the_next(
    house: Any, out: Any, wire: Wire
) -> None:
    opened = out.open(0)
    opened.__enter__()
    for _ in range(3):
        read(house.sites.transport("S", "studio").send(Call("GET", wire.url, out.key(0))))
    sites = house.new_sites()
    again = house.crossing(out.work, out.prepared, sites=sites)
    with again.open(0):
        read(sites.transport("S", "studio").send(Call("GET", wire.url, out.key(0))))
    assert [row.body["count"] for row in house.ledger("polls")] == [3, 1]


def test_questions_are_on_record_too(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = house.sites.transport("S", "studio")
    now = ["2026-11-22T10:00:00.000Z"]
    monkeypatch.setattr("secondunit.rights.tally.utc_now", lambda: now[0])
    for _ in range(3):
        transport.permit(Call("GET", "https://api.studio.test/v1/models"))
    assert house.ledger() == []
    now[0] = "2026-11-22T11:00:01.000Z"
    transport.permit(Call("GET", "https://api.studio.test/v1/models"))
    (row,) = house.ledger("questions")
    assert (row.body["provider"], row.body["count"]) == ("studio", 3)
    house.sites.close()
    assert [row.body["count"] for row in house.ledger("questions")] == [3, 1]


def test_the_number_of_calls_is_bounded_by_the_pieces(
    house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that carries a picture out letter by letter comes to an end."""
    monkeypatch.setattr("secondunit.service.outbound.clearance.CALLS", 4)
    monkeypatch.setattr("secondunit.service.outbound.clearance.CALLS_A_FRAME", 2)
    monkeypatch.setattr("secondunit.service.outbound.clearance.LOOKS", 3)
    there = "https://api.studio.test/v1/still"
    crossing, transport = job(pieces=2), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    with crossing.open(0), crossing.open(1):
        for piece in (0, 1):  # one file and one frame each
            for number in range(6):
                transport.permit(json_call("POST", there, crossing.key(piece), {"letter": number}))
            with pytest.raises(Refused, match="6 calls"):
                transport.permit(json_call("POST", there, crossing.key(piece), {"letter": 9}))
            for number in range(3):
                transport.permit(Call("GET", f"{there}/{number}", crossing.key(piece)))
            with pytest.raises(Refused, match="asked 3 times"):
                transport.permit(Call("GET", f"{there}/4", crossing.key(piece)))
    assert len(house.ledger("egress")) == 12 and len(house.ledger("held_back")) == 2


def test_what_goes_over_a_line_is_counted_and_has_an_end(
    house: Any, out: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.service.outbound.transport.MOST_OVER_A_LINE", 1000)
    transport = house.sites.transport("S", "studio")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with out.open(0):
            said = []
            for body in (b"hello", b"p" * 700 + b"q" * 700):
                with transport.connect("127.0.0.1", port, out.key(0), 5.0) as line:
                    line.settimeout(20)
                    far, _ = listening.accept()
                    with far:
                        far.settimeout(20)
                        line.sendall(body[:700])
                        heard = b""
                        while len(heard) < len(body[:700]):
                            heard += far.recv(4096)
                        far.sendall(b"welcome")
                        assert line.recv(100) == b"welcome"
                        if len(body) > 1000:
                            line.sendall(body[700:])
                            assert line.recv(100) == b""  # cut: nothing listens any more
                        else:
                            line.shutdown(socket.SHUT_WR)
                        while more := far.recv(4096):
                            heard += more
                        said.append(heard)
            transport.close()
    rows = house.ledger("line")
    assert [(row.body["bytes"], row.body["sha256"]) for row in rows] == [
        (len(each), sha256(each).hexdigest()) for each in said
    ]
    assert said[0] == b"hello" and len(said[1]) <= 1000 and rows[1].body["cut"] is True
    assert [row.body["job"] for row in rows] == [out.key(0)] * 2


def test_no_line_is_opened_without_a_job(house: Any) -> None:
    with pytest.raises(Refused, match="for a job"):
        house.sites.transport("S", "studio").permit(Call("CONNECT", "tcp://api.studio.test:443"))


def test_a_line_whose_other_end_never_hangs_up_is_on_record_all_the_same(
    house: Any, out: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.service.outbound.relay._STALL", 0.05)
    transport = house.sites.transport("S", "studio")
    with socket.create_server(("127.0.0.1", 0)) as listening, out.open(0):
        line = transport.connect("127.0.0.1", listening.getsockname()[1], out.key(0), 5.0)
        far, _ = listening.accept()
        with far:
            line.sendall(b"hello")
            line.close()
            assert far.recv(5) == b"hello"
            (relay,) = transport._relays
            relay.join(20)
            assert not relay.is_alive()
    assert [row.body["bytes"] for row in house.ledger("line")] == [5]


def test_a_listener_hears_through_a_line_that_is_counted(house: Any, out: Any) -> None:
    from websockets.sync.client import connect
    from websockets.sync.server import serve

    picture = bytes(range(256)) * 4096  # a preview of 1 MB
    with serve(lambda heard: heard.send(picture + heard.recv()), "127.0.0.1", 0, max_size=None) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        port, transport = server.socket.getsockname()[1], house.sites.transport("S", "studio")
        with out.open(0):
            line = transport.connect("127.0.0.1", port, out.key(0), 5.0)
            with connect(f"ws://127.0.0.1:{port}/ws", sock=line, max_size=None, proxy=None) as listener:
                listener.send(b"hello")
                assert listener.recv(timeout=20) == picture + b"hello"
            transport.close()
        server.shutdown()
        thread.join(20)
    (row,) = house.ledger("line")
    assert 100 < row.body["bytes"] < 2000 and "cut" not in row.body
