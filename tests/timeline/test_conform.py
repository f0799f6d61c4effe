"""Takes carried from an older cut to a newer one, frame by frame."""

from __future__ import annotations

from dataclasses import replace
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.timeline import conform, cut_of
from secondunit.wire import (
    Cut,
    CutShot,
    CutTake,
    Fate,
    FrameRange,
    Landed,
    Rate,
    Retime,
    ShotKind,
    Speed,
    SpeedKey,
)

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


#: Over the same shot, a retime of it twice as slow: 95 frames, whose frame 1025 shows what frame 512 showed.
SLOW = CutTake("t1", "a", FrameRange(0, 94), 1001, FrameRange(1001, 1095), "sh010/slow v001")


TWICE = Retime(2)


def _slow(new: Cut, retime: Retime = TWICE, old: Cut = OLD) -> Landed:
    (landed,) = conform(old, new, [SLOW], {"t1": retime}).landed
    return landed


def test_a_retime_begins_at_its_own_frame_of_the_media_and_keeps_its_speed() -> None:
    landed = _slow(_cut(_shot("x", FrameRange(0, 35), 512)))
    assert (landed.first, landed.speed, landed.record) == (1025, Speed(), FrameRange(0, 35))
    faster = conform(OLD, _cut(_shot("x", FrameRange(0, 35), 512)), [SLOW], {"t1": Retime(0.5)}).landed
    assert faster[0].first == 1007


def test_a_retime_that_stands_for_the_cut_s_own_speed_follows_the_cut_s() -> None:
    old = _cut(_shot("a", FrameRange(0, 94), 500, Speed(1, 2)))
    landed = _slow(_cut(_shot("x", FrameRange(0, 70), 512, Speed(1, 2))), old=old)
    assert (landed.first, landed.speed) == (1025, Speed())
    render = _slow(_cut(_shot("x", FrameRange(0, 70), 506, Speed(1, 2))), Retime(4), old)
    assert render.first == 1049, "a fourth of the half: 6 frames of media are 48 of the take"


def test_a_curve_of_its_own_stays_where_its_shot_begins_as_it_did_and_else_is_said() -> None:
    ramp = Retime(keys=(SpeedKey(1001, 1001), SpeedKey(1048, 1024), SpeedKey(1095, 1048)))
    assert _slow(_cut(_shot("x", FrameRange(20, 55), 500)), ramp).first == 1001
    lost = conform(OLD, _cut(_shot("x", FrameRange(0, 35), 512)), [SLOW], {"t1": ramp}).lost
    assert "speed curve of its own" in lost[0].reason


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


@settings(max_examples=60, deadline=None)
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


def _use(id: str, first: int, source: int, count: int = 24, media: str = "/m/a.mov", **more) -> CutShot:
    base = _shot(id, FrameRange.starting(first, count), source, media=media)
    return replace(base, **more)


def _on(shot: CutShot, id: str = "", handles: int = 0) -> CutTake:
    frames = FrameRange.starting(1001, len(shot.record)).with_handles(handles)
    return CutTake(id or f"t-{shot.id}", shot.id, shot.record, 1001, frames, shot.id)


def _where(old: Cut, new: Cut, *takes: CutTake) -> dict[str, list[str]]:
    done = conform(old, new, takes)
    found: dict[str, list[str]] = {one.take: [] for one in done.lost}
    for one in done.landed:
        found.setdefault(one.take, []).append(one.shot)
    return found


def test_of_two_uses_of_the_same_frames_each_keeps_its_own_take() -> None:
    old = _cut(_use("a", 0, 500), _use("b", 24, 500))
    new = _cut(_use("x", 100, 500), _use("y", 200, 500))
    assert _where(old, new, _on(old.shots[0]), _on(old.shots[1])) == {"t-a": ["x"], "t-b": ["y"]}
    assert _where(old, new, _on(old.shots[1])) == {"t-b": ["y"]}, "the first use was without a take"


