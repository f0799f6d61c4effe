"""Guides of a scene lie where Blender sees its corners, on every frame, and the scene is left as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.spatial import ConvexHull

from secondunit.elements.optics.shot import ShotView
from secondunit.media.exr import inspect_exr, read_exr
from secondunit.wire import CameraTrack, Format, FrameRange, Guide, Rate, decode

FRAMES, LOOKED = FrameRange(1001, 1004), (1001, 1003)


@dataclass
class Seen:
    """What a Blender made."""

    answer: dict[str, Any]
    guides: dict[str, Guide]

    def planes(self, name: str, frame: int) -> npt.NDArray[np.float32]:
        guide = self.guides[name]
        picture = read_exr(guide.path % guide.file_frame(frame), guide.kind.channels)
        return np.asarray(picture.pixels, np.float32)


@pytest.fixture(scope="module")
def seen(blender: Any, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    answer = blender.run("guides", tmp_path_factory.mktemp("guides ü"), timeout=300.0)
    guides = [decode(Guide, item) for item in answer["guides"]]
    return Seen(answer, {guide.name: guide for guide in guides})


def test_every_guide_is_there_with_the_scenes_own_frames_rate_and_format(seen: Seen) -> None:
    assert seen.answer["said"] == [""]
    assert set(seen.guides) == {"depth", "normals", "edges", "mask of Box ü"}
    for guide in seen.guides.values():
        assert (guide.frames, guide.rate, guide.format) == (FRAMES, Rate(24), Format(320, 180))
        for frame in FRAMES:
            header = inspect_exr(guide.path % frame)
            assert set(header.channels) == set(guide.kind.channels)
            assert (header.display_window.width, header.display_window.height) == (320, 180)


def test_the_scene_is_left_as_it_was(seen: Seen) -> None:
    assert seen.answer["untouched"], seen.answer["changed"]
    assert seen.answer["undo"] and seen.answer["handlers"] == 0
    assert seen.answer["left"] == ["guides_v001"]


@pytest.mark.parametrize("frame", LOOKED)
def test_corners_of_an_object_lie_where_blender_sees_them_within_half_a_pixel(seen: Seen, frame: int) -> None:
    corners = np.array(seen.answer["corners"][str(frame)])
    places = corners[:, :2] * (320, -180) + (0, 180)
    outline = places[ConvexHull(places).vertices]
    mask = seen.planes("mask of Box ü", frame)[..., 0]
    assert set(np.unique(mask)) == {0.0, 1.0}
    assert np.abs(_corners(mask > 0.5, outline) - outline).max() < 0.5
    # The box hides the ground, and stands off it: where it ends, the depth and the edges say so, too.
    depth, edges = seen.planes("depth", frame)[..., 0], seen.planes("edges", frame)[..., 0]
    inside = depth[mask > 0.5]
    assert inside.min() == pytest.approx(corners[:, 2].min(), abs=0.02)
    assert inside.max() < corners[:, 2].max()
    rim = (mask > 0.5) & ~_shrunk(mask > 0.5)
    assert edges[rim].mean() > 0.9 and edges[_shrunk(mask > 0.5)].mean() < 0.15


@pytest.mark.parametrize("frame", LOOKED)
def test_depth_is_in_metres_along_the_axis_of_the_camera_that_is_read_with_it(seen: Seen, frame: int) -> None:
    camera = ShotView(Format(320, 180), decode(CameraTrack, seen.answer["track"]), FRAMES).at(frame)
    depth = seen.planes("depth", frame)[..., 0]
    on_ground = 0
    for y in range(8, 180, 16):
        for x in range(8, 320, 16):
            falls = -camera.ray((x + 0.5) / 320, 1.0 - (y + 0.5) / 180)[1]
            if depth[y, x] > 0.0 and falls > 0.0:
                ground = camera.y / falls
                assert depth[y, x] < ground * 1.0005, "nothing is below the ground"
                on_ground += depth[y, x] > ground * 0.9995
    assert on_ground > 60
    assert (depth[:8] == 0.0).any(), "above the horizon there is nothing, and no wall that is left out"


@pytest.mark.parametrize("frame", LOOKED)
def test_normals_are_in_the_cameras_own_space_within_two_degrees(seen: Seen, frame: int) -> None:
    camera = ShotView(Format(320, 180), decode(CameraTrack, seen.answer["track"]), FRAMES).at(frame)
    depth, normals = seen.planes("depth", frame)[..., 0], seen.planes("normals", frame)
    there = depth > 0.0
    assert np.abs(np.linalg.norm(normals[there], axis=-1) - 1.0).max() < 2e-3
    assert not normals[~there].any()
    up = np.array([camera.right[1], camera.upward[1], -camera.forward[1]])
    ground = normals[170, 20:300:20]
    angles = np.degrees(np.arccos(np.clip(ground @ up, -1.0, 1.0)))
    assert angles.max() < 2.0, angles


def test_guides_of_another_lens_range_or_size_are_not_the_scenes_any_more(seen: Seen) -> None:
    stale, again = seen.answer["stale"]
    assert stale == [0, 0, 0] and again == 4


def test_what_could_not_be_written_is_said_and_what_was_there_is_kept(seen: Seen) -> None:
    said, folders, standing = seen.answer["failed"]
    assert said == [f"frame {FRAMES.first}: no space left"]
    assert folders == ["guides_v001"] and standing == 4


def test_a_scene_without_one_perspective_camera_is_refused_with_what_to_do(seen: Seen) -> None:
    problems = seen.answer["problems"]
    assert "no camera" in problems["none"][0] and problems["none"][1].startswith("Add one")
    assert "no perspective camera" in problems["flat"][0]
    assert "Markers" in problems["two cameras"][0] and "scene of its own" in problems["two cameras"][1]


def _shrunk(shape: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    inner = shape.copy()
    for axis in (0, 1):
        for step in (1, -1):
            inner &= np.roll(shape, step, axis)
    return inner


def _corners(shape: npt.NDArray[np.bool_], outline: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The corners of a shape of pixels: where lines through its rim meet, one for each side of `outline`."""
    rows, columns = np.nonzero(shape[:, 1:] != shape[:, :-1])
    below, beside = np.nonzero(shape[1:] != shape[:-1])
    rim = np.concatenate(
        [np.stack([columns + 1.0, rows + 0.5], -1), np.stack([beside + 0.5, below + 1.0], -1)]
    )
    lines = []
    for one, other in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        way = other - one
        long = float(np.hypot(*way))
        along = (rim - one) @ way / long
        away = (rim - one) @ np.array([-way[1], way[0]]) / long
        near = rim[(np.abs(away) < 2.0) & (along > 2.0) & (along < long - 2.0)]
        assert len(near) > 8, "a side that is too short to measure"
        middle = near.mean(axis=0)
        lines.append((middle, np.linalg.svd(near - middle)[2][0]))
    corners = []
    for (a, way), (b, other_way) in zip(np.roll(lines, 1, axis=0), lines, strict=True):
        along = np.linalg.solve(np.stack([way, -other_way], axis=-1), b - a)[0]
        corners.append(a + along * way)
    return np.array(corners)
