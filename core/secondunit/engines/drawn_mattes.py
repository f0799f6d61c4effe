"""Drawn mattes as pixels and as files: each shape's coverage laid over those before, a folder a version.

    <shot>/mattes/<name>/v003/sh010_roof_v003.1001.exr ...   alpha, the frames and the format of the plate
    <shot>/mattes/<name>/v003/shapes.json                    the drawing, and the SHA-256 of every file

A version is whole or not there, and is never written again: briefs name its files. Whoever changes the
drawing gets the next version. It does not know shows; the folder of a shot is handed in.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from secondunit.media.area import Coverage, area_coverage, bounds
from secondunit.media.distance import edge_ramp, near_lines
from secondunit.media.exr import write_exr
from secondunit.media.foreign import asking, digest_of, go_on, open_file
from secondunit.media.picture import Picture
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import (
    DrawnMatte,
    FrozenMap,
    Matte,
    MatteRecord,
    MatteShape,
    MatteWish,
    OpenedMatte,
    ShapeKind,
    Timecode,
    Window,
    WrittenMatte,
    dumps,
    loads,
    version_text,
)
from secondunit.wire.errors import (
    BadValue,
    Conflict,
    DamagedPicture,
    NotFound,
    PictureTooLarge,
    SecondUnitError,
    raised,
)

FOLDER, RECORD = "mattes", "shapes.json"
#: The largest record that is read, and the highest number of a version.
LARGEST_RECORD, HIGHEST = 256 << 20, 99_999
#: The most drawn mattes of a shot that are listed.
MOST_LISTED = 200
_VERSION = re.compile(r"v(\d{3,})")
_STAGING = re.compile(r"\.[0-9a-f]{12}\.partial")
#: What lies unfinished for so long was left by a write that was killed, in seconds.
LEFT = 24 * 3600.0
#: So many rows are drawn at a time: they stay in the processor's own memory from the first sum to the last.
_BAND = 128
KEPT = "Nothing was written; the drawing is still here."


# Pixels ---------------------------------------------------------------------------------------------------


def drawn_coverage(
    drawing: DrawnMatte, frame: int, window: Window | None = None, scale: float = 1.0
) -> Coverage:
    """The drawing at a frame over a window (by default its format's), (height, width) float32, 0 to 1.

    `scale` draws it as many times larger, every length of it; the window is in the pixels of that.
    """
    window = window or drawing.format.window
    whole = np.zeros((window.height, window.width), np.float32)
    for top in range(0, window.height, _BAND):
        rows = whole[top : top + _BAND]
        _lay(drawing, frame, Window(window.x, window.y + top, window.width, len(rows)), scale, rows)
    return whole


def _lay(drawing: DrawnMatte, frame: int, window: Window, scale: float, whole: Coverage) -> None:
    """Lay every shape over those before it, into `whole`, which fills the window and is empty."""
    empty = True
    for shape in drawing.shapes:
        placed = None
        if not (empty and shape.subtracts):
            placed = _shape_coverage(shape, frame, window, scale, drawing.format.pixel_aspect)
        if placed is None:
            continue
        box, cover = placed
        part = whole[box.y - window.y : box.bottom - window.y, box.x - window.x : box.right - window.x]
        if shape.subtracts:
            part *= np.subtract(np.float32(1.0), cover, out=cover)
        elif empty:
            part[:] = cover
        else:
            cover *= np.float32(1.0) - part
            part += cover
        empty = False


def _shape_coverage(
    shape: MatteShape, frame: int, window: Window, scale: float, aspect: float
) -> tuple[Window, Coverage] | None:
    """What a shape covers, and where; None where it does not reach the window."""
    points = np.asarray(shape.points_at(frame), np.float64).reshape(-1, 2) * scale
    feather, radius = shape.feather * scale, shape.radius * scale
    reach = radius + max(feather, 0.0) + 1.0
    box = bounds(points, (reach / aspect, reach), window)
    if box is None:
        return None
    if shape.kind is ShapeKind.STROKE:
        # An edge is averaged over a square: a pixel that is wider than high is made of several.
        parts = max(1, round(aspect))
        fine = Window(box.x * parts, box.y, box.width * parts, box.height)
        points = points * (parts, 1.0)
        lines = np.hstack([points[:-1], points[1:]]) if len(points) > 1 else np.hstack([points, points])
        near, away = near_lines(lines, fine, reach, aspect / parts)
        through = np.zeros(fine.height * fine.width, np.float32)
        through[near] = edge_ramp(away - np.float32(radius), feather)
        split = through.reshape(box.height, box.width, parts)
        return box, split.mean(2) if parts > 1 else split[..., 0]
    cover = np.ascontiguousarray(area_coverage(points, box))
    if feather:
        lines = np.hstack([points, np.roll(points, -1, axis=0)])
        near, away = near_lines(lines, box, abs(feather) + 1.0, aspect)
        flat = cover.reshape(-1)
        before = flat[near]
        ramp = edge_ramp(np.where(before >= 0.5, -away, away), feather)
        # What is wholly in or out stays so, where edges of one shape cross inside of it.
        flat[near] = np.maximum(before, ramp) if feather > 0 else np.minimum(before, ramp)
    return box, cover


def drawn_picture(drawing: DrawnMatte, frame: int) -> Picture:
    """The drawing at a frame as alpha: its data window is what is drawn, its display window the format."""
    cover = drawn_coverage(drawing, frame)
    rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    top, left = (int(rows[0]), int(columns[0])) if rows.size else (0, 0)
    bottom, right = (int(rows[-1]) + 1, int(columns[-1]) + 1) if rows.size else (1, 1)
    part = np.ascontiguousarray(cover[top:bottom, left:right])
    return Picture.of(part, ("A",), format=drawing.format, at=(left, top))


# Files ----------------------------------------------------------------------------------------------------


def write_drawn_matte(shot_folder: Path, wish: MatteWish, user: str = "") -> WrittenMatte:
    """Write a drawing as the next version of its name, with the plate's frames, rate and timecode.

    Raises `DiskFull`, `NoRights`, `BadName`, `PictureTooLarge`, `Conflict`; then nothing of it is there.
    """
    parent = shot_folder / FOLDER / wish.name
    staging = parent / f".{uuid.uuid4().hex[:12]}.partial"
    try:
        with asking(parent):
            staging.mkdir(parents=True)
            _sweep(parent, staging)
        version = 1 + max(_versions(parent), default=0)
        while version <= HIGHEST:
            record = _write_version(staging, wish, version, user)
            target = parent / version_text(version)
            if _claim(staging, target):
                return _written(target, record)
            shutil.rmtree(staging)
            staging.mkdir()
            version += 1
        raise Conflict(f"There is no version number left below {HIGHEST:,}.")
    except OSError as error:
        raise raised(replace(storage_error(error, parent).problem, kept=KEPT)) from error
    except SecondUnitError as error:
        raise raised(replace(error.problem, kept=KEPT)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _sweep(parent: Path, staging: Path) -> None:
    """Remove what killed writes left; one that goes on touches its folder with every frame."""
    # By the clock of the disk itself: a server's may differ from ours.
    oldest = staging.stat().st_mtime - LEFT
    for folder in parent.iterdir():
        with contextlib.suppress(OSError):
            if _STAGING.fullmatch(folder.name) and folder.lstat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def _claim(staging: Path, target: Path) -> bool:
    """Rename the whole folder to its version; False where another has that number since."""
    if target.exists():
        return False
    try:
        staging.rename(target)
    except OSError:
        if target.exists():
            return False
        raise
    return True


def _write_version(folder: Path, wish: MatteWish, version: int, user: str) -> MatteRecord:
    plate, drawing = wish.plate, wish.drawing
    start = Timecode.parse(plate.timecode) if plate.timecode else None
    files: dict[str, str] = {}
    # What stands still is drawn once: only the numbers of such frames differ.
    drawn: tuple[object, Picture] | None = None
    for frame in drawing.frames:
        place = tuple(shape.points_at(frame) for shape in drawing.shapes)
        if drawn is None or drawn[0] != place:
            drawn = place, drawn_picture(drawing, frame)
        timecode = None
        if start is not None:
            count = start.frame(plate.rate) + frame - plate.frames.first
            timecode = Timecode.of_frame(count, plate.rate, drop=start.drop)
        path = folder / f"{_stem(wish.shot, wish.name, version)}.{frame:04d}.exr"
        write_exr(path, drawn[1], depth="half", rate=plate.rate, timecode=timecode)
        files[path.name] = digest_of(path)
        go_on()
    record = MatteRecord(
        drawing, wish.show, wish.shot, wish.name, version, plate.path, user,
        datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"), FrozenMap(files),
    )  # fmt: skip
    with whole_file(folder / RECORD) as temporary:
        temporary.write_text(dumps(record) + "\n", "utf-8")
    return record


def list_drawn_mattes(shot_folder: Path) -> tuple[WrittenMatte, ...]:
    """The drawn mattes of a shot by name, the newest version of each first."""
    folder = shot_folder / FOLDER
    listed: list[WrittenMatte] = []
    for name in _entries(folder):
        for version in sorted(_versions(folder / name), reverse=True):
            try:
                here = folder / name / version_text(version)
                listed.append(_written(here, _read_record(here)))
            except SecondUnitError:
                continue  # it says so when it is opened
            if len(listed) >= MOST_LISTED:
                return tuple(listed)
    return tuple(listed)


def open_drawn_matte(path: str, *, unread: bool = False) -> OpenedMatte:
    """A drawn matte by the pattern of its files, with what others made of these unless they stay `unread`.

    Raises `NotFound` for files that were not drawn here, `DamagedPicture` for a record that cannot be read.
    """
    folder = Path(path).parent
    record = _read_record(folder)
    if Path(path) != folder / _pattern(record):
        raise NotFound("These files were not drawn here.", where=path)
    changed, missing = [], []
    for name, digest in () if unread else record.files.items():
        try:
            if digest_of(folder / name) != digest:
                changed.append(name)
        except FileNotFoundError:
            missing.append(name)
        except OSError as error:
            raise storage_error(error, folder / name) from error
    return OpenedMatte(record, tuple(changed), tuple(missing))


def _read_record(folder: Path) -> MatteRecord:
    path = folder / RECORD
    try:
        with open_file(path) as file:
            text = file.read(LARGEST_RECORD + 1)
    except FileNotFoundError:
        raise NotFound(
            "There are no shapes beside these files: they were not drawn here.", where=str(folder)
        ) from None
    except OSError as error:
        raise storage_error(error, path) from error
    if len(text) > LARGEST_RECORD:
        raise PictureTooLarge(f"{path.name} is larger than a drawing is.", where=str(path))
    try:
        return loads(MatteRecord, text)
    except BadValue as error:
        raise DamagedPicture(
            f"The shapes of this matte cannot be read: {error.problem.message}",
            remedy="Its pictures can be used as they are; draw it anew to change it.",
            where=str(path),
        ) from None


def _written(folder: Path, record: MatteRecord) -> WrittenMatte:
    matte = Matte(str(folder / _pattern(record)), record.drawing.frames, "A")
    return WrittenMatte(record.name, record.version, matte, record.created)


def _pattern(record: MatteRecord) -> str:
    return f"{_stem(record.shot, record.name, record.version)}.%04d.exr"


def _stem(shot: str, name: str, version: int) -> str:
    return f"{shot}_{name}_{version_text(version)}"


def _versions(parent: Path) -> Iterator[int]:
    for name in _entries(parent):
        if match := _VERSION.fullmatch(name):
            yield int(match[1])


def _entries(folder: Path) -> list[str]:
    """The names in a folder; none where it is not there."""
    try:
        with asking(folder):
            return sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise storage_error(error, folder) from error