def test_a_shot_that_the_new_cut_repeats_has_its_take_on_each() -> None:
    old = _cut(_use("a", 0, 500))
    done = conform(old, _cut(_use("x", 100, 500), _use("y", 200, 500)), [_on(old.shots[0])])
    assert [one.shot for one in done.landed] == ["x", "y"]
    assert all(Fate.REPEATED in one.fates for one in done.landed)


def test_shots_that_were_joined_have_both_takes() -> None:
    old = _cut(_use("a", 0, 500), _use("b", 24, 524))
    new = _cut(_use("x", 0, 500, 48))
    assert _where(old, new, _on(old.shots[0]), _on(old.shots[1])) == {"t-a": ["x"], "t-b": ["x"]}


def test_files_of_one_name_in_two_folders_are_two_media() -> None:
    old = _cut(_use("a", 0, 500, media="/one/clip.mov"), _use("b", 24, 500, media="/two/clip.mov"))
    new = _cut(_use("y", 0, 500, media="/two/clip.mov"), _use("x", 24, 500, media="/one/clip.mov"))
    assert _where(old, new, _on(old.shots[0]), _on(old.shots[1])) == {"t-a": ["x"], "t-b": ["y"]}
    gone = conform(old, _cut(new.shots[0]), [_on(old.shots[0])])
    assert "another file" in gone.lost[0].reason


def test_a_shot_renamed_is_the_same_and_the_same_name_over_other_media_is_not() -> None:
    old = _cut(_use("a", 0, 500, name="sh010"))
    assert _where(old, _cut(_use("x", 0, 500, name="sh999")), _on(old.shots[0])) == {"t-a": ["x"]}
    other = _cut(_use("x", 0, 500, media="/m/b.mov", name="sh010"))
    assert _where(old, other, _on(old.shots[0])) == {"t-a": []}


def test_an_edl_that_knows_only_reel_or_clip_name_finds_the_file() -> None:
    old = _cut(_use("a", 0, 500, media="/m/A001C001.mov", name="sh010"))
    by_reel = _cut(_use("x", 0, 500, media="", reel="A001C001", name="sh010"))
    by_name = _cut(_use("x", 0, 500, media="", name="A001C001.MOV"))
    assert _where(old, by_reel, _on(old.shots[0])) == {"t-a": ["x"]}
    assert _where(old, by_name, _on(old.shots[0])) == {"t-a": ["x"]}


def test_one_sequence_named_in_three_ways_is_one_media() -> None:
    for media in ("/m/sh.%04d.exr", "/m/sh.[1001-1048].exr", "/m/sh.1001.exr"):
        old = _cut(_use("a", 0, 500, media="/m/sh.%04d.exr"))
        assert _where(old, _cut(_use("x", 0, 500, media=media)), _on(old.shots[0])) == {"t-a": ["x"]}


def test_media_that_starts_at_another_timecode_is_counted_from_its_start_and_that_is_said() -> None:
    old = _cut(_use("a", 0, 86500, available=FrameRange(86400, 86999)))
    new = _cut(_use("x", 0, 100, available=FrameRange(0, 599)))
    (landed,) = conform(old, new, [_on(old.shots[0])]).landed
    assert (landed.record, landed.first) == (FrameRange(0, 23), 1001)
    assert "starts at 0" in landed.remark


def test_a_take_goes_to_the_shot_that_is_on_and_says_so_where_none_is() -> None:
    old = _cut(_use("a", 0, 500))
    off = _use("x", 0, 500, enabled=False)
    assert _where(old, _cut(off, _use("y", 50, 500)), _on(old.shots[0])) == {"t-a": ["y"]}
    (landed,) = conform(old, _cut(off), [_on(old.shots[0])]).landed
    assert "switched off" in landed.remark


def test_a_still_plays_its_take_from_the_head_whatever_its_frames_are_called() -> None:
    old = _cut(_use("a", 0, 0, media="/m/card.png"))
    new = _cut(_use("x", 100, 86400, 12, media="/m/card.png"))
    (landed,) = conform(old, new, [_on(old.shots[0])]).landed
    assert (landed.record, landed.first) == (FrameRange(100, 111), 1001)


