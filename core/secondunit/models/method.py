"""The method: what works on a plate frame by frame on this machine. It is loaded once, and deterministic.

It knows pixels and values; it does not know files of a plate, jobs or takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt

from secondunit.media.config import Config
from secondunit.wire import Capability, Encoded, FrameRange, FrozenMap, Retime, Scalar, Task, Window

from .weights.table import Weights

T = TypeVar("T")
#: (height, width, channels) float32.
Pixels = npt.NDArray[np.float32]
#: (height, width) float32, 0 to 1.
Coverage = npt.NDArray[np.float32]
#: Gives a frame's pixels, or its coverage.
Frames = Callable[[int], Pixels]
#: Gives the text that stands under a name, or makes it and puts it there.
Kept = Callable[[str, Callable[[], str]], str]


def made_anew(_name: str, make: Callable[[], str]) -> str:
    """What is kept where nothing is: it is made each time."""
    return make()


@dataclass(frozen=True)
class PlatePass:
    """Another pass of the plate's camera, by what an artist calls it.

    `picture` gives R, G and B of the pass under a frame of the plate, (height, width, 3) float32, as the
    plate's own.
    """

    name: str
    picture: Frames


def kept_value(
    kept: Kept, name: str, make: Callable[[], T], written: Callable[[T], str], read: Callable[[str], T]
) -> T:
    """The value whose text is kept under `name`, else what `make` makes; text that cannot be read is none."""
    made: list[T] = []

    def text() -> str:
        made.append(make())
        return written(made[0])

    record = kept(name, text)
    if made:
        return made[0]
    try:
        return read(record)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return make()


@dataclass(frozen=True)
class Footage:
    """What a method works on.

    `picture` gives R, G and B of a frame, (height, width, 3) float32, scene-linear in `space` of `config`,
    finite; `matte` gives its coverage where the brief has a matte, (height, width) float32. `encoded` is the
    coding in which networks see all its frames: one exposure for the whole plate. `kept` holds what was made
    of the whole plate for every process of the job.
    """

    frames: FrameRange
    picture: Frames
    space: str
    config: Config
    encoded: Encoded
    matte: Callable[[int], Coverage] | None = None
    #: A clean plate, where one is given: the same frames without what is to be keyed.
    background: Frames | None = None
    #: Other passes of the plate's camera, as the brief names them.
    passes: tuple[PlatePass, ...] = ()
    #: The plate's own alpha, where it has one: (height, width) float32.
    alpha: Callable[[int], Coverage] | None = None
    #: What the result's files hold.
    depth: Literal["half", "float"] = "half"
    settings: FrozenMap[Scalar] = FrozenMap()
    threads: int = 1
    #: What an upscale multiplies each side by.
    scale: int = 1
    #: For an extension: the pixels that `picture` gives, which may be more than the format, and those that
    #: the result has.
    extent: Window | None = None
    window: Window | None = None
    kept: Kept = made_anew
    #: The frames that the plate has, where the result has others; and which of them a retime shows.
    plate: FrameRange | None = None
    retime: Retime = Retime()
    #: The first frame of the plate after each cut in it.
    cuts: tuple[int, ...] = ()
    #: The frames of the same shot that may be looked at, `frames` among them; None for those alone.
    around: FrameRange | None = None

    @property
    def shot(self) -> FrameRange:
        """The frames that a method may look at."""
        return self.around or self.frames


@dataclass(frozen=True)
class MethodCost:
    """What one frame takes: processor seconds and bytes of memory."""

    seconds: float = field(metadata={"unit": "s"})
    memory: int = field(metadata={"unit": "bytes"})


class Worker(Protocol):
    """A method that was loaded for one plate."""

    @property
    def remarks(self) -> Sequence[str]:
        """What an artist should know of this plate's result, a sentence each."""
        ...

    def frame(self, frame: int) -> Pixels:
        """A frame of the result: R, G, B and A, premultiplied, scene-linear in the plate's space, finite.

        (height, width, 4 and one for each of `beside`) float32; larger than the plate by its capability's
        scale, or of the footage's window.
        """
        ...


@runtime_checkable
class Retimed(Protocol):
    """A worker whose frames are made of other frames of the plate than those of their own numbers."""

    def sources(self, frame: int) -> tuple[int, ...]:
        """The frames of the plate that a frame of the result is made of, in their order."""
        ...


class Method(Protocol):
    """What a panel offers of this room, what it needs, and how it is loaded."""

    @property
    def capability(self) -> Capability:
        """What it does, its controls, and the licences of its code and weights."""
        ...

    @property
    def version(self) -> int:
        """Raised whenever the same plate gives other pixels."""
        ...

    @property
    def marks(self) -> Sequence[str]:
        """What it says of each pixel beside the picture, by name: each 0 to 1.

        A name with a dot, `forward.u`, is a channel's own: its numbers are what they are, in 32 bits.
        """
        ...

    @property
    def needs(self) -> Sequence[Weights]:
        """The weights that it has to have; none for what is computed."""
        ...

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame of that size takes."""
        ...

    def load(self, footage: Footage) -> Worker:
        """Make it ready; raises `RuntimeAbsent`, `WeightsAbsent`, `WrongWeights`, `WrongNetwork`."""
        ...


@runtime_checkable
class Enlarging(Protocol):
    """A method whose cost depends on what each side is multiplied by."""

    def cost_of(self, width: int, height: int, scale: int) -> MethodCost:
        """What a frame of the plate's size takes."""
        ...


@runtime_checkable
class OfPasses(Protocol):
    """A method that puts several passes of a camera together: what it gives and costs depends on them."""

    def cost_of_passes(self, width: int, height: int, passes: int) -> MethodCost:
        """What a frame takes; `passes` counts the plate."""
        ...

    def channels(self, passes: int) -> tuple[str, ...]:
        """The channels beside R, G, B and A, in their order: light and coverage, as deep as the picture."""
        ...


@runtime_checkable
class Surveying(Protocol):
    """A method that looks at the whole plate before any frame is made."""

    def survey(self, footage: Footage) -> None:
        """Leave in `footage.kept` what every process that makes frames would else look at again."""
        ...


def does(method: Method, task: Task) -> bool:
    """Whether a method does a task."""
    return task in method.capability.tasks


@runtime_checkable
class Layered(Protocol):
    """A method that gives layers of colour beside its picture: signed, scene-linear light, kept as floats."""

    @property
    def layers(self) -> Sequence[str]:
        """Their names; each has R, G and B, after the marks."""
        ...


def layers_of(method: Method) -> tuple[str, ...]:
    """The names of a method's layers; most have none."""
    return tuple(method.layers) if isinstance(method, Layered) else ()


def beside(method: Method, passes: int = 1) -> tuple[str, ...]:
    """The channels that a method gives beside R, G, B and A of so many passes, in their order."""
    if isinstance(method, OfPasses):
        return method.channels(passes)
    layers = tuple(f"{layer}.{channel}" for layer in layers_of(method) for channel in "RGB")
    return tuple(mark if "." in mark else f"{mark}.A" for mark in method.marks) + layers
