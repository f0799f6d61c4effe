"""What is sent is what was judged: a file that another hand changes in between goes nowhere."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Call, Part
from secondunit.wire.errors import Refused


class _Takes(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.came.append(self.rfile.read(int(self.headers["Content-Length"])))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Any]:
    made = HTTPServer(("127.0.0.1", 0), _Takes)
    made.came = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def out(house: Any, job: Any, server: Any) -> Any:
    """A job that was allowed, and the address that its rule names."""
    house.rules(hosts='"127.0.0.1"')
    crossing = job()
    assert crossing.decide().allowed
    crossing.url = f"http://127.0.0.1:{server.server_port}/upload"
    return crossing


def secret_of(path: Path) -> bytes:
    """Other bytes of the same length."""
    return b"\x89PNG\r\n\x1a\n" + b"S" * (path.stat().st_size - 8)


def overwrite(path: Path) -> bytes:
    """Another picture in the place of this one, of its size and of its times."""
    before, strange = path.stat(), secret_of(path)
    with path.open("r+b") as file:
        file.write(strange)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    return strange


class Shifting(type(Path())):  # type: ignore[misc]
    """A path that leads to the picture that was allowed when it is first opened, and elsewhere after that."""

    places: list[str]

    def __fspath__(self) -> str:
        return self.places.pop(0) if len(self.places) > 1 else self.places[0]


class Whatever(bytes):
    """Bytes that read as a harmless text to whoever asks them, and are something else."""

    def decode(self, *words: Any, **named: Any) -> str:
        return "{}"

    def __contains__(self, part: Any) -> bool:
        return False

    def __getitem__(self, at: Any) -> Any:
        return b"{}"[at]


def test_a_file_overwritten_at_equal_size_and_time_is_not_sent(house: Any, out: Any, server: Any) -> None:
    transport, call = house.sites.transport("S", "studio"), house.upload(out, out.url)
    with out.open(0):
        transport.send(call).close()
        strange = overwrite(house.file_of(out).path)
        with pytest.raises(Refused, match="not asked about"):
            transport.send(call)
    assert len(server.came) == 1 and strange not in server.came[0]


def test_a_path_that_leads_elsewhere_after_it_was_judged_sends_what_was_judged(
    house: Any, out: Any, server: Any, tmp_path: Path
) -> None:
    good = house.file_of(out).path
    bad = tmp_path / "secret.png"
    bad.write_bytes(secret_of(good))
    transport = house.sites.transport("S", "studio")
    for honest in range(1, 8):
        path = Shifting(good)
        path.places = [str(good)] * honest + [str(bad)]
        call = Call("POST", out.url, out.key(0), parts=(Part("image", "a.png", path, "image/png"),))
        with out.open(0):
            try:
                transport.send(call).close()
            except Refused:
                continue
    assert server.came and not any(bad.read_bytes() in body for body in server.came)


def test_a_body_is_judged_by_its_bytes_whatever_its_class_says(house: Any, out: Any, server: Any) -> None:
    strange = Whatever(b"\x89PNG\r\n\x1a\n" + b"not what the gate saw" * 40)
    transport = house.sites.transport("S", "studio")
    with out.open(0), pytest.raises(Refused, match="not asked about"):
        transport.send(Call("POST", out.url, out.key(0), body=strange))
    assert server.came == []


def test_what_arrived_is_what_the_ledger_says_left(house: Any, out: Any, server: Any) -> None:
    with out.open(0):
        house.sites.transport("S", "studio").send(house.upload(out, out.url)).close()
    (row,) = house.ledger("egress")
    (sent,) = row.body["files"]
    body = server.came[0]
    start = body.index(b"\x89PNG")
    assert hashlib.sha256(body[start : start + sent["bytes"]]).hexdigest() == sent["sha256"]
