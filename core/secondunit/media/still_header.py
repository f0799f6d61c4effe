"""What PNG, TIFF, DPX and JPEG say beside their pixels: shape, rate, timecode, and hints at their colour.

Hints are words for whoever names the colour space: programs leave such fields as they found them. Sources:
SMPTE 268M-2003 (DPX), tables 5A and 5B; PNG, third edition, 11.3.2; Exif 2.3, tag 40961. It knows values.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
from PIL import ImageCms

from ..wire.errors import SecondUnitError
from ..wire.rate import Rate
from ..wire.timecode import Timecode

#: The attributes that hold a sentence on what the file says of its colour, and its kind.
HINT, KIND = "color hint", "file kind"
_NTSC = [Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)]
#: What DPX calls fields that nobody filled in, and those that are log.
_UNSET = {"", "User defined", "Undefined", "Unspecified video", "Unspecified"}
_LOG = {"Printing density", "Logarithmic"}


def sayings(values: Mapping[str, object], kind: str) -> dict[str, object]:
    """Kind and colour hint of a file with these attributes of OpenImageIO (or Pillow's, for JPEG)."""
    hints = list(_hints(values))
    attributes: dict[str, object] = {KIND: kind.upper()}
    return attributes | ({HINT: f"{'; '.join(hints)}."} if hints else {})


def pixel_aspect(values: Mapping[str, object], turned: bool) -> float:
    """The shape of a pixel, 1 where the file says none that a camera makes."""
    aspect = _number(values.get("PixelAspectRatio"))
    if not 0.1 <= aspect <= 10.0:
        return 1.0
    return round(1.0 / aspect if turned else aspect, 6)


def dpx_rate(values: Mapping[str, object]) -> Rate | None:
    """The exact rate that a DPX says in a float, None where it says none."""
    for name in ("dpx:FrameRate", "dpx:TemporalFrameRate"):
        stated = _number(values.get(name))
        if 1.0 <= stated <= 1000.0:
            near = next((rate for rate in _NTSC if abs(float(rate) - stated) < 0.006), None)
            exact = near or Fraction(stated).limit_denominator(100)
            return Rate(exact.numerator, exact.denominator)
    return None


def dpx_timecode(values: Mapping[str, object]) -> Timecode | None:
    """The label of a DPX; none where every digit is 0, as programs write it that know of none."""
    text = str(values.get("dpx:TimeCode", ""))
    if text.strip("0:;"):
        with contextlib.suppress(SecondUnitError):
            return Timecode.parse(text)
    return None


def _hints(values: Mapping[str, object]) -> Iterator[str]:
    tags = [str(values.get(name, "")) for name in ("dpx:Transfer", "dpx:Colorimetric")]
    named = list(dict.fromkeys(tag for tag in tags if tag not in _UNSET))
    if named:
        yield f"its header says {' and '.join(named)}{', which is log' if _LOG & set(named) else ''}"
    profile = values.get("ICCProfile")
    if profile is not None:
        yield _profile(bytes(np.asarray(profile, np.uint8)) if not isinstance(profile, bytes) else profile)
    points = values.get("CICP")
    if isinstance(points, tuple):
        yield f"it is tagged {', '.join(str(point) for point in points)} (H.273)"
    elif _number(values.get("oiio:Gamma")) > 0:
        yield f"it states a gamma of {_number(values.get('oiio:Gamma')):.2g}"
    if values.get("Exif:ColorSpace") == 1:
        yield "its Exif says sRGB"


def _profile(data: bytes) -> str:
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(data))).strip()
    except (ImageCms.PyCMSError, OSError):
        return "it has a colour profile that cannot be read"
    return f"its colour profile is {name[:60]}"


def _number(value: object) -> float:
    """A finite number, or 0."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0
