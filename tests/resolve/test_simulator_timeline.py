"""Appending, overlaps, locks, takes, markers and timecode of the simulated Resolve, at every rate."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def edit(fake_resolve, rate, tmp_path):
    """The editor's project at each rate."""
    return fake_resolve.edit(rate, tmp_path / "show")


def clip(fake, name):
    """A clip of the pool by the head of its name."""
    for folder in (fake.pool.GetRootFolder(), *fake.pool.GetRootFolder().GetSubFolderList()):
        for each in folder.GetClipList():
            if each.GetName().startswith(name):
                return each
    raise AssertionError(f"no clip {name}")


def names(fake, track):
    return [item.GetName() for item in fake.timeline.GetItemListInTrack("video", track)]


def append(fake, **info):
    return fake.pool.AppendToTimeline([{"mediaType": 1, **info}])


# The project


def test_the_cut_has_gaps_a_locked_track_and_every_kind_of_clip_at_each_rate(fake_resolve, edit):
    timeline = fake_resolve.timeline
    assert timeline.GetTrackCount("video") == 3
    assert [timeline.GetIsTrackLocked("video", n) for n in (1, 2, 3)] == [False, True, False]
    kinds = {}
    for item in timeline.GetItemListInTrack("video", 1):
        media = item.GetMediaPoolItem()
        kinds[media.GetClipProperty("Type")] = media.GetClipProperty("Online Status")
        path = media.GetClipProperty("File Path")
        if media.GetClipProperty("Online Status") == "Online" and "[" not in path and path:
            assert Path(path).is_file()
    assert set(kinds) == {"Video", "Compound", "Fusion", "Still"}
    assert clip(fake_resolve, "lost").GetClipProperty("Online Status") == "Offline"
    first, second = timeline.GetItemListInTrack("video", 1)[:2]
    assert second.GetStart() - first.GetEnd() == edit.second, "a gap of a second"


def test_handles_are_there_on_both_ends(fake_resolve, edit):
    plate = fake_resolve.timeline.GetItemListInTrack("video", 1)[0]
    media = plate.GetMediaPoolItem()
    assert plate.GetLeftOffset() == 12
    assert int(media.GetClipProperty("Frames")) - plate.GetLeftOffset() - plate.GetDuration() == 12


def test_start_and_playhead_are_timecode_of_the_rate(fake_resolve, edit, rate):
    timeline = fake_resolve.timeline
    mark = ";" if rate.endswith("DF") else ":"
    assert timeline.GetStartTimecode() == f"01:00:00{mark}00"
    assert timeline.GetCurrentTimecode() == f"01:00:01{mark}00"
    hour = {"29.97 DF": 107892, "59.94 DF": 215784}.get(rate, 3600 * edit.second)
    assert timeline.GetStartFrame() == hour
    assert timeline.SetCurrentTimecode("01:00:02:00") is True
    assert timeline.GetCurrentTimecode() == f"01:00:02{mark}00"


@pytest.mark.parametrize("bad", ["", "1:00:00:00", "01:00:61:00", "01:00:00:60", "00:59:00:00", "86400"])
def test_a_timecode_that_is_none_or_lies_before_the_start_is_refused(editor_project, bad):
    assert editor_project.timeline.SetCurrentTimecode(bad) is False


@pytest.mark.parametrize("page", ["media", "fusion"])
def test_there_is_no_playhead_on_some_pages(editor_project, page):
    editor_project.resolve.OpenPage(page)
    assert editor_project.timeline.GetCurrentTimecode() is None
    assert editor_project.timeline.SetCurrentTimecode("01:00:00:00") is False
    assert editor_project.timeline.GetCurrentVideoItem() is None


def test_drop_frame_leaves_two_numbers_out_each_minute_but_the_tenth(simulated):
    timing = simulated("timing")
    clock = timing.named("29.97 DF")[1]
    assert clock.text(1799) == "00:00:59;29"
    assert clock.text(1800) == "00:01:00;02"
    assert clock.text(17982) == "00:10:00;00"
    assert clock.frame("00:01:00;00") is None
    assert all(clock.frame(clock.text(frame)) == frame for frame in range(0, 200_000, 17))


# Appending


def test_the_end_frame_is_exclusive_and_the_record_frame_absolute(fake_resolve, edit):
    [item] = append(fake_resolve, mediaPoolItem=clip(fake_resolve, "camera"), startFrame=5, endFrame=25,
                    trackIndex=3, recordFrame=edit.at(3))  # fmt: skip
    assert (item.GetStart(), item.GetDuration(), item.GetEnd()) == (edit.at(3), 20, edit.at(3, 20))
    assert item.GetLeftOffset() == 5
    assert item.GetTrackTypeAndIndex() == ["video", 3]


