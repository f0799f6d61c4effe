"""The signature: what a network from picture to picture takes and gives, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from secondunit.models.spans import Spanning
from secondunit.models.tiles import Tiling
from secondunit.wire.errors import OutOfRange


class Result(StrEnum):
    """What the numbers that come out are."""

    #: Three channels in the input's own coding, order and range.
    PICTURE = "picture"
    #: One channel, 0 to 1.
    MATTE = "matte"
    #: One channel whose logistic is a matte.
    LOGITS = "logits"
    #: One channel of numbers as they are: a depth, a distance.
    MAP = "map"


class Order(StrEnum):
    """In which order colour is."""

    RGB = "rgb"
    BGR = "bgr"


@dataclass(frozen=True)
class Signature:
    """What a network takes and gives: arrays (1, channels, height, width), or with frames
    (1, frames, channels, height, width).

    A picture is coded (sRGB, 0 to 1), put in `order`, and `(code - mean) / std * range` goes in. What comes
    out is divided by `result_range`. The picture goes in as tiles of `side` (0: whole) that share `overlap`,
    each side a multiple of `multiple`; `fixed`: always `side` each way; `whole`: all of it,
    scaled to `side` each way.
    """

    input: str = "input"
    output: str = "output"
    #: The input that takes the brief's matte, (1, 1, height, width), 1 where something changes.
    matte_input: str = ""
    order: Order = Order.RGB
    mean: tuple[float, ...] = (0.0, 0.0, 0.0)
    std: tuple[float, ...] = (1.0, 1.0, 1.0)
    range: float = 1.0
    result: Result = Result.PICTURE
    result_range: float = 1.0
    side: int = field(default=0, metadata={"unit": "px"})
    overlap: int = field(default=0, metadata={"unit": "px"})
    multiple: int = field(default=1, metadata={"unit": "px"})
    fixed: bool = False
    whole: bool = False
    scale: int = 1
    frames: int = field(default=1, metadata={"unit": "frames"})
    frames_overlap: int = field(default=0, metadata={"unit": "frames"})

    def __post_init__(self) -> None:
        for name in ("mean", "std"):
            if len(getattr(self, name)) != 3:
                raise OutOfRange(f"{name} has three numbers, one a channel.", where=name)
        if 0.0 in self.std or self.range <= 0 or self.result_range <= 0:
            raise OutOfRange("std, range and result_range divide: none of them is 0.", where="std")
        if self.whole and (not self.side or self.scale > 1 or self.frames > 1):
            raise OutOfRange("A picture that goes in whole is scaled to a side, once.", where="whole")
        if self.scale > 1 and self.result is not Result.PICTURE:
            raise OutOfRange("Only a picture comes back larger.", where="scale")
        if self.matte_input and self.frames > 1:
            raise OutOfRange("A matte goes in with one frame.", where="matte_input")
        _ = self.tiling, self.spanning

    @property
    def tiling(self) -> Tiling:
        """How a picture is cut for it; raises `OutOfRange`."""
        return Tiling(self.side, self.overlap, self.multiple, self.fixed, self.scale)

    @property
    def spanning(self) -> Spanning:
        """How a shot is cut for it; raises `OutOfRange`."""
        return Spanning(self.frames, self.frames_overlap)
