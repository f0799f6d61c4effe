"""A shot in clips: every frame is there, no frame is in three, weights sum to 1, and the seam is a number."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.media.clips import OVERLAP, Clip, Seam, blended, lengths, seam, split, weights
from secondunit.wire.errors import MissingFrames
from secondunit.wire.frames import FrameRange
from secondunit.wire.intake import Intake

INTAKES = st.one_of(
    st.lists(st.integers(1, 300), min_size=1, max_size=4, unique=True).map(lambda n: Intake(clips=tuple(n))),
    st.tuples(st.integers(1, 40), st.integers(0, 200), st.integers(1, 16)).map(
        lambda n: Intake(least_frames=n[0], most_frames=n[0] + n[1], frame_step=n[2])
    ),
)


def test_a_model_with_steps_makes_every_length_it_can() -> None:
    assert lengths(Intake(least_frames=1, most_frames=33, frame_step=8)) == (1, 9, 17, 25, 33)
    assert lengths(Intake(clips=(240, 120))) == (120, 240)
    assert lengths(Intake()) == (1,)


def test_a_shot_that_goes_into_one_clip_is_one_clip() -> None:
    assert split(FrameRange(1001, 1048), Intake(least_frames=1, most_frames=81)) == (
        Clip(FrameRange(1001, 1048), 48),
    )
    assert split(FrameRange(1001, 1048), Intake(clips=(120, 240))) == (Clip(FrameRange(1001, 1048), 120),)


def test_a_longer_shot_is_cut_evenly_and_shares_eight_frames() -> None:
    made = split(FrameRange(1001, 1150), Intake(least_frames=1, most_frames=81))
    assert [len(clip.frames) for clip in made] == [79, 79]
    assert made[1].overlap == OVERLAP
    assert made[1].frames == FrameRange(1072, 1150)


def test_a_clip_longer_than_it_need_be_is_used_for_a_longer_overlap() -> None:
    made = split(FrameRange(1, 225), Intake(clips=(120,)))
    assert made == (Clip(FrameRange(1, 120), 120), Clip(FrameRange(106, 225), 120, 15))


def test_single_pictures_share_nothing() -> None:
    made = split(FrameRange(10, 14), Intake())
    assert made == tuple(Clip(FrameRange(frame, frame), 1) for frame in range(10, 15))


@settings(max_examples=400, deadline=None)
@given(
    intake=INTAKES,
    first=st.integers(-50, 2000),
    count=st.integers(1, 900),
    overlap=st.one_of(st.none(), st.integers(0, 60)),
)
def test_clips_of_any_shot_and_model_cover_it_and_can_be_joined(
    intake: Intake, first: int, count: int, overlap: int | None
) -> None:
    frames = FrameRange.starting(first, count)
    made = split(frames, intake, overlap)
    allowed = lengths(intake)
    assert made[0].frames.first == frames.first
    assert made[-1].frames.last == frames.last
    assert made[0].overlap == 0
    for clip in made:
        assert clip.count in allowed
        assert len(clip.frames) <= clip.count
    for before, after in pairwise(made):
        assert before.frames.last + 1 - after.frames.first == after.overlap >= 0
        assert before.frames.first < after.frames.first
        assert before.frames.last < after.frames.last
        assert len(before.frames) == before.count, "only the last clip may be longer than the shot"
    for before, after in zip(made, made[2:], strict=False):
        assert before.frames.last < after.frames.first, "a frame is in three clips"
    for frame in frames:
        shares = weights(made, frame)
        assert sum(share for _, share in shares) == pytest.approx(1.0, abs=1e-12)
        assert all(0 < share <= 1 and frame in made[index].frames for index, share in shares)
    if overlap is not None and len(made) > 1:
        least = min(overlap, (allowed[-1] - 1) // 2)
        assert all(clip.overlap >= least for clip in made[1:])


@settings(max_examples=100, deadline=None)
@given(intake=INTAKES, count=st.integers(1, 900))
def test_a_later_clip_comes_in_evenly_and_never_goes_back(intake: Intake, count: int) -> None:
    made = split(FrameRange.starting(1001, count), intake)
    for index, clip in enumerate(made[1:], 1):
        shares = [
            dict(weights(made, clip.frames.first + into)).get(index, 0.0) for into in range(clip.overlap)
        ]
        assert shares == sorted(shares)
        steps = np.diff([0.0, *shares, 1.0])
        assert steps == pytest.approx(1 / (clip.overlap + 1))


def test_a_frame_that_no_clip_has_is_named() -> None:
    with pytest.raises(MissingFrames, match="1099"):
        weights(split(FrameRange(1001, 1048), Intake(most_frames=81)), 1099)


def test_one_picture_is_kept_bit_for_bit_and_two_are_mixed_as_light() -> None:
    one = np.full((4, 4, 3), 0.1, np.float32)
    assert blended([one], [1.0]) is one
    assert blended([one, one * 11], [0.75, 0.25]) == pytest.approx(0.35)


def test_a_seam_is_nothing_where_two_clips_agree_and_grows_with_what_is_between_them() -> None:
    random = np.random.default_rng(1)
    clip = [random.uniform(0, 1, (24, 32, 3)).astype(np.float32) for _ in range(4)]
    frames = FrameRange(1072, 1075)
    same = seam(frames, clip, clip)
    assert same.apart == 0
    assert same.change > 0.2
    near = seam(frames, clip, [each * 1.05 for each in clip])
    far = seam(frames, clip, [each * 1.3 for each in clip])
    assert 0 < near.apart < far.apart < 1
    assert seam(frames, [], []) == Seam(frames, 0.0, 0.0)


def test_a_seam_is_told_in_one_sentence() -> None:
    told = Seam(FrameRange(1072, 1079), 0.0312, 0.008).remark
    assert told == (
        "Two clips were joined over frames 1072-1079: they differ by 3.1% (RMS); "
        "the picture itself changes by 0.8% a frame there."
    )
