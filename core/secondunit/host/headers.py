"""What a picture's file on disk says in its first bytes: an EXR's windows and channels, any still's channels.

Standard library only, for hosts that report another size than the file's (Blender gives the data window).
Layouts: OpenEXR's "File Layout" document (magic, version, then attributes as name, type, size, value; several
headers where there are several parts), PNG 11.2.1, TIFF 6.0, SMPTE 268M, ITU-T T.81 B.2.2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from secondunit.wire import Format, Window
from secondunit.wire.value import dataclass

#: The attribute by which a plate that was made of a clip says its view (`media.plate`).
VIEW = "secondunit:view"
_MAGIC = 20000630
_PARTS = 0x1000
#: Headers with previews and long metadata stay below this, in bytes.
_LONGEST = 1 << 20
_GREY, _GREY_ALPHA, _RGB, _RGBA = ("Y",), ("Y", "A"), ("R", "G", "B"), ("R", "G", "B", "A")
_PNG = {0: _GREY, 2: _RGB, 3: _RGB, 4: _GREY_ALPHA, 6: _RGBA}
#: Descriptors of a DPX's element: luminance, CbYCr 4:2:2 (read as RGB), RGB, RGBA.
_DPX = {6: _GREY, 50: _RGB, 51: _RGBA, 100: _RGB, 102: _RGB}


@dataclass(frozen=True)
class PictureHeader:
    """What an EXR says; its data window counts from the display window's corner.

    Of a file of several parts it is that of `part`, the first that has colour.
    """

    format: Format
    data_window: Window
    channels: tuple[str, ...] = ()
    part: str = ""
    part_names: tuple[str, ...] = ()
    #: Through which view of its config it is judged, where it was written by us.
    view: str = ""


def exr_header(path: str, pixel_aspect: float = 1.0) -> PictureHeader | None:
    """The header of an EXR file, or None for what is no EXR or cannot be read.

    `pixel_aspect` is used where the file says nothing about the shape of its pixels (or says 1).
    """
    return read_header(_start(path), pixel_aspect)


def file_channels(path: str) -> tuple[str, ...]:
    """The channels of an EXR, PNG, TIFF, DPX or JPEG; none for what is something else or cannot be read."""
    data = _start(path)
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _PNG.get(data[25], ())
        if data[:4] in (b"II*\0", b"MM\0*"):
            return _tiff(data, "<" if data[:1] == b"I" else ">")
        if data[:4] in (b"SDPX", b"XPDS"):
            return _DPX.get(data[800], ())
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
    except (IndexError, struct.error):
        return ()
    header = read_header(data)
    return header.channels if header is not None else ()


def read_header(data: bytes, pixel_aspect: float = 1.0) -> PictureHeader | None:
    """The header that the first bytes of a file hold, or None."""
    if len(data) <= 8 or struct.unpack_from("<I", data)[0] != _MAGIC:
        return None
    several = bool(struct.unpack_from("<I", data, 4)[0] & _PARTS)
    try:
        parts = list(_parts(data, pixel_aspect, several))
    except (IndexError, ValueError, struct.error):
        return None
    if not parts or any(part is None for part in parts):
        return None
    names = tuple(part.part for part in parts if part is not None) if several else ()
    colored = (part for part in parts if part is not None and set(_RGB) <= set(part.channels))
    main_part = next(colored, parts[0])
    assert main_part is not None
    return replace(main_part, part=main_part.part if several else "", part_names=names)


def _parts(data: bytes, pixel_aspect: float, several: bool) -> Iterator[PictureHeader | None]:
    at = 8
    while data[at]:
        header, at = _part(data, at, pixel_aspect)
        yield header
        if not several:
            return


def _part(data: bytes, at: int, pixel_aspect: float) -> tuple[PictureHeader | None, int]:
    """The header that begins at `at`, None where it is not whole; and where the next one begins."""
    display = window = None
    channels: tuple[str, ...] = ()
    part = view = ""
    while data[at]:
        name, at = _text(data, at)
        _kind, at = _text(data, at)
        (size,) = struct.unpack_from("<I", data, at)
        at += 4
        if name == "displayWindow":
            display = struct.unpack_from("<4i", data, at)
        elif name == "dataWindow":
            window = struct.unpack_from("<4i", data, at)
        elif name == "pixelAspectRatio":
            (stated,) = struct.unpack_from("<f", data, at)
            pixel_aspect = round(stated, 6) if stated != 1.0 else pixel_aspect
        elif name == "channels":
            channels = _channels(data[at : at + size])
        elif name == VIEW:
            view = data[at : at + size].decode("utf-8", "replace")
        elif name == "name":
            part = data[at : at + size].decode("utf-8", "replace")
        at += size
    if display is None:
        return None, at + 1
    left, top, right, bottom = display
    x, y, far, low = window or display
    format = Format(right - left + 1, bottom - top + 1, pixel_aspect)
    data_window = Window(x - left, y - top, far - x + 1, low - y + 1)
    return PictureHeader(format, data_window, channels, part, view=view), at + 1


def _tiff(data: bytes, order: str) -> tuple[str, ...]:
    """By SamplesPerPixel and PhotometricInterpretation of the first directory."""
    (at,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, at)
    values = {}
    for place in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(order + "HH", data, place)
        values[tag] = struct.unpack_from(order + ("H" if kind == 3 else "I"), data, place + 8)[0]
    samples, photometric = values.get(277, 1), values.get(262, 1)
    if photometric == 3:
        return _RGB
    return {1: _GREY, 2: _GREY_ALPHA, 3: _RGB}.get(samples, _RGBA if samples > 3 else ())


def _jpeg(data: bytes) -> tuple[str, ...]:
    """By the number of components in the frame's header."""
    at = 2
    while True:
        marker, size = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return {1: _GREY, 3: _RGB}.get(data[at + 9], ())
        at += 2 + size


def _channels(block: bytes) -> tuple[str, ...]:
    """The names of a `chlist`: each a text, then 16 bytes of type, linearity and sampling."""
    names, at = [], 0
    while at < len(block) and block[at]:
        name, at = _text(block, at)
        names.append(name)
        at += 16
    return tuple(names)


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(0, at)
    return data[at:end].decode("latin-1"), end + 1


def _start(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs a host 8 ms
            return file.read(_LONGEST)
    except OSError:
        return b""
