"""A part of a take made anew: new inside the matte, outside it every bit of every layer is the old one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.engines.patch import PATCHED, join
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.service.api import Desk
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Patch,
    Plate,
    Rate,
    Take,
    Task,
    Window,
    brief_digest,
    dumps,
    loads,
)
from secondunit.wire.errors import OutOfRange

from .test_methods_here import made

FRAMES = FrameRange(1001, 1003)
SIZE = Format(64, 36)
SEAM = 4.0
Pixels = npt.NDArray[np.float32]


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service whose workers run here."""
    return working_desk({})


@pytest.fixture
def right_half(tmp_path: Path) -> Matte:
    """A matte that is white in the right half."""
    pixels = np.zeros((SIZE.height, SIZE.width), np.float32)
    pixels[:, 32:] = 1.0
    write_exr(tmp_path / "part.1001.exr", Picture.of(pixels))
    return Matte(str(tmp_path / "part.1001.exr"), FrameRange(1001, 1001), "Y")


def frame_of(take: Take, layer: str, frame: int) -> Picture:
    found = take.layer(layer)
    assert found is not None
    return read_exr(Path(take.folder, found.path % frame))


def halves(take: Take, other: Take, layer: str) -> list[tuple[Pixels, Pixels, Pixels, Pixels]]:
    """The left halves of both takes, and their right halves beyond the seam, frame by frame."""
    found = []
    for frame in take.frames:
        one, two = frame_of(take, layer, frame), frame_of(other, layer, frame)
        assert one.channels == two.channels and one.data_window == two.data_window
        left = one.pixels[:, : 32 - one.data_window.x], two.pixels[:, : 32 - two.data_window.x]
        beyond = 32 + round(SEAM) + 2 - one.data_window.x
        found.append((*left, one.pixels[:, beyond:], two.pixels[:, beyond:]))
    return found


def test_an_element_is_new_inside_the_matte_and_itself_outside_in_every_layer(
    desk: Desk, make_brief: Callable[..., Brief], right_half: Matte
) -> None:
    brief = make_brief(
        frames=FRAMES, delivery=Delivery(passes=True), seed=3,
        controls=FrozenMap({"preroll": 1.0, "resolution": 24, "x": 0.75}),
    )  # fmt: skip
    _, first = made(desk, brief)
    _, whole = made(desk, replace(brief, seed=9))
    asked = replace(brief, seed=9, patch=Patch(first.id, right_half, SEAM))
    _, second = made(desk, asked)
    assert (second.version, second.element) == (3, first.element)
    assert any("the rest is v001, bit for bit" in remark for remark in second.remarks)
    changed = 0
    for layer in ("beauty", "passes"):
        for old, new, _, inside in halves(first, second, layer):
            assert old.tobytes() == new.tobytes()
            changed += int(inside.any())
        for _, _, other, inside in halves(whole, second, layer):
            assert other.tobytes() == inside.tobytes()
    assert changed, "there is nothing in the right half: the test says nothing"
    for frame in FRAMES:
        beauty, passes = frame_of(second, "beauty", frame), frame_of(second, "passes", frame)
        path = Path(second.folder, second.layer("passes").path % frame)  # type: ignore[union-attr]
        weights = json.loads(inspect_exr(path).provenance["weights"])
        total = np.zeros((*beauty.pixels.shape[:2], 3), np.float32)
        for name, weight in weights.items():
            if f"{name}.R" in passes.channels:
                total += passes.layer(name).select(("R", "G", "B")).pixels * np.float32(weight)
        if "emission.R" in passes.channels:
            total += passes.layer("emission").select(("R", "G", "B")).pixels
        light = beauty.pixels[..., :3]
        assert np.abs(total - light).max() < 2e-3 * max(1.0, float(light.max()))
        assert beauty.pixels[..., 3].min() >= 0.0 and beauty.pixels[..., 3].max() <= 1.0