BUILDS = {"exclusive": (21, 0, 4, 5), "inclusive": (19, 1, 2, 3), "short": (19, 1, 3, 7)}


@pytest.mark.parametrize(
    ("version", "rule"),
    [
        ((18, 6, 6, 7), "inclusive"),
        ((19, 0, 3, 1), "exclusive"),
        ((19, 1, 2, 3), "inclusive"),
        ((19, 1, 3, 7), "short"),
        ((20, 3, 2, 9), "exclusive"),
        ((21, 0, 4, 5), "exclusive"),
    ],
)
def test_builds_count_the_end_frame_differently(start_resolve, tmp_path, simulated, version, rule):
    fake = start_resolve(version=version)
    fake.edit("24", tmp_path / "show")
    assert simulated("placing").end_rule(fake.app) == rule
    place = {"mediaPoolItem": clip(fake, "camera"), "trackIndex": 3, "recordFrame": 86400 + 5 * 24}
    [item] = append(fake, startFrame=0, endFrame=10, **place)
    assert item.GetDuration() == (11 if rule == "inclusive" else 10)


@pytest.mark.parametrize("rule", BUILDS)
def test_the_last_frame_of_media_is_had_by_one_way_or_the_other(start_resolve, tmp_path, rule):
    fake = start_resolve(version=BUILDS[rule])
    fake.edit("24", tmp_path / "show")
    place = {"mediaPoolItem": clip(fake, "camera"), "trackIndex": 3, "recordFrame": 86400 + 5 * 24}
    made = append(fake, startFrame=0, endFrame=72, **place)
    if rule == "short":
        assert made is None, "an end frame that is the media's own end appends nothing"
    elif rule == "inclusive":
        assert made[0].GetUniqueId() is None
    else:
        assert made[0].GetDuration() == 72
        return
    [item] = append(fake, startFrame=0, endFrame=71, **place)
    assert item.GetDuration() == (72 if rule == "inclusive" else 71)
    fake.timeline.DeleteClips([item])
    [item] = append(fake, **place)
    assert item.GetDuration() == 72, "the whole, where no frame is named"


def test_an_item_may_come_back_without_an_id_though_it_is_there(editor_project):
    editor_project.app.nameless_appends = 1
    info = {"mediaPoolItem": clip(editor_project, "camera"), "startFrame": 0, "endFrame": 10,
            "trackIndex": 3, "recordFrame": 86400 + 5 * 24}  # fmt: skip
    [item] = append(editor_project, **info)
    assert item.GetUniqueId() is None
    there = editor_project.timeline.GetItemListInTrack("video", 3)[-1]
    assert (there.GetStart(), there.GetDuration()) == (86400 + 5 * 24, 10)
    assert there.GetUniqueId()
    editor_project.app.idless_appends = 1
    [item] = append(editor_project, **{**info, "recordFrame": 86400 + 6 * 24})
    assert not item.GetUniqueId()
    assert not editor_project.timeline.GetItemListInTrack("video", 3)[-1].GetUniqueId()


def test_what_an_append_placed_that_answered_nothing_is_lost_with_the_save(editor_project):
    editor_project.app.errored_appends = 1
    info = {"mediaPoolItem": clip(editor_project, "camera"), "startFrame": 0, "endFrame": 10,
            "trackIndex": 3, "recordFrame": 86400 + 5 * 24}  # fmt: skip
    before = names(editor_project, 3)
    assert append(editor_project, **info) is None
    assert names(editor_project, 3) == [*before, "camera.mov"]
    assert editor_project.resolve.GetProjectManager().SaveProject() is True
    assert names(editor_project, 3) == before


def test_an_append_takes_the_playhead_along(editor_project):
    append(editor_project, mediaPoolItem=clip(editor_project, "camera"), startFrame=0, endFrame=10,
           trackIndex=3, recordFrame=86400 + 5 * 24)  # fmt: skip
    assert editor_project.timeline.GetCurrentTimecode() == "01:00:05:10"


def test_an_overlap_is_dropped_though_an_item_comes_back(fake_resolve, edit):
    before = names(fake_resolve, 3)
    made = append(fake_resolve, mediaPoolItem=clip(fake_resolve, "camera"), startFrame=0, endFrame=10,
                  trackIndex=3, recordFrame=edit.at(1, -1))  # fmt: skip
    assert len(made) == 1
    assert made[0].GetUniqueId() is None
    assert made[0].GetDuration() is None
    assert names(fake_resolve, 3) == before
    assert "is not free" in fake_resolve.app.lies[-1]


