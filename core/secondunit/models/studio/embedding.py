"""`[[embedding]]` of `models.toml`: a studio's own network that describes a face as numbers.

    [[embedding]]
    name = "house_face"
    file = "house_face.onnx"
    sha256 = "..."
    source = "trained here, on faces whose consent we hold"
    licence = "our own"
    allowed_by = "Jane Doe"
    allowed_on = "2026-11-30"
    align = "arcface"
    side = 112
    metric = "cosine"
    close = 0.55
    far = 0.75

It is asked beside the one that comes with the program, so there is one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from secondunit.wire import DriftScale, decode
from secondunit.wire.errors import BadSettings, MissingField, OutOfRange, UnknownField

from .allowed_file import AllowedFile
from .models_file import FILE, read_entries
from .signature import Order

#: The least and the largest side of a face that a network may ask for, in pixels.
SMALLEST_FACE, LARGEST_FACE = 32, 512


class FaceAlignment(StrEnum):
    """How a face lies in what a network is shown."""

    #: Eyes, nose and mouth as InsightFace lays them into 112 x 112 pixels, scaled to the side.
    ARCFACE = "arcface"
    #: The square of 150 pixels that dlib describes, scaled to the side.
    DLIB = "dlib"


class Metric(StrEnum):
    """How two descriptions are compared."""

    #: One less the cosine of the angle between them, 0 to 2.
    COSINE = "cosine"
    #: The length of what lies between them.
    EUCLIDEAN = "euclidean"


@dataclass(frozen=True, kw_only=True)
class StudioEmbedding(AllowedFile):
    """A network that takes (1, 3, side, side) of an aligned face and gives its description.

    A face is coded (sRGB, 0 to 1), put in `order`, and `(code - mean) / std * range` goes in. `close` and
    `far` are its thresholds, both or none: without them a show has to be calibrated first.
    """

    input: str = "input"
    output: str = "output"
    align: FaceAlignment = FaceAlignment.ARCFACE
    side: int = field(default=112, metadata={"unit": "px"})
    order: Order = Order.RGB
    mean: tuple[float, ...] = (0.5, 0.5, 0.5)
    std: tuple[float, ...] = (0.5, 0.5, 0.5)
    range: float = 1.0
    metric: Metric = Metric.COSINE
    close: float = 0.0
    far: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not SMALLEST_FACE <= self.side <= LARGEST_FACE:
            raise OutOfRange(
                f"A face has {SMALLEST_FACE} to {LARGEST_FACE} pixels a side for a network.", where="side"
            )
        for name in ("mean", "std"):
            if len(getattr(self, name)) != 3:
                raise OutOfRange(f"{name} has three numbers, one a channel.", where=name)
        if 0.0 in self.std or self.range <= 0:
            raise OutOfRange("std and range divide: none of them is 0.", where="std")
        if bool(self.close) != bool(self.far):
            raise MissingField(
                "close and far are said together, or neither.",
                remedy="Without them: secondunit drift calibrate --show SHOW --keep.",
                where="far" if self.close else "close",
            )
        _ = self.scale

    @property
    def scale(self) -> DriftScale | None:
        """Its thresholds, None where the entry has none; raises `OutOfRange`."""
        return DriftScale(self.close, self.far, f"{self.name}'s own") if self.close or self.far else None


def read_embedding(folder: Path) -> StudioEmbedding | None:
    """The network that describes faces in the folder's `models.toml`, None where it names none.

    Raises `BadSettings` with the entry and the field, `NotAFile`, `NoRights`.
    """
    entries = read_entries(folder, "embedding", _embedding)
    if len(entries) > 1:
        raise BadSettings(
            f"{FILE} has {len(entries)} networks that describe faces.",
            remedy="One is asked beside the program's own: leave the one that counts.",
            where=str(folder / FILE),
        )
    return entries[0] if entries else None


def _embedding(entry: object) -> StudioEmbedding:
    if not isinstance(entry, Mapping):
        raise UnknownField("An embedding is a table of its own.", remedy="Write [[embedding]] above it.")
    return decode(StudioEmbedding, entry)
