"""Drops and flakes at a time: where each is, and how it passes through the frame. Nothing comes before.

One is its number within its shell: its place in the box, its size and its dance come from the seed and that
number. It falls and drifts with the wind for as long as there is time, and the box brings it round again: any
frame is made alone, of any shot, in the same memory, and the air is full from the first frame to the last.
Knows no prompt and no light.
"""

from __future__ import annotations

from math import cos, floor, log, log2, sin, sqrt, tau
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, inner, kernel, over
from secondunit.elements.noise import swirl_tile, wrapped
from secondunit.elements.optics.strokes import COLUMNS

from .clumps import SEEN, clumped
from .dice import mixed, part
from .precipitation_plan import ALLOWANCE, OVERLAP, PrecipitationPlan, Shell, Spectrum, extent, shells_of
from .shelter import OPEN, Wind, reached, sheltered, travel, wind_at, within
from .sight import NEAR, Lens, ShutterView, lens_of, see

Numbers = npt.NDArray[np.float64]
#: Oscillations of a drop a second at a diameter of one metre (Lamb 1932, section 275: their pace goes with
#: the diameter to the power of -1.5): what makes a streak glint on its way (Garg and Nayar 2006).
TENSION = sqrt(64.0 * 0.0728 / 998.0) / tau
#: Entries of the tables of sizes by their part of all.
ENTRIES = 4096
#: How many one thread takes at a time.
GRAIN = 4096
#: How much the tile of eddies differs from one sample to the next, in deviations.
ROUGHNESS = 0.31
#: How much eddies that all share may press them together, about.
STRAIN = 0.07
#: How much of the wind carries the eddies along.
CARRIED = 0.85
#: Half the time in frames over which the speed of one is measured.
TURN = 0.25
#: In how many times its distance what is nearest comes to be seen whole.
FADING = 1.25
#: Falls that differ by less than this part are one: those that fall alike keep their places to one another.
ALIKE = 0.02
#: How much places of a sequence that spreads points evenly are shaken, in distances between those that fall
#: alike, so that no lattice is seen; and the sequence's steps along x, y, z (Roberts 2018, "The Unreasonable
#: Effectiveness of Quasirandom Sequences").
SHAKEN = 0.5
STEPS = tuple(1.2207440846057596**-n for n in (1, 2, 3))


class ShellBox(NamedTuple):
    """A shell for a kernel: its low corner and period along each axis; the depths where it begins and ends,
    and from where on any is seen (`near`); whether it is the `farthest` or the `nearest`; how many one stands
    for (`weight`), and the mean squared diameter where that is more than one, else 0; how many are `drawn`,
    and how much their places are `shaken`, as a part of the periods.
    """

    low_x: float
    low_y: float
    low_z: float
    period_x: float
    period_y: float
    period_z: float
    inner: float
    outer: float
    near: float
    farthest: bool
    nearest: bool
    weight: float
    square: float
    drawn: float
    shaken: float
    seed: np.uint64


class Drift(NamedTuple):
    """What moves them: the time in seconds; how far the wind has carried them and how fast it is, along x and
    z; displacement by eddies in metres, by those that
    all share and by each one's own, of one that passes
    them with the `usual` m/s, and samples of the tile a metre; `flutter` in metres and its `beat`.
    """

    time: float
    carried_x: float
    carried_z: float
    wind_x: float
    wind_z: float
    second: float
    sway: float
    own_sway: float
    usual: float
    scale: float
    flutter: float
    beat: float
    floor: float
    opacity: float
    focus: float
    aperture: float
    shutter: float
    flicker: float
    veil: float
    seen: float


def strokes_at(
    plan: PrecipitationPlan, sight: ShutterView, seed: int, frame: int, allowance: float = ALLOWANCE,
    obstacles: Field = OPEN,
) -> Field:  # fmt: skip
    """What is seen of all of them in a frame, as `optics.strokes` draws it, far to near.

    `obstacles` is what they fall on before they come to the ground: see `table_of`.
    """
    tile = swirl_tile(seed)
    # What the camera sweeps while the shutter is open is seen too.
    wind = wind_at(plan, seed, frame)
    weather = _weather(plan, sight, wind, 0.5 * allowance + _swept(sight))
    lenses = tuple(lens_of(sight.camera(at)) for at in (0.0, -0.5 * sight.shutter, 0.5 * sight.shutter, 1.0))
    parts = []
    shells = shells_of(plan, sight.still, allowance)
    for n, shell in enumerate(shells):
        table = _table(plan.spectrum, by_area=not shell.whole)
        box = _box(plan, sight, shell, seed, n, len(shells), allowance)
        strokes = np.zeros((shell.drawn, COLUMNS), np.float32)
        over(
            _fall, shell.drawn, table, tile, box, weather, wind, obstacles, *lenses, strokes,
            work=shell.drawn * 60, grain=GRAIN,
        )  # fmt: skip
        seen = strokes[strokes[:, 5] > 0.0]
        parts.append(clumped(seen, plan.clump, weather.time) if plan.clump > 1 else seen)
    return np.concatenate(parts)