def test_the_frame_after_an_item_is_free(fake_resolve, edit):
    [item] = append(fake_resolve, mediaPoolItem=clip(fake_resolve, "camera"), startFrame=0, endFrame=10,
                    trackIndex=3, recordFrame=edit.at(2))  # fmt: skip
    assert item.GetStart() == edit.at(2)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"trackIndex": 2}, "is locked"),
        ({"trackIndex": 9}, "no video track 9"),
        ({"endFrame": 9999}, "source frames"),
        ({"startFrame": -3}, "source frames"),
        ({"endFrame": 0}, "source frames"),
    ],
)
def test_whatever_cannot_be_placed_comes_back_and_is_not_there(editor_project, change, why):
    info = {"mediaPoolItem": clip(editor_project, "camera"), "startFrame": 0, "endFrame": 10,
            "trackIndex": 3, "recordFrame": 86400 + 5 * 24}  # fmt: skip
    [item] = append(editor_project, **{**info, **change})
    assert item.GetUniqueId() is None
    assert why in editor_project.app.lies[-1]


def test_an_append_may_be_dropped_for_no_reason_at_all(editor_project):
    editor_project.app.phantom_appends = 1
    info = {"mediaPoolItem": clip(editor_project, "camera"), "startFrame": 0, "endFrame": 10,
            "trackIndex": 3, "recordFrame": 86400 + 5 * 24}  # fmt: skip
    assert append(editor_project, **info)[0].GetUniqueId() is None
    assert append(editor_project, **info)[0].GetUniqueId() is not None


@pytest.mark.parametrize(("origin", "start"), [("number", 1011), ("zero", 10)])
def test_the_frames_of_a_sequence_count_one_way_or_the_other(editor_project, origin, start):
    editor_project.app.sequence_origin = origin
    other = 10 if origin == "number" else 1011
    info = {"mediaPoolItem": clip(editor_project, "plate"), "trackIndex": 3, "recordFrame": 86400 + 5 * 24}
    [item] = append(editor_project, **info, startFrame=other, endFrame=other + 8)
    assert item.GetUniqueId() is None
    [item] = append(editor_project, **info, startFrame=start, endFrame=start + 8)
    assert (item.GetLeftOffset(), item.GetDuration()) == (10, 8)
    assert item.GetSourceStartFrame() == 1011


def test_media_of_another_rate_is_floored_into_timeline_frames(editor_project):
    [item] = append(editor_project, mediaPoolItem=clip(editor_project, "mixed"), startFrame=0, endFrame=26,
                    trackIndex=3, recordFrame=86400 + 5 * 24)  # fmt: skip
    assert item.GetDuration() == 24, "26 frames of 25 are 24.96 of 24"


def test_without_a_record_frame_an_item_goes_behind_the_last(editor_project):
    [item] = append(editor_project, mediaPoolItem=clip(editor_project, "camera"), startFrame=0, endFrame=10,
                    trackIndex=3)  # fmt: skip
    assert item.GetStart() == 86400 + 2 * 24


def test_a_track_that_fills_up_between_look_and_append_is_found_only_by_reading_back(editor_project):
    media = clip(editor_project, "camera")

    def fill(app, name):
        if name != "MediaPool.AppendToTimeline":
            return False
        track = app.timeline.tracks["video"][2]
        item = type(track.items[0])(media._data, "in between", 86400 + 5 * 24, 48)
        track.put(item)
        return True

    editor_project.app.hook = fill
    [item] = append(editor_project, mediaPoolItem=media, startFrame=0, endFrame=10, trackIndex=3,
                    recordFrame=86400 + 5 * 24)  # fmt: skip
    assert item.GetUniqueId() is None
    assert "in between" in names(editor_project, 3)


# Tracks, deletion, markers, takes


def test_a_new_track_takes_clips_and_a_name(editor_project):
    timeline = editor_project.timeline
    assert timeline.AddTrack("video") is True
    assert timeline.GetTrackName("video", 4) == "Video 4"
    assert timeline.SetTrackName("video", 4, "Second Unit") is True
    assert timeline.GetItemListInTrack("video", 4) == []
    assert timeline.GetItemListInTrack("video", 5) is None


@pytest.mark.parametrize(("page", "gone"), [("edit", True), ("fairlight", False), ("color", False)])
def test_clips_are_deleted_on_the_edit_page_alone(editor_project, page, gone):
    editor_project.resolve.OpenPage(page)
    item = editor_project.timeline.GetItemListInTrack("video", 3)[0]
    assert editor_project.timeline.DeleteClips([item], False) is gone
    assert (names(editor_project, 3) == []) is gone


