"""EXR of luminance and chroma as red, green and blue: OpenImageIO refuses channels of half the size.

It reads with OpenEXR what `luminance_chroma` makes colour of; all else of EXR is in `exr`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR

from ..wire.errors import BadPicture, DamagedPicture
from ..wire.frozen import FrozenMap
from ..wire.picture import Window
from ..wire.rate import Rate
from ..wire.timecode import Timecode
from .exr_header import Header, kept_attributes
from .exr_layout import layout_fault
from .luminance_chroma import Half, rgb_of_luminance_chroma
from .picture import RGB, RGBA

_CHROMA = ("RY", "BY")


@dataclass(frozen=True)
class ChromaPicture:
    """What such a file holds: its header with the channels R, G, B (and A), and their pixels in float16."""

    header: Header
    pixels: Half


def chroma_header(path: Path) -> Header:
    """The header, with R, G and B (and A) as its channels; raises as `read_chroma`."""
    return _header(_opened(path, header_only=True), path)


def read_chroma(path: Path) -> ChromaPicture:
    """Header and pixels; raises `DamagedPicture`, and `BadPicture` for other channels of another sampling."""
    if fault := layout_fault(path):
        raise DamagedPicture(f"{path.name} is damaged: {fault}.", where=str(path))
    file = _opened(path)
    header = _header(file, path)
    channels = file.channels()
    corners = file.header().get("chromaticities")
    y, ry, by = (channels[name].pixels for name in ("Y", *_CHROMA))
    rgb = rgb_of_luminance_chroma(y, ry, by, corners)
    if "A" not in channels:
        return ChromaPicture(header, rgb)
    alpha = channels["A"].pixels.astype(np.float16)[..., None]
    return ChromaPicture(header, np.concatenate([rgb, alpha], axis=-1))


def _opened(path: Path, *, header_only: bool = False) -> Any:
    try:
        file = OpenEXR.File(str(path), header_only=header_only)
    except (RuntimeError, ValueError, OSError, MemoryError, IndexError) as problem:
        line = str(problem).strip().splitlines()[-1:] or ["no reason given"]
        raise DamagedPicture(f"{path.name} cannot be read: {line[0][:160]}.", where=str(path)) from None
    if len(file.parts) > 1:
        raise _odd(path)
    return file


def _header(file: Any, path: Path) -> Header:
    values = file.header()
    sampling = {channel.name: (channel.xSampling, channel.ySampling) for channel in values["channels"]}
    halved = {name for name, by in sampling.items() if by != (1, 1)}
    if halved != set(_CHROMA) or "Y" not in sampling or any(sampling[name] != (2, 2) for name in _CHROMA):
        raise _odd(path)
    corners = values.get("chromaticities")
    rate = values.get("framesPerSecond")
    names = RGBA if "A" in sampling else RGB
    return Header(
        channels=names,
        depth="half",
        compression=values["compression"].name.partition("_")[0].lower(),
        data_window=_window(values["dataWindow"]),
        display_window=_window(values["displayWindow"]),
        pixel_aspect=float(values.get("pixelAspectRatio", 1.0)),
        rate=Rate(rate.numerator, rate.denominator) if isinstance(rate, Fraction) and rate > 0 else None,
        timecode=_timecode(values.get("timeCode")),
        chromaticities=tuple(corners) if corners is not None and len(corners) == 8 else None,
        attributes=FrozenMap(
            kept_attributes({k: v for k, v in values.items() if isinstance(v, str | float)})
        ),
        depths=("half",) * len(names),
    )


def _window(box: Any) -> Window:
    (left, top), (right, bottom) = ((int(x), int(y)) for x, y in box)
    return Window(left, top, right - left + 1, bottom - top + 1)


def _timecode(code: Any) -> Timecode | None:
    try:
        return Timecode(code.hours, code.minutes, code.seconds, code.frame, bool(code.dropFrame))
    except (AttributeError, ValueError):
        return None


def _odd(path: Path) -> BadPicture:
    return BadPicture(
        f"{path.name} holds channels of several sizes that are not Y, RY and BY.",
        remedy="Write it as R, G and B, all of one size.",
        where=str(path),
    )
