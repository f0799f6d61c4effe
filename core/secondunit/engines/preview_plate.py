"""The plate behind the previews: the files themselves where they fit, else copies in scratch that do."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from secondunit.media.color import row_change
from secondunit.media.config import Config, open_config
from secondunit.media.contact import colors_of
from secondunit.media.display import plain_view, views
from secondunit.media.exr import write_exr
from secondunit.media.movie import inspect_movie
from secondunit.media.picture import Picture
from secondunit.media.plate import movie_colorspace, movie_to_plate
from secondunit.media.sequence import Sequence
from secondunit.media.whole import whole_file
from secondunit.wire import FrameRange, Plate, Task, Work
from secondunit.wire.footage import is_movie

from .plate_reader import PlateReader, plate_colors

PLATE = "plate"


@dataclass(frozen=True)
class PlatePreview:
    """The plate with the take's frame numbers and in its colour space, and the view it is judged through."""

    frames: Sequence | None
    view: str = ""
    #: The take lies around the plate: on any other ground it shows nothing.
    around: bool = False

    def picture(self, frame: int) -> Picture:
        """The plate at a frame."""
        assert self.frames is not None
        return colors_of(self.frames.path(frame))


def plate_preview(work: Work, config: Config, space: str, *, held: bool = False) -> PlatePreview:
    """The plate for previews of `work`, or none where the brief has none; raises what reading it raises.

    A plate that the take itself holds (`held`) says only how it is looked at.
    """
    plate = work.brief.plate
    if plate is None:
        return PlatePreview(None)
    frames = work.brief.frames
    folder = Path(work.scratch) / PLATE
    if held:  # nothing lies behind it: it is the plate and all that was laid on it
        usual = plain_view(config) if is_movie(plate.path) and not plate.colorspace.name else ""
        return PlatePreview(None, plate.view if plate.view in views(config) else usual)
    if work.brief.task is Task.UPSCALE:  # it is of another size
        return PlatePreview(None, plate.view if plate.view in views(config) else "")
    if work.brief.task is Task.EXTEND:
        return _extended(work, plate, folder, config, space)
    own = open_config(plate.colorspace.config) if plate.colorspace.config else config
    if is_movie(plate.path):
        return _of_movie(plate, frames, folder, config, space)
    files = Sequence.find(plate.path)
    # A view is a name of the plate's own config; previews must not fail for one that another lacks.
    view = plate.view if plate.view in views(config) else ""
    plain = not (plate.layer or plate.part) and (
        plate.first_in_file in (None, plate.frames.first) or files.still
    )
    covers = plate.frames.first <= frames.first and frames.last <= plate.frames.last
    source = own.space(plate.colorspace.name).name if plate.colorspace.name else space
    if plain and source == space and own == config and (covers or files.still):
        return PlatePreview(files, view)
    copies = Sequence.parse(folder / "plate.%04d.exr", frames)
    for frame in frames:
        inside = min(max(frame, plate.frames.first), plate.frames.last)
        target = copies.path(frame)
        if target.is_file():
            continue
        original = files.path(plate.file_frame(inside))
        if source == space and own == config and not (plate.layer or plate.part):
            _link(original, target)
            continue
        picture = plate_colors(original, plate)
        write_exr(target, picture, depth="half", change=row_change(picture, source, space, own))
    return PlatePreview(copies, view)


def _of_movie(plate: Plate, frames: FrameRange, folder: Path, config: Config, space: str) -> PlatePreview:
    movie = inspect_movie(plate.path, accept_damage=plate.accept_damage)
    own = open_config(plate.colorspace.config) if plate.colorspace.config else config
    shared = frames.intersection(plate.frames) or plate.frames
    conversion = movie_to_plate(
        movie,
        folder / "plate.%04d.exr",
        start=shared.first,
        colorspace=plate.colorspace.name or movie_colorspace(movie, own),
        target=space,
        config=config,
        first=(plate.first_in_file or 0) + shared.first - plate.frames.first,
        count=len(shared),
    )
    copies = Sequence.parse(folder / "plate.%04d.exr", frames)
    for frame in frames:
        if frame not in shared:
            _link(copies.path(min(max(frame, shared.first), shared.last)), copies.path(frame))
    return PlatePreview(copies, plate.view if plate.view in views(config) else conversion.view)


def _extended(work: Work, plate: Plate, folder: Path, config: Config, space: str) -> PlatePreview:
    """The plate in a frame as large as the take, so that what was added around it is seen."""
    brief = work.brief
    copies = Sequence.parse(folder / "plate.%04d.exr", brief.frames)
    with contextlib.closing(PlateReader(plate, config, space)) as reading:
        for frame in brief.frames:
            if not copies.path(frame).is_file():
                window = brief.window
                picture = replace(reading.picture(frame), display_window=window)
                write_exr(copies.path(frame), picture, depth="half")
    return PlatePreview(copies, plate.view if plate.view in views(config) else "", around=True)


def _link(original: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    try:
        target.symlink_to(original.absolute())
    except OSError:  # a system or user without symbolic links
        import shutil

        with whole_file(target) as temporary:
            shutil.copyfile(original, temporary)