def test_a_first_deletion_may_do_nothing_where_the_second_does(editor_project):
    editor_project.app.flaky_deletes = 1
    item = editor_project.timeline.GetItemListInTrack("video", 3)[0]
    assert editor_project.timeline.DeleteClips([item], False) is False
    assert len(names(editor_project, 3)) == 1
    assert editor_project.timeline.DeleteClips([item], False) is True
    assert names(editor_project, 3) == []


def test_what_lies_behind_a_deleted_clip_stays_where_it_is(editor_project):
    timeline = editor_project.timeline
    starts = [item.GetStart() for item in timeline.GetItemListInTrack("video", 1)]
    assert timeline.DeleteClips([timeline.GetItemListInTrack("video", 1)[1]], False) is True
    assert [item.GetStart() for item in timeline.GetItemListInTrack("video", 1)] == [starts[0], *starts[2:]]


def test_clips_of_a_locked_track_stay(editor_project):
    item = editor_project.timeline.GetItemListInTrack("video", 2)[0]
    assert editor_project.timeline.DeleteClips([item]) is False
    assert item.SetClipEnabled(False) is False


def test_a_marker_counts_from_the_start_and_a_frame_takes_one(fake_resolve, edit):
    timeline = fake_resolve.timeline
    assert timeline.AddMarker(24, "Cyan", "smoke", "v003", 1, "take:1") is True
    assert timeline.AddMarker(24, "Red", "other", "", 1, "take:2") is False
    assert timeline.AddMarker(timeline.GetStartFrame(), "Red", "absolute", "", 1) is False
    assert timeline.AddMarker(25, "Teal", "a clip colour", "", 1) is False
    assert timeline.GetMarkers() == {
        24.0: {"color": "Cyan", "duration": 1.0, "note": "v003", "name": "smoke", "customData": "take:1"}
    }
    assert list(timeline.GetMarkerByCustomData("take:1")) == [24.0]
    assert timeline.DeleteMarkerByCustomData("take:1") is True


def test_takes_keep_their_place_and_the_chosen_one_is_seen(editor_project):
    item = editor_project.timeline.GetItemListInTrack("video", 3)[0]
    place = (item.GetStart(), item.GetDuration())
    other = clip(editor_project, "plate")
    assert item.GetTakesCount() == 0
    assert item.AddTake(other, 1013, 1037) is True
    assert (item.GetTakesCount(), item.GetSelectedTakeIndex()) == (2, 1)
    assert item.GetName().startswith("titles"), "a new take is not the one that is seen"
    assert item.SelectTakeByIndex(2) is True
    assert item.GetMediaPoolItem().GetUniqueId() == other.GetUniqueId()
    assert (item.GetStart(), item.GetDuration()) == place
    assert item.SelectTakeByIndex(3) is False
    assert item.DeleteTakeByIndex(2) is False
    assert item.FinalizeTake() is True
    assert (item.GetTakesCount(), item.GetName()) == (0, other.GetName())


@pytest.mark.parametrize(("rule", "frames"), [("exclusive", 23), ("inclusive", 24), ("short", 23)])
def test_the_end_of_a_take_is_counted_as_when_appending(start_resolve, tmp_path, rule, frames):
    fake = start_resolve(version=BUILDS[rule])
    fake.edit("24", tmp_path / "show")
    item = fake.timeline.GetItemListInTrack("video", 3)[0]
    assert item.AddTake(clip(fake, "plate"), 1001, 1024) is True
    info = item.GetTakeByIndex(2)
    assert (info["startFrame"], info["endFrame"]) == (1001, 1024), "as it was given"
    item.SelectTakeByIndex(2)
    assert item.GetDuration() == frames


def test_a_take_shorter_than_the_item_leaves_a_gap(editor_project):
    item = editor_project.timeline.GetItemListInTrack("video", 3)[0]
    item.AddTake(clip(editor_project, "plate"), 1001, 1011)
    item.SelectTakeByIndex(2)
    assert item.GetDuration() == 10


@pytest.mark.parametrize("layout", ["compound", "fusion"])
def test_compound_and_fusion_clips_take_no_takes(editor_project, layout):
    for item in editor_project.timeline.GetItemListInTrack("video", 1):
        if item._data.properties["_layout"] == layout:
            assert item.AddTake(clip(editor_project, "plate")) is False


