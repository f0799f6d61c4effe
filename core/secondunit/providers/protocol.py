"""What every provider is: six verbs and the values they take and give.

It knows no service, no socket, no EXR and no database. A `Ticket` is stored before the first poll, so it is
plain data; a `Request` holds files that were prepared for this provider, so a provider converts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

from secondunit.wire import (
    Capability,
    FrozenMap,
    Money,
    PreparedBox,
    PreparedPoint,
    Problem,
    Rate,
    Scalar,
    Task,
    canonical,
)
from secondunit.wire.codec import DIGESTED
from secondunit.wire.retime import schema_2_controls


@dataclass(frozen=True)
class Input:
    """One prepared file: `role` is `plate`, `matte` (white = change), `guide` or `reference`.

    Frames come in order.

    `sha256` (hex) is of the file's bytes; `frame` is the frame's number in the plate, None for a still.
    """

    role: str
    path: Path
    sha256: str
    media_type: str = "image/png"
    frame: int | None = None
    #: What a reference is: `style`, `subject`, `first_frame`, `last_frame`, `key_frame`, or the name of a
    #: character; what a guide is: `depth` (near white), `normals`, `edges`, `pose`, `mask` or `motion`.
    about: str = ""
    #: Where a key frame stands, counted from the clip's first frame, and the first and last frame that its
    #: edit applies to (empty: all).
    at: int | None = None
    window: tuple[int, ...] = ()


@dataclass(frozen=True)
class Request:
    """What is asked of a provider, complete: it depends on nothing but these values and files."""

    task: Task
    model: str = ""
    prompt: str = ""
    seed: int = 0
    width: int = field(default=0, metadata={"unit": "px"})
    height: int = field(default=0, metadata={"unit": "px"})
    frames: int = 1
    rate: Rate | None = None
    inputs: tuple[Input, ...] = ()
    #: Pixels to extend the plate by, for models that do so by themselves: left, right, up, down. `width`
    #: and `height` are of the whole result then, and the plate that is sent is smaller by these.
    margins: tuple[int, ...] = (0, 0, 0, 0)
    #: Set by hand, read by the capability's controls.
    parameters: FrozenMap[Scalar] = FrozenMap()
    #: How many times slower a retime is; None: as the model usually makes it.
    slower: int | float | None = None
    #: What is meant in the plate that is sent, in its pixels, for a model that is pointed at it.
    points: tuple[PreparedPoint, ...] = ()
    boxes: tuple[PreparedBox, ...] = ()
    #: How many times larger each side of an upscale is made, of what the model offers; None: as it makes it.
    scale: int | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of everything asked, with each file's content in place of its path."""
        # What was paid is named by this: as long as schema 2 could say it, it is as it was then.
        controls: Mapping[str, Scalar] | None = self.parameters
        if self.task is Task.RETIME:
            controls = schema_2_controls(self.parameters, self.slower)
        plain = _Asked(
            self.task, self.model, self.prompt, self.seed, self.width, self.height, self.frames, self.rate,
            tuple(
                _AskedFile(i.role, i.sha256, i.media_type, i.frame, i.about, i.at, i.window)
                for i in self.inputs
            ),
            self.margins, self.parameters if controls is None else FrozenMap(controls),
            self.slower if controls is None else None, self.points, self.boxes, self.scale,
        )  # fmt: skip
        if self.scale is not None:
            return sha256(canonical(plain, 5).encode()).hexdigest()
        if self.points or self.boxes:  # no earlier schema could say them
            return sha256(canonical(plain, 4).encode()).hexdigest()
        return sha256(canonical(plain, DIGESTED if controls is not None else 3).encode()).hexdigest()

    def of(self, role: str) -> tuple[Input, ...]:
        """The inputs with this role, in order."""
        return tuple(asset for asset in self.inputs if asset.role == role)


@dataclass(frozen=True)
class Estimated:
    """What a request would cost and take; `until` is when that stops being true (None: it holds)."""

    cost: Money = Money()
    seconds: float | None = field(default=None, metadata={"unit": "s"})
    until: datetime | None = None


@dataclass(frozen=True)
class Ticket:
    """What names a job at a provider from its submit on; JSON by `wire.dumps`, back by `wire.loads`.

    `key` is the key it was submitted with, `digest` the request's, `server` where it runs if there are
    several, and `notes` holds what the provider needs to find it again. No secret is ever in it.
    """

    provider: str
    id: str
    key: str
    digest: str = ""
    server: str = ""
    notes: FrozenMap[Scalar] = FrozenMap()


