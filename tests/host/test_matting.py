"""The matte's channel and its turning round: what the files hold is offered, and what was chosen is kept."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from secondunit.host.matting import Matting, channel_label, luminances
from secondunit.wire import FrameRange, Matte

NAMES = ("A", "B", "G", "R", "depth.Z", "matte.B", "matte.G", "matte.R")


def exr(path: Path, channels: tuple[str, ...]) -> Path:
    """A file with an EXR's header and no pixel."""
    names = b"".join(name.encode() + b"\0" + struct.pack("<iiii", 1, 0, 1, 1) for name in channels) + b"\0"
    window = struct.pack("<4i", 0, 0, 63, 35)
    parts = ((b"channels", b"chlist", names), (b"dataWindow", b"box2i", window),
             (b"displayWindow", b"box2i", window))  # fmt: skip
    body = b"".join(
        name + b"\0" + kind + b"\0" + struct.pack("<I", len(value)) + value for name, kind, value in parts
    )
    path.write_bytes(struct.pack("<II", 20000630, 2) + body + b"\0")
    return path


@pytest.fixture
def matte(tmp_path: Path) -> Matte:
    exr(tmp_path / "roof é.1001.exr", NAMES)
    return Matte(str(tmp_path / "roof é.%04d.exr"), FrameRange(1001, 1010))


def test_every_channel_of_the_files_is_offered_and_each_layers_luminance(matte: Matte) -> None:
    matting = Matting()
    assert matting.apply(matte) == matte, "the host's own channel until another is chosen"
    offered = dict(matting.choices())
    assert set(offered) == {"", *NAMES, "luminance", "matte.luminance"}
    assert offered[""] == "Alpha (automatic)"
    assert offered["matte.luminance"] == "Luminance of matte"


def test_what_was_chosen_goes_into_the_matte_and_comes_back_from_the_document(matte: Matte) -> None:
    matting = Matting()
    matting.channel, matting.invert = "depth.Z", True
    again = Matting()
    again.restore(matting.state())
    made = again.apply(matte)
    assert made is not None and (made.channel, made.invert) == ("depth.Z", True)


def test_a_file_that_cannot_be_read_offers_the_hosts_channel_alone(tmp_path: Path) -> None:
    matting = Matting()
    matting.apply(Matte(str(tmp_path / "gone.%04d.exr"), FrameRange(1, 2), "G"))
    assert matting.choices() == (("", "Green (automatic)"),)


def test_no_luminance_is_offered_where_a_colour_is_missing() -> None:
    assert luminances(("A", "R", "G", "m.R", "m.G", "m.B")) == ("m.luminance",)
    assert channel_label("m.R") == "m red"


@pytest.mark.parametrize("path", ["/a/%d%d.exr", "/a/%s%", "/a/100%.exr"])
def test_a_pattern_that_is_none_is_no_failure(path: str) -> None:
    assert Matting().apply(Matte(path, FrameRange(1, 2))) is not None
