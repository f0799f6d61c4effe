"""What leaves carries the picture and nothing else: no place, no camera, no author, no paths, no remarks.

PNG, JPEG and MP4 are written anew by the libraries that decode them; what a profile or an orientation said
about the picture goes into its pixels first. What was written is read back before it is believed.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.bitstream import BitStreamFilterContext
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire.errors import BadInput, DamagedPicture, PictureTooLarge, Unexpected

from .provenance import content

PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
MOVIES = (".mp4", ".mov")
#: What a bare picture of these libraries says of itself: form, no content.
_FORM = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "gamma", "srgb", "dpi", "transparency",
         "progressive", "progression", "adobe", "adobe_transform", "interlace", "aspect",
         "chromaticity"}  # fmt: skip
_TAGS = {"major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id"}
#: Kinds of unit in the stream that hold remarks (SEI), by codec: H.264 and H.265.
_REMARKS = {"h264": "6", "hevc": "39-40"}


@dataclass(frozen=True)
class Cleaned:
    """A file that may leave: what it is called now, its SHA-256 (hex), its bytes, what was taken out."""

    path: Path
    sha256: str
    size: int
    removed: tuple[str, ...] = ()


def clean(path: Path, into: Path) -> Cleaned:
    """Write a copy of a picture or movie that says nothing but what it shows, and read it back.

    A picture keeps its pixels bit by bit, except that a JPEG is coded again (quality 95) and one with an
    orientation or a profile other than sRGB is turned or converted. A movie keeps its coded picture stream;
    its sound and data streams stay behind. Raises `BadInput`, `DamagedPicture`, `PictureTooLarge`,
    `NoRights`, `DiskFull`.
    """
    suffix = path.suffix.lower()
    if into.suffix.lower() != suffix:
        raise BadInput("A cleaned file keeps its suffix.", where=str(into))
    try:
        before = said(path)
        if suffix in PICTURES:
            _picture(path, into)
        else:
            _movie(path, into)
        left = said(into)
    except OSError as problem:
        raise storage_error(problem, path) from problem
    if left:
        into.unlink(missing_ok=True)
        raise Unexpected(
            f"After cleaning the file still says {', '.join(left)}.",
            kept="It was not sent, and the copy is gone.",
            where=str(path),
        )
    digest, size = content(into)
    return Cleaned(into, digest, size, before)


def said(path: Path) -> tuple[str, ...]:
    """What a file says beside its picture, by name, sorted; raises `BadInput`, `DamagedPicture`."""
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        with _opened(path) as image:
            names = {str(name).lower() for name in image.info} - _FORM
            if dict(image.getexif()):
                names.add("exif")
            return tuple(sorted(names))
    if suffix not in MOVIES:
        raise BadInput(f"A {suffix or 'file without a suffix'} cannot be cleaned.", where=str(path))
    try:
        with av.open(str(path)) as container:
            tags = set(container.metadata)
            for stream in container.streams:
                tags |= set(stream.metadata)
                if stream.type != "video":
                    tags.add(f"{stream.type} stream")
    except (av.error.FFmpegError, ValueError):
        raise DamagedPicture("This movie cannot be read.", where=str(path)) from None
    return tuple(sorted({name.lower() for name in tags} - _TAGS))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """A picture with its pixels read, in the format of its suffix and no other."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(path, formats=[PICTURES[path.suffix.lower()]])
            image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureTooLarge("This picture has more pixels than are sent.", where=str(path)) from None
    except (UnidentifiedImageError, SyntaxError, ValueError):
        raise DamagedPicture("This picture cannot be read.", where=str(path)) from None
    except OSError as problem:
        if problem.errno is not None:
            raise
        raise DamagedPicture("This picture is cut off or damaged.", where=str(path)) from None
    with image:
        yield image


