"""An EXR comes back as it went out, with everything a compositor needs in its header."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenEXR
import OpenImageIO as oiio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from secondunit.media.exr import Header, inspect_exr, read_exr, verify_exr, write_exr
from secondunit.media.half import to_float, to_half
from secondunit.media.picture import Picture
from secondunit.wire.errors import BadPicture, NotFound, PictureTooLarge, WrongChannels
from secondunit.wire.picture import Window
from secondunit.wire.rate import Rate
from secondunit.wire.timecode import Timecode

AP1 = (0.713, 0.293, 0.165, 0.830, 0.128, 0.044, 0.32168, 0.33767)

some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
sides = st.integers(1, 40)
corners = st.integers(-50, 50)
windows = st.builds(Window, corners, corners, sides, sides)
layers = st.sampled_from(
    [("R", "G", "B", "A"), ("R", "G", "B"), ("Y",), ("A",), ("Z", "A"),
     ("R", "G", "B", "A", "light_left.R", "light_left.G", "light_left.B", "depth.Z"),
     ("emission.R", "emission.G", "emission.B", "motion.u", "motion.v"),
     ("B", "G", "R"), ("grün.R", "grün.G", "grün.B", "grün.A")]
)  # fmt: skip


@some
@given(
    data=st.data(), window=windows, display=windows, channels=layers, aspect=st.sampled_from([1.0, 2.0, 0.9])
)
def test_half_pixels_windows_and_channels_come_back_exactly(
    data: st.DataObject,
    tmp_path: Path,
    window: Window,
    display: Window,
    channels: tuple[str, ...],
    aspect: float,
) -> None:
    shape = (window.height, window.width, len(channels))
    finite = st.floats(-65504, 65504, width=16)
    pixels = data.draw(arrays.arrays(np.float16, shape, elements=finite, fill=finite))
    path = tmp_path / "a.exr"
    written = write_exr(path, Picture(channels, pixels, window, display, aspect))
    assert (written.replaced, written.clamped) == (0, 0)
    back = read_exr(path, channels, half=True)
    assert back.pixels.tobytes() == pixels.tobytes()
    assert (back.data_window, back.display_window) == (window, display)
    assert back.pixel_aspect == pytest.approx(aspect)
    assert np.array_equal(read_exr(path, channels).pixels, pixels.astype(np.float32))
    assert set(inspect_exr(path).channels) == set(channels)
    assert verify_exr(path).depth == "half"


@some
@given(
    arrays.arrays(np.float32, (5, 7, 4), elements=st.floats(allow_nan=False, allow_infinity=False, width=32))
)
def test_float_pixels_come_back_exactly(tmp_path: Path, pixels: np.ndarray) -> None:
    path = tmp_path / "a.exr"
    write_exr(path, Picture.of(pixels), depth="float")
    assert inspect_exr(path).depth == "float"
    assert np.array_equal(read_exr(path).pixels, pixels)


@some
@given(arrays.arrays(np.float32, st.integers(0, 23), elements=st.floats(-65504, 65504, width=32)))
def test_half_is_rounded_as_ieee_says(values: np.ndarray) -> None:
    expected = values.astype(np.float16)
    assert to_half(values).tobytes() == expected.tobytes()
    assert np.array_equal(to_float(expected), expected.astype(np.float32))


def test_everything_in_the_header_comes_back(tmp_path: Path, noisy: Callable[..., Picture]) -> None:
    path = tmp_path / "überblick 🎬 100%.exr"
    provenance = {"prompt": "grüner Rauch 🌫", "take": "sh010/smoke v003"}
    label = Timecode(1, 2, 3, 4)
    write_exr(
        path, noisy(), rate=Rate(24000, 1001), timecode=label, chromaticities=AP1, provenance=provenance
    )
    header = inspect_exr(path)
    assert header.rate == Rate(24000, 1001)
    assert header.timecode == Timecode(1, 2, 3, 4)
    assert header.chromaticities == pytest.approx(AP1)
    assert header.provenance == provenance
    assert header.compression == "zip"


@pytest.mark.parametrize(("rate", "drop"), [(Rate(50), False), (Rate(60000, 1001), True), (Rate(48), False)])
def test_above_thirty_frames_a_second_a_timecode_counts_pairs(tmp_path: Path, rate: Rate, drop: bool) -> None:
    second = -(-rate.numerator // rate.denominator)
    picture = Picture.of(np.zeros((4, 4, 4), np.float32))
    for frames in (4, second - 2, second - 1):
        label = Timecode(1, 0, 59, frames, drop)
        path = tmp_path / f"{frames}.exr"
        write_exr(path, picture, rate=rate, timecode=label)
        assert inspect_exr(path).timecode == label and inspect_exr(path).rate == rate
        stored = OpenEXR.File(str(path)).header()["timeCode"]
        assert (stored.frame, stored.fieldPhase) == (frames // 2, frames % 2)


def test_a_timecode_that_no_header_holds_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.exr"
    write_exr(path, Picture.of(np.zeros((4, 4, 4), np.float32)), timecode=Timecode(1, 0, 0, 49))
    assert inspect_exr(path).timecode is None


def test_the_rate_is_a_rational_and_the_timecode_a_timecode_to_other_software(
    tmp_path: Path, noisy: Callable[..., Picture]
) -> None:
    path = tmp_path / "a.exr"
    write_exr(path, noisy(), rate=Rate(24000, 1001), timecode=Timecode(23, 59, 58, 23), chromaticities=AP1)
    data = path.read_bytes()
    assert b"framesPerSecond\0rational\0" in data
    assert b"timeCode\0timecode\0" in data
    assert b"chromaticities\0chromaticities\0" in data
    assert OpenEXR.File(str(path), header_only=True).header()["framesPerSecond"] == Fraction(24000, 1001)
    spec = oiio.ImageInput.open(str(path)).spec()
    assert spec.getattribute("framesPerSecond", oiio.TypeRational) == (24000, 1001)


def test_a_picture_that_is_read_and_written_keeps_its_other_attributes(
    tmp_path: Path, noisy: Callable[..., Picture]
) -> None:
    first, second = tmp_path / "a.exr", tmp_path / "b.exr"
    attributes = {
        "camera": "A",
        "iso": 800,
        "lens": 35.5,
        "worldToCamera": tuple(float(i) for i in range(16)),
    }
    write_exr(first, noisy(attributes=attributes), provenance={"take": "v001"})
    write_exr(second, read_exr(first))
    assert dict(inspect_exr(second).attributes) == {**attributes, "secondunit:take": "v001"}


def test_the_same_picture_makes_the_same_bytes(tmp_path: Path, noisy: Callable[..., Picture]) -> None:
    for name in ("a.exr", "b.exr"):
        write_exr(tmp_path / name, noisy())
    assert (tmp_path / "a.exr").read_bytes() == (tmp_path / "b.exr").read_bytes()


def test_dwaa_is_smaller_than_zip_and_near_the_picture(tmp_path: Path) -> None:
    y, x = np.mgrid[0:128, 0:128].astype(np.float32) / 128
    grain = np.random.default_rng(1).normal(0, 0.01, (128, 128, 3)).astype(np.float32)
    picture = Picture.of(np.stack([x, y, x * y], axis=-1) + grain)
    zipped = write_exr(tmp_path / "zip.exr", picture)
    fine = write_exr(tmp_path / "fine.exr", picture, compression="dwaa", level=45)
    coarse = write_exr(tmp_path / "coarse.exr", picture, compression="dwaa", level=500)
    assert coarse.bytes < fine.bytes < zipped.bytes
    assert inspect_exr(fine.path).compression == "dwaa"
    assert np.abs(read_exr(fine.path).pixels - picture.pixels).max() < 0.05


def test_a_nan_plate_leaves_without_nan_and_says_so(tmp_path: Path) -> None:
    pixels = np.ones((4, 5, 3), np.float32)
    pixels[0, 0] = np.nan
    pixels[1, 1, 0] = np.inf
    pixels[1, 1, 1] = -np.inf
    for depth, most in (("half", 65504.0), ("float", float(np.finfo(np.float32).max))):
        written = write_exr(tmp_path / "a.exr", Picture.of(pixels), depth=depth)  # type: ignore[arg-type]
        back = read_exr(tmp_path / "a.exr").pixels
        assert written.replaced == 5 and "5 values" in written.remark
        assert (back[0, 0] == 0).all() and back[1, 1].tolist() == [most, -most, 1]
    halves = write_exr(tmp_path / "b.exr", Picture.of(pixels.astype(np.float16)))
    assert halves.replaced == 5 and np.isfinite(read_exr(tmp_path / "b.exr").pixels).all()


def test_a_nan_plate_can_be_refused_and_then_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadPicture, match="1 values"):
        write_exr(tmp_path / "a.exr", Picture.of(np.array([[np.nan]], np.float32)), nonfinite="refuse")
    assert list(tmp_path.iterdir()) == []


def test_values_above_one_survive_and_what_half_cannot_hold_is_clamped_and_said(tmp_path: Path) -> None:
    pixels = np.array([[[1.5, 300.0, 65504.0]], [[65519.0, 1e6, -1e9]]], np.float32)
    written = write_exr(tmp_path / "a.exr", Picture.of(pixels))
    assert written.clamped == 3 and written.replaced == 0
    assert read_exr(tmp_path / "a.exr").pixels.tolist() == [[[1.5, 300, 65504]], [[65504, 65504, -65504]]]


@pytest.mark.parametrize("size", [(1, 1), (1, 33), (33, 1), (16384, 17), (3, 5)])
def test_odd_sizes_and_a_16k_width_work(
    tmp_path: Path, noisy: Callable[..., Picture], size: tuple[int, int]
) -> None:
    picture = noisy(*size)
    path = write_exr(tmp_path / "a.exr", picture).path
    assert np.array_equal(verify_and_read(path).pixels, picture.pixels.astype(np.float16))


def verify_and_read(path: Path) -> Picture:
    verify_exr(path)
    return read_exr(path)


def test_a_picture_too_large_is_one_clear_error(tmp_path: Path) -> None:
    wide = Picture.of(np.zeros((1, 40_000, 1), np.float16))
    with pytest.raises(PictureTooLarge, match="32768"):
        write_exr(tmp_path / "a.exr", wide)
    write_exr(tmp_path / "b.exr", Picture.of(np.zeros((1, 9, 1), np.float16)))
    data = (tmp_path / "b.exr").read_bytes()
    box = data.index(b"dataWindow\0box2i\0") + len(b"dataWindow\0box2i\0") + 4
    huge = data[: box + 8] + (30_000_000).to_bytes(4, "little") + data[box + 12 :]
    (tmp_path / "b.exr").write_bytes(huge)
    with pytest.raises(BadPicture):
        read_exr(tmp_path / "b.exr")


def test_channels_come_in_the_order_asked_for(tmp_path: Path) -> None:
    values = np.arange(60, dtype=np.float32).reshape(3, 4, 5)
    picture = Picture.of(values, ("R", "G", "B", "A", "depth.Z"))
    path = write_exr(tmp_path / "a.exr", picture).path
    chosen = read_exr(path, ("depth.Z", "G"))
    assert chosen.channels == ("depth.Z", "G")
    assert np.array_equal(chosen.pixels, picture.pixels[..., [4, 1]])
    with pytest.raises(WrongChannels, match=r"N\.x"):
        read_exr(path, ("N.x",))


def test_mixed_depths_and_other_writers_files_are_read(tmp_path: Path) -> None:
    depth = np.full((3, 4), 123456.78, np.float32)
    color = np.full((3, 4, 3), 0.5, np.float16)
    header = {"compression": OpenEXR.PIZ_COMPRESSION, "type": OpenEXR.scanlineimage}
    OpenEXR.File(header, {"RGB": color, "Z": depth}).write(str(tmp_path / "a.exr"))
    picture = read_exr(tmp_path / "a.exr")
    assert inspect_exr(tmp_path / "a.exr").depth == "float"
    assert picture.select(("Z",)).pixels[0, 0, 0] == np.float32(123456.78)
    tiled = {
        "compression": OpenEXR.ZIP_COMPRESSION,
        "type": OpenEXR.tiledimage,
        "tiles": OpenEXR.TileDescription(),
    }
    OpenEXR.File(tiled, {"RGB": color}).write(str(tmp_path / "t.exr"))
    assert np.array_equal(verify_and_read(tmp_path / "t.exr").pixels, color.astype(np.float32))


def test_a_frame_of_another_size_does_not_pass_for_the_one_expected(
    tmp_path: Path, noisy: Callable[..., Picture]
) -> None:
    path = write_exr(tmp_path / "a.exr", noisy(20, 10)).path
    expected = inspect_exr(path)
    assert verify_exr(path, like=expected) == expected
    other = Header(expected.channels, "half", "zip", Window(0, 0, 21, 10), expected.display_window)
    with pytest.raises(BadPicture, match="data window"):
        verify_exr(path, like=other)


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    for act in (inspect_exr, read_exr, verify_exr):
        with pytest.raises(NotFound):
            act(tmp_path / "none.exr")
        with pytest.raises(NotFound):
            act(tmp_path)


def test_text_of_old_software_is_read_and_written_again(
    tmp_path: Path, noisy: Callable[..., Picture]
) -> None:
    first, second = tmp_path / "a.exr", tmp_path / "b.exr"
    write_exr(first, noisy(attributes={"comments": "Kxche"}))
    first.write_bytes(first.read_bytes().replace(b"Kxche", b"K\xfcche"))
    write_exr(second, read_exr(first))
    assert inspect_exr(second).attributes["ImageDescription"] == "Küche"
