"""A small strict service on loopback for the tests of the host side: it speaks the routes, refuses the rest.

Everything is in memory and scripted by the test: `add_take`, `change`, `say`. Run as a program it streams the
progress of many jobs, for benchmarks.
"""

from __future__ import annotations

import json
import os
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from secondunit import __version__
from secondunit.wire import (
    SCHEMA,
    Brief,
    Capability,
    CapabilityList,
    ColorSpace,
    Control,
    Estimate,
    Event,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobPage,
    JobState,
    Kind,
    KindList,
    Limit,
    Note,
    NoteList,
    Plate,
    PlatePath,
    Rate,
    SecondUnitError,
    ServiceAddress,
    ServiceStatus,
    ShowSettings,
    Take,
    TakeLayer,
    TakePage,
    Topic,
    Understood,
    brief_digest,
    dumps,
    loads,
    read_controls,
)
from secondunit.wire.errors import BadInput, Conflict, NotFound, WrongToken

SMOKE = Kind(
    "smoke",
    "Smoke",
    controls=(
        Control("density", "Density", default=1.0, minimum=0.0, maximum=4.0, step=0.05, help="How thick"),
        Control("height", "Height", unit="m", default=6.0, minimum=0.1, maximum=100.0,
                help="How high it rises"),
        Control("color", "Colour", "color", default="0.8 0.8 0.8", help="The smoke's own colour"),
        Control("loop", "Loop", "bool", default=False, help="End where it begins"),
        Control("source", "Source", "choice", default="disc", choices=("disc", "line"), group="Source"),
        Control("steps", "Steps", "int", default=2, minimum=1, maximum=8, group="Quality"),
    ),
)  # fmt: skip


ONBOARD = Capability(
    "onboard", "On this machine", kinds=("smoke",), prompt=10_000,
    terms="Simulated on this machine; nothing leaves it.",
    limits=(Limit("Frames", "1 to 100,000"), Limit("Sides", "up to 32,768 pixels"),
            Limit("Prompt", "up to 10,000 characters"), Limit("Memory", "48 GB for jobs")),
)  # fmt: skip
#: The views a frame may be asked in.
VIEWS = ("plate", "black", "white", "grey", "checker", "alpha", "behind")


def png(width: int, height: int, color: tuple[int, int, int], stripe: int = 0) -> bytes:
    """A valid PNG of one colour, with a light stripe of four columns that begins at `stripe`."""
    row = b"".join(bytes((250, 250, 250)) if stripe <= x < stripe + 4 else bytes(color) for x in range(width))
    parts = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + row) * height, 1)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def take_of(job: Job, folder: str = "/nowhere", version: int = 1, **changes: Any) -> Take:
    """The take that a job of the tests makes."""
    name = f"{job.element}_v{version:03d}"
    take = Take(
        id="t" + job.id[1:], job=job.id, show=job.show, shot=job.shot, element=job.element,
        version=version, folder=folder, frames=job.frames, rate=Rate(24), format=Format(64, 36),
        colorspace=ColorSpace("ACEScg"), brief_digest=job.brief_digest, thumbnail="previews/thumbnail.png",
        layers=(TakeLayer("beauty", f"{name}.%04d.exr", ("R", "G", "B", "A")),),
    )  # fmt: skip
    return replace(take, **changes)


