"""Work: what the service hands to a worker process, and how the service describes itself."""

from __future__ import annotations

from enum import Enum

from .brief import Brief
from .capability import Capability
from .control import Kind, Scalar
from .drift import MeasuringConsent
from .frozen import FrozenMap
from .job import Job
from .take import Take
from .training import TrainingTerm
from .value import dataclass


class Step(str, Enum):
    """The steps of a job on this machine: frames depend on each other in the first, not in the second.

    A provider's job is prepared instead of simulated; its frames are then rendered from what came back.
    """

    PREPARE = "prepare"
    SIMULATE = "simulate"
    RENDER = "render"
    DELIVER = "deliver"


@dataclass(frozen=True)
class Work:
    """One job's work, complete: a worker needs nothing else, no database and no service.

    `scratch` (absolute) holds the simulation's cache and goes when the job ends; `staging` (absolute, beside
    the finished takes, same file system) holds frames until the whole take is renamed into place: beside it,
    as `folder_name`, with files called `file_name`; in both, `{version}` stands for the number that the take
    gets by that rename, `first_version` or the next that is free.
    """

    job: str
    brief: Brief
    settings: FrozenMap[Scalar]
    scratch: str
    staging: str
    colorspace_config: str = ""
    user: str = ""
    brief_digest: str = ""
    folder_name: str = "{version}"
    file_name: str = "{version}"
    first_version: int = 1
    #: The provider's model that makes it; None for what is made on this machine.
    capability: Capability | None = None
    #: Which of the pictures that a model gave for one becomes this take, counted from 1.
    alternative: int = 1
    #: Where the show keeps the prints of its takes (absolute folder); empty where it keeps none.
    prints: str = ""
    #: Whether the likenesses in it may be measured; None where nobody was asked.
    measuring: MeasuringConsent | None = None
    #: What the show's rules say that its model was trained on; None where they leave it to the model's maker.
    training: TrainingTerm | None = None
    #: The same work with the paths of the machine that planned it, where this one has others.
    planned: Work | None = None

    @property
    def record(self) -> Work:
        """The work as its take records it: takes and digests name paths as they were planned."""
        return self.planned or self


@dataclass(frozen=True)
class ServiceStatus:
    """What a running service says of itself."""

    version: str
    schema: int
    pid: int
    started: str
    jobs_waiting: int = 0
    jobs_running: int = 0
    last_event: int = 0
    stopping: bool = False


@dataclass(frozen=True)
class KindList:
    """Every kind of element this service makes."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class ServiceAddress:
    """The contents of `service.json`: where a running service listens.

    `mark` tells its process from others that had the number `pid`, before or after.
    """

    url: str
    pid: int
    token_file: str
    version: str = ""
    started: str = ""
    mark: str = ""


@dataclass(frozen=True)
class JobPage:
    """Some jobs, newest first; `next` asks for the following page, empty on the last."""

    jobs: tuple[Job, ...]
    next: str = ""


@dataclass(frozen=True)
class TakePage:
    """Some takes, newest first; `next` asks for the following page, empty on the last."""

    takes: tuple[Take, ...]
    next: str = ""


@dataclass(frozen=True)
class ShowSettings:
    """A show's rules, from its `secondunit.toml`."""

    name: str
    #: The folder takes are written under (absolute).
    root: str
    colorspace_config: str = ""
    #: The scene-linear space takes are delivered in when there is no plate.
    working_space: str = "ACEScg"
    #: The space of plates whose files do not say theirs; empty where it is to be asked for.
    plate_space: str = ""
    rate: str = "24"
    format: str = "1920x1080"
    depth: str = "half"
    compression: str = "zip"
    #: Folder of a take below the root, from {show} {shot} {element} {version}.
    layout: str = "{shot}/{element}/{version}"
    #: File name of a frame, from {show} {shot} {element} {version}.
    naming: str = "{element}_{version}"
    #: What of the studio's own runs when a take is there: names of entry points of `secondunit.takes`.
    hooks: tuple[str, ...] = ()
    #: The show's current cut: an OTIO file (or an EDL, FCPXML, XML), beside `secondunit.toml` or absolute.
    cut: str = ""
    #: The shots of each sequence, by its name.
    sequences: FrozenMap[tuple[str, ...]] = FrozenMap()
