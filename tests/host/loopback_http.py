"""How the small service of the tests speaks HTTP: the token at the door, JSON, pictures, events."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from secondunit.wire import SecondUnitError, dumps
from secondunit.wire.errors import WrongToken


class Handler(BaseHTTPRequestHandler):
    """One connection to the service `loopback`."""

    loopback: Any
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def _handle(self, method: str) -> None:
        service = self.loopback
        url = urlsplit(self.path)
        path = [unquote(part) for part in url.path.strip("/").split("/")]
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        service.asked.append(f"{method} {self.path}")
        service.users.append(unquote(self.headers.get("X-Secondunit-User", "")))
        try:
            assert path.pop(0) == "v1", "every route begins with /v1"
            if self.headers.get("Authorization") != f"Bearer {service.token}":
                raise WrongToken("The token is not right.")
            if path == ["events"]:
                self._stream(int(query.get("after", "0")), query.get("wait") != "0")
                return
            answer = service.answer(method, path, query, body, self.headers)
        except SecondUnitError as error:
            status = {"not_found": 404, "conflict": 409, "denied.token": 401}.get(error.code, 422)
            self._send(status, dumps(error.problem).encode())
            return
        if f"{method} {url.path}" in service.silent_once:
            service.silent_once.remove(f"{method} {url.path}")
            self.close_connection = True
            return
        if isinstance(answer, tuple):
            self._send(200, answer[0], "image/jpeg", answer[1])
        elif isinstance(answer, bytes):
            self._send(200, answer, "image/png")
        else:
            self._send(200, dumps(answer).encode())

    def _send(
        self, status: int, body: bytes, kind: str = "application/json", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, after: int, wait: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            self.wfile.write(b": here\n\n")
            self.wfile.flush()
            for event in self.loopback.since(after):
                if self.loopback.server is None:
                    return
                text = f"id: {event.number}\nevent: {event.topic.value}\ndata: {dumps(event)}\n\n"
                self.wfile.write(text.encode())
                self.wfile.flush()
                if not wait and event.number >= len(self.loopback.events):
                    return
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        return
