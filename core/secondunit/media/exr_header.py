"""The header of an EXR: what it says beside the pixels, from OpenImageIO's spec and to OpenEXR's attributes.

It may not open a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import OpenEXR

from ..wire.frozen import FrozenMap
from ..wire.picture import Window
from ..wire.rate import Rate
from ..wire.timecode import Timecode
from .exr_layout import SEAL, UNSEALED
from .picture import Picture

#: Where our own attributes stand in a header: `secondunit:prompt`.
NAMESPACE = "secondunit:"
Chromaticities = tuple[float, float, float, float, float, float, float, float]

# Facts that have a field of their own in Header, or that only describe the file.
_OWN = {
    "compression", "PixelAspectRatio", "framesPerSecond", "FramesPerSecond", "smpte:TimeCode",
    "chromaticities", "screenWindowCenter", "screenWindowWidth", "DateTime", "name", SEAL,
}  # fmt: skip

# OpenImageIO's own names for some standard attributes.
_EXR_NAMES = {
    "ImageDescription": "comments",
    "Copyright": "owner",
    "ExposureTime": "expTime",
    "FNumber": "aperture",
}


@dataclass(frozen=True)
class Header:
    """What the header of an EXR says: everything but the pixels.

    `depth` is `half`, `float` or `uint` (the widest of the channels), `depths` that of each channel in their
    order; `attributes` are all others, ours too.
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
    #: The name of the part that this is of, and those of all of a file's parts, where it has several.
    part: str = ""
    part_names: tuple[str, ...] = ()
    attributes: Mapping[str, object] = FrozenMap()
    depths: tuple[str, ...] = ()

    @property
    def provenance(self) -> dict[str, str]:
        """Our attributes, without their namespace."""
        return {
            name.removeprefix(NAMESPACE): str(value)
            for name, value in self.attributes.items()
            if name.startswith(NAMESPACE)
        }


def kept_attributes(values: Mapping[str, object]) -> dict[str, object]:
    """Those of a header's values that no field of `Header` holds."""
    return {
        name: value
        for name, value in values.items()
        if name not in _OWN and not name.startswith(("oiio:", "openexr:"))
    }


def header_of(spec: Any, part: str = "", part_names: tuple[str, ...] = ()) -> Header:
    """The header in the spec of an open file, of the part `part` where it has several."""
    values = {_text(item.name): _text(item.value) for item in spec.extra_attribs}
    formats = {str(kind) for kind in spec.channelformats} or {str(spec.format)}
    depth = next((kind for kind in ("float", "uint32", "uint") if kind in formats), "half")
    rational = values.get("framesPerSecond", values.get("FramesPerSecond"))
    bits = values.get("smpte:TimeCode")
    corners = values.get("chromaticities")
    return Header(
        channels=tuple(spec.channelnames),
        depth=_depth(depth),
        compression=str(values.get("compression", "none")).partition(":")[0],
        data_window=Window(spec.x, spec.y, spec.width, spec.height),
        display_window=Window(spec.full_x, spec.full_y, spec.full_width, spec.full_height),
        pixel_aspect=float(values.get("PixelAspectRatio", 1.0)),
        rate=_rate(rational),
        timecode=_timecode(bits, _rate(rational)),
        chromaticities=tuple(corners) if corners is not None and len(corners) == 8 else None,
        parts=max(1, len(part_names)),
        part=part,
        part_names=part_names,
        attributes=FrozenMap(kept_attributes(values)),
        depths=tuple(_depth(str(kind)) for kind in spec.channelformats or [spec.format] * spec.nchannels),
    )


def _depth(kind: str) -> str:
    """OpenImageIO's name of a type as EXR's."""
    return "uint" if kind.startswith("uint") else kind


def _text(value: Any) -> Any:
    """A text that is not UTF-8, as old software writes it, read as Latin-1; any other value as it is."""
    if not isinstance(value, str):
        return value
    raw = value.encode(errors="surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _rate(value: object) -> Rate | None:
    if isinstance(value, tuple | list) and len(value) == 2 and value[0] > 0 and value[1] > 0:
        return Rate(int(value[0]), int(value[1]))
    if isinstance(value, float | int) and value > 0:
        # Some writers store a float; the nearest fraction with a small denominator is what they meant.
        nearest = Fraction(value).limit_denominator(1001)
        return Rate(nearest.numerator, nearest.denominator)
    return None


def _timecode(value: object, rate: Rate | None) -> Timecode | None:
    try:
        return Timecode.unpacked(int(value[0]), rate) if isinstance(value, tuple | list) else None
    except ValueError:
        return None


def attributes_for(
    picture: Picture,
    *,
    compression: str,
    level: float | None,
    rate: Rate | None,
    timecode: Timecode | None,
    chromaticities: Chromaticities | None,
    provenance: Mapping[str, str],
) -> dict[str, object]:
    """The attributes of a scanline file that holds `picture`, each of the type that EXR has for it."""
    attributes: dict[str, object] = {}
    for name, value in picture.attributes.items():
        if name not in _OWN and not name.startswith(("oiio:", "openexr:")):
            typed = _typed(value)
            if typed is not None:
                attributes[_EXR_NAMES.get(name, name)] = typed
    attributes |= {NAMESPACE + name: value for name, value in provenance.items()}
    attributes |= {
        SEAL: UNSEALED,
        "type": OpenEXR.scanlineimage,
        "compression": OpenEXR.ZIP_COMPRESSION if compression == "zip" else OpenEXR.DWAA_COMPRESSION,
        "dataWindow": _box(picture.data_window),
        "displayWindow": _box(picture.display_window),
        "pixelAspectRatio": float(picture.pixel_aspect),
    }
    if compression == "dwaa":
        attributes["dwaCompressionLevel"] = float(45 if level is None else level)
    if rate:
        attributes["framesPerSecond"] = Fraction(rate.numerator, rate.denominator)
    if timecode and (frames := timecode.in_pairs(rate or Rate(24))):
        label = timecode.hours, timecode.minutes, timecode.seconds, frames[0]
        attributes["timeCode"] = OpenEXR.TimeCode(*label, int(timecode.drop), 0, frames[1], *(0,) * 11)
    if chromaticities:
        attributes["chromaticities"] = tuple(chromaticities)
    return attributes


def _box(window: Window) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    corners = (window.x, window.y), (window.right - 1, window.bottom - 1)
    return np.array(corners[0], np.int32), np.array(corners[1], np.int32)


def _typed(value: object) -> object | None:
    """A header value as the writer takes it; None for a kind that has no plain form in EXR."""
    if isinstance(value, str | float) or (isinstance(value, int) and abs(value) < 1 << 31):
        return value
    if isinstance(value, tuple) and value and all(isinstance(item, float) for item in value):
        side = {9: 3, 16: 4}.get(len(value))
        vector = np.array(value, np.float32)
        if side:
            return vector.reshape(side, side)
        return vector if len(value) in (2, 3) else list(value)
    return None