class Loopback:
    """The service; `with Loopback(home) as service:` serves until the block ends."""

    def __init__(self, home: Path, *, version: str = __version__, token: str = "t" * 43,
                 schema: int = SCHEMA) -> None:  # fmt: skip
        self.home, self.token, self.version, self.schema = home, token, version, schema
        self.kinds = (SMOKE,)
        self.capabilities: tuple[Capability, ...] = (ONBOARD,)
        self.notes: list[Note] = []
        #: What is found at a path, scripted by the test; and what the job preview shows: frames done so far.
        self.plates: dict[str, Plate] = {}
        self.previews: dict[str, int] = {}
        self.jobs: dict[str, Job] = {}
        self.briefs: dict[str, Brief] = {}
        self.keys: dict[str, str] = {}
        self.takes: dict[str, Take] = {}
        self.events: list[Event] = []
        self.asked: list[str] = []
        self.users: list[str] = []
        self.silent_once: set[str] = set()
        self.news = threading.Condition()
        self.server: ThreadingHTTPServer | None = None
        self._number = 0

    def __enter__(self) -> Loopback:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, port: int = 0) -> None:
        """Serve, and write where."""
        service = self

        class Handler(_Handler):
            loopback = service

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "token").write_text(self.token)
        address = ServiceAddress(self.url, os.getpid(), str(self.home / "token"), self.version, "")
        (self.home / "service.json").write_text(dumps(address))

    def stop(self) -> None:
        """Die as with kill -9: connections break off, service.json stays."""
        server, self.server = self.server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            with self.news:
                self.news.notify_all()

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def make_job(self, **changes: Any) -> Job:
        """A new job with an id of its own, known to the service and told of."""
        self._number += 1
        known: dict[str, Any] = {
            "id": f"j{self._number:025d}", "show": "show", "shot": "shot", "element": "smoke",
            "brief_digest": "0" * 64, "frames": FrameRange(1001, 1004), "changed": _stamp(0),
        }  # fmt: skip
        job = Job(**{**known, **changes})
        self.jobs[job.id] = job
        self.say(Topic.JOB_CREATED, job=job)
        return job

    def change(self, job: str, **changes: Any) -> Job:
        """Write a job anew and tell of it."""
        fresh = replace(self.jobs[job], changed=_stamp(len(self.events) + 1), **changes)
        self.jobs[job] = fresh
        self.say(Topic.JOB_PROGRESS if "progress" in changes else Topic.JOB_CHANGED, job=fresh)
        return fresh

    def add_take(self, take: Take) -> Take:
        """Store a take and tell of it."""
        self.takes[take.id] = take
        self.say(Topic.TAKE_CREATED, take=take)
        return take

    def add_note(self, take: str, text: str, frame: int | None = None, user: str = "kim") -> Note:
        """A note as another host would leave it."""
        return self._note(Note(take, text, frame, user))

    def say(
        self, topic: Topic, *, job: Job | None = None, take: Take | None = None, note: Note | None = None
    ) -> None:
        """Append an event and wake the streams."""
        with self.news:
            number = len(self.events) + 1
            self.events.append(Event(number, topic, _stamp(number - 1), job, take, note))
            self.news.notify_all()

    def status(self) -> ServiceStatus:
        running = sum(not job.state.ended for job in self.jobs.values())
        return ServiceStatus(self.version, self.schema, os.getpid(), "", 0, running, len(self.events))

    # Routes --------------------------------------------------------------------------------------------

    def answer(self, method: str, path: list[str], query: dict[str, str], body: bytes, headers: Any) -> Any:
        match (method, *path):
            case ("GET", "status"):
                return self.status()
            case ("POST", "stop"):
                return self.status()
            case ("GET", "kinds"):
                return KindList(self.kinds)
            case ("GET", "shows", show):
                return ShowSettings(show, str(self.home / show))
            case ("POST", "estimate"):
                return self._estimate(loads(Brief, body))
            case ("POST", "jobs"):
                return self._submit(loads(Brief, body), headers.get("Idempotency-Key", ""))
            case ("GET", "jobs"):
                return JobPage(*_page(self.jobs.values(), query))
            case ("GET", "jobs", job):
                return self._job(job)
            case ("GET", "jobs", job, "brief"):
                return self.briefs[self._job(job).id]
            case ("POST", "jobs", job, "cancel"):
                if self._job(job).state.ended:
                    raise Conflict("The job has ended.")
                return self.change(job, state=JobState.CANCELLED)
            case ("POST", "jobs", job, "retry"):
                if self._job(job).state not in (JobState.FAILED, JobState.CANCELLED):
                    raise Conflict("The job is not one that failed.")
                return self.change(job, state=JobState.PLANNED, problem=None)
            case ("GET", "takes"):
                return TakePage(*_page(self.takes.values(), query))
            case ("GET", "takes", take):
                return self._take(take)
            case ("GET", "capabilities"):
                return CapabilityList(self.capabilities)
            case ("POST", "plates"):
                path = loads(PlatePath, body).path
                if path not in self.plates:
                    raise NotFound(f"There is no file {Path(path).name}.", where=path)
                return self.plates[path]
            case ("GET", "jobs", job, "preview"):
                if self._job(job).id not in self.previews:
                    raise NotFound("The job has no finished frame yet.", where=job)
                return self._picture(query, "320", job, self.previews[job], "plate")
            case ("GET", "takes", take, "notes"):
                return NoteList(tuple(note for note in self.notes if note.take == self._take(take).id))
            case ("POST", "takes", take, "notes"):
                note = loads(Note, body)
                if note.take != self._take(take).id:
                    raise BadInput("The note is about another take.", where="take")
                user = unquote(headers.get("X-Secondunit-User", "")) or note.user
                return self._note(replace(note, user=user))
            case ("GET", "takes", take, "frames", frame):
                if int(frame) not in self._take(take).frames:
                    raise NotFound(f"{self._take(take).label} has no frame {frame}.")
                return self._picture(query, "960", take, int(frame), query.get("view", "plate"))
            case ("GET", "takes", take, "thumbnail"):
                return (Path(self._take(take).folder) / "previews/thumbnail.png").read_bytes()
            case _:
                raise NotFound(f"There is nothing at {'/'.join(path)}.")

    def _job(self, id: str) -> Job:
        if id not in self.jobs:
            raise NotFound("There is no such job.", where=id)
        return self.jobs[id]

    def _take(self, id: str) -> Take:
        if id not in self.takes:
            raise NotFound("There is no such take.", where=id)
        return self.takes[id]

    def _note(self, note: Note) -> Note:
        """Keep a note once; raises `Conflict` when its id was used for another."""
        known = next((one for one in self.notes if one.id == note.id), None) if note.id else None
        if known is not None:
            if (known.take, known.text, known.frame) != (note.take, note.text, note.frame):
                raise Conflict("This id was used for another note.", where="id")
            return known
        kept = replace(note, id=note.id or f"n{len(self.notes) + 1:025d}", created=_stamp(len(self.events)))
        self.notes.append(kept)
        self.say(Topic.NOTE_CREATED, note=kept)
        return kept

    def _picture(self, query: dict[str, str], usual: str, of: str, frame: int, view: str) -> bytes:
        """A 16:9 picture whose colour is the take's and the view's, and whose stripe is the frame's."""
        width = int(query.get("width", usual))
        if not 16 <= width <= 4096:
            raise BadInput("The width is out of range.", where="width")
        if view not in VIEWS:
            raise BadInput(f"There is no view {view!r}.", where="view")
        mark = zlib.crc32(f"{of} {view}".encode())
        color = mark & 127, mark >> 8 & 127, mark >> 16 & 127
        return png(width, max(1, width * 9 // 16), color, frame * 5 % max(1, width - 4))

    def _estimate(self, brief: Brief) -> Estimate:
        kind = next((kind for kind in self.kinds if kind.name == brief.kind), None)
        if kind is None:
            raise BadInput(f"There is no kind {brief.kind!r}.", where="kind")
        try:
            hand = read_controls(kind.controls, brief.controls)
        except SecondUnitError as error:
            raise error.at("controls") from None
        understood = (Understood("thick", "density", 2.5),) if "thick" in brief.prompt else ()
        settings = {control.name: control.default for control in kind.controls}
        settings.update({word.control: word.value for word in understood})
        settings.update(hand)
        ignored = ("unicorn",) if "unicorn" in brief.prompt else ()
        return Estimate(
            brief_digest(brief),
            verdict="Allowed: nothing leaves this machine.",
            seconds=12.0,
            memory=10**8,
            disk=10**7,
            disk_free=10**12,
            settings=FrozenMap(settings),
            understood=understood,
            ignored=ignored,
        )

    def _submit(self, brief: Brief, key: str) -> Job:
        if key in self.keys:
            job = self.jobs[self.keys[key]]
            if job.brief_digest != brief_digest(brief):
                raise Conflict("This key was used for another brief.")
            return job
        self._estimate(brief)
        job = self.make_job(
            show=brief.show,
            shot=brief.shot,
            element=brief.element,
            frames=brief.frames,
            kind=brief.kind,
            prompt=brief.prompt,
            brief_digest=brief_digest(brief),
        )
        self.briefs[job.id] = brief
        if key:
            self.keys[key] = job.id
        return job

    def since(self, number: int) -> Iterator[Event]:
        """The events after a number, then those to come, until the service dies."""
        while self.server is not None:
            fresh = [event for event in self.events[number:] if event.number > number]
            for event in fresh:
                yield event
                number = event.number
            with self.news:
                if len(self.events) <= number:
                    self.news.wait(0.1)


class _Handler(BaseHTTPRequestHandler):
    loopback: Loopback
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
        if isinstance(answer, bytes):
            self._send(200, answer, "image/png")
        else:
            self._send(200, dumps(answer).encode())

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
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


def _page(items: Any, query: dict[str, str]) -> tuple[tuple[Any, ...], str]:
    named = {name: query[name] for name in ("show", "shot", "element") if name in query}
    found = [item for item in items if all(getattr(item, name) == value for name, value in named.items())]
    newest = sorted(found, key=lambda item: item.id, reverse=True)
    if "after" in query:
        newest = [item for item in newest if item.id < query["after"]]
    limit = int(query.get("limit", "50"))
    return tuple(newest[:limit]), newest[limit - 1].id if len(newest) > limit else ""


def _stamp(seconds: int) -> str:
    return (datetime(2026, 1, 1) + timedelta(seconds=seconds)).isoformat() + "Z"


def main() -> None:
    """Serve `--jobs` jobs and change each of them `--rate` times a second, until the input is closed."""
    import argparse
    import sys

    read = argparse.ArgumentParser()
    read.add_argument("--home", type=Path, required=True)
    read.add_argument("--jobs", type=int, default=200)
    read.add_argument("--rate", type=float, default=5.0)
    given = read.parse_args()
    with Loopback(given.home) as service:
        jobs = [service.make_job(state=JobState.RUNNING) for _ in range(given.jobs)]
        sys.stdout.write(json.dumps({"url": service.url}) + "\n")
        sys.stdout.flush()
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        turn = 0
        while True:
            for job in jobs:
                service.change(job.id, progress=(turn % 1000) / 1000, status=f"{time.time():.6f}")
                time.sleep(1 / (given.rate * given.jobs))
            turn += 1


if __name__ == "__main__":
    main()
