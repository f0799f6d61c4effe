"""A finished comp taken in: its frames as they are, numbered as the shot, with our story in their headers.

EXR in the take's own colour space is taken over bit for bit, which is verified frame by frame; another space
and movies are converted. It does not judge what the comp shows.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from secondunit.media.color import row_change
from secondunit.media.config import open_config
from secondunit.media.exr import ExrReport, inspect_exr, read_exr, verify_exr, write_exr
from secondunit.media.exr_header import NAMESPACE
from secondunit.media.movie_reader import MovieReader
from secondunit.media.picture import RGB, RGBA, Picture
from secondunit.media.primaries import chromaticities
from secondunit.wire import FrozenMap, Work
from secondunit.wire.errors import DamagedPicture, SecondUnitError
from secondunit.wire.footage import is_movie

from .comp import CompFacts, comp_files, comp_plate, content_of, facts_of, look
from .frame_loop import frame_timecode, leave_remarks, make_each
from .inputs import config_name, config_of
from .names import EXPOSURE, Staging, take_id
from .reporting import say_progress

#: The header's name for the SHA-256 of the file that a frame was taken from.
SOURCE = "source sha256"
COMPRESSIONS: dict[str, Literal["zip", "dwaa"]] = {"zip": "zip", "dwaa": "dwaa"}


def survey(work: Work) -> None:
    """Look at every frame's header; staged frames of a comp that has changed since are to be made again."""
    say_progress(0.0, "Looking at the comp")
    facts = look(work)
    staging = Staging(Path(work.staging))
    source = _Source(work, facts)
    for frame in work.brief.frames:
        for layer in staging.layers(work.brief.delivery.passes):
            path = staging.frame(layer, frame)
            if path.is_file() and not _is_of(path, source.content(frame), facts):
                path.unlink(missing_ok=True)
    say_progress(1.0, "The comp is looked at")


def take_in(work: Work, frames: Sequence[int]) -> None:
    """Take in `frames` that are not there and whole; raises `FrameFailed` whose `where` is the frame."""
    taker = _Taker(work, facts_of(work))
    with contextlib.closing(taker):
        make_each(work, frames, taker.make, "is taken in")


def comp_remarks(work: Work) -> tuple[str, ...]:
    """What was done to the comp as a whole that an artist should know."""
    return facts_of(work).remarks


def _is_of(staged: Path, content: str, facts: CompFacts) -> bool:
    try:
        header = inspect_exr(staged)
    except SecondUnitError:
        return False
    return header.provenance.get(SOURCE) == content and header.data_window == facts.window


class _Source:
    """The files of a comp by the shot's frames, each hashed once."""

    def __init__(self, work: Work, facts: CompFacts) -> None:
        self._plate = comp_plate(work)
        self._facts = facts
        self._movie = Path(self._plate.path) if is_movie(self._plate.path) else None
        self._reader: MovieReader | None = None
        self.content_of = lru_cache(maxsize=4)(content_of)

    def content(self, frame: int) -> str:
        return self.content_of(self.path(frame))

    def path(self, frame: int) -> Path:
        return self._movie or comp_files(self._plate, (frame,))[0]

    def beauty(self, frame: int) -> Picture:
        """R, G, B and A of a frame, premultiplied; a comp without alpha covers where it has pixels."""
        if self._movie is not None:
            if self._reader is None:
                self._reader = MovieReader(self._movie, accept_damage=self._plate.accept_damage)
            start = self._plate.first_in_file or 0
            pixels = np.asarray(self._reader.frame(start + frame - self._plate.frames.first))
            picture = Picture.of(pixels, RGB, format=self._reader.movie.format)
        else:
            path = self.path(frame)
            verify_exr(path)
            picture = read_exr(path, self._facts.beauty, half=self._facts.depth == "half")
            picture = replace(picture, channels=RGB if self._facts.opaque else RGBA)
        if picture.channels == RGB:
            cover = np.ones((*picture.pixels.shape[:2], 1), picture.pixels.dtype)
            picture = replace(picture, channels=RGBA, pixels=np.concatenate([picture.pixels, cover], axis=-1))
        return picture

    def others(self, frame: int) -> Picture:
        """Every other channel of a frame."""
        return read_exr(self.path(frame), self._facts.others, half=self._facts.others_depth == "half")

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()


class _Taker:
    """Takes in frames of one comp; everything that does not change from frame to frame is found once."""

    def __init__(self, work: Work, facts: CompFacts) -> None:
        self._work, self._facts = work, facts
        self._staging = Staging(Path(work.staging))
        self._source = _Source(work, facts)
        config = config_of(work)
        self._space = config.space(work.brief.colorspace.name).name
        self._corners = chromaticities(self._space, config)
        plate = comp_plate(work)
        self._own = open_config(plate.colorspace.config) if plate.colorspace.config else config
        self._provenance = {
            "take": take_id(work.job, work.alternative),
            "job": work.job,
            "brief": work.brief_digest,
            "kind": facts.maker or "comp",
            "made by": "comp",
            "colorspace": self._space,
            "config": config_name(work),
            EXPOSURE: "1.0",
        } | ({"prompt": work.brief.prompt[:1000]} if work.brief.prompt else {})

    def make(self, frame: int) -> None:
        pictures = {"beauty": self._source.beauty(frame)}
        if self._facts.others:
            pictures["passes"] = self._source.others(frame)
        files = []
        # Passes first: a frame is there when its beauty is.
        for layer in sorted(pictures, reverse=True):
            picture = pictures[layer].within(self._facts.window)
            files.append((layer, self._write(frame, layer, picture)))
        leave_remarks(self._work, frame, files)

    def _write(self, frame: int, layer: str, picture: Picture) -> ExrReport:
        path = self._staging.frame(layer, frame)
        # What other takes say of themselves in the comp's header does not hold for this one.
        attributes = {
            name: value for name, value in picture.attributes.items() if not name.startswith(NAMESPACE)
        }
        delivery = self._work.brief.delivery
        depth = self._facts.depth if layer == "beauty" else self._facts.others_depth
        change = None
        if not self._facts.exact:
            change = row_change(picture, self._facts.space, self._space, self._own)
        file = write_exr(
            path,
            replace(picture, attributes=FrozenMap(attributes)),
            change=change,
            depth="float" if depth == "float" else "half",
            compression="zip" if self._facts.exact else COMPRESSIONS[delivery.compression],
            rate=self._work.brief.rate,
            timecode=frame_timecode(self._work, frame),
            chromaticities=self._corners,
            provenance={
                **self._provenance,
                "frame": str(frame),
                "layer": layer,
                "source": self._source.path(frame).name,
                SOURCE: self._source.content(frame),
            },
        )
        if self._facts.exact and not _same(path, picture):
            path.unlink(missing_ok=True)
            raise DamagedPicture("It did not come out as it went in.", remedy="Retry.", where=str(path))
        return file

    def close(self) -> None:
        self._source.close()


def _same(path: Path, picture: Picture) -> bool:
    """Whether a file holds the pixels of a picture bit for bit; what is not a number may have changed."""
    half = picture.pixels.dtype == np.float16
    pixels = read_exr(path, picture.channels, half=half).pixels
    kind = np.uint16 if half else np.uint32
    if pixels.dtype != picture.pixels.dtype or pixels.shape != picture.pixels.shape:
        return False
    asked = np.ascontiguousarray(picture.pixels)
    equal = np.ascontiguousarray(pixels).view(kind) == asked.view(kind)
    return bool((equal | ~np.isfinite(asked)).all())
