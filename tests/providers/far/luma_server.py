"""A small strict Luma: takes only what the SDK's own types allow, and is moved on by hand."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from luma_agents.types.file_create_params import FileCreateParams
from luma_agents.types.generation_create_params import GenerationCreateParams

from secondunit.providers import Answer, Call, Input, Request, Site
from secondunit.providers.http import HttpDoor
from secondunit.providers.luma import Luma
from secondunit.testing import Clock, DoesNotApply, GuardedDoor, Stand, Trouble, Verb
from secondunit.wire import FrozenMap, Task
from secondunit.wire.errors import ProviderAbsent

from .serving import Handler, Serving
from .shapes import faults

MADE = (b"\x89PNG\r\n\x1a\n" + b"one" * 99, b"\x89PNG\r\n\x1a\n" + b"two" * 77)
KEY = "canary-for-luma"


class Service(Serving):
    """Its tasks, by id, and the trouble to come."""

    results = MADE

    def __init__(self) -> None:
        self.tasks: dict[str, dict[str, Any]] = {}
        self.bodies: list[dict[str, Any]] = []
        self.wrong: list[str] = []
        self.keys_at_files: list[str | None] = []
        self.uploads: dict[str, bytes] = {}
        self.slots: dict[str, dict[str, Any]] = {}
        self.file_states = ["ready"]
        self.refuses = ""
        #: The kind of generation that is not there yet at 1080p, as the SDK's notes on `resolution` warn.
        self.soon = ""
        self.made: tuple[bytes, ...] = MADE
        self.held = True
        self.asked = self.taken = 0
        self._next: dict[Verb, Trouble] = {}
        self.away: Verb | None = None
        super().__init__(_handler(self))

    def trouble(self, step: Verb, trouble: Trouble) -> None:
        if step is Verb.CANCEL:
            raise DoesNotApply("Luma has no cancel")
        if trouble is Trouble.ABSENT:
            self.away = step
        else:
            self._next[step] = trouble

    def run(self, progress: float) -> None:
        self._change(state="processing")

    def finish(self) -> None:
        files = [{"type": "image", "url": f"{self.url}/files/{n}.png?sig=1"} for n in range(len(self.made))]
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

    def met(self, step: Verb | None) -> Trouble | None:
        return None if step is None else self._next.pop(step, None)

    def step(self, method: str, path: str) -> Verb | None:
        if method == "PUT" or path.startswith("/v1/files"):
            return None
        if method == "POST":
            return Verb.SUBMIT
        return Verb.FETCH if path.startswith("/files/") else Verb.POLL

    def create(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """A generation, or None where the SDK's types do not allow the body."""
        if not self._fits(GenerationCreateParams, body):
            return None
        video = body.get("video", {})
        edit = video.get("edit", {})
        media = [*body.get("image_ref", ()), *video.get("keyframes", ()), *edit.get("keyframes", ())]
        media += [body["source"]] if "source" in body else []
        for one in media:
            if ("file_id" in one) == ("data" in one) or ("data" in one and "media_type" not in one):
                self.wrong.append(f"a file told as {sorted(one)}")
            if "file_id" in one and self.slots[one["file_id"]]["state"] != "ready":
                self.wrong.append(f"a file that is {self.slots[one['file_id']]['state']}")
        for holder in (video, edit):
            if len(holder.get("keyframes", ())) != len(holder.get("keyframe_indexes", ())):
                self.wrong.append("keyframes without their places")
        if (body["type"] in ("image_edit", "video_edit", "video_reframe")) != ("source" in body):
            self.wrong.append(f"{body['type']} and its source")
        self.bodies.append(body)
        self.taken += 1
        name = f"17f20503-6c24-4c16-946b-35dbbce2{self.taken:04d}"
        self.tasks[name] = {"id": name, "created_at": "2026-11-01T12:00:00Z", "state": "queued",
                            "model": body["model"], "type": body["type"]}  # fmt: skip
        return self.tasks[name]

    def _fits(self, kind: Any, body: dict[str, Any]) -> bool:
        wrong = faults(body, kind, wire=True)
        self.wrong += wrong
        return not wrong

    def files(self, method: str, path: str, raw: bytes) -> tuple[int, bytes]:
        """The Files API: a slot, its completion, and what became of it."""
        name = path.removeprefix("/v1/files").strip("/").removesuffix("/complete")
        if method == "POST" and not name:
            if self.refuses == "slot":
                return 500, b"{}"
            asked = json.loads(raw)
            if not self._fits(FileCreateParams, asked) or "expires_at" not in asked:
                self.wrong.append(f"a file asked for as {asked}")
            name = f"file-{len(self.slots) + 1}"
            self.slots[name] = asked | {"state": "pending"}
            slot = {
                "expires_at": "2026-11-01T13:00:00Z",
                "method": "PUT",
                "url": f"{self.url}/bucket/{name}?sig=1",
                "headers": {"x-amz-server-side-encryption": "aws:kms"},
            }
            return 200, _json({"id": name, "state": "pending", "file": self._file(name), "upload": slot})
        if method == "POST" and name not in self.uploads:
            self.wrong.append("a file was completed before it was there")
        if method == "GET":
            if name not in self.slots:
                return 404, b"{}"
            self.slots[name]["state"] = (
                self.file_states.pop(0) if len(self.file_states) > 1 else self.file_states[0]
            )
        return 200, _json(self._file(name))

    def put(self, path: str, headers: Any, raw: bytes) -> tuple[int, bytes]:
        """The storage: takes the bytes that were promised, with the headers that were asked for."""
        name = path.removeprefix("/bucket/")
        slot = self.slots.get(name, {})
        self.keys_at_files.append(headers.get("Authorization"))
        if self.refuses == "bucket":
            return 500, b""
        if headers.get("x-amz-server-side-encryption") != "aws:kms" or len(raw) != slot.get("size_bytes"):
            self.wrong.append(f"a PUT of {len(raw)} bytes for {slot}")
        if headers.get("Content-Type") != slot.get("mime_type"):
            self.wrong.append(f"a PUT of {headers.get('Content-Type')}")
        self.uploads[name] = raw
        return 200, b""

    def _file(self, name: str) -> dict[str, Any]:
        told = self.slots[name]
        failed = {"failure_reason": "content was moderated"} if told["state"] == "failed" else {}
        return {"id": name, "created_at": "2026-11-01T12:00:00Z", "mime_type": told["mime_type"],
                "purpose": told["purpose"], "size_bytes": told["size_bytes"], "state": told["state"],
                **failed}  # fmt: skip


