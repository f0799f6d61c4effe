"""What comes out of Blender: the right frame, colour, alpha and place, measured in the rendered files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import PyOpenColorIO as ocio
import pytest

from secondunit.wire import FrameRange, Window, dumps
from secondunit.wire.plate_match import (
    MATCH_FILE,
    MatchedBlur,
    MatchedCast,
    MatchedLevels,
    PlateMatch,
)

Array = np.ndarray[Any, Any]
H, W = 36, 64


def plate_pixels(frame: int) -> Array:
    pixels = np.ones((H, W, 3), np.float32)
    pixels[...] = ((frame - 1000) / 16, 0.5, 2.0)
    return pixels


def smoke_pixels(frame: int, red: float = 0.5) -> Array:
    """Half covering below, light without cover above; the red tells the frame."""
    pixels = np.zeros((H, W, 4), np.float32)
    pixels[...] = ((frame - 1000) / 8 * red, 0.25, 0.125, 0.5)
    pixels[: H // 2, :, 3] = 0.0
    return pixels


def wide_pixels(frame: int) -> Array:
    """Eight pixels more to the left, two more at the top: red is the column, green the row of the format."""
    y, x = np.mgrid[-2:H, -8:W]
    pixels = np.ones((H + 2, W + 8, 4), np.float32)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = x / 64, y / 64, 0.5
    return pixels


def grid_pixels(frame: int) -> Array:
    """Opaque, with four pixels of overscan: red is the column, green the row, blue tells the frame."""
    y, x = np.mgrid[-4 : H + 4, -4 : W + 4]
    pixels = np.ones((H + 8, W + 8, 4), np.float32)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = (x + 8) / 64, (y + 8) / 64, (frame - 1000) / 8
    return pixels


def solid_pixels(frame: int, green: float = 0.25) -> Array:
    pixels = np.ones((H, W, 4), np.float32)
    pixels[...] = ((frame - 1000) / 16, green, 0.5, 1.0)
    return pixels


def fallen_pixels(frame: int) -> Array:
    """What falls on the ground: light on the left, contact below, shadow on the right."""
    pixels = np.zeros((H, W, 5), np.float32)
    pixels[:, : W // 2, :3] = (1.5, 0.75, (frame - 1000) / 8)
    pixels[H // 2 :, :, 3] = 0.25
    pixels[:, W // 2 :, 4] = 0.5
    return pixels


@pytest.fixture(scope="module")
def rendered(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Everything rendered once in each Blender: `pixels(case, frame)`, and what the script found."""
    place: Path = tmp_path_factory.mktemp("pixels")
    for frame in range(1001, 1010):
        tools.write_exr(place / "plate" / f"plate.{frame:04d}.exr", plate_pixels(frame))
    longer = FrameRange(1001, 1009)
    takes = [
        tools.make_take(place, smoke_pixels, element="smoke"),
        tools.make_take(place, lambda f: smoke_pixels(f, 0.25), element="smoke", version=2, frames=longer),
        tools.make_take(place, smoke_pixels, element="aces", space="ACES - ACEScg"),
        tools.make_take(place, wide_pixels, element="wide", window=Window(-8, -2, W + 8, H + 2)),
        tools.make_take(place, grid_pixels, element="grid", window=Window(-4, -4, W + 8, H + 8)),
        tools.make_take(place, smoke_pixels, element="fire", ground=fallen_pixels),
        tools.make_take(place, lambda f: smoke_pixels(f, 0.25), element="fire", version=2),
        tools.make_take(place, solid_pixels, element="solid"),
        tools.make_take(place, lambda f: solid_pixels(f, 0.75), element="solid", version=2, frames=longer),
    ]
    takes += [
        tools.make_take(place, half_pixels, element="matched"),
        tools.make_take(place, half_pixels, element="softened"),
    ]
    for take, match in zip(takes[-2:], (MATCHED, SOFTENED), strict=True):
        (Path(take.folder).parent / MATCH_FILE).write_text(dumps(match))
    plate = place / "plate" / "plate.%04d.exr"
    found = blender.run("pixels", tools.as_json(place / "takes.json", takes), plate, place, timeout=300.0)
    return SimpleNamespace(
        place=place,
        found=found,
        pixels=lambda case, frame: tools.read_exr(place / case / f"frame.{frame:04d}.exr"),
    )


MATCHED = PlateMatch(
    "/p/plate.%04d.exr", "Linear Rec.709", "1001-1009", W, H,
    levels=MatchedLevels((0.02, 0.04, -0.01), (4.0, 4.0, 4.0)), cast=MatchedCast((1.5, 1.0, 0.5), "card"),
)  # fmt: skip
SOFTENED = replace(MATCHED, levels=None, cast=None, blur=(MatchedBlur(2.0, 0.09),) * 3)


