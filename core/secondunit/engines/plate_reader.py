"""The plate of a work frame by frame in full size, in the take's colour space, with the hash of every file.

Before and after its frames the plate's ends stand still. A movie stays open, so that reading on decodes each
frame once. What goes wrong is told with the frame's number.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from secondunit.media.codes_file import FileKind, kind_of
from secondunit.media.color import convert_picture
from secondunit.media.config import Config, open_config
from secondunit.media.contact import colors_of
from secondunit.media.movie import DamagedFrame
from secondunit.media.movie_reader import MovieReader
from secondunit.media.picture import RGB, RGBA, Picture
from secondunit.media.plate import movie_colorspace
from secondunit.media.sequence import Sequence
from secondunit.media.still import inspect_still, read_still, verify_still
from secondunit.wire import Plate, Window
from secondunit.wire.errors import BadPicture, FrameFailed, SecondUnitError
from secondunit.wire.footage import is_movie

from .comp import content_of


def plate_colors(path: Path, plate: Plate) -> Picture:
    """The colour of a plate's file: of the layer it names, else of its unnamed or first layer with colour.

    A layer is looked for in every part of the file where the plate names none.
    """
    if not plate.layer:
        return colors_of(path, plate.part)
    part = plate.part
    if not part:
        for name in inspect_still(path).part_names:
            if any(
                channel.startswith(f"{plate.layer}.") for channel in inspect_still(path, part=name).channels
            ):
                part = name
                break
    return read_still(path, part=part).layer(plate.layer)


class PlateReader:
    """Reads `plate` as `space` of `config`; close it when it is not read any more."""

    def __init__(self, plate: Plate, config: Config, space: str) -> None:
        self.plate = plate
        self._own = open_config(plate.colorspace.config) if plate.colorspace.config else config
        self._config, self._space = config, space
        self._reader = _reader(plate) if is_movie(plate.path) else None
        self._files = None if self._reader else Sequence.find(plate.path)
        self._hash = lru_cache(maxsize=4)(content_of)

    def content(self, frame: int) -> str:
        """The SHA-256 (hex) of the file that holds `frame`; of a movie, of all of it."""
        return self._hash(self.path(frame))

    def path(self, frame: int) -> Path:
        """The file that holds `frame`."""
        if self._files is None:
            return Path(self.plate.path)
        return self._files.path(self.plate.file_frame(self._inside(frame)))

    def window(self) -> Window:
        """Where the plate has pixels: the display window, or more where its first frame has overscan."""
        display = self.plate.format.window
        if self._files is None:
            return display
        first = self.path(self.plate.frames.first)
        data = inspect_still(first, part=self.plate.part).data_window
        return data if data.intersection(display) == display else display

    @property
    def has_alpha(self) -> bool:
        """Whether its first frame holds an alpha; of a movie none is read."""
        return self._reader is None and self._read(self.plate.frames.first).channels == RGBA

    def picture(self, frame: int, channels: tuple[str, ...] = RGB) -> Picture:
        """R, G and B (and A, premultiplied, where `channels` names it) of a frame, float32, light as it is
        over black; raises `FrameFailed`.
        """
        try:
            picture = self._read(frame)
            if channels == RGBA and picture.channels == RGB:
                picture = replace(picture, channels=RGBA, pixels=picture.rgba())
            picture = picture.select(channels).as_float()
            if (picture.display_window.width, picture.display_window.height) != (
                self.plate.format.width, self.plate.format.height,
            ):  # fmt: skip
                raise BadPicture(f"It is {picture.format}, not {self.plate.format}.")
            return picture
        except SecondUnitError as error:
            if isinstance(error, DamagedFrame):
                error = error.as_frame(_number(self.plate, error.index))
            raise FrameFailed(
                f"Frame {frame} of the plate: {error.problem.message}",
                remedy=error.problem.remedy, where=str(frame),
            ) from error  # fmt: skip

    def close(self) -> None:
        """Let go of a movie."""
        if self._reader is not None:
            self._reader.close()

    def _read(self, frame: int) -> Picture:
        plate = self.plate
        if self._reader is not None:
            index = (plate.first_in_file or 0) + self._inside(frame) - plate.frames.first
            picture = Picture.of(np.asarray(self._reader.frame(index)), format=self._reader.movie.format)
            source = plate.colorspace.name or movie_colorspace(self._reader.movie, self._own)
        else:
            path = self.path(frame)
            if kind_of(path) is FileKind.EXR:  # others are decoded whole as they are read
                verify_still(path, part=plate.part)
            picture = plate_colors(path, plate).as_float()
            source = plate.colorspace.name or self._space
        if picture.channels not in (RGB, RGBA):
            picture = replace(picture, channels=RGBA, pixels=picture.rgba())
        if source != self._space or self._own != self._config:
            picture = convert_picture(picture, source, self._space, self._own)
        return picture

    def _inside(self, frame: int) -> int:
        return min(max(frame, self.plate.frames.first), self.plate.frames.last)


def _reader(plate: Plate) -> MovieReader:
    try:
        return MovieReader(plate.path, accept_damage=plate.accept_damage)
    except DamagedFrame as error:
        raise error.as_frame(_number(plate, error.index)) from error


def _number(plate: Plate, index: int) -> int:
    """The plate's number of a movie's frame."""
    return plate.frames.first + index - (plate.first_in_file or 0)
