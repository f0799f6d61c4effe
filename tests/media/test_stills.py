"""PNG, TIFF, DPX and JPEG are read to the code, upright, premultiplied; what they say of colour is a hint."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest
from PIL import Image, ImageCms

from secondunit.media.config import Config, open_config
from secondunit.media.still import (
    color_hint,
    inspect_still,
    read_still,
    ruled_colorspace,
    verify_still,
)
from secondunit.wire.errors import BadPicture, DamagedPicture, NotFound, WrongChannels
from secondunit.wire.picture import Window
from secondunit.wire.rate import Rate

from ..stills import codes, write_jpeg, write_still


@pytest.mark.parametrize(
    ("name", "bits"),
    [("a.png", 8), ("a.png", 16), ("a.tif", 8), ("a.tif", 16), ("a.dpx", 8), ("a.dpx", 10), ("a.dpx", 16)],
)
def test_every_code_value_comes_exactly(tmp_path: Path, name: str, bits: int) -> None:
    top = 2**bits - 1
    every = np.linspace(0, top, 64 * 36 * 3).round().reshape(36, 64, 3).astype(np.float32)
    picture = read_still(write_still(tmp_path / name, every / top, bits))
    assert picture.channels == ("R", "G", "B") and picture.display_window == Window(0, 0, 64, 36)
    assert np.array_equal(np.rint(picture.pixels * top), every)
    assert np.abs(picture.pixels - every / np.float32(top)).max() <= 2e-7
    assert verify_still(tmp_path / name).depth == f"{bits} bits"


def test_floats_of_a_tiff_stay_as_they_are(tmp_path: Path) -> None:
    light = codes() * 8 - 1
    picture = read_still(write_still(tmp_path / "a.tif", light, 32))
    assert np.array_equal(picture.pixels, light) and inspect_still(tmp_path / "a.tif").depth == "float"


def test_a_jpeg_is_read_to_its_codes(tmp_path: Path) -> None:
    flat = np.full((16, 16, 3), 128 / 255, np.float32)
    assert np.abs(read_still(write_jpeg(tmp_path / "a.jpg", flat)).pixels * 255 - 128).max() <= 1
    grey = Image.fromarray(np.full((8, 8), 77, np.uint8))
    grey.save(tmp_path / "g.jpg", quality=100)
    assert read_still(tmp_path / "g.jpg").channels == ("Y",)


def test_a_straight_alpha_is_multiplied_in_once_and_a_mattes_numbers_are_left(tmp_path: Path) -> None:
    rgba = np.full((4, 4, 4), 0.5, np.float32)
    rgba[..., 3] = np.linspace(0, 1, 16).reshape(4, 4)
    straight = write_still(tmp_path / "straight.png", rgba, 16, oiio__UnassociatedAlpha=1)
    stored = read_still(straight, as_stored=True)
    assert np.allclose(stored.pixels, rgba, atol=1e-4)
    assert np.allclose(read_still(straight).pixels[..., 0], 0.5 * rgba[..., 3], atol=1e-4)
    multiplied = rgba.copy()
    multiplied[..., :3] *= rgba[..., 3:]
    for kind in ("straight", "multiplied"):
        path = tmp_path / f"{kind}.tif"
        given = rgba if kind == "straight" else multiplied
        write_still(path, given, 16, **({"oiio__UnassociatedAlpha": 1} if kind == "straight" else {}))
        assert np.allclose(read_still(path).pixels, multiplied, atol=1e-4), kind


def test_grey_palette_and_grey_with_alpha_are_read(tmp_path: Path) -> None:
    grey = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    grey.save(tmp_path / "grey.png")
    assert read_still(tmp_path / "grey.png").channels == ("Y",)
    grey.convert("RGB").quantize(256).save(tmp_path / "palette.png")
    palette = read_still(tmp_path / "palette.png")
    assert palette.channels[:3] == ("R", "G", "B")
    assert np.abs(palette.pixels[..., 0] * 255 - np.asarray(grey)).max() <= 1
    Image.merge("LA", (grey, grey)).save(tmp_path / "la.png")
    assert read_still(tmp_path / "la.png", ("A",)).pixels[15, 15, 0] == 1.0
    with pytest.raises(WrongChannels, match="Y"):
        read_still(tmp_path / "grey.png", ("A",))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.tif"])
def test_pictures_stand_upright_as_their_orientation_says(
    tmp_path: Path, orientation: int, name: str
) -> None:
    """Each is stored the other way round and tagged; all of them show the same (Exif 2.3, tag 274)."""
    shown = np.zeros((16, 32, 3), np.float32)
    shown[:8, :8] = 1.0
    back = {
        1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2), 6: lambda a: np.rot90(a, 1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2), 8: lambda a: np.rot90(a, -1),
    }  # fmt: skip
    stored = np.ascontiguousarray(back[orientation](shown))
    if name.endswith("jpg"):
        exif = Image.Exif()
        exif[274] = orientation
        write_jpeg(tmp_path / name, stored, exif=exif)
    else:
        write_still(tmp_path / name, stored, 8, Orientation=orientation)
    picture = read_still(tmp_path / name)
    assert np.abs(picture.pixels - shown).max() < 0.03
    assert inspect_still(tmp_path / name).display_window == Window(0, 0, 32, 16)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.dpx", "a.jpg"])
def test_one_that_is_cut_off_is_damaged(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(2).uniform(0, 1, (36, 64, 3)).astype(np.float32)
    path = write_jpeg(tmp_path / name, noise) if name == "a.jpg" else write_still(tmp_path / name, noise, 16)
    data = path.read_bytes()
    for share in (0.0, 0.2, 0.5, 0.9, 0.99):
        path.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(DamagedPicture, match=name.replace(".", r"\.")):
            read_still(path)


def test_a_changed_byte_of_a_png_is_seen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_still(tmp_path / "a.png", codes(), 16)
    data, truth, seen = path.read_bytes(), read_still(path).pixels, 0
    for place in range(80, len(data) - 20, len(data) // 40):
        broken = bytearray(data)
        broken[place] ^= 0x40
        path.write_bytes(broken)
        try:
            assert np.array_equal(read_still(path).pixels, truth), place
        except DamagedPicture:
            seen += 1
    assert seen >= 30
    capfd.readouterr()


def test_what_has_no_red_green_and_blue_is_refused_by_its_name(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8)).save(tmp_path / "print.tif")
    Image.new("CMYK", (8, 8)).save(tmp_path / "print.jpg")
    Image.new("LAB", (8, 8)).save(tmp_path / "lab.tif")
    for name, what in (("print.tif", "CMYK"), ("print.jpg", "CMYK"), ("lab.tif", "LAB")):
        with pytest.raises(BadPicture, match=what) as caught:
            inspect_still(tmp_path / name)
        assert "RGB" in caught.value.problem.remedy


def test_a_file_is_what_its_bytes_say_and_not_its_name(tmp_path: Path) -> None:
    write_still(tmp_path / "a.png", codes(), 8)
    (tmp_path / "a.png").rename(tmp_path / "b.tif")
    assert read_still(tmp_path / "b.tif").channels == ("R", "G", "B")
    (tmp_path / "c.jpg").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(40))
    with pytest.raises(BadPicture, match="movie"):
        read_still(tmp_path / "c.jpg")
    (tmp_path / "d.dpx").write_text("nothing of that kind")
    with pytest.raises(DamagedPicture, match="neither EXR, PNG"):
        inspect_still(tmp_path / "d.dpx")
    with pytest.raises(NotFound):
        read_still(tmp_path / "b.tif", part="left")


def test_a_dpx_says_its_rate_exactly_and_its_transfer_as_a_hint(tmp_path: Path) -> None:
    path = write_still(
        tmp_path / "a.dpx", codes(), 10, dpx__FrameRate=23.976, dpx__Transfer="Printing density"
    )
    data = bytearray(path.read_bytes())
    order = "<" if data[:4] == b"XPDS" else ">"
    # The transfer and colorimetric bytes of the first element (SMPTE 268M, fields 21.6 and 21.7).
    data[801:803] = bytes((1, 1))
    path.write_bytes(data)
    assert struct.unpack(order + "I", data[772:776])[0] == 64
    header = inspect_still(path)
    assert header.rate == Rate(24000, 1001) and header.timecode is None
    assert color_hint(header) == "its header says Printing density, which is log."


def test_a_colour_profile_is_noticed(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.fromarray(np.zeros((8, 8, 3), np.uint8))
    image.save(tmp_path / "a.jpg", icc_profile=profile)
    image.save(tmp_path / "a.png", icc_profile=profile)
    image.save(tmp_path / "a.tif", icc_profile=profile)
    for name in ("a.jpg", "a.png", "a.tif"):
        assert "colour profile is sRGB" in color_hint(inspect_still(tmp_path / name)), name
    image.save(tmp_path / "plain.png")
    assert color_hint(inspect_still(tmp_path / "plain.png")) == ""


@pytest.fixture
def studio(tmp_path: Path) -> Config:
    """A studio's own config: scans are log, and a name in the path counts; all else is its default."""
    text = open_config("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1").ocio.serialize()
    assert "file_rules:" in text
    begin = text.index("file_rules:")
    end = text.index("\n\n", begin)
    rules = (
        "file_rules:\n"
        "  - !<Rule> {name: scans, extension: dpx, pattern: '*', colorspace: ACEScct}\n"
        "  - !<Rule> {name: OpenEXR, extension: exr, pattern: '*', colorspace: ACES2065-1}\n"
        "  - !<Rule> {name: ColorSpaceNamePathSearch}\n"
        "  - !<Rule> {name: Default, colorspace: sRGB - Texture}"
    )
    path = tmp_path / "studio.ocio"
    path.write_text(text[:begin] + rules + text[end:])
    return open_config(str(path))


