"""The brief: everything that determines a result, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from .camera import CameraTrack
from .control import Scalar
from .errors import BadPrompt, OutOfRange, SecondUnitError
from .fitting import NAMES, Fitting, among_controls, read_fitting
from .frames import FrameRange
from .frozen import FrozenMap
from .guide import Guide, require_apart
from .intake import Sides
from .name import check_name
from .occluder import Occluder
from .patch import Patch
from .picture import ColorSpace, Format, Window
from .plate import CastMember, Matte, Plate, Reference
from .pointing import MOST as MOST_PROMPTS
from .pointing import BoxPrompt, PointPrompt
from .rate import Rate
from .retime import SLOWER, Retime, read_slower
from .task import LARGEST_OVERSCAN, LARGEST_SEED, LONGEST_PROMPT, Task
from .value import dataclass

#: Who makes a take: this machine's own simulator, or an artist, whose finished comp is taken in.
ONBOARD, COMP = "onboard", "comp"
#: Who works on a plate by the methods of this machine: networks and what is computed.
METHODS = "methods"


@dataclass(frozen=True)
class Delivery:
    """How the frames are written: `half` or `float`, compression `zip` or `dwaa`, overscan on some sides."""

    depth: str = "half"
    compression: str = "zip"
    overscan: int = field(default=0, metadata={"unit": "px"})
    #: Write the light passes, depth, motion and density beside the beauty.
    passes: bool = True
    #: The sides that the overscan is on.
    sides: Sides = Sides.ALL
    #: Write what the element is in space beside the beauty, as OpenVDB.
    volume: bool = False
    #: Write what the element does to the ground among the passes: its shadow, its occlusion, its light.
    ground: bool = False

    def __post_init__(self) -> None:
        if self.depth not in ("half", "float"):
            raise OutOfRange("The depth of a delivery is half or float.", where="depth")
        if self.compression not in ("zip", "dwaa"):
            raise OutOfRange("The compression of a delivery is zip or dwaa.", where="compression")
        if not 0 <= self.overscan <= LARGEST_OVERSCAN:
            raise OutOfRange(f"Overscan is 0 to {LARGEST_OVERSCAN} pixels a side.", where="overscan")

    @property
    def across(self) -> int:
        """The overscan left and right."""
        return 0 if self.sides is Sides.TOP_BOTTOM else self.overscan

    @property
    def down(self) -> int:
        """The overscan above and below."""
        return 0 if self.sides is Sides.LEFT_RIGHT else self.overscan


@dataclass(frozen=True)
class Brief:
    """Everything that determines a result; its digest names the work.

    `controls` holds what was set by hand on the kind's or the model's own controls, each number in its
    control's unit; what the prompt says fills the rest. `fitting` is how a plate is cut for a model, `retime`
    how a shot is retimed.
    `colorspace` is the space the take is delivered in (scene-linear).
    """

    show: str
    shot: str
    element: str
    frames: FrameRange
    rate: Rate
    format: Format
    task: Task = Task.ELEMENT
    #: The kind of an element, whatever the prompt says; empty for the kind that its words ask for.
    kind: str = ""
    prompt: str = ""
    seed: int = 0
    controls: FrozenMap[Scalar] = FrozenMap()
    colorspace: ColorSpace = ColorSpace("")
    plate: Plate | None = None
    matte: Matte | None = None
    references: tuple[Reference, ...] = ()
    cast: tuple[CastMember, ...] = ()
    delivery: Delivery = Delivery()
    provider: str = "onboard"
    model: str = ""
    #: The shot counts its frames by drop-frame timecode (at 30 or 60 over 1.001).
    drop: bool = False
    #: The described use, which a performer's consent is held against.
    use: str = ""
    #: Who acts in the plate, where that drives a character of the cast (the task performance).
    performer: str = ""
    fitting: Fitting = Fitting()
    retime: Retime = Retime()
    #: The shot's own camera, which an element stays put under; None where the kind's controls describe it.
    camera: CameraTrack | None = None
    #: What stands in the shot, that an element goes behind.
    occluder: Occluder = Occluder()
    #: What of the plate is meant, for a model that is pointed at it.
    points: tuple[PointPrompt, ...] = ()
    boxes: tuple[BoxPrompt, ...] = ()
    #: It is to be a part of a take that is there; None for a whole one.
    patch: Patch | None = None
    #: What the host's scene knows of the shot's frames, for a model that keeps to it.
    guides: tuple[Guide, ...] = ()

    def __post_init__(self) -> None:
        for attribute in ("show", "shot", "element"):
            check_name(attribute, getattr(self, attribute))
        self.frames.require_at_most()
        if len(self.prompt) > LONGEST_PROMPT:
            raise BadPrompt(
                f"The prompt has {len(self.prompt):,} characters; {LONGEST_PROMPT:,} is the most.",
                remedy="Say it in fewer words.",
                where="prompt",
            )
        if self.delivery.sides is not Sides.ALL and self.task is not Task.EXTEND:
            raise OutOfRange("Only an extension has its overscan on some sides.", where="delivery.sides")
        if self.retime != Retime() and self.task is not Task.RETIME:
            raise OutOfRange("Only a retime is made slower.", where="retime.slower")
        if self.performer and self.task is not Task.PERFORMANCE:
            raise OutOfRange("Only a performance names who performs.", where="performer")
        if self.occluder.stands and self.task is not Task.ELEMENT:
            raise OutOfRange("Only an element is held out behind something.", where="occluder")
        if self.patch is not None and self.delivery.volume:
            raise OutOfRange("A part of a take made anew has no volume.", where="delivery.volume")
        if max(len(self.points), len(self.boxes)) > MOST_PROMPTS:
            raise OutOfRange(f"There are at most {MOST_PROMPTS:,} points and as many boxes.", where="points")
        require_apart(self.guides)
        if not 0 <= self.seed <= LARGEST_SEED:
            raise OutOfRange(f"A seed is a whole number from 0 to {LARGEST_SEED}.", where="seed")

    @property
    def window(self) -> Window:
        """The pixels that a take has: the format and its overscan."""
        return self.format.window.grown(self.delivery.across, self.delivery.down)

    @classmethod
    def upgrade(cls, body: Mapping[str, object], schema: int) -> Mapping[str, object]:
        """The form of today of a body of schema 1 or 2, whose controls held fitting and retime too."""
        if schema >= 3:
            return body
        controls = body.get("controls")
        if not isinstance(controls, Mapping) or not among_controls(body.get("provider", cls.provider)):
            return body
        try:
            fitting = read_fitting(controls)
        except SecondUnitError as error:
            raise error.at("controls") from None
        own = {name: value for name, value in controls.items() if name not in NAMES}
        parts: dict[str, object] = {"fitting": fitting} if fitting else {}
        slower = read_slower(controls) if body.get("task") == Task.RETIME.value else None
        if slower is not None:
            parts["retime"] = {SLOWER: slower}
            if isinstance(own[SLOWER], str):  # a choice was ours; a number may be the model's own, too
                del own[SLOWER]
        return {**body, "controls": own, **parts} if parts else body
