"""Light that only some frames of a plate have: flashes are not cut off, or it is said of which frames."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from secondunit.engines.names import Staging
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.result_step import answer_remarks
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Delivery, Form, FrameRange, Intake, Need, Plate, Prepared, Step, Task, Work

Make = Callable[..., Work]
#: Seven frames, of which the first, the fourth and the last are looked at first.
SHOT = FrameRange(1001, 1007)
FRAMES = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100)


def flash(plate: Plate, frame: int, light: float, box: slice = slice(20, 50)) -> np.ndarray:
    """Put a bright box into a frame of a plate; gives the frame's pixels."""
    path = Path(plate.path % frame)
    pixels = np.array(read_exr(path).pixels)
    pixels[box, 30:90] = (light, light * 0.9, light * 0.7)
    write_exr(path, Picture.of(pixels), depth="float")
    return pixels


def prepared_of(work: Work, steps_done: Callable[..., None]) -> Prepared:
    steps_done(work, Step.PREPARE)
    return read_prepared(Path(work.scratch))


def brightest(prepared: Prepared) -> float:
    assert prepared.encoded is not None
    return prepared.encoded.white / prepared.encoded.exposure


def test_a_flash_in_a_frame_that_was_not_looked_at_is_not_cut_off(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    plate = make_footage(SHOT, lamp=1.5)
    work = provided(
        FRAMES, task=Task.RESTYLE, plate=plate, frames=SHOT, delivery=Delivery(depth="float", passes=False)
    )
    without = prepared_of(work, steps_done)
    assert brightest(without) < 3
    bright = flash(plate, 1003, 12.0)
    prepared = prepared_of(work, steps_done)
    assert brightest(prepared) >= 12
    assert prepared.round_trip is not None and prepared.round_trip.clipped < 1e-3
    assert not any("beyond" in remark for remark in prepared.remarks)
    left = {path.name for path in (Path(work.scratch) / "outgoing" / "0").iterdir()}
    assert left == {Path(file.path).name for file in prepared.pieces[0].files} and len(left) == 7
    model(work)
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1003)).pixels[..., :3]
    assert np.abs(taken / bright - 1)[25:45, 35:85].max() < 0.06, "the flash comes back as bright as it is"
    assert not any("beyond" in remark for remark in answer_remarks(work))


def test_frames_that_are_brighter_than_any_coding_holds_are_named(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    plate = make_footage(SHOT, lamp=1.5)
    for frame in (1002, 1003):
        flash(plate, frame, 20_000.0, slice(20, 30))
    said = prepared_of(provided(FRAMES, task=Task.RESTYLE, plate=plate, frames=SHOT), steps_done).remarks
    (remark,) = [each for each in said if "beyond" in each]
    assert remark.startswith("Frames 1002-1003: up to 6.5 %"), remark


def test_a_spark_is_not_worth_another_coding(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    plate = make_footage(SHOT, lamp=1.5)
    work = provided(FRAMES, task=Task.RESTYLE, plate=plate, frames=SHOT)
    before = prepared_of(work, steps_done).encoded
    path = Path(plate.path % 1003)
    pixels = np.array(read_exr(path).pixels)
    pixels[40:42, 60:62] = 30.0
    write_exr(path, Picture.of(pixels), depth="float")
    after = prepared_of(work, steps_done)
    assert after.encoded == before and not any("beyond" in remark for remark in after.remarks)
