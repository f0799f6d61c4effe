"""PNG, TIFF, DPX and JPEG as pictures: code values from 0 to 1 (floats as they are), upright, premultiplied.

What the codes mean is a colour space's matter; what a file says of it stands in its header's attributes.
Pixels of which no red, green and blue can be made without a guess are refused: CMYK, Lab, LogLuv.
"""

from __future__ import annotations

import contextlib
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio
from PIL import ExifTags, Image, UnidentifiedImageError

from ..wire.errors import BadPicture, DamagedPicture, PictureTooLarge
from ..wire.frozen import FrozenMap
from ..wire.picture import LARGEST_SIDE, Window
from .codes_file import FileKind, kind_of
from .exr_header import Header
from .picture import RGB, Picture, Pixels
from .still_header import dpx_rate, dpx_timecode, pixel_aspect, sayings
from .whole import storage_error

#: What a TIFF's pixels are that are not taken for red, green and blue (TIFF 6.0 and libtiff's tags).
_STRANGE = {5: "CMYK", 8: "CIELAB", 9: "ICCLAB", 10: "ITULAB", 32844: "LogL", 32845: "LogLuv"}
#: Turns and mirrors of an orientation (Exif 2.3, tag 274): quarter turns anticlockwise, then left to right.
_UPRIGHT = {
    2: (0, True),
    3: (2, False),
    4: (2, True),
    5: (3, True),
    6: (3, False),
    7: (1, True),
    8: (1, False),
}
_ORIENTATION = ExifTags.Base.Orientation
#: What Pillow raises for metadata that is no use; the picture is another matter.
_GARBLED = (SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OSError, struct.error)


def coded_header(path: Path) -> Header:
    """What a file says, without its pixels; raises `DamagedPicture`, `BadPicture`, `PictureTooLarge`."""
    if kind_of(path) is FileKind.JPEG:
        with _jpeg(path) as image:
            return _jpeg_header(image, path)
    with _opened(path) as file:
        return _header(file.spec(), file.format_name(), path)


def read_coded(path: Path, *, as_stored: bool = False) -> tuple[Header, Pixels]:
    """The header and the pixels, (height, width, channels) float32.

    Colour beside an alpha comes premultiplied in its own code values, which is how a conversion divides it
    again; with `as_stored` numbers come as they are in the file. Raises as `coded_header`.
    """
    if kind_of(path) is FileKind.JPEG:
        return _read_jpeg(path)
    with _opened(path) as file:
        spec = file.spec()
        header = _header(spec, file.format_name(), path)
        codes = _codes(file, spec, path)
    straight = bool(spec.get_int_attribute("oiio:UnassociatedAlpha"))
    if straight and spec.alpha_channel >= 0 and not as_stored:
        alpha = codes[..., spec.alpha_channel : spec.alpha_channel + 1]
        color = [index for index in range(spec.nchannels) if index != spec.alpha_channel]
        codes[..., color] *= alpha
    return header, _upright(codes, spec.get_int_attribute("Orientation", 1))


def _codes(file: Any, spec: Any, path: Path) -> npt.NDArray[np.float32]:
    """Code values from 0 to 1 as the file's own bits make them: OpenImageIO spreads 10 and 12 bits to 16."""
    kind = str(spec.format)
    whole = kind in ("uint8", "uint16")
    try:
        pixels = file.read_image(0, 0, 0, spec.nchannels, kind if whole else "float")
        reason = file.geterror()
    except (UnicodeDecodeError, MemoryError):
        pixels, reason = None, "its data is garbled"
    if pixels is None or reason:
        raise _damaged(path, reason)
    codes = np.asarray(pixels, np.float32).reshape(spec.height, spec.width, spec.nchannels)
    if not whole:
        return codes
    highest = np.float32(255 if kind == "uint8" else 65535)
    bits = spec.get_int_attribute("oiio:BitsPerSample", 0)
    if kind == "uint16" and 8 < bits < 16:
        top = np.float32(2**bits - 1)
        codes, highest = np.rint(codes * (top / highest)), top
    codes /= highest
    return codes


