"""A small strict Runway: takes only what the SDK's own types allow, and is moved on by hand."""

from __future__ import annotations

import base64
import json
import typing
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from runwayml.types import (
    character_performance_create_params,
    image_to_video_create_params,
    text_to_image_create_params,
    text_to_video_create_params,
    video_to_hdr_create_params,
    video_to_video_create_params,
    video_upscale_create_params,
)

from secondunit.providers import Answer, Call, Input, Request, Site
from secondunit.providers.http import HttpDoor
from secondunit.providers.runway import Runway
from secondunit.testing import Clock, DoesNotApply, GuardedDoor, Stand, Trouble, Verb
from secondunit.wire import FrozenMap, Task
from secondunit.wire.errors import ProviderAbsent

from .serving import Handler, Serving
from .shapes import faults

#: The SDK's own type for each call and model, as its unions list them.
TYPES: dict[str, dict[str, Any]] = {}
for _call, _module, _union in (
    ("text_to_image", text_to_image_create_params, "TextToImageCreateParams"),
    ("text_to_video", text_to_video_create_params, "TextToVideoCreateParams"),
    ("image_to_video", image_to_video_create_params, "ImageToVideoCreateParams"),
    ("video_to_video", video_to_video_create_params, "VideoToVideoCreateParams"),
    ("video_to_hdr", video_to_hdr_create_params, "VideoToHdrCreateParams"),
    ("video_upscale", video_upscale_create_params, "VideoUpscaleCreateParams"),
    ("character_performance", character_performance_create_params, "CharacterPerformanceCreateParams"),
):
    _whole = getattr(_module, _union)
    TYPES[_call] = {
        typing.get_args(typing.get_type_hints(each)["model"])[0]: each
        for each in (typing.get_args(_whole) or (_whole,))
    }


def required(shape: Any) -> set[str]:
    """What one of the SDK's types must be given."""
    hints = typing.get_type_hints(shape, include_extras=True)
    return {name for name, hint in hints.items() if typing.get_origin(hint) is typing.Required}


MADE = (b"\x89PNG\r\n\x1a\n" + b"one" * 99, b"\x89PNG\r\n\x1a\n" + b"two" * 77)
KEY = "key_canary_for_runway"


