"""A kind that a studio brings: a ball of light with its own controls and words, no wind, no height."""

from __future__ import annotations

import json

import numpy as np

from secondunit.elements import Cost, ElementKind, RenderedFrame
from secondunit.elements.words.cues import Cues
from secondunit.elements.words.lexicon import EVERYDAY, Lexicon
from secondunit.wire.control import Control, Look
from secondunit.wire.frozen import FrozenMap

CONTROLS = (
    Control("radius", "Radius", "float", "m", 0.3, 0.01, 10.0, group="Look", help="How large the light is."),
    Control("distance", "Distance", "float", "m", 5.0, 0.5, 1000.0, group="Place"),
    Control("x", "Across", "float", "", 0.5, -0.5, 1.5, group="Place"),
    Control("glow", "Glow", "float", "", 4.0, 0.0, 100.0, group="Look"),
    Control("paper", "Paper", "choice", default="white", choices=("white", "rose"), group="Look"),
)
LEXICON = EVERYDAY | Lexicon(
    sets={"rose": {"paper": "rose"}},
    scales={"dim": {"glow": 0.25}},
    same={"faible": "dim"},
    plain=frozenset({"lantern", "lanterne", "une"}),
)

LOOKS = (
    Look("white", "White", FrozenMap(), "As it hangs in a shop."),
    Look("rose", "Rose", FrozenMap({"paper": "rose", "glow": 2.0}), "For a feast."),
    Look("beacon", "Beacon", FrozenMap({"radius": 2.0, "glow": 40.0}), "Seen from afar."),
)


class Lantern(ElementKind):
    """A paper lantern: light that covers nothing."""

    name = "lantern"
    label = "Lantern"
    lexicon = LEXICON
    looks = LOOKS
    cues = Cues("a lantern", "lantern, paper lantern, lanterne")

    def controls(self):
        return CONTROLS

    def estimate(self, settings, frames, size):
        return Cost(0.001, 0.001 + 1e-7 * size[0] * size[1], 1_000_000, 100 * frames)

    def simulate(self, scene, cache, frames, progress, cancelled):
        cache.mkdir(parents=True, exist_ok=True)
        for frame in frames:
            (cache / f"{frame}.json").write_text(json.dumps(0.9 + 0.1 * np.sin(frame + scene.seed)))
            progress(1.0, f"Frame {frame}")

    def render(self, scene, cache, frame):
        settings, window = self.whole(scene.settings), scene.window
        rows, columns = np.mgrid[0 : window.height, 0 : window.width]
        middle = settings["x"] * scene.format.width - window.x, scene.format.height / 2 - window.y
        size = settings["radius"] / settings["distance"] * scene.format.width
        away = np.hypot(columns + 0.5 - middle[0], rows + 0.5 - middle[1]) / max(size, 0.5)
        light = settings["glow"] * json.loads((cache / f"{frame}.json").read_text()) * np.exp(-(away**2))
        tint = np.array([1.0, 0.6, 0.7] if settings["paper"] == "rose" else [1.0, 1.0, 1.0])
        emission = (light[..., None] * tint).astype(np.float32)
        beauty = np.concatenate([emission, np.zeros_like(emission[..., :1])], axis=2)
        return RenderedFrame(window, {"beauty": beauty, "emission": emission}, {})


KIND = Lantern()
