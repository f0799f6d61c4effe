"""A small strict Luma: takes only what the SDK's own types allow, and is moved on by hand."""

from __future__ import annotations

import base64
import json
import threading
import typing
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from luma_agents.types.generation_create_params import GenerationCreateParams
from luma_agents.types.video_options_param import VideoOptionsParam

from secondunit.providers import Answer, Call, Input, Request, Site
from secondunit.providers.http import HttpDoor
from secondunit.providers.luma import Luma
from secondunit.testing import Clock, DoesNotApply, GuardedDoor, Stand, Step, Trouble
from secondunit.wire import FrozenMap, Task
from secondunit.wire.errors import ProviderAbsent

MADE = (b"\x89PNG\r\n\x1a\n" + b"one" * 99, b"\x89PNG\r\n\x1a\n" + b"two" * 77)
KEY = "canary-for-luma"


class Service:
    """Its tasks, by id, and the trouble to come."""

    results = MADE

    def __init__(self) -> None:
        self.tasks: dict[str, dict[str, Any]] = {}
        self.bodies: list[dict[str, Any]] = []
        self.wrong: list[str] = []
        self.keys_at_files: list[str | None] = []
        self.held = True
        self.asked = self.taken = 0
        self._next: dict[Step, Trouble] = {}
        self.away: Step | None = None
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def trouble(self, step: Step, trouble: Trouble) -> None:
        if trouble is Trouble.MODERATED:
            raise DoesNotApply("Luma tells its content rules when the job has failed")
        if step is Step.CANCEL:
            raise DoesNotApply("Luma has no cancel")
        if trouble is Trouble.ABSENT:
            self.away = step
        else:
            self._next[step] = trouble

    def run(self, progress: float) -> None:
        self._change(state="processing")

    def finish(self) -> None:
        files = [{"type": "image", "url": f"{self.url}/files/{n}.png?sig=1"} for n in range(len(MADE))]
        self._change(state="completed", output=files)

    def fail(self, reason: str) -> None:
        self._change(state="failed", failure_reason=reason, failure_code="generation_failed")

    def moderate(self) -> None:
        self._change(state="failed", failure_reason="No.", failure_code="content_moderated")

    def expire(self) -> None:
        self.held = False

    def forget(self) -> None:
        self.tasks.clear()

    def _change(self, **more: Any) -> None:
        self.tasks[list(self.tasks)[-1]].update(more)

    def met(self, step: Step) -> Trouble | None:
        return self._next.pop(step, None)

    def step(self, method: str, path: str) -> Step:
        if method == "POST":
            return Step.SUBMIT
        return Step.FETCH if path.startswith("/files/") else Step.POLL

    def create(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """A generation, or None where the SDK's types do not allow the body."""
        if not {"prompt"} <= set(body) or not self._fits(GenerationCreateParams, body):
            return None
        if not self._fits(VideoOptionsParam, body.get("video", {})):
            return None
        self.bodies.append(body)
        self.taken += 1
        name = f"17f20503-6c24-4c16-946b-35dbbce2{self.taken:04d}"
        self.tasks[name] = {"id": name, "created_at": "2026-11-01T12:00:00Z", "state": "queued",
                            "model": body["model"], "type": body["type"]}  # fmt: skip
        return self.tasks[name]

    def _fits(self, kind: Any, body: dict[str, Any]) -> bool:
        hints = typing.get_type_hints(kind)
        for name, value in body.items():
            hint = hints.get(name)
            choices = {c for h in (hint, *typing.get_args(hint)) if typing.get_origin(h) is typing.Literal
                       for c in typing.get_args(h)}  # fmt: skip
            if hint is None or (choices and value not in choices):
                self.wrong.append(f"{name}={str(value)[:40]}")
                return False
        return True


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            step = service.step(method, self.path)
            service.asked += step is Step.SUBMIT
            trouble = service.met(step)
            if any("secondunit-errand" in name.lower() for name in self.headers):
                service.wrong.append("the name of the job left the house")
            if trouble is Trouble.BUSY:
                return self._give(429, b"{}", ("Retry-After", "7"))
            if trouble is Trouble.BROKEN:
                return self._give(500, b'{"error": "oops"}')
            if trouble is Trouble.DENIED:
                return self._give(401, b'{"error": "bad key"}')
            status, body = self._route(method, raw)
            if trouble is Trouble.SILENT:
                self.close_connection = True
                return None
            if trouble is Trouble.GARBLED:
                body = body[: len(body) // 2]
            return self._give(status, body, cut=trouble is Trouble.TRUNCATED)

        def _route(self, method: str, raw: bytes) -> tuple[int, bytes]:
            path = self.path.split("?")[0]
            if path.startswith("/files/"):
                service.keys_at_files.append(self.headers.get("Authorization"))
                return (200, MADE[int(path[7:].split(".")[0])]) if service.held else (403, b"expired")
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                return 401, b'{"detail": "unauthorized"}'
            if (method, path) == ("POST", "/v1/generations"):
                made = service.create(json.loads(raw))
                return (422, b'{"detail": "validation"}') if made is None else (200, _json(made))
            task = service.tasks.get(path.removeprefix("/v1/generations/"))
            return (404, b'{"detail": "not found"}') if task is None else (200, _json(task))

        def _give(self, status: int, body: bytes, *headers: tuple[str, str], cut: bool = False) -> None:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
            self.close_connection = self.close_connection or cut

    return Handler


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


class _AwayDoor:
    def __init__(self, door: HttpDoor, service: Service) -> None:
        self._door, self._service = door, service
        self.connect = door.connect

    def send(self, call: Call) -> Answer:
        path = call.url.removeprefix(self._service.url)
        if self._service.step(call.method, path) is self._service.away:
            self._service.away = None
            raise ProviderAbsent("Luma is away.")
        return self._door.send(call)


def reference(folder: Path, size: int = 64) -> Input:
    path = folder / f"reference-{size}.png"
    path.write_bytes(base64.b64decode("iVBORw0KGgo=") + bytes(size))
    return Input("reference", path, sha256(path.read_bytes()).hexdigest())


def stand(folder: Path) -> Stand:
    """A service, a key, prices, and a request for one picture with one reference."""
    service, clock, real = Service(), Clock(), HttpDoor(lambda call: None)
    door = GuardedDoor(_AwayDoor(real, service))
    got = folder / "got-here"
    got.mkdir(parents=True)
    settings = FrozenMap[Any]({"url": service.url + "/v1", "usd.uni-1": "0.04", "usd.ray-3.2": "0.5"})
    site = Site(door, folder, settings, lambda name: KEY, clock.steady, clock.now)
    asked = Request(Task.IMAGE, "uni-1", "a fox on a hill", 7, 1280, 720, inputs=(reference(folder),))

    def close() -> None:
        service.close()
        real.close()
        assert not service.wrong, service.wrong

    return Stand(lambda: Luma(site), service, asked, got, clock, door, (KEY,), close)
