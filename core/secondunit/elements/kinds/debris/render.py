"""One frame of debris: cache file in, layers out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.particles.sight import around, sight_of
from secondunit.elements.carriers.particles.sources import chance
from secondunit.elements.carriers.particles.ways import numbers_of, tracks_of
from secondunit.elements.carriers.proxies import hidden_by_obstacles
from secondunit.elements.kind import RenderedFrame, Scene
from secondunit.elements.optics.facets import Solids, Surface, facet_layers
from secondunit.elements.optics.holdout import holdout_of
from secondunit.elements.optics.light import color
from secondunit.elements.optics.polyhedra import polyhedra
from secondunit.elements.optics.shot import exposed
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .materials import MATERIALS
from .plan import plan_of

#: How many shapes there are to choose from, and how large they are beside the ellipsoid that bounces.
SHAPES, FILLED = 40, 0.86
#: How much lighter and darker than the colour pieces are.
TONES = 0.45


def render(
    scene: Scene,
    settings: FrozenMap[Scalar],
    path: Path,
    frame: int,
    weights: dict[str, tuple[float, float, float]],
) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged."""
    _, camera = plan_of(settings, exposed(scene), scene.rate)
    sight = sight_of(scene, around(camera, frame), float(settings["speed"]), float(settings["shutter"]))
    stored = read_stored(path)
    tracks = tracks_of(stored, sight)
    seed, number = scene.seed % (1 << 61), numbers_of(stored)[tracks.piece]
    material = MATERIALS[str(settings["material"])]
    tone = 1.0 + TONES * (2.0 * chance(seed, number, 25) - 1.0)
    looks = np.concatenate([np.stack([tracks.share, tone, tracks.deep], axis=-1), tracks.motion], axis=1)
    pieces = Solids(
        tracks.track.astype(np.float32),
        (FILLED * stored.arrays["half"][tracks.piece]).astype(np.float32),
        tracks.turn.astype(np.float32),
        (stored.arrays["spin"][tracks.piece] * (sight.seconds * sight.shutter)).astype(np.float32),
        (chance(seed, number, 26) * SHAPES).astype(np.int32),
        looks.astype(np.float32),
    )
    shapes = polyhedra(seed, SHAPES, material.cuts, material.plates)
    surface = Surface(material.opacity, material.gloss)
    tint = color(settings, "color")
    held = hidden_by_obstacles(holdout_of(scene, frame), scene, settings, camera.at(frame))
    layers = facet_layers(scene.window, sight.still, pieces, shapes, surface, tint, weights, held)
    return RenderedFrame(scene.window, layers, weights)
