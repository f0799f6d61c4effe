"""R'G'B' of a decoded video frame, by its matrix and range, in float and without clipping; and the way there.

It knows the planes of a frame; it opens nothing, and what the RGB means is a colour space's matter.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange

RGBFrame = npt.NDArray[np.float32]

Matrix = Literal["rgb", "bt709", "bt601", "bt2020", "smpte240m"]

# Kr and Kb of Y'CbCr: ITU-R BT.709-6, BT.601-7, BT.2020-2, SMPTE 240M.
_LUMA = {
    "bt709": (0.2126, 0.0722),
    "bt601": (0.299, 0.114),
    "bt2020": (0.2627, 0.0593),
    "smpte240m": (0.212, 0.087),
}


def rgb_of(frame: Any, matrix: Matrix, *, full_range: bool) -> RGBFrame:
    """R'G'B' of a decoded frame, (height, width, 3) float32: nominal black 0 and white 1, nothing clipped."""
    if matrix == "rgb":
        return _from_rgb(frame)
    return _from_ycbcr(_codes(frame), frame.format.components[0].bits, matrix, full_range)


def planes_420(codes: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], ...]:
    """Y', Cb and Cr in 8 bits of (height, width, 3) R'G'B' codes of even size: BT.709, limited range, 4:2:0.

    Chroma lies beside the left luma sample of each pair and between the lines (H.273, location type 0), where
    H.264 has it when nothing is said; it is averaged around that place, and everything is rounded once.
    """
    rgb = codes.astype(np.float32) / np.float32(255)
    kr, kb = _LUMA["bt709"]
    y = rgb @ np.array([kr, 1 - kr - kb, kb], np.float32)
    planes = [16 + 219 * y]
    for color, weight in ((rgb[..., 2], kb), (rgb[..., 0], kr)):
        lines = (color - y) / np.float32(2 - 2 * weight)
        lines = (lines[0::2] + lines[1::2]) / 2
        wide = np.pad(lines, ((0, 0), (1, 0)), "edge")
        planes.append(128 + 56 * (wide[:, 0:-1:2] + 2 * lines[:, 0::2] + lines[:, 1::2]))
    return tuple(np.rint(np.clip(plane, 0, 255)).astype(np.uint8) for plane in planes)


def planes_444(codes: npt.NDArray[np.uint16]) -> tuple[npt.NDArray[np.uint16], ...]:
    """Y', Cb and Cr in 10 bits of (height, width, 3) uint16 R'G'B' codes: BT.709, limited range, 4:4:4."""
    rgb = codes.astype(np.float32) / np.float32(65535)
    kr, kb = _LUMA["bt709"]
    y = rgb @ np.array([kr, 1 - kr - kb, kb], np.float32)
    chroma = (
        (color - y) / np.float32(2 - 2 * weight) for color, weight in ((rgb[..., 2], kb), (rgb[..., 0], kr))
    )
    planes = [64 + 876 * y, *(512 + 896 * channel for channel in chroma)]
    return tuple(np.rint(np.clip(plane, 4, 1019)).astype(np.uint16) for plane in planes)


def _from_rgb(frame: Any) -> RGBFrame:
    bits = frame.format.components[0].bits
    if bits <= 8:
        eight: RGBFrame = frame.to_ndarray(format="rgb24").astype(np.float32) / np.float32(255)
        return eight
    name = frame.format.name
    if name.startswith(("gbrpf", "gbrapf")):
        kind = ("<" if name.endswith("le") else ">") + ("f2" if bits == 16 else "f4")
        green, blue, red = _planes(frame, kind)[:3]
        return np.stack([red, green, blue], axis=-1)
    if not name.startswith("gbrp"):
        frame, bits = frame.reformat(format="gbrp16le"), 16
    green, blue, red = _planes(frame, "<u2")[:3]
    return np.stack([red, green, blue], axis=-1) / np.float32(2**bits - 1)


def _codes(frame: Any) -> tuple[npt.NDArray[np.float32], ...]:
    """Luma, Cb and Cr at full size, in codes of 8 bits with a fraction; chroma is interpolated to 16 bits.

    swscale spreads and squeezes ranges where source and target disagree; it is told the same range for both,
    in the form in which it only shifts.
    """
    name = frame.format.name
    if name in ("yuv444p", "yuvj444p"):
        return _planes(frame, "u1")
    if name == "gray":
        (luma,) = _planes(frame, "u1")
        return luma, np.full_like(luma, 128), np.full_like(luma, 128)
    span = ColorRange.JPEG if name.startswith("yuvj") else ColorRange.MPEG
    wide = frame.reformat(format="yuv444p16le", src_color_range=span, dst_color_range=span)
    return tuple(plane / np.float32(256) for plane in _planes(wide, "<u2"))


def _planes(frame: Any, kind: str) -> tuple[npt.NDArray[np.float32], ...]:
    return tuple(
        np.frombuffer(plane, kind).reshape(frame.height, -1)[:, : frame.width].astype(np.float32)
        for plane in frame.planes
    )


def _from_ycbcr(
    codes: tuple[npt.NDArray[np.float32], ...], bits: int, matrix: Matrix, full_range: bool
) -> RGBFrame:
    """R'G'B' of Y'CbCr by ITU-R BT.709-6, section 3, in float, without clipping."""
    luma, blue, red = codes
    black, white, reach = 16.0, 235.0, 224.0
    if full_range:
        # Full range ends at the highest code, whatever the bits.
        black, white, reach = 0.0, 256.0 - 256.0 / 2**bits, 256.0 - 256.0 / 2**bits
    y = (luma - np.float32(black)) / np.float32(white - black)
    cb = (blue - np.float32(128)) / np.float32(reach)
    cr = (red - np.float32(128)) / np.float32(reach)
    kr, kb = _LUMA[matrix]
    kg = 1 - kr - kb
    rgb = np.empty((*y.shape, 3), np.float32)
    rgb[..., 0] = y + np.float32(2 - 2 * kr) * cr
    rgb[..., 1] = y - np.float32((2 - 2 * kb) * kb / kg) * cb - np.float32((2 - 2 * kr) * kr / kg) * cr
    rgb[..., 2] = y + np.float32(2 - 2 * kb) * cb
    return rgb
