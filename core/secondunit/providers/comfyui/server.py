"""One ComfyUI server over HTTP: its routes as methods, its answers checked, its faults as our errors.

It knows the routes and shapes of the server's API (recorded from 0.3.64 and 0.33.0); it knows no workflow and
no job of ours. The queue is asked before the history, always: the other order can miss a job that ends in
between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from secondunit.providers.door import (
    MOST_IN_MEMORY,
    Answer,
    Call,
    Door,
    Part,
    busy,
    json_call,
    length_of,
    read,
)
from secondunit.providers.landing import Landing
from secondunit.wire.errors import (
    BadInput,
    Expired,
    ProviderBroken,
    ProviderDenied,
    ProviderLacks,
    ProviderSilent,
)

from .outcome import OutputFile, reasons

#: How long its node catalogue is believed, in seconds.
_CATALOGUE_HOLDS = 60.0
#: How long a question what there is waits for a server, in seconds: a dead one must not hold up the others.
_QUESTION = 10.0
#: What a multipart body adds to its file, in bytes, generously.
AROUND = 4096
_MOST_CATALOGUE = 64 << 20
#: What is asked for while a sampler works: the quickest pictures that a server can make of latents.
_PREVIEWS = {"preview_method": "auto"}
#: Where an error says that the server itself failed, rather than that its answer made no sense.
FAULT = "server fault"


@dataclass(frozen=True)
class JobLook:
    """Where a job stands: `place` in the queue (0: at work), or its history entry, or neither."""

    place: int | None = None
    entry: dict[str, Any] | None = None
    #: Jobs wait and none is at work: seen for long, the server's executor is dead.
    stuck: bool = False

    @property
    def known(self) -> bool:
        return self.place is not None or self.entry is not None


class Server:
    """The client of one server. Every method may raise what the door raises, and `ProviderBroken`."""

    def __init__(
        self, url: str, door: Door, steady: Callable[[], float], headers: dict[str, str], timeout: float
    ) -> None:
        self.url = url.rstrip("/")
        self.name = self.url.split("://", 1)[-1]
        self._door, self._steady, self._headers, self._timeout = door, steady, headers, timeout
        self._catalogue: dict[str, Any] = {}
        self._catalogue_until = 0.0
        self._memory: int | None = None
        self._memory_asked = False

    def catalogue(self, errand: str) -> dict[str, Any]:
        """Its nodes with their inputs, kept for a minute."""
        if self._steady() >= self._catalogue_until:
            nodes = self._object(self._get("/object_info", errand), _MOST_CATALOGUE)
            if not any(isinstance(node, dict) and "input" in node for node in nodes.values()):
                raise ProviderBroken(
                    f"{self.name} names no node, as every ComfyUI does.",
                    remedy="See that the address is a ComfyUI server's, and what stands before it.",
                )
            self._catalogue = nodes
            self._catalogue_until = self._steady() + _CATALOGUE_HOLDS
        return self._catalogue

    def largest_upload(self, errand: str) -> int | None:
        """The largest request it takes, in bytes; None where it does not say."""
        answer = self._send(Call("GET", self.url + "/features", errand), allow=(404,))
        if answer.status == 404:
            answer.close()
            return None
        limit = self._object(answer).get("max_upload_size")
        return int(limit) if isinstance(limit, (int, float)) and not isinstance(limit, bool) else None

    def memory(self, errand: str) -> int | None:
        """The memory of its largest card, in bytes; None where it says nothing of one."""
        if not self._memory_asked:
            answer = self._send(Call("GET", self.url + "/system_stats", errand), allow=(404,))
            if answer.status == 404:
                answer.close()
            else:
                self._memory = _largest_card(self._object(answer).get("devices"))
            self._memory_asked = True
        return self._memory

    def model_sizes(self, folder: str, errand: str) -> dict[str, int]:
        """The bytes of each model file in one of its folders; empty where it does not say.

        `/experiment/models/{folder}` (app/model_manager.py of ComfyUI): a list with `name` and `size`.
        """
        path = f"{self.url}/experiment/models/{quote(folder, safe='')}"
        answer = self._send(Call("GET", path, errand), allow=(404,))
        body = read(answer, _MOST_CATALOGUE)
        try:
            listed = json.loads(body) if answer.status == 200 else []
        except (ValueError, RecursionError):
            listed = []
        return {
            str(entry["name"]): int(entry["size"])
            for entry in (listed if isinstance(listed, list) else ())
            if isinstance(entry, dict) and "name" in entry and isinstance(entry.get("size"), (int, float))
        }

    def load(self, errand: str) -> int:
        """How many jobs run or wait there, anybody's."""
        running, pending = self._queue(errand)
        return len(running) + len(pending)

    def look(self, job: str, errand: str) -> JobLook:
        """Where a job stands, queue first, history second."""
        running, pending = self._queue(errand)
        stall = bool(pending) and not running
        if job in running:
            return JobLook(0)
        if job in pending:
            return JobLook(pending.index(job) + 1, stuck=stall)
        history = self._object(self._get(f"/history/{quote(job, safe='')}", errand))
        entry = history.get(job)
        return JobLook(entry=entry) if isinstance(entry, dict) else JobLook()

    def upload(self, path: Path, name: str, folder: str, media_type: str, sha256: str, errand: str) -> str:
        """Send a file and give the name by which a node finds it; equal bytes give the same name again."""
        part = Part("image", name, path, media_type, sha256)
        form = (("type", "input"), ("subfolder", folder))
        call = Call("POST", self.url + "/upload/image", errand, form=form, parts=(part,))
        answer = self._send(call, allow=(413,))
        if answer.status == 413:
            answer.close()
            raise BadInput(f"{self.name} takes no file as large as {path.name}.", where=str(path))
        stored = self._object(answer)
        filename, folder = stored.get("name"), stored.get("subfolder", "")
        if not isinstance(filename, str) or not isinstance(folder, str):
            raise ProviderBroken(f"{self.name} does not say under which name it keeps {path.name}.")
        return f"{folder}/{filename}" if folder else filename

    def check_size(self, path: Path, limit: int | None) -> None:
        """Raise `BadInput` for a file that the server would not take."""
        size = path.stat().st_size + AROUND
        if limit is not None and size > limit:
            raise BadInput(
                f"{path.name} has {size / 1e6:.1f} MB; {self.name} takes up to {limit / 1e6:.1f} MB.",
                remedy="Send a smaller picture, or start the server with a larger --max-upload-size.",
                where=str(path),
            )

    def post(self, graph: object, job: str, client: str, errand: str) -> dict[str, Any]:
        """Queue a graph under the id `job`; raises `BadInput` with the server's reasons where it refuses."""
        # A server sends pictures of a sampler's work only where it was started so, or a prompt asks for them
        # (`set_preview_method` in execution.py); one that does not know the word keeps it and goes on.
        body = {"prompt": graph, "client_id": client, "prompt_id": job, "extra_data": _PREVIEWS}
        answer = self._send(json_call("POST", self.url + "/prompt", errand, body), allow=(400, 413))
        if answer.status == 413:
            answer.close()
            raise BadInput(f"{self.name} takes no workflow of this size.")
        reply = self._object(answer)
        if answer.status == 400:
            raise BadInput(
                f"{self.name} refuses the workflow: {reasons(reply)}.",
                remedy="Correct the workflow's file, or what it is given; a retry is refused again.",
            )
        if (own := reply.get("prompt_id")) != job:
            # Servers of 2024 name jobs themselves: one whose answer is lost could never be found again.
            if isinstance(own, str):
                self.withdraw(own, errand)
                self.interrupt(own, errand)
            raise ProviderLacks(
                f"{self.name} names jobs itself, whatever it is told: it is too old. The job was taken back.",
                remedy="Update ComfyUI there, to 0.3.64 or newer.",
            )
        return reply

    def withdraw(self, job: str, errand: str) -> None:
        """Take a waiting job out of the queue; without effect on any other."""
        read(self._send(json_call("POST", self.url + "/queue", errand, {"delete": [job]})))

    def interrupt(self, job: str, errand: str) -> None:
        """Ask the job at work to stop at its next node."""
        read(self._send(json_call("POST", self.url + "/interrupt", errand, {"prompt_id": job})))

    def empty(self, kind: str, folder: str, name: str, errand: str) -> None:
        """Write nothing over a file of ours: the server deletes none, and its name stays, of 0 bytes."""
        mark = "secondunit-empty"
        parts = [("type", kind), ("subfolder", folder), ("overwrite", "true")]
        lines = [f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in parts]
        lines.append(
            f'--{mark}\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n'
            f"Content-Type: application/octet-stream\r\n\r\n\r\n--{mark}--\r\n"
        )
        headers = (("Content-Type", f"multipart/form-data; boundary={mark}"),)
        call = Call("POST", self.url + "/upload/image", errand, headers, "".join(lines).encode())
        self._object(self._send(call))

    def forget(self, job: str, errand: str) -> None:
        """Have the job's entry taken out of the history, with its prompt."""
        read(self._send(json_call("POST", self.url + "/history", errand, {"delete": [job]})))

    def take(self, output: OutputFile, landing: Landing, errand: str) -> None:
        """Bring one file into a landing; raises `Expired` where the server has it no more."""
        query = urlencode({"filename": output.name, "subfolder": output.subfolder, "type": output.kind})
        answer = self._send(Call("GET", f"{self.url}/view?{query}", errand), allow=(404,))
        if answer.status == 404:
            answer.close()
            raise Expired(f"{self.name} no longer has {output.name}.", remedy="Ask for it anew.")
        landing.take(output.name, _closing(answer), length_of(answer))

    def _queue(self, errand: str) -> tuple[list[str], list[str]]:
        """The ids of jobs at work and of jobs that wait, the latter in the order they will run."""
        queue = self._object(self._get("/queue", errand))
        try:
            running = [str(item[1]) for item in queue["queue_running"]]
            pending = [str(item[1]) for item in sorted(queue["queue_pending"], key=lambda item: item[0])]
        except (KeyError, IndexError, TypeError):
            raise ProviderBroken(f"{self.name} tells its queue in a shape we do not know.") from None
        return running, pending

    def _get(self, path: str, errand: str) -> Answer:
        return self._send(Call("GET", self.url + path, errand))

    def _object(self, answer: Answer, most: int = MOST_IN_MEMORY) -> dict[str, Any]:
        """The body as a JSON object; raises `ProviderBroken`, which names the server, for anything else."""
        kind = answer.headers.get("Content-Type", "")
        body = read(answer, most)
        if kind.startswith("text/html") or body.lstrip()[:1] == b"<":
            raise ProviderBroken(
                f"{self.name} answers with a web page where ComfyUI answers in JSON.",
                remedy="See that the address is the server's own, and what stands before it.",
            )
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise ProviderBroken(
                f"What {self.name} answers is not JSON of the agreed shape, or only a part of it.",
                remedy="See that the address is a ComfyUI server's, and that it is well.",
            )
        return value

    def _send(self, call: Call, allow: tuple[int, ...] = ()) -> Answer:
        call = Call(
            call.method, call.url, call.errand, (*call.headers, *self._headers.items()), call.body, call.form,
            call.parts, timeout=self._timeout if call.errand else min(self._timeout, _QUESTION),
        )  # fmt: skip
        answer = self._door.send(call)
        if answer.status == 200 or answer.status in allow:
            return answer
        if answer.status in (429, 503):
            raise busy(self.name, answer)
        answer.close()
        if answer.status in (401, 403):
            raise ProviderDenied(f"{self.name} does not let us in ({answer.status}).")
        if answer.status in (502, 504):
            raise ProviderSilent(f"{self.name} is not reached by what stands before it ({answer.status}).")
        raise ProviderBroken(f"{self.name} answers with the fault {answer.status}.", where=FAULT)


def _largest_card(devices: object) -> int | None:
    """The `vram_total` of the largest device that is no processor."""
    sizes = [
        int(device["vram_total"])
        for device in (devices if isinstance(devices, list) else ())
        if isinstance(device, dict)
        and device.get("type") != "cpu"
        and isinstance(device.get("vram_total"), (int, float))
    ]
    return max(sizes, default=None)


def _closing(answer: Answer) -> Iterator[bytes]:
    try:
        yield from answer.chunks()
    finally:
        answer.close()
