"""Motion vectors against pictures: what a frame shows is where they say in the next frame."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import numpy.typing as npt
import pytest
from scipy import ndimage

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.optics.registration import halved, register_coarsely, register_motion
from secondunit.wire import CameraSample, CameraTrack, Format, FrameRange, Rate

Numbers = npt.NDArray[np.float32]
SMOKE = kind("smoke")
SIZE = Format(192, 144)
TRACK = CameraTrack.of(
    1, [CameraSample(x=0.02 * t, y=1.4, z=8.0, rx=-4.0, ry=0.4 * t, rz=0.5 * t, focal=30.0 + 0.2 * t,
                     back=24.0) for t in range(8)]
)  # fmt: skip
#: Elements that drift, thin out, shine, burst; the last under a camera that moves. Steam is so faint in this
#: size that less is gained.
ELEMENTS = {
    "steam": ("steam", 3, {"resolution": 72, "preroll": 0.8}, None),
    "fire": ("fire", 3, {"resolution": 40, "preroll": 0.4}, None),
    "dust_hit": ("dust_hit", 12, {"resolution": 40}, None),
    "smoke_before_a_camera_that_moves": (
        "smoke", 3, {"resolution": 48, "preroll": 0.8, "distance": 0.0, "height": 1.4}, TRACK
    ),
}  # fmt: skip


def left_over(here: Numbers, there: Numbers, motion: Numbers, where: slice = slice(None)) -> float:
    """The mean difference of a picture and the next at where the vectors lead, of that without them.

    Only the columns `where` count.
    """
    rows, columns = np.mgrid[: here.shape[0], : here.shape[1]].astype(np.float32)
    moved = ndimage.map_coordinates(there, [rows - motion[..., 1], columns + motion[..., 0]], order=1)
    shown = (here > 0.01) | (there > 0.01)
    shown &= np.isin(columns, columns[0, where])
    return float(np.abs(moved - here)[shown].mean() / np.abs(there - here)[shown].mean())


def alpha_of(frame: RenderedFrame) -> Numbers:
    return frame.layers["beauty"][..., 3]


def texture(x: Numbers, y: Numbers) -> Numbers:
    """A picture of one component with features of some pixels, at any place."""
    waves = np.sin(0.31 * x) * np.cos(0.27 * y) + np.sin(0.17 * x + 0.4 * y) * np.cos(0.11 * x - 0.23 * y)
    return np.float32(0.5 + 0.25 * waves)[..., None]


def test_a_picture_that_moves_is_found_within_a_tenth_of_a_pixel() -> None:
    y, x = np.mgrid[:80, :100].astype(np.float32)
    motion, seen = np.zeros((80, 100, 2), np.float32), np.zeros((80, 100), bool)
    seen[10:-10, 10:-10] = True
    register_motion(motion, texture(x, y), texture(x - 1.7, y - 2.3), seen)
    assert np.abs(motion[16:-16, 16:-16] - [1.7, -2.3]).mean() < 0.1
    assert not motion[~seen].any()


def test_a_larger_picture_is_found_as_well_by_pictures_of_half_its_size_with_an_odd_row_and_column() -> None:
    y, x = np.mgrid[:161, :201].astype(np.float32)
    before, after = (texture((x - by[0]) / 2, (y - by[1]) / 2) for by in ((0.0, 0.0), (3.4, 4.6)))
    motion, seen = np.zeros((161, 201, 2), np.float32), np.zeros((161, 201), bool)
    seen[20:-20, 20:-20] = True
    register_coarsely(motion, halved(before), halved(after), seen)
    assert np.abs(motion[32:-32, 32:-32] - [3.4, -4.6]).mean() < 0.2
    assert not motion[~seen].any()


def test_vectors_stay_the_flows_own_where_the_pictures_do_not_say_where_to() -> None:
    flat = np.full((40, 60, 1), 0.9, np.float32)
    motion = np.tile(np.float32([3.0, -1.0]), (40, 60, 1))
    register_motion(motion, flat, flat, np.ones((40, 60), bool))
    assert np.abs(motion - [3.0, -1.0]).max() < 1e-3
    nothing = motion.copy()
    register_motion(nothing, flat, flat, np.zeros((40, 60), bool))
    assert np.array_equal(nothing, motion)


@pytest.mark.parametrize("name", ELEMENTS)
def test_vectors_take_away_half_of_what_differs_from_the_next_frame(tmp_path: Path, name: str) -> None:
    element, frame, by_hand, track = ELEMENTS[name]
    settings = kind(element).settings("", by_hand)
    shot = FrameRange(1, 7) if track else None
    scene = Scene(element, settings, 7, SIZE, Rate(24), camera=track, frames=shot)
    kind(element).simulate(scene, tmp_path, FrameRange(1, frame), lambda done, text: None, lambda: False)
    here, there = (kind(element).render(scene, tmp_path, n) for n in (frame - 1, frame))
    motion = here.layers["motion"]
    assert alpha_of(here).max() > 0.05 and np.abs(motion).max() < 30.0
    assert left_over(alpha_of(here), alpha_of(there), motion) < (0.6 if name == "steam" else 0.5)


def test_smoke_is_carried_onto_the_next_frame_twice_as_well_as_by_standing_still(
    plume: tuple[Scene, Path], picture: RenderedFrame
) -> None:
    before = SMOKE.render(*plume, 1005)
    assert left_over(alpha_of(before), alpha_of(picture), before.layers["motion"]) < 0.5


def test_a_frames_vectors_are_the_same_alone_in_a_row_and_at_the_end_of_a_shorter_range(
    tmp_path: Path, plume: tuple[Scene, Path]
) -> None:
    scene, cache = plume
    in_a_row = [SMOKE.render(scene, cache, frame) for frame in (1003, 1004)][1]
    SMOKE.render(scene, cache, 1001)
    alone = SMOKE.render(scene, cache, 1004)
    short = replace(scene, seed=scene.seed)
    SMOKE.simulate(short, tmp_path, FrameRange(1001, 1004), lambda done, text: None, lambda: False)
    last = SMOKE.render(short, tmp_path, 1004)
    for name, pixels in in_a_row.layers.items():
        assert np.array_equal(pixels, alone.layers[name]), name
        assert np.array_equal(pixels, last.layers[name]), name


def test_what_was_kept_of_another_file_is_not_taken_for_this_one(
    tmp_path: Path, plume: tuple[Scene, Path]
) -> None:
    scene, cache = plume
    copytree(cache, tmp_path, dirs_exist_ok=True)
    SMOKE.render(scene, tmp_path, 1001)
    (tmp_path / "volume.0001002.suv").write_bytes((cache / "volume.0001005.suv").read_bytes())
    (tmp_path / "volume.0001003.suv").write_bytes((cache / "volume.0001006.suv").read_bytes())
    swapped, right = SMOKE.render(scene, tmp_path, 1002), SMOKE.render(scene, cache, 1005)
    assert np.array_equal(swapped.layers["density"], right.layers["density"])


def test_where_only_the_beauty_is_wanted_no_frame_more_is_simulated_and_no_pass_multiplied(
    tmp_path: Path, plume: tuple[Scene, Path]
) -> None:
    scene, cache = plume
    quick = replace(scene, passes=False)
    SMOKE.simulate(quick, tmp_path, FrameRange(1001, 1001), lambda done, text: None, lambda: False)
    assert [path.name for path in tmp_path.glob("volume.*")] == ["volume.0001001.suv"]
    layers = SMOKE.render(quick, tmp_path, 1001).layers
    assert not [name for name in layers if name.startswith("light_")]
    assert np.array_equal(layers["beauty"], SMOKE.render(scene, cache, 1001).layers["beauty"])


@pytest.mark.parametrize("track", [None, TRACK], ids=["still", "moving"])
def test_a_wide_picture_has_vectors_before_any_camera_and_those_of_the_gas_behind_what_hides_half_of_it(
    tmp_path: Path, track: CameraTrack | None
) -> None:
    by_hand = {"resolution": 40, "preroll": 0.8, "distance": 0.0 if track else 8.0, "height": 1.4}
    shot = FrameRange(1, 7) if track else None
    settings = SMOKE.settings("", by_hand)
    scene = Scene("smoke", settings, 7, Format(960, 720), Rate(24), camera=track, frames=shot)
    SMOKE.simulate(scene, tmp_path, FrameRange(1, 3), lambda done, text: None, lambda: False)
    here, there = (SMOKE.render(scene, tmp_path, frame) for frame in (2, 3))
    assert left_over(alpha_of(here), alpha_of(there), here.layers["motion"]) < 0.5
    wall = np.zeros((720, 960), np.float32)
    wall[:, 480:] = 1.0
    hidden = replace(scene, occluder=lambda frame: wall, occluder_digest="wall", occluder_distance=0.5)
    held = SMOKE.render(hidden, tmp_path, 2)
    # The wall's edge stands still: what is fitted is the gas beside it.
    beside = slice(0, 470)
    assert alpha_of(held)[:, beside].max() > 0.05 and not alpha_of(held)[:, 482:].any()
    assert left_over(alpha_of(here), alpha_of(there), held.layers["motion"], beside) < 0.5
