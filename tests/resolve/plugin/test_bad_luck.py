"""What goes wrong in an editor's day: each has its sentence and remedy, and leaves the project as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from secondunit.wire import FrameRange, Placement, PlacementKind, Rate, SecondUnitError
from secondunit.wire.errors import CannotPlace, HostError, MissingFrames, NothingSelected


def strip(take: Any, **changes: Any) -> Placement:
    return Placement(take.id, PlacementKind.STRIP, **changes)


def said_by(act: Callable[[], object], kind: type[SecondUnitError] = SecondUnitError) -> str:
    """The problem of an act as one line; it has a sentence and a remedy."""
    with pytest.raises(kind) as caught:
        act()
    problem = caught.value.problem
    assert problem.message
    assert problem.remedy, problem.message
    return f"{problem.message} {problem.remedy}"


def park(plugin: Any, name: str, host: Any) -> str:
    """Park on an item of the cut; the id of its source."""
    item = plugin.edit.item(name)
    plugin.edit.timeline.playhead = item.start + 3
    host.looking.forget()
    host.memory.answer("footage space", "ACEScg")
    return f"clip:{item.id}"


def test_no_project_is_said(plugin: Any) -> None:
    host = plugin.host()
    plugin.fake.app.project = None
    assert "No project is open" in said_by(host.shot, HostError)


def test_no_timeline_is_said(plugin: Any) -> None:
    host = plugin.host()
    plugin.edit.project.current = None
    host.looking.forget()
    assert "No timeline is open" in said_by(host.shot, NothingSelected)
    assert host.placed() == ()


def test_a_page_without_a_playhead_is_said(plugin: Any) -> None:
    host = plugin.host()
    plugin.fake.app.page = "media"
    host.looking.forget()
    assert "Edit" in said_by(host.shot, NothingSelected)


def test_a_gap_under_the_playhead_gives_its_length(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.timeline.playhead = edit.at(2.5)
    assert host.shot().frames == FrameRange(edit.at(2), edit.at(3) - 1)
    assert host.sources() == ()


def test_marks_that_a_script_wrote_in_the_timeline_s_own_frames_are_read_as_these(plugin: Any) -> None:
    # SetMarkInOut keeps whatever it is given, and the panel's own marks count from the timeline's start.
    host, edit = plugin.host(), plugin.edit
    edit.timeline.marks = (edit.at(1), edit.at(2) - 1)
    host.looking.forget()
    assert host.shot().frames == FrameRange(edit.at(1), edit.at(2) - 1)
    edit.timeline.marks = (10, 20)
    host.looking.forget()
    assert host.shot().frames == FrameRange(edit.at(0) + 10, edit.at(0) + 20)


def test_behind_the_last_clip_there_is_no_gap(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.timeline.playhead = edit.timeline.end + 5
    assert host.shot().frames == FrameRange(edit.timeline.start, edit.timeline.end - 1)


def test_offline_media_is_said(plugin: Any) -> None:
    host = plugin.host()
    source = park(plugin, "offline", host)
    assert "offline" in said_by(lambda: host.plate(source), MissingFrames)
    assert not [one for one in host.questions() if one.id.startswith("render:")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("mixed", "fps on a timeline of"),
        ("retimed", "is retimed"),
        ("reversed", "is retimed"),
        ("compound", "compound"),
        ("fusion", "Fusion"),
        ("variable", "variable"),
        ("still", "is a still"),
    ],
)
def test_a_clip_that_is_no_plain_file_is_offered_for_a_render(plugin: Any, name: str, reason: str) -> None:
    host = plugin.host()
    source = park(plugin, name, host)
    offered = {one.id: one for one in host.sources()}
    assert offered[source].needs_render
    assert reason in said_by(lambda: host.plate(source), MissingFrames)
    (question,) = [one for one in host.questions() if one.id.startswith("render:")]
    assert dict(question.choices).keys() == {"render", "no"}


def test_a_clip_that_says_nothing_of_its_speed_is_not_taken_as_shot(plugin: Any) -> None:
    # A cut that came in as FCP7 XML: 0 and 0 are "unknown", and Resolve was seen to freeze such a clip.
    host = plugin.host()
    plugin.edit.timeline.tracks["video"][1].items.clear()
    plugin.edit.item("plate").mapped = False
    source = park(plugin, "plate", host)
    said = said_by(lambda: host.plate(source), MissingFrames)
    assert "does not say its speed" in said
    assert "retimed" not in said


@pytest.mark.parametrize("name", ["plate", "movie"])
def test_a_slight_retime_deep_in_its_media_is_seen_by_where_it_begins(plugin: Any, name: str) -> None:
    from fractions import Fraction

    host, edit = plugin.host(), plugin.edit
    item = edit.item(name)
    edit.timeline.tracks["video"][1].items[:] = [item] if name == "movie" else []
    item.duration, item.source, item.speed = 20, 40, Fraction(104, 100)
    item.media.frames = 200
    edit.timeline.playhead = item.start + 3
    source = park(plugin, name, host)
    # 20 frames take 20.8 of the media, 20 as Resolve floors them; and frame 40 reads 38 on the left.
    assert "is retimed" in said_by(lambda: host.plate(source), MissingFrames)


def test_a_title_has_no_files(plugin: Any) -> None:
    host = plugin.host()
    item = plugin.edit.item("still")
    item.media = None
    source = park(plugin, "still", host)
    assert "title or a generator" in said_by(lambda: host.plate(source), MissingFrames)


def test_locked_tracks_are_left_alone(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    for track in plugin.edit.timeline.tracks["video"]:
        track.locked = True
    placed = host.place(strip(take), take)
    assert placed.placement.channel == 4
    assert all(track.locked for track in plugin.edit.timeline.tracks["video"][:3])


def test_the_version_of_a_take_on_a_locked_track_is_not_changed(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    plugin.edit.timeline.tracks["video"][placed.placement.channel - 1].locked = True
    assert "locked" in said_by(lambda: host.set_version(placed.id, plugin.take(2)), CannotPlace)
    assert host.placed() == (placed,)


def test_a_track_that_fills_up_between_look_and_append_is_mended(plugin: Any) -> None:
    host, take, edit = plugin.host(), plugin.take(), plugin.edit
    edit.timeline.tracks["video"][1].items.clear()
    edit.timeline.tracks["video"][1].locked = False
    other = edit.item("plate")

    def fill(app: Any, name: str) -> bool:
        if name != "MediaPool.AppendToTimeline":
            return False
        item = type(other)(other.media, "somebody else's", take.frames.first, 3)
        edit.timeline.tracks["video"][1].put(item)
        return True

    plugin.fake.app.hook = fill
    placed = host.place(strip(take), take)
    assert plugin.fake.app.lies, "nothing was dropped"
    assert placed.placement.channel > 2
    ((track, item),) = plugin.ours()
    assert (track, item.start, item.duration) == (placed.placement.channel, take.frames.first, 6)


def test_a_clip_that_is_dropped_everywhere_leaves_nothing_behind(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    before = plugin.fake.desk()
    clips = [clip.name for clip in plugin.edit.project.root.all_clips()]
    plugin.fake.app.phantom_appends = 100
    assert "dropped the clip" in said_by(lambda: host.place(strip(take), take), CannotPlace)
    assert plugin.fake.desk() == before
    assert plugin.ours() == []
    assert plugin.edit.timeline.markers == {}
    assert [clip.name for clip in plugin.edit.project.root.all_clips()] == clips


def test_a_modal_window_is_said_and_the_next_look_goes_on(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.modal = "Save changes?"
    host.looking.forget()
    assert "window of it stands open" in said_by(host.shot, HostError)
    assert "window of it stands open" in said_by(lambda: host.place(strip(take), take), HostError)
    plugin.fake.app.dismiss()
    assert host.shot()
    assert host.place(strip(take), take).version == 1


def test_a_window_that_opens_in_the_middle_of_placing_is_said(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()

    def opens(app: Any, name: str) -> bool:
        if name != "MediaPool.AppendToTimeline":
            return False
        app.modal = "The disk is full"
        return True

    plugin.fake.app.hook = opens
    said_by(lambda: host.place(strip(take), take), HostError)
    plugin.fake.app.dismiss()
    assert host.placed() == ()


def test_resolve_closed_is_said_and_found_again(plugin: Any) -> None:
    host = plugin.host()
    plugin.fake.app.close()
    host.looking.forget()
    assert "closed" in said_by(host.shot, HostError)
    assert not host.bridge.alive()
    plugin.fake.app.restart()
    assert host.bridge.alive()
    assert host.shot()


def test_a_take_of_another_rate_is_refused(plugin: Any) -> None:
    host = plugin.host()
    take = plugin.take(rate=Rate(25))
    assert "25 fps" in said_by(lambda: host.place(strip(take), take), CannotPlace)
    assert plugin.ours() == []


def test_a_take_with_other_numbers_is_told_its_offset(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    take = plugin.take(first=1001)
    said = said_by(lambda: host.place(strip(take), take), CannotPlace)
    offset = edit.timeline.playhead - 1001
    assert f"Offset to {offset}" in said
    placed = host.place(strip(take, offset=offset), take)
    ((_, item),) = plugin.ours()
    assert item.start == edit.timeline.playhead
    assert placed.placement.offset == offset


def test_a_take_with_lost_files_is_refused_and_nothing_stays(plugin: Any) -> None:
    from pathlib import Path

    host, take = plugin.host(), plugin.take()
    before = plugin.fake.desk()
    for file in Path(take.folder).iterdir():
        file.unlink()
    said_by(lambda: host.place(strip(take), take), CannotPlace)
    assert plugin.fake.desk() == before
    assert plugin.ours() == []


def test_a_take_that_comes_in_frame_by_frame_is_refused_and_nothing_stays(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.individual_frames = True
    before = plugin.fake.desk()
    clips = sorted(clip.name for clip in plugin.edit.project.root.all_clips())
    said = said_by(lambda: host.place(strip(take), take), CannotPlace)
    assert "single" in said
    assert "Individual" in said
    assert plugin.fake.desk() == before
    assert plugin.ours() == []
    assert sorted(clip.name for clip in plugin.edit.project.root.all_clips()) == clips
    plugin.fake.app.individual_frames = False
    assert host.place(strip(take), take).version == 1


def test_the_free_edition_says_what_it_allows(free_resolve: Any, load_plugin: Callable[..., Any]) -> None:
    plugin = load_plugin(free_resolve)
    host, take = plugin.host(), plugin.take()
    (question,) = [one for one in host.questions() if one.id == "edition"]
    assert "21.1" in question.help
    host.answer("edition", "ok")
    assert not [one for one in host.questions() if one.id == "edition"]
    assert host.place(strip(take), take).version == 1
    assert not plugin.fake.app.upsell, "a Studio-only call was made"


@pytest.mark.parametrize("version", [(18, 5, 0, 41), (19, 0, 0, 1), (20, 2, 0, 1)])
def test_older_versions_place_and_change_versions(
    version: tuple[int, ...], start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(version=version))
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    assert host.set_version(placed.id, plugin.take(2)).version == 2
    source = park(plugin, "plate", host)
    plugin.edit.timeline.tracks["video"][1].items.clear()
    assert host.plate(source).frames.first < plugin.edit.at(0)


def test_sequences_numbered_from_zero_are_found_out(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.sequence_origin = "zero"
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration, item.source) == (take.frames.first, 6, 0)


def test_objects_of_a_closed_resolve_that_raise_are_said_as_well(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.dead_raises = True
    host.shot()
    plugin.fake.app.close()
    host.looking.forget()
    assert "closed" in said_by(host.shot, HostError)
    assert "closed" in said_by(lambda: host.place(strip(take), take), HostError)
    plugin.fake.app.restart()
    assert host.place(strip(take), take).version == 1


def test_resolve_that_closes_in_the_middle_of_placing_is_said(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.dead_raises = True

    def closes(app: Any, name: str) -> bool:
        if name != "MediaPool.AppendToTimeline":
            return False
        app.close()
        return True

    plugin.fake.app.hook = closes
    assert "closed" in said_by(lambda: host.place(strip(take), take), HostError)


def test_a_version_whose_absent_names_raise_is_served_too(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    fake = start_resolve(version=(18, 5, 0, 41))
    fake.app.fabricates = False
    plugin = load_plugin(fake)
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    assert host.set_version(placed.id, plugin.take(2)).version == 2
    assert host.sources()
