"""What stands in the shot comes from its files: covers, metres, and faults by their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.holdouts import cover_source, depth_source, occluder_faults, occluder_remarks
from secondunit.engines.inputs import content_hashes
from secondunit.engines.roots import request_of, work_of
from secondunit.engines.scenes import scene_of
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import DepthFiles, Format, FrameRange, Matte, Occluder, Work

Make = Callable[..., Any]
SHOT = FrameRange(1001, 1003)


@pytest.fixture
def depths(tmp_path: Path) -> Callable[..., DepthFiles]:
    """A depth on disk: 4 units at its left, 0, infinity and no number beside them."""

    def make(size: tuple[int, int] = (64, 36), count: int = 3, channel: str = "Z", **said: Any) -> DepthFiles:
        width, height = size
        name = f"z_{channel}_{width}"
        for frame in range(1001, 1001 + count):
            pixels = np.full((height, width, 1), 4.0, np.float32)
            pixels[:, width // 4 :], pixels[:, width // 2 :], pixels[:, 3 * width // 4 :] = (
                0.0,
                np.inf,
                np.nan,
            )
            picture = Picture.of(pixels, (channel,), format=Format(width, height))
            write_exr(tmp_path / f"{name}.{frame:04d}.exr", picture, depth="float")
        return DepthFiles(str(tmp_path / f"{name}.%04d.exr"), FrameRange.starting(1001, count), **said)

    return make


@pytest.mark.parametrize(("said", "metres"), [({}, 4.0), ({"scale": 0.01}, 0.04), ({"inverse": True}, 0.25)])
def test_a_depth_is_in_metres_and_nothing_where_it_is_not_known(
    depths: Callable[..., DepthFiles], said: dict[str, Any], metres: float
) -> None:
    read = depth_source(depths(channel="depth.Z", **said))
    for frame in (900, 1002, 1100):
        values = read(frame)
        assert values[:, :16] == pytest.approx(metres) and not values[:, 16:].any()
    covers = cover_source(Occluder(depth=depths()))
    assert covers is not None and covers(1001).sum() == 36 * 16
    assert cover_source(Occluder()) is None


def test_what_is_wrong_with_the_files_is_said_at_their_place(
    make_work: Make, make_matte: Make, depths: Callable[..., DepthFiles], tmp_path: Path
) -> None:
    brief = make_work(frames=SHOT).brief
    matte: Matte = make_matte(frames=SHOT)
    good = Occluder(matte, depth=depths())
    assert not occluder_faults(replace(brief, occluder=good))
    gone = str(tmp_path / "gone.%04d.exr")
    cases = [
        (Occluder(replace(matte, frames=FrameRange(1001, 1009)), 4.0), "occluder.matte", "frames.missing"),
        (Occluder(replace(matte, channel="roof.A"), 4.0), "occluder.matte", "picture.channels"),
        (Occluder(matte, depth=depths(channel="far.deep.Z")), "occluder.depth", None),
        (Occluder(depth=replace(depths(), channel="W")), "occluder.depth", None),
        (Occluder(depth=replace(depths(), path=gone)), "occluder.depth", "not_found"),
        (Occluder(depth=depths(size=(48, 36))), "occluder.depth", "picture.bad"),
    ]  # fmt: skip
    for occluder, where, code in cases:
        faults = occluder_faults(replace(brief, occluder=occluder))
        assert [fault.problem.where.startswith(where) for fault in faults] == [True] * (code is not None)
        assert code is None or faults[0].problem.code == code
    assert not occluder_faults(replace(brief, occluder=Occluder(depth=depths(size=(128, 72)))))


def test_an_estimate_says_where_a_moving_thing_is_not_known(
    make_work: Make, depths: Callable[..., DepthFiles]
) -> None:
    brief = replace(make_work(frames=SHOT).brief, occluder=Occluder(depth=depths(count=2)))
    (remark,) = occluder_remarks(brief)
    assert "1001-1002" in remark and "depth" in remark
    assert not occluder_remarks(replace(brief, occluder=Occluder(depth=depths(count=1))))


def test_a_holdout_names_its_files_and_changes_nothing_of_what_is_simulated(
    make_work: Make, make_matte: Make, depths: Callable[..., DepthFiles]
) -> None:
    work: Work = make_work(frames=SHOT, matte=make_matte(frames=SHOT))
    held = replace(work, brief=replace(work.brief, occluder=Occluder(depth=depths())))
    plain, scene = scene_of(work), scene_of(held)
    assert scene.occluder is not None and scene.occluder_depth is not None and scene.occluder_digest
    assert scene.matte_digest == plain.matte_digest
    assert len(content_hashes(held.brief)) == len(content_hashes(work.brief)) + 3
    named = request_of(held)
    assert {path.name: path.purpose.value for path in named.paths}["holdout_depth"] == "depth"
    assert named.work.brief.occluder.depth.path == "$holdout_depth"
    assert work_of(named).brief == held.brief
