"""A page in the artist's browser, and other clients that mean ill, against the service over its own socket.

What a browser sends by itself is the Fetch standard's: `Origin` with every POST and every CORS request,
`Sec-Fetch-Site` with every request to a loopback address, a preflight before what is not simple
(fetch.spec.whatwg.org, w3c.github.io/webappsec-fetch-metadata; as of November 2026).
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from http.client import HTTPResponse

import psutil
import pytest

from secondunit.service.find import find
from secondunit.service.home import Home
from secondunit.service.serve import start
from secondunit.wire import Problem, loads

EVIL = "https://evil.example"
#: What a page of another site sends with everything.
PAGE = {"Origin": EVIL, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Referer": f"{EVIL}/"}
TEXT = {"Content-Type": "text/plain"}


class Running:
    """A service and what comes in at its socket."""

    def __init__(self, home: Home) -> None:
        self.address = start(home)
        self.port = int(self.address.url.rpartition(":")[2])
        self.token = home.token.read_text().strip()

    def say(self, data: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        with contextlib.suppress(ConnectionError):  # it may have heard enough
            connection.sendall(data)
        return connection

    def ask(
        self, line: str, body: bytes = b"", host: str = "", **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        """The status, body and headers of the answer to a request as a browser writes it."""
        named = {"Host": host or f"127.0.0.1:{self.port}", **headers}
        if body:
            named["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        with self.say(f"{line} HTTP/1.1\r\n{head}\r\n".encode() + body) as connection:
            answer = HTTPResponse(connection)
            answer.begin()
            with contextlib.closing(answer):
                return (
                    answer.status,
                    answer.read(),
                    {name.lower(): value for name, value in answer.getheaders()},
                )

    def token_header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = Home(tmp_path_factory.mktemp("hostile") / "home")
    yield Running(home)
    address = find(home)
    if address is not None:
        process = psutil.Process(address.pid)
        process.kill()
        process.wait(10)


@pytest.fixture
def service(running: Running) -> Iterator[Running]:
    """A service that answers its own people when the attack is over, and is the same one."""
    yield running
    status, body, _ = running.ask("GET /v1/status", **running.token_header())
    assert status == 200 and f'"pid":{running.address.pid}'.encode() in body.replace(b" ", b"")


def denied(answer: tuple[int, bytes, dict[str, str]], *codes: str) -> None:
    status, body, headers = answer
    assert status in (401, 403) and loads(Problem, body).code in (codes or ("denied.origin", "denied.token"))
    assert not [name for name in headers if name.startswith("access-control")], "no other site may read it"
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "path", ["/v1/stop", "/v1/jobs", "/v1/estimate", "/v1/approvals", "/v1/jobs/x/cancel"]
)
def test_a_form_of_another_site_does_nothing(service: Running, path: str) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        denied(service.ask(f"POST {path}", b"{}", **PAGE, **{"Content-Type": kind}), "denied.origin")


@pytest.mark.parametrize("path", ["/v1/status", "/v1/events", "/v1/takes/t1/movie", "/docs", "/openapi.json"])
def test_a_picture_script_or_frame_of_another_site_gets_nothing(service: Running, path: str) -> None:
    for destination in ("image", "script", "iframe", "empty"):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": destination}
        denied(service.ask(f"GET {path}", **headers), "denied.origin")
    denied(service.ask(f"GET {path}", **{"Sec-Fetch-Site": "same-site"}), "denied.origin")


def test_no_preflight_is_granted_one_for_private_networks_neither(service: Running) -> None:
    for method, more in (("POST", {}), ("GET", {"Access-Control-Request-Private-Network": "true"})):
        wish = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}
        denied(service.ask("OPTIONS /v1/status", **PAGE, **wish, **more))


@pytest.mark.parametrize(
    "name", ["evil.example", "rebind.evil.example", "localhost.", "127.0.0.1.nip.io", "0.0.0.0"]
)
def test_a_name_that_was_bound_to_this_machine_is_refused_even_with_the_token(
    service: Running, name: str
) -> None:
    host = f"{name}:{service.port}"
    own = {
        "Sec-Fetch-Site": "same-origin",
        **service.token_header(),
    }  # to the browser it is the page's own site
    denied(service.ask("GET /v1/status", host=host, **own), "denied.origin")
    denied(service.ask("POST /v1/stop", b"{}", host=host, Origin=f"http://{host}", **own), "denied.origin")


def test_the_token_counts_in_its_header_only(service: Running) -> None:
    denied(service.ask(f"GET /v1/status?token={service.token}&access_token={service.token}"), "denied.token")
    denied(service.ask("GET /v1/status", Cookie=f"token={service.token}"), "denied.token")
    denied(service.ask("POST /v1/stop", f"token={service.token}".encode(), **TEXT), "denied.token")


def test_a_socket_of_the_web_is_not_opened(service: Running) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    denied(service.ask("GET /v1/events", Origin=EVIL, **upgrade), "denied.origin")
    status, _, _ = service.ask("GET /v1/status", **upgrade, **service.token_header())
    assert status == 200


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        b"\x00" * 70_000,
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /v1/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}",
        b"GET /v1/status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /v1/status HTTP/1.0\r\n\r\n",
        b"GET http://evil.example/v1/status HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
        b"\r\n" * 1_000,
    ],
)
def test_bytes_that_mean_ill_get_no_answer_but_a_refusal(service: Running, data: bytes) -> None:
    with service.say(data) as connection:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        heard = b""
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(65536):
                heard += piece
    assert heard == b"" or heard.split(b" ")[1] in (b"400", b"401", b"403", b"431")
