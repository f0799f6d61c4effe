"""EXR of luminance and chroma is read as OpenEXR itself reads it; luminance alone is grey."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import numpy as np
import OpenEXR
import pytest

from secondunit.media.contact import colors_of
from secondunit.media.exr import inspect_exr, read_exr, verify_exr
from secondunit.wire.errors import DamagedPicture, WrongChannels
from secondunit.wire.picture import Window

DATA = json.loads(Path(__file__).with_name("data").joinpath("luminance_chroma.json").read_text("utf-8"))


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))


@pytest.fixture(params=["none", "ap1"])
def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, np.ndarray]:
    """A file that OpenEXR wrote as Y, RY, BY and A, and the halves that it reads back from it."""
    files = DATA["files"][request.param]
    path = tmp_path / "chroma 1001.exr"
    path.write_bytes(unpacked(files["exr"]))
    return path, np.frombuffer(unpacked(files["rgba"]), "<f2").reshape(10, 12, 4)


def test_luminance_and_chroma_come_as_red_green_and_blue_bit_for_bit(
    recorded: tuple[Path, np.ndarray],
) -> None:
    path, rgba = recorded
    picture = read_exr(path, half=True)
    assert picture.channels == ("R", "G", "B", "A")
    assert np.array_equal(picture.pixels.view(np.uint16), rgba.view(np.uint16))
    assert (picture.data_window, picture.display_window) == (Window(2, -4, 12, 10), Window(0, 0, 16, 12))
    assert read_exr(path, ("B",)).pixels[3, 4, 0] == rgba[3, 4, 2]
    assert np.array_equal(colors_of(path).pixels, rgba.astype(np.float32))
    with pytest.raises(WrongChannels, match="R, G, B, A"):
        read_exr(path, ("Z",))


def test_its_header_says_what_is_read(recorded: tuple[Path, np.ndarray]) -> None:
    header = verify_exr(recorded[0])
    assert header == inspect_exr(recorded[0])
    assert (header.channels, header.depth, header.compression) == (("R", "G", "B", "A"), "half", "zip")
    assert header.display_window == Window(0, 0, 16, 12) and header.pixel_aspect == 1.0
    assert (header.chromaticities is None) == (recorded[0].read_bytes().find(b"chromaticities") < 0)


def test_one_that_is_cut_off_is_damaged(recorded: tuple[Path, np.ndarray]) -> None:
    path, _ = recorded
    data = path.read_bytes()
    for cut in range(4, len(data), 61):
        path.write_bytes(data[:cut])
        for act in (read_exr, verify_exr):
            with pytest.raises(DamagedPicture, match=r"chroma 1001\.exr"):
                act(path)


def test_luminance_alone_is_grey(tmp_path: Path) -> None:
    light = np.linspace(0, 3, 24, dtype=np.float16).reshape(4, 6)
    path = tmp_path / "grey.exr"
    OpenEXR.File({"type": OpenEXR.scanlineimage}, {"Y": light}).write(str(path))
    assert np.array_equal(colors_of(path).rgba()[..., 1], light.astype(np.float32))