def test_a_retime_shows_in_the_source_span_and_never_in_the_left_offset_or_a_property(editor_project):
    fast = editor_project.timeline.GetItemListInTrack("video", 2)[1]
    assert fast.GetSourceEndFrame() - fast.GetSourceStartFrame() == 2 * fast.GetDuration()
    assert fast.GetLeftOffset() == 6, "12 source frames at 200 %"
    assert fast.GetRightOffset() - fast.GetLeftOffset() == fast.GetDuration()
    assert fast.GetProperty("Speed") is None
    assert fast.SetProperty("Speed", 1.0) is False
    back = editor_project.timeline.GetItemListInTrack("video", 2)[2]
    assert back.GetSourceStartFrame() > back.GetSourceEndFrame()


def test_the_source_start_is_one_off_where_rates_differ_and_the_left_offset_is_not(editor_project):
    mixed = editor_project.timeline.GetItemListInTrack("video", 1)[1]
    assert (mixed.GetLeftOffset(), mixed.GetSourceStartFrame()) == (6, 5)


def test_source_times_are_of_the_medias_timecode(editor_project):
    camera = editor_project.timeline.GetItemListInTrack("video", 2)[0]
    assert camera.GetSourceStartTime() == pytest.approx(2 * 3600 + 10 * 60 + 0.5)
    assert camera.GetSourceStartFrame() == 12


def test_a_cut_from_xml_says_0_and_0_of_its_source(editor_project):
    editor_project.timeline.GetItemListInTrack("video", 1)[0]._data.mapped = False
    plate = editor_project.timeline.GetItemListInTrack("video", 1)[0]
    assert (plate.GetSourceStartFrame(), plate.GetSourceEndFrame(), plate.GetLeftOffset()) == (0, 0, 12)


def test_a_transition_is_an_item_without_media_or_properties(fake_resolve, tmp_path):
    edit = fake_resolve.edit("24", tmp_path / "show")
    edit.dissolve(1, edit.at(4) - 6, 12)
    items = fake_resolve.timeline.GetItemListInTrack("video", 1)
    [fade] = [item for item in items if item.GetName() == "Cross Dissolve"]
    assert (fade.GetStart(), fade.GetDuration()) == (edit.at(4) - 6, 12)
    assert fade.GetUniqueId()
    assert (fade.GetMediaPoolItem(), fade.GetProperty(), fade.GetLeftOffset()) == (None, {}, None)
    assert fade.GetFusionCompCount() == 0
    fake_resolve.timeline.SetCurrentTimecode("01:00:03:22")
    fake_resolve.timeline.SetTrackEnable("video", 2, False)
    assert fake_resolve.timeline.GetCurrentVideoItem().GetName() == "mixed.mov"


def test_the_playhead_may_only_seem_to_move(editor_project):
    timeline = editor_project.timeline
    before = timeline.GetCurrentTimecode()
    editor_project.app.lazy_playheads = 1
    assert timeline.SetCurrentTimecode("01:00:03:00") is True
    assert timeline.GetCurrentTimecode() == before
    assert timeline.SetCurrentTimecode("01:00:03:00") is True
    assert timeline.GetCurrentTimecode() == "01:00:03:00"


def test_marks_are_kept_as_they_were_given(editor_project):
    timeline = editor_project.timeline
    timeline.SetMarkInOut(timeline.GetStartFrame() + 10, timeline.GetStartFrame() + 20)
    assert timeline.GetMarkInOut()["video"] == {"in": 86410, "out": 86420}


def test_marks_are_given_from_the_start_of_the_timeline(editor_project):
    timeline = editor_project.timeline
    assert timeline.GetMarkInOut() == {}
    timeline.SetMarkInOut(24, 47)
    assert timeline.GetMarkInOut()["video"] == {"in": 24, "out": 47}


def test_the_seen_item_is_the_topmost_that_is_enabled(editor_project):
    timeline = editor_project.timeline
    assert timeline.GetCurrentVideoItem().GetName().startswith("titles")
    timeline.SetTrackEnable("video", 3, False)
    assert timeline.GetCurrentVideoItem().GetName().startswith("plate")
    timeline.SetCurrentTimecode("01:00:02:12")
    assert timeline.GetCurrentVideoItem() is None


def test_a_copy_of_a_timeline_has_items_of_its_own(editor_project):
    old = editor_project.timeline
    assert old.DuplicateTimeline("reel 1 v04") is None
    made = old.DuplicateTimeline("reel 1 v05")
    first, second = (each.GetItemListInTrack("video", 1)[0] for each in (old, made))
    assert first.GetUniqueId() != second.GetUniqueId()
    assert first.GetMediaPoolItem().GetUniqueId() == second.GetMediaPoolItem().GetUniqueId()
