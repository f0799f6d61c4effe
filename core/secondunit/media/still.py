"""One frame in a file of its own, whatever its kind: EXR, PNG, TIFF, DPX or JPEG, known by its first bytes.

EXR is light; the others are code values from 0 to 1, whose colour space only a person or a config can name.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..wire.errors import BadPicture, DamagedPicture, NotFound, WrongChannels
from .coded_still import coded_header, coded_picture, read_coded
from .codes_file import FileKind, kind_of
from .config import Config
from .exr import inspect_exr, read_exr, verify_exr
from .exr_header import Header
from .picture import Picture
from .still_header import HINT
from .whole import named

_CODED = (FileKind.PNG, FileKind.TIFF, FileKind.DPX, FileKind.JPEG)


def inspect_still(path: Path | str, *, part: str = "") -> Header:
    """The header of a frame's file, without its pixels.

    Raises `NotFound`, `NoRights`, `DamagedPicture`, and `BadPicture` for files of other kinds and for pixels
    that are no red, green and blue.
    """
    path = named(path)
    return coded_header(_without_parts(path, part)) if _is_coded(path) else inspect_exr(path, part=part)


def read_still(
    path: Path | str, channels: Iterable[str] | None = None, *, part: str = "", as_stored: bool = False
) -> Picture:
    """A frame's file as a premultiplied picture, float32; all its channels, or `channels` in their order.

    With `as_stored` the numbers are those in the file, also beside an alpha that is not multiplied in. Raises
    as `inspect_still`, `WrongChannels`, `PictureTooLarge`.
    """
    path = named(path)
    if not _is_coded(path):
        return read_exr(path, channels, part=part)
    header, pixels = read_coded(_without_parts(path, part), as_stored=as_stored)
    picture = coded_picture(header, pixels)
    if channels is None:
        return picture
    try:
        return picture.select(channels)
    except WrongChannels as problem:
        raise problem.at(str(path)) from None


def verify_still(path: Path | str, *, part: str = "") -> Header:
    """Make sure that a frame's file exists and is whole, by decoding it; raises as `read_still`."""
    path = named(path)
    if not _is_coded(path):
        return verify_exr(path, part=part)
    return read_coded(_without_parts(path, part))[0]


def ruled_colorspace(path: Path | str, config: Config) -> str:
    """The space that the file rules of a studio's own config give a PNG, TIFF, DPX or JPEG; empty for none.

    The default rule matches everything and says nothing. The configs that OpenColorIO carries know no studio:
    their rules are not asked, nor is any for EXR: configs as they are published take each for ACES2065-1.
    """
    path = Path(path)
    if config.name.startswith("ocio://") or path.suffix.lower() == ".exr":
        return ""
    if config.ocio.filepathOnlyMatchesDefaultRule(str(path)):
        return ""
    name, _ = config.ocio.getColorSpaceFromFilepath(str(path))
    return config.find(name) or ""


def color_hint(header: Header) -> str:
    """What a file says of its colour, as a sentence that begins small; empty where it says nothing."""
    return str(header.attributes.get(HINT, ""))


def _is_coded(path: Path) -> bool:
    kind = kind_of(path)
    if kind in _CODED:
        return True
    if kind in (FileKind.WEBP, FileKind.MOVIE, FileKind.ARCHIVE):
        raise BadPicture(
            f"{path.name} is a {kind.value}, whatever its name says.",
            remedy="Choose EXR, PNG, TIFF, DPX or JPEG.",
            where=str(path),
        )
    if kind is FileKind.OTHER and path.suffix.lower() != ".exr":
        raise DamagedPicture(
            f"{path.name} is neither EXR, PNG, TIFF, DPX nor JPEG, or its beginning is lost.", where=str(path)
        )
    return False


def _without_parts(path: Path, part: str) -> Path:
    if part:
        raise NotFound(
            f"{path.name} has no part {part[:60]!r}.", remedy="Leave the part empty.", where=str(path)
        )
    return path
