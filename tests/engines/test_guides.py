"""Guides that leave for a model: as it was trained on them, of the shot's own frames, or refused with why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.engines.flow_colors import flow_colors
from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.guide_codes import code_values
from secondunit.engines.guides import depth_span, guide_channels, guide_faults, require_guides
from secondunit.engines.inputs import content_hashes
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.roots import request_of, work_of
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import write_exr
from secondunit.media.interchange import read_clip, read_codes
from secondunit.media.picture import Picture
from secondunit.wire import (
    CameraSample,
    CameraTrack,
    Form,
    Format,
    FrameRange,
    Guide,
    GuideKind,
    GuideNeed,
    Intake,
    Need,
    Prepared,
    Problem,
    Purpose,
    Rate,
    SecondUnitError,
    Step,
    Task,
    Work,
    loads,
)
from secondunit.wire.guide import camera_digest

Make = Callable[..., Work]
FRAMES, RATE, SIZE = FrameRange(1001, 1003), Rate(24000, 1001), Format(128, 72)
CLIP = Intake(result=Form.FRAMES, most_frames=100, multiple=8, guides=(GuideNeed(GuideKind.DEPTH),))


def depth_of(frame: int) -> npt.NDArray[np.float32]:
    """A box two metres away that moves by four pixels a frame, a wall at ten, nothing above."""
    pixels = np.full((72, 128, 1), 10.0, np.float32)
    pixels[:12] = 0.0
    left = 40 + 4 * (frame - 1001)
    pixels[30:60, left : left + 24] = 2.0 + 0.5 * (frame - 1001)
    return pixels


@pytest.fixture
def make_guide(tmp_path: Path) -> Callable[..., Guide]:
    def make(
        kind: GuideKind = GuideKind.DEPTH,
        pixels: Callable[[int], npt.NDArray[np.float32]] = depth_of,
        frames: FrameRange = FRAMES,
        names: tuple[str, ...] = (),
        **more: object,
    ) -> Guide:
        for frame in frames:
            picture = Picture(names or kind.channels, pixels(frame), SIZE.window, SIZE.window)
            write_exr(tmp_path / f"{kind.value}.{frame}.exr", picture, depth="float")
        path = str(tmp_path / f"{kind.value}.%04d.exr")
        return Guide(kind, path, frames, RATE, SIZE, **more)  # type: ignore[arg-type]

    return make


def asked(provided: Make, intake: Intake, *guides: Guide, **more: object) -> Work:
    fields: dict[str, object] = {"task": Task.VIDEO, "frames": FRAMES, "rate": RATE, "format": SIZE}
    return provided(intake, guides=guides, **{**fields, **more})


def prepared_by(work: Work) -> Prepared:
    request = make_folders(work)
    assert run(request, Step.PREPARE) == 0, (request.parent / PROBLEM_FILE).read_text("utf-8")
    return read_prepared(Path(work.scratch))


def sent(work: Work, number: int = 0) -> list[npt.NDArray[np.generic]]:
    """The frames of the guide that leaves."""
    (file,) = [file for file in prepared_by(work).pieces[number].files if file.role == "guide"]
    frames = read_clip(Path(work.scratch) / file.path)[1]
    return [np.rint(np.asarray(frame) * 255).astype(np.uint8) for frame in frames]


def test_depth_leaves_as_a_movie_near_white_and_no_frame_is_brighter_for_its_own_sake(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    work = asked(provided, CLIP, make_guide())
    prepared = prepared_by(work)
    (file,) = prepared.pieces[0].files
    assert (file.role, file.about, file.media_type) == ("guide", "depth", "video/quicktime")
    assert len(file.sources) == 3 and prepared.pieces[0].size.width == 128
    frames = sent(work)
    assert len(frames) == 3
    for number, frame in enumerate(frames):
        # 1/z from the shot's nearest, 2 m, to its farthest, 10 m; the box goes to 2.5 and 3 m.
        near = 2.0 + 0.5 * number
        expected = round(255 * (1 / near - 0.1) / (0.5 - 0.1))
        left = 40 + 4 * number
        assert np.abs(frame[32:58, left + 2 : left + 22].astype(int) - expected).max() <= 1
        assert frame[:10].max() == 0 and frame[20:28].max() == 0
        assert (frame[..., 0] == frame[..., 1]).all()


def test_a_depth_that_is_one_over_its_value_leaves_as_the_same_codes(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    frames = sent(asked(provided, CLIP, make_guide()))

    def inverse(frame: int) -> npt.NDArray[np.float32]:
        depth = depth_of(frame)
        return np.divide(1.0, depth, out=np.zeros_like(depth), where=depth > 0.0)

    guide = make_guide(pixels=inverse, inverse=True)
    assert depth_span(guide, FRAMES) == (2.0, 10.0)
    assert depth_span(replace(guide, scale=0.01), FRAMES) == pytest.approx((0.02, 0.1))
    again = sent(asked(provided, CLIP, guide))
    assert all((one == other).all() for one, other in zip(frames, again, strict=True))
    assert 100 < frames[1].max() < 255, "it shows a depth"


def test_motion_leaves_as_the_colours_of_its_directions_by_the_farthest_of_the_shot(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    takes = replace(CLIP, guides=(GuideNeed(GuideKind.MOTION),))

    def moves(frame: int) -> npt.NDArray[np.float32]:
        """Left half to the right, right half up; twice as far in the last frame."""
        pixels = np.zeros((72, 128, 2), np.float32)
        pixels[:, :64, 0] = pixels[:, 64:, 1] = 8.0 if frame == FRAMES.last else 4.0
        return pixels

    frames = sent(asked(provided, takes, make_guide(GuideKind.MOTION, moves)))
    # As torchvision's flow_to_image has it: level to the right is red, straight up beyond blue.
    assert frames[2][40, 20].tolist() == [255, 0, 0]
    assert frames[2][40, 100].tolist() == [88, 0, 255]
    assert frames[0][40, 20].tolist() == [255, 128, 128], "half as far is half as strong"
    assert flow_colors(np.zeros((1, 2, 2), np.float32), 0.0).min() == 1.0, "nothing moves: white"


def test_what_is_near_and_far_can_be_said_and_what_is_beyond_is_held(
    make_guide: Callable[..., Guide],
) -> None:
    guide = make_guide(near=1.0, far=5.0)
    assert depth_span(guide, FRAMES) == (1.0, 5.0)
    assert depth_span(replace(guide, near=0.0, far=0.0), FRAMES) == (2.0, 10.0)
    assert depth_span(replace(guide, near=0.0, far=0.0, scale=0.01), FRAMES) == pytest.approx((0.02, 0.1))
    values = np.array([[[0.5], [1.0], [5.0], [8.0], [0.0]]], np.float32)
    np.testing.assert_allclose(
        code_values(GuideKind.DEPTH, values, (1.0, 5.0))[0, :, 0], [1, 1, 0, 0, 0], atol=1e-6
    )


def test_normals_leave_around_a_half_and_towards_the_camera_where_nothing_is() -> None:
    values = np.array([[[0, 0, 1], [1, 0, 0], [0, -1, 0], [0, 0, 0]]], np.float32)
    expected = [[0.5, 0.5, 1.0], [1.0, 0.5, 0.5], [0.5, 0.0, 0.5], [0.5, 0.5, 1.0]]
    np.testing.assert_allclose(code_values(GuideKind.NORMALS, values)[0], expected)


def test_a_model_of_single_pictures_gets_its_frames_guide_with_the_bits_it_takes(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    intake = Intake(depth=16, guides=(GuideNeed(GuideKind.DEPTH, form=Form.STILL),))
    work = asked(provided, intake, make_guide(), task=Task.IMAGE, frames=FrameRange(1002, 1002))
    (file,) = prepared_by(work).pieces[0].files
    codes = read_codes(Path(work.scratch) / file.path)[0]
    assert file.frame == 1002 and codes.dtype == np.uint16
    # Only the frame that is asked for says what is near: 2.5 m is white.
    assert codes[40, 52, 0] == 65535 and codes[0, 0, 0] == 0


def test_a_clip_that_is_longer_than_the_shot_ends_with_the_guide_standing_still(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    work = asked(provided, replace(CLIP, least_frames=9, frame_step=8), make_guide())
    frames = sent(work)
    assert len(frames) == 9 and (frames[8] == frames[2]).all() and (frames[1] != frames[2]).any()


def test_a_guide_that_changed_on_disk_is_prepared_anew_and_names_the_work(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    guide = make_guide()
    work = asked(provided, CLIP, guide)
    before, hashes = prepared_by(work), content_hashes(work.brief)
    assert set(hashes) == {guide.path % frame for frame in FRAMES}
    make_guide(pixels=lambda frame: depth_of(frame + 1))
    assert prepared_by(work).pieces[0].files[0].sha256 != before.pieces[0].files[0].sha256
    assert content_hashes(work.brief) != hashes


def test_a_guides_files_are_found_on_another_machine(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    guide = make_guide()
    request = request_of(asked(provided, CLIP, guide))
    (path,) = [path for path in request.paths if path.purpose is Purpose.GUIDE]
    assert path.path == "depth.%04d.exr" and request.work.brief.guides[0].path == "$guide_1"
    assert work_of(request).brief.guides == (guide,)


CAMERA = CameraTrack.of(1001, [CameraSample(x=0.1 * number) for number in range(3)])


@pytest.mark.parametrize(
    ("guide", "more", "said", "where"),
    [
        (
            {"frames": FrameRange(1001, 1002)},
            {},
            "has frames 1001-1002; the brief asks for 1001-1003",
            "frames",
        ),
        ({"rate": Rate(25)}, {}, "at 25 frames a second", "rate"),
        ({"format": Format(64, 36)}, {}, "is 64x36, the brief 128x72", "format"),
        ({"camera": "ab" * 32}, {"camera": CAMERA}, "another camera", "camera"),
    ],
)
def test_a_guide_that_is_not_of_the_shot_is_refused_before_a_job_with_what_to_do(
    provided: Make, make_guide: Callable[..., Guide], guide: dict[str, object], more: dict[str, object],
    said: str, where: str,
) -> None:  # fmt: skip
    work = asked(provided, CLIP, replace(make_guide(), **guide), **more)
    with pytest.raises(SecondUnitError, match=said) as caught:
        require_guides(work.brief, CLIP, "The model")
    assert caught.value.problem.where == f"guides[0].{where}" and caught.value.problem.remedy
    assert run(make_folders(work), Step.PREPARE) == PROBLEM, "and no worker prepares it"
    assert said in loads(Problem, (Path(work.scratch) / PROBLEM_FILE).read_bytes()).message


def test_guides_of_one_camera_go_together_and_of_two_do_not(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    both = replace(CLIP, guides=(*CLIP.guides, GuideNeed(GuideKind.EDGES)))
    depth = replace(make_guide(), camera=camera_digest(CAMERA, FRAMES))
    edges = replace(depth, kind=GuideKind.EDGES)
    require_guides(asked(provided, both, depth, edges, camera=CAMERA).brief, both, "The model")
    with pytest.raises(SecondUnitError, match="another camera"):
        require_guides(
            asked(provided, both, depth, replace(edges, camera="cd" * 32)).brief, both, "The model"
        )


def test_what_a_model_does_not_take_or_must_have_is_said(
    provided: Make, make_guide: Callable[..., Guide]
) -> None:
    edges = make_guide(GuideKind.EDGES)
    with pytest.raises(SecondUnitError, match="takes no edges as guide") as caught:
        require_guides(asked(provided, CLIP, edges).brief, CLIP, "The model")
    assert caught.value.problem.remedy == "It takes: depth."
    with pytest.raises(SecondUnitError, match="needs a guide: depth"):
        require_guides(asked(provided, CLIP).brief, CLIP, "The model")
    optional = replace(CLIP, guides=(GuideNeed(GuideKind.DEPTH, Need.OPTIONAL),))
    require_guides(asked(provided, optional).brief, optional, "The model")


def test_files_that_are_missing_smaller_or_hold_something_else_are_named(
    provided: Make, make_guide: Callable[..., Guide], tmp_path: Path
) -> None:
    guide = make_guide()
    assert guide_faults(asked(provided, CLIP, guide).brief) == []
    small = replace(guide, format=Format(64, 36))
    (fault,) = guide_faults(asked(provided, CLIP, small, format=Format(64, 36)).brief)
    assert "128x72 in its files" in fault.problem.message and fault.problem.where == "guides[0].format"
    (tmp_path / "depth.1002.exr").unlink()
    (fault,) = guide_faults(asked(provided, CLIP, guide).brief)
    assert "1002" in fault.problem.message and fault.problem.where.startswith("guides[0]")
    colors = make_guide(names=("A",))
    assert guide_channels(colors, ("A",)) == ("A",)
    with pytest.raises(SecondUnitError, match="no channels Z"):
        guide_channels(colors, ("A", "B"))
    assert guide_channels(colors, ("B", "G", "R")) == ("R",)
    assert guide_channels(replace(colors, channels=("B",)), ("B", "G", "R")) == ("B",)