def test_a_key_with_another_threshold_is_laid_into_the_take_it_is_a_part_of(
    desk: Desk, make_brief: Callable[..., Brief], right_half: Matte, tmp_path: Path
) -> None:
    frames = FrameRange(1001, 1002)
    for frame in frames:
        pixels = np.tile(np.linspace(0.0, 1.0, 36, dtype=np.float32)[:, None, None], (1, 64, 3))
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(pixels))
    plate = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), SIZE, ColorSpace("ACEScg"))
    brief = make_brief(
        provider="methods", model="luma_key", task=Task.MATTE, plate=plate, frames=frames, kind="", prompt="",
        controls=FrozenMap({"low": 0.3, "high": 0.5}),
    )  # fmt: skip
    _, first = made(desk, brief)
    other = replace(brief, controls=FrozenMap({"low": 0.6, "high": 0.8}))
    _, whole = made(desk, other)
    _, second = made(desk, replace(other, patch=Patch(first.id, right_half, SEAM)))
    for old, new, _, inside in halves(first, second, "beauty"):
        assert old.any() and old.tobytes() == new.tobytes() and inside.any()
    for _, _, new, inside in halves(whole, second, "beauty"):
        assert new.tobytes() == inside.tobytes()
    header = inspect_exr(Path(second.folder, second.layers[0].path % 1001))
    assert header.provenance[PATCHED] == first.id


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"patch": "t00000000000000000000000000"}, "patch.take"),
        ({"frames": FrameRange(1001, 1002)}, "frames"),
        ({"format": Format(32, 18)}, "format"),
    ],
)
def test_a_patch_that_fits_no_take_is_a_sentence(
    desk: Desk, make_brief: Callable[..., Brief], right_half: Matte, changes: dict[str, object], where: str
) -> None:
    brief = make_brief(frames=FRAMES)
    _, first = made(desk, brief)
    patch = Patch(str(changes.pop("patch", first.id)), right_half, SEAM, folder="/somewhere/else")
    found = desk.planner.plan(replace(brief, patch=patch, **changes)).estimate.problems  # type: ignore[arg-type]
    assert where in [problem.where for problem in found]


def test_a_brief_with_a_patch_is_read_again_and_has_a_digest_of_its_own(
    make_brief: Callable[..., Brief], right_half: Matte
) -> None:
    brief = make_brief()
    other = replace(brief, patch=Patch("t1", right_half))
    assert loads(Brief, dumps(other)) == other and brief_digest(other) != brief_digest(brief)
    with pytest.raises(OutOfRange):
        replace(other, delivery=Delivery(volume=True))


def test_light_fades_across_the_seam_and_depth_does_not() -> None:
    window, names = Window(0, 0, 4, 1), (*RGBA, "depth.Z")
    old = Picture(names, np.full((1, 4, 5), 2.0, np.float32), window, window)
    new = Picture(names, np.full((1, 4, 5), 60_000.0, np.float32), window, window)
    joined = join(old, new, lambda _: np.array([[0.0, 0.25, 0.75, 1.0]], np.float32)).pixels[0]
    assert joined[:, 0].tolist() == [2.0, 15001.5, 45000.5, 60_000.0]
    assert joined[:, 4].tolist() == [2.0, 2.0, 60_000.0, 60_000.0]


def test_what_only_one_of_both_shows_is_kept_where_it_is_its_own() -> None:
    frame = Window(0, 0, 4, 1)
    old = Picture(RGBA, np.full((1, 2, 4), -0.5, np.float32), Window(0, 0, 2, 1), frame)
    new = Picture(RGBA, np.full((1, 2, 4), 3.0, np.float32), Window(2, 0, 2, 1), frame)
    joined = join(old, new, lambda _: np.array([[0.0, 1.0, 0.0, 1.0]], np.float32))
    assert joined.data_window == frame and joined.pixels[0, :, 0].tolist() == [-0.5, 0.0, 0.0, 3.0]
