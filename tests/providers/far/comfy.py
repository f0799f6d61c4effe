"""A small strict ComfyUI server: the recorded catalogue, shapes, pictures and faults, moved on by hand.

What it does not know it refuses, as loudly as it can: an unknown route, a prompt without an id, a node that
the catalogue has not, an upload that is not what it says. Recorded behaviour stands in the fixtures' notes.
"""

from __future__ import annotations

import json
import re
import struct
import threading
from collections.abc import Callable
from dataclasses import replace
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from secondunit.providers import Answer, Call, Input, Request, Site
from secondunit.providers.comfyui import ComfyUI
from secondunit.providers.http import HttpDoor
from secondunit.testing import Clock, DoesNotApply, GuardedDoor, Stand, Trouble, Verb
from secondunit.wire import FrozenMap, Rate, Task
from secondunit.wire.errors import ProviderAbsent

from . import recorded
from .serving import Handler, Serving
from .socket import Ear

CATALOGUE = next(e for e in recorded.exchanges("01") if e["path"] == "/object_info")["response"]["json"]
#: Of a server that loads and saves floats (0.33.0), and an EXR that it saved.
FLOATS = next(e for e in recorded.exchanges("16") if e["path"] == "/object_info")["response"]["json"]
EXR = recorded.body(
    next(e for e in recorded.exchanges("16") if e.get("label") == "float EXR, 32 wide: view of node 9")
)
PICTURES = tuple(recorded.body(e) for e in recorded.exchanges("04") if e["path"].startswith("/view"))[:2]
PREVIEW = next(f for f in recorded.frames("09", "feature_flag_client") if isinstance(f, bytes) and f[3] == 4)


#: The nodes of `GUIDED` that load a guide, and which.
LOADS = {"1g": "depth"}


