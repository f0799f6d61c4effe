"""Takes carried from an older cut to a newer one, frame by frame."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secondunit.timeline import conform, cut_of
from secondunit.wire import Cut, CutShot, CutTake, Fate, FrameRange, Landed, Rate, Speed

R24 = Rate(24)


def _shot(
    id: str, record: FrameRange, source: int, speed: Speed | None = None, media: str = "/m/a.mov"
) -> CutShot:
    speed = speed or Speed()
    last = source + int(abs(speed.exact) * (len(record) - 1))
    return CutShot(id, id, 1, record, FrameRange(source, last), R24, media=media, speed=speed)


def _cut(*shots: CutShot) -> Cut:
    return Cut("cut", R24, shots=shots)


def _take(record: FrameRange, handles: int = 8) -> CutTake:
    first = 1001
    own = FrameRange.starting(first, len(record))
    return CutTake("t1", "a", record, first, own.with_handles(handles), "sh010/smoke v001")


OLD = _cut(_shot("a", FrameRange(0, 47), 500))
FULL = _take(FrameRange(0, 47))


def _one(new: Cut, take: CutTake = FULL, old: Cut = OLD) -> Landed:
    (landed,) = conform(old, new, [take]).landed
    return landed


def test_a_cut_that_did_not_change_leaves_takes_where_they_are() -> None:
    landed = _one(OLD)
    assert (landed.record, landed.first, landed.fates) == (FrameRange(0, 47), 1001, (Fate.UNCHANGED,))
    assert landed.missing == ()


def test_a_shot_that_moved_takes_its_take_along() -> None:
    landed = _one(_cut(_shot("x", FrameRange(100, 147), 500)))
    assert (landed.record, landed.first, landed.shot) == (FrameRange(100, 147), 1001, "x")
    assert landed.fates == (Fate.MOVED,)


def test_a_trimmed_head_begins_later_in_the_take() -> None:
    landed = _one(_cut(_shot("x", FrameRange(0, 35), 512)))
    assert (landed.record, landed.first) == (FrameRange(0, 35), 1013)
    assert Fate.TRIMMED in landed.fates and landed.missing == ()


def test_a_longer_shot_uses_the_handles_and_names_what_they_do_not_reach() -> None:
    landed = _one(_cut(_shot("x", FrameRange(0, 71), 488)))
    assert (landed.record, landed.first) == (FrameRange(4, 67), 993)
    assert landed.missing == (FrameRange(0, 3), FrameRange(68, 71))


def test_a_take_in_the_middle_of_its_shot_does_not_grow_into_its_handles() -> None:
    landed = _one(_cut(_shot("x", FrameRange(10, 57), 500)), _take(FrameRange(10, 19)))
    assert (landed.record, landed.first) == (FrameRange(20, 29), 1001)
    assert landed.missing == ()


def test_a_split_shot_has_its_take_on_both_parts() -> None:
    new = _cut(_shot("x", FrameRange(0, 23), 500), _shot("y", FrameRange(60, 83), 524))
    first, second = conform(OLD, new, [FULL]).landed
    assert (first.record, first.first) == (FrameRange(0, 23), 1001)
    assert (second.record, second.first) == (FrameRange(60, 83), 1025)
    assert Fate.SPLIT in first.fates and Fate.SPLIT in second.fates


def test_a_retimed_shot_retimes_its_take() -> None:
    landed = _one(_cut(_shot("x", FrameRange(0, 23), 500, Speed(2))))
    assert (landed.record, landed.first, landed.speed) == (FrameRange(0, 23), 1001, Speed(2))
    assert Fate.RETIMED in landed.fates


def test_a_shot_played_backward_plays_its_take_backward() -> None:
    landed = _one(_cut(_shot("x", FrameRange(0, 47), 500, Speed(-1))))
    assert (landed.record, landed.first, landed.speed) == (FrameRange(0, 47), 1048, Speed(-1))


def test_a_shot_that_is_gone_is_listed_with_the_reason() -> None:
    lost = conform(OLD, _cut(_shot("x", FrameRange(0, 47), 500, media="/m/other.mov")), [FULL]).lost
    assert "is not in the new cut" in lost[0].reason
    lost = conform(OLD, _cut(_shot("x", FrameRange(0, 47), 5000)), [FULL]).lost
    assert lost[0].reason == "The new cut does not use its frames."


def test_a_cut_at_another_rate_is_refused_take_by_take() -> None:
    new = Cut("cut", Rate(25), shots=OLD.shots)
    assert "25 frames a second" in conform(OLD, new, [FULL]).lost[0].reason


def test_media_moved_to_another_folder_or_wrapped_anew_is_still_the_same() -> None:
    assert _one(_cut(_shot("x", FrameRange(0, 47), 500, media="/elsewhere/A.mxf"))).first == 1001


SPEEDS = st.sampled_from(
    [Speed(1), Speed(2), Speed(1, 2), Speed(-1), Speed(25, 24), Speed(-3, 2), Speed(7, 5)]
)


@given(
    st.integers(0, 500), st.integers(1, 200), st.integers(-300, 300), st.integers(1, 200), SPEEDS, SPEEDS,
    st.integers(0, 20),
)  # fmt: skip
def test_every_frame_that_lands_shows_what_it_was_made_for(
    where: int, count: int, moved: int, length: int, was: Speed, now: Speed, handles: int
) -> None:
    old = _cut(_shot("a", FrameRange.starting(where, count), 5000, was))
    new = _cut(_shot("b", FrameRange.starting(700, length), 5000 + moved, now))
    take = CutTake(
        "t", "a", old.shots[0].record, 1001, FrameRange.starting(1001, count).with_handles(handles)
    )
    done = conform(old, new, [take])
    assert len(done.landed) + len(done.lost) == 1
    for landed in done.landed:
        assert new.shots[0].record.intersection(landed.record) == landed.record
        step = abs(old.shots[0].speed.exact)
        for record in landed.record:
            frame = landed.first + (record - landed.record.first) * landed.speed.exact
            assert take.frames.first - 1 < frame < take.frames.last + 1
            made_for = _source(old.shots[0], old.shots[0].record.first + frame - 1001)
            shown = _source(new.shots[0], record)
            # The first frame is a whole one: at other speeds up to one frame of the take may be between.
            assert abs(made_for - shown) <= step


def _source(shot: CutShot, record: object) -> object:
    start = shot.source.last if shot.speed.numerator < 0 else shot.source.first
    return start + (record - shot.record.first) * shot.speed.exact  # type: ignore[operator]


def test_a_cut_read_from_a_file_conforms_to_itself(make_cut) -> None:
    cut = cut_of(make_cut(("a", 1012, 48), 10, ("b", 2000, 24)))
    takes = [CutTake(s.id, s.id, s.record, 1001, FrameRange.starting(1001, len(s.record))) for s in cut.shots]
    done = conform(cut, cut, takes)
    assert [one.fates for one in done.landed] == [(Fate.UNCHANGED,)] * 2 and not done.lost
