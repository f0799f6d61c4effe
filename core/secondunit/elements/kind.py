"""What every kind of element offers, and the values that go in and come out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire.camera import CameraTrack
from secondunit.wire.control import Control, Filling, Look, Scalar, read_controls
from secondunit.wire.errors import BadInput, OutOfRange
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format, Window
from secondunit.wire.rate import Rate

from .words.cues import Cues
from .words.lexicon import EVERYDAY, Lexicon
from .words.reader import Understanding, understand

if TYPE_CHECKING:
    from .kernels import Field

#: The artist's matte at a frame: (height, width) float32, 0 to 1, covering the format.
MatteSource = Callable[[int], "Field"]
Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]

PASSES = ("light_left", "light_right", "light_top", "light_bottom", "light_front", "light_back")
#: The key light alone, along its own direction: a kind may have it beside the six sides.
KEY_PASS = "light_key"


@dataclass(frozen=True)
class Cost:
    """What a simulation would take on this machine, where nothing else works on it and no job has shown more.

    `simulate_cores` and `render_cores` are how many cores the work of a frame keeps busy meanwhile: its
    seconds times these are seconds of processor, which hold whatever else the machine does.
    """

    seconds_simulate_per_frame: float
    seconds_render_per_frame: float
    memory_bytes: int
    disk_bytes: int
    simulate_cores: float = 1.0
    render_cores: float = 1.0

    @property
    def processor_simulate_per_frame(self) -> float:
        """Seconds of processor that a frame's simulation takes."""
        return self.seconds_simulate_per_frame * self.simulate_cores

    @property
    def processor_render_per_frame(self) -> float:
        """Seconds of processor that drawing a frame takes."""
        return self.seconds_render_per_frame * self.render_cores


@dataclass(frozen=True)
class Scene:
    """Everything an element's pixels depend on, but for the frame.

    `settings` holds every control of the kind. `matte`, where given, is where the element comes from;
    `matte_digest` names its content. `plate_luminance` is the plate's mean scene-linear luminance: lights
    scale with it so that the element is exposed like the plate (0.18 is neutral). `camera` is the shot's own,
    where there is one, and `frames` the shot's: at the first of them the source stands where it is put.

    `ground` asks for what the element does to the ground, of a kind that knows it.

    `occluder`, where given, is the matte of something in the plate, its front `occluder_distance` metres from
    the camera along its axis. Gas flows around it where it has an `occluder_thickness`, metres along that
    axis; at 0 it holds no gas up. `occluder_digest` names its content. Where it is not equally far all over,
    `occluder_depth` has its depth in metres at each pixel, nothing or 0 where it is not known.

    Without `passes` only the beauty is wanted: light passes may be left out, vectors may be rougher.
    A `quick` scene is looked at while a slider moves: it is simulated more coarsely. A `sharp` one is looked
    at once nothing moves any more: there is time for what few cells cannot show.
    """

    kind: str
    settings: FrozenMap[Scalar]
    seed: int
    format: Format
    rate: Rate
    overscan: int = 0
    matte: MatteSource | None = field(default=None, compare=False)
    matte_digest: str = ""
    occluder: MatteSource | None = field(default=None, compare=False)
    occluder_digest: str = ""
    occluder_distance: float = 0.0
    occluder_depth: MatteSource | None = field(default=None, compare=False)
    occluder_thickness: float = 0.0
    plate_luminance: float | None = None
    camera: CameraTrack | None = None
    frames: FrameRange | None = None
    ground: bool = False
    passes: bool = True
    quick: bool = False
    sharp: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.overscan <= 4096:
            raise OutOfRange(f"An overscan of {self.overscan} pixels is not within 0 to 4096.")
        if not -(2**63) <= self.seed < 2**64:
            raise OutOfRange(f"The seed {self.seed} does not fit 64 bits.")
        if self.plate_luminance is not None and not 0.0 < self.plate_luminance < 1e6:
            raise BadInput("The plate's luminance is not a number above zero.")
        if not 0.0 <= self.occluder_thickness < 1e6 or not 0.0 <= self.occluder_distance < 1e6:
            raise BadInput("How far or how thick the obstacle in the plate is, is not a number above zero.")
        if self.occluder_thickness > 0.0 and self.occluder_distance == 0.0:
            raise BadInput("Nobody said how far from the camera the obstacle in the plate is.")

    @property
    def window(self) -> Window:
        """The data window: the format grown by the overscan."""
        return self.format.window.grown(self.overscan)

    @property
    def exposure(self) -> float:
        """What the plate's brightness multiplies every light by; 1 without a plate."""
        return 1.0 if self.plate_luminance is None else self.plate_luminance / 0.18


@dataclass(frozen=True)
class RenderedFrame:
    """The layers of one frame, all over `window`, (height, width, channels) float32, rows from the top.

    beauty: RGBA, scene-linear, premultiplied. emission: RGB, light that covers nothing (absent where the
    kind emits none). light_left ... light_back: RGB, premultiplied, the element lit from one side only by
    a unit white light; light_key, where there is one, the same from where the key stands. depth: Z, metres
    from the camera along its axis, 0 where there is nothing. motion: forward motion in pixels per frame, x to
    the right, y up. density: optical depth along the ray. temperature: of what burns, in kelvin, the mean of
    what is seen along the ray, 0 where there is nothing. ground_shadow, ground_occlusion and
    ground_light, where the scene asks for the ground: what the element does to it (`optics.ground`).
    `weights` holds the RGB weight of each light pass in the beauty.
    """

    window: Window
    layers: dict[str, Field]
    weights: Mapping[str, tuple[float, float, float]]