def _picture(path: Path, into: Path) -> None:
    with _opened(path) as image:
        if PICTURES[path.suffix.lower()] == "PNG" and _is_deep(path):
            return _deep_picture(path, into)
        profile = image.info.get("icc_profile")
        picture = _in_srgb(ImageOps.exif_transpose(image), profile)
        picture.info = {word: value for word, value in picture.info.items() if word == "transparency"}
        with whole_file(into) as temporary:
            if PICTURES[path.suffix.lower()] == "JPEG":
                picture.save(temporary, "JPEG", quality=95, subsampling=0, exif=b"")
            else:
                picture.save(temporary, "PNG")
    return None


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile or image.mode not in ("RGB", "RGBA"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        turned = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode
        )
    except ImageCms.PyCMSError:
        return image
    return turned if turned is not None else image


def _is_deep(path: Path) -> bool:
    """Whether a PNG has 16 bits a channel, which Pillow would cut to 8 (byte 24: PNG, 11.2.1)."""
    with path.open("rb") as file:
        return file.read(25)[24:25] == b"\x10"


def _deep_picture(path: Path, into: Path) -> None:
    """The samples as they are, in a file that holds nothing else."""
    try:
        with av.open(str(path), format="png_pipe") as source:
            frame = next(source.decode(video=0))
        coder = av.CodecContext.create("png", "w")
        assert isinstance(coder, av.VideoCodecContext)
        coder.width, coder.height, coder.pix_fmt = frame.width, frame.height, frame.format.name
        coder.time_base = Fraction(1, 24)
        bare = av.VideoFrame(frame.width, frame.height, frame.format.name)
        for target, plane in zip(bare.planes, frame.planes, strict=True):
            target.update(_rows(plane, target.line_size))
        body = b"".join(bytes(packet) for packet in [*coder.encode(bare), *coder.encode(None)])
    except (av.error.FFmpegError, ValueError, StopIteration):
        raise DamagedPicture("This picture is cut off or damaged.", where=str(path)) from None
    with whole_file(into) as temporary:
        temporary.write_bytes(body)


def _rows(plane: av.video.plane.VideoPlane, line_size: int) -> bytes:
    """A plane's lines, each as long as another frame of the same size keeps them."""
    lines = np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size)
    canvas = np.zeros((len(lines), line_size), np.uint8)
    shared = min(line_size, plane.line_size)
    canvas[:, :shared] = lines[:, :shared]
    return canvas.tobytes()


def _movie(path: Path, into: Path) -> None:
    """The first picture stream, packet by packet, without the units that hold remarks."""
    try:
        with whole_file(into) as temporary, av.open(str(path)) as source:
            if not source.streams.video:
                raise DamagedPicture("This movie has no picture.", where=str(path))
            stream = source.streams.video[0]
            options = {"fflags": "+bitexact", "movflags": "+faststart"}
            with av.open(str(temporary), "w", options=options) as out:
                track = out.add_stream_from_template(stream)
                track.metadata.clear()
                units = _REMARKS.get(stream.codec_context.name)
                wanted = f"filter_units=remove_types={units}"
                unit_filter = BitStreamFilterContext(wanted, stream, track) if units else None
                if stream.codec_context.name == "hevc":
                    track.codec_context.extradata = _bare_header(track.codec_context.extradata or b"")
                for packet in source.demux(stream):
                    if packet.dts is None:
                        continue
                    for clean_packet in unit_filter.filter(packet) if unit_filter else [packet]:
                        clean_packet.stream = track
                        out.mux(clean_packet)
    except (av.error.FFmpegError, ValueError) as error:
        raise DamagedPicture(f"This movie cannot be read: {error}.", where=str(path)) from None


def _bare_header(header: bytes) -> bytes:
    """H.265 parameter sets as the filter leaves them (Annex B of the standard) without remarks (SEI)."""
    units = [unit for unit in re.split(rb"\x00{2,3}\x01", header) if unit]
    return b"".join(b"\0\0\0\1" + unit for unit in units if unit[0] >> 1 & 0x3F not in (39, 40))
