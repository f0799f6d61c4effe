"""Room for a gas to spread around what stands in its way. Light: an estimate needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians, sin

from secondunit.elements.carriers.obstacles import Obstacle

from .box import Box, seen_at_source
from .plan import GasPlan

#: How far gas spreads beside an obstacle and how far beyond the frame it is kept, in heights of the box.
BESIDE, BEYOND = 0.22, 0.12
#: How many times as wide or deep as it was a box may become.
MOST = 2.5
#: How wide what a matte covers is taken to be, in widths of the box.
SLAB = 1.4


def cleared(plan: GasPlan, obstacles: Sequence[Obstacle]) -> GasPlan:
    """The plan with a box that is wide and deep enough to go around those obstacles that are in it."""
    box = plan.box
    high = box.ny * box.cell
    beside, beyond = BESIDE * high, BEYOND * high
    left, right, far, near = box.x, box.x + box.nx * box.cell, box.z, box.z + box.nz * box.cell
    low_x, high_x, low_z, high_z = left, right, far, near
    for obstacle in obstacles:
        across, deep = _sides(obstacle)
        if (
            obstacle.x - across > right
            or obstacle.x + across < left
            or obstacle.z - deep > near
            or obstacle.z + deep < far
        ):
            continue
        if obstacle.y > box.y + high or obstacle.y + obstacle.height < box.y:
            continue
        low_x, high_x = min(low_x, obstacle.x - across - beside), max(high_x, obstacle.x + across + beside)
        low_z, high_z = min(low_z, obstacle.z - deep - beside), max(high_z, obstacle.z + deep + beside)
    seen_left, seen_right, _, _ = seen_at_source(plan.camera)
    low_x, high_x = max(low_x, min(left, seen_left - beyond)), min(high_x, max(right, seen_right + beyond))
    wide, depth = (MOST - 1.0) * 0.5 * (right - left), (MOST - 1.0) * 0.5 * (near - far)
    low_x, high_x = max(low_x, left - wide), min(high_x, right + wide)
    low_z, high_z = max(low_z, far - depth), min(high_z, near + depth)
    if (low_x, high_x, low_z, high_z) == (left, right, far, near):
        return plan
    return replace(plan, box=_grown(box, low_x, high_x, low_z, high_z))


def slab_in(plan: GasPlan, distance: float, thickness: float) -> Obstacle:
    """What a matte may cover at a distance from the camera, as far as a box must have room around it.

    Which part of the frame that is changes by the frame: it counts as somewhat wider than the gas.
    """
    box = plan.box
    front = plan.camera.see(0.0, 0.0, 0.0)[2] - distance
    wide, middle = box.nx * box.cell, box.x + 0.5 * box.nx * box.cell
    return Obstacle(
        "box", middle, box.y, front - 0.5 * thickness, SLAB * wide, box.ny * box.cell, thickness
    )  # fmt: skip


def _sides(obstacle: Obstacle) -> tuple[float, float]:
    """How far an obstacle reaches from its middle along x and z."""
    if obstacle.form != "box":
        return 0.5 * obstacle.width, 0.5 * obstacle.width
    c, s = abs(cos(radians(obstacle.turn))), abs(sin(radians(obstacle.turn)))
    return 0.5 * (c * obstacle.width + s * obstacle.depth), 0.5 * (s * obstacle.width + c * obstacle.depth)


def _grown(box: Box, low_x: float, high_x: float, low_z: float, high_z: float) -> Box:
    from scipy.fft import next_fast_len  # it loads half of scipy

    nx, nz = (
        int(next_fast_len(round((high - low) / box.cell), real=True))
        for low, high in ((low_x, high_x), (low_z, high_z))
    )
    return replace(box, x=low_x, z=low_z, nx=nx, nz=nz)
