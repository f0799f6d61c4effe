"""Code values out of picture files of any make: PNG, JPEG, WebP and TIFF, of 8 or 16 bits.

The kind of a file is read from its first bytes, never from its name. It does not know what the codes mean,
beyond that a file with a profile of its own is brought to sRGB.
"""

from __future__ import annotations

import io
import warnings
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from ..wire.errors import BadPicture, DamagedPicture, PictureTooLarge
from ..wire.picture import LARGEST_SIDE
from .foreign import open_file
from .whole import named, storage_error

WholeCodes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]


class FileKind(StrEnum):
    """What a file is, by its content."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"
    TIFF = "TIFF"
    DPX = "DPX"
    EXR = "EXR"
    MOVIE = "movie"
    ARCHIVE = "archive"
    OTHER = "other"


#: Kinds whose pixels are code values.
CODED = (FileKind.PNG, FileKind.JPEG, FileKind.WEBP, FileKind.TIFF)

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG), (b"\xff\xd8\xff", FileKind.JPEG), (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF), (b"\x76\x2f\x31\x01", FileKind.EXR), (b"PK\x03\x04", FileKind.ARCHIVE),
    (b"PK\x05\x06", FileKind.ARCHIVE), (b"\x1a\x45\xdf\xa3", FileKind.MOVIE), (b"SDPX", FileKind.DPX),
    (b"XPDS", FileKind.DPX), (b"II+\0", FileKind.TIFF), (b"MM\0+", FileKind.TIFF),
)  # fmt: skip
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


def kind_of(path: Path) -> FileKind:
    """What a file is, by its first bytes; raises `NotFound`, `NoRights`."""
    try:
        with open_file(path) as file:
            start = file.read(16)
    except OSError as problem:
        raise storage_error(problem, path) from problem
    if start[:4] == b"RIFF":
        return {b"WEBP": FileKind.WEBP, b"AVI ": FileKind.MOVIE}.get(start[8:12], FileKind.OTHER)
    if start[4:8] in _BOXES:
        return FileKind.MOVIE
    return next((kind for begin, kind in _STARTS if start.startswith(begin)), FileKind.OTHER)


def read_codes(path: Path | str) -> tuple[WholeCodes, int]:
    """The sRGB codes of a PNG, JPEG, WebP or TIFF, (height, width, 3 or 4), and their bits: 8 or 16.

    A fourth channel is straight alpha. Grey is spread to three; an orientation is applied; a profile other
    than sRGB is converted (8 bits). TIFF of floats becomes 16 bits. Raises `NotFound`, `NoRights`,
    `DamagedPicture`, `PictureTooLarge`, and `BadPicture` for other files.
    """
    path = named(path)
    kind = kind_of(path)
    if kind not in CODED:
        raise BadPicture(f"{path.name} is no PNG, JPEG, WebP or TIFF.", where=str(path))
    try:
        deep = _deep(path, kind)
        codes: WholeCodes = _with_oiio(path) if deep else _with_pillow(path, kind)
    except OSError as problem:
        if problem.errno is not None:
            raise storage_error(problem, path) from problem
        raise DamagedPicture(f"{path.name} is damaged or cut off.", where=str(path)) from None
    return codes, 16 if codes.dtype == np.uint16 else 8


def _deep(path: Path, kind: FileKind) -> bool:
    """Whether a file holds more than 8 bits a channel, which Pillow would lose."""
    if kind is FileKind.PNG:
        with open_file(path) as opened:
            return opened.read(25)[24:25] == b"\x10"
    if kind is FileKind.TIFF:
        file = oiio.ImageInput.open(str(path))
        if file is None:
            raise _damaged(path, oiio.geterror())
        try:
            return str(file.spec().format) not in ("uint8", "int8")
        finally:
            file.close()
    return False


def _with_oiio(path: Path) -> npt.NDArray[np.uint16]:
    wish = oiio.ImageSpec()
    wish.attribute("oiio:UnassociatedAlpha", 1)
    file = oiio.ImageInput.open(str(path), wish)
    if file is None:
        raise _damaged(path, oiio.geterror())
    try:
        spec = file.spec()
        _require_size(spec.width, spec.height, path)
        pixels: Any = file.read_image(0, 0, 0, spec.nchannels, "uint16")
        reason = file.geterror()
    finally:
        file.close()
    if pixels is None or reason:
        raise _damaged(path, reason)
    codes = np.asarray(pixels, np.uint16).reshape(spec.height, spec.width, spec.nchannels)
    if spec.nchannels < 3:
        codes = np.concatenate([codes[..., :1]] * 3 + [codes[..., 1:]], axis=-1)
    return np.ascontiguousarray(codes[..., :4])


def _with_pillow(path: Path, kind: FileKind) -> npt.NDArray[np.uint8]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(path, formats=[kind.value])
            _require_size(*image.size, path)
            image.load()
    except Image.DecompressionBombError:
        raise PictureTooLarge(f"{path.name} has more pixels than are read.", where=str(path)) from None
    except (UnidentifiedImageError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as problem:
        raise _damaged(path, str(problem)) from None
    with image:
        profile = image.info.get("icc_profile")
        turned = ImageOps.exif_transpose(image)
        clear = "A" in turned.getbands() or "transparency" in turned.info
        return np.array(_in_srgb(turned.convert("RGBA" if clear else "RGB"), profile), np.uint8)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        picture = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return image if picture is None else picture


def _require_size(width: int, height: int, path: Path) -> None:
    if max(width, height) > LARGEST_SIDE:
        raise PictureTooLarge(f"{path.name} is larger than {LARGEST_SIDE} pixels a side.", where=str(path))


def _damaged(path: Path, reason: str) -> DamagedPicture:
    line = (reason.strip().splitlines() or [""])[-1][:160].rstrip(". ")
    return DamagedPicture(f"{path.name} is damaged or cut off{f': {line}' if line else ''}.", where=str(path))
