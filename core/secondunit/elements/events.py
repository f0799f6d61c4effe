"""An event of several kinds on one clock: who takes part, when, and their frames laid into one another.

Knows kinds by the names that an event gives; whoever asks says which there are. Every part stands in the same
place before the same camera, under the same light and wind, and starts by the event's clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from secondunit.wire.control import Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap

from .kernels import Field
from .kind import Cancelled, ElementKind, Progress, RenderedFrame, Scene

#: What means the same to every kind: place, camera, light, air, time. A part takes it from its event.
SHARED = frozenset(
    {"x", "y", "height", "ground", "obstacles", "obstacles_hide", "camera_height", "camera_pitch", "focal",
     "sensor", "key_side", "key_height", "key", "key_color", "ambient", "ambient_color", "wind",
     "wind_direction", "gusts", "speed", "shutter", "white"}
)  # fmt: skip
#: The controls that say when a kind starts, in seconds after the first frame.
CLOCKS = ("start", "delay")


@dataclass(frozen=True)
class EventPart:
    """What one kind does in an event: which, when (seconds after the first frame), with what set."""

    kind: str
    start: float
    settings: FrozenMap[Scalar]


@dataclass(frozen=True)
class KindsEvent:
    """The parts of a scene's event, of those kinds that there are."""

    scene: Scene
    parts: tuple[tuple[ElementKind, Scene], ...]

    @classmethod
    def of(
        cls,
        scene: Scene,
        settings: Mapping[str, Scalar],
        distance: float,
        parts: tuple[EventPart, ...],
        kinds: Mapping[str, ElementKind],
    ) -> KindsEvent:
        """The event of a scene with whole settings; `distance` is from the camera to it, in metres."""
        made = [(kinds[part.kind], part) for part in parts if part.kind in kinds]
        return cls(
            scene, tuple((kind, _scene_of(kind, part, scene, settings, distance)) for kind, part in made)
        )

    def simulate(self, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled) -> None:
        """Simulate every part into a folder of its own."""
        for n, (kind, scene) in enumerate(self.parts):

            def said(done: float, text: str, n: int = n) -> None:
                progress((n + done) / len(self.parts), text)

            kind.simulate(scene, _folder(cache, kind), frames, said, cancelled)

    def render(self, own: RenderedFrame, cache: Path, frame: int) -> RenderedFrame:
        """The event's own frame with its parts in it, and each part as a layer by its kind's name, RGBA."""
        whole, layers = own, {}
        for kind, scene in self.parts:
            part = kind.render(scene, _folder(cache, kind), frame)
            whole = laid_together(whole, part)
            layers[kind.name] = part.layers["beauty"]
        return replace(whole, layers={**whole.layers, **layers})


def laid_together(one: RenderedFrame, other: RenderedFrame) -> RenderedFrame:
    """Two frames of one window as one: at each pixel the nearer one lies over the farther one.

    Premultiplied layers are laid over one another by the nearer one's alpha, so that beauty stays the sum of
    weighted passes and emission. Depth and motion are the nearer one's, density adds up. Weights are the
    first frame's where it has any: a pass that the other one lacks is taken from what its beauty has besides.
    """
    weights = one.weights or other.weights
    one, other = _matched(one, weights), _matched(other, weights)
    depths = one.layers["depth"], other.layers["depth"]
    first = (depths[0] > 0.0) & ((depths[1] <= 0.0) | (depths[0] <= depths[1]))
    alphas = one.layers["beauty"][..., 3:], other.layers["beauty"][..., 3:]
    layers: dict[str, Field] = {}
    for name in ("beauty", "emission", *weights):
        if name not in one.layers and name not in other.layers:
            continue
        a, b = (_layer(frame, name) for frame in (one, other))
        layers[name] = np.where(first, a + (1.0 - alphas[0]) * b, b + (1.0 - alphas[1]) * a)
    layers["depth"] = np.where(first | (depths[1] <= 0.0), depths[0], depths[1])
    moved = first | (depths[1] <= 0.0)
    layers["motion"] = np.where(moved, one.layers["motion"], other.layers["motion"])
    layers["density"] = one.layers["density"] + other.layers["density"]
    kept = {name: layer for name, layer in one.layers.items() if name not in layers}
    return RenderedFrame(one.window, {**layers, **kept}, weights)


def _matched(frame: RenderedFrame, weights: Mapping[str, tuple[float, float, float]]) -> RenderedFrame:
    """The frame with one pass more where it lacks one, so that its beauty is the sum by these weights.

    A kind whose key light is part of its six sides stands beside one with a pass for the key: that is then
    what the key adds to the six.
    """
    lacking = [name for name in weights if name not in frame.layers]
    if len(lacking) != 1:
        return frame
    rest = frame.layers["beauty"][..., :3] - _layer(frame, "emission")
    for name in weights:
        rest = rest - _layer(frame, name) * np.array(weights[name], np.float32)
    weight = np.array(weights[lacking[0]], np.float32)
    share = np.where(weight > 0.0, np.float32(1.0) / np.maximum(weight, np.float32(1e-9)), np.float32(0.0))
    return replace(frame, layers={**frame.layers, lacking[0]: rest * share})


def _layer(frame: RenderedFrame, name: str) -> Field:
    there = frame.layers.get(name)
    if there is not None:
        return there
    height, width = frame.layers["beauty"].shape[:2]
    return np.zeros((height, width, 3), np.float32)


def _scene_of(
    kind: ElementKind, part: EventPart, scene: Scene, settings: Mapping[str, Scalar], distance: float
) -> Scene:
    controls = {control.name: control for control in kind.controls()}
    clock: dict[str, Scalar] = {name: part.start for name in CLOCKS if name in controls}
    shared = {name: settings[name] for name in SHARED if name in settings}
    wanted: dict[str, Scalar] = {**shared, "distance": distance, **clock, **part.settings}
    by_hand: dict[str, Scalar] = {}
    for name, value in wanted.items():
        if name not in controls:
            continue
        low, high = controls[name].minimum, controls[name].maximum
        if low is not None and high is not None and not isinstance(value, (str, bool)):
            value = type(value)(min(max(value, low), high))
        by_hand[name] = value
    return replace(scene, kind=kind.name, settings=kind.settings("", by_hand))


def _folder(cache: Path, kind: ElementKind) -> Path:
    return cache / f"part.{kind.name}"