@dataclass(frozen=True)
class BodyField:
    """A field of an element in space: `values` (z, y, x) or (z, y, x, 3) float32 on cells of `cell` metres,
    whose low corner is at `corner` (x, y, z) metres.
    """

    name: str
    values: Field
    cell: float
    corner: tuple[float, float, float]


@dataclass(frozen=True)
class Body:
    """What an element is in space at one frame, as its picture shows it, about the foot of its source.

    `fields`: `density` (1 is fresh); of what glows `flame` (its light's luminance per unit of extinction) and
    `temperature` in kelvin; else `velocity` in m/s on screen; none where nothing is there.

    A density of 1 stops light by `extinction` per metre, of which the share `albedo` is scattered by colour,
    forward by Henyey and Greenstein's g (`forward`). A flame of 1 shines with `shine`, scene-linear. To the
    plate's camera it has the colour `glow`; nearest to that is `black`, that of bodies which are `mired`
    (1e6 / kelvin) hotter (both of all of it together, scene-linear ACEScg of luminance 1).
    `foot` is where the source's foot is seen at the shot's first frame: 0 to 1 from the bottom left, and
    metres along the camera's axis.
    """

    foot: tuple[float, float, float]
    fields: tuple[BodyField, ...] = ()
    extinction: float = 0.0
    albedo: tuple[float, float, float] = (0.0, 0.0, 0.0)
    forward: float = 0.0
    shine: float = 0.0
    glow: tuple[float, float, float] = (1.0, 1.0, 1.0)
    black: tuple[float, float, float] = (1.0, 1.0, 1.0)
    mired: float = 0.0


class ElementKind(ABC):
    """A kind of element: what it understands, what it costs, how it is made.

    Nothing of what makes it is loaded before it works: a service that plans asks for controls and no more.
    """

    #: What it is called in briefs and takes, what panels call it, and the version of its pixels.
    name: str
    label: str
    version: int = 1
    #: What leads a wish to it.
    cues: Cues
    #: What prompts of it may say.
    lexicon: Lexicon = EVERYDAY
    #: Its named settings, the usual one first.
    looks: tuple[Look, ...] = ()
    #: Whether it has a `body`: a volume that other renderers can light.
    bodied: bool = False
    #: How many metres fill the frame above its source where no distance is said: its plan has the same.
    fillings: tuple[Filling, ...] = (Filling("height"),)
    #: What is set for the tiny element that `warm` makes.
    tiny: Mapping[str, object] = {"resolution": 24, "preroll": 0.0}

    @abstractmethod
    def controls(self) -> tuple[Control, ...]:
        """Everything that can be set by hand."""

    @abstractmethod
    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        """What `frames` frames at `size` pixels would take, with their share of a pre-roll at 24 a second."""

    @abstractmethod
    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        """Write one cache file for each frame; frames that are there and whole are not made again."""

    @abstractmethod
    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        """The picture of one simulated frame."""

    def body(self, scene: Scene, cache: Path, frame: int) -> Body:
        """What one simulated frame is in space; raises `BadInput` where the kind has none (see `bodied`)."""
        raise self.bodiless()

    def bodiless(self) -> BadInput:
        """What is said where a kind that has no body is wanted as one."""
        return BadInput(
            f"{self.label} is no gas on a grid, so there is no volume of it.",
            remedy="Switch the volume off; place the take as compositor nodes or as a plane.",
            where="delivery.volume",
        )

    def understand(self, prompt: str) -> Understanding:
        """What the prompt asks for; raises `BadPrompt` when it is too long."""
        return understand(prompt, self.controls(), self.lexicon)

    def settings(self, prompt: str, by_hand: Mapping[str, object]) -> FrozenMap[Scalar]:
        """Every control's value: by hand before the prompt, the prompt before the defaults."""
        hand = read_controls(self.controls(), by_hand)
        return FrozenMap({**self._defaults(), **self.understand(prompt).settings, **hand})

    def whole(self, settings: Mapping[str, Scalar]) -> FrozenMap[Scalar]:
        """Settings with every control in it, each one read again: a scene may come from anywhere."""
        return FrozenMap({**self._defaults(), **read_controls(self.controls(), settings)})

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        """The RGB weight of each light pass: beauty RGB = sum of weight x pass, plus emission."""
        return {}

    def warm(self, progress: Progress) -> None:
        """Compile what this kind needs, so that the first frame does not wait for it."""
        from tempfile import TemporaryDirectory

        scene = Scene(self.name, self.settings("", self.tiny), 1, Format(32, 32), Rate(24))
        with TemporaryDirectory(prefix="secondunit-warm-") as folder:
            progress(0.0, f"Compiling the simulation of {self.label}")
            self.simulate(scene, Path(folder), FrameRange(1, 2), lambda fraction, text: None, lambda: False)
            progress(0.6, f"Compiling the renderer of {self.label}")
            self.render(scene, Path(folder), 2)
            progress(1.0, "Ready")

    def _defaults(self) -> dict[str, Scalar]:
        return {control.name: control.default for control in self.controls()}
