"""A crown of droplets that a drop throws up where it strikes, while the shutter is open. Knows metres.

A crown rises at about 0.2 of the drop's own speed, the larger the higher (Yarin 2006, "Drop Impact Dynamics",
the crown regime); its droplets fly as stones do.
"""

from __future__ import annotations

from math import cos, sin, sqrt, tau
from typing import NamedTuple

import numpy as np

from secondunit.elements.kernels import Field, inner

from .dice import mixed, part
from .drag import GRAVITY
from .shelter import Wind, sheltered, within
from .sight import NEAR, Lens, see

#: Droplets of a splash, and entries of the table of drops.
DROPLETS, DROPS = 12, 256


class Strikes(NamedTuple):
    """What is the same for all that strike a surface: the depths where it begins and ends to be drawn
    (`inner`, `outer`), how many one stands for, the seconds of a frame, what lens and shutter make of it.
    """

    inner: float
    outer: float
    weight: float
    second: float
    shutter: float
    opacity: float
    focus: float
    aperture: float
    seed: np.uint64


@inner
def crown(
    table: Field, strikes: Strikes, wind: Wind, obstacles: Field, x: float, y: float, z: float, deep: float,
    share: float, age: float, bits: np.uint64, now: Lens, opens: Lens, closes: Lens, later: Lens, out: Field,
) -> None:  # fmt: skip
    """The droplets (`DROPLETS` rows) of a drop that struck a place `age` seconds ago, if it came there.

    `table` is (DROPS, 2): diameters in metres and falls in m/s; `bits` choose one of them and its droplets.
    """
    one, half = np.uint64(1), 0.5 * strikes.shutter * strikes.second
    pixels = now.width / now.across
    bits = mixed(bits + one)
    which = int(part(bits) * (DROPS - 1.0))
    if sheltered(obstacles, wind, wind.time - age, float(table[which, 1]), x, y, z, y):
        return
    drop = float(table[which, 0])
    strong = sqrt(drop / 0.002)
    for droplet in range(DROPLETS):
        bits = mixed(bits + one)
        around = tau * (droplet + 0.8 * part(bits)) / DROPLETS
        bits = mixed(bits + one)
        own = part(bits)
        up, out_ = strong * (0.5 + 1.1 * own * own), strong * (0.2 + 0.4 * part(bits ^ (bits >> one)))
        # It is in the air until it falls back; the shutter sees no more of it.
        flight = 2.0 * up / GRAVITY
        begin, end = max(0.0, age - half), min(flight, age + half)
        if (begin >= end and half > 0.0) or age > flight:
            continue
        size = drop * (0.1 + 0.24 * (1.0 - own))
        rim = 0.8 * drop
        ways = rim + out_ * begin, rim + out_ * end
        heights = up * begin - 0.5 * GRAVITY * begin**2, up * end - 0.5 * GRAVITY * end**2
        ca, sa = cos(around), sin(around)
        sx, sy, far = see(opens, x + ca * ways[0], y + heights[0], z + sa * ways[0])
        ex, ey, near = see(closes, x + ca * ways[1], y + heights[1], z + sa * ways[1])
        if min(far, near) < NEAR:
            continue
        way, height = rim + out_ * age, y + up * age - 0.5 * GRAVITY * age**2
        if within(obstacles, x + ca * way, height, z + sa * way):
            continue
        mx, my, _ = see(now, x + ca * way, height, z + sa * way)
        then = age + strikes.second
        way = rim + out_ * then
        lx, ly, _ = see(later, x + ca * way, y + up * then - 0.5 * GRAVITY * then**2, z + sa * way)
        radius = 0.5 * size * pixels / deep
        covers = share * strikes.opacity * strikes.weight
        if half > 0.0:
            covers *= min(1.0, 0.5 * (end - begin) / half)
        blur = 0.0
        if strikes.focus > 0.0:
            blur = 0.5 * strikes.aperture * abs(1.0 / strikes.focus - 1.0 / deep) * pixels
        soft = sqrt(radius * radius + blur * blur)
        row = out[droplet]
        row[0], row[1], row[2], row[3] = sx, sy, ex, ey
        row[4], row[5], row[6] = soft, covers * radius * radius / (soft * soft), deep
        row[7], row[8], row[9] = lx - mx, my - ly, 1.7
