"""The placement: how a take sits in a shot, described once and built natively by each host."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from .errors import OutOfRange
from .value import dataclass


class PlacementKind(str, Enum):
    """Where a take is put."""

    COMP = "comp"
    NODES = "nodes"
    PLANE = "plane"
    STRIP = "strip"
    VOLUME = "volume"


@dataclass(frozen=True)
class Placement:
    """One take in one shot.

    The take's frames land on the same numbers of the host's timeline, `offset` frames later. `depth` is the
    distance of a plane from the camera; `mix` fades the element (0 to 1); `gain` multiplies its colour.
    """

    take: str
    kind: PlacementKind
    offset: int = field(default=0, metadata={"unit": "frames"})
    blend: str = "over"
    mix: float = 1.0
    gain: float = 1.0
    depth: float = field(default=10.0, metadata={"unit": "m"})
    channel: int = 0

    def __post_init__(self) -> None:
        if self.blend not in ("over", "plus"):
            raise OutOfRange("A take is laid over or added: the blend is over or plus.", where="blend")
        if not 0.0 <= self.mix <= 1.0:
            raise OutOfRange("Mix is 0 to 1.", where="mix")
        if not 0.0 < self.depth <= 1e6:
            raise OutOfRange("A plane stands 0 to 1,000,000 metres from the camera.", where="depth")