def test_a_retimed_take_conforms_to_the_same_place_again() -> None:
    new = _cut(_shot("x", FrameRange(0, 23), 500, Speed(2)))
    first = _one(new)
    sits = CutTake("t1", "x", first.record, first.first, FULL.frames, speed=first.speed)
    again = _one(new, sits, new)
    assert (again.record, again.first, again.speed, again.fates) == (
        first.record, first.first, first.speed, (Fate.UNCHANGED,))  # fmt: skip


def test_a_shot_turned_round_misses_frames_at_the_other_end() -> None:
    half = CutTake("t1", "a", FrameRange(0, 23), 1001, FrameRange(1001, 1024))
    landed = _one(_cut(_shot("x", FrameRange(0, 67), 490, Speed(-1))), half)
    assert landed.record == FrameRange(34, 57), "media 500 to 523, backward from 557"
    assert landed.missing == (FrameRange(58, 67),), "it filled the head, which is the tail now"


SHOTS = st.lists(
    st.tuples(
        st.sampled_from(["/m/a.mov", "/n/a.mov", "/m/b.mov", "/m/c.png", ""]), st.integers(0, 300),
        st.integers(1, 60), SPEEDS | st.just(Speed(0)), st.sampled_from(["", "R1"]), st.booleans(),
        st.sampled_from(list(ShotKind)),
    ),
    max_size=8,
)  # fmt: skip


def _random_cut(drawn: list) -> Cut:
    shots, at = [], 0
    for n, (media, source, count, speed, reel, enabled, kind) in enumerate(drawn):
        made = _shot(f"s{n}", FrameRange.starting(at, count), source, speed, media)
        shots.append(replace(made, reel=reel, enabled=enabled, kind=kind, name=f"n{n % 3}"))
        at += count
    return _cut(*shots)


@settings(max_examples=40, deadline=None)
@given(SHOTS, SHOTS, st.integers(0, 12))
def test_every_take_lands_inside_shots_or_is_lost(before: list, after: list, handles: int) -> None:
    old, new = _random_cut(before), _random_cut(after)
    takes = [_on(shot, handles=handles) for shot in old.shots]
    done = conform(old, new, takes)
    assert {one.take for one in done.landed} | {one.take for one in done.lost} == {t.take for t in takes}
    assert not {one.take for one in done.landed} & {one.take for one in done.lost}
    for one in done.landed:
        shot, take = new.shot(one.shot), next(t for t in takes if t.take == one.take)
        assert shot.record.intersection(one.record) == one.record
        end = one.first + floor((len(one.record) - 1) * one.speed.exact)
        # Backward by parts of a frame, the last may be shown to its beginning.
        assert take.frames.first - 1 <= min(one.first, end) and max(one.first, end) <= take.frames.last
        for missing in one.missing:
            assert shot.record.intersection(missing) == missing
            assert one.record.intersection(missing) is None


@settings(max_examples=40, deadline=None)
@given(SHOTS)
def test_a_cut_conforms_to_itself_in_place(drawn: list) -> None:
    cut = _random_cut([one for one in drawn if one[-1] is ShotKind.CLIP])
    for one in conform(cut, cut, [_on(shot) for shot in cut.shots]).landed:
        if one.take == f"t-{one.shot}":
            assert one.record == cut.shot(one.shot).record and one.fates[0] is Fate.UNCHANGED


def test_a_shot_whose_speed_could_not_be_followed_says_to_check_the_frames_unless_it_is_the_same() -> None:
    ramp = replace(_shot("a", FrameRange(0, 47), 500), remarks=("Its speed changes within the shot.",))
    assert _one(_cut(replace(ramp, record=FrameRange(100, 147))), old=_cut(ramp)).remark == ""
    trimmed = replace(ramp, record=FrameRange(0, 35), source=FrameRange(512, 547))
    landed = _one(_cut(trimmed), old=_cut(ramp))
    assert "check its frames" in landed.remark and landed.first == 1013
