"""One quick look by itself: over its plate, in its colours, and what it says where the disk is full."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.haze import veil
from secondunit.engines.plate_scrub import PlateScrub
from secondunit.engines.quick.look import quick_look, quick_scene
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGB, Picture
from secondunit.wire import Brief, ColorSpace, Format, FrameRange, FrozenMap, Plate, Rate, Work
from secondunit.wire.errors import Cancelled, DiskFull
from secondunit.wire.quick import USUAL, WIDEST, QuickWork

CONTROLS = {"preroll": 0.0, "resolution": 24}


def asked(folder: Path, plate: Plate | None = None, frame: int = 1003) -> QuickWork:
    brief = Brief(
        "S", "sh010", "smoke", FrameRange(1001, 1004), Rate(24), Format(320, 180), kind="smoke",
        prompt="smoke", controls=FrozenMap(CONTROLS), colorspace=ColorSpace("ACEScg"), plate=plate,
    )  # fmt: skip
    work = Work("quick", brief, kind("smoke").settings("smoke", CONTROLS), "", "")
    return QuickWork(work, frame, 160, str(folder))


@pytest.fixture
def plate(tmp_path: Path) -> Plate:
    """A plate of another colour on each frame."""
    for frame in range(1001, 1005):
        pixels = np.zeros((180, 320, 3), np.float32)
        pixels[..., frame % 3] = 0.3
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(pixels, RGB))
    return Plate(
        str(tmp_path / "plate.####.exr"), FrameRange(1001, 1004), Rate(24), Format(320, 180),
        ColorSpace("ACEScg"),
    )  # fmt: skip


def test_the_element_is_over_the_plate_of_that_very_frame(tmp_path: Path, plate: Plate) -> None:
    for frame in (1002, 1003):
        look = quick_look(asked(tmp_path / "gas", plate, frame), PlateScrub(), lambda: False)
        assert look.pixels.shape == (90, 160, 3) and look.facts.remarks == ()
        corner = look.pixels[5, 5].astype(int)
        assert corner.argmax() == frame % 3 and corner.max() > corner.min() + 60
        assert np.abs(look.pixels[60:82, 70:90].astype(int) - corner).max() > 30


def test_a_plate_that_is_away_is_said_and_grey_stands_for_it(tmp_path: Path, plate: Plate) -> None:
    (tmp_path / "plate.1003.exr").write_bytes(b"no picture")
    look = quick_look(asked(tmp_path / "gas", plate), PlateScrub(), lambda: False)
    assert "The plate cannot be shown" in look.facts.remarks[0]
    red, green, blue = (int(part) for part in look.pixels[5, 5])
    assert red == green == blue


def test_a_look_that_is_wider_than_usual_is_a_sharp_one() -> None:
    scene = Scene("smoke", kind("smoke").whole({}), 7, Format(1920, 1080), Rate(24))
    scenes = [quick_scene(scene, width) for width in (USUAL, WIDEST)]
    assert [(look.format.width, look.quick, look.sharp) for look in scenes] == [
        (480, True, False), (960, True, True),
    ]  # fmt: skip


def test_one_that_nobody_wants_any_more_is_not_drawn(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        quick_look(asked(tmp_path / "gas"), PlateScrub(), lambda: True)


def test_one_that_nobody_wants_any_more_is_given_up_while_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")
    monkeypatch.setattr(veil, "fill_motion", lambda *_: pytest.fail("it was drawn to its end"))
    smoke = asked(tmp_path)
    brief = replace(smoke.work.brief, kind="fog", format=Format(640, 480), controls=FrozenMap({"sheets": 25}))
    work = replace(smoke.work, brief=brief, settings=kind("fog").settings("fog", {"sheets": 25}))
    answers = []

    def cancelled() -> bool:
        answers.append(len(answers) > 6)  # the frames are placed, the drawing has begun
        return answers[-1]

    with pytest.raises(Cancelled):
        quick_look(replace(smoke, work=work, width=480), PlateScrub(), cancelled)
    assert answers.count(True) == 1 and list(tmp_path.glob("haze.*"))


def test_a_full_disk_is_said_and_the_next_look_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def full(path: Path) -> Iterator[Path]:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))
        yield path

    with monkeypatch.context() as patch:
        patch.setattr("secondunit.elements.cache.whole_file", full)
        with pytest.raises(DiskFull):
            quick_look(asked(tmp_path / "gas"), PlateScrub(), lambda: False)
    assert quick_look(asked(tmp_path / "gas"), PlateScrub(), lambda: False).facts.frame == 1003
