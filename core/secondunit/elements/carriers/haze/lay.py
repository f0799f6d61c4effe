"""Sheets laid over one another from near to far, pixel by pixel, with eddies down to the pixel."""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field, exact
from secondunit.elements.optics.holdout import seen_of

from .gaps import fill_gaps, open_share
from .nodes import (
    DENSE,
    LIGHT,
    NOISE,
    PARTS,
    SMALL,
    STIR,
    HazeMatter,
    amount,
    at_height,
    fill_nodes,
    large_eddies,
    level_of,
    nose_of,
    slope_of,
    small_eddies,
    top_of,
    worn,
)
from .sheets import Levels
from .spacing import Rows

#: Rows of pixels that are made together, and what is left of the light where a ray ends.
STRIP, SPENT = 32, 0.001
#: What is known of a pixel's ray: its direction, where haze begins and ends.
_X, _Y, _Z, _NEAR, _FAR = 0, 1, 2, 3, 4
#: Thinner sheets than this stop light evenly; eddies that change what is seen by less are left out.
THIN = 0.03
_FAINT = 4e-4


@exact
def lay_sheets(
    start: int, stop: int, eye: Field, rays: Field, matter: HazeMatter, node: int, apart: Rows, edges: Field,
    gain: Field, cut: Levels, coarse: Levels, slow: Levels, spread: Field, lost: Field, table: Field,
    cells: Field, tiles: Field, stirring: Field, turn: Field, lives: Field, stir: Field, left: int, top: int,
    held: Field, obstacles: Field, sides: Field, cover: Field, depth: Field, opacity: Field,
) -> None:  # fmt: skip
    """Fill strips `start` to `stop` of a veil.

    `eye` as `pixel_rays` gives it, in metres; `rays` (height, width, 5) as `rays_of` does; `held` as
    `holdout_of` does, but for the depth, which is metres along the ray. In `obstacles` (see `table_of`) is no
    haze. Nodes are `node` columns of pixels apart, and `apart` rows, by strip. `depth` is summed with the
    weight of what covers. Strips and nodes count from the format's corner, so that overscan changes no pixel;
    `left` and `top` is where the picture begins.
    """
    zero, half, unity, tiny = np.float32(0.0), np.float32(0.5), np.float32(1.0), np.float32(1e-20)
    third = np.float32(1.0 / 3.0)
    high, wide = cover.shape[0], cover.shape[1]
    sheets, levels = gain.shape
    west, north = left // node, top // STRIP
    shift = left - west * node
    count = (wide - 1 + shift) // node + 2
    share_of_node = unity / np.float32(node)
    nodes = np.zeros((sheets, STRIP // min(apart[start:stop]) + 1, count, PARTS), np.float32)
    line = np.zeros((count, PARTS), np.float32)
    nearer, middle = np.zeros((count, 6), np.float32), np.zeros((count, 6), np.float32)
    state = np.zeros((STRIP, wide, 7), np.float32)
    gaps = np.zeros((STRIP, wide if len(obstacles) > 0 else 0, len(obstacles), 2), np.float32)
    gap_counts = np.zeros((STRIP, gaps.shape[1]), np.int32)
    west_of, share_of = np.zeros(wide, np.int32), np.zeros(wide, np.float32)
    for column in range(wide):
        west_of[column] = (column + shift) // node
        share_of[column] = np.float32((column + shift) % node) * share_of_node
    for strip in range(start, stop):
        # The first row of pixels of the strip within the picture, and the rows of it that are there.
        head = (north + strip) * STRIP - top
        row_0, row_1 = max(0, -head), min(STRIP, high - head)
        rows = int(apart[strip])
        fill_gaps(obstacles, eye, rays, head, row_0, row_1, gaps, gap_counts)
        near, far = edges[sheets], zero
        for row in range(row_0, row_1):
            for column in range(wide):
                near = min(near, rays[head + row, column, _NEAR])
                far = max(far, rays[head + row, column, _FAR])
        first, last = 0, sheets
        while first < sheets and edges[first + 1] <= near:
            first += 1
        while last > first and edges[last - 1] >= far:
            last -= 1
        fill_nodes(
            max(first - 1, 0), last, row_0 // rows, (row_1 - 1) // rows + 2, count, head + top, west * node,
            eye, matter, node, rows, edges, gain, cut, coarse, slow, spread, lost, table, cells, tiles,
            stirring, turn, lives, stir, nodes,
        )  # fmt: skip
        share_of_rows = unity / np.float32(rows)
        state[:] = zero
        for sheet in range(first, last):
            low, high_ = edges[sheet], edges[sheet + 1]
            thin = unity / (high_ - low)
            off, slope = level_of(spread[sheet], matter), slope_of(lost[sheet], matter)
            for row in range(row_0, row_1):
                ray = head + row
                part = np.float32(row % rows) * share_of_rows
                one, other = nodes[sheet, row // rows], nodes[sheet, row // rows + 1]
                for n in range(count):
                    for m in range(PARTS):
                        line[n, m] = one[n, m] + part * (other[n, m] - one[n, m])
                if sheet > 0:
                    one, other = nodes[sheet - 1, row // rows], nodes[sheet - 1, row // rows + 1]
                for n in range(count):
                    for m in range(6):
                        nearer[n, m] = one[n, LIGHT + m] + part * (other[n, LIGHT + m] - one[n, LIGHT + m])
                        middle[n, m] = half * (nearer[n, m] + line[n, LIGHT + m])
                for column in range(wide):
                    # 0: light lost on the way, 1: depth, 2: optical depth; 3, 4, 5: noise and density at the
                    # nearer edge of a sheet, and of which; 6: what is seen to cover.
                    through = unity - state[row, column, 0]
                    if through < np.float32(SPENT):
                        continue
                    a, b = max(low, rays[ray, column, _NEAR]), min(high_, rays[ray, column, _FAR])
                    if b <= a:
                        continue
                    # What part of what lies farther is seen, and what part of this way is nearer.
                    behind, before_it = unity, unity
                    if held.shape[0] > 0 and held[ray, column, 0] < b:
                        behind = held[ray, column, 1]
                        before_it = max(held[ray, column, 0] - a, zero) / (b - a)
                        if behind <= zero and before_it <= zero:
                            continue
                    c, f = west_of[column], share_of[column]
                    if matter.heaped > zero and line[c, DENSE] + line[c + 1, DENSE] <= zero:
                        state[row, column, 4], state[row, column, 5] = zero, np.float32(sheet + 2)
                        continue
                    sx = line[c, STIR] + f * (line[c + 1, STIR] - line[c, STIR])
                    sy = line[c, STIR + 1] + f * (line[c + 1, STIR + 1] - line[c, STIR + 1])
                    sz = line[c, STIR + 2] + f * (line[c + 1, STIR + 2] - line[c, STIR + 2])
                    x = eye[0, 0] + high_ * rays[ray, column, _X]
                    y = eye[0, 1] + high_ * rays[ray, column, _Y]
                    z = eye[0, 2] + high_ * rays[ray, column, _Z]
                    if coarse[sheet] < 0:
                        which = cut[sheet, 0]
                        large = gain[sheet, 0] * large_eddies(tiles, which, turn, lives, x, y, z, sx, sy, sz)
                    else:
                        large = line[c, NOISE] + f * (line[c + 1, NOISE] - line[c, NOISE])
                    # From the nearer edge of a sheet to its farther one everything changes evenly.
                    within = (half * (a + b) - low) * thin
                    known = state[row, column, 5] == np.float32(sheet + 1)
                    if known:
                        noise = state[row, column, 3] + within * (large - state[row, column, 3])
                    else:
                        noise = large
                    if matter.heaped > zero:
                        base, thick_1, thick_2 = b - a, unity, unity
                        most = (
                            max(line[c, DENSE], line[c + 1, DENSE], state[row, column, 4] if known else zero)
                            * base
                        )
                    else:
                        raised = top_of(noise, matter)
                        if matter.fronted > zero:
                            away = -(eye[0, 2] + half * (a + b) * rays[ray, column, _Z])
                            into = (away - matter.front + noise * matter.soft) / matter.soft
                            raised *= nose_of(into, matter)
                        lower = unity / raised
                        y1 = (eye[0, 1] + a * rays[ray, column, _Y]) * lower
                        y2 = (eye[0, 1] + b * rays[ray, column, _Y]) * lower
                        rise = abs(y2 - y1)
                        thick_1 = at_height(table, 0, y1, matter.entries)
                        thick_2 = at_height(table, 0, y2, matter.entries)
                        if rise * matter.entries < unity:
                            base = at_height(table, 0, half * (y1 + y2), matter.entries) * (b - a)
                        else:
                            upper = at_height(table, 1, max(y1, y2), matter.entries)
                            base = (at_height(table, 1, min(y1, y2), matter.entries) - upper) / rise * (b - a)
                        if matter.fronted > zero:
                            into = min(max(into, zero), unity)
                            base *= into * into * (np.float32(3.0) - np.float32(2.0) * into)
                        most = base
                    sum_ = large + line[c, SMALL] + f * (line[c + 1, SMALL] - line[c, SMALL])
                    # What hardly shows takes small eddies by and by: no line is seen where they begin.
                    if matter.uneven + matter.torn > zero:
                        shown = matter.extinction * most * through / np.float32(_FAINT)
                        for level in range(slow[sheet] + 1, levels):
                            if cut[sheet, level] < 0:
                                break
                            small = min(shown * gain[sheet, level] - unity, unity)
                            if small <= zero:
                                continue
                            sum_ += (
                                small
                                * gain[sheet, level]
                                * small_eddies(
                                    tiles, cut[sheet, level], turn, lives, sheet, level, x, y, z, sx, sy, sz
                                )
                            )
                    if matter.heaped > zero:
                        puffs = line[c, DENSE] + f * (line[c + 1, DENSE] - line[c, DENSE])
                        dense = puffs * amount(sum_ + worn(puffs, matter), off, slope, matter)
                    else:
                        dense = amount(sum_, off, slope, matter)
                    before = state[row, column, 4] if known else dense
                    state[row, column, 3], state[row, column, 4], state[row, column, 5] = (
                        large,
                        dense,
                        np.float32(sheet + 2),
                    )
                    thick = matter.extinction * base * (before + within * (dense - before))
                    if len(obstacles) > 0 and gap_counts[row, column] > 0:
                        thick *= open_share(gaps[row, column], gap_counts[row, column], a, b)
                    if thick <= zero:
                        continue
                    if thick < np.float32(THIN):
                        # A few terms of the series are as good, and where the light is met hardly matters.
                        stopped = thick * (unity - half * thick * (unity - third * thick))
                        met = half * (a + b)
                        share = seen_of(through, stopped, thick, before_it, behind)
                        for side in range(6):
                            light = middle[c, side] + f * (middle[c + 1, side] - middle[c, side])
                            sides[ray, column, side] += share * light
                    else:
                        stopped = unity - np.exp(-thick)
                        # On average light is stopped later where it thickens on the way, and earlier where
                        # little gets through.
                        thick_1 *= before + (a - low) * thin * (dense - before)
                        thick_2 *= before + (b - low) * thin * (dense - before)
                        place = third * (thick_1 + thick_2 + thick_2) / (thick_1 + thick_2 + tiny)
                        place *= np.float32(2.0) * (unity / thick - (unity - stopped) / stopped)
                        met = a + place * (b - a)
                        within = (met - low) * thin
                        share = seen_of(through, stopped, thick, before_it, behind)
                        for side in range(6):
                            n = LIGHT + side
                            light = nearer[c, side] + f * (nearer[c + 1, side] - nearer[c, side])
                            farther = line[c, n] + f * (line[c + 1, n] - line[c, n])
                            sides[ray, column, side] += share * (light + within * (farther - light))
                    state[row, column, 0] += through * stopped
                    if behind < unity:
                        # What is nearer is met in the middle of its way, what is farther where it must be.
                        near_met = seen_of(through, stopped, thick, before_it, zero)
                        near_met *= a + half * before_it * (b - a)
                        state[row, column, 1] += near_met + behind * (through * stopped * met - near_met)
                        thick *= before_it + behind * (unity - before_it)
                    else:
                        state[row, column, 1] += share * met
                    state[row, column, 2] += thick
                    state[row, column, 6] += share
        for row in range(row_0, row_1):
            at = head + row
            for column in range(wide):
                cover[at, column, 0] = state[row, column, 6]
                depth[at, column, 0] = state[row, column, 1]
                opacity[at, column, 0] = state[row, column, 2]
