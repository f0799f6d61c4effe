"""Takes on a timeline: written, read back, and everything else left as it was."""

from __future__ import annotations

import json
from pathlib import Path

import opentimelineio as otio
import pytest

from secondunit.timeline import (
    add_references,
    add_track,
    conform,
    cut_of,
    for_resolve,
    read_timeline,
    takes_on,
    timeline_text,
)
from secondunit.wire import CutTake, FrameRange, Landed, Rate


def _write(timeline: otio.schema.Timeline, path: Path) -> Path:
    path.write_text(timeline_text(timeline, path), "utf-8")
    return path


def _landed(cut, take, first: int = 1001, index: int = 0) -> Landed:
    shot = cut.shots[index]
    return Landed(take.id, shot.id, shot.track, shot.record, first, label=take.label)


def test_takes_become_alternative_references_and_the_active_one_stays(
    tmp_path: Path, make_cut, make_take
) -> None:
    timeline, take = make_cut(("a", 1012, 48), ("b", 2000, 24)), make_take("smoke", FrameRange(993, 1056))
    cut = cut_of(timeline)
    path = _write(add_references(timeline, [_landed(cut, take)], {take.id: take}), tmp_path / "x.otio")
    read = read_timeline(path)
    clip = next(iter(read.find_clips()))
    assert clip.active_media_reference_key == "DEFAULT_MEDIA"
    assert clip.media_reference.target_url == "/media/a.mov"
    (marker,) = clip.markers
    assert marker.name == "sh010/smoke v001"
    assert marker.marked_range.start_time.value == 1012
    reference = clip.media_references()[f"second_unit:{take.id}"]
    assert reference.target_url_for_image_number(0).endswith("smoke_v001.0993.exr")
    takes, by_id = takes_on(read, cut_of(read))
    assert takes == (CutTake(take.id, "v1.0001", FrameRange(86400, 86447), 1001, take.frames, take.label,
                             take.folder),)  # fmt: skip
    assert by_id[take.id] == take


def test_an_alternative_follows_its_media_when_another_program_moves_the_clip(make_cut, make_take) -> None:
    timeline, take = make_cut(("a", 1012, 48)), make_take("smoke", FrameRange(993, 1056))
    written = add_references(timeline, [_landed(cut_of(timeline), take)], {take.id: take})
    clip = next(iter(written.find_clips()))
    clip.source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(1020, 24), otio.opentime.RationalTime(20, 24)
    )
    (found,), _ = takes_on(written, cut_of(written))
    assert found.record.first == 86400 - 8, "frame 1001 of the take was made for frame 1012 of the media"


def test_takes_on_a_track_of_their_own_stand_on_exactly_their_frames(
    tmp_path: Path, make_cut, make_take
) -> None:
    timeline = make_cut(("a", 1012, 48), 10, ("b", 2000, 24))
    cut = cut_of(timeline)
    one, two = make_take("smoke", FrameRange(1001, 1048)), make_take("dust", FrameRange(1001, 1024))
    landed = [_landed(cut, one), _landed(cut, two, index=1)]
    read = read_timeline(_write(add_track(timeline, landed, {one.id: one, two.id: two}), tmp_path / "x.otio"))
    again = cut_of(read)
    above = [shot for shot in again.shots if shot.track == 2]
    assert [shot.record for shot in above] == [cut.shots[0].record, cut.shots[1].record]
    assert [shot.source.first for shot in above] == [1001, 1001]
    takes, _ = takes_on(read, again)
    assert [(take.take, take.shot) for take in takes] == [(one.id, "v1.0001"), (two.id, "v1.0003")]


def test_takes_that_overlap_get_tracks_of_their_own(make_cut, make_take) -> None:
    timeline = make_cut(("a", 1012, 48))
    cut = cut_of(timeline)
    one, two = make_take("smoke", FrameRange(1001, 1048)), make_take("dust", FrameRange(1001, 1048))
    done = add_track(timeline, [_landed(cut, one), _landed(cut, two)], {one.id: one, two.id: two})
    assert [track.name for track in done.tracks] == ["V1", "Second Unit 1", "Second Unit 2"]


def test_what_is_not_understood_passes_untouched(tmp_path: Path, make_cut, make_take) -> None:
    timeline, take = make_cut(("a", 1012, 48)), make_take("smoke", FrameRange(1001, 1048))
    timeline.metadata["somebody"] = {"else": [1, {"deep": "grüße"}]}
    clip = next(iter(timeline.find_clips()))
    clip.effects.append(otio.schema.Effect("own", "com.vendor.effect", {"x": 1}))
    timeline.tracks.append(otio.schema.Track("A1", kind="Audio"))
    text = json.loads(otio.adapters.write_to_string(timeline, "otio_json"))
    text["tracks"]["children"][0]["children"][0]["effects"].append(
        {"OTIO_SCHEMA": "Vendor.7", "curve": [1, 2]}
    )
    path = tmp_path / "in.otio"
    path.write_text(json.dumps(text))
    read = read_timeline(path)
    out = _write(add_references(read, [_landed(cut_of(read), take)], {take.id: take}), tmp_path / "o.otio")
    before, after = json.loads(path.read_text()), json.loads(out.read_text())
    taken = after["tracks"]["children"][0]["children"][0]
    assert taken["media_references"].pop(f"second_unit:{take.id}")
    taken["markers"].pop()
    assert after == before


