"""OpenEXR files in and out: read by OpenImageIO, which names every damage, written by OpenEXR, which is fast.

It keeps what a compositor needs: half or float, data and display windows, overscan, pixel aspect, layers,
chromaticities, timecode, an exact frame rate and our provenance. It may not know colour spaces or sequences.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import OpenEXR
import OpenImageIO as oiio
import psutil

from ..wire.errors import BadPicture, DamagedPicture, PictureTooLarge, StorageError, WrongChannels
from ..wire.picture import LARGEST_SIDE, Window
from ..wire.rate import Rate
from ..wire.timecode import Timecode
from .exr_chroma import chroma_header, read_chroma
from .exr_header import Chromaticities, Header, attributes_for, header_of
from .exr_layout import layout_fault, seal, seal_fault
from .exr_parts import chosen_part, part_names
from .exr_pixels import file_arrays, file_pixels
from .foreign import open_file
from .half import to_float
from .picture import RGB, RGBA, Picture, Pixels
from .rows import RowChange
from .whole import named, storage_error, whole_file, why_not_written

_STRIP_ROWS = 256


@dataclass(frozen=True)
class ExrReport:
    """What was written, and what was done to pixels that no file may hold.

    `replaced` counts channel values that were NaN (now 0) or infinite (now the largest of the depth);
    `clamped` counts finite values that half cannot hold (now +-65504). `blank`: every value in it is 0.
    """

    path: Path
    bytes: int
    replaced: int = 0
    clamped: int = 0
    blank: bool = False

    @property
    def remark(self) -> str:
        """One sentence when a pixel had to be changed, else an empty text."""
        parts = [f"{self.replaced:,} values were not numbers and are 0 or clamped"] if self.replaced else []
        parts += (
            [f"{self.clamped:,} values were too bright for half float and are 65504"] if self.clamped else []
        )
        return f"{self.path.name}: {'; '.join(parts)}." if parts else ""


def set_threads(threads: int) -> None:
    """Let EXR files be read and written by `threads` threads of this process (0: as many as cores)."""
    oiio.attribute("threads", threads)
    oiio.attribute("exr_threads", threads)
    OpenEXR.set_global_thread_count(threads or os.cpu_count() or 1)


def inspect_exr(path: Path | str, *, part: str = "") -> Header:
    """The header of an EXR, without reading a pixel. Raises `NotFound`, `NoRights`, `DamagedPicture`.

    Of a file of several parts it is that of `part`, else of the first that has colour. One of luminance and
    chroma says R, G and B, as which it is read.
    """
    path = named(path)
    opened = _open(path, part)
    if opened is None:
        return chroma_header(path)
    with opened:
        return opened.header


def read_exr(
    path: Path | str, channels: Iterable[str] | None = None, *, half: bool = False, part: str = ""
) -> Picture:
    """Read an EXR: all channels in the file's order (R, G, B, A first), or `channels` in the order asked for.

    Pixels come as float32, or as float16 with `half`, which halves memory and is exact for half files. The
    attributes of the picture are the provenance and every header value that has no field of its own. NaN and
    infinity are read as they are: `write_exr` will not write them. Parts are as of `inspect_exr`.

    Raises `NotFound`, `NoRights`, `DamagedPicture` (cut or unreadable), `WrongChannels`, `PictureTooLarge`.
    """
    path = named(path)
    opened = _open(path, part)
    if opened is None:
        return _of_chroma(path, channels, half)
    with opened:
        header = opened.header
        if opened.spec.deep:
            raise BadPicture(
                "This is a deep EXR.", remedy="Flatten it (DeepToImage), then try again.", where=str(path)
            )
        wanted = _wanted(header, channels, path)
        places = [header.channels.index(name) for name in wanted]
        first, after = min(places), max(places) + 1
        _require_room(header.data_window, after - first, 2 if half else 4, path)
        quick = None if header.part_names else _quick_pixels(path, opened.spec, wanted)
        if quick is not None:
            return _picture(header, wanted, _in_depth(quick, half))
        pixels = _pixels(opened.file, first, after, "half" if half else "float", path)
    if places != list(range(first, after)):
        pixels = np.ascontiguousarray(pixels[..., [place - first for place in places]])
    return _picture(header, wanted, pixels)


def verify_exr(path: Path | str, *, like: Header | None = None, part: str = "") -> Header:
    """Make sure that an EXR exists and is whole: every chunk in its place, every pixel decoded.

    A cut file is found from its layout in under a millisecond. Then a file of ours is read once and its seal
    compared, which finds every changed bit without decoding; of any other file all rows are decoded, strip by
    strip, of several parts those of one (as of `inspect_exr`). With `like`, the windows, channels and depth
    must be the same. Raises `NotFound`, `NoRights`, `DamagedPicture`.
    """
    path = named(path)
    opened = _open(path, part)
    if opened is None:
        header = read_chroma(path).header
    else:
        with opened:
            header = _verified(opened, path)
    if like is not None:
        for fact in ("data_window", "display_window", "channels", "depth"):
            value, expected = getattr(header, fact), getattr(like, fact)
            if fact == "channels":
                value, expected = set(value), set(expected)
            if value != expected:
                raise DamagedPicture(
                    f"{path.name} is another picture: its {fact.replace('_', ' ')} differs.", where=str(path)
                )
    return header


def write_exr(
    path: Path | str,
    picture: Picture,
    *,
    depth: Literal["half", "float"] = "half",
    compression: Literal["zip", "dwaa"] = "zip",
    level: float | None = None,
    rate: Rate | None = None,
    timecode: Timecode | None = None,
    chromaticities: Chromaticities | None = None,
    provenance: Mapping[str, str] | None = None,
    nonfinite: Literal["replace", "refuse"] = "replace",
    change: RowChange | None = None,
) -> ExrReport:
    """Write a picture as one scanline EXR; it appears under its name only when it is whole.

    `level` is for DWAA: 45 (when None) is visually lossless, more gives smaller files. `rate` becomes the
    rational `framesPerSecond`, `provenance` string attributes under `secondunit:`. NaN becomes 0 and infinity
    the largest number, or with `nonfinite="refuse"` `BadPicture` is raised; finite values past 65504 become
    65504 in half. `ExrReport` counts both. `change` changes the rows of a copy in float32, a few at a time
    and on several threads, before they are counted and written. The same picture gives the same bytes.

    Raises `DiskFull`, `NoRights`, `BadName`, `PictureTooLarge`.
    """
    path = Path(path)
    pixels, replaced, clamped, blank = file_pixels(picture.pixels, depth, change)
    if replaced and nonfinite == "refuse":
        raise BadPicture(f"{replaced:,} values of the picture are NaN or infinite.", where=str(path))
    if max(picture.data_window.width, picture.data_window.height) > LARGEST_SIDE:
        raise PictureTooLarge(f"{picture.data_window} is larger than {LARGEST_SIDE} pixels a side.")
    attributes = attributes_for(
        picture,
        compression=compression,
        level=level,
        rate=rate,
        timecode=timecode,
        chromaticities=chromaticities,
        provenance=provenance or {},
    )
    with whole_file(path) as temporary:
        _write(temporary, attributes, file_arrays(picture.channels, pixels), path)
        size = temporary.stat().st_size
    return ExrReport(path, size, replaced, clamped, blank)


def _start_threads() -> None:
    if OpenEXR.global_thread_count() == 0:
        OpenEXR.set_global_thread_count(os.cpu_count() or 1)


class _Opened:
    """An open EXR at one of its parts; closed as a context."""

    def __init__(self, file: Any, header: Header) -> None:
        self.file, self.header = file, header
        self.spec = file.spec()

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def _open(path: Path, part: str = "") -> _Opened | None:
    """The file at a part; None for one of luminance and chroma, which OpenImageIO does not read."""
    try:
        with open_file(path) as probe:
            start = probe.read(4)
    except OSError as problem:
        raise storage_error(problem, path) from problem
    if start != b"\x76\x2f\x31\x01":
        raise DamagedPicture(f"{path.name} is not an EXR, or its beginning is lost.", where=str(path))
    try:
        file = oiio.ImageInput.open(str(path))
        reason = "" if file else oiio.geterror()
    except UnicodeDecodeError:
        file, reason = None, "its header is garbled"
    if file is None:
        if "ubsampled channels" in reason:
            return None
        raise DamagedPicture(f"{path.name} cannot be read: {_first_line(reason)}.", where=str(path))
    try:
        names = part_names(file)
        index = chosen_part(file, names, part, path)
        if names:
            file.seek_subimage(index, 0)
        return _Opened(file, header_of(file.spec(), names[index] if names else "", names))
    except BaseException:
        file.close()
        raise


def _verified(opened: _Opened, path: Path) -> Header:
    try:
        sealed = seal_fault(path)
        fault = layout_fault(path) or sealed
    except OSError as problem:
        raise storage_error(problem, path) from problem
    if fault:
        raise DamagedPicture(f"{path.name} is damaged: {fault}.", where=str(path))
    spec, file = opened.spec, opened.file
    if sealed is not None or spec.deep:
        return opened.header
    if spec.tile_width:
        _pixels(file, 0, spec.nchannels, "half", path)
        return opened.header
    bottom = spec.y + spec.height
    for top in range(spec.y, bottom, _STRIP_ROWS):
        rows = file.read_scanlines(
            file.current_subimage(), 0, top, min(top + _STRIP_ROWS, bottom), 0, 0, spec.nchannels, spec.format
        )
        _require_read(file, rows, path)
    return opened.header


def _wanted(header: Header, channels: Iterable[str] | None, path: Path) -> tuple[str, ...]:
    wanted = header.channels if channels is None else tuple(channels)
    missing = [name for name in wanted if name not in header.channels]
    if missing or not wanted:
        raise WrongChannels(
            f"It has no {', '.join(missing) or 'channel asked for'}, only {', '.join(header.channels)}.",
            where=str(path),
        )
    return wanted


def _picture(header: Header, channels: tuple[str, ...], pixels: Pixels) -> Picture:
    return Picture(
        channels, pixels, header.data_window, header.display_window, header.pixel_aspect, header.attributes
    )


def _of_chroma(path: Path, channels: Iterable[str] | None, half: bool) -> Picture:
    picture = read_chroma(path)
    wanted = _wanted(picture.header, channels, path)
    places = [picture.header.channels.index(name) for name in wanted]
    return _picture(
        picture.header, wanted, _in_depth(np.ascontiguousarray(picture.pixels[..., places]), half)
    )


def _first_line(text: str) -> str:
    line = (text.strip().splitlines() or ["no reason given"])[-1]
    return line.rpartition("): ")[2].rstrip(". ")[:160]


def _pixels(file: Any, first: int, after: int, kind: str, path: Path) -> Pixels:
    try:
        pixels = file.read_image(file.current_subimage(), 0, first, after, kind)
    except MemoryError:
        raise PictureTooLarge("The picture does not fit into memory.", where=str(path)) from None
    _require_read(file, pixels, path)
    spec = file.spec()
    result: Pixels = pixels.reshape(spec.height, spec.width, after - first)
    return result


def _quick_pixels(path: Path, spec: Any, wanted: tuple[str, ...]) -> Pixels | None:
    """The pixels of a plain RGB or RGBA file by OpenEXR, in a third of OpenImageIO's time; else None.

    None too when anything is wrong with the file: OpenImageIO then says what.
    """
    plain = spec.tile_width == 0 and not spec.channelformats and str(spec.format) in ("half", "float")
    if not plain or wanted not in (RGB, RGBA) or wanted != tuple(spec.channelnames):
        return None
    try:
        if layout_fault(path):
            return None
        _start_threads()
        channel = OpenEXR.File(str(path)).channels().get("".join(wanted))
    except (RuntimeError, ValueError, OSError, MemoryError, IndexError):
        return None
    pixels: Pixels | None = channel.pixels if channel else None
    return pixels if pixels is not None and pixels.shape == (spec.height, spec.width, len(wanted)) else None


def _in_depth(pixels: Pixels, half: bool) -> Pixels:
    if half:
        return pixels.astype(np.float16, copy=False)
    return to_float(pixels) if pixels.dtype == np.float16 else pixels


def _require_read(file: Any, pixels: object, path: Path) -> None:
    try:
        reason = file.geterror()
    except UnicodeDecodeError:
        reason = "its data is garbled"
    if pixels is None or reason:
        raise DamagedPicture(f"{path.name} is damaged: {_first_line(reason)}.", where=str(path))


def _require_room(window: Window, channels: int, size: int, path: Path) -> None:
    if max(window.width, window.height) > LARGEST_SIDE:
        raise PictureTooLarge(f"{window} is larger than {LARGEST_SIDE} pixels a side.", where=str(path))
    needed = window.width * window.height * channels * size
    free = psutil.virtual_memory().available
    if needed > free:
        raise PictureTooLarge(
            f"{window}, {channels} channels, needs {needed / 2**30:.1f} GB; {free / 2**30:.1f} GB are free.",
            remedy="Ask for fewer channels or a smaller picture.",
            where=str(path),
        )


def _write(temporary: Path, attributes: dict[str, object], arrays: dict[str, Pixels], path: Path) -> None:
    _start_threads()
    try:
        OpenEXR.File(attributes, arrays).write(str(temporary))
        reason = layout_fault(temporary)
        if not reason:
            seal(temporary)
    except (RuntimeError, ValueError) as problem:
        reason = str(problem)
    if not reason:
        return
    if why := why_not_written(temporary):
        raise storage_error(why, path) from why
    raise StorageError(f"{path.name} could not be written: {_first_line(reason)}.", where=str(path))