class Comfy(Serving):
    """The server's memory: queue, history, files, sockets, and the trouble that is to come."""

    results = PICTURES

    def __init__(self, catalogue: dict[str, Any] = CATALOGUE) -> None:
        self.lock = threading.RLock()
        self.catalogue: dict[str, Any] = json.loads(json.dumps(catalogue))
        #: What stands before it answers every route with, where something does.
        self.front: tuple[int, bytes, str] | None = None
        self.pending: list[list[Any]] = []
        self.running: list[list[Any]] = []
        self.history: dict[str, Any] = {}
        self.files: dict[tuple[str, str, str], bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.ears: list[Ear] = []
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.wrong: list[str] = []
        self.asked = self.taken = self.number = 0
        self.limit, self.deaf, self.drops = 104857600, False, False
        #: A server on Windows: it tells folders of outputs with its own separator, by `os.path.normpath`
        #: (0.33.0, folder_paths.py, get_save_image_path), and takes both.
        self.windows = False
        self.last = ""
        #: A server of 2024: it gives jobs names of its own, and has no route that says what it can.
        self.names_itself, self.features = False, True
        #: The bytes of its model files, by folder and name.
        self.models: dict[str, dict[str, int]] = {}
        #: What it runs on, as `/system_stats` says it.
        self.devices: list[dict[str, Any]] = [{"name": "cpu", "type": "cpu", "vram_total": 25276510208}]
        self.interrupted: list[str] = []
        self._next: dict[Verb, Trouble] = {}
        self.away: Verb | None = None
        self.socket_opened = threading.Event()
        super().__init__(_handler(self))

    def close(self) -> None:
        self.hang_up()
        super().close()

    # ---- the far end ----

    def trouble(self, step: Verb, trouble: Trouble) -> None:
        if trouble is Trouble.MODERATED:
            raise DoesNotApply("ComfyUI has no content rules")
        if trouble is Trouble.ABSENT:
            self.away = step
        else:
            self._next[step] = trouble

    @property
    def guides(self) -> list[tuple[str, bytes]]:
        """The uploads that the last job loads where its workflow loads a guide."""
        with self.lock:
            graph = next(j[2] for j in (*self.running, *self.pending) if j[1] == self.last)
        loads = [(kind, graph[node]["inputs"]["file"]) for node, kind in LOADS.items() if node in graph]
        return [(kind, self.uploads[file]) for kind, file in loads]

    def run(self, progress: float) -> None:
        with self.lock:
            self.pending, self.running = (
                [j for j in self.pending if j[1] != self.last],
                self.running or [j for j in self.pending if j[1] == self.last],
            )
            graph = self.running[0][2]
        nodes = {n: self._node(n, progress if n == max(graph) else 1.0) for n in sorted(graph)}
        self.tell("execution_start", {"timestamp": 1})
        self.tell("execution_cached", {"nodes": [], "timestamp": 1})
        self.tell("executing", {"node": max(graph), "display_node": max(graph)})
        self.tell("progress_state", {"nodes": nodes})
        self.show()

    def finish(self) -> None:
        job = self._end()
        outputs: dict[str, Any] = {}
        for node, body in job[2].items():
            prefix = body["inputs"].get("filename_prefix")
            if prefix:
                folder, _, name = prefix.rpartition("/")
                listed = []
                deep = body["inputs"].get("format") == "exr"  # recorded: scenario 16
                for number, data in enumerate((EXR, EXR) if deep else PICTURES, 1):
                    file = f"{name}_{number:05d}.exr" if deep else f"{name}_{number:05d}_.png"
                    self.files[("output", folder, file)] = data
                    told = folder.replace("/", "\\") if self.windows else folder
                    listed.append({"filename": file, "subfolder": told, "type": "output"})
                outputs[node] = {"images": listed}
            elif (
                body["class_type"] == "PreviewImage"
            ):  # 0.33.0, nodes.py: a prefix of its own in the temp folder
                file = f"ComfyUI_temp_xyvlh_{len(self.files) + 1:05d}_.png"
                self.files[("temp", "", file)] = PICTURES[0]
                outputs[node] = {"images": [{"filename": file, "subfolder": "", "type": "temp"}]}
        self._remember(job, outputs, "success", ["execution_success", {"timestamp": 3}])

    def fail(self, reason: str) -> None:
        job = self._end()
        real = recorded.exchanges("06")[1]["response"]["json"]
        error = dict(next(iter(real.values()))["status"]["messages"][-1][1])
        error |= {"prompt_id": job[1], "exception_message": reason + "\n"}
        self._remember(job, {}, "error", ["execution_error", error])

    def interrupt(self) -> None:
        """The job at work stops, as it does at its next node."""
        self._remember(self._end(), {}, "error", ["execution_interrupted", {"node_id": "1"}])

    def moderate(self) -> None:
        raise DoesNotApply("ComfyUI has no content rules")

    def expire(self) -> None:
        self.files.clear()

    def forget(self) -> None:
        """Killed and started again: queue and history are gone, sockets break, files stay."""
        with self.lock:
            self.pending, self.running, self.history, self.number = [], [], {}, 0
        self.hang_up()

    def hang_up(self) -> None:
        """Break every socket without a word."""
        with self.lock:
            ears, self.ears = self.ears, []
        for ear in ears:
            try:
                ear.connection.shutdown(2)
            except OSError:
                continue

    # ---- events ----

    def tell(self, kind: str, data: dict[str, Any]) -> None:
        job = (self.running or [[0, self.last, {}, {}]])[0]
        for ear in list(self.ears):
            if ear.client == job[3].get("client_id"):
                ear.say({"type": kind, "data": {"prompt_id": job[1], **data}})

    def show(self) -> None:
        """The recorded preview, with this job's id in it, or without any where no flags were sent."""
        assert isinstance(PREVIEW, bytes)
        size = struct.unpack(">I", PREVIEW[4:8])[0]
        about = json.loads(PREVIEW[8 : 8 + size]) | {"prompt_id": self.last}
        text, picture = json.dumps(about).encode(), PREVIEW[8 + size :]
        for ear in list(self.ears):
            plain = struct.pack(">II", 1, 2) + picture
            ear.say(struct.pack(">II", 4, len(text)) + text + picture if ear.flags else plain)

    def _node(self, node: str, value: float) -> dict[str, Any]:
        state = "finished" if value >= 1.0 else "running"
        return {"value": value, "max": 1.0, "state": state, "node_id": node, "prompt_id": self.last}

    def _end(self) -> list[Any]:
        with self.lock:
            found = [j for j in (*self.running, *self.pending) if j[1] == self.last]
            self.running = [j for j in self.running if j[1] != self.last]
            self.pending = [j for j in self.pending if j[1] != self.last]
        return found[0]

    def _remember(self, job: list[Any], outputs: dict[str, Any], how: str, last: list[Any]) -> None:
        last[1]["prompt_id"] = job[1]
        started = [["execution_start", {"prompt_id": job[1]}], ["execution_cached", {"nodes": []}]]
        status = {"status_str": how, "completed": how == "success", "messages": [*started, last]}
        self.history[job[1]] = {"prompt": job, "outputs": outputs, "status": status, "meta": {}}

    # ---- routes ----

    def step_of(self, method: str, path: str) -> Verb | None:
        if method == "POST":
            return {"/prompt": Verb.SUBMIT, "/queue": Verb.CANCEL, "/interrupt": Verb.CANCEL}.get(path)
        if path == "/view":
            return Verb.FETCH
        return Verb.POLL if path == "/queue" or path.startswith("/history/") else None

    def met(self, step: Verb | None) -> Trouble | None:
        return None if step is None else self._next.pop(step, None)

    def take_prompt(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        unknown = set(body) - {"prompt", "client_id", "prompt_id", "extra_data"}
        if body.get("extra_data") != {"preview_method": "auto"}:
            self.wrong.append(f"a prompt that asks for no previews: {body.get('extra_data')}")
        if unknown or not re.fullmatch(r"[0-9a-f-]{36}", str(body.get("prompt_id"))):
            self.wrong.append(f"a prompt with {unknown} and the id {body.get('prompt_id')}")
        graph = body["prompt"]
        errors: dict[str, Any] = {}
        for node, each in graph.items():
            if each["class_type"] not in self.catalogue:
                self.wrong.append(f"queued without its node {each['class_type']}")
                said = f"Cannot execute because node {each['class_type']} does not exist."
                error = {"type": "invalid_prompt", "message": said, "details": f"Node ID '#{node}'"}
                return 400, {"error": error, "node_errors": {}}
            if set(each) != {"class_type", "inputs"}:
                self.wrong.append(f"node {node} carries {set(each)}")
            if why := self._dynamic(each):
                errors[node] = {"errors": [why], "class_type": each["class_type"]}
            image = each["inputs"].get("image")
            if each["class_type"].startswith("LoadImage") and image not in self.uploads:
                said = f"image - Invalid image file: {image}"
                why = {
                    "type": "custom_validation_failed",
                    "message": "Custom validation failed",
                    "details": said,
                }
                errors[node] = {"errors": [why], "class_type": each["class_type"]}
        if errors and not self.drops:
            error = {
                "type": "prompt_outputs_failed_validation",
                "message": "Prompt outputs failed validation",
            }
            return 400, {"error": error, "node_errors": errors}
        with self.lock:
            if body["prompt_id"] in {j[1] for j in (*self.pending, *self.running)} | set(self.history):
                self.wrong.append("the same id was queued twice")
            self.number += 1
            self.taken += 1
            self.last = f"{self.number:036d}" if self.names_itself else body["prompt_id"]
            data = {"client_id": body["client_id"]}
            self.pending.append([self.number, self.last, graph, data, ["9"]])
        if self.drops:
            dropped = {"7": {"errors": [{"message": "Required input is missing", "details": "images"}],
                             "class_type": "SaveImage"}}  # fmt: skip
            return 200, {"prompt_id": self.last, "number": self.number, "node_errors": dropped}
        return 200, {"prompt_id": self.last, "number": self.number, "node_errors": {}}

    def take_upload(self, kind: str, raw: bytes) -> tuple[int, dict[str, Any]]:
        if len(raw) > self.limit:
            return 413, {}
        parts = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
        parted: list[Any] = list(parts.get_payload())
        held = {str(part.get_param("name", header="content-disposition")): part for part in parted}
        told = {
            name: part.get_payload(decode=True).decode() for name, part in held.items() if name != "image"
        }
        if set(held) - {"overwrite", "subfolder"} != {"type", "image"}:
            self.wrong.append(f"an upload with the parts {sorted(held)}")
        name, folder = str(held["image"].get_filename()), told.get("subfolder", "")
        data = held["image"].get_payload(decode=True)  # type: ignore[union-attr]
        assert isinstance(data, bytes)
        # What is written over a result takes its place (scenario 16); the temp folder is open, too (0.33.0,
        # server.py, get_dir_by_type).
        if (kind := told["type"]) in ("output", "temp"):
            place = kind, self.plain(folder), name
            if told.get("overwrite") != "true" or place not in self.files:
                self.wrong.append(f"an upload to {place}")
            self.files[place] = data
            return 200, {"name": name, "subfolder": folder, "type": kind}
        place = f"{folder}/{name}" if folder else name
        if self.uploads.get(place, data) != data and told.get("overwrite") != "true":
            name = f"{Path(name).stem} (1){Path(name).suffix}"
        self.uploads[f"{folder}/{name}" if folder else name] = data
        return 200, {"name": name, "subfolder": folder, "type": "input"}

    def plain(self, folder: str) -> str:
        """A folder with the separators of a name, whatever this server's are."""
        return folder.replace("\\", "/") if self.windows else folder

    def _dynamic(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """What is wrong with the inputs that hang on another one's choice, as recorded (scenario 16)."""
        described = self.catalogue[body["class_type"]]["input"].get("required", {})
        for name, spec in described.items():
            if spec[0] != "COMFY_DYNAMICCOMBO_V3":
                continue
            chosen = next((o for o in spec[1]["options"] if o["key"] == body["inputs"].get(name)), None)
            if chosen is None:
                return {"type": "value_not_in_list", "message": "Value not in list", "details": name}
            for inner, (_, about) in chosen["inputs"]["required"].items():
                value = body["inputs"].get(f"{name}.{inner}")
                if value is None:
                    missing = "Required input is missing"
                    return {"type": "required_input_missing", "message": missing, "details": inner}
                if value not in about["options"]:
                    details = f"{name}.{inner}: {value!r} not in {about['options']}"
                    return {"type": "value_not_in_list", "message": "Value not in list", "details": details}
        return None


def _handler(comfy: Comfy) -> type[Handler]:
    class Answering(Handler):
        def answer(self, method: str, raw: bytes) -> None:
            at = urlsplit(self.path)
            comfy.seen.append((method, self.path, dict(self.headers.items())))
            origin, host = self.headers.get("Origin"), self.headers.get("Host", "")
            if origin not in (None, "null", "file://") and urlsplit(origin).netloc != host:
                return self.give(403, b"")
            if comfy.front is not None:
                status, body, kind = comfy.front
                return self.give(status, body, ("Content-Type", kind))
            if at.path == "/ws":
                return self._listen(at.query)
            step = comfy.step_of(method, at.path)
            comfy.asked += step is Verb.SUBMIT
            trouble = comfy.met(step)
            if trouble is Trouble.BUSY:
                return self.give(429, b"", ("Retry-After", "7"))
            if trouble is Trouble.BROKEN:
                return self.give(500, b"500 Internal Server Error\n\nServer got itself in trouble")
            if trouble is Trouble.DENIED:
                return self.give(403, b"")
            status, body, kind = self._route(method, at.path, at.query, raw)
            return self.give_with(trouble, status, body, ("Content-Type", kind))

        def _route(self, method: str, path: str, query: str, raw: bytes) -> tuple[int, bytes, str]:
            value: Any = None
            status = 200
            if (method, path) == ("GET", "/object_info"):
                value = comfy.catalogue
            elif (method, path) == ("GET", "/features"):
                if not comfy.features:
                    return 404, b"404: Not Found", "text/plain"
                value = {"supports_preview_metadata": True, "max_upload_size": comfy.limit}
            elif method == "GET" and path.startswith("/experiment/models/"):
                # app/model_manager.py: a list of files, or 404 for a folder that it does not know.
                folder = comfy.models.get(path.rpartition("/")[2])
                if folder is None:
                    return 404, b"", "text/plain"
                value = [{"name": name, "pathIndex": 0, "size": size} for name, size in folder.items()]
            elif (method, path) == ("GET", "/system_stats"):
                # 0.3.64, recorded: a device has its type and the memory of the whole card, in bytes.
                value = {"system": {}, "devices": comfy.devices}
            elif (method, path) == ("GET", "/queue"):
                value = {"queue_running": comfy.running, "queue_pending": comfy.pending}
            elif method == "GET" and path.startswith("/history/"):
                job = unquote(path.removeprefix("/history/"))
                value = {job: comfy.history[job]} if job in comfy.history else {}
            elif (method, path) == ("GET", "/view"):
                asked = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
                data = comfy.files.get((asked["type"], comfy.plain(asked["subfolder"]), asked["filename"]))
                return (404, b"", "text/plain") if data is None else (200, data, "image/png")
            elif (method, path) == ("POST", "/prompt"):
                status, value = comfy.take_prompt(json.loads(raw))
            elif (method, path) == ("POST", "/upload/image"):
                status, value = comfy.take_upload(self.headers["Content-Type"], raw)
            elif (method, path) == ("POST", "/history"):
                for job in json.loads(raw)["delete"]:
                    comfy.history.pop(job, None)
                return 200, b"", "text/plain"
            elif (method, path) == ("POST", "/queue"):
                gone = json.loads(raw)["delete"]
                with comfy.lock:
                    comfy.pending = [j for j in comfy.pending if j[1] not in gone]
                return 200, b"", "text/plain"
            elif (method, path) == ("POST", "/interrupt"):
                comfy.interrupted.append(json.loads(raw)["prompt_id"])
                return 200, b"", "text/plain"
            else:
                comfy.wrong.append(f"{method} {path}")
                return 404, b"404: Not Found", "text/plain"
            return status, json.dumps(value).encode(), "application/json; charset=utf-8"

        def _listen(self, query: str) -> None:
            self.close_connection = True
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "upgrade")
            self.send_header("Sec-WebSocket-Accept", Ear.accept(self.headers["Sec-WebSocket-Key"]))
            self.end_headers()
            self.wfile.flush()
            ear = Ear(self.connection, parse_qs(query)["clientId"][0], comfy.deaf)
            ear.say(
                {
                    "type": "status",
                    "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": ear.client},
                }
            )
            comfy.ears.append(ear)
            comfy.socket_opened.set()
            ear.serve()

    return Answering


class _AwayDoor:
    """A real door through which a server that is away cannot be reached, once."""

    def __init__(self, door: HttpDoor, comfy: Comfy) -> None:
        self._door, self._comfy = door, comfy
        self.connect: Callable[..., Any] = door.connect

    def send(self, call: Call) -> Answer:
        step = self._comfy.step_of(call.method, urlsplit(call.url).path)
        if step is not None and step is self._comfy.away:
            self._comfy.away = None
            raise ProviderAbsent("The server is away.")
        return self._door.send(call)


WORKFLOW = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "x.png"}, "_meta": {"title": "Load Image [plate]"}},
    "3": {"class_type": "ImageScale", "inputs": {"image": ["1", 0], "upscale_method": "lanczos", "width": 128,
          "height": 96, "crop": "disabled"}, "_meta": {"title": "Scale [width: width] [height: height] "
          "[Method: upscale_method]"}},
    "5": {"class_type": "ImageBlur", "inputs": {"image": ["3", 0], "blur_radius": 3, "sigma": 1.5},
          "_meta": {"title": "Blur [Softness: sigma] [Radius: blur_radius]"}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["5", 0], "filename_prefix": "bg"}},
}  # fmt: skip