def _swept(sight: ShutterView) -> float:
    """How far the camera turns while the shutter is open, as a share of the frame; at most a frame."""
    one, other = (lens_of(sight.camera(at)) for at in (-0.5 * sight.shutter, 0.5 * sight.shutter))
    place = (
        other.x + other.forward_x * 1e6,
        other.y + other.forward_y * 1e6,
        other.z + other.forward_z * 1e6,
    )
    x, y, _ = see(one, *place)
    away = max(abs(x / one.width - 0.5 + one.shift_x), abs(y / one.height - 0.5 - one.shift_y))
    return min(1.0, away)


def _box(
    plan: PrecipitationPlan,
    sight: ShutterView,
    shell: Shell,
    seed: int,
    number: int,
    count: int,
    allowance: float,
) -> ShellBox:
    camera = sight.still
    low, high = extent(camera, shell.inner / 2.0**OVERLAP, shell.outer, allowance)
    eye = (camera.x, camera.y, camera.z)
    x, y, z = (eye[n] + 0.5 * (low[n] + high[n] - shell.period[n]) for n in range(3))
    sizes, counts = np.array(plan.spectrum.sizes), np.array(plan.spectrum.counts)
    weight = 1.0 if shell.whole else min(shell.count / max(1, shell.drawn), plan.most_for)
    square = float((sizes**2 * counts).sum() / counts.sum()) if not shell.whole else 0.0
    slowest, fastest = min(plan.spectrum.falls), max(plan.spectrum.falls)
    alike = 1.0 + log(max(fastest, 1e-9) / max(slowest, 1e-9)) / ALIKE
    return ShellBox(
        x, y, z, *shell.period, shell.inner, shell.outer, plan.near, number == 0, number == count - 1, weight,
        square, float(shell.drawn), SHAKEN * min(1.0, (alike / max(1, shell.drawn)) ** (1.0 / 3.0)),
        np.uint64((seed * 1000003 + number * 7919 + 17) & 0xFFFFFFFFFFFFFFFF),
    )  # fmt: skip


def _weather(plan: PrecipitationPlan, sight: ShutterView, wind: Wind, seen: float) -> Drift:
    carried = travel(wind, wind.time)
    mean = sum(a * b for a, b in zip(plan.spectrum.falls, plan.spectrum.counts, strict=True))
    fast = mean / plan.spectrum.density + (1.0 - CARRIED) * sqrt(plan.wind_x**2 + plan.wind_z**2)
    # Falling through the eddies one is swept to and fro, and its own speed differs as theirs does.
    scale = 64.0 / (3.0 * plan.eddy)
    sway = min(plan.eddies / (ROUGHNESS * scale * max(fast, 0.2)), 0.35 * plan.eddy)
    # Places that are shifted together are pressed together: past so much, each is shifted by itself.
    shared = min(sway, STRAIN / (ROUGHNESS * scale))
    own = sqrt(max(0.0, sway * sway - shared * shared))
    return Drift(
        wind.time, wind.x * carried, wind.z * carried, wind.x * wind.strength, wind.z * wind.strength,
        plan.second, shared, own, max(fast, 0.2), scale, plan.flutter, plan.beat,
        -1e9 if plan.floor is None else plan.floor, plan.opacity, plan.focus, plan.aperture, sight.shutter,
        plan.flicker, plan.veil, seen,
    )  # fmt: skip


def _table(spectrum: Spectrum, by_area: bool) -> Field:
    """Diameter and fall (`ENTRIES`, 2) by the part of all that are smaller; `by_area`, of all their area."""
    sizes, falls = np.array(spectrum.sizes), np.array(spectrum.falls)
    share = np.array(spectrum.counts) * (sizes**2 if by_area else 1.0)
    # The classes' edges: each holds its part between them.
    middle = 0.5 * (sizes[1:] + sizes[:-1])
    edges = np.concatenate([[1.5 * sizes[0] - 0.5 * sizes[1]], middle, [1.5 * sizes[-1] - 0.5 * sizes[-2]]])
    parts = np.concatenate([[0.0], np.cumsum(share)]) / share.sum()
    at = np.interp(np.linspace(0.0, 1.0, ENTRIES), parts, edges)
    fall = np.interp(at, sizes, falls)
    fall = np.where(fall > 1e-6, np.exp(ALIKE * np.round(np.log(np.maximum(fall, 1e-6)) / ALIKE)), 0.0)
    return np.stack([at, fall], axis=1).astype(np.float32)