class State(StrEnum):
    """Where a job stands; the last four are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    #: The provider no longer knows it, and what became of it cannot be told.
    LOST = "lost"

    @property
    def final(self) -> bool:
        return self not in (State.WAITING, State.RUNNING)


@dataclass(frozen=True)
class Preview:
    """A picture of the work so far, encoded as `media_type` says."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class Status:
    """How a job does: `progress` is 0 to 1 and never falls; `problem` is set where it failed or was lost.

    Ask again after `retry_after` seconds, not sooner. `billed` is what the service itself says that it
    charged, at the end; None where it says nothing.
    """

    state: State
    progress: float = 0.0
    message: str = ""
    preview: Preview | None = None
    problem: Problem | None = None
    billed: Money | None = None
    retry_after: float = field(default=2.0, metadata={"unit": "s"})


class CancelOutcome(StrEnum):
    """What a cancel did, as far as the provider can honestly tell."""

    #: It is off, and nothing of it will be made or billed from now on.
    CANCELLED = "cancelled"
    #: The provider was told; only the next polls say whether it stopped in time.
    ASKED = "asked"
    #: It had ended before.
    TOO_LATE = "too_late"
    #: The provider knows no such job.
    UNKNOWN = "unknown"
    #: The provider has no way to stop a job: it runs on, and may be billed.
    IMPOSSIBLE = "impossible"


@runtime_checkable
class Provider(Protocol):
    """One service that makes pictures. All of it may be called from any thread, one call a job at a time.

    Errors are those of `wire.errors`. `poll`, `fetch` and `cancel` may be repeated after `ProviderSilent`,
    `ProviderAbsent`, `ProviderBroken`, `RateLimited` and `BadDownload`; `submit` may be repeated only after
    `ProviderAbsent` and `RateLimited`, which promise that nothing was taken. So do `BadInput`, `Moderated`,
    `ProviderDenied`, `ProviderLacks`, `ProviderBroken` and `StorageError` from a submit: what cannot be kept
    or read once the request may have arrived is `Uncertain`.
    """

    name: str

    def capabilities(self) -> Sequence[Capability]:
        """The models with their tasks, limits, terms and controls, as they are now."""

    def estimate(self, request: Request) -> Estimated:
        """What the request would cost and take; raises `BadInput` or `ProviderLacks` if it cannot be.

        It may come without its files, as a job is planned before they are made: the price follows from the
        task, the model, the size, the frames, the parameters, and how many references there are. Only
        `submit` insists on files.
        """

    def submit(self, request: Request, key: str) -> Ticket:
        """Send the request at most once, and return without waiting for the work.

        `key` names this attempt; where the service has idempotency keys it is one. When no answer comes, or
        one that cannot be read, this raises `Uncertain`, and nothing is ever sent again from in here.
        """

    def recover(self, request: Request, key: str) -> Ticket | None:
        """After a crash or `Uncertain`: the ticket of the submit with this key, or None.

        None promises that the service holds nothing of it and that nothing will come of it. Raises
        `Uncertain` where that cannot be known. It starts no second job: at most it sends the same
        idempotency key again.
        """

    def poll(self, ticket: Ticket) -> Status:
        """How the job does. A job that failed is a `Status`, not an exception."""

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Everything the job made, byte for byte, in `into` (new or empty): all of it or nothing.

        Raises `BadDownload` for what is not whole, `Expired` for what is gone, `DiskFull`, `NoRights`.
        """

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """Stop the job if it can be stopped, and say honestly what happened; a second cancel does no harm."""


@runtime_checkable
class Discarding(Protocol):
    """What a provider can do beside its verbs where its service keeps what it was given and made."""

    def discard(self, ticket: Ticket) -> None:
        """Take away what the service keeps of a job that is no longer needed, as far as that can be.

        It touches nothing of a job that still waits or runs, and raises: what stays is on record. Nothing of
        another's. Doing it twice is doing it once.
        """


@dataclass(frozen=True)
class _AskedFile:
    role: str
    sha256: str
    media_type: str
    frame: int | None
    about: str
    at: int | None = None
    window: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Asked:
    task: Task
    model: str
    prompt: str
    seed: int
    width: int
    height: int
    frames: int
    rate: Rate | None
    files: tuple[_AskedFile, ...]
    margins: tuple[int, ...]
    parameters: FrozenMap[Scalar]
    slower: int | float | None = None
    points: tuple[PreparedPoint, ...] = ()
    boxes: tuple[PreparedBox, ...] = ()
    scale: int | None = None