def test_the_shape_for_resolve_has_one_plain_path_a_clip_and_absolute_times(make_cut, make_take) -> None:
    timeline, take = make_cut(("a", 1012, 48)), make_take("smoke", FrameRange(993, 1056))
    cut = cut_of(timeline)
    shaped = for_resolve(add_track(timeline, [_landed(cut, take)], {take.id: take}))
    text = otio.adapters.write_to_string(shaped, "otio_json")
    assert "ImageSequenceReference" not in text and '"Clip.2"' in text
    assert "smoke_v001.[0993-1056].exr" in text and "file://" not in text
    assert shaped.global_start_time.value == 86400
    assert [shot.record for shot in cut_of(shaped).shots] == [cut.shots[0].record] * 2


def test_a_new_cut_takes_over_the_takes_of_the_old(make_cut, make_take) -> None:
    take = make_take("smoke", FrameRange(993, 1056))
    old = make_cut(("a", 1012, 48), ("b", 2000, 24))
    with_take = add_references(old, [_landed(cut_of(old), take)], {take.id: take})
    new = make_cut(("b", 2000, 24), ("a", 1000, 72))
    takes, by_id = takes_on(with_take, cut_of(with_take))
    done = conform(cut_of(with_take), cut_of(new), takes)
    (landed,) = done.landed
    assert (landed.record, landed.first) == (FrameRange(86424 + 4, 86424 + 67), 993)
    assert landed.missing == (FrameRange(86424, 86427), FrameRange(86424 + 68, 86424 + 71))
    final = cut_of(add_track(new, done.landed, by_id))
    assert [shot.record for shot in final.shots if shot.track == 2] == [landed.record]


def test_rates_of_1001_stay_exact_through_takes(make_cut, make_take) -> None:
    for rate in (Rate(24000, 1001), Rate(30000, 1001), Rate(60000, 1001)):
        timeline = make_cut(("a", 1012, 48), rate=float(rate), start=107892)
        take = make_take(f"s{rate.numerator}", FrameRange(1001, 1048), rate)
        cut = cut_of(add_track(timeline, [_landed(cut_of(timeline), take)], {take.id: take}))
        assert {shot.record for shot in cut.shots} == {FrameRange(107892, 107939)}
        assert {shot.source_rate for shot in cut.shots} == {rate}


def _again(path: Path, timeline: otio.schema.Timeline) -> tuple:
    read = read_timeline(_write(timeline, path))
    cut = cut_of(read)
    takes, by_id = takes_on(read, cut)
    return cut, takes, by_id


@pytest.mark.parametrize("put", [add_track, add_references])
@pytest.mark.parametrize("speed", [1.0, 2.0, -1.0, 0.5])
def test_a_second_conform_of_the_result_lands_the_same(
    tmp_path: Path, make_cut, make_take, put, speed: float
) -> None:
    take = make_take("smoke", FrameRange(993, 1056))
    old = make_cut(("a", 1012, 48))
    cut, takes, by_id = _again(tmp_path / "a.otio", put(old, [_landed(cut_of(old), take)], {take.id: take}))
    count = int(48 / abs(speed))
    new = make_cut(("b", 0, 30), ("a", 1012, min(count, 48), speed))
    (first,) = conform(cut, cut_of(new), takes).landed
    cut, takes, _ = _again(tmp_path / "b.otio", put(new, [first], by_id))
    (second,) = conform(cut, cut, takes).landed
    assert (second.record, second.first, second.speed) == (first.record, first.first, first.speed)


def test_a_take_over_a_take_belongs_to_the_shot_below_both(tmp_path: Path, make_cut, make_take) -> None:
    timeline = make_cut(("a", 1012, 48))
    one, two = make_take("smoke", FrameRange(1001, 1048)), make_take("dust", FrameRange(1001, 1048))
    cut = cut_of(timeline)
    done = add_track(timeline, [_landed(cut, one), _landed(cut, two)], {one.id: one, two.id: two})
    _, takes, _ = _again(tmp_path / "x.otio", done)
    assert {(take.take, take.shot) for take in takes} == {(one.id, "v1.0001"), (two.id, "v1.0001")}


def test_a_take_is_found_where_another_program_left_nothing_but_its_files(make_cut, make_take) -> None:
    timeline, take = make_cut(("a", 1012, 48)), make_take("smoke", FrameRange(1001, 1048))
    shaped = for_resolve(add_track(timeline, [_landed(cut_of(timeline), take)], {take.id: take}))
    for clip in shaped.find_clips():
        clip.metadata.clear()
        clip.markers.clear()
        clip.media_reference.metadata.clear()
    (found,), _ = takes_on(shaped, cut_of(shaped))
    assert (found.take, found.shot, found.first) == (take.id, "v1.0001", 1001)


def test_a_timeline_trimmed_as_a_whole_keeps_takes_over_their_shots(make_cut, make_take) -> None:
    timeline, take = make_cut(("a", 1012, 48)), make_take("smoke", FrameRange(1001, 1048))
    timeline.tracks.source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(10, 24), otio.opentime.RationalTime(20, 24)
    )
    cut = cut_of(timeline)
    assert (cut.shots[0].record, cut.shots[0].source) == (FrameRange(86400, 86419), FrameRange(1022, 1041))
    above = cut_of(add_track(timeline, [_landed(cut, take)], {take.id: take})).shots[1]
    assert (above.record, above.source.first) == (FrameRange(86400, 86419), 1001)
