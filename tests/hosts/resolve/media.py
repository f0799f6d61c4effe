"""Files as the media pool takes them: a movie, a numbered sequence, a still, read from the disk for what they
are.

Sequences are named as Resolve names them, `plate.[1001-1048].exr`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import OpenImageIO as oiio

from .records import MediaData
from .timing import NAMES, Clock

_IMAGES = {".exr", ".png", ".tif", ".tiff", ".dpx", ".jpg", ".jpeg"}
_MOVIES = {".mov", ".mp4", ".mxf", ".mkv", ".m4v"}
_AUDIO = {".wav", ".aif", ".aiff", ".mp3"}
_NUMBERED = re.compile(r"(.*?)(\d+)(\.[A-Za-z0-9]+)")
_PATTERN = re.compile(r"(.*)%0?(\d*)d(.*)")


def read_files(paths: list[str], rate: Fraction, first: int | None, last: int | None) -> MediaData | None:
    """One clip from one file, a pattern with its first and last number, or the files of one sequence."""
    if len(paths) > 1:
        return _listed([Path(path) for path in paths], rate)
    path = paths[0]
    match = _PATTERN.fullmatch(path)
    if match is not None:
        if first is None or last is None or last < first:
            # Assumed: without StartIndex and EndIndex the pattern is taken for the name of a file, which is
            # not there.
            return None
        pad = int(match[2] or 1)
        files = [Path(f"{match[1]}{number:0{pad}d}{match[3]}") for number in range(first, last + 1)]
        # Assumed: holes in between show as missing frames; a first frame that is not there makes no clip.
        return _sequence(files, first, pad, rate) if files[0].is_file() else None
    if not Path(path).is_file():
        return None
    return _single(Path(path), rate)


def sequences_in(folder: Path) -> list[list[str]]:
    """The media of a folder, numbered images gathered into sequences, as importing a folder does."""
    groups: dict[tuple[str, str, int], list[str]] = {}
    alone: list[list[str]] = []
    for path in sorted(folder.iterdir()):
        match = _NUMBERED.fullmatch(path.name)
        if path.suffix.lower() in _IMAGES and match is not None:
            groups.setdefault((match[1], match[3], len(match[2])), []).append(str(path))
        elif path.suffix.lower() in _IMAGES | _MOVIES | _AUDIO:
            alone.append([str(path)])
    return [*groups.values(), *alone]


def _listed(files: list[Path], rate: Fraction) -> MediaData | None:
    """AYON imports a sequence by the list of its files, and takes one clip from it."""
    matches = [_NUMBERED.fullmatch(path.name) for path in files]
    if not all(matches) or not all(path.is_file() for path in files):
        return None
    first = matches[0]
    assert first is not None
    return _sequence(sorted(files), int(first[2]), len(first[2]), rate)


def _single(path: Path, rate: Fraction) -> MediaData | None:
    suffix = path.suffix.lower()
    if suffix in _MOVIES:
        return _movie(path)
    if suffix in _AUDIO:
        return MediaData(path.name, kind="Audio", path=str(path), rate=rate, frames=24, files=(str(path),))
    if suffix in _IMAGES:
        # Assumed: one frame of a sequence by its own name comes as a still.
        still = _image(MediaData(path.name, kind="Still", path=str(path), rate=rate, frames=1), path)
        still.files = (str(path),)
        return still
    return None


def _sequence(files: list[Path], first: int, pad: int, rate: Fraction) -> MediaData:
    numbers = [int(match[2]) for match in (_NUMBERED.fullmatch(path.name) for path in files) if match]
    last = max(numbers)
    match = _NUMBERED.fullmatch(files[0].name)
    assert match is not None
    name = f"{match[1]}[{first:0{pad}d}-{last:0{pad}d}]{match[3]}"
    media = MediaData(
        name,
        path=str(files[0].parent / name),
        first=first,
        frames=last - first + 1,
        rate=rate,  # assumed: as a WAV does, a sequence takes the project's rate at its import
        start=first,  # assumed: the number of the first frame, read as frames of timecode
        files=tuple(str(path) for path in files),
    )
    return _image(media, next(path for path in files if path.is_file()))


def _image(media: MediaData, path: Path) -> MediaData:
    file = oiio.ImageInput.open(str(path))
    if file is None:
        media.codec = path.suffix[1:].upper()
        return media
    spec = file.spec()
    file.close()
    media.size = (spec.full_width, spec.full_height)
    media.alpha = "Straight" if spec.alpha_channel >= 0 else "None"  # assumed: nothing documents the default
    media.codec = path.suffix[1:].upper()
    aspect = spec.get_float_attribute("PixelAspectRatio", 1.0)
    media.par = "Square" if abs(aspect - 1) < 1e-3 else f"{aspect:g}"
    return media


def _movie(path: Path) -> MediaData:
    with av.open(str(path)) as movie:
        stream = movie.streams.video[0]
        times = [packet.pts for packet in movie.demux(stream) if packet.pts is not None]
        times.sort()
        steps = {later - earlier for earlier, later in pairwise(times)}
        variable = len(steps) > 1 and max(steps) - min(steps) > 0.25 * min(steps)
        rate = nearest(Fraction(stream.average_rate or 24))
        tag = stream.metadata.get("timecode") or movie.metadata.get("timecode") or ""
        clock = Clock(rate, ";" in tag)
        return MediaData(
            path.name,
            path=str(path),
            frames=len(times),
            rate=rate,
            start=clock.frame(tag) or 0,
            drop=clock.drop,
            variable=variable,
            size=(stream.width, stream.height),
            codec=stream.codec_context.name,
            files=(str(path),),
        )


def nearest(rate: Fraction) -> Fraction:
    """The rate of the list that a file's average comes close to; else the average itself."""
    return (
        min(NAMES.values(), key=lambda known: abs(known - rate))
        if any(abs(known - rate) < Fraction(1, 200) for known in NAMES.values())
        else rate
    )


def missing(media: MediaData) -> bool:
    """Whether the clip shows as offline: its files are gone, or it was unlinked."""
    if media.offline:
        return True
    return bool(media.files) and not any(Path(path).is_file() for path in media.files)
