"""What every far end serves by: a loopback server, and a handler whose answers can go wrong on their way."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from secondunit.testing import Trouble


class Serving:
    """Serves on a port of this machine, from a thread, until it is closed."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


class Handler(BaseHTTPRequestHandler):
    """Hands every request to `answer`, whatever its method."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16

    def log_message(self, format: str, *args: object) -> None:
        pass

    def answer(self, method: str, raw: bytes) -> None:
        """Answer a request with the body `raw`, by `give` or `give_with`."""
        raise NotImplementedError

    def give(self, status: int, body: bytes, *headers: tuple[str, str], cut: bool = False) -> None:
        """Send an answer; `cut` breaks it off in the middle of what its length promised."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = self.close_connection or cut

    def give_with(self, trouble: Trouble | None, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        """Send an answer that a trouble on its way may swallow, garble or cut."""
        if trouble is Trouble.SILENT:
            self.close_connection = True
            return
        if trouble is Trouble.GARBLED:
            body = body[: len(body) // 2]
        self.give(status, body, *headers, cut=trouble is Trouble.TRUNCATED)

    def _answered(self) -> None:
        self.answer(self.command, self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answered
