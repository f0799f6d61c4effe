"""A part of a take's frame pixel by pixel: what media's own view makes of the files, in every view."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.media.config import open_config
from secondunit.media.display import to_display
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.media.preview import on_ground
from secondunit.service.store import takes
from secondunit.wire import ColorSpace, Format, FrameRange, Plate, Rate, Take, TakeLayer, Viewing, Window

WIDE, HIGH = 200, 100
CROP = Window(37, 21, 90, 60)
QUERY = "x=37&y=21&across=90&down=60&width=90"


def noise(seed: int, channels: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.0, 0.9, (HIGH, WIDE, channels)).astype(np.float16)


@pytest.fixture
def plate(tmp_path: Path) -> Plate:
    write_exr(tmp_path / "bg" / "bg.0001.exr", Picture.of(noise(1, 3)))
    path = str(tmp_path / "bg" / "bg.%04d.exr")
    return Plate(path, FrameRange(1, 1), Rate(24), Format(WIDE, HIGH), ColorSpace("ACEScg"))


@pytest.fixture
def take(api: Any, make_brief: Callable[..., Any], tmp_path: Path, plate: Plate) -> Take:
    """An element whose data window is smaller than its frame, of grain in every channel."""
    folder = tmp_path / "smoke v001"
    own = Window(20, 10, 150, 80)
    pixels = noise(2, 4)[10:90, 20:170]
    element = replace(Picture.of(pixels, format=Format(150, 80)), data_window=own,
                      display_window=Window(0, 0, WIDE, HIGH))  # fmt: skip
    write_exr(folder / "smoke.0001.exr", element)
    layer = TakeLayer("beauty", "smoke.%04d.exr", ("R", "G", "B", "A"))
    made = Take("t1", "j1", "S", "sh010", "smoke", 1, str(folder), FrameRange(1, 1), Rate(24), plate.format,
                ColorSpace("ACEScg"), "0" * 64, (layer,))  # fmt: skip
    api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief(plate=plate)))
    return made


def part(api: Any, query: str, take: str = "t1") -> np.ndarray:
    answer = api.client.get(f"/v1/takes/{take}/frames/1/pixels?{query}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png", answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)))


def of(pixels: np.ndarray, viewing: Viewing | None = None) -> np.ndarray:
    """What media's view makes of whole pixels, in the part that is asked for."""
    shown = to_display(pixels, "ACEScg", open_config(), viewing=viewing or Viewing())
    return shown[CROP.y : CROP.bottom, CROP.x : CROP.right]


@pytest.mark.parametrize("view", ["plate", "black", "white", "grey", "checker", "alpha", "behind"])
def test_every_pixel_is_the_one_that_media_shows(api: Any, take: Take, plate: Plate, view: str) -> None:
    element = read_exr(Path(take.folder, "smoke.0001.exr"))
    behind = read_exr(Path(plate.path % 1))
    whole = replace(element, pixels=element.rgba()).shown()
    if view == "alpha":
        right = np.rint(np.clip(whole.pixels[..., 3], 0.0, 1.0) * 255.0).astype(np.uint8)
        right = right[CROP.y : CROP.bottom, CROP.x : CROP.right]
    elif view == "behind":
        right = of(behind.pixels)
    else:
        ground: Any = behind if view == "plate" else view
        right = of(on_ground(whole, ground).pixels)
    assert np.array_equal(part(api, f"{QUERY}&view={view}"), right)


def test_exposure_gamma_and_channel_are_those_of_the_view(api: Any, take: Take, plate: Plate) -> None:
    whole = read_exr(Path(take.folder, "smoke.0001.exr")).shown()
    pixels = on_ground(whole, read_exr(Path(plate.path % 1))).pixels
    lit = Viewing(1.0, 1.3, "green")
    assert np.array_equal(part(api, f"{QUERY}&exposure=1&gamma=1.3&channel=green"), of(pixels, lit))


def test_a_part_beyond_the_frame_ends_with_it_and_one_outside_is_refused(api: Any, take: Take) -> None:
    assert part(api, "x=150&y=90&across=100&down=100&width=100").shape[:2] == (10, 50)
    answer = api.client.get("/v1/takes/t1/frames/1/pixels?x=500&y=0&across=10&down=10")
    assert answer.status_code == 422 and answer.json()["where"] == "crop"
    assert api.client.get("/v1/takes/t1/frames/7/pixels").status_code == 404


def test_the_squares_of_a_checker_are_square_on_the_screen(
    api: Any, take: Take, make_brief: Callable[..., Any]
) -> None:
    shutil.copytree(take.folder, take.folder + "b")
    wide = replace(take, id="t2", folder=take.folder + "b", version=2, format=Format(WIDE, HIGH, 2.0))
    api.room.store.write(lambda transaction: takes.add(transaction, wide, make_brief()))
    row = part(api, f"x=180&y=0&across=20&down=8&width={WIDE}&view=checker", "t2")[0, :, 0]
    edges = np.flatnonzero(np.diff(row.astype(int)))
    assert set(np.diff(edges)) == {3}, "six rows high, three oblong pixels wide"
