"""The take: an immutable result, numbered within its element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from .comp_check import CompCheck
from .control import Scalar
from .drift import CharacterDrift
from .fitting import Fitting
from .frames import FrameRange
from .frozen import FrozenMap
from .highlights import Highlights
from .name import version_text
from .near_copy import CopySearch
from .picture import ColorSpace, Format, Window
from .prepared import RoundTrip
from .rate import Rate
from .retime import Retime
from .task import Task
from .training import TrainingTerm
from .value import dataclass
from .volume import TakeVolume

#: How a take that is a finished comp said it was made before schema 4, which has `brought`.
_COMP = "comp"


@dataclass(frozen=True)
class TakeLayer:
    """One sequence of files of a take: `beauty` (RGBA), `passes` (everything else, multi-layer), or `volume`
    (OpenVDB; its channels are grids).

    `path` is relative to the take's folder: `smoke_left_v003.%04d.exr`.
    """

    name: str
    path: str
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Take:
    """A result on disk. `folder` is absolute; every other path is relative to it."""

    id: str
    job: str
    show: str
    shot: str
    element: str
    version: int
    folder: str
    frames: FrameRange
    rate: Rate
    format: Format
    colorspace: ColorSpace
    brief_digest: str
    layers: tuple[TakeLayer, ...]
    data_window: Window | None = None
    kind: str = ""
    prompt: str = ""
    seed: int = 0
    #: How it was made, in words for a label: `simulated`, or `AI model`.
    made_by: str = "simulated"
    maker: str = ""
    #: The kind's or the model's own controls as they were used.
    settings: FrozenMap[Scalar] = FrozenMap()
    fitting: Fitting = Fitting()
    retime: Retime = Retime()
    thumbnail: str = ""
    contact_sheet: str = ""
    movie: str = ""
    #: Whether it is a scene-linear premultiplied picture to lay over (`over`) or to add (`plus`).
    blend: str = "over"
    #: As it was delivered, before it was signed.
    bytes: int = field(default=0, metadata={"unit": "bytes"})
    created: str = ""
    user: str = ""
    #: What the plate's brightness multiplied every light of the element by; 1 without a plate.
    exposure: float = 1.0
    #: What was done to the pixels that an artist should know (a value clamped, a NaN replaced).
    remarks: tuple[str, ...] = ()
    #: Who made it elsewhere, with which model; empty for what was made on this machine.
    provider: str = ""
    model: str = ""
    #: What the way to the model and back does to the plate by itself.
    round_trip: RoundTrip | None = None
    #: What became of the plate's light that is brighter than a model sees; None where none was shown a plate.
    highlights: Highlights | None = None
    #: Which of the takes of its run (`job`) it is, counted from 1, and how many there are: a model may give
    #: several pictures for one, and the artist picks.
    alternative: int = 1
    alternatives: int = 1
    #: What it is in space, where it has the layer `volume`.
    volume: TakeVolume | None = None
    #: What it was asked for as: a restyle under a smoke's name is no version of the smoke. None where that
    #: was not recorded.
    task: Task | None = None
    #: It is finished frames that somebody brought: nothing was made for it.
    brought: bool = False
    #: What was measured of it over its plate when it was delivered; None where nobody measured.
    check: CompCheck | None = None
    #: How far each of its brief's characters is from its references; empty where nobody measured.
    drift: tuple[CharacterDrift, ...] = ()
    #: What the model that made it was trained on, as the gate went by it; None for what no model made.
    training: TrainingTerm | None = None
    #: What of it is nearly a past take or a reference; None where nobody looked.
    copies: CopySearch | None = None

    @property
    def label(self) -> str:
        """`sh010/smoke_left v003`."""
        return f"{self.shot}/{self.element} {version_text(self.version)}"

    @property
    def in_list(self) -> Take:
        """As a list of takes has it: of a drift what its frames come to, and none of them."""
        return replace(self, drift=tuple(one.in_list for one in self.drift)) if self.drift else self

    @property
    def choice(self) -> str:
        """`2 of 4`; empty for the only take of its run."""
        return f"{self.alternative} of {self.alternatives}" if self.alternatives > 1 else ""

    def stands_for(self, other: Take) -> bool:
        """Whether it may take the other's place as a version of it: one element, one task and one kind.

        A task or a kind that was not recorded stands for any. Frames that somebody brought stand for whatever
        they were named after: an artist named them.
        """
        if (self.show, self.shot, self.element) != (other.show, other.shot, other.element):
            return False
        if self.brought or other.brought:
            return True
        if self.task is not other.task and self.task is not None and other.task is not None:
            return False
        return self.kind == other.kind or not (self.kind and other.kind)

    @classmethod
    def upgrade(cls, body: Mapping[str, object], schema: int) -> Mapping[str, object]:
        """The form of today of a body of schema 1 to 3, which left out the task of an element, or of all.

        What has a kind was asked for as an element; of the others nobody knows any more.
        """
        facts: dict[str, object] = {}
        if body.get("kind") and "task" not in body:
            facts["task"] = Task.ELEMENT.value
        if body.get("made_by") == _COMP:
            facts["brought"] = True
        return {**body, **facts} if facts else body

    def layer(self, name: str) -> TakeLayer | None:
        """The layer of that name, or None."""
        return next((layer for layer in self.layers if layer.name == name), None)
