"""The header of an EXR: what it says beside the pixels, read from and written to OpenImageIO's spec.

It may not open a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import OpenImageIO as oiio

from ..wire.errors import PictureTooLarge
from ..wire.frozen import FrozenMap
from ..wire.picture import LARGEST_SIDE, Window
from ..wire.rate import Rate
from .picture import Picture
from .timecode import Timecode

#: Where our own attributes stand in a header: `secondunit:prompt`.
NAMESPACE = "secondunit:"
Chromaticities = tuple[float, float, float, float, float, float, float, float]

# Facts that have a field of their own in Header, or that only describe the file.
_OWN = {
    "compression", "PixelAspectRatio", "framesPerSecond", "FramesPerSecond", "smpte:TimeCode",
    "chromaticities", "screenWindowCenter", "screenWindowWidth", "DateTime", "Software", "name",
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """What the header of an EXR says: everything but the pixels.

    `depth` is `half`, `float` or `uint` (the widest of the channels); `attributes` are all others, ours too.
    """

    channels: tuple[str, ...]
    depth: str
    compression: str
    data_window: Window
    display_window: Window
    pixel_aspect: float = 1.0
    rate: Rate | None = None
    timecode: Timecode | None = None
    chromaticities: Chromaticities | None = None
    parts: int = 1
    attributes: Mapping[str, object] = FrozenMap()

    @property
    def provenance(self) -> dict[str, str]:
        """Our attributes, without their namespace."""
        return {
            name.removeprefix(NAMESPACE): str(value)
            for name, value in self.attributes.items()
            if name.startswith(NAMESPACE)
        }


def header_of(spec: Any) -> Header:
    """The header in the spec of an open file."""
    values = {attribute.name: attribute.value for attribute in spec.extra_attribs}
    formats = {str(kind) for kind in spec.channelformats} or {str(spec.format)}
    depth = next((kind for kind in ("float", "uint32", "uint") if kind in formats), "half")
    rational = values.get("framesPerSecond", values.get("FramesPerSecond"))
    bits = values.get("smpte:TimeCode")
    corners = values.get("chromaticities")
    attributes = {
        name: value
        for name, value in values.items()
        if name not in _OWN and not name.startswith(("oiio:", "openexr:"))
    }
    return Header(
        channels=tuple(spec.channelnames),
        depth="uint" if depth.startswith("uint") else depth,
        compression=str(values.get("compression", "none")).partition(":")[0],
        data_window=Window(spec.x, spec.y, spec.width, spec.height),
        display_window=Window(spec.full_x, spec.full_y, spec.full_width, spec.full_height),
        pixel_aspect=float(values.get("PixelAspectRatio", 1.0)),
        rate=_rate(rational),
        timecode=_timecode(bits),
        chromaticities=tuple(corners) if corners is not None and len(corners) == 8 else None,
        parts=int(values.get("oiio:subimages", 1)),
        attributes=FrozenMap(attributes),
    )


def _rate(value: object) -> Rate | None:
    if isinstance(value, tuple | list) and len(value) == 2 and value[0] > 0 and value[1] > 0:
        return Rate(int(value[0]), int(value[1]))
    if isinstance(value, float | int) and value > 0:
        # Some writers store a float; the nearest fraction with a small denominator is what they meant.
        nearest = Fraction(value).limit_denominator(1001)
        return Rate(nearest.numerator, nearest.denominator)
    return None


def _timecode(value: object) -> Timecode | None:
    try:
        return Timecode.unpacked(int(value[0])) if isinstance(value, tuple | list) else None
    except ValueError:
        return None


def spec_for(picture: Picture, depth: str, compression: str, level: float | None) -> Any:
    """The spec of a scanline file that holds `picture`; raises `PictureTooLarge`."""
    data, display = picture.data_window, picture.display_window
    if max(data.width, data.height) > LARGEST_SIDE:
        raise PictureTooLarge(f"{data} is larger than {LARGEST_SIDE} pixels a side.")
    spec = oiio.ImageSpec(data.width, data.height, len(picture.channels), depth)
    spec.channelnames = picture.channels
    spec.x, spec.y = data.x, data.y
    spec.full_x, spec.full_y = display.x, display.y
    spec.full_width, spec.full_height = display.width, display.height
    if level is None:
        level = 4 if compression == "zip" else 45
    spec.attribute("compression", f"{compression}:{level:g}")
    spec.attribute("PixelAspectRatio", float(picture.pixel_aspect))
    spec.attribute("Software", "Second Unit")
    return spec


def set_attribute(spec: Any, name: str, value: object) -> None:
    """Carry a header value over; a kind that has no plain form in EXR is left out."""
    if name in _OWN or name.startswith(("oiio:", "openexr:")):
        return
    if isinstance(value, str | int | float):
        spec.attribute(name, value)
    elif isinstance(value, tuple) and value and all(isinstance(item, float) for item in value):
        kind = {9: "matrix33", 16: "matrix"}.get(len(value), f"float[{len(value)}]")
        spec.attribute(name, kind, value)
