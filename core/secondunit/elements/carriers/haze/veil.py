"""A frame of haze in any light: its plan and a moment in, a veil out; any frame by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from statistics import NormalDist

import numpy as np
from scipy import ndimage

from secondunit.elements.carriers.mattes import clean_matte
from secondunit.elements.carriers.obstacles import obstacles_of
from secondunit.elements.carriers.proxies import hidden_by_obstacles
from secondunit.elements.carriers.surfaces import table_of
from secondunit.elements.kernels import Field, over, singles, zeros
from secondunit.elements.kind import Scene
from secondunit.elements.noise import swirl_tile
from secondunit.elements.optics.holdout import holdout_of
from secondunit.elements.optics.light import color
from secondunit.elements.optics.rays import pixel_rays
from secondunit.elements.optics.vectors import fill_motion
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format, Window

from .air import LEVELS, carried
from .heap import HEM, Heap, cell_of, heap_of
from .lay import STRIP, lay_sheets
from .nodes import HazeMatter
from .plan import KOSCHMIEDER, HazePlan, Layer
from .profile import profile_of
from .rays import rays_of
from .sheets import pixel_of, sheets_between
from .spacing import node_rows
from .tiles import STEP, eddy_tiles
from .trail import puffs_at

#: The tile of what stirs is the same for all: a seed only moves it.
STIRRING = 0
#: How many pixels may lie between two nodes, and from what width on the most of them do.
NODES, WIDE = (8, 4, 2, 1), 1600
#: Optical depths to which rays are followed, and the farthest, in metres.
DEEP, FARTHEST = 3.0 * KOSCHMIEDER, 60_000.0


@dataclass(frozen=True)
class _Body:
    """What rays go through: a profile's table, or a heap's cells; `near` and `far` in metres; `node` pixels
    lie between two places where what changes slowly is found.
    """

    table: Field
    top: float
    roof: float
    heap: Heap | None
    near: float
    far: float
    node: int


@dataclass(frozen=True)
class Veil:
    """What haze is at each pixel of a window, (height, width, channels) float32, for any strength and colour
    of the six lights.

    `sides` (6 channels) is how bright it is in each of them alone, white, before its own colour; `cover` its
    alpha, `depth` metres along the camera's axis, `opacity` the optical depth, `motion` pixels a frame.
    """

    sides: Field
    cover: Field
    depth: Field
    opacity: Field
    motion: Field


def veil_of(scene: Scene, settings: FrozenMap[Scalar], plan: HazePlan, frame: int, time: float) -> Veil:
    """The veil of a frame, `time` seconds after the first."""
    then = plan.camera.at(frame + 1) if plan.camera.shot is not None else None
    plan = replace(plan, camera=plan.camera.at(frame))
    window = scene.window
    high, wide = window.height, window.width
    sides, cover = zeros(high, wide, 6), zeros(high, wide, 1)
    depth, opacity, motion = zeros(high, wide, 1), zeros(high, wide, 1), zeros(high, wide, 2)
    veil = Veil(sides, cover, depth, opacity, motion)
    seed = scene.seed % (1 << 61)
    body = _body_of(plan, seed, time)
    if body is None:
        return veil
    sheets = sheets_between(plan, body.near, body.far, body.node)
    noise = carried(plan.air, seed, time)
    cells = body.heap.cells if body.heap else zeros(1, 1, 1, 7)
    rays, size = rays_of(plan.camera, window, body.roof, float(sheets.edges[-1]))
    foot = (plan.trail.start[0], 0.0, plan.trail.start[1]) if plan.trail else (0.0, 0.0, 0.0)
    obstacles = table_of(obstacles_of(settings, foot))
    held = hidden_by_obstacles(holdout_of(scene, frame), scene, settings, plan.camera, foot)
    if held.size:
        held[..., 0] *= size[..., 0]
    strips = -(-(window.y + high) // STRIP) - window.y // STRIP
    apart = node_rows(
        plan.camera, STRIP, window.y // STRIP, strips, body.node,
        inf if body.heap else body.top, body.roof, plan.extinction, body.far,
    )  # fmt: skip
    over(
        lay_sheets, strips, pixel_rays(plan.camera, (0.0, 0.0, 0.0), 1.0), rays,
        _matter(scene.format, plan, body, max(color(settings, "color")), time), body.node,
        apart, sheets.edges, sheets.gain, sheets.cut, sheets.coarse, sheets.slow, sheets.spread,
        sheets.lost, body.table, cells, eddy_tiles(), swirl_tile(STIRRING), noise.turn, noise.lives,
        noise.stir, window.x, window.y, held, obstacles, sides, cover, depth, opacity,
        work=high * wide * 100, grain=1,
    )  # fmt: skip
    # A ray of `size` metres is one metre deep.
    depth /= np.maximum(cover, np.float32(1e-12)) * size
    if scene.matte is not None:
        matte, _ = clean_matte(scene.matte(frame), frame)
        _keep_within(matte, scene.format, window, veil)
    wind = np.array([[[[plan.air.wind_x, 0.0, plan.air.wind_z]]]], np.float32)
    seconds = float(settings["speed"]) * scene.rate.denominator / scene.rate.numerator
    fill_motion(plan.camera, window, wind, (0.0, 0.0, 0.0), 1.0, seconds, depth, motion, then)
    return veil


def _body_of(plan: HazePlan, seed: int, time: float) -> _Body | None:
    if plan.layer is not None:
        profile = profile_of(plan.layer)
        far = DEEP / plan.extinction / (1.0 - 0.8 * plan.holes)
        if not _is_within(plan.camera.y, plan.layer):
            # Seen from outside it reaches the horizon: to where it is a third of a pixel high.
            far = max(far, 3.0 * profile.top / pixel_of(plan))
        far = min(far, FARTHEST)
        near = min(max(0.004 * far, 0.2), 3.0)
        return _Body(
            profile.table,
            profile.top,
            profile.top * (1.0 + 1.6 * plan.layer.swell),
            None,
            near,
            far,
            NODES[0] if plan.camera.format.width >= WIDE else NODES[1],
        )
    assert plan.trail is not None
    wind = (plan.air.wind_x, plan.air.wind_z)
    puffs = puffs_at(plan.trail, wind, seed, time, plan.air.loop)
    heap = heap_of(puffs, cell_of(plan.trail, wind), HEM * plan.trail.sizes[0])
    if heap is None:
        return None
    nz, ny, nx = heap.cells.shape[:3]
    low, camera = np.array(heap.low), plan.camera
    high = low + heap.cell * np.array([nx, ny, nz])
    at = np.array([camera.x, camera.y, camera.z])
    near = float(np.linalg.norm(np.maximum(np.maximum(low - at, at - high), 0.0)))
    far = float(np.linalg.norm(np.maximum(np.abs(low - at), np.abs(high - at))))
    # Coarser than a heap's cells are seen, nodes would show.
    seen = heap.cell / (max(near, 0.3) * 2.0 + far) * 3.0 / pixel_of(plan)
    node = next((node for node in NODES if node <= 1.5 * seen), 1)
    return _Body(zeros(2, 2), 1.0, 1e9, heap, max(0.3, near), max(far, 0.6), node)


def _is_within(height: float, layer: Layer) -> bool:
    """Whether it is thick at a height whatever its top does."""
    lowest = layer.lift + layer.height * (1.0 - 1.6 * layer.swell) * (1.0 - (layer.edge or 0.0))
    return layer.lift <= height <= lowest


def _matter(format: Format, plan: HazePlan, body: _Body, albedo: float, time: float) -> HazeMatter:
    layer = plan.layer or Layer(1.0)
    heap = body.heap
    low = heap.low if heap else (0.0, 0.0, 0.0)
    deviation = sum(STEP ** (-2.0 * level / 3.0) for level in range(LEVELS)) ** 0.5
    hole = NormalDist().inv_cdf(min(max(plan.holes, 1e-4), 0.9999)) * deviation
    return singles(
        HazeMatter, plan.extinction, plan.unevenness, hole, plan.tear, plan.holes > 0.0, layer.swell,
        layer.front - layer.advance * time, max(0.6 * plan.air.eddy, 0.12 * layer.front), 4.0 * layer.height,
        layer.front > 0.0, min(0.97, albedo),
        plan.forward, 0.5 * plan.air.eddy, plan.air.turbulence,
        (body.table.shape[1] - 1) / body.top, heap is not None, *low,
        heap.cell if heap else 1.0, format.width, format.height,
    )  # fmt: skip


def _keep_within(matte: Field, format: Format, window: Window, veil: Veil) -> None:
    """Hold a veil out where the artist's matte is empty."""
    height, width = format.height, format.width
    rows = (np.arange(window.height) + window.y + 0.5) * matte.shape[0] / height - 0.5
    columns = (np.arange(window.width) + window.x + 0.5) * matte.shape[1] / width - 0.5
    places = np.meshgrid(rows, columns, indexing="ij")
    within = ndimage.map_coordinates(matte, places, np.float32, order=1, mode="nearest")[..., None]
    np.multiply(veil.cover, within, out=veil.cover)
    np.multiply(veil.sides, within, out=veil.sides)
    np.multiply(veil.depth, within > 0.0, out=veil.depth)
    # The depth of a cover that the matte thins: what would let as much through.
    thin = -np.log1p(-np.minimum(veil.cover, np.float32(0.9999)))
    np.copyto(veil.opacity, np.where(within < 1.0, thin, veil.opacity))
