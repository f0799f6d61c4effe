"""A plate looked at: its picture through the show's view, a crop pixel for pixel, and one pixel's values."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.media.config import open_config
from secondunit.media.display import to_display
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    PixelValues,
    Plate,
    PlateFrame,
    PlatePixel,
    Problem,
    Rate,
    Viewing,
    Window,
    dumps,
    loads,
)

WIDE, HIGH = 320, 180


@pytest.fixture
def pixels() -> np.ndarray:
    """A gradient with grain and alpha: (180, 320, 4) float16."""
    grain = np.random.default_rng(7).normal(0.0, 0.004, (HIGH, WIDE, 3))
    y, x = np.mgrid[0:HIGH, 0:WIDE]
    color = np.stack([x / WIDE, y / HIGH, np.full_like(x, 0.25, float)], -1) * 0.8 + 0.05 + grain
    return np.dstack([color, (x > WIDE / 2).astype(float)]).astype(np.float16)


@pytest.fixture
def plate(tmp_path: Path, pixels: np.ndarray) -> Plate:
    """That picture as frames 1001 and 1002, with a data window that begins elsewhere than its frame."""
    format = Format(WIDE, HIGH)
    for frame in (1001, 1002):
        picture = Picture.of(pixels, format=format)
        write_exr(tmp_path / "Plätze" / f"bg.{frame}.exr", picture, depth="half")
    return Plate(
        str(tmp_path / "Plätze" / "bg.%04d.exr"),
        FrameRange(1001, 1002),
        Rate(24),
        format,
        ColorSpace("ACEScg"),
    )


def made(pattern: Path, frames: FrameRange, width: int, height: int) -> Plate:
    return Plate(str(pattern), frames, Rate(24), Format(width, height), ColorSpace("ACEScg"))


def ask(api: Any, path: str, look: object) -> Any:
    return api.client.post(f"/v1/plates/{path}", content=dumps(look))


def image(answer: Any, kind: str) -> np.ndarray:
    assert answer.status_code == 200 and answer.headers["content-type"] == kind, answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"))


def test_a_plates_picture_is_what_the_view_of_media_makes_of_it(
    api: Any, plate: Plate, pixels: np.ndarray
) -> None:
    shown = image(ask(api, "frame", PlateFrame(plate, 1001, WIDE)), "image/jpeg")
    wanted = to_display(pixels, "ACEScg", open_config())
    assert shown.shape == (HIGH, WIDE, 3)
    assert np.abs(shown.astype(int) - wanted).mean() < 2.0


def test_a_crop_is_every_pixel_of_its_window_to_the_last_code(
    api: Any, plate: Plate, pixels: np.ndarray
) -> None:
    window = Window(200, 40, 96, 64)
    shown = image(ask(api, "pixels", PlateFrame(plate, 1002, 96, window)), "image/png")
    wanted = to_display(pixels[40:104, 200:296], "ACEScg", open_config())
    assert np.array_equal(shown, wanted)


@pytest.mark.parametrize(
    "viewing", [Viewing(exposure=2.0), Viewing(gamma=1.8), Viewing(-1.0, 0.6), Viewing(channel="green")]
)
def test_exposure_comes_before_the_view_and_gamma_after_it(
    api: Any, plate: Plate, pixels: np.ndarray, viewing: Viewing
) -> None:
    shown = image(ask(api, "pixels", PlateFrame(plate, 1001, WIDE, viewing=viewing)), "image/png")
    light = pixels[..., :3].astype(np.float32) * np.float32(2.0**viewing.exposure)
    if viewing.channel == "green":
        light = np.repeat(light[..., 1:2], 3, axis=-1)
    display = to_display(light, "ACEScg", open_config()) / 255.0
    wanted = np.rint(display ** (1.0 / viewing.gamma) * 255.0)
    # Ours is bent before it is rounded: in the deepest shadows half a code is several then.
    apart = np.abs(shown.astype(int) - wanted)
    assert apart.max() == 0 if viewing.gamma == 1.0 else apart.mean() < 0.5 and apart.max() <= 12


def test_alpha_is_shown_as_it_is_and_is_white_where_a_plate_has_none(
    api: Any, plate: Plate, tmp_path: Path
) -> None:
    shown = image(
        ask(api, "pixels", PlateFrame(plate, 1001, WIDE, viewing=Viewing(channel="alpha"))), "image/png"
    )
    assert shown[90, 10].tolist() == [0, 0, 0] and shown[90, 300].tolist() == [255, 255, 255]
    write_exr(tmp_path / "rgb.1.exr", Picture.of(np.zeros((4, 8, 3), np.float16)))
    opaque = Plate(
        str(tmp_path / "rgb.%d.exr"), FrameRange(1, 1), Rate(24), Format(8, 4), ColorSpace("ACEScg")
    )
    shown = image(
        ask(api, "pixels", PlateFrame(opaque, 1, 16, viewing=Viewing(channel="alpha"))), "image/png"
    )
    assert shown.min() == 255


def test_a_picture_is_averaged_in_whole_squares_and_never_narrower_than_asked(
    api: Any, plate: Plate, pixels: np.ndarray
) -> None:
    shown = image(ask(api, "pixels", PlateFrame(plate, 1001, 100)), "image/png")
    assert shown.shape == (HIGH // 3, WIDE // 3, 3)
    light = pixels[..., :3].astype(np.float32)[:, : WIDE // 3 * 3]
    light = light.reshape(HIGH // 3, 3, WIDE // 3, 3, 3).mean(axis=(1, 3), dtype=np.float32)
    assert np.abs(shown.astype(int) - to_display(light, "ACEScg", open_config())).max() <= 1


def test_a_whole_picture_is_not_much_wider_than_asked_and_keeps_its_light(
    api: Any, plate: Plate, pixels: np.ndarray
) -> None:
    shown = image(ask(api, "frame", PlateFrame(plate, 1001, 200)), "image/jpeg")
    assert shown.shape == (round(HIGH * 200 / WIDE), 200, 3)
    planes = np.moveaxis(pixels[..., :3].astype(np.float32), -1, 0)
    small = [Image.fromarray(plane).resize((200, 112), Image.Resampling.BOX) for plane in planes]
    light = np.asarray([np.asarray(plane) for plane in small])
    wanted = to_display(np.moveaxis(light, 0, -1), "ACEScg", open_config())
    assert np.abs(shown.astype(int) - wanted).mean() < 1.5


def test_a_pixel_is_said_in_scene_linear_values_and_none_are_outside(
    api: Any, plate: Plate, pixels: np.ndarray
) -> None:
    there = loads(PixelValues, ask(api, "pixel", PlatePixel(plate, 1001, 250, 30)).content)
    assert there.channels == ("R", "G", "B", "A")
    assert [float(v) for v in there.values] == pytest.approx(pixels[30, 250].astype(float), rel=1e-4)
    outside = loads(PixelValues, ask(api, "pixel", PlatePixel(plate, 1001, WIDE, 0)).content)
    assert outside.values == () and outside.stamp == there.stamp


def test_what_is_no_number_is_said_as_such(api: Any, tmp_path: Path) -> None:
    from secondunit.media.half import HALF_MAX

    raw = np.full((4, 8, 3), 0.5, np.float32)
    path = tmp_path / "n.1.exr"
    import OpenEXR

    raw[1, 2] = (np.nan, np.inf, HALF_MAX)
    OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": raw}).write(str(path))
    plate = made(tmp_path / "n.%d.exr", FrameRange(1, 1), 8, 4)
    said = loads(PixelValues, ask(api, "pixel", PlatePixel(plate, 1, 2, 1)).content)
    assert said.values == ("nan", "inf", "65504")
    shown = image(ask(api, "pixels", PlateFrame(plate, 1, 16)), "image/png")
    assert np.array_equal(shown[0, 0], to_display(raw[:1, :1], "ACEScg", open_config())[0, 0])
    assert shown[1, 2, 1] > shown[0, 0, 1]


def test_a_file_that_changed_is_read_anew_and_its_stamp_differs(
    api: Any, plate: Plate, pixels: np.ndarray
) -> None:
    before = loads(PixelValues, ask(api, "pixel", PlatePixel(plate, 1001, 5, 5)).content)
    path = Path(plate.path % 1001)
    stamp = path.stat().st_mtime_ns
    write_exr(path, Picture.of(pixels * np.float16(0.5), format=plate.format), depth="half")
    os.utime(path, ns=(stamp + 10**9, stamp + 10**9))
    after = loads(PixelValues, ask(api, "pixel", PlatePixel(plate, 1001, 5, 5)).content)
    assert after.stamp != before.stamp and float(after.values[2]) < float(before.values[2])


def test_a_plate_that_vanished_and_a_frame_it_does_not_have_are_said(api: Any, plate: Plate) -> None:
    refusal = ask(api, "frame", PlateFrame(plate, 1003))
    assert refusal.status_code == 422 and "no frame 1003" in loads(Problem, refusal.content).message
    assert ask(api, "frame", PlateFrame(plate, 1001)).status_code == 200
    Path(plate.path % 1001).unlink()
    gone = ask(api, "frame", PlateFrame(plate, 1001))
    assert gone.status_code == 422 and loads(Problem, gone.content).code == "not_found"
    refusal = ask(api, "pixels", PlateFrame(plate, 1002, crop=Window(WIDE, 0, 8, 8)))
    assert refusal.status_code == 422 and loads(Problem, refusal.content).where == "crop"


def test_one_pixel_and_a_very_wide_still_are_pictures_too(api: Any, tmp_path: Path) -> None:
    for name, wide, high in (("dot", 1, 1), ("strip", 16384, 3)):
        write_exr(tmp_path / f"{name}.1.exr", Picture.of(np.full((high, wide, 3), 0.18, np.float16)))
        plate = Plate(
            str(tmp_path / f"{name}.%d.exr"),
            FrameRange(1, 1),
            Rate(24),
            Format(wide, high),
            ColorSpace("ACEScg"),
        )
        shown = image(ask(api, "frame", PlateFrame(plate, 1, 960)), "image/jpeg")
        assert shown.shape[0] >= 1 and shown.shape[1] == min(wide, 960)


def test_a_takes_pixel_and_its_picture_at_another_exposure(api: Any, make_brief: Any, tmp_path: Path) -> None:
    from secondunit.service.store import takes
    from secondunit.wire import Take, TakeLayer

    rgba = np.full((90, 160, 4), 0.25, np.float16)
    write_exr(tmp_path / "take" / "smoke.0001.exr", Picture.of(rgba))
    take = Take(
        "t1", "j1", "S", "sh010", "smoke", 1, str(tmp_path / "take"), FrameRange(1, 1), Rate(24),
        Format(160, 90), ColorSpace("ACEScg"), "0" * 64,
        (TakeLayer("beauty", "smoke.%04d.exr", ("R", "G", "B", "A")),),
    )  # fmt: skip
    api.room.store.write(lambda transaction: takes.add(transaction, take, make_brief()))
    said = loads(PixelValues, api.client.get("/v1/takes/t1/frames/1/pixel?x=3&y=4").content)
    assert said.values == ("0.25", "0.25", "0.25", "0.25")
    plain, raised, alpha = (
        image(api.client.get(f"/v1/takes/t1/frames/1?view=black{more}"), "image/jpeg")[40, 40]
        for more in ("", "&exposure=1", "&channel=alpha")
    )
    wanted = to_display(rgba * np.float16(2.0), "ACEScg", open_config())[0, 0]
    assert np.abs(raised.astype(int) - wanted).max() <= 2 and raised[0] > plain[0] + 20
    assert alpha.tolist() == [64, 64, 64]
    kept = [path.name for path in api.home.previews.rglob("*.jpg")]
    assert kept == ["1_960_black.jpg"]
    assert api.client.get("/v1/takes/t1/frames/1?exposure=nan").status_code == 422
