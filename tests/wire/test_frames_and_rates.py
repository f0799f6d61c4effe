"""Frames are whole, inclusive and keep their numbers; rates are exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondunit.wire import FrameRange, Rate, errors, frames_text, parse_frames

ranges = st.builds(FrameRange.starting, st.integers(-5_000, 90_000), st.integers(1, 3_000))


@given(ranges)
def test_a_range_reads_back_from_its_text(frames: FrameRange) -> None:
    assert FrameRange.parse(str(frames)) == frames


@given(ranges, st.integers(1, 400))
def test_chunks_hold_every_frame_once_in_order(frames: FrameRange, size: int) -> None:
    assert [frame for chunk in frames.chunks(size) for frame in chunk] == list(frames)
    assert all(len(chunk) <= size for chunk in frames.chunks(size))


@given(st.sets(st.integers(-500, 500), min_size=1))
def test_any_set_of_frames_reads_back_from_its_text(frames: set[int]) -> None:
    assert parse_frames(frames_text(frames)) == tuple(sorted(frames))


@given(ranges, ranges)
def test_an_intersection_holds_the_frames_both_hold(one: FrameRange, other: FrameRange) -> None:
    shared = one.intersection(other)
    assert (set(shared) if shared else set()) == set(one) & set(other)


@pytest.mark.parametrize("text", ["1009-1016", "1,2", "34-40,50,60-61", "7"])
def test_every_form_of_a_render_chunk_is_read(text: str) -> None:
    assert frames_text(parse_frames(text)) == text.replace("1,2", "1-2")


def test_both_ends_of_a_range_are_included() -> None:
    assert len(FrameRange(1001, 1048)) == 48
    assert 1048 in FrameRange(1001, 1048)
    assert 1049 not in FrameRange(1001, 1048)
    assert FrameRange(1001, 1048).with_handles(8) == FrameRange(993, 1056)


def test_negative_frames_are_read() -> None:
    assert FrameRange.parse("-10--1") == FrameRange(-10, -1)
    assert FrameRange.parse("-3") == FrameRange(-3, -3)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", errors.EmptyFrames),
        ("1048-1001", errors.ReversedFrames),
        ("1-99999999999", errors.OutOfRange),
        ("one to ten", errors.WrongType),
        ("1001-1048x2", errors.WrongType),
        ("1" * 5_000, errors.WrongType),
    ],
)
def test_a_bad_range_is_refused_by_its_own_error(text: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        FrameRange.parse(text)


def test_a_range_of_ten_million_frames_is_too_many() -> None:
    with pytest.raises(errors.TooManyFrames) as caught:
        FrameRange(0, 9_999_999).require_at_most()
    assert "10,000,000" in caught.value.problem.message


@given(st.integers(1, 10**6), st.integers(1, 10**4))
def test_a_rate_is_kept_in_lowest_terms_and_reads_back(numerator: int, denominator: int) -> None:
    rate = Rate(numerator, denominator)
    assert Rate.parse(str(rate)) == rate
    assert rate.numerator * denominator == numerator * rate.denominator


@pytest.mark.parametrize(
    ("rounded", "exact"),
    [("23.976", "24000/1001"), ("23.98", "24000/1001"), ("29.97", "30000/1001"), ("59.94", "60000/1001")],
)
def test_a_rounded_rate_is_refused_with_the_fraction_it_stands_for(rounded: str, exact: str) -> None:
    with pytest.raises(errors.WrongType) as caught:
        Rate.parse(rounded)
    assert exact in caught.value.problem.remedy


@pytest.mark.parametrize("text", ["0", "24/0", "-24", "", "nan", "24,0", "٢٤/0"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(errors.SecondUnitError):
        Rate.parse(text)