def half_pixels(frame: int) -> Array:
    """Covers the left half by three quarters, and nothing on the right."""
    pixels = np.zeros((H, W, 4), np.float32)
    pixels[:, : W // 2] = (0.3, 0.3, 0.3, 0.75)
    return pixels


def test_a_match_on_record_gives_the_element_the_plates_cast_and_black_where_it_covers(rendered: Any) -> None:
    element = half_pixels(1001)
    cover = element[..., 3:].copy()
    element[..., :3] = element[..., :3] * (1.5, 1.0, 0.5) + cover * (0.02, 0.04, 0.0)
    expected = over(element, plate_pixels(1001))
    assert np.abs(rendered.pixels("matched", 1001)[..., :3] - expected).max() < 1e-3


def test_a_match_on_record_softens_the_element_as_much_as_was_measured(rendered: Any) -> None:
    row = rendered.pixels("softened", 1001)[H // 2, :, 2].astype(np.float64)
    slope = np.diff(row)[8:-8]
    at = np.arange(len(slope)) - (slope * np.arange(len(slope))).sum() / slope.sum()
    assert np.sqrt((slope * at**2).sum() / slope.sum()) == pytest.approx(2.0, rel=0.1)


def over(front: Array, back: Array) -> Array:
    return front[..., :3] + back * (1.0 - front[..., 3:])


@pytest.mark.parametrize("frame", [1001, 1004, 1006])
def test_the_comp_shows_the_take_s_own_frame_premultiplied_over_the_plate(rendered: Any, frame: int) -> None:
    expected = over(smoke_pixels(frame), plate_pixels(frame))
    assert np.abs(rendered.pixels("over", frame)[..., :3] - expected).max() < 1e-3


def test_before_and_after_its_frames_the_take_is_not_there(rendered: Any) -> None:
    assert np.abs(rendered.pixels("over", 1007)[..., :3] - plate_pixels(1007)).max() < 1e-3
    assert (
        np.abs(rendered.pixels("over", 1000)[..., :3] - rendered.pixels("over", 1000)[0, 0, :3]).max() < 1e-6
    )


def test_a_version_comes_in_place_with_its_own_frames_and_the_artist_s_edits_stay(rendered: Any) -> None:
    for frame in (1001, 1006, 1009):
        element = smoke_pixels(frame, 0.25) * 0.5
        expected = over(element, plate_pixels(frame))
        assert np.abs(rendered.pixels("version", frame)[..., :3] - expected).max() < 1e-3, frame
    assert rendered.found["kept"] == [0.5, "mine"]
    assert rendered.found["images"] == ["smoke_v002"]


def test_what_falls_on_the_ground_is_off_as_placed_and_lies_on_the_plate_by_the_groups_inputs(
    rendered: Any,
) -> None:
    frame = 1004
    plate, ground = plate_pixels(frame), fallen_pixels(frame)
    off = over(smoke_pixels(frame), plate)
    assert np.abs(rendered.pixels("ground_off", frame)[..., :3] - off).max() < 1e-3
    plate *= (1.0 - 0.8 * ground[..., 4:]) * (1.0 - 0.4 * ground[..., 3:4]) * (1.0 + 0.6 * ground[..., :3])
    shown = rendered.pixels("ground_on", frame)[..., :3]
    assert np.abs(shown - over(smoke_pixels(frame), plate)).max() < 2e-3
    # Outside its frames, and of a version that does not say it, the plate is its own.
    assert np.abs(rendered.pixels("ground_on", 1007)[..., :3] - plate_pixels(1007)).max() < 1e-3
    other = over(smoke_pixels(frame, 0.25), plate_pixels(frame))
    assert np.abs(rendered.pixels("ground_other", frame)[..., :3] - other).max() < 1e-3


def test_plus_adds_with_mix_and_gain_two_frames_later(rendered: Any) -> None:
    assert np.abs(rendered.pixels("plus", 1002)[..., :3] - plate_pixels(1002)).max() < 1e-3
    for frame in (1003, 1008):
        expected = plate_pixels(frame) + smoke_pixels(frame - 2)[..., :3] * 2.0 * 0.5
        assert np.abs(rendered.pixels("plus", frame)[..., :3] - expected).max() < 1e-3
    assert np.abs(rendered.pixels("plus", 1009)[..., :3] - plate_pixels(1009)).max() < 1e-3


def test_a_take_in_another_space_is_converted_once_and_only_once(rendered: Any, blender: Any) -> None:
    config = next(blender.python.parent.parent.glob("**/datafiles/colormanagement/config.ocio"))
    processor = ocio.Config.CreateFromFile(str(config)).getProcessor("ACEScg", "Linear Rec.709")
    front = smoke_pixels(1001)
    rgb = np.ascontiguousarray(front[..., :3]).reshape(-1, 3).copy()
    processor.getDefaultCPUProcessor().applyRGB(rgb)
    front[..., :3] = rgb.reshape(H, W, 3)
    expected = over(front, plate_pixels(1001))
    assert np.abs(rendered.pixels("aces", 1001)[..., :3] - expected).max() < 2e-3


def test_overscan_that_is_not_symmetric_sits_on_its_own_pixels(rendered: Any) -> None:
    y, x = np.mgrid[0:H, 0:W]
    for case, tolerance in (("wide", 1e-3), ("plane_wide", 0.5 / 64), ("strip_wide", 6e-3)):
        got = rendered.pixels(case, 1001)
        assert np.abs(got[..., 0] - x / 64).max() < tolerance, case
        assert np.abs(got[..., 1] - y / 64).max() < tolerance, case


def test_the_group_s_offset_moves_the_element_to_the_right_and_up(rendered: Any) -> None:
    still, moved = rendered.pixels("wide", 1001), rendered.pixels("moved", 1001)
    assert np.abs(moved[: H - 3, 5:, :2] - still[3:, : W - 5, :2]).max() < 1e-3


def test_two_elements_lie_over_each_other(rendered: Any) -> None:
    one = over(smoke_pixels(1001), plate_pixels(1001))
    got = rendered.pixels("two", 1001)[..., :3]
    assert np.abs(got[..., 1] - over(smoke_pixels(1001), one)[..., 1]).max() < 0.2
    assert np.abs(got - one).max() > 0.05


def test_after_a_selected_plate_the_grade_that_follows_still_follows(rendered: Any) -> None:
    expected = over(smoke_pixels(1001), plate_pixels(1001)) * 2.0
    assert np.abs(rendered.pixels("grade_after", 1001)[..., :3] - expected).max() < 2e-3
    assert rendered.found["active"], "the active node is the artist's"
    assert not rendered.found["moved"], "the artist's nodes stay where they are"


@pytest.mark.parametrize("case", ["plane", "plane_shift", "plane_vertical", "plane_ortho", "plane_zoom"])
def test_a_plane_fills_the_camera_s_frame_exactly_overscan_included(rendered: Any, case: str) -> None:
    got = rendered.pixels(case, 1001)
    y, x = np.mgrid[0:H, 0:W]
    assert np.abs(got[..., 0] - (x + 8) / 64).max() * 64 < 0.5, "columns are off by more than half a pixel"
    assert np.abs(got[..., 1] - (y + 8) / 64).max() * 64 < 0.5, "rows are off by more than half a pixel"
    assert np.abs(got[..., 3] - 1.0).max() < 1e-3


def test_a_plane_shows_its_frame_and_nothing_outside_its_range(rendered: Any) -> None:
    for frame in (1001, 1004, 1006):
        assert abs(rendered.pixels("plane", frame)[H // 2, W // 2, 2] - (frame - 1000) / 8) < 2e-3
    for frame in (1000, 1007):
        assert np.abs(rendered.pixels("plane", frame)).max() == 0.0
    assert rendered.found["depth"] == 2.0


def test_a_plane_is_premultiplied_and_keeps_light_without_cover(rendered: Any) -> None:
    got, expected = rendered.pixels("plane_smoke", 1001), smoke_pixels(1001)
    for row in (4, H - 5):
        assert np.abs(got[row, 8:-8] - expected[row, 8:-8]).max() < 2e-3


def test_a_rendered_plate_is_the_scene_without_what_was_placed(rendered: Any, tools: Any) -> None:
    assert np.abs(tools.read_exr(rendered.place / "rendered" / "Scene.1001.exr")[..., :3]).max() < 1e-4
    assert rendered.pixels("with_elements", 1001)[..., :3].max() > 0.1


def test_a_strip_shows_its_frames_and_nothing_else(rendered: Any) -> None:
    for frame in (1001, 1004, 1006):
        assert (
            np.abs(rendered.pixels("strip", frame)[H // 2, W // 2] - solid_pixels(frame)[0, 0]).max() < 4e-3
        )
    for frame in (1000, 1007):
        assert np.abs(rendered.pixels("strip", frame)[..., :3]).max() < 1e-6
    for frame in (1001, 1006, 1009):
        got = rendered.pixels("strip_version", frame)[H // 2, W // 2]
        assert np.abs(got - solid_pixels(frame, 0.75)[0, 0]).max() < 4e-3