def site(folder: Path, *servers: Comfy, door: Any = None, clock: Clock | None = None, **more: Any) -> Site:
    """A site with these servers and a folder of workflows that holds `soften`."""
    workflows = folder / "workflows"
    workflows.mkdir(parents=True, exist_ok=True)
    if not (workflows / "soften.json").exists():
        (workflows / "soften.json").write_text(json.dumps(WORKFLOW))
    urls = ",".join(server.url for server in servers)
    clock = clock or Clock()
    settings = FrozenMap[Any]({"servers": urls, "workflows": str(workflows), "timeout": 5.0, **more})
    return Site(
        door or HttpDoor(lambda call: None), folder, settings,
        secret=lambda name: f"secret-{name}", steady=clock.steady, now=clock.now,
    )  # fmt: skip


def request(folder: Path, **more: Any) -> Request:
    """A request for `soften` with one plate."""
    plate = folder / "plate.png"
    if not plate.exists():
        plate.write_bytes(PICTURES[0])
    given = Input("plate", plate, sha256(plate.read_bytes()).hexdigest())
    return Request(**{"task": Task.RESTYLE, "model": "soften", "inputs": (given,), **more})


GUIDED = {
    "1g": {"class_type": "LoadVideo", "inputs": {"file": "x"}, "_meta": {"title": "Load [depth guide]"}},
    "2": {"class_type": "GetVideoComponents", "inputs": {"video": ["1g", 0]}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "out"}},
}  # fmt: skip


def guided_stand(folder: Path) -> Stand:
    """A studio's own workflow that keeps to a depth, which the suite gives it."""
    (folder / "workflows").mkdir(parents=True)
    (folder / "workflows" / "video_control.json").write_text(json.dumps(GUIDED))
    asked = Request(Task.VIDEO, model="video_control", frames=3, rate=Rate(24))
    return replace(stand(folder), request=asked)


def stand(folder: Path) -> Stand:
    """One server, and a provider with a key, in front of it."""
    server, clock = Comfy(), Clock()
    real = HttpDoor(lambda call: None)
    door = GuardedDoor(_AwayDoor(real, server))
    made: list[ComfyUI] = []
    got = folder / "got-here"
    got.mkdir(parents=True)

    def provider() -> ComfyUI:
        made.append(ComfyUI(site(folder, server, door=door, clock=clock, secret="gate")))
        return made[-1]

    def close() -> None:
        for each in made:
            each.close()
        server.close()
        real.close()
        assert not server.wrong, server.wrong

    return Stand(provider, server, request(folder), got, clock, door, ("secret-gate",), close)
