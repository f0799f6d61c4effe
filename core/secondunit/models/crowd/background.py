"""The clean background of a crowd: at each pixel what most looks at it agree on.

Looks are frames of all passes, laid on one frame of the plate. Where somebody stands still through a whole
pass as many looks see the person as see the ground: there the pass is taken whose picture has no outline
around the place. What no look can have seen is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.clean_plate.coding import decode, encode
from secondunit.models.clean_plate.compile import kernel
from secondunit.models.matte.cut_out import spread

from .noise import LEAST, blurred, measured
from .passes import Mask, Pixels
from .shadow import DARK, LIGHT, SAME, light_left, likeness

#: Looks agree within so many deviations of their grain, and part of what the picture rises by a pixel.
_SIGMAS, _RISE = 3.5, 0.3
#: A second group this strong against the first leaves open which is the ground.
_RIVAL = 0.6
#: An outline that is this near to the strongest one leaves it open for good.
_OPEN = 0.6
#: An outline so many times as strong as what is seen around is somebody's.
_OUTLINED = 1.35
#: A pass shows the ground where every other shows somebody in so much more of what is around a place.
_SHARE = 0.15
#: An outline counts by how near it is: parts of the square root of a place's area, and their weights.
_NEARNESS = ((0.12, 1.0), (0.4, 1e-2), (1.2, 1e-4))
#: And by the whole place's, so much.
_WHOLE = 0.3
#: Somebody who is seen beside a place counts so many times as much as an outline of one.
_APART = 4.0
#: Rows that are worked on at once.
_ROWS = 64


@dataclass(frozen=True)
class GroundLook:
    """One look at the background: codes (height, width, 3) float16, where there are any, of which pass."""

    codes: npt.NDArray[np.float16]
    there: Mask
    number: int


@dataclass(frozen=True)
class Background:
    """`codes` (height, width, 3) float32, and what nobody saw (height, width)."""

    codes: Pixels
    never_seen: Mask


def background_of(looks: Sequence[GroundLook]) -> Background:
    """The background that the looks agree on; at least one is needed, and the first is the plate's own."""
    height, width = looks[0].there.shape
    tolerance = _tolerance(looks)
    codes, lit = (np.empty((height, width, 3), np.float32) for _ in range(2))
    first, second = (np.empty((height, width), np.int32) for _ in range(2))
    enough = max(2, len(looks) // 6) if len(looks) > 3 else 1
    for top in range(0, height, _ROWS):
        rows = slice(top, top + _ROWS)
        stack = np.stack([look.codes[rows] for look in looks]).astype(np.float32)
        there = np.stack([look.there[rows] for look in looks])
        _vote(stack, there, tolerance[rows], enough, codes[rows], lit[rows], first[rows], second[rows])
    unshaded = _unshaded(codes, lit, tolerance)
    codes[unshaded] = lit[unshaded]
    never = first < min(enough, len(looks))
    rivals = (second >= _RIVAL * first) & (first > 0) & ~never & ~unshaded
    settled = ~rivals
    rivals = cv2.morphologyEx(rivals.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    if rivals.any() and len({look.number for look in looks}) > 1:
        never |= _settled(looks, tolerance, rivals, settled, codes)
    if never.any() and not never.all():
        codes[never] = spread(codes, (~never).astype(np.float32))[never]
    return Background(codes, never)


def _tolerance(looks: Sequence[GroundLook]) -> Pixels:
    """Within what two looks agree, (height, width), in codes."""
    firsts = list({look.number: look for look in reversed(looks)}.values())[::-1]
    if len(firsts) == 1:
        return np.full(looks[0].there.shape, 4 * LEAST, np.float32)
    codes = [look.codes.astype(np.float32) for look in firsts]
    # Dark clothes are much of what is dark in the look that has them: exposure goes by what most passes show.
    middle = np.median(codes, axis=0).astype(np.float32) if len(codes) > 2 else codes[0]
    shared = firsts[0].there & firsts[1].there
    calm = blurred(middle, 1.2)
    noise = [measured(codes[0] - codes[1], one, shared).at(calm) for one in (middle, codes[1])]
    rise = np.hypot(
        cv2.Sobel(calm, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(calm, cv2.CV_32F, 0, 1, scale=0.125)
    )
    return np.asarray((_SIGMAS * np.minimum(*noise) + _RISE * rise).max(axis=2), np.float32)


def _unshaded(codes: Pixels, lit: Pixels, tolerance: Pixels) -> Mask:
    """Where what most looks agree on is a shadow on what fewer show, all in codes."""
    height = codes.shape[0]
    shaded, light = decode(codes), decode(lit)
    left = light_left(shaded, light, height)
    apart = blurred(codes - encode(light * left[..., None]), 1.0)
    alike = np.abs(apart).max(axis=2) < tolerance
    dark = alike & (left > DARK) & (left < LIGHT) & (codes < lit).all(axis=2)
    dark &= likeness(codes, lit, height) > SAME
    return cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0


@kernel
def _vote(  # type: ignore[no-untyped-def]
    stack, there, tolerance, enough, codes, lit, first, second
) -> None:
    """Fill in, of looks (count, rows, width, 3), the mean of the largest group that agrees with one look,
    that of the brightest of `enough` that is brighter, else the same again, how many the first are, and how
    many agree with the best of the others.
    """
    count, rows, width, _ = stack.shape
    near = np.empty((count, count), np.bool_)
    for y in range(rows):
        for x in range(width):
            most, best = 0, -1
            for i in range(count):
                votes = 0
                for j in range(count):
                    if j < i:
                        close = near[j, i]
                    else:
                        close = there[i, y, x] and there[j, y, x]
                        for channel in range(3):
                            if abs(stack[i, y, x, channel] - stack[j, y, x, channel]) > tolerance[y, x]:
                                close = False
                    near[i, j] = close
                    if close:
                        votes += 1
                if votes > most:
                    most, best = votes, i
            first[y, x] = most
            rival, bright, brightest = 0, -1, 0.0
            for i in range(count):
                if best >= 0 and not near[best, i]:
                    votes = 0
                    for j in range(count):
                        if near[i, j] and not near[best, j]:
                            votes += 1
                    rival = max(rival, votes)
                    if votes >= enough:
                        above, light = True, 0.0
                        for channel in range(3):
                            above = above and stack[i, y, x, channel] > stack[best, y, x, channel]
                            light += stack[i, y, x, channel]
                        if above and light > brightest:
                            bright, brightest = i, light
            second[y, x] = rival
            if best < 0:
                for channel in range(3):
                    codes[y, x, channel] = stack[0, y, x, channel]
                    lit[y, x, channel] = stack[0, y, x, channel]
                continue
            for channel in range(3):
                total, members = 0.0, 0
                for j in range(count):
                    if near[best, j]:
                        total += stack[j, y, x, channel]
                        members += 1
                mean = total / members
                total, members = 0.0, 0
                # Once more without what is farthest: somebody's soft edge agrees only just.
                for j in range(count):
                    if near[best, j] and abs(stack[j, y, x, channel] - mean) <= 0.5 * tolerance[y, x]:
                        total += stack[j, y, x, channel]
                        members += 1
                codes[y, x, channel] = total / members if members else mean
                lit[y, x, channel] = codes[y, x, channel]
                if bright >= 0:
                    total, members = 0.0, 0
                    for j in range(count):
                        if near[bright, j] and not near[best, j]:
                            total += stack[j, y, x, channel]
                            members += 1
                    lit[y, x, channel] = total / members


def _settled(
    looks: Sequence[GroundLook], tolerance: Pixels, rivals: Mask, settled: Mask, codes: Pixels
) -> Mask:
    """Settle in `codes` which pass shows the ground where groups are equally strong; give what stays open."""
    height = rivals.shape[0]
    reach = max(2, round(height / 270))
    apart = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    places = cv2.morphologyEx(rivals.astype(np.uint8), cv2.MORPH_CLOSE, apart)
    modes = [_mode(looks, number, tolerance) for number in sorted({look.number for look in looks})]
    edges = [np.asarray(cv2.dilate(_outline(mode), apart), np.float32) for mode, _ in modes]
    common = np.minimum.reduce(edges)
    ring = cv2.dilate(places, apart) - places
    open_places = np.zeros(rivals.shape, np.bool_)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(places, connectivity=8)
    for label in range(1, count):
        left, top, wide, tall, area = (int(value) for value in boxes[label])
        edge = 3 * reach
        window = (
            slice(max(0, top - edge), top + tall + edge),
            slice(max(0, left - edge), left + wide + edge),
        )
        here = labels[window] == label
        near = cv2.dilate(here.astype(np.uint8), apart) > 0
        weight = (ring[window] > 0) & near
        under = _spread_out(weight.astype(np.float32), area) + np.float32(1e-12)
        outlines, costs, shares = [], [], []
        known = max(int((weight & settled[window]).sum()), 1)
        for (mode, valid), outline in zip(modes, edges, strict=True):
            # A pass that shows somebody around the place shows somebody in it.
            apart_from = np.abs(mode[window] - codes[window]).max(axis=2) > tolerance[window]
            apart_from &= settled[window]
            shares.append(float((apart_from & weight).sum()) / known)
            over = np.where(weight, outline[window] - common[window] + _APART * apart_from, 0.0).astype(
                np.float32
            )
            whole = float(over[weight].mean()) if weight.any() else 0.0
            cost = _spread_out(over, area) / under + np.float32(_WHOLE * whole)
            outlines.append(_spread_out(np.where(weight, outline[window], np.float32(0.0)), area) / under)
            costs.append(np.where(valid[window], cost, np.float32(1e6)))
        stacked = np.stack(costs)
        least_share, next_share = sorted(shares)[:2]
        sure = next_share > 2.0 * least_share + _SHARE
        if sure:
            stacked[shares.index(least_share)] = -1.0
        order = np.argsort(stacked, axis=0, kind="stable")
        chosen = np.stack([mode[window] for mode, _ in modes])
        ground = np.take_along_axis(chosen, order[:1, ..., None], axis=0)[0]
        inside = cv2.dilate(here.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        inside |= near & ~settled[window]
        codes[window][inside] = ground[inside]
        least, next_least = (np.take_along_axis(stacked, order[at : at + 1], axis=0)[0] for at in (0, 1))
        around = np.stack(outlines)
        own = np.take_along_axis(around, order[:1], axis=0)[0]
        away = ~near & settled[window]
        texture = np.median([outline[window][away].mean() for outline in edges]) if away.any() else 0.0
        outlined = (own > _OUTLINED * texture) & (own > _OPEN * around.max(axis=0))
        if not sure:
            open_places[window] |= here & ((least > _OPEN * next_least) | outlined)
    return open_places


def _spread_out(values: Pixels, area: int) -> Pixels:
    """What stands near each pixel of a place of so many pixels, the nearest by far the most."""
    out = np.zeros_like(values)
    for share, part in _NEARNESS:
        out += np.float32(part) * cv2.GaussianBlur(values, (0, 0), max(2.0, share * area**0.5))
    return out


def _mode(looks: Sequence[GroundLook], number: int, tolerance: Pixels) -> tuple[Pixels, Mask]:
    """What a pass shows most of the time, and where it shows anything."""
    own = [look for look in looks if look.number == number]
    height, width = tolerance.shape
    codes = np.empty((height, width, 3), np.float32)
    first, second = (np.empty((height, width), np.int32) for _ in range(2))
    stack = np.stack([look.codes for look in own]).astype(np.float32)
    there = np.stack([look.there for look in own])
    _vote(stack, there, tolerance, len(own) + 1, codes, np.empty_like(codes), first, second)
    return codes, first > 0


def _outline(codes: Pixels) -> Pixels:
    """How fast a picture changes, (height, width)."""
    calm = blurred(codes, 1.0)
    across, down = cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)
    return np.asarray(np.sqrt((across**2 + down**2).sum(axis=2)), np.float32)
