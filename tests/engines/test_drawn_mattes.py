"""Drawn mattes as files: opened again by other readers, compared with what was drawn, and changed."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from secondunit.engines import drawn_mattes
from secondunit.engines.drawn_mattes import (
    drawn_coverage,
    list_drawn_mattes,
    open_drawn_matte,
    write_drawn_matte,
)
from secondunit.engines.mattes import matte_source
from secondunit.media.exr import inspect_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    DrawnMatte,
    Format,
    FrameRange,
    MatteShape,
    MatteWish,
    Plate,
    Rate,
    ShapeKey,
    ShapeKind,
    Timecode,
    Window,
)
from secondunit.wire.errors import DamagedPicture, DiskFull, NotFound

FRAMES, FORMAT = FrameRange(1001, 1005), Format(96, 54, 2.0)
BOX = (20.5, 10.25, 60.0, 10.25, 60.0, 30.0, 20.5, 30.0)
PLATE = Plate(
    "/x/bg.%04d.exr", FRAMES, Rate(24000, 1001), FORMAT, ColorSpace("ACEScg"), timecode="01:00:00:10"
)


def polygon(*keys: tuple[int, tuple[float, ...]], **more: object) -> MatteShape:
    return MatteShape(
        **{"kind": ShapeKind.POLYGON, "keys": tuple(ShapeKey(f, p) for f, p in keys), **more}  # type: ignore[arg-type]
    )


def moving() -> DrawnMatte:
    moved = tuple(value + 8 for value in BOX)
    hole = MatteShape(
        ShapeKind.STROKE, (ShapeKey(1001, (30.0, 20.0, 45.0, 22.0)),), radius=3.0, subtracts=True
    )
    return DrawnMatte(FRAMES, FORMAT, (polygon((1001, BOX), (1005, moved), feather=4.0), hole))


def wish(drawing: DrawnMatte | None = None) -> MatteWish:
    return MatteWish("S", "sh010", "roof", drawing or moving(), PLATE)


def alpha(path: Path) -> np.ndarray:
    """The alpha of a file over its display window, by OpenImageIO."""
    whole = oiio.ImageBufAlgo.crop(oiio.ImageBuf(str(path)), oiio.ImageBuf(str(path)).roi_full)
    return whole.get_pixels(oiio.FLOAT)[..., 0]


def test_the_files_hold_what_was_drawn_at_every_frame(tmp_path: Path) -> None:
    written = write_drawn_matte(tmp_path / "sh010", wish())
    assert (written.name, written.version, written.matte.frames) == ("roof", 1, FRAMES)
    read = matte_source(written.matte)
    for frame in FRAMES:
        drawn = drawn_coverage(moving(), frame)
        file = Path(written.matte.path % frame)
        assert np.abs(alpha(file) - drawn).max() < 6e-4, "half float is all that lies between"
        assert np.array_equal(read(frame), alpha(file)), "and the matte reader sees the same"
    assert not np.array_equal(read(1001), read(1003))


def test_the_files_have_the_plates_numbers(tmp_path: Path) -> None:
    written = write_drawn_matte(tmp_path, wish())
    header = inspect_exr(written.matte.path % 1003)
    assert header.channels == ("A",) and header.depth == "half"
    assert header.display_window == FORMAT.window and header.pixel_aspect == 2.0
    assert header.rate == PLATE.rate and header.timecode == Timecode(1, 0, 0, 12)
    # Half of the way: 4 pixels on, 4 rows of feather, and half as many columns of pixels twice as wide.
    assert header.data_window == Window(22, 10, 44, 28)


def test_a_frame_with_nothing_on_it_is_a_whole_file_of_zeros(tmp_path: Path) -> None:
    away = polygon((1001, tuple(value + 500 for value in BOX)))
    written = write_drawn_matte(tmp_path, wish(DrawnMatte(FRAMES, FORMAT, (away,))))
    assert alpha(Path(written.matte.path % 1001)).shape == (54, 96)
    assert matte_source(written.matte)(1004).max() == 0.0


def test_subtracting_takes_from_what_was_drawn_before_and_from_nothing_after() -> None:
    hole = polygon((1001, (30.0, 15.0, 40.0, 15.0, 40.0, 25.0, 30.0, 25.0)), subtracts=True)
    box = polygon((1001, BOX))
    cover = drawn_coverage(DrawnMatte(FRAMES, FORMAT, (box, hole)), 1001)
    assert cover[20, 35] == 0.0 and cover[20, 25] == 1.0
    assert cover.sum(dtype=float) == pytest.approx(39.5 * 19.75 - 100, abs=1e-2)
    assert drawn_coverage(DrawnMatte(FRAMES, FORMAT, (hole, box)), 1001)[20, 35] == 1.0


def test_a_brush_is_round_on_the_screen_and_as_large_as_its_radius() -> None:
    square = Format(200, 200)
    dot = MatteShape(ShapeKind.STROKE, (ShapeKey(1001, (100.0, 100.0)),), radius=40.0)
    cover = drawn_coverage(DrawnMatte(FRAMES, square, (dot,)), 1001)
    assert cover.sum(dtype=float) == pytest.approx(np.pi * 1600, rel=1e-3)
    oblong = drawn_coverage(DrawnMatte(FRAMES, replace(square, pixel_aspect=2.0), (dot,)), 1001)
    assert oblong.sum(dtype=float) == pytest.approx(np.pi * 800, rel=2e-3)
    assert np.flatnonzero(oblong[100] > 0.5).size == 40 and np.flatnonzero(oblong[:, 100] > 0.5).size == 80


def test_feather_falls_in_a_straight_line_outside_of_a_box() -> None:
    box = polygon((1001, (40.0, 40.0, 160.0, 40.0, 160.0, 160.0, 40.0, 160.0)), feather=20.0)
    cover = drawn_coverage(DrawnMatte(FRAMES, Format(200, 200), (box,)), 1001)
    ramp = cover[100, 161:179]
    assert np.allclose(ramp, 1 - (np.arange(161, 179) + 0.5 - 160) / 20, atol=1e-4)
    assert cover[100, 159] == pytest.approx(1.0, abs=1e-6) and cover[100, 181] == 0.0
    inward = drawn_coverage(DrawnMatte(FRAMES, Format(200, 200), (replace(box, feather=-20.0),)), 1001)
    assert inward[100, 160] == 0.0 and inward[100, 150] == pytest.approx(0.475, abs=1e-4)


def test_a_drawing_is_the_same_at_any_scale() -> None:
    large = drawn_coverage(moving(), 1003, Window(0, 0, 192, 108), 2.0)
    small = large.reshape(54, 2, 96, 2).mean((1, 3))
    assert np.abs(small - drawn_coverage(moving(), 1003)).max() < 0.1
    assert small.mean() == pytest.approx(drawn_coverage(moving(), 1003).mean(), rel=5e-3)


def test_a_changed_drawing_is_the_next_version_and_the_one_before_stays(tmp_path: Path) -> None:
    first = write_drawn_matte(tmp_path, wish(), "kim")
    before = {path.name: path.read_bytes() for path in Path(first.matte.path).parent.iterdir()}
    opened = open_drawn_matte(first.matte.path)
    assert opened.record.drawing == moving() and opened.record.user == "kim"
    assert (opened.changed, opened.missing) == ((), ())
    changed = replace(opened.record.drawing, shapes=opened.record.drawing.shapes[:1])
    second = write_drawn_matte(tmp_path, wish(changed))
    assert second.version == 2 and open_drawn_matte(second.matte.path).record.drawing == changed
    assert {path.name: path.read_bytes() for path in Path(first.matte.path).parent.iterdir()} == before
    assert [matte.version for matte in list_drawn_mattes(tmp_path)] == [2, 1]


def test_files_that_somebody_changed_are_named(tmp_path: Path) -> None:
    written = write_drawn_matte(tmp_path, wish())
    painted = Path(written.matte.path % 1002)
    write_exr(painted, Picture.of(np.ones((54, 96), np.float32), ("A",), format=FORMAT))
    Path(written.matte.path % 1004).unlink()
    opened = open_drawn_matte(written.matte.path)
    assert opened.changed == (painted.name,) and opened.missing == (painted.name.replace("1002", "1004"),)


def test_what_was_not_drawn_here_or_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no shapes beside"):
        open_drawn_matte(str(tmp_path / "roto.%04d.exr"))
    written = write_drawn_matte(tmp_path, wish())
    (Path(written.matte.path).parent / "shapes.json").write_text('{"schema": 3, "drawing": 7}')
    with pytest.raises(DamagedPicture, match="cannot be read"):
        open_drawn_matte(written.matte.path)
    assert list_drawn_mattes(tmp_path) == ()


def test_a_full_disk_leaves_nothing_and_says_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_drawn_matte(tmp_path, wish())
    real, count = drawn_mattes.write_exr, []

    def full(path: Path, *rest: object, **more: object) -> object:
        count.append(path)
        if len(count) > 2:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(drawn_mattes, "write_exr", full)
    with pytest.raises(DiskFull) as caught:
        write_drawn_matte(tmp_path, wish())
    assert "drawing is still here" in caught.value.problem.kept and caught.value.problem.remedy
    left = [path.name for path in (tmp_path / "mattes" / "roof").iterdir()]
    assert left == ["v001"] and open_drawn_matte(written.matte.path).missing == ()


def test_what_a_killed_write_left_goes_with_a_later_write(tmp_path: Path) -> None:
    parent = tmp_path / "sh010" / "mattes" / "roof"
    old, fresh, other = (parent / name for name in (".0123456789ab.partial", ".ba9876543210.partial", ".x"))
    for folder in (old, fresh, other):
        folder.mkdir(parents=True)
        (folder / "sh010_roof_v001.1001.exr").write_bytes(b"half")
    two_days_ago = old.stat().st_mtime - 48 * 3600
    for folder in (old, other):
        os.utime(folder, (two_days_ago, two_days_ago))
    write_drawn_matte(tmp_path / "sh010", wish())
    assert sorted(path.name for path in parent.iterdir()) == [fresh.name, other.name, "v001"]


def test_the_shapes_alone_are_given_without_reading_the_files(tmp_path: Path) -> None:
    written = write_drawn_matte(tmp_path / "shot", wish())
    for file in Path(written.matte.path).parent.glob("*.exr"):
        file.unlink()
    assert open_drawn_matte(written.matte.path).missing
    opened = open_drawn_matte(written.matte.path, unread=True)
    assert opened.missing == () == opened.changed and opened.record.drawing.shapes
