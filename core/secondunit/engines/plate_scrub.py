"""The plate behind a take, one frame at a time and small: for looking at a frame the moment it is asked for.

It shows what `preview_plate` shows in the previews of a take: the same colours through the same view. Files
are read as they are asked for, a movie by a reader that stays open, so that a scrub decodes each frame once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

import numpy as np

from secondunit.media.color import convert_picture
from secondunit.media.config import Config, open_config
from secondunit.media.contact import color_names
from secondunit.media.display import plain_view, views
from secondunit.media.exr import inspect_exr, read_exr
from secondunit.media.foreign import facts_of
from secondunit.media.half import HALF_MAX
from secondunit.media.movie_reader import MovieReader
from secondunit.media.picture import RGB, RGBA, Picture
from secondunit.media.plate import movie_colorspace
from secondunit.media.sequence import Sequence
from secondunit.media.shrink import shrunk
from secondunit.media.whole import storage_error
from secondunit.wire import Plate
from secondunit.wire.footage import is_movie

from .plate_reader import plate_colors

#: The most memory that small plate frames and whole ones may take, in bytes (one of either is always kept),
#: and how many movies stay open.
MOST_BYTES, MOST_WHOLE, MOST_MOVIES = 192 << 20, 384 << 20, 3

_Key = tuple[object, ...]


class PlateScrub:
    """Plate frames of any plates, scaled down and kept while there is room; callable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Picture] = OrderedDict()
        self._bytes = 0
        self._whole: OrderedDict[_Key, Picture] = OrderedDict()
        self._movies: OrderedDict[_Key, MovieReader] = OrderedDict()

    def view(self, plate: Plate, config: Config) -> str:
        """The view of `config` the plate is judged through; empty for its default."""
        if plate.view in views(config):
            return plate.view
        return plain_view(config) if is_movie(plate.path) and not plate.colorspace.name else ""

    def picture(self, plate: Plate, frame: int, config: Config, space: str, width: int) -> Picture:
        """The plate at `frame` (its ends stand still beyond it) in `space`, at most `width` pixels wide.

        The picture fills its own display window, has square pixels, and is half float. Raises what reading it
        raises.
        """
        path, index = self._place(plate, frame)
        stamp = self.stamp(plate, frame)
        key = (path, index, stamp, plate.layer, plate.part, plate.colorspace, config, space, width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = self._made(plate, path, index, stamp, config, space, width)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = picture
                self._bytes += picture.pixels.nbytes
            while self._bytes > MOST_BYTES and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].pixels.nbytes
        return picture

    def whole(self, plate: Plate, frame: int, config: Config, space: str) -> Picture:
        """The plate at `frame` in `space`, every pixel of its display window, with alpha where it has one.

        In half float where the files are, else float32. The last ones looked at are kept. Raises what reading
        it raises.
        """
        path, index = self._place(plate, frame)
        stamp = self.stamp(plate, frame)
        key = (path, index, stamp, plate.layer, plate.part, plate.colorspace, config, space)
        with self._lock:
            if key in self._whole:
                self._whole.move_to_end(key)
                return self._whole[key]
        picture = self._read(plate, path, index, stamp, config, space, half=True).shown()
        with self._lock:
            self._whole[key] = picture
            while len(self._whole) > 1 and sum(p.pixels.nbytes for p in self._whole.values()) > MOST_WHOLE:
                self._whole.popitem(last=False)
        return picture

    def stamp(self, plate: Plate, frame: int) -> int:
        """When the file behind `frame` last changed, in nanoseconds; raises `NotFound`, `NoRights`."""
        path, _ = self._place(plate, frame)
        try:
            return facts_of(path).st_mtime_ns
        except OSError as problem:
            raise storage_error(problem, path) from problem

    def close(self) -> None:
        """Let go of movies and memory."""
        with self._lock:
            movies, self._movies = list(self._movies.values()), OrderedDict()
            self._kept.clear()
            self._whole.clear()
            self._bytes = 0
        for movie in movies:
            movie.close()

    def _place(self, plate: Plate, frame: int) -> tuple[Path, int]:
        """The file that holds a frame of the plate, and for a movie the frame's place in it."""
        frame = min(max(frame, plate.frames.first), plate.frames.last)
        if is_movie(plate.path):
            return Path(plate.path), (plate.first_in_file or 0) + frame - plate.frames.first
        path = Path(plate.path)
        files = Sequence.find(path) if path.is_file() else Sequence.parse(plate.path)
        return files.path(plate.file_frame(frame)), 0

    def _made(
        self, plate: Plate, path: Path, index: int, stamp: int, config: Config, space: str, width: int
    ) -> Picture:
        picture = self._read(plate, path, index, stamp, config, space)
        if picture.channels != RGB:
            picture = replace(picture, channels=RGB, pixels=picture.rgba()[..., :3])
        small = shrunk(picture, width)
        half = np.clip(small.pixels, -HALF_MAX, HALF_MAX).astype(np.float16)
        return Picture.of(half, small.channels)

    def _read(
        self,
        plate: Plate,
        path: Path,
        index: int,
        stamp: int,
        config: Config,
        space: str,
        *,
        half: bool = False,
    ) -> Picture:
        """A frame in `space`, as large as its file has it; `half` keeps the half float of a plain EXR."""
        own = open_config(plate.colorspace.config) if plate.colorspace.config else config
        if is_movie(plate.path):
            reader = self._reader(path, stamp, plate.accept_damage)
            source = plate.colorspace.name or movie_colorspace(reader.movie, own)
            picture = Picture.of(np.asarray(reader.frame(index)), format=reader.movie.format)
        else:
            plain = _plain_half(path, plate) if half else None
            picture = plain if plain is not None else plate_colors(path, plate)
            source = own.space(plate.colorspace.name).name if plate.colorspace.name else space
        # Light adds up where it is linear: the picture is scaled after it was converted.
        if source != space or own != config:
            picture = convert_picture(picture, source, space, own)
        return picture

    def _reader(self, path: Path, stamp: int, accept_damage: bool) -> MovieReader:
        key = (path, stamp, accept_damage)
        with self._lock:
            hit = self._movies.get(key)
            if hit is not None:
                self._movies.move_to_end(key)
                return hit
        reader = MovieReader(path, accept_damage=accept_damage)
        with self._lock:
            self._movies[key] = reader
            surplus = [self._movies.popitem(last=False)[1] for _ in range(len(self._movies) - MOST_MOVIES)]
        for movie in surplus:
            movie.close()
        return reader


def _plain_half(path: Path, plate: Plate) -> Picture | None:
    """The colour of a half float EXR as it lies in the file; None for any other file."""
    if path.suffix.lower() != ".exr" or plate.layer:
        return None
    header = inspect_exr(path, part=plate.part)
    names = color_names(header.channels)
    if header.depth != "half" or not names:
        return None
    picture = read_exr(path, names, half=True, part=plate.part)
    return replace(picture, channels=RGBA if len(names) == len(RGBA) else RGB)
