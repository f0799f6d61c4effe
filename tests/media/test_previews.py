"""Thumbnails, contact sheets and review movies show what is there, at the right size, rate and number."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.media.config import Config
from secondunit.media.contact import contact_sheet, spread
from secondunit.media.exr import write_exr
from secondunit.media.movie import inspect_movie, movie_frames
from secondunit.media.picture import Picture
from secondunit.media.plate import movie_to_plate
from secondunit.media.preview import fitted, on_ground, preview, write_thumbnail
from secondunit.media.review import review_movie, write_movie
from secondunit.media.sequence import Sequence
from secondunit.wire.errors import BadColor, EmptyFrames, MissingFrames
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate


@pytest.fixture
def element(tmp_path: Path) -> Sequence:
    """Eight frames of 97x53 with overscan: a soft square that grows, brighter than white."""
    sequence = Sequence.parse(tmp_path / "el/rauch ü.%04d.exr", range(1001, 1009))
    for frame, path in sequence:
        pixels = np.zeros((61, 105, 4), np.float32)
        side = 3 * (frame - 1000)
        pixels[30 - side : 30 + side, 52 - side : 52 + side] = (2.0, 1.0, 0.5, 0.5)
        write_exr(path, Picture.of(pixels, format=Format(97, 53), at=(-4, -4)))
    return sequence


@pytest.fixture
def plate(tmp_path: Path) -> Sequence:
    sequence = Sequence.parse(tmp_path / "plate/p.%04d.exr", range(1001, 1009))
    for _, path in sequence:
        write_exr(path, Picture.of(np.full((53, 97, 3), (0.02, 0.05, 0.3), np.float32)))
    return sequence


def test_a_thumbnail_fits_and_keeps_its_shape(tmp_path: Path, config: Config) -> None:
    picture = Picture.of(np.full((108, 200, 4), 0.18, np.float16), format=Format(200, 108, 2.0))
    path = write_thumbnail(tmp_path / "bild ü 🎬.png", picture, "ACEScg", config, width=100, height=100)
    with Image.open(path) as image:
        assert image.size == (100, 27) and image.mode == "RGB"
        assert "srgb" in image.info


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (501, 3)])
def test_tiny_and_narrow_pictures_have_thumbnails(
    tmp_path: Path, config: Config, noisy: Callable[..., Picture], size: tuple[int, int]
) -> None:
    path = write_thumbnail(tmp_path / "a.png", noisy(*size), "ACEScg", config, width=64, height=64)
    with Image.open(path) as image:
        assert max(image.size) <= 64 and min(image.size) >= 1


def test_a_nan_plate_can_be_shown(tmp_path: Path, config: Config) -> None:
    pixels = np.full((8, 8, 3), np.nan, np.float32)
    assert preview(Picture.of(pixels), "ACEScg", config).max() <= 1


def test_scaling_keeps_the_light_of_small_bright_points() -> None:
    pixels = np.zeros((64, 64, 3), np.float32)
    pixels[33, 21] = 100
    small = fitted(Picture.of(pixels), 16, 16)
    assert small.pixels.shape == (16, 16, 3)
    assert small.pixels.mean() == pytest.approx(pixels.mean(), rel=1e-5)


@pytest.mark.parametrize(("ground", "value"), [("black", 0.0), ("grey", 0.18), ("white", 1.0)])
def test_an_element_lies_on_its_ground_within_the_frame(ground: str, value: float) -> None:
    pixels = np.zeros((10, 10, 4), np.float32)
    pixels[0, 0] = (1, 1, 1, 0.5)
    comp = on_ground(Picture.of(pixels, format=Format(8, 8), at=(2, 2)), ground)  # type: ignore[arg-type]
    assert comp.pixels.shape == (8, 8, 4)
    assert comp.pixels[2, 2, 0] == pytest.approx(1 + value * 0.5)
    assert comp.pixels[0, 0].tolist() == pytest.approx([value, value, value, 1])


def test_a_contact_sheet_shows_chosen_frames_on_every_ground(
    tmp_path: Path, config: Config, element: Sequence, plate: Sequence
) -> None:
    path = contact_sheet(
        tmp_path / "sheet.png", element, "ACEScg", config, grounds=("plate", "black", "white"), plate=plate,
        frames=4, columns=4, cell=97,
    )  # fmt: skip
    with Image.open(path) as image:
        sheet = np.asarray(image).astype(int)
    assert sheet.shape[1] == 4 * (97 + 8) + 8
    blue = (sheet[..., 2] > sheet[..., 0] + 60).sum()
    white = (sheet.min(axis=2) > 190).sum()
    assert 0.5 * 4 * 97 * 53 < blue < 4 * 97 * 53
    assert white > 0.5 * 4 * 97 * 53
    # The square grows from cell to cell, on black: brighter columns in each.
    widths = [(sheet[:, 8 + n * 105 : 105 + n * 105, 0] > 200).sum() for n in range(4)]
    assert widths == sorted(widths) and widths[0] < widths[3]


def test_the_first_and_last_frames_are_on_the_sheet() -> None:
    assert spread(tuple(range(1001, 1049)), 5) == (1001, 1013, 1025, 1036, 1048)
    assert spread((1, 2), 5) == (1, 2)
    assert spread(tuple(range(9)), 1) == (4,)


def test_a_missing_plate_frame_is_an_error_before_the_sheet(
    tmp_path: Path, config: Config, element: Sequence, plate: Sequence
) -> None:
    short = Sequence(plate.pattern, (1001, 1002))
    with pytest.raises(MissingFrames, match=r"1003-1008"):
        review_movie(tmp_path / "a.mp4", element, Rate(24), "ACEScg", config, plate=short)
    with pytest.raises(MissingFrames):
        contact_sheet(tmp_path / "a.png", element, "ACEScg", config, grounds=("plate",), plate=short)
    assert not list(tmp_path.glob("a.*"))


def test_an_unknown_ground_is_refused(tmp_path: Path, config: Config, element: Sequence) -> None:
    with pytest.raises(BadColor, match="paisley"):
        contact_sheet(tmp_path / "a.png", element, "ACEScg", config, grounds=("paisley",))
    with pytest.raises(BadColor, match="plate"):
        contact_sheet(tmp_path / "a.png", element, "ACEScg", config, grounds=("plate",))


def test_a_review_movie_has_the_rate_the_frames_and_the_colour(
    tmp_path: Path, config: Config, element: Sequence, plate: Sequence
) -> None:
    review = review_movie(
        tmp_path / "schau ü.mp4",
        element,
        Rate(24000, 1001),
        "ACEScg",
        config,
        plate=plate,
        title="sh010/smoke v003",
    )
    movie = inspect_movie(review.path)
    assert (movie.rate, movie.frames, movie.codec) == (Rate(24000, 1001), 8, "h264")
    assert (movie.width, movie.height) == (98, 82)
    assert (movie.matrix, movie.matrix_is_guess, movie.transfer, movie.full_range) == (
        "bt709",
        False,
        1,
        False,
    )
    frames = [pixels for _, pixels in movie_frames(movie)]
    expected = (
        preview(Picture.of(np.full((53, 97, 3), (0.02, 0.05, 0.3), np.float32)), "ACEScg", config)[2, 2] / 255
    )
    assert np.abs(frames[0][2:6, 2:6] - expected).max() < 0.03


def test_frame_numbers_are_burnt_in_below_the_picture(tmp_path: Path) -> None:
    flat = np.full((120, 320, 3), 90, np.uint8)
    same = write_movie(
        tmp_path / "a.mp4", ((1001, flat) for _ in range(6)), Rate(25), title="sh010/smoke v003"
    )
    counted = write_movie(
        tmp_path / "b.mp4", ((1001 + n, flat) for n in range(6)), Rate(25), title="sh010/smoke v003"
    )
    bare = write_movie(tmp_path / "c.mp4", ((1001, flat) for n in range(6)), Rate(25))
    first = {name: [p for _, p in movie_frames(tmp_path / name)] for name in ("a.mp4", "b.mp4", "c.mp4")}
    assert (same.width, same.height) == (320, 148) and counted.frames == bare.frames == 6
    for index in range(6):
        # The picture is the same and untouched; only the number at the right differs from frame to frame.
        assert np.abs(first["a.mp4"][index][:118] - 90 / 255).max() < 0.02
        change = np.abs(first["a.mp4"][index] - first["b.mp4"][index]).max(axis=2)
        assert (change.max() > 0.3) == (index > 0)
        assert change[:120].max() < 0.02 and change[:, :160].max() < 0.1
    title = np.abs(first["a.mp4"][0] - first["c.mp4"][0]).max(axis=2)
    assert title[122:, :160].max() > 0.3 and title[:118].max() < 0.02


@pytest.mark.parametrize("size", [(1, 1), (97, 53), (96, 54), (640, 361)])
def test_odd_sizes_are_padded_not_scaled(tmp_path: Path, size: tuple[int, int]) -> None:
    random = np.random.default_rng(4)
    shown = random.integers(100, 140, (size[1], size[0], 3), np.uint8)
    write_movie(tmp_path / "a.mp4", [(n, shown) for n in range(3)], Rate(24), title="a long title " * 20)
    movie = inspect_movie(tmp_path / "a.mp4")
    assert movie.width - size[0] in (0, 1) and movie.width % 2 == movie.height % 2 == 0
    ((_, pixels),) = movie_frames(movie, 0, 1)
    assert np.abs(pixels[: size[1], : size[0]].mean() - shown.mean() / 255) < 0.05


def test_a_movie_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFrames):
        write_movie(tmp_path / "a.mp4", [], Rate(24))
    assert list(tmp_path.iterdir()) == []


def test_the_review_of_a_movies_plate_looks_like_the_movie(
    tmp_path: Path, config: Config, movie_of: Callable[..., Path]
) -> None:
    source = movie_of(frames=5, size=(96, 64))
    plate = movie_to_plate(source, tmp_path / "p.%04d.exr", config=config)
    review = review_movie(
        tmp_path / "a.mp4", plate.sequence, plate.rate, plate.colorspace, config, view=plate.view
    )
    for (_, before), (_, after) in zip(movie_frames(source), movie_frames(review.path), strict=True):
        assert np.abs(before - after[:64, :96])[4:60, 4:92].max() < 0.03


def test_importing_the_room_starts_no_thread_and_writes_nothing(tmp_path: Path) -> None:
    program = (
        "import threading, secondunit.media.review, secondunit.media.stream, secondunit.media.plate;"
        "print(threading.active_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "1" and done.stderr == ""
    assert list(tmp_path.iterdir()) == []
