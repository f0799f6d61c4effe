"""A show with rules, a budget and two scripted providers; everything that a gate and a planner look at.

`Studio` is a provider whose models are given as capabilities and whose prices follow from frames. It opens no
connection; `Caller` sends real calls through its doorway, for a server on loopback.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.media.png import write_png
from secondunit.providers import (
    Call,
    CancelOutcome,
    Estimated,
    Input,
    Part,
    Registry,
    Request,
    Site,
    Status,
    Ticket,
)
from secondunit.rights.inputs import InputRight
from secondunit.service.home import Home
from secondunit.service.ids import new_job_id
from secondunit.service.outbound.clearance import ShowClearance
from secondunit.service.outbound.sites import Sites
from secondunit.service.plan import Planner
from secondunit.service.shows import Shows
from secondunit.wire import (
    Brief,
    Capability,
    ColorSpace,
    Control,
    Delivery,
    Form,
    Format,
    FrameRange,
    FrozenMap,
    Intake,
    Matte,
    Money,
    Need,
    Piece,
    Plate,
    Prepared,
    PreparedFile,
    Rate,
    Reference,
    Size,
    Task,
    Work,
)
from secondunit.wire.rights import MaterialKind

#: Where the rule lets files go.
THERE = "https://api.studio.test/v1/still"
RULE = """
[[rule]]
name = "{name}"
provider = "{provider}"
models = ["*"]
accounts = ["vfx-prod"]
tasks = ["*"]
materials = ["plate", "concept", "likeness"]
geography = ["us"]
hosts = [{hosts}]
training = "none"
visibility = "private"
retention = "0 days"
contract = "MSA-1"
evidence = "terms.pdf"
evidence_date = 2026-10-01
expires = {expires}
{more}
"""
BUDGET = """
[[budget]]
scope = "show"
limit = "{limit} USD"
"""
TABLE = '[{name}]\naccount = "vfx-prod"\ngeography = "us"\n'

STILL = Capability(
    "studio", "Studio", "still", "Still", (Task.IMAGE,), made_by="AI model", leaves=True, prompt=100,
    references=2, terms="Under contract.", intake=Intake(most_side=2048, reference_roles=("style",)),
    controls=(Control("strength", "Strength", "float", default=0.5, minimum=0.0, maximum=1.0),),
)  # fmt: skip
MOVIE = replace(
    STILL, model="movie", model_label="Movie", tasks=(Task.VIDEO,), references=0, controls=(),
    intake=Intake(plate=Need.OPTIONAL, result=Form.MOVIE, most_frames=25, most_side=2048),
)  # fmt: skip
PAINT = replace(
    STILL, model="paint", model_label="Paint", tasks=(Task.INPAINT,), references=0, controls=(),
    intake=Intake(plate=Need.REQUIRED, matte=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES,
                  most_frames=100, most_side=32),
)  # fmt: skip
NEAR = replace(STILL, model="near", model_label="Near", leaves=False)


@dataclass
class Studio:
    """A provider that says what it is told to say."""

    site: Site
    models: list[Capability]
    #: Dollars for a frame.
    price: str = "0.10"
    name: str = "studio"
    #: Asked before it answers anything; may raise, or wait.
    asked: Callable[[str], None] = lambda verb: None
    requests: list[Request] = field(default_factory=list)

    def capabilities(self) -> Sequence[Capability]:
        self.asked("capabilities")
        return [replace(each, provider=self.name) for each in self.models]

    def estimate(self, request: Request) -> Estimated:
        self.asked("estimate")
        self.requests.append(request)
        cents = round(float(self.price) * 100) * request.frames
        return Estimated(Money(f"{cents / 100:.2f}"), seconds=3.0)

    def submit(self, request: Request, key: str) -> Ticket:
        self.asked("submit")
        return Ticket(self.name, "t1", key, request.digest)

    def recover(self, request: Request, key: str) -> Ticket | None:
        return None

    def poll(self, ticket: Ticket) -> Status:
        raise NotImplementedError

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        raise NotImplementedError

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        return CancelOutcome.UNKNOWN


class House:
    """The show S on disk, its providers `studio` and `rival`, its planner."""

    def __init__(self, folder: Path, **more: Any) -> None:
        self.folder = folder
        self.show = folder / "shows" / "S"
        self.show.mkdir(parents=True)
        self.home = Home(folder / "home")
        self.home.make()
        self.shows = Shows(self.home)
        self.models = {"studio": [STILL, MOVIE, PAINT, NEAR], "rival": [STILL, MOVIE]}
        self.prices = {"studio": "0.10", "rival": "0.05"}
        self.asked: Callable[[str, str], None] = lambda name, verb: None
        self.made: dict[str, list[Studio]] = {"studio": [], "rival": []}
        self.rules()
        self.providers()
        self.sites = self.new_sites(**more)
        self.planner = Planner(self.shows, 64_000_000_000, self.sites)

    def new_sites(self, **more: Any) -> Sites:
        """What another service of the same user would have."""
        makers = {name: self._maker(name) for name in self.models}
        return Sites(self.home, self.shows, Registry(makers), **({"patience": 5.0} | more))

    def _maker(self, name: str) -> Callable[[Site], Studio]:
        def make(site: Site) -> Studio:
            made = Studio(site, self.models[name], self.prices[name], name)
            made.asked = lambda verb: self.asked(name, verb)
            self.made[name].append(made)
            return made

        return make

    # ---- files of the show ----

    def rules(self, *, hosts: str = '"api.studio.test"', expires: str = "2099-12-31", more: str = "",
              limit: str = "100", provider: str = "studio", add: str = "") -> None:  # fmt: skip
        one = RULE.format(name="studio stills", provider=provider, hosts=hosts, expires=expires, more=more)
        other = RULE.format(
            name="rival stills", provider="rival", hosts='"api.rival.test"', expires=expires, more=""
        )
        self.write("rights.toml", one + other + BUDGET.format(limit=limit) + add)

    def providers(self, more: str = "", order: str = '["studio", "rival"]') -> None:
        tables = TABLE.format(name="studio") + more + TABLE.format(name="rival")
        self.write("providers.toml", f"order = {order}\n{tables}")

    def write(self, name: str, text: str) -> None:
        """Whole at once: a service that is at work meanwhile would read an empty file."""
        written = self.show / f".{name}.new"
        written.write_text(text, "utf-8")
        written.replace(self.show / name)

    def plate(self, frames: str = "1001-1003", value: float = 0.18) -> Plate:
        span = FrameRange.parse(frames)
        for frame in span:
            pixels = np.full((36, 64, 4), value + frame / 1e5, np.float32)
            write_exr(self.folder / f"plate.{frame}.exr", Picture.of(pixels))
        return Plate(
            str(self.folder / "plate.%04d.exr"), span, Rate(24), Format(64, 36), ColorSpace("ACEScg")
        )

    def matte(self, frames: str = "1001-1003") -> Matte:
        span = FrameRange.parse(frames)
        for frame in span:
            pixels = np.zeros((36, 64, 4), np.float32)
            pixels[8:16, 8:16] = 1.0
            write_exr(self.folder / f"matte.{frame}.exr", Picture.of(pixels))
        return Matte(str(self.folder / "matte.%04d.exr"), span)

    def reference(self, name: str = "look.png", role: str = "style") -> Reference:
        path = self.folder / name
        write_png(path, np.full((8, 8, 3), list(sha256(name.encode()).digest()[:3]), np.uint8))
        return Reference(str(path), role)

    def on_record(self, *paths: Path, kind: MaterialKind = MaterialKind.PLATE, persons: tuple[str, ...] = (),
                  last_day: str = "") -> None:  # fmt: skip
        """Enter the rights of files, as a person does."""
        for path in paths:
            digest = sha256(path.read_bytes()).hexdigest()
            right = InputRight(digest, kind, "owned", "the show", "ann", persons, last_day=last_day)
            self.sites.rights("S").record_input(right)

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.folder.glob(pattern))

    # ---- briefs and jobs ----

    def brief(self, **changes: Any) -> Brief:
        fields: dict[str, Any] = {
            "show": "S", "shot": "sh010", "element": "look", "frames": FrameRange(1001, 1001),
            "rate": Rate(24), "format": Format(64, 36), "task": Task.IMAGE, "prompt": "a red barn",
            "provider": "studio", "model": "still", "delivery": Delivery(),
        }  # fmt: skip
        return Brief(**(fields | changes))

    def work(self, brief: Brief, user: str = "bob") -> Work:
        plan = self.planner.plan(brief, user)
        plan.require()
        return plan.work(new_job_id(), self.home.scratch, user)

    def prepared(
        self, work: Work, pieces: int = 1, sources: Sequence[Path] = (), role: str = "plate"
    ) -> Prepared:
        """What preparing the work would make: one file a piece, from these originals."""
        made = []
        hashes = tuple(sha256(path.read_bytes()).hexdigest() for path in sources)
        for number in range(pieces):
            files: tuple[PreparedFile, ...] = ()
            if sources:
                path = Path(work.scratch) / "outgoing" / str(number) / "plate.1001.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"\x89PNG\r\n\x1a\n prepared " + work.job.encode() + bytes([number]))
                digest = sha256(path.read_bytes()).hexdigest()
                below = path.relative_to(work.scratch).as_posix()
                files = (PreparedFile(role, below, digest, frame=1001, sources=hashes),)
            made.append(Piece(number, work.brief.frames, 1, Size(64, 36), files=files))
        return Prepared(tuple(made))

    def crossing(
        self, work: Work, prepared: Prepared, attempt: int = 1, sites: Sites | None = None
    ) -> ShowClearance:
        return ShowClearance(sites or self.sites, work, prepared, attempt)

    def file_of(self, crossing: ShowClearance, piece: int = 0) -> Input:
        """The first file of a piece."""
        return crossing.request(piece).inputs[0]

    def upload(self, crossing: ShowClearance, url: str = THERE, path: Path | None = None) -> Call:
        """A call that brings a file (the first of the first piece) to `url`."""
        path = path or self.file_of(crossing).path
        return Call("POST", url, crossing.key(0), parts=(Part("image", path.name, path, "image/png"),))

    # ---- what was written ----

    def ledger(self, kind: str = "") -> list[Any]:
        from secondunit.rights import rows

        path = self.show / "rights" / "ledger.jsonl"
        found = list(rows(path)) if path.is_file() else []
        return [row for row in found if not kind or row.kind == kind]

    def held(self) -> list[Any]:
        return list(self.sites.rights("S").budget.held())

    def close(self) -> None:
        self.sites.close()


class Gate:
    """Holds whoever waits until it is opened; `reached` says that somebody waits."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.reached.set()
        self.opened.wait(20)


__all__ = ["MOVIE", "NEAR", "PAINT", "STILL", "FrozenMap", "Gate", "House", "Studio"]
