"""Plates of code values go the whole round: light, what leaves, what comes back, smoke on them, the comp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.mattes import matte_source
from secondunit.engines.plate_light import plate_light
from secondunit.engines.plate_reader import PlateReader
from secondunit.engines.plate_scrub import PlateScrub
from secondunit.engines.provider_files import read_prepared
from secondunit.media.color import convert
from secondunit.media.config import open_config
from secondunit.media.exr import read_exr
from secondunit.media.over import over
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Fitting,
    Format,
    FrameRange,
    Intake,
    Matte,
    Need,
    Plate,
    Rate,
    Step,
    Task,
    Work,
    loads,
)
from secondunit.wire.errors import FrameFailed, WrongChannels
from secondunit.wire.take import Take

from ..stills import HEIGHT, WIDTH, codes, write_sequence, write_still

SHOT, NTSC, FORMAT = FrameRange(1001, 1003), Rate(24000, 1001), Format(WIDTH, HEIGHT)
SPACES = {"tif": "sRGB - Texture", "png": "sRGB - Texture", "jpg": "sRGB - Texture", "dpx": "ACEScct"}
#: The largest step between two codes of each, as a share.
STEPS = {"tif": 1 / 65535, "png": 1 / 65535, "jpg": 3 / 255, "dpx": 1 / 1023}


def coded_plate(folder: Path, ending: str) -> Plate:
    bits = 10 if ending == "dpx" else 16
    pattern = write_sequence(folder, ending, range(1001, 1004), bits)
    return Plate(pattern, SHOT, NTSC, FORMAT, ColorSpace(SPACES[ending]))


def light(ending: str, frame: int) -> np.ndarray:
    """The plate's light in ACEScg."""
    config = open_config()
    return convert(codes(frame - 1001).copy(), SPACES[ending], "ACEScg", config)


@pytest.fixture
def matte(tmp_path: Path) -> Matte:
    """A PNG for every frame, grey: white where it acts."""
    shape = np.zeros((HEIGHT, WIDTH), np.float32)
    shape[10:30, 20:44] = 1.0
    path = write_still(tmp_path / "matte.png", shape, 8)
    return Matte(str(path), FrameRange(1001, 1001), "Y")


@pytest.mark.parametrize("ending", ["tif", "png", "dpx", "jpg"])
def test_a_plate_of_codes_is_read_as_its_light(tmp_path: Path, ending: str) -> None:
    plate, config = coded_plate(tmp_path, ending), open_config()
    reading = PlateReader(plate, config, "ACEScg")
    looking = PlateScrub()
    for frame in SHOT:
        picture = reading.picture(frame)
        expected = light(ending, frame)
        # A step of a code is as much more light as the curve is steep there.
        close = np.abs(picture.pixels - expected) <= STEPS[ending] * 12 * np.maximum(expected, 0.05)
        assert close.mean() > (0.97 if ending == "jpg" else 0.9999)
        small = looking.picture(plate, frame, config, "ACEScg", WIDTH)
        assert np.allclose(small.pixels, picture.pixels, rtol=2e-3, atol=1e-3)
    assert reading.window() == FORMAT.window
    assert plate_light(plate, config).luminance == pytest.approx(float(light(ending, 1002).mean()), rel=0.25)
    looking.close()


def test_a_matte_of_any_format_gives_its_numbers(tmp_path: Path, matte: Matte) -> None:
    assert matte_source(matte)(1007).sum() == 20 * 24, "a still holds for every frame"
    rgba = np.zeros((HEIGHT, WIDTH, 4), np.float32)
    rgba[..., 0], rgba[..., 3] = 0.5, 0.25
    for name in ("m.png", "m.tif"):
        path = write_still(tmp_path / name, rgba, 8, oiio__UnassociatedAlpha=1)
        read = matte_source(Matte(str(path), FrameRange(1, 1), "R"))
        assert read(1)[0, 0] == pytest.approx(0.5, abs=0.01), "not multiplied by its alpha"
        assert matte_source(Matte(str(path), FrameRange(1, 1)))(1)[0, 0] == pytest.approx(0.25, abs=0.01)