def _header(spec: Any, kind: str, path: Path) -> Header:
    if max(spec.width, spec.height) > LARGEST_SIDE:
        raise PictureTooLarge(f"{path.name} is larger than {LARGEST_SIDE} pixels a side.", where=str(path))
    strange = _STRANGE.get(spec.get_int_attribute("tiff:PhotometricInterpretation", -1))
    if strange or spec.get_string_attribute("tiff:ColorSpace") == "CMYK":
        raise _no_rgb(path, strange or "CMYK")
    values = {item.name: item.value for item in spec.extra_attribs}
    size = spec.width, spec.height
    if spec.get_int_attribute("Orientation", 1) in (5, 6, 7, 8):
        size = size[::-1]
    kind_of_codes = str(spec.format)
    bits = spec.get_int_attribute("oiio:BitsPerSample", 0) or {"uint8": 8, "uint16": 16}.get(kind_of_codes, 0)
    depth = f"{bits} bits" if bits and kind_of_codes.startswith("uint") else kind_of_codes
    window = Window(0, 0, *size)
    pages = int(values.get("oiio:subimages", 1))
    return Header(
        channels=tuple(spec.channelnames),
        depth=depth,
        compression=str(values.get("compression", "none")),
        data_window=window,
        display_window=window,
        pixel_aspect=pixel_aspect(values, size != (spec.width, spec.height)),
        rate=dpx_rate(values),
        timecode=dpx_timecode(values),
        parts=pages,
        attributes=FrozenMap(sayings(values, kind)),
        depths=(depth,) * spec.nchannels,
    )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    wish = oiio.ImageSpec()
    wish.attribute("oiio:UnassociatedAlpha", 1)
    try:
        file = oiio.ImageInput.open(str(path), wish)
        reason = "" if file else oiio.geterror()
    except UnicodeDecodeError:
        file, reason = None, "its header is garbled"
    if file is None:
        raise _damaged(path, reason)
    try:
        yield file
    finally:
        file.close()


@contextlib.contextmanager
def _jpeg(path: Path) -> Iterator[Image.Image]:
    """A JPEG's base picture: OpenImageIO would lay the gain map of a phone's HDR over it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path, formats=["JPEG"])
    except Image.DecompressionBombError:
        raise PictureTooLarge(f"{path.name} has more pixels than are read.", where=str(path)) from None
    except (UnidentifiedImageError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as problem:
        raise _damaged(path, str(problem)) from None
    except OSError as problem:
        if problem.errno is not None:
            raise storage_error(problem, path) from problem
        raise _damaged(path, str(problem)) from None
    with image:
        yield image


def _jpeg_header(image: Image.Image, path: Path) -> Header:
    if max(image.size) > LARGEST_SIDE:
        raise PictureTooLarge(f"{path.name} is larger than {LARGEST_SIDE} pixels a side.", where=str(path))
    if image.mode not in ("L", "RGB"):
        raise _no_rgb(path, image.mode)
    size = image.size[::-1] if _turned(image) in (5, 6, 7, 8) else image.size
    window = Window(0, 0, *size)
    channels = ("Y",) if image.mode == "L" else RGB
    attributes = {"ICCProfile": image.info.get("icc_profile"), "Exif:ColorSpace": _exif_space(image)}
    return Header(
        channels, "8 bits", "jpeg", window, window,
        attributes=FrozenMap(sayings(attributes, "jpeg")), depths=("8 bits",) * len(channels),
    )  # fmt: skip


def _read_jpeg(path: Path) -> tuple[Header, Pixels]:
    with _jpeg(path) as image:
        header, turned = _jpeg_header(image, path), _turned(image)
        try:
            image.load()
            codes = np.asarray(image, np.float32) / np.float32(255)
        except (OSError, SyntaxError, ValueError, EOFError, IndexError) as problem:
            raise _damaged(path, str(problem)) from None
    return header, _upright(codes if codes.ndim == 3 else codes[..., None], turned)


def _turned(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1) or 1)
    except _GARBLED:
        return 1


def _exif_space(image: Image.Image) -> int:
    try:
        return int(image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.ColorSpace, 0) or 0)
    except _GARBLED:
        return 0


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    turns, mirrored = _UPRIGHT.get(orientation, (0, False))
    picture = np.rot90(pixels, turns) if turns else pixels
    return np.ascontiguousarray(picture[:, ::-1] if mirrored else picture)


def coded_picture(header: Header, pixels: Pixels) -> Picture:
    """Header and pixels as one value."""
    return Picture(
        header.channels, pixels, header.data_window, header.display_window, header.pixel_aspect,
        header.attributes,
    )  # fmt: skip


def _no_rgb(path: Path, mode: str) -> BadPicture:
    return BadPicture(
        f"{path.name} holds {mode}, which red, green and blue can be made of only by a guess.",
        remedy="Write it as RGB in the program that knows its profile.",
        where=str(path),
    )


def _damaged(path: Path, reason: str) -> DamagedPicture:
    line = (reason.strip().splitlines() or [""])[-1][:160].rstrip(". ")
    return DamagedPicture(f"{path.name} is damaged or cut off{f': {line}' if line else ''}.", where=str(path))
