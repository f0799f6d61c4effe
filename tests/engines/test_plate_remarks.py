"""What is said of a plate and refuses nothing: the part that is read, other primaries, log read as light."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenEXR
import pytest

from secondunit.engines.plate_reader import PlateReader
from secondunit.engines.plate_remarks import plate_remarks
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.media.primaries import AP0, AP1, REC709
from secondunit.wire import ColorSpace, Format, FrameRange, Plate, Rate
from secondunit.wire.errors import NotFound

from ..stills import codes, write_still


def plate_of(path: Path, space: str = "ACEScg", **more: object) -> Plate:
    frames, format = FrameRange(1001, 1001), Format(64, 36)
    return Plate(str(path), frames, Rate(24), format, ColorSpace(space), **more)  # type: ignore[arg-type]


@pytest.fixture
def stereo(tmp_path: Path) -> Path:
    """Depth first, then two eyes."""
    path = tmp_path / "stereo.exr"
    parts = []
    for name, value in (("depth", None), ("left", 0.25), ("right", 0.75)):
        full = np.full((36, 64), 9.0 if value is None else value, np.float16)
        channels = {"Z": full} if value is None else {"R": full, "G": full, "B": full}
        parts.append(OpenEXR.Part({"type": OpenEXR.scanlineimage, "name": name}, channels))
    OpenEXR.File(parts).write(str(path))
    return path


def test_the_part_that_is_read_is_named_with_the_others_and_another_is_read_when_asked_for(
    stereo: Path,
) -> None:
    config = open_config()
    assert plate_remarks(plate_of(stereo), config) == (
        "stereo.exr has 3 parts: left is read. Its others: depth, right.",
    )
    for part, value in (("", 0.25), ("left", 0.25), ("right", 0.75)):
        reading = PlateReader(plate_of(stereo, part=part), config, "ACEScg")
        assert reading.picture(1001).pixels.mean() == pytest.approx(value)
    with pytest.raises(NotFound, match="no part 'middle'"):
        PlateReader(plate_of(stereo, part="middle"), config, "ACEScg").window()


@pytest.mark.parametrize(
    ("stated", "space", "said"),
    [
        (REC709, "ACEScg", "They are those of Linear Rec.709 (sRGB)."),
        (AP1, "Linear Rec.709 (sRGB)", "They are those of ACEScg."),
        (AP0, "ACEScg", "They are those of ACES2065-1."),
        ((0.7, 0.3, 0.2, 0.7, 0.1, 0.05, 0.31, 0.33), "ACEScg", "white 0.3100 0.3300, not red 0.7130"),
        (AP1, "ACEScg", ""),
        (tuple(round(value, 3) for value in AP1), "ACEScg", ""),
        (None, "ACEScg", ""),
        (REC709, "ACEScct", ""),
    ],
)
def test_primaries_that_disagree_with_the_named_space_are_said_with_their_numbers(
    tmp_path: Path, stated: tuple[float, ...] | None, space: str, said: str
) -> None:
    path = tmp_path / "plate.exr"
    write_exr(path, Picture.of(np.zeros((36, 64, 3), np.float32)), chromaticities=stated)  # type: ignore[arg-type]
    remarks = plate_remarks(plate_of(path, space), open_config())
    assert bool(remarks) is bool(said)
    if said:
        assert said in remarks[0] and "plate.exr states other primaries than" in remarks[0]


def test_a_log_scan_that_is_read_as_light_is_said(tmp_path: Path) -> None:
    path = write_still(tmp_path / "scan.dpx", codes(), 10)
    data = bytearray(path.read_bytes())
    data[801:803] = bytes((1, 1))  # printing density (SMPTE 268M, fields 21.6 and 21.7)
    path.write_bytes(data)
    (remark,) = plate_remarks(plate_of(path), open_config())
    assert remark == (
        "scan.dpx is read as ACEScg, which is scene-linear; its header says Printing density, which is log."
    )
    assert plate_remarks(plate_of(path, "ACEScct"), open_config()) == ()


def test_what_is_not_there_any_more_is_no_remark(tmp_path: Path) -> None:
    assert plate_remarks(plate_of(tmp_path / "gone.exr"), open_config()) == ()
