"""A job shaped by a drawn matte: it changes what the matte covers, and nothing else, frame by frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from secondunit.engines.drawn_mattes import drawn_coverage, write_drawn_matte
from secondunit.engines.names import Staging
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.interchange import read_codes, write_png
from secondunit.media.over import over
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Delivery,
    DrawnMatte,
    Fitting,
    Format,
    FrameRange,
    Intake,
    MatteShape,
    MatteWish,
    Need,
    Plate,
    Rate,
    ShapeKey,
    ShapeKind,
    Step,
    Task,
    Work,
)

FRAME, FORMAT = FrameRange(1003, 1003), Format(256, 144)
EDIT = Intake(plate=Need.REQUIRED, matte=Need.REQUIRED)


def test_an_edit_under_a_drawn_matte_leaves_every_other_pixel_as_it_was(
    provided: Callable[..., Work], steps_done: Callable[..., None], tmp_path: Path
) -> None:
    pixels = np.random.default_rng(3).uniform(0.1, 0.5, (144, 256, 3)).astype(np.float32)
    write_exr(tmp_path / "bg.1003.exr", Picture.of(pixels), depth="float")
    plate = Plate(str(tmp_path / "bg.%04d.exr"), FRAME, Rate(24), FORMAT, ColorSpace("ACEScg"))
    start, end = (60.0, 30.0, 160.0, 40.0, 90.0, 110.0), (80.0, 30.0, 180.0, 40.0, 110.0, 110.0)
    keys = ShapeKey(1001, start), ShapeKey(1005, end)
    drawing = DrawnMatte(FRAME, FORMAT, (MatteShape(ShapeKind.POLYGON, keys, feather=6.0),))
    written = write_drawn_matte(tmp_path / "show", MatteWish("S", "sh010", "roof", drawing, plate))
    work = provided(
        EDIT, task=Task.INPAINT, plate=plate, frames=FRAME, format=FORMAT, matte=written.matte,
        fitting=Fitting(), delivery=Delivery(depth="float", passes=False),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    scratch = Path(work.scratch)
    (piece,) = read_prepared(scratch).pieces
    sent, changes = (read_codes(scratch / file.path)[0] for file in piece.files)
    folder = answer_folder(scratch, 0)
    folder.mkdir(parents=True)
    green = np.where(changes[..., :1] > 127, np.array((60, 200, 90), np.uint8), sent[..., :3])
    write_png(folder / "painted.png", green)
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1003))
    cover = drawn_coverage(drawing, 1003)
    # What is fainter than the least that counts is nothing; half float is all else that lies between.
    assert np.abs(taken.pixels[..., 3] - cover).max() < 1 / 500
    laid = over(taken, Picture.of(pixels)).pixels[..., :3]
    outside, full = cover < 1 / 600, cover > 0.999
    assert outside.sum() > 20_000 and full.sum() > 2_000
    assert np.array_equal(laid[outside].view(np.uint32), pixels[outside].view(np.uint32))
    assert (laid[full][:, 1] > 2 * laid[full][:, 0]).all()
