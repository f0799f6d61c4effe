"""What leaves says nothing but what it shows: planted words are gone from the bytes, the pixels are there."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms, PngImagePlugin

from secondunit.rights.clean import clean, said
from secondunit.wire.errors import BadInput, DamagedPicture, PictureTooLarge, SecondUnitError

WORD = b"CANARY"
PIXELS = np.random.default_rng(3).integers(0, 255, (40, 60, 3), np.uint8)


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x010E], made[0x0112], made[0x013B] = "CANARY description", orientation, "CANARY artist"
    made.get_ifd(0x8825)[1] = "N"
    return made


def png(path: Path, orientation: int = 1) -> Path:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "CANARY")
    info.add_text("Comment", "CANARY" * 50, zip=True)
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>CANARY</x:xmpmeta>")
    Image.fromarray(PIXELS).save(path, pnginfo=info, exif=exif(orientation))
    return path


def jpeg(path: Path) -> Path:
    Image.fromarray(PIXELS).save(path, exif=exif(), xmp=b"<x>CANARY</x>", comment=WORD, quality=98)
    return path


def deep(path: Path, channels: int) -> NDArray[np.uint16]:
    values = np.random.default_rng(5).integers(0, 65535, (37, 53, channels), np.uint16)
    spec = oiio.ImageSpec(53, 37, channels, "uint16")
    spec.attribute("ImageDescription", "CANARY")
    spec.attribute("Software", "CANARY")
    spec.attribute("oiio:UnassociatedAlpha", 1)
    out = oiio.ImageOutput.create(str(path))
    assert out.open(str(path), spec) and out.write_image(values) and out.close()
    return values


def movie(path: Path, codec: str = "h264") -> Path:
    with av.open(str(path), "w") as out:
        out.metadata.update(title="CANARY", comment="CANARY", location="+52.5+013.4/")
        stream = out.add_stream(codec, rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.metadata["handler_name"] = "CANARY"
        sound = out.add_stream("aac", rate=48000)
        for number in range(12):
            values = np.random.default_rng(number).integers(0, 255, (48, 64, 3), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(values, format="rgb24")))
        out.mux(stream.encode(None))
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), format="fltp", layout="mono")
        silence.rate = 48000
        out.mux(sound.encode(silence))
        out.mux(sound.encode(None))
    return path


def test_a_png_keeps_its_pixels_and_nothing_else(tmp_path: Path) -> None:
    cleaned = clean(png(tmp_path / "a.png"), tmp_path / "out" / "a.png")
    assert WORD not in cleaned.path.read_bytes()
    assert {"exif", "author", "xmp"} <= set(cleaned.removed)
    assert said(cleaned.path) == ()
    with Image.open(cleaned.path) as image:
        assert (np.asarray(image) == PIXELS).all()
    assert WORD in (tmp_path / "a.png").read_bytes()


def test_a_jpeg_keeps_what_it_shows(tmp_path: Path) -> None:
    cleaned = clean(jpeg(tmp_path / "a.jpg"), tmp_path / "b.jpg")
    body = cleaned.path.read_bytes()
    assert WORD not in body and b"Exif" not in body and b"xap" not in body
    with Image.open(tmp_path / "a.jpg") as given, Image.open(cleaned.path) as image:
        apart = np.asarray(image).astype(int) - np.asarray(given).astype(int)
    assert np.abs(apart).mean() < 3


def test_an_orientation_goes_into_the_pixels_before_it_is_dropped(tmp_path: Path) -> None:
    cleaned = clean(png(tmp_path / "a.png", orientation=6), tmp_path / "b.png")
    with Image.open(cleaned.path) as image:
        assert (np.asarray(image) == np.rot90(PIXELS, -1)).all()


def test_a_profile_that_is_not_srgb_goes_into_the_pixels(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The same primaries with red and green in each other's place.
    swapped = srgb.replace(b"rXYZ", b"tmp ").replace(b"gXYZ", b"rXYZ").replace(b"tmp ", b"gXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
    Image.fromarray(PIXELS).save(tmp_path / "a.png", icc_profile=swapped)
    cleaned = clean(tmp_path / "a.png", tmp_path / "b.png")
    assert cleaned.removed == ("icc_profile",)
    with Image.open(cleaned.path) as image:
        apart = np.asarray(image).astype(int) - PIXELS[..., [1, 0, 2]]
        assert np.abs(apart).max() <= 2
        assert "icc_profile" not in image.info


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_sixteen_bits_stay_sixteen_bits(tmp_path: Path, channels: int) -> None:
    values = deep(tmp_path / "a.png", channels)
    cleaned = clean(tmp_path / "a.png", tmp_path / "b.png")
    assert WORD not in cleaned.path.read_bytes()
    config = oiio.ImageSpec()
    config.attribute("oiio:UnassociatedAlpha", 1)
    source = oiio.ImageInput.open(str(cleaned.path), config)
    assert source.spec().nchannels == channels
    assert (source.read_image("uint16").reshape(values.shape) == values).all()


@pytest.mark.parametrize(
    ("name", "codec", "remark"),
    [("a.mp4", "h264", b"x264"), ("a.mov", "h264", b"x264"), ("a.mp4", "libx265", b"x265")],
)
def test_a_movie_keeps_its_frames_bit_by_bit_and_loses_sound_tags_and_remarks(
    tmp_path: Path, name: str, codec: str, remark: bytes
) -> None:
    source = movie(tmp_path / name, codec)
    assert remark in source.read_bytes()
    cleaned = clean(source, tmp_path / "out" / name)
    body = cleaned.path.read_bytes()
    for word in (WORD, remark, b"Lavf", b"+52.5"):
        assert word not in body
    assert {"audio stream", "title", "location"} <= set(cleaned.removed)
    frames = []
    for path in (source, cleaned.path):
        with av.open(str(path)) as container:
            frames.append([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])
    assert len(frames[0]) == len(frames[1]) == 12
    assert all((one == other).all() for one, other in zip(*frames, strict=True))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".mp4"])
def test_a_file_that_is_cut_off_or_no_picture_does_not_leave(tmp_path: Path, suffix: str) -> None:
    path = {".png": png, ".jpg": jpeg, ".mp4": movie}[suffix](tmp_path / f"a{suffix}")
    body = path.read_bytes()
    for broken in (body[: len(body) // 3], b"", b"not a picture at all" * 9):
        path.write_bytes(broken)
        with pytest.raises(DamagedPicture):
            clean(path, tmp_path / f"b{suffix}")
        assert not (tmp_path / f"b{suffix}").exists()


def test_a_format_that_cannot_be_cleaned_does_not_leave(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(b"x")
    with pytest.raises(BadInput):
        clean(tmp_path / "a.webp", tmp_path / "b.webp")
    with pytest.raises(BadInput):
        clean(png(tmp_path / "a.png"), tmp_path / "b.jpg")


def test_a_file_that_still_speaks_after_cleaning_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "CANARY")
    Image.fromarray(PIXELS).save(body, "PNG", pnginfo=info)

    def careless(path: Path, into: Path) -> None:
        into.write_bytes(body.getvalue())

    monkeypatch.setattr("secondunit.rights.clean._picture", careless)
    with pytest.raises(SecondUnitError, match="still says author"):
        clean(png(tmp_path / "a.png"), tmp_path / "b.png")
    assert not (tmp_path / "b.png").exists()


def test_a_picture_too_large_to_send_is_told_before_it_fills_the_memory(tmp_path: Path) -> None:
    Image.new("1", (12_000, 12_000)).save(tmp_path / "a.png")
    with pytest.raises(PictureTooLarge):
        clean(tmp_path / "a.png", tmp_path / "b.png")