class Service(Serving):
    """Its tasks, by id, and the trouble to come."""

    results = MADE

    def __init__(self) -> None:
        self.tasks: dict[str, dict[str, Any]] = {}
        self.bodies: list[dict[str, Any]] = []
        self.wrong: list[str] = []
        self.keys_at_files: list[str | None] = []
        self.uploads: dict[str, bytes] = {}
        self.slots = 0
        self.refuses = ""
        self.made = {f"{number}.png": data for number, data in enumerate(MADE)}
        self.held = True
        self.asked = self.taken = 0
        self._next: dict[Verb, Trouble] = {}
        self.away: Verb | None = None
        super().__init__(_handler(self))

    def trouble(self, step: Verb, trouble: Trouble) -> None:
        if trouble is Trouble.MODERATED:
            raise DoesNotApply("Runway tells its content rules when the task has failed")
        if trouble is Trouble.ABSENT:
            self.away = step
        else:
            self._next[step] = trouble

    def run(self, progress: float) -> None:
        self._change(status="RUNNING", progress=progress)

    def finish(self) -> None:
        self._change(status="SUCCEEDED", output=[f"{self.url}/files/{n}.png?sig=1" for n in range(len(MADE))])

    def fail(self, reason: str) -> None:
        self._change(status="FAILED", failure=reason, failureCode="INTERNAL.BAD_OUTPUT.CODE01")

    def moderate(self) -> None:
        self._change(status="FAILED", failure="The output was moderated.", failureCode="SAFETY.OUTPUT.VIDEO")

    def expire(self) -> None:
        self.held = False

    def forget(self) -> None:
        self.tasks.clear()

    def _change(self, **more: Any) -> None:
        task = self.tasks[list(self.tasks)[-1]]
        cost = {"cost": {"credits": 5}} if more["status"] in ("SUCCEEDED", "FAILED") else {}
        task.update(more | cost)

    def met(self, step: Verb | None) -> Trouble | None:
        return None if step is None else self._next.pop(step, None)

    def step(self, method: str, path: str) -> Verb | None:
        if method == "POST" and path in ("/v1/uploads", "/bucket"):
            return None
        if method == "POST":
            return Verb.SUBMIT
        if method == "DELETE":
            return Verb.CANCEL
        return Verb.FETCH if path.startswith("/files/") else Verb.POLL

    def create(self, kind: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """A task, or None where the SDK's types do not allow the body."""
        shape = TYPES[kind].get(str(body.get("model")))
        if shape is None:
            self.wrong.append(f"{kind}: no model {body.get('model')}")
            return None
        if wrong := faults(body, shape, wire=True):
            self.wrong += [f"{kind}: {each}" for each in wrong]
            return None
        for name, value in body.items():
            self._check_files(kind, name, value)
        self.bodies.append(body)
        self.taken += 1
        name = f"17f20503-6c24-4c16-946b-35dbbce2{self.taken:04d}"
        self.tasks[name] = {"id": name, "createdAt": "2026-11-01T12:00:00Z", "status": "PENDING",
                            "estimatedCost": {"credits": 5}}  # fmt: skip
        return {"id": name, "estimatedCost": {"credits": 5}}

    def _check_files(self, kind: str, name: str, value: Any) -> None:
        """Every file is a data URI that is short enough, or one that was uploaded here."""
        for each in value if isinstance(value, list) else [value]:
            uri = each.get("uri") if isinstance(each, dict) else each if "Uri" in name else None
            if uri is None:
                continue
            if uri.startswith("runway://"):
                if uri not in self.uploads:
                    self.wrong.append(f"{kind}: {uri} was never uploaded")
            elif not uri.startswith("data:") or len(uri) > 5_000_000:
                self.wrong.append(f"{kind}: {uri[:40]} with {len(uri)} characters")

    def take_upload(self, content_type: str, raw: bytes) -> int:
        """What a presigned form takes: its own fields first, the file last."""
        parts = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + raw)
        held = [(str(p.get_param("name", header="content-disposition")), p.get_payload(decode=True))
                for p in parts.get_payload()]  # type: ignore[union-attr]  # fmt: skip
        if [name for name, _ in held] != ["key", "policy", "file"] or held[1][1] != b"signed":
            self.wrong.append(f"an upload of {[name for name, _ in held]}")
            return 403
        self.uploads[f"runway://{held[0][1].decode()}"] = held[2][1]
        return 204


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
            if trouble is Trouble.DENIED:
                return self.give(401, b'{"error": "bad key"}')
            status, body = self._route(method, raw)
            return self.give_with(trouble, status, body)

        def _route(self, method: str, raw: bytes) -> tuple[int, bytes]:
            path = self.path.split("?")[0]
            if path.startswith("/files/"):
                service.keys_at_files.append(self.headers.get("Authorization"))
                return (200, service.made[path[7:]]) if service.held else (403, b"expired")
            if path == "/bucket":
                service.keys_at_files.append(self.headers.get("Authorization"))
                if service.refuses == "bucket":
                    return 500, b""
                return service.take_upload(self.headers["Content-Type"], raw), b""
            if self.headers.get("Authorization") != f"Bearer {KEY}" or not self.headers.get(
                "X-Runway-Version"
            ):
                return 401, b'{"error": "unauthorized"}'
            if (method, path) == ("POST", "/v1/uploads"):
                asked = json.loads(raw)
                if service.refuses == "slot":
                    return 500, b"{}"
                if set(asked) != {"filename", "type"} or asked["type"] != "ephemeral":
                    service.wrong.append(f"an upload slot for {asked}")
                service.slots += 1
                fields = {"key": f"{service.slots}/{asked['filename']}", "policy": "signed"}
                slot = {"uploadUrl": f"{service.url}/bucket", "fields": fields,
                        "runwayUri": f"runway://{fields['key']}"}  # fmt: skip
                return 200, _json(slot)
            name = path.removeprefix("/v1/tasks/")
            if method == "POST" and service.refuses == "model":
                return 404, b'{"error": "not found"}'
            if method == "POST" and path.removeprefix("/v1/") in TYPES:
                made = service.create(path.removeprefix("/v1/"), json.loads(raw))
                return (
                    (400, b'{"error": "Validation of body failed"}') if made is None else (200, _json(made))
                )
            task = service.tasks.get(name)
            if task is None:
                return 404, b'{"error": "not found"}'
            if method == "DELETE":
                if task["status"] in ("SUCCEEDED", "FAILED"):
                    service.wrong.append("a DELETE removed a task that had ended")
                task.update(status="CANCELLED", cost={"credits": 0})
                return 204, b""
            return 200, _json(task)

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
        step = self._service.step(call.method, path)
        if step is not None and step is self._service.away:
            self._service.away = None
            raise ProviderAbsent("Runway is away.")
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
    credits_ = {"gen4_image.720p": "5", "gen4_image.1080p": "8", "gen4_image_turbo": "2", "gen4.5": "12.5",
                "gemini_image3_pro": "20", "gen4_turbo": "5", "veo3.1": "20", "aleph2": "15", "ruby": "20",
                "enhance_frame_rate": "1", "act_two": "5"}  # fmt: skip
    prices = {f"credits.{name}": amount for name, amount in credits_.items()}
    settings = FrozenMap[Any]({"url": service.url, "usd_per_credit": "0.01", **prices})
    site = Site(door, folder, settings, lambda name: KEY, steady=clock.steady, now=clock.now)
    asked = Request(Task.IMAGE, "gen4_image", "a fox on a hill", 7, 1280, 720, inputs=(reference(folder),))

    def close() -> None:
        service.close()
        real.close()
        assert not service.wrong, service.wrong

    return Stand(lambda: Runway(site), service, asked, got, clock, door, (KEY,), close)
