"""The truth about light: how much of a plate is brighter than a model sees, where, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.highlights import CHANNELS, FOLDER, highlight_classes, highlights_remark
from secondunit.engines.names import Staging
from secondunit.engines.pieces import coding_of
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.result_step import answer_remarks, take_highlights
from secondunit.media.config import open_config
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    Brief,
    Coding,
    ColorSpace,
    Delivery,
    Encoded,
    Fitting,
    Form,
    Format,
    FrameRange,
    Highlights,
    Intake,
    Matte,
    Need,
    Plate,
    Rate,
    Step,
    Take,
    Task,
    Work,
    dumps,
    loads,
)
from secondunit.wire.digest import brief_digest
from secondunit.wire.errors import BadInput, OutOfRange

Make = Callable[..., Work]
CONFIG = open_config("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1")
SHOT = FrameRange(1001, 1003)
FRAMES = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100)
#: The digest that a brief without a coding had before there was one.
BEFORE = "47180456dfa03a8aef35f16edce77df397515a61497f86cc3c09dee6de967ecd"
LAMP = slice(20, 40), slice(30, 90)


def lit(plate: Plate, light: float) -> None:
    """Put a lamp of so much light into every frame of a plate that is grey elsewhere."""
    for frame in plate.frames:
        path = Path(plate.path % frame)
        pixels = np.full_like(np.array(read_exr(path).pixels), 0.18)
        pixels[LAMP] = (light, light * 0.9, light * 0.7)
        write_exr(path, Picture.of(pixels), depth="float")


@pytest.fixture
def made(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> Callable[..., Work]:  # fmt: skip
    def make(light: float, intake: Intake = FRAMES, **more: object) -> Work:
        plate = make_footage(SHOT)
        lit(plate, light)
        work = provided(
            intake, **{"task": Task.RESTYLE, "plate": plate, "frames": SHOT,
                       "delivery": Delivery(depth="float", passes=False), **more}
        )  # fmt: skip
        steps_done(work, Step.PREPARE)
        model(work)
        steps_done(work, Step.RENDER)
        return work

    return make


def classes(work: Work, frame: int) -> dict[str, np.ndarray]:
    picture = read_exr(Path(work.staging) / FOLDER / f"{FOLDER}.{frame:04d}.exr")
    assert set(picture.channels) == set(CHANNELS)
    return {name: np.asarray(picture.pixels[..., picture.channels.index(name)]) for name in CHANNELS}


def test_what_is_brighter_than_white_is_extrapolated_and_a_matte_says_where(
    made: Callable[..., Work],
) -> None:
    work = made(40.0)
    found = take_highlights(work)
    share = 20 * 60 / (128 * 72)
    assert found is not None and found.beyond == pytest.approx(share) and found.extrapolated == found.beyond
    assert found.brightest == pytest.approx(40.0) and found.kept == found.lost == 0
    for frame in SHOT:
        where = classes(work, frame)
        assert where["extrapolated"][LAMP].all() and where["extrapolated"].sum() == 20 * 60
        assert not where["kept"].any() and not where["lost"].any()
    [remark] = [each for each in answer_remarks(work) if "brighter than the white" in each]
    assert remark.startswith("13 % of the plate") and "up to 40" in remark
    assert "13 % extrapolated from what the model painted." in remark


def test_outside_of_the_matte_it_is_kept_from_the_plate(made: Callable[..., Work], tmp_path: Path) -> None:
    matte = np.zeros((72, 128), np.float32)
    matte[:, :60] = 1.0
    write_exr(tmp_path / "matte.exr", Picture.of(matte))
    inpaint = replace(FRAMES, matte=Need.REQUIRED)
    work = made(40.0, inpaint, task=Task.INPAINT, matte=Matte(str(tmp_path / "matte.exr"), SHOT, "Y"))
    found = take_highlights(work)
    assert found is not None and found.kept == pytest.approx(found.extrapolated)
    where = classes(work, 1002)
    assert where["kept"][20:40, 60:90].all() and where["extrapolated"][20:40, 30:60].all()
    assert not (where["kept"] * where["extrapolated"]).any()


def test_what_no_code_holds_is_lost(made: Callable[..., Work]) -> None:
    found = take_highlights(made(20_000.0))
    assert found is not None and found.lost == found.beyond > 0.1
    assert "13 % lost." in highlights_remark(found)


def test_floats_lose_nothing() -> None:
    light = np.full((4, 4, 3), 5000.0, np.float32)
    encoded = Encoded(Coding.SRGB, "ACEScg", 1.0, 64.0)
    shown = np.ones((4, 4), np.float32)
    eight, floats = (highlight_classes(light, shown, "ACEScg", CONFIG, encoded, depth) for depth in (8, 32))
    assert eight[..., 2].all() and floats[..., 1].all() and not floats[..., 2].any()


def test_a_plate_that_a_model_sees_whole_has_no_matte_and_no_remark(made: Callable[..., Work]) -> None:
    work = made(0.9)
    found = take_highlights(work)
    assert found is not None and found.beyond == 0 and found.matte == ""
    assert not (Path(work.staging) / FOLDER).exists()
    assert not any("brighter" in remark for remark in answer_remarks(work))


def test_light_that_travels_as_light_has_no_white(made: Callable[..., Work]) -> None:
    linear = replace(FRAMES, coding=Coding.LINEAR, result_coding=Coding.LINEAR, depth=32)
    assert take_highlights(made(40.0, linear)) is None


def test_a_take_carries_the_account_and_one_of_before_has_none(made: Callable[..., Work]) -> None:
    found = take_highlights(made(40.0))
    assert found is not None
    assert loads(Highlights, dumps(found)) == found and found.matte == f"{FOLDER}/{FOLDER}.%04d.exr"
    assert (
        "highlights" in Take.__dataclass_fields__ and Take.__dataclass_fields__["highlights"].default is None
    )


def test_light_is_sent_as_the_brief_says(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    plate = make_footage(SHOT, lamp=12.0)
    sixteen = replace(FRAMES, depth=16)
    work = provided(
        sixteen, task=Task.RESTYLE, plate=plate, frames=SHOT, fitting=Fitting(coding=Coding.LOG),
        delivery=Delivery(depth="float", passes=False),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    prepared = read_prepared(Path(work.scratch))
    assert prepared.encoded is not None and prepared.encoded.coding is Coding.LOG
    assert prepared.round_trip is not None and prepared.round_trip.hue < 1
    model(work)
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1002)).pixels[..., :3]
    shown = read_exr(Path(plate.path % 1002)).pixels[..., :3]
    bright = shown.max(-1) > 4
    assert bright.any() and np.abs(taken[bright] / shown[bright] - 1).max() < 0.02, (
        "it is read as it was sent"
    )


def test_a_model_that_takes_light_is_asked_for_no_coding() -> None:
    brief = Brief("s", "sh", "e", SHOT, Rate(24), Format(128, 72), fitting=Fitting(coding=Coding.LOG))
    plate = Plate("p.%04d.exr", SHOT, Rate(24), Format(128, 72), ColorSpace("ACEScg"))
    light = replace(FRAMES, coding=Coding.LINEAR, depth=32)
    with pytest.raises(BadInput, match="no codes") as caught:
        coding_of(replace(brief, plate=plate), light)
    assert caught.value.problem.where == "fitting.coding"
    with pytest.raises(OutOfRange, match="chosen with the model"):
        Fitting(coding=Coding.LINEAR)


def test_a_coding_is_in_the_briefs_digest_and_one_without_has_the_digest_of_before() -> None:
    brief = Brief("s", "sh", "e", SHOT, Rate(24), Format(128, 72), provider="echo")
    digests = {
        brief_digest(replace(brief, fitting=Fitting(coding=each))) for each in (None, *list(Coding)[:2])
    }
    assert (
        len(digests) == 3
        and brief_digest(brief) == "47180456dfa03a8aef35f16edce77df397515a61497f86cc3c09dee6de967ecd"
    )
