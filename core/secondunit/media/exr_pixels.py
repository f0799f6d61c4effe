"""Pixels as an EXR file holds them: in its depth, all of them numbers, in the arrays that OpenEXR takes.

It goes over a picture by a few rows at a time, so that no second picture in float32 is needed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .half import HALF_MAX, to_half
from .picture import RGB, RGBA, Pixels
from .rows import RowChange, by_rows


def file_pixels(pixels: Pixels, depth: str, change: RowChange | None) -> tuple[Pixels, int, int, bool]:
    """Pixels in the depth of the file, how many were replaced and how many clamped, and whether all are 0."""
    most = HALF_MAX if depth == "half" else float(np.finfo(np.float32).max)
    kind = np.float16 if depth == "half" else np.float32
    if (
        change is None
        and pixels.dtype == kind
        and all(by_rows(pixels, lambda rows: _fits(pixels[rows], most)))
    ):
        return np.ascontiguousarray(pixels), 0, 0, not _any(pixels)
    out = np.empty(pixels.shape, kind)

    def fill(rows: slice) -> tuple[int, int, bool]:
        values, replaced, clamped = pixels[rows], 0, 0
        if change is not None:
            values = np.array(values, np.float32, order="C")
            change(values)
        if not _fits(values, most):
            replaced = int(np.count_nonzero(~np.isfinite(values)))
            clean = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=most, neginf=-most)
            clamped = int(np.count_nonzero(np.abs(clean) > most))
            values = np.clip(clean, -most, most)
        if kind is np.float16 and values.dtype != np.float16:
            to_half(values, out[rows])
        else:
            out[rows] = values
        return replaced, clamped, _any(out[rows])

    counts = by_rows(pixels, fill)
    replaced, clamped = sum(count[0] for count in counts), sum(count[1] for count in counts)
    return out, replaced, clamped, not any(count[2] for count in counts)


def _any(pixels: Pixels) -> bool:
    """Whether any value is not 0; numpy is slow to say so of halves."""
    if pixels.dtype != np.float16:
        return bool(pixels.any())
    bits: npt.NDArray[np.uint16] = pixels.view(np.uint16)
    return bool((bits[:1] & 0x7FFF).any()) or bool((bits & 0x7FFF).any())


def _fits(rows: Pixels, most: float) -> bool:
    if rows.dtype == np.float16:
        bits: npt.NDArray[np.uint16] = rows.view(np.uint16)
        return not bool(((bits & 0x7C00) == 0x7C00).any())
    # A NaN makes both extremes NaN, and no comparison with NaN holds.
    return bool(rows.max(initial=0.0) <= most and rows.min(initial=0.0) >= -most)


def file_arrays(channels: tuple[str, ...], pixels: Pixels) -> dict[str, Pixels]:
    """The pixels as OpenEXR takes them: each RGB or RGBA of a layer as one array, the others on their own."""
    arrays: dict[str, Pixels] = {}
    for layer in dict.fromkeys(name.rpartition(".")[0] for name in channels):
        prefix = f"{layer}." if layer else ""
        names = [name for name in channels if name.rpartition(".")[0] == layer]
        for group in (RGBA, RGB):
            members = [prefix + name for name in group]
            if all(name in names for name in members):
                arrays[layer or "".join(group)] = _taken(pixels, [channels.index(name) for name in members])
                names = [name for name in names if name not in members]
                break
        arrays |= {name: _taken(pixels, [channels.index(name)])[..., 0] for name in names}
    return arrays


def _taken(pixels: Pixels, places: list[int]) -> Pixels:
    if places == list(range(pixels.shape[2])):
        return pixels
    return np.ascontiguousarray(pixels[..., places])
