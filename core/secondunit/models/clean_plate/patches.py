"""What no frame saw, made of patches of what was seen nearby.

The randomised search of C. Barnes et al., "PatchMatch", SIGGRAPH 2009, in the scheme of Y. Wexler, E.
Shechtman and M. Irani, "Space-time completion of video", PAMI 2007: coarse to fine, nearest patches and
votes in turn. Chance comes of a counter and a seed, in one order: the same input gives the same bits.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .compile import kernel
from .hole import bounds, widen
from .membrane import spread
from .plate import Mask, Pixels, floats

#: Half a patch, in pixels.
_REACH = 3
_AROUND = 72
_ROUNDS = 4
Nearest = npt.NDArray[np.int32]


def fill(code: Pixels, known: Mask, wanted: Mask, seed: int = 1) -> Pixels:
    """Codes (height, width, 3) in which every wanted pixel that is not known is made of known ones.

    Where too little is known for a patch, what is known spreads smoothly.
    """
    box = bounds(wanted & ~known)
    if box is None:
        return code
    cut = box.grown(_AROUND, known.shape).cut
    out = code.copy()
    piece, seen = code[cut], known[cut]
    filled = _pyramid(piece, seen, seed)
    out[cut] = np.where((wanted & ~known)[cut][..., None], filled, piece)
    return out


def _pyramid(code: Pixels, known: Mask, seed: int) -> Pixels:
    pictures, masks = [code], [known]
    while len(pictures) < 6 and min(pictures[-1].shape[:2]) >= 8 * _REACH and _thickness(masks[-1]) > _REACH:
        picture, weight = pictures[-1], masks[-1].astype(np.float32)
        size = (max(picture.shape[1] // 2, 1), max(picture.shape[0] // 2, 1))
        share = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA))
        small = np.asarray(cv2.resize(picture * weight[..., None], size, interpolation=cv2.INTER_AREA))
        pictures.append(floats(small / np.maximum(share, 1e-6)[..., None]))
        masks.append(share > 0.999)
    smooth = spread(pictures[-1] * masks[-1][..., None], masks[-1].astype(np.float32))
    now = np.where(masks[-1][..., None], pictures[-1], smooth).astype(np.float32)
    nearest: Nearest | None = None
    for level in range(len(pictures) - 1, -1, -1):
        picture, mask = pictures[level], masks[level]
        if level < len(pictures) - 1:
            size = (picture.shape[1], picture.shape[0])
            above = np.asarray(cv2.resize(now, size, interpolation=cv2.INTER_LINEAR))
            now = np.where(mask[..., None], picture, above).astype(np.float32)
        now, nearest = _level(now, mask, nearest, seed + level, level == 0)
    return now


def _level(
    now: Pixels, known: Mask, nearest: Nearest | None, seed: int, last: bool
) -> tuple[Pixels, Nearest | None]:
    source = _whole(known)
    targets = widen(~known, _REACH + 1)
    targets[:_REACH] = targets[-_REACH:] = False
    targets[:, :_REACH] = targets[:, -_REACH:] = False
    places = np.argwhere(source).astype(np.int32)
    if len(places) < 30 or not targets.any():
        return now, None
    height, width = known.shape
    if nearest is None:
        chance = np.random.default_rng(seed)
        field = places[chance.integers(len(places), size=(height, width))]
    else:
        rows, columns = np.arange(height) // 2, np.arange(width) // 2
        rows, columns = rows.clip(max=nearest.shape[0] - 1), columns.clip(max=nearest.shape[1] - 1)
        field = nearest[rows][:, columns] * 2 + np.moveaxis(np.mgrid[:height, :width] % 2, 0, 2)
        field = field.clip(0, (height - 1, width - 1)).astype(np.int32)
        wrong = ~source[field[..., 0], field[..., 1]]
        chance = np.random.default_rng(seed)
        field[wrong] = places[chance.integers(len(places), size=int(wrong.sum()))]
    field = np.ascontiguousarray(field)
    rounds = _ROUNDS if not last else 2
    for turn in range(rounds):
        cost = np.full((height, width), np.inf, np.float32)
        search(now, source, targets, field, cost, seed * 1000 + turn)
        now = vote(now, known, targets, field, cost, last and turn == rounds - 1)
    return now, field


@kernel
def distance(now: Pixels, row: int, column: int, other_row: int, other_column: int, best: float) -> float:
    """The squared difference of two patches, given up where it passes `best`."""
    total = 0.0
    for down in range(-_REACH, _REACH + 1):
        for across in range(-_REACH, _REACH + 1):
            for channel in range(3):
                rest = (
                    now[row + down, column + across, channel]
                    - now[other_row + down, other_column + across, channel]
                )
                total += rest * rest
        if total >= best:
            return total
    return total


@kernel
def search(now: Pixels, source: Mask, targets: Mask, field: Nearest, cost: Pixels, seed: int) -> None:
    """Two sweeps of propagation and random search; `field` and `cost` are written."""
    height, width = targets.shape
    for row in range(height):
        for column in range(width):
            if targets[row, column]:
                cost[row, column] = distance(
                    now, row, column, field[row, column, 0], field[row, column, 1], 1e30
                )
    state = np.uint64(seed * 2654435761 + 88172645463325252)
    for sweep in range(2):
        step = 1 if sweep == 0 else -1
        for index in range(height * width):
            place = index if sweep == 0 else height * width - 1 - index
            row, column = place // width, place % width
            if not targets[row, column]:
                continue
            best = cost[row, column]
            for side in range(2):
                other_row, other_column = row - step * (1 - side), column - step * side
                if not (0 <= other_row < height and 0 <= other_column < width):
                    continue
                if not targets[other_row, other_column]:
                    continue
                down = field[other_row, other_column, 0] + step * (1 - side)
                across = field[other_row, other_column, 1] + step * side
                if 0 <= down < height and 0 <= across < width and source[down, across]:
                    value = distance(now, row, column, down, across, best)
                    if value < best:
                        best = value
                        field[row, column, 0], field[row, column, 1] = down, across
            reach = max(height, width)
            while reach >= 1:
                state ^= state << np.uint64(13)
                state ^= state >> np.uint64(7)
                state ^= state << np.uint64(17)
                down = field[row, column, 0] + np.int64(state >> np.uint64(40)) % (2 * reach + 1) - reach
                across = (
                    field[row, column, 1]
                    + np.int64((state >> np.uint64(8)) & np.uint64(0xFFFFFF)) % (2 * reach + 1)
                    - reach
                )
                if 0 <= down < height and 0 <= across < width and source[down, across]:
                    value = distance(now, row, column, down, across, best)
                    if value < best:
                        best = value
                        field[row, column, 0], field[row, column, 1] = down, across
                reach //= 2
            cost[row, column] = best


@kernel
def vote(now: Pixels, known: Mask, targets: Mask, field: Nearest, cost: Pixels, sharp: bool) -> Pixels:
    """Each unknown pixel as the mean of what the patches over it say, the better ones louder; of the best
    one alone where `sharp`.
    """
    height, width = known.shape
    out = now.copy()
    for row in range(height):
        for column in range(width):
            if known[row, column]:
                continue
            least = 1e30
            for down in range(-_REACH, _REACH + 1):
                for across in range(-_REACH, _REACH + 1):
                    y, x = row + down, column + across
                    if 0 <= y < height and 0 <= x < width and targets[y, x] and cost[y, x] < least:
                        least = cost[y, x]
            if least >= 1e30:
                continue
            total = 0.0
            red, green, blue = 0.0, 0.0, 0.0
            for down in range(-_REACH, _REACH + 1):
                for across in range(-_REACH, _REACH + 1):
                    y, x = row + down, column + across
                    if not (0 <= y < height and 0 <= x < width) or not targets[y, x]:
                        continue
                    worse = (cost[y, x] - least) / (0.5 * least + 1e-3)
                    weight = np.exp(-(8.0 if sharp else 1.0) * worse)
                    if sharp:
                        weight *= np.exp(-0.7 * (down * down + across * across))
                    source_row, source_column = field[y, x, 0] - down, field[y, x, 1] - across
                    total += weight
                    red += weight * now[source_row, source_column, 0]
                    green += weight * now[source_row, source_column, 1]
                    blue += weight * now[source_row, source_column, 2]
            if total > 0.0:
                out[row, column, 0] = red / total
                out[row, column, 1] = green / total
                out[row, column, 2] = blue / total
    return out


def _whole(known: Mask) -> Mask:
    """Where a patch is wholly known and within the picture."""
    size = 2 * _REACH + 1
    whole = cv2.erode(known.view(np.uint8), np.ones((size, size), np.uint8), borderValue=0)
    answer = np.asarray(whole, np.uint8) > 0
    answer[:_REACH] = answer[-_REACH:] = False
    answer[:, :_REACH] = answer[:, -_REACH:] = False
    return np.asarray(answer, np.bool_)


def _thickness(known: Mask) -> float:
    if known.all() or not known.any():
        return 0.0
    return float(np.asarray(cv2.distanceTransform((~known).view(np.uint8), cv2.DIST_L2, 5)).max())
