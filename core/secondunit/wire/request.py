"""The worker's request: one job's work, with every path it reads or writes below roots that may move."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from .value import dataclass
from .work import Work


class Purpose(str, Enum):
    """What a path of a request is for."""

    PLATE = "plate"
    MATTE = "matte"
    DEPTH = "depth"
    GUIDE = "guide"
    REFERENCE = "reference"
    CHARACTER = "character"
    CONFIG = "config"
    SCRATCH = "scratch"
    CACHE = "cache"
    STAGING = "staging"
    DELIVERY = "delivery"
    PRINTS = "prints"


class DataFlow(str, Enum):
    """Whether a path is read, written or both; the words of Open Job Description's PATH parameters."""

    IN = "IN"
    OUT = "OUT"
    INOUT = "INOUT"


class PathFormat(str, Enum):
    """How the machine that planned writes paths; the words of Open Job Description's path mapping rules."""

    POSIX = "POSIX"
    WINDOWS = "WINDOWS"


@dataclass(frozen=True)
class Root:
    """A folder that paths of a request lie below.

    `path` (absolute) is where the planning machine has it, and ends with a separator.
    """

    name: str
    path: str


@dataclass(frozen=True)
class WorkPath:
    """A file, a sequence of files or a folder of a request.

    `path` is relative to the root of that name, with `/` between its parts; it is empty for the root itself.
    Of an OCIO config the files beside it are read too.
    """

    name: str
    purpose: Purpose
    root: str
    path: str = ""
    flow: DataFlow = DataFlow.IN


@dataclass(frozen=True)
class WorkRequest:
    """A work without a place: where it has a path, it has `$` and the name of one of `paths`.

    Nothing but `roots` is absolute, so that a farm moves the whole by mapping those.
    """

    work: Work
    roots: tuple[Root, ...] = ()
    paths: tuple[WorkPath, ...] = ()
    path_format: PathFormat = PathFormat.POSIX

    @classmethod
    def upgrade(cls, body: Mapping[str, object], schema: int) -> Mapping[str, object]:
        """A request of schema 1 or 2 was the work itself, with its paths as they are."""
        return body if schema >= 3 else {"work": body}