def test_the_red_that_a_host_shows_of_a_grey_file_is_its_grey(tmp_path: Path, matte: Matte) -> None:
    for channel in ("R", "luminance"):
        assert matte_source(replace(matte, channel=channel))(1001).sum() == 20 * 24
    with pytest.raises(WrongChannels, match="it has Y"):
        matte_source(replace(matte, channel="A"))(1001)


def test_what_leaves_of_it_is_the_picture_an_artist_sees(
    tmp_path: Path, provided: Callable[..., Work], matte: Matte, steps_done: Callable[..., None],
    model: Callable[..., None],
) -> None:  # fmt: skip
    plate = coded_plate(tmp_path, "tif")
    work = provided(
        Intake(plate=Need.REQUIRED, matte=Need.REQUIRED), task=Task.INPAINT, plate=plate, matte=matte,
        format=FORMAT, frames=SHOT, fitting=Fitting(plate_frame=1002),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    files = {file.role: file for file in read_prepared(Path(work.scratch)).pieces[0].files}
    sent = np.asarray(Image.open(Path(work.scratch) / files["plate"].path), np.float32) / 255
    assert sent.shape[2] == 3 and np.corrcoef(sent.ravel(), codes(1).ravel())[0, 1] > 0.95
    model(work, lambda given, frame: np.full_like(given, 90))
    steps_done(work, Step.RENDER, Step.DELIVER)
    take = loads(Take, next(Path(work.staging).parent.glob("v*/take.json")).read_bytes())
    folder = next(Path(work.staging).parent.glob("v001"))
    layer = take.layer("beauty")
    assert layer is not None and not any("no plate" in remark for remark in take.remarks)
    element = read_exr(folder / (layer.path % 1002))
    comp = over(element, Picture.of(light("tif", 1002)))
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[10:30, 20:44] = False
    assert np.array_equal(comp.pixels[outside][:, :3], light("tif", 1002)[outside]), "bit for bit"
    assert np.ptp(comp.pixels[12:28, 22:42, :3]) < 0.05, "what the model painted"


@pytest.mark.parametrize("ending", ["tif", "dpx"])
def test_smoke_rises_from_a_png_over_a_plate_of_codes_and_its_sheet_shows_the_plate(
    tmp_path: Path, make_work: Callable[..., Work], matte: Matte, steps_done: Callable[..., None], ending: str
) -> None:
    plate = coded_plate(tmp_path, ending)
    work = make_work(plate=plate, matte=matte, prompt="thick dark smoke")
    steps_done(work, Step.SIMULATE, Step.RENDER, Step.DELIVER)
    folder = next(Path(work.staging).parent.glob("v001"))
    take = loads(Take, (folder / "take.json").read_bytes())
    assert not take.remarks and take.exposure != 1.0, "lit by the plate"
    layer = take.layer("beauty")
    assert layer is not None
    smoke = read_exr(folder / (layer.path % 1003))
    comp = over(smoke, Picture.of(light(ending, 1003)))
    clear = smoke.pixels[..., 3] == 0
    assert smoke.pixels[..., 3].max() > 0.05 and clear.any()
    assert np.array_equal(comp.pixels[clear][:, :3], light(ending, 1003)[clear])
    sheet = np.asarray(Image.open(folder / take.contact_sheet).convert("RGB"), np.float32)
    assert np.ptp(sheet.reshape(-1, 3), axis=0).min() > 100, "the plate's colours are behind it"


def test_a_damaged_frame_of_codes_is_named(tmp_path: Path) -> None:
    plate = coded_plate(tmp_path, "dpx")
    torn = Path(plate.path % 1002)
    torn.write_bytes(torn.read_bytes()[:3000])
    reading = PlateReader(plate, open_config(), "ACEScg")
    with pytest.raises(FrameFailed, match=r"Frame 1002 of the plate: plate\.1002\.dpx is damaged"):
        reading.picture(1002)