def _handler(service: Service) -> type[Handler]:
    class Answering(Handler):
        def answer(self, method: str, raw: bytes) -> None:
            step = service.step(method, self.path)
            service.asked += step is Verb.SUBMIT
            trouble = service.met(step)
            if any("secondunit-errand" in name.lower() for name in self.headers):
                service.wrong.append("the name of the job left the house")
            if trouble is Trouble.BUSY:
                return self.give(429, b"{}", ("Retry-After", "7"))
            if trouble is Trouble.BROKEN:
                return self.give(500, b'{"error": "oops"}')
            if trouble is Trouble.MODERATED:
                return self.give(400, b'{"detail": "The prompt is refused: content_moderated"}')
            if trouble is Trouble.DENIED:
                return self.give(401, b'{"error": "bad key"}')
            status, body = self._route(method, raw)
            return self.give_with(trouble, status, body)

        def _route(self, method: str, raw: bytes) -> tuple[int, bytes]:
            path = self.path.split("?")[0]
            if path.startswith("/files/"):
                service.keys_at_files.append(self.headers.get("Authorization"))
                return (200, service.made[int(path[7:].split(".")[0])]) if service.held else (403, b"expired")
            if method == "PUT":
                return service.put(path, self.headers, raw)
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                return 401, b'{"detail": "unauthorized"}'
            if path.startswith("/v1/files"):
                return service.files(method, path, raw)
            if (method, path) == ("POST", "/v1/generations"):
                asked = json.loads(raw)
                if service.refuses == "model":
                    return 404, b'{"detail": "not found"}'
                if asked["type"] == service.soon and asked["video"]["resolution"] == "1080p":
                    return 422, b'{"detail": "1080p for video_reframe is coming soon"}'
                made = service.create(asked)
                return (422, b'{"detail": "validation"}') if made is None else (200, _json(made))
            task = service.tasks.get(path.removeprefix("/v1/generations/"))
            return (404, b'{"detail": "not found"}') if task is None else (200, _json(task))

        def give(self, status: int, body: bytes, *headers: tuple[str, str], cut: bool = False) -> None:
            super().give(status, body, *headers, ("Content-Type", "application/json"), cut=cut)

    return Answering


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


class _AwayDoor:
    def __init__(self, door: HttpDoor, service: Service) -> None:
        self._door, self._service = door, service
        self.connect = door.connect

    def send(self, call: Call) -> Answer:
        path = call.url.removeprefix(self._service.url)
        step = self._service.step(call.method, path.split("?")[0])
        if step is not None and step is self._service.away:
            self._service.away = None
            raise ProviderAbsent("Luma is away.")
        return self._door.send(call)


def reference(folder: Path, size: int = 64, about: str = "") -> Input:
    path = folder / f"reference-{size}.png"
    path.write_bytes(base64.b64decode("iVBORw0KGgo=") + bytes(size))
    return Input("reference", path, sha256(path.read_bytes()).hexdigest(), about=about)


def movie(folder: Path, size: int = 512) -> Input:
    path = folder / f"plate-{size}.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(size))
    return Input("plate", path, sha256(path.read_bytes()).hexdigest(), "video/mp4")


def stand(folder: Path) -> Stand:
    """A service, a key, prices, and a request for one picture with one reference."""
    service, clock, real = Service(), Clock(), HttpDoor(lambda call: None)
    door = GuardedDoor(_AwayDoor(real, service))
    got = folder / "got-here"
    got.mkdir(parents=True)
    prices = {"uni-1": "0.04", "uni-1.edit": "0.05", "uni-1.reference": "0.003", "ray-3.2": "0.5",
              "ray-3.2.edit": "0.5", "ray-3.2.reframe": "0.1"}  # fmt: skip
    settings = FrozenMap[Any](
        {"url": service.url + "/v1", **{f"usd.{name}": amount for name, amount in prices.items()}}
    )
    site = Site(door, folder, settings, lambda name: KEY, steady=clock.steady, now=clock.now)
    asked = Request(Task.IMAGE, "uni-1", "a fox on a hill", 7, 1920, 1080, inputs=(reference(folder),))

    def close() -> None:
        service.close()
        real.close()
        assert not service.wrong, service.wrong

    return Stand(lambda: Luma(site), service, asked, got, clock, door, (KEY,), close)