def test_a_studios_file_rules_name_the_space_and_its_default_does_not(studio: Config, config: Config) -> None:
    assert ruled_colorspace("/jobs/sh010/scan.1001.dpx", studio) == "ACEScct"
    assert ruled_colorspace("/jobs/sh010/plate_acescg.1001.tif", studio) == "ACEScg"
    assert ruled_colorspace("/jobs/sh010/plate.1001.png", studio) == ""
    assert ruled_colorspace("/jobs/sh010/plate.1001.exr", studio) == "", "every published config says so"
    for name in ("a.dpx", "a.png", "a.tif", "a.exr", "a.jpg"):
        assert ruled_colorspace(f"/jobs/{name}", config) == "", "a config that knows no studio"


def test_the_gain_map_of_a_phone_is_left_aside(tmp_path: Path) -> None:
    """A JPEG with a second picture behind it (CIPA DC-007, Multi-Picture Format) is its first one."""
    first, second = io.BytesIO(), io.BytesIO()
    Image.fromarray(np.full((16, 16, 3), 90, np.uint8)).save(first, "JPEG", quality=100)
    Image.fromarray(np.full((8, 8, 3), 200, np.uint8)).save(second, "JPEG")
    path = tmp_path / "phone.jpg"
    path.write_bytes(first.getvalue() + second.getvalue())
    picture = read_still(path)
    assert picture.pixels.shape == (16, 16, 3) and abs(float(picture.pixels.mean()) * 255 - 90) < 1


def test_what_was_read_is_what_openimageio_reads(tmp_path: Path) -> None:
    path = write_still(tmp_path / "a.tif", codes(), 16, compression="lzw")
    file = oiio.ImageInput.open(str(path))
    assert np.allclose(read_still(path).pixels, file.read_image("float"), atol=1e-7)
