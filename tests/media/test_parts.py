"""EXR of several parts: the part that has colour is read, it is named, and another can be chosen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenEXR
import pytest

from secondunit.media.contact import colors_of
from secondunit.media.exr import inspect_exr, read_exr, verify_exr
from secondunit.wire.errors import DamagedPicture, NotFound

WIDTH, HEIGHT = 6, 4


def flat(value: float) -> np.ndarray:
    return np.full((HEIGHT, WIDTH), value, np.float16)


@pytest.fixture
def stereo(tmp_path: Path) -> Path:
    """What Nuke writes of two views: depth first, then each view's colour, and a layer of one."""
    path = tmp_path / "stereo.1001.exr"
    header = {"type": OpenEXR.scanlineimage}

    def part(name: str, **channels: np.ndarray) -> OpenEXR.Part:
        return OpenEXR.Part(
            {**header, "name": name}, {key.replace("__", "."): v for key, v in channels.items()}
        )

    OpenEXR.File(
        [
            part("depth_left", Z=flat(9)),
            part("rgba_left", R=flat(0.1), G=flat(0.2), B=flat(0.3), A=flat(1)),
            part("rgba_right", R=flat(0.5), G=flat(0.6), B=flat(0.7), A=flat(1)),
            part("spec_left", spec__R=flat(2), spec__G=flat(3), spec__B=flat(4)),
        ]
    ).write(str(path))
    return path


def test_the_first_part_with_colour_is_read(stereo: Path) -> None:
    picture = colors_of(stereo)
    assert picture.channels == ("R", "G", "B", "A")
    assert np.allclose(picture.pixels[0, 0], [0.1, 0.2, 0.3, 1], atol=1e-3)
    assert inspect_exr(stereo).channels == ("R", "G", "B", "A")
    assert read_exr(stereo, ("G",)).pixels[0, 0, 0] == pytest.approx(0.2, abs=1e-3)


def test_the_part_that_is_read_is_named_and_another_can_be_asked_for(stereo: Path) -> None:
    header = inspect_exr(stereo)
    assert (header.part, header.parts) == ("rgba_left", 4)
    assert header.part_names == ("depth_left", "rgba_left", "rgba_right", "spec_left")
    right = read_exr(stereo, part="rgba_right")
    assert right.pixels[0, 0, 0] == 0.5 and verify_exr(stereo, part="rgba_right").part == "rgba_right"
    assert read_exr(stereo, part="depth_left").channels == ("Z",)
    for act in (inspect_exr, read_exr, verify_exr):
        with pytest.raises(NotFound, match="no part 'rgba_middle'") as caught:
            act(stereo, part="rgba_middle")
        assert "depth_left, rgba_left, rgba_right" in caught.value.problem.remedy


def test_a_file_that_is_all_in_one_has_no_other_part(tmp_path: Path) -> None:
    path = tmp_path / "one.exr"
    OpenEXR.File({"type": OpenEXR.scanlineimage}, {"Y": flat(1)}).write(str(path))
    assert inspect_exr(path).part_names == () and inspect_exr(path).parts == 1
    with pytest.raises(NotFound, match="all in one"):
        read_exr(path, part="left")


def test_a_cut_part_is_damaged(stereo: Path) -> None:
    data = stereo.read_bytes()
    stereo.write_bytes(data[: len(data) - 40])
    with pytest.raises(DamagedPicture):
        verify_exr(stereo, part="spec_left")
