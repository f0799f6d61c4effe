"""A take on the timeline as an editor expects it: bin, track, handles, alpha, marker, versions as takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secondunit.wire import Format, FrameRange, Placement, PlacementKind, Retime, Task
from secondunit.wire.errors import CannotPlace


def strip(take: Any, **changes: Any) -> Placement:
    return Placement(take.id, PlacementKind.STRIP, **changes)


def bins(plugin: Any) -> dict[str, list[str]]:
    """Every bin by its path, with the names of its clips."""
    found: dict[str, list[str]] = {}

    def walk(folder: Any, path: str) -> None:
        found[path] = [clip.name for clip in folder.clips]
        for each in folder.folders:
            walk(each, f"{path}/{each.name}")

    walk(plugin.edit.project.root, "")
    return found


def own_marker(plugin: Any) -> tuple[int, Any]:
    """The one marker of ours: its frame on the timeline, and what it says."""
    ((frame, marker),) = [
        (plugin.edit.timeline.start + int(frame), marker)
        for frame, marker in plugin.edit.timeline.markers.items()
        if '"second_unit"' in marker.custom
    ]
    return frame, marker


def test_nothing_of_the_editor_s_is_changed(plugin: Any) -> None:
    host, take, app = plugin.host(), plugin.take(), plugin.fake.app
    for page in ("edit", "cut", "color", "fairlight", "deliver"):
        app.page = page
        plugin.edit.timeline.marks = (10, 60)
        host.looking.forget()
        before = plugin.fake.desk()
        placed = host.place(strip(take), take)
        host.set_version(placed.id, plugin.take(2))
        host.mark(placed.id, 3)
        after = plugin.fake.desk()
        own = [track for track in after.tracks if track[1] != "Second Unit"]
        assert own == [track for track in before.tracks if track[1] != "Second Unit"]
        for name, value in vars(before).items():
            if name != "tracks":
                assert getattr(after, name) == value, f"{name} changed on the {page} page"


def test_the_files_go_into_the_bin_of_the_shot_once(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    host.place(strip(take), take)
    host.place(strip(take), take)
    frames = f"{take.frames.first}-{take.frames.last}"
    assert bins(plugin)["/Second Unit/sh010"] == [f"smoke_left_v001.[{frames}].exr"]
    assert plugin.edit.project.current_folder.name == "Footage"


def test_the_clip_is_premultiplied_and_says_what_it_is(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert item.media.alpha == "Premultiplied"
    assert item.media.metadata["Shot"] == "sh010"
    assert item.media.metadata["Take"] == "v001"
    assert item.media.rate == plugin.edit.timeline.clock.rate


@pytest.mark.parametrize(
    ("mode", "name", "value"),
    [("acescct", "IDT", "ACEScg - CSC"), ("davinciYRGBColorManagedv2", "Input Color Space", "ACEScg")],
)
def test_a_managed_project_is_told_the_take_s_colours(plugin: Any, mode: str, name: str, value: str) -> None:
    plugin.edit.project.settings["colorScienceMode"] = mode
    host, take = plugin.host(), plugin.take()
    assert host.shot().colorspace.name == "ACEScg"
    assert not [one for one in host.questions() if one.id == "working space"]
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert item.media.properties[name] == value
    assert plugin.said == []


def test_what_resolve_does_not_take_is_said(plugin: Any) -> None:
    plugin.edit.project.settings["colorScienceMode"] = "davinciYRGBColorManagedv2"
    host = plugin.host()
    from secondunit.wire import ColorSpace

    take = plugin.take(colorspace=ColorSpace("Linear P3-D65"))
    host.place(strip(take, gain=1.5), take)
    assert any("Linear P3-D65" in sentence for sentence in plugin.said)
    assert any("1.5" in sentence and "Color page" in sentence for sentence in plugin.said)


def test_a_take_lies_above_the_cut_on_a_free_track(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    take = plugin.take(first=edit.at(0.25))
    placed = host.place(strip(take, blend="plus", mix=0.5), take)
    # V1 and V2 hold clips there, V3 does not.
    assert placed.placement.channel == 3
    ((_, item),) = plugin.ours()
    assert item.properties["CompositeMode"] == 1
    assert item.properties["Opacity"] == 50.0
    above = plugin.take(first=edit.at(1.25), element="fire")
    assert host.place(strip(above), above).placement.channel == 4


def test_a_wished_track_is_taken_where_it_is_free(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    take = plugin.take(first=edit.at(2.25))
    assert host.place(strip(take, channel=1), take).placement.channel == 1
    other = plugin.take(first=edit.at(2.25), element="fire")
    assert host.place(strip(other, channel=1), other).placement.channel > 1


def test_handles_of_a_take_stay_hidden_behind_the_clip_it_was_made_for(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    movie = edit.item("movie")
    take = plugin.take(first=movie.start - 5, count=movie.duration + 10, element="smoke_left")
    edit.timeline.start -= 10
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration, item.source) == (movie.start, movie.duration, 5)


def test_a_gap_is_filled_by_its_own_length(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.timeline.playhead = edit.at(2.4)
    gap = host.shot().frames
    assert gap == FrameRange(edit.at(2), edit.at(3) - 1)
    host.keep({"jobs": ["j1"]})
    take = plugin.take(first=gap.first - 4, count=len(gap) + 8)
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration, item.source) == (gap.first, len(gap), 4)


def test_a_take_without_handles_is_shown_whole_whatever_else_was_asked_for(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    frames = FrameRange(edit.at(2), edit.at(3) - 1)
    host.memory.remember(frames, 0)
    host.memory.remember(FrameRange(frames.first + 5, frames.last - 5), 0)
    take = plugin.take(first=frames.first, count=len(frames))
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration) == (frames.first, len(frames))


def test_only_a_new_job_is_remembered_with_its_range(plugin: Any) -> None:
    host = plugin.host()
    host.keep({"fields": {"prompt": "dust"}, "jobs": []})
    assert host.memory.ranges() == ()
    host.keep({"fields": {"prompt": "dust"}, "jobs": ["j1"]})
    ((frames, track),) = host.memory.ranges()
    assert (frames, track) == (host.shot().frames, 0)


def test_a_shot_is_extended_on_its_own_track(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    looking = plugin.module("looking")
    edit.timeline.playhead = edit.at(1.5)
    edit.timeline.tracks["video"][2].items.clear()
    host.scope, host.extend = looking.Scope.EXTEND, 10
    assert host.shot().frames == FrameRange.starting(edit.at(2), 10)
    host.keep({"jobs": ["j1"]})
    take = plugin.take(first=edit.at(2) - 3, count=16)
    placed = host.place(strip(take), take)
    ((track, item),) = plugin.ours()
    assert (track, item.start, item.duration, item.source) == (1, edit.at(2), 10, 3)
    assert placed.placement.channel == 1
    plate = edit.item("plate")
    assert plate.start + plate.duration == item.start


def test_the_marker_names_take_note_and_state(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    frame, marker = own_marker(plugin)
    assert frame == take.frames.first
    assert (marker.name, marker.color) == ("sh010/smoke_left v001", "Cyan")
    assert "thick smoke" in marker.note
    assert json.loads(marker.custom)["second_unit"]["item"] == placed.id
    assert take.id in marker.custom
    host.mark(placed.id, 4)
    _, marker = own_marker(plugin)
    assert (marker.name, marker.color) == ("sh010/smoke_left v001 (v004 is there)", "Yellow")


def test_an_editor_s_marker_on_the_frame_stays(plugin: Any) -> None:
    host, take, timeline = plugin.host(), plugin.take(), plugin.edit.timeline
    at = take.frames.first - timeline.start
    plugin.fake.timeline.AddMarker(at, "Red", "mine", "", 1, "")
    host.place(strip(take), take)
    assert timeline.markers[float(at)].name == "mine"
    assert own_marker(plugin)[0] == take.frames.first + 1


def test_versions_are_takes_of_one_item(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    up = host.set_version(placed.id, plugin.take(2))
    third = host.set_version(placed.id, plugin.take(3))
    ((_, item),) = plugin.ours()
    assert [one.media.name[:15] for one in item.takes] == [
        "smoke_left_v001",
        "smoke_left_v002",
        "smoke_left_v003",
    ]
    assert (up.id, third.id) == (placed.id, placed.id)
    host.set_version(placed.id, plugin.take(2))
    assert (item.selected, len(item.takes)) == (2, 3)
    assert (item.start, item.duration, item.source) == (take.frames.first, 6, 0)


def test_a_take_that_the_editor_selects_in_resolve_is_known(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    host.set_version(placed.id, plugin.take(2))
    (raw,) = [one for one in plugin.fake.timeline.GetItemListInTrack("video", placed.placement.channel)
              if one.GetUniqueId() == placed.id]  # fmt: skip
    assert raw.SelectTakeByIndex(1)
    (found,) = host.placed()
    assert (found.version, found.placement.take) == (1, take.id)


def test_trims_and_moves_of_the_editor_are_read_and_kept(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take(count=20)
    placed = host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    item.start, item.source, item.duration = item.start + 40, 4, 10
    (found,) = host.placed()
    assert found.placement.offset == 36
    up = host.set_version(placed.id, plugin.take(2, count=20))
    assert (item.start, item.source, item.duration) == (take.frames.first + 40, 4, 10)
    assert up.placement.offset == 36


def test_a_take_that_was_moved_to_another_track_is_found(plugin: Any) -> None:
    host, take, video = plugin.host(), plugin.take(), plugin.edit.timeline.tracks["video"]
    placed = host.place(strip(take), take)
    ((track, item),) = plugin.ours()
    video[track - 1].items.remove(item)
    video.append(type(video[0])("Video 9", [item]))
    (found,) = host.placed()
    assert (found.id, found.placement.channel) == (placed.id, len(video))


def test_a_take_that_the_editor_deleted_is_not_placed(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    host.place(strip(take), take)
    ((track, _),) = plugin.ours()
    plugin.edit.timeline.tracks["video"][track - 1].items.clear()
    assert host.placed() == ()


def test_a_version_that_is_too_short_is_refused_in_place(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    with pytest.raises(CannotPlace) as caught:
        host.set_version(placed.id, plugin.take(2, count=4))
    assert "beside" in caught.value.problem.remedy
    assert host.placed() == (placed,)
    ((_, item),) = plugin.ours()
    assert item.takes == []


def test_another_project_has_another_memory(plugin: Any) -> None:
    host = plugin.host()
    host.keep({"fields": {"prompt": "dust"}})
    plugin.fake.app.new_project("Another", "25")
    assert host.kept() == {}
    plugin.fake.app.project = plugin.edit.project
    assert host.kept() == {"fields": {"prompt": "dust"}}


def test_a_take_lies_in_register_with_a_clip_that_was_zoomed(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.item("plate").properties.update(ZoomX=1.5, ZoomY=1.5, Pan=12.0, FlipX=True)
    take = plugin.take(first=edit.at(1.5, 2))
    edit.timeline.tracks["video"][2].items.clear()
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert {name: item.properties[name] for name in ("ZoomX", "ZoomY", "Pan", "FlipX")} == {
        "ZoomX": 1.5,
        "ZoomY": 1.5,
        "Pan": 12.0,
        "FlipX": True,
    }
    other = plugin.take(first=edit.at(1.5, 10), element="fire", format=Format(128, 70))
    host.place(strip(other), other)
    fire = next(item for _, item in plugin.ours() if "fire" in item.name)
    assert "ZoomX" not in fire.properties
    assert any("128x70" in sentence for sentence in plugin.said)


def test_a_long_cut_is_searched_a_piece_at_a_time(plugin: Any) -> None:
    host, take, edit = plugin.host(), plugin.take(), plugin.edit
    placed = host.place(strip(take), take)
    ((track, item),) = plugin.ours()
    video, seeking = edit.timeline.tracks["video"], plugin.module("seeking")
    video[track - 1].items.remove(item)
    still = edit.item("still")
    end = edit.timeline.end
    for number in range(3 * seeking.PIECE):
        video[0].put(type(still)(still.media, "filler", end + number * 2, 2))
    item.start = end + 10_000
    video[0].put(item)
    calls = plugin.fake.app.calls
    for _ in range(20):
        before = calls["TimelineItem.GetUniqueId"]
        found = host.placed()
        assert calls["TimelineItem.GetUniqueId"] - before <= seeking.PIECE + 10
        if found:
            break
    assert [one.id for one in found] == [placed.id]
    before = calls["TimelineItem.GetUniqueId"]
    assert [one.id for one in host.placed()] == [placed.id]
    assert calls["TimelineItem.GetUniqueId"] - before < 5, "it is sought though it is known"


def test_a_version_that_resolve_does_not_take_leaves_nothing_behind(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    item.kind = "compound"
    before, desk = bins(plugin), plugin.fake.desk()
    with pytest.raises(CannotPlace) as caught:
        host.set_version(placed.id, plugin.take(2))
    assert "beside" in caught.value.problem.remedy
    assert bins(plugin) == before
    assert plugin.fake.desk() == desk
    assert host.placed() == (placed,)


def test_a_finer_picture_covers_its_plate_where_resolve_shows_it_pixel_for_pixel(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.project.settings["timelineInputResMismatchBehavior"] = "centerCrop"
    edit.item("plate").properties.update(ZoomX=1.5, ZoomY=1.5, Pan=12.0)
    edit.timeline.tracks["video"][2].items.clear()
    fine = plugin.take(first=edit.at(1.5, 2), fine=2)
    placed = host.place(strip(fine), fine)
    ((_, item),) = plugin.ours()
    assert (item.properties["ZoomX"], item.properties["ZoomY"], item.properties["Pan"]) == (0.75, 0.75, 12.0)
    assert not any("ZoomX" in sentence for sentence in plugin.said)
    plain = plugin.take(2, first=edit.at(1.5, 2))
    host.set_version(placed.id, plain)
    assert (item.properties["ZoomX"], item.properties["ZoomY"]) == (1.5, 1.5), "as large with fewer pixels"


def test_a_retime_plays_at_its_own_speed_and_says_where_the_clip_below_ends(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.timeline.tracks["video"][2].items.clear()
    clip = edit.item("plate")
    first = clip.start + clip.duration - 4
    slow = plugin.take(first=first, count=9, task=Task.RETIME, retime=Retime(2), kind="")
    placed = host.place(strip(slow), slow)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration) == (first, 9) and placed.placement.offset == 0
    [sentence] = [said for said in plugin.said if "retimed" in said]
    assert "plays at 100 %" in sentence and "no script sets a clip's speed" in sentence
    assert f"It ends 5 frames beyond {clip.name}" in sentence
