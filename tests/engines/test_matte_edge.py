"""The edge of an edit: what lay under the matte is gone, and the matte is the artist's to the last value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.names import Staging
from secondunit.engines.outgoing import GROWN
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.interchange import read_codes, write_png
from secondunit.media.over import over
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Delivery,
    Fitting,
    Format,
    FrameRange,
    Intake,
    Matte,
    Need,
    Plate,
    Rate,
    Size,
    Step,
    Task,
    Work,
)

Make = Callable[..., Work]
ONE = FrameRange(1001, 1001)
AS_IT_IS = Fitting()
EDIT = Intake(plate=Need.REQUIRED, matte=Need.REQUIRED)
#: In its own size, smaller, larger, and in a canvas that goes on beyond the plate's edge.
SIZES = [
    EDIT,
    replace(EDIT, most_side=150),
    replace(EDIT, most_side=97),
    replace(EDIT, least_side=400),
    replace(EDIT, sizes=(Size(256, 256),)),
]


@pytest.fixture
def scene(provided: Make, tmp_path: Path) -> Callable[..., tuple[Work, np.ndarray, np.ndarray]]:
    """A red disc on blue, and a matte of exactly the disc: work, plate's pixels, matte."""

    def make(
        intake: Intake, middle: tuple[int, int] = (130, 70), soft: float = 0.0, fitting: Fitting = AS_IT_IS
    ) -> tuple[Work, np.ndarray, np.ndarray]:
        rows, columns = np.mgrid[0:144, 0:256].astype(np.float32)
        away = np.hypot(columns - middle[0], rows - middle[1]) - 30
        matte = (away <= 0).astype(np.float32) if not soft else np.clip(0.5 - away / soft, 0, 1)
        pixels = np.empty((144, 256, 3), np.float32)
        pixels[:] = (0.08, 0.1, 0.4)
        pixels[matte > 0] = (0.7, 0.03, 0.02)
        write_exr(tmp_path / "disc.1001.exr", Picture.of(pixels), depth="float")
        write_exr(tmp_path / "matte.1001.exr", Picture.of(matte[..., None], ("A",)), depth="float")
        plate = Plate(str(tmp_path / "disc.%04d.exr"), ONE, Rate(24), Format(256, 144), ColorSpace("ACEScg"))
        work = provided(
            intake, task=Task.INPAINT, plate=plate, frames=ONE, format=Format(256, 144),
            matte=Matte(str(tmp_path / "matte.%04d.exr"), ONE), fitting=fitting,
            delivery=Delivery(depth="float", passes=False),
        )  # fmt: skip
        return work, pixels, matte

    return make


def is_red(codes: np.ndarray) -> np.ndarray:
    """Where any of the disc is seen."""
    return np.asarray(codes[..., 0].astype(int) > codes[..., 2].astype(int) - 40)


def edited(work: Work, steps_done: Callable[..., None]) -> tuple[np.ndarray, np.ndarray, Picture]:
    """A model that paints flat green where it is told to: plate and matte as sent, and the take."""
    steps_done(work, Step.PREPARE)
    scratch = Path(work.scratch)
    (piece,) = read_prepared(scratch).pieces
    plate, matte = (read_codes(scratch / file.path)[0][..., :3] for file in piece.files)
    painted = np.where(matte > 127, np.array((60, 200, 90), np.uint8), plate)
    folder = answer_folder(scratch, 0)
    folder.mkdir(parents=True)
    write_png(folder / "painted.png", painted)
    steps_done(work, Step.RENDER)
    return plate, matte[..., 0], read_exr(Staging(Path(work.staging)).frame("beauty", 1001))


@pytest.mark.parametrize("intake", SIZES)
@pytest.mark.parametrize("middle", [(130, 70), (250, 8)])
def test_nothing_of_what_lay_exactly_under_the_matte_is_left(
    scene: Callable[..., tuple[Work, np.ndarray, np.ndarray]], steps_done: Callable[..., None],
    intake: Intake, middle: tuple[int, int],
) -> None:  # fmt: skip
    work, pixels, matte = scene(intake, middle)
    sent, changes, taken = edited(work, steps_done)
    assert not is_red(sent[changes == 0]).any(), "a model sees nothing of the disc beside what it changes"
    assert np.array_equal(taken.pixels[..., 3], matte), "alpha is the matte, to the pixel"
    laid = over(taken, Picture.of(pixels)).pixels[..., :3]
    outside = matte == 0
    assert np.array_equal(laid[outside].view(np.uint32), pixels[outside].view(np.uint32))
    green = laid[60, 130] if middle == (130, 70) else laid[6, 250]
    assert green[1] > 2 * green[0]
    assert np.abs(laid[~outside] - green).max() < 2e-3, "flat to the very rim"


@pytest.mark.parametrize("intake", SIZES)
def test_what_a_model_may_change_is_a_little_more_than_the_take_shows(
    scene: Callable[..., tuple[Work, np.ndarray, np.ndarray]], steps_done: Callable[..., None], intake: Intake
) -> None:
    work, _, _ = scene(intake)
    sent, changes, _ = edited(work, steps_done)
    row = np.flatnonzero(is_red(sent)[is_red(sent).any(axis=1)].any(axis=0))
    told = np.flatnonzero((changes > 0).any(axis=0))
    left, right = row[0] - told[0], told[-1] - row[-1]
    assert GROWN - 1 <= left <= GROWN + 2 and GROWN - 1 <= right <= GROWN + 2


@pytest.mark.parametrize("soft", [3.0, 12.0])
def test_a_soft_matte_is_taken_as_it_is(
    scene: Callable[..., tuple[Work, np.ndarray, np.ndarray]], steps_done: Callable[..., None], soft: float
) -> None:
    work, pixels, matte = scene(EDIT, soft=soft)
    _, _, taken = edited(work, steps_done)
    there = np.where(matte < 1 / 512, 0, matte)
    assert np.array_equal(taken.pixels[..., 3], there)
    laid = over(taken, Picture.of(pixels)).pixels[..., :3]
    green = taken.pixels[70, 130, :3]
    wanted = green * there[..., None] + pixels * (1 - there[..., None])
    assert np.abs(laid - wanted).max() < 2e-3, "no darker and no lighter fringe"


def test_a_feather_goes_inward_and_shows_the_plate_there_as_much_as_it_says(
    scene: Callable[..., tuple[Work, np.ndarray, np.ndarray]], steps_done: Callable[..., None]
) -> None:
    work, pixels, matte = scene(EDIT, fitting=Fitting(feather=4.0))
    _, _, taken = edited(work, steps_done)
    alpha = taken.pixels[..., 3]
    assert (alpha[matte == 0] == 0).all() and 0 < alpha[70, 101] < 0.3 and alpha[70, 108] == 1
    laid = over(taken, Picture.of(pixels)).pixels[..., :3]
    green = taken.pixels[70, 130, :3]
    assert np.abs(laid[alpha == 1] - green).max() < 2e-3
    rim = (alpha > 0) & (alpha < 1)
    shown = green * alpha[rim][:, None] + pixels[rim] * (1 - alpha[rim][:, None])
    assert np.abs(laid[rim] - shown).max() < 2e-3 and laid[70, 101, 0] > 0.3, "what was there shows through"
