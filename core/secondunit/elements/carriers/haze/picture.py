"""One frame of haze: light put on its veil, layers out.

The veil is most of the work, and no light is in it: those of quick looks are kept for the next ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from secondunit.elements.kernels import Field
from secondunit.elements.kind import PASSES, RenderedFrame, Scene
from secondunit.elements.optics.controls import LIGHT
from secondunit.elements.optics.light import color, light_weights
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .plan import HazePlan
from .veil import Veil, veil_of

#: How many are kept: one as small as it first is shown, and one that is sharper.
KEPT = 2
#: What is put on a veil, and not in it.
_PUT_ON = frozenset(control.name for control in LIGHT)


def picture_of(
    scene: Scene, settings: FrozenMap[Scalar], plan: HazePlan, frame: int, time: float
) -> RenderedFrame:
    """The layers of a frame, `time` seconds after the first."""
    veil = _quick_veil(scene, settings, plan, frame, time) if scene.quick else None
    veil = veil or veil_of(scene, settings, plan, frame, time)
    albedo = np.array(color(settings, "color"), np.float32)
    weights = light_weights(settings, scene.plate_luminance)
    layers = {"beauty": np.concatenate([_mixed(veil.sides, weights, albedo), veil.cover], axis=-1)}
    for n, name in enumerate(PASSES):
        layers[name] = veil.sides[:, :, n : n + 1] * albedo
    layers |= {"depth": veil.depth, "motion": veil.motion, "density": veil.opacity}
    return RenderedFrame(scene.window, layers, weights)


def _mixed(sides: Field, weights: dict[str, tuple[float, float, float]], albedo: Field) -> Field:
    """The light of all six sides together, RGB."""
    light = np.zeros((*sides.shape[:2], 3), np.float32)
    for n, weight in enumerate(weights.values()):
        light += sides[:, :, n : n + 1] * np.array(weight, np.float32)
    light *= albedo
    return light


@dataclass(frozen=True)
class _Shelf:
    """The veil of a quick look, and all that it depends on."""

    scene: Scene
    plan: HazePlan
    frame: int
    time: float
    veil: Veil


_lock = Lock()
_shelf: list[_Shelf] = []


def _quick_veil(scene: Scene, settings: FrozenMap[Scalar], plan: HazePlan, frame: int, time: float) -> Veil:
    """The veil of a quick look: one that was made lately, where only light has changed since."""
    # Of its own colour a veil has how bright the brightest part is: that much is scattered once more.
    own = {name: value for name, value in settings.items() if name not in _PUT_ON}
    own["color"] = str(max(color(settings, "color")))
    unlit = replace(scene, settings=FrozenMap(own), plate_luminance=None)
    with _lock:
        for one in _shelf:
            if (one.scene, one.plan, one.frame, one.time) == (unlit, plan, frame, time):
                return one.veil
    veil = veil_of(scene, settings, plan, frame, time)
    for layer in (veil.sides, veil.cover, veil.depth, veil.opacity, veil.motion):
        layer.setflags(write=False)  # whoever has this frame has the next one's too
    with _lock:
        _shelf[:] = [*_shelf[1 - KEPT :], _Shelf(unlit, plan, frame, time, veil)]
    return veil
