"""Colour conversion of pixels between named spaces of an OCIO config.

Pixels are converted in place and by rows, on several threads, so that no second picture is needed. It may
not open files. A space is a name in a config; see `config`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import PyOpenColorIO as ocio

from ..wire.errors import BadColor, WrongChannels
from .config import Config
from .picture import RGB, RGBA, Picture, Pixels
from .rows import RowChange, by_rows
from .tables import require_tables

_Apply = Callable[[npt.NDArray[Any]], None]


@dataclass(frozen=True)
class Conversion:
    """A ready conversion from `source` to `target`.

    `linear` says that it is one matrix without offset (or nothing), so that it may be applied to
    premultiplied colour as it is; any other is applied to colour divided by alpha.
    """

    source: str
    target: str
    linear: bool
    nothing: bool
    processor: Any

    def apply(self, pixels: Pixels, *, premultiplied: bool = True, threads: int = 0) -> Pixels:
        """Convert `pixels` in place and return them; (height, width, 3 or 4) float32 or float16, contiguous.

        Alpha, the fourth channel, is never touched. With `premultiplied`, a conversion that is not linear is
        applied to colour / alpha and the result multiplied by alpha; where alpha is 0, light without cover,
        colour is converted as it is. An array that is not contiguous or is read-only is copied first.
        `threads` 0 means one for each core.
        """
        if pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
            raise WrongChannels(f"Colour has 3 or 4 channels; this has the shape {pixels.shape}.")
        if not (pixels.flags.c_contiguous and pixels.flags.writeable):
            pixels = np.array(pixels, order="C")
        if not self.nothing and pixels.size:
            by_rows(
                pixels,
                lambda rows: self.convert_rows(pixels[rows], premultiplied=premultiplied),
                threads=threads,
            )
        return pixels

    def convert_rows(self, rows: Pixels, *, premultiplied: bool = True) -> None:
        """Convert a few rows in place, as `apply` does; contiguous and writeable."""
        if self.nothing:
            return
        divide = premultiplied and rows.shape[2] == 4 and not self.linear
        if not divide or bool((rows[..., 3] == 1).all()):
            cpu_of(self.processor, rows.dtype == np.float16)(rows)
        else:
            _divided(rows, cpu_of(self.processor, False))


def conversion(source: str, target: str, config: Config) -> Conversion:
    """The conversion between two spaces of one config, kept ready. Raises `UnknownColorSpace`, `BadColor`."""
    first, last = config.space(source), config.space(target)
    if first.is_data or last.is_data:
        return Conversion(first.name, last.name, True, True, None)
    return _conversion(first.name, last.name, config)


def convert(
    pixels: Pixels, source: str, target: str, config: Config, *, premultiplied: bool = True, threads: int = 0
) -> Pixels:
    """Convert `pixels` in place where possible and return them; see `Conversion.apply`."""
    return conversion(source, target, config).apply(pixels, premultiplied=premultiplied, threads=threads)


def convert_picture(picture: Picture, source: str, target: str, config: Config) -> Picture:
    """A picture with the colour of every layer converted; the pixels of `picture` stay as they are.

    Colour is what is named R, G and B in a layer, with the A of that layer. All else (depth, motion, density,
    alpha) is data and is kept bit for bit.
    """
    pixels = picture.pixels.copy()
    change = row_change(picture, source, target, config)
    if change is not None and pixels.size:
        by_rows(pixels, lambda rows: change(pixels[rows]), channels=len(RGBA))
    return replace(picture, pixels=pixels)


def row_change(picture: Picture, source: str, target: str, config: Config) -> RowChange | None:
    """What converts rows of all channels of `picture` in place, as of `convert_picture`; None for nothing."""
    way = conversion(source, target, config)
    layers = []
    for layer in picture.layers:
        prefix = f"{layer}." if layer else ""
        names = [prefix + name for name in (RGBA if prefix + "A" in picture.channels else RGB)]
        if all(name in picture.channels for name in names):
            layers.append([picture.channels.index(name) for name in names])
    if way.nothing or not layers:
        return None
    if layers == [list(range(len(picture.channels)))]:
        return way.convert_rows

    def change(rows: Pixels) -> None:
        for places in layers:
            color = np.ascontiguousarray(rows[..., places])
            way.convert_rows(color)
            rows[..., places] = color

    return change


def _divided(block: Pixels, apply: _Apply) -> None:
    # In float32 also for half pixels, so that they are rounded once.
    work = block.astype(np.float32)
    color, alpha = work[..., :3], block[..., 3:].astype(np.float32)
    covered = alpha != 0
    np.divide(color, alpha, out=color, where=covered)
    apply(work)
    np.multiply(color, alpha, out=color, where=covered)
    block[..., :3] = color


@functools.lru_cache(maxsize=64)
def _conversion(source: str, target: str, config: Config) -> Conversion:
    require_tables(config)
    try:
        processor = config.ocio.getProcessor(source, target)
    except ocio.Exception as problem:
        raise BadColor(f"There is no way from {source} to {target}: {str(problem)[:200]}") from problem
    identity = source == target or bool(processor.isNoOp())
    return Conversion(source, target, identity or _is_matrix(processor), identity, processor)


def _is_matrix(processor: Any) -> bool:
    group = processor.getOptimizedProcessor(ocio.OPTIMIZATION_DEFAULT).createGroupTransform()
    return all(
        isinstance(part, ocio.MatrixTransform)
        and not any(part.getOffset())
        and not any(part.getMatrix()[3 + 4 * row] for row in range(3))
        and part.getMatrix()[12:] == [0.0, 0.0, 0.0, 1.0]
        for part in group
    )


@functools.lru_cache(maxsize=128)
def cpu_of(processor: Any, half: bool) -> _Apply:
    """A function that runs an OCIO processor in place on a contiguous float16 (`half`) or float32 block."""
    kind = ocio.BIT_DEPTH_F16 if half else ocio.BIT_DEPTH_F32
    cpu = processor.getOptimizedCPUProcessor(kind, kind, ocio.OPTIMIZATION_DEFAULT)

    def apply(block: npt.NDArray[Any]) -> None:
        height, width, count = block.shape
        size = block.itemsize
        cpu.apply(
            ocio.PackedImageDesc(block, width, height, count, kind, size, size * count, size * count * width)
        )

    return apply