@inner
def _inside(deep: float, box: ShellBox) -> float:
    """How much one at this depth belongs to the box: those of two boxes make one where they overlap."""
    share = 1.0
    if box.farthest:
        share = min(1.0, max(0.0, (box.outer - deep) / (0.25 * box.outer)))
    else:
        share = min(1.0, max(0.0, log2(box.outer / deep) / OVERLAP))
    if not box.nearest:
        share *= min(1.0, max(0.0, 1.0 - log2(box.inner / deep) / OVERLAP)) if deep < box.inner else 1.0
    # The nearest few would make the whole flicker, and an edge would be seen where they begin.
    near = min(1.0, max(0.0, (deep - box.near) / (FADING * box.near)))
    return share * near * near * (3.0 - 2.0 * near)


@kernel
def _fall(
    start: int, stop: int, table: Field, tile: Field, box: ShellBox, weather: Drift, wind: Wind,
    obstacles: Field, now: Lens, opens: Lens, closes: Lens, later: Lens, out: Field,
) -> None:  # fmt: skip
    """The strokes of numbers `start` to `stop`; those that are not seen cover nothing."""
    one = np.uint64(1)
    start_x, start_y, start_z = (
        part(mixed(box.seed ^ np.uint64(0xA1))), part(mixed(box.seed ^ np.uint64(0xB2))),
        part(mixed(box.seed ^ np.uint64(0xC3))),
    )  # fmt: skip
    for n in range(start, stop):
        # Number by number they are larger, and everywhere are as many of each size: what goes out of frame is
        # made up for by what comes in, and the whole does not flicker.
        bits = mixed(box.seed + np.uint64(n))
        a = start_x + n * STEPS[0] + box.shaken * part(bits)
        bits = mixed(bits + one)
        b = start_y + n * STEPS[1] + box.shaken * part(bits)
        bits = mixed(bits + one)
        c = start_z + n * STEPS[2] + box.shaken * part(bits)
        bits = mixed(bits + one)
        quantile = (n + part(bits)) / box.drawn * (ENTRIES - 1)
        entry = min(int(quantile), ENTRIES - 2)
        rest = quantile - entry
        size = table[entry, 0] + rest * (table[entry + 1, 0] - table[entry, 0])
        fall = float(table[entry, 1])
        x = a * box.period_x + weather.carried_x - box.low_x
        y = b * box.period_y - fall * weather.time - box.low_y
        z = c * box.period_z + weather.carried_z - box.low_z
        x += box.low_x - box.period_x * floor(x / box.period_x)
        y += box.low_y - box.period_y * floor(y / box.period_y)
        z += box.low_z - box.period_z * floor(z / box.period_z)
        deep = (x - now.x) * now.forward_x + (y - now.y) * now.forward_y + (z - now.z) * now.forward_z
        share = 0.0
        if deep > NEAR:
            share = _inside(deep, box)
        if share <= 0.0:
            continue
        # Far from the frame nothing of it can be seen: most end here.
        ox = (x - now.x) * now.right_x + (y - now.y) * now.right_y + (z - now.z) * now.right_z
        oy = (x - now.x) * now.upward_x + (y - now.y) * now.upward_y + (z - now.z) * now.upward_z
        slack = (weather.sway + weather.own_sway) * 3.0 + weather.flutter * 2.0 + fall * weather.second
        slack += (abs(weather.wind_x) + abs(weather.wind_z)) * weather.second
        ox, oy = ox - now.shift_x * now.across * deep, oy - now.shift_y * now.down * deep
        if abs(ox) > weather.seen * now.across * deep + slack:
            continue
        if abs(oy) > weather.seen * now.down * deep + slack:
            continue
        bits = mixed(bits + one)
        phase = tau * part(bits)
        bits = mixed(bits + one)
        own = part(bits)
        vx, vy, vz = weather.wind_x * weather.second, -fall * weather.second, weather.wind_z * weather.second
        calm_x, calm_y, calm_z = x, y, z
        if weather.sway > 0.0:
            # Eddies drift with the wind, a little slower: past them one falls, and slips a little.
            ax, az = x - CARRIED * weather.carried_x, z - CARRIED * weather.carried_z
            dx, dy, dz, wx, wy, wz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            slip_x, slip_z = TURN * (1.0 - CARRIED) * vx, TURN * (1.0 - CARRIED) * vz
            # What falls faster is heavier: it passes more of them in a second, and each sways it less.
            speed = (fall * weather.second + (1.0 - CARRIED) * (abs(vx) + abs(vz))) / weather.second
            heavy = min(1.0, weather.usual / max(speed, 1e-6)) ** 2
            for share_of in range(2 if weather.own_sway > 0.0 else 1):
                sway, shift = heavy * weather.sway, 0.0
                if share_of == 1:
                    sway, shift = heavy * weather.own_sway, 64.0 * own
                before = wrapped(
                    tile, np.float32((ax - slip_x) * weather.scale + shift),
                    np.float32((y - TURN * vy) * weather.scale + 7.0 * shift),
                    np.float32((az - slip_z) * weather.scale + 31.0 * shift),
                )  # fmt: skip
                after = wrapped(
                    tile, np.float32((ax + slip_x) * weather.scale + shift),
                    np.float32((y + TURN * vy) * weather.scale + 7.0 * shift),
                    np.float32((az + slip_z) * weather.scale + 31.0 * shift),
                )  # fmt: skip
                dx += 0.5 * sway * float(before[0] + after[0])
                dy += 0.5 * sway * float(before[1] + after[1])
                dz += 0.5 * sway * float(before[2] + after[2])
                wx += sway * float(after[0] - before[0]) / (2.0 * TURN)
                wy += sway * float(after[1] - before[1]) / (2.0 * TURN)
                wz += sway * float(after[2] - before[2]) / (2.0 * TURN)
            x, y, z, vx, vy, vz = x + dx, y + dy, z + dz, vx + wx, vy + wy, vz + wz
        if weather.flutter > 0.0:
            pace = tau * weather.beat * (0.6 + 0.8 * own)
            angle = phase + pace * weather.time
            wide = weather.flutter * (0.3 + 0.7 * own)
            x += wide * cos(angle)
            z += wide * sin(0.83 * angle + phase)
            y += 0.3 * wide * sin(2.0 * angle)
            vx -= wide * pace * weather.second * sin(angle)
            vz += 0.83 * wide * pace * weather.second * cos(0.83 * angle + phase)
            vy += 0.6 * wide * pace * weather.second * cos(2.0 * angle)
        if y <= weather.floor:
            continue
        # What it does on the way leaves it out, so that one does not come and go beside a roof's edge.
        if sheltered(obstacles, wind, wind.time, fall, calm_x, calm_y, calm_z, y):
            continue
        if within(obstacles, x, y, z):
            continue
        half = 0.5 * weather.shutter
        sx, sy, far = see(opens, x - half * vx, y - half * vy, z - half * vz)
        # What reaches the floor, or an obstacle, while the shutter is open ends there.
        ends = half
        if vy < 0.0 and y + half * vy < weather.floor:
            ends = (weather.floor - y) / vy
        ends = reached(obstacles, x, y, z, vx, vy, vz, ends)
        ex, ey, near = see(closes, x + ends * vx, y + ends * vy, z + ends * vz)
        mx, my, deep = see(now, x, y, z)
        lx, ly, then = see(later, x + vx, y + vy, z + vz)
        if min(min(far, near), min(deep, then)) < NEAR:
            continue
        pixels = now.width / now.across
        radius = 0.5 * size * pixels / deep
        covers = share * weather.opacity
        if half > 0.0:
            covers *= 0.5 * (half + ends) / half
        if box.square > 0.0:
            covers *= box.weight * box.square / (size * size)
        # Out of focus, and where one stands for many, it is larger and fainter by the same area.
        blur = 0.0
        if weather.focus > 0.0:
            blur = 0.5 * weather.aperture * abs(1.0 / weather.focus - 1.0 / deep) * pixels
        if box.weight > 1.0:
            blur += weather.veil * sqrt(box.weight)
        soft = sqrt(radius * radius + blur * blur)
        out[n, 0], out[n, 1], out[n, 2], out[n, 3] = sx, sy, ex, ey
        out[n, 4], out[n, 5] = soft, covers * radius * radius / (soft * soft)
        out[n, 6], out[n, 7], out[n, 8] = deep, lx - mx, my - ly
        out[n, 9] = 0.75 + 0.5 * own
        # Seen for itself is what is sharper than it is large.
        out[n, 13] = 1.0 if radius > SEEN and blur < radius else 0.0
        # It is seen where a drop is seen for itself.
        out[n, 10], out[n, 12] = weather.flicker * min(1.0, max(0.0, 2.0 * radius - 0.5)), phase
        out[n, 11] = TENSION / (size * sqrt(size)) * weather.second * weather.shutter
