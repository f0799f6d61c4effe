"""Which part of a plate's EXR is read, and whether a damaged movie is: chosen by the artist, kept."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.host.headers import exr_header, file_channels
from secondunit.host.matting import Matting
from secondunit.host.plate_choice import PlateChoice
from secondunit.wire import ColorSpace, Format, FrameRange, Matte, Plate, Rate


def part(name: str, channels: tuple[str, ...]) -> bytes:
    """One header of an EXR of several parts ("OpenEXR File Layout": name and type are required)."""
    names = b"".join(one.encode() + b"\0" + struct.pack("<iiii", 1, 0, 1, 1) for one in channels) + b"\0"
    window = struct.pack("<4i", 0, 0, 63, 35)
    values = (
        (b"name", b"string", name.encode()), (b"channels", b"chlist", names),
        (b"dataWindow", b"box2i", window), (b"displayWindow", b"box2i", window),
    )  # fmt: skip
    return b"".join(n + b"\0" + k + b"\0" + struct.pack("<I", len(v)) + v for n, k, v in values) + b"\0"


@pytest.fixture
def plate(tmp_path: Path) -> Plate:
    parts = (("depth", ("Z",)), ("left", ("A", "B", "G", "R")), ("right", ("A", "B", "G", "R")))
    body = b"".join(part(*one) for one in parts) + b"\0"
    (tmp_path / "stereo.1001.exr").write_bytes(struct.pack("<II", 20000630, 0x1002) + body)
    pattern = str(tmp_path / "stereo.%04d.exr")
    return Plate(pattern, FrameRange(1001, 1002), Rate(24), Format(64, 36), ColorSpace("ACEScg"))


def test_the_header_is_that_of_the_first_part_with_colour(plate: Plate) -> None:
    header = exr_header(plate.path % 1001)
    assert header is not None
    assert (header.part, header.part_names) == ("left", ("depth", "left", "right"))
    assert header.channels == ("A", "B", "G", "R") and header.format == Format(64, 36)


def test_every_part_is_offered_and_the_chosen_one_goes_into_the_plate(plate: Plate) -> None:
    choice = PlateChoice()
    assert choice.apply(plate) == plate
    assert choice.parts() == (
        ("", "left (automatic)"), ("depth", "depth"), ("left", "left"), ("right", "right"),
    )  # fmt: skip
    choice.part = "right"
    assert choice.apply(plate) == replace(plate, part="right")
    again = PlateChoice()
    again.restore(choice.state())
    assert again.apply(plate) == replace(plate, part="right")
    choice.part = "middle"
    assert choice.apply(plate) == plate, "a part that these files do not have is not asked for"


def test_a_plate_of_one_part_asks_nothing(plate: Plate, tmp_path: Path) -> None:
    choice = PlateChoice()
    assert choice.apply(replace(plate, path=str(tmp_path / "gone.%04d.exr"))) is not None
    assert choice.parts() == () and not choice.movie
    assert choice.apply(None) is None


def test_damage_is_accepted_of_a_movie_only_and_is_kept(plate: Plate) -> None:
    choice = PlateChoice()
    choice.accept_damage = True
    movie = replace(plate, path="/jobs/clip.MOV")
    assert choice.apply(movie) == replace(movie, accept_damage=True) and choice.movie
    assert choice.apply(plate) == plate
    again = PlateChoice()
    again.restore(choice.state())
    assert again.accept_damage
    told = replace(movie, accept_damage=True)
    assert PlateChoice().apply(told) == told, "what the host's document accepted stays accepted"


def png(colour_type: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 8, 8, 8, colour_type, 0, 0, 0)


def tiff(order: str, samples: int, photometric: int, extra: bool) -> bytes:
    """The first directory of a TIFF 6.0."""
    tags = [(258, 3, 1, 8), (262, 3, 1, photometric), (277, 3, 1, samples)]
    tags += [(338, 3, 1, 2)] if extra else []
    begin = b"II*\0" if order == "<" else b"MM\0*"
    body = begin + struct.pack(order + "IH", 8, len(tags))
    for tag, kind, count, value in tags:
        body += struct.pack(order + "HHI", tag, kind, count) + struct.pack(order + "HH", value, 0)
    return body + struct.pack(order + "I", 0)


def dpx(order: str, descriptor: int) -> bytes:
    data = bytearray(2048)
    data[:4] = b"SDPX" if order == ">" else b"XPDS"
    data[800] = descriptor
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "channels"),
    [
        (png(0), ("Y",)), (png(2), ("R", "G", "B")), (png(4), ("Y", "A")), (png(6), ("R", "G", "B", "A")),
        (png(3), ("R", "G", "B")),
        (tiff("<", 3, 2, False), ("R", "G", "B")), (tiff(">", 4, 2, True), ("R", "G", "B", "A")),
        (tiff("<", 1, 1, False), ("Y",)), (tiff(">", 2, 1, True), ("Y", "A")),
        (dpx(">", 50), ("R", "G", "B")), (dpx("<", 51), ("R", "G", "B", "A")), (dpx(">", 6), ("Y",)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\0\0\0", ("Y",)),
        (b"\xff\xd8\xff\xc2\0\x11\x08\0\x08\0\x08\x03" + bytes(9), ("R", "G", "B")),
        (b"GIF89a", ()), (b"", ()), (b"II*\0\xff\xff\xff\x7f", ()), (b"\xff\xd8\xff", ()),
    ],
)  # fmt: skip
def test_the_channels_of_any_still_are_read_from_its_first_bytes(
    tmp_path: Path, data: bytes, channels: tuple[str, ...]
) -> None:
    path = tmp_path / "still"
    path.write_bytes(data)
    assert file_channels(str(path)) == channels


def test_a_matte_of_any_still_offers_its_channels(tmp_path: Path) -> None:
    (tmp_path / "m.png").write_bytes(png(2))
    matting = Matting()
    matting.apply(Matte(str(tmp_path / "m.png"), FrameRange(1, 1), "R"))
    assert dict(matting.choices()).keys() == {"", "R", "G", "B", "luminance"}


def test_files_that_say_through_which_view_they_are_judged_are_judged_so_in_every_host(
    tmp_path: Path,
) -> None:
    """A plate that was made of a clip carries its view; a host that reads no header knows nothing of it."""
    np = pytest.importorskip("numpy")
    exr = pytest.importorskip("secondunit.media.exr")
    from secondunit.media.picture import Picture

    picture = Picture.of(np.full((9, 16, 3), 0.4, np.float32))
    for frame in (1001, 1002):
        exr.write_exr(tmp_path / f"bg.{frame}.exr", picture, provenance={"view": "Un-tone-mapped"})
        exr.write_exr(tmp_path / f"cg.{frame}.exr", picture)
    made = Plate(str(tmp_path / "bg.%04d.exr"), FrameRange(1001, 1002), Rate(24), Format(16, 9),
                 ColorSpace("ACEScg"))  # fmt: skip
    choice = PlateChoice()
    seen = choice.apply(made)
    assert seen is not None and seen.view == "Un-tone-mapped"
    own = choice.apply(replace(made, view="Filmic"))
    assert own is not None and own.view == "Filmic", "what the host says itself counts"
    other = choice.apply(replace(made, path=str(tmp_path / "cg.%04d.exr")))
    assert other is not None and other.view == ""
