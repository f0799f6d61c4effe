"""A take has its own length and no orphan beside it, however a build counts and an append answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from secondunit.wire import FrameRange, Placement, PlacementKind
from secondunit.wire.errors import CannotPlace

#: One build of each way to count `endFrame`: `placing.END_FRAMES` says who measured it.
BUILDS = {
    "18.6 takes the last frame": (18, 6, 6, 7),
    "19.0.3 takes the one past it": (19, 0, 3, 1),
    "19.1.2 takes the last frame": (19, 1, 2, 3),
    "19.1.3.7 never takes the media's end": (19, 1, 3, 7),
    "21.0.4.5 takes the one past it": (21, 0, 4, 5),
}


def strip(take: Any, **changes: Any) -> Placement:
    return Placement(take.id, PlacementKind.STRIP, **changes)


def theirs(plugin: Any) -> list[tuple[Any, ...]]:
    """What lies on the timeline that is not ours."""
    return [
        (track, item.id, item.name, item.start, item.duration, item.source)
        for track, item in plugin.edit.timeline.items()
        if not item.name.startswith(("smoke", "fire"))
    ]


@pytest.fixture(params=BUILDS.values(), ids=BUILDS.keys())
def built(
    request: pytest.FixtureRequest, start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> Any:
    """The plug-in beside each build, the editor's cut at 24 open."""
    return load_plugin(start_resolve(version=request.param))


@pytest.mark.parametrize(("head", "tail"), [(0, 0), (4, 4), (4, 0), (0, 4)])
@pytest.mark.parametrize("count", [1, 6])
def test_a_take_has_its_own_length_in_every_build(
    built: Any, head: int, tail: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin, host = built, built.host()
    short = plugin.fake.app.version == (19, 1, 3, 7) and tail == 0 and head
    visible = FrameRange.starting(plugin.edit.at(2, 3), count)
    take = plugin.take(first=visible.first - head, count=head + count + tail)
    before, desk = theirs(plugin), plugin.fake.desk()
    monkeypatch.setattr(host.placements, "_visible", lambda *_: (visible, 0))
    if short:
        with pytest.raises(CannotPlace) as caught:
            host.place(strip(take), take)
        assert count == 1 or f"{count - 1} frames instead of {count}" in caught.value.problem.message
        assert plugin.ours() == []
        assert plugin.fake.desk() == desk
    else:
        host.place(strip(take), take)
        ((_, item),) = plugin.ours()
        assert (item.start, item.duration, item.source) == (visible.first, count, head)
        (found,) = host.placed()
        assert found.placement.offset == 0
    assert theirs(plugin) == before


def test_a_gap_is_filled_to_the_frame_in_every_build(built: Any) -> None:
    plugin, host, edit = built, built.host(), built.edit
    for track in edit.timeline.tracks["video"][1:]:
        track.items.clear()
    edit.timeline.playhead = edit.at(2.5)
    host.keep({"jobs": ["j1"]})
    gap = host.shot().frames
    take = plugin.take(first=gap.first - 4, count=len(gap) + 8)
    before = theirs(plugin)
    placed = host.place(strip(take, channel=1), take)
    ((track, item),) = plugin.ours()
    assert (track, item.start, item.duration, item.source) == (1, gap.first, len(gap), 4)
    assert placed.placement.channel == 1
    assert theirs(plugin) == before
    assert [each.name for each in edit.timeline.tracks["video"][3:]] == []


def test_versions_keep_the_length_in_every_build(built: Any) -> None:
    plugin, host = built, built.host()
    take = plugin.take()
    placed = host.place(strip(take), take)
    longer = plugin.take(2, first=take.frames.first - 3, count=12)
    for version in (longer, plugin.take(3), take, longer):
        assert host.set_version(placed.id, version).version == version.version
        ((_, item),) = plugin.ours()
        assert (item.start, item.duration) == (take.frames.first, 6)
        assert item.source == take.frames.first - version.frames.first


def test_a_version_that_would_come_out_shorter_is_refused_before_it_is_shown(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(version=(19, 1, 3, 7)))
    host, take = plugin.host(), plugin.take()
    placed = host.place(strip(take), take)
    earlier = plugin.take(2, first=take.frames.first - 3, count=9)
    with pytest.raises(CannotPlace):
        host.set_version(placed.id, earlier)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration, item.source, item.media.name[:15]) == (
        take.frames.first, 6, 0, "smoke_left_v001",
    )  # fmt: skip
    assert all(one.media.name.startswith("smoke_left_v001") for one in item.takes)
    assert host.placed()[0].version == 1


def test_nothing_is_remembered_of_a_build_for_the_next_timeline(plugin: Any) -> None:
    host, app = plugin.host(), plugin.fake.app
    for number, version in enumerate([(19, 1, 2, 3), (21, 0, 4, 5), (18, 6, 6, 7), (21, 0, 4, 5)]):
        app.version = version
        take = plugin.take(number + 1, first=plugin.edit.at(2), count=14, element=f"smoke{number}")
        host.memory.remember(FrameRange.starting(take.frames.first + 4, 6), 0)
        placed = host.place(strip(take, offset=number * 24), take)
        item = next(item for _, item in plugin.ours() if item.id == placed.id)
        assert (item.start, item.duration, item.source) == (take.frames.first + number * 24 + 4, 6, 4)


def drops_after_a_removal(plugin: Any) -> None:
    """From the first `DeleteClips` on, Resolve drops whatever is appended."""

    def hook(app: Any, name: str) -> bool:
        if name == "Timeline.DeleteClips":
            app.phantom_appends = 1000
        return name == "Timeline.DeleteClips"

    plugin.fake.app.hook = hook


def test_a_correction_that_is_dropped_leaves_the_timeline_as_it_was_and_says_so(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(version=(19, 1, 2, 3)))
    host, take = plugin.host(), plugin.take(count=14)
    host.memory.remember(FrameRange.starting(take.frames.first + 4, 6), 0)
    before, desk, page = theirs(plugin), plugin.fake.desk(), plugin.fake.app.page
    clips = [clip.name for clip in plugin.edit.project.root.all_clips()]
    drops_after_a_removal(plugin)
    with pytest.raises(CannotPlace) as caught:
        host.place(strip(take), take)
    said = caught.value.problem
    assert "7 frames instead of 6" in said.message
    assert "dropped" in said.message
    assert "smoke_left_v001" in said.message
    assert said.remedy
    assert (theirs(plugin), plugin.fake.desk(), plugin.ours()) == (before, desk, [])
    assert [clip.name for clip in plugin.edit.project.root.all_clips()] == clips
    assert plugin.fake.app.page == page
    assert plugin.edit.timeline.markers == {}


def test_a_clip_of_another_length_that_cannot_be_taken_off_is_named(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(version=(19, 1, 2, 3)))
    host, take = plugin.host(), plugin.take(count=14)
    host.memory.remember(FrameRange.starting(take.frames.first + 4, 6), 0)
    plugin.fake.app.flaky_deletes = 1000
    with pytest.raises(CannotPlace) as caught:
        host.place(strip(take), take)
    ((track, item),) = plugin.ours()
    at = plugin.edit.timeline.clock.text(item.start)
    assert "7 frames instead of 6" in caught.value.problem.message
    assert f"video track {track} at {at}" in caught.value.problem.kept
    assert "by hand" in caught.value.problem.remedy


def test_a_clip_that_is_not_taken_off_at_once_is_taken_off_at_the_second_try(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(version=(19, 1, 2, 3)))
    host, take = plugin.host(), plugin.take(count=14)
    host.memory.remember(FrameRange.starting(take.frames.first + 4, 6), 0)
    plugin.fake.app.flaky_deletes = 1
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration, item.source) == (take.frames.first + 4, 6, 4)


# What an append answers


def test_a_clip_that_comes_back_without_an_id_is_found_by_its_place(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.nameless_appends = 1
    placed = host.place(strip(take), take)
    ((track, item),) = plugin.ours()
    assert (placed.id, placed.placement.channel) == (item.id, track)
    assert (item.start, item.duration, item.source) == (take.frames.first, 6, 0)
    assert host.placed() == (placed,)
    assert plugin.fake.app.calls["MediaPool.AppendToTimeline"] == 1


def test_a_clip_without_an_id_goes_again_where_the_take_cannot_be_marked(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    for frame in range(200):
        plugin.fake.timeline.AddMarker(frame, "Red", "mine", "", 1, "")
    before, desk = theirs(plugin), plugin.fake.desk()
    plugin.fake.app.nameless_appends = 1
    with pytest.raises(CannotPlace):
        host.place(strip(take), take)
    assert (plugin.ours(), theirs(plugin), plugin.fake.desk()) == ([], before, desk)


def test_a_clip_of_another_length_without_an_id_is_corrected_too(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(version=(19, 1, 2, 3)))
    host, take = plugin.host(), plugin.take(count=14)
    host.memory.remember(FrameRange.starting(take.frames.first + 4, 6), 0)
    plugin.fake.app.nameless_appends = 1000
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration, item.source) == (take.frames.first + 4, 6, 4)


def test_the_same_take_placed_again_is_not_taken_for_the_one_that_was_there(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.nameless_appends = 2
    first = host.place(strip(take), take)
    second = host.place(strip(take), take)
    assert first.id != second.id
    assert {first.id, second.id} == {item.id for _, item in plugin.ours()}
    assert {one.id for one in host.placed()} == {first.id, second.id}


def test_a_clip_whose_id_nobody_reads_is_not_left_there(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    before, desk = theirs(plugin), plugin.fake.desk()
    plugin.fake.app.idless_appends = 1000
    with pytest.raises(CannotPlace) as caught:
        host.place(strip(take), take)
    assert "no id" in caught.value.problem.message
    assert (plugin.ours(), theirs(plugin), plugin.fake.desk()) == ([], before, desk)


def test_somebody_s_clip_whose_id_nobody_reads_is_in_nobody_s_way(plugin: Any) -> None:
    host, take, edit = plugin.host(), plugin.take(), plugin.edit
    edit.item("movie").id = ""
    edit.timeline.playhead = edit.at(0.5)
    host.looking.forget()
    assert edit.item("plate").name in [source.label for source in host.sources()]
    host.place(strip(take), take)
    assert len(plugin.ours()) == 1


def test_a_clip_that_was_answered_with_nothing_is_not_kept_for_the_save_to_lose(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    plugin.fake.app.errored_appends = 1
    placed = host.place(strip(take), take)
    assert len(plugin.ours()) == 1
    plugin.edit.project.name = "Reel 1"
    assert plugin.fake.resolve.GetProjectManager().SaveProject() is True
    ((_, item),) = plugin.ours()
    assert (item.id, item.start, item.duration) == (placed.id, take.frames.first, 6)


def test_a_clip_that_was_answered_with_nothing_is_asked_for_again_at_once(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take(count=14)
    host.memory.remember(FrameRange.starting(take.frames.first + 4, 6), 0)
    plugin.fake.app.errored_appends = 1
    placed = host.place(strip(take), take)
    assert placed.placement.channel == 3, "the first free track"
    assert plugin.fake.app.calls["MediaPool.AppendToTimeline"] == 2


def test_answers_of_nothing_without_end_are_said_and_leave_no_orphan(plugin: Any) -> None:
    host, take = plugin.host(), plugin.take()
    before, desk = theirs(plugin), plugin.fake.desk()
    plugin.fake.app.errored_appends = 1000
    with pytest.raises(CannotPlace) as caught:
        host.place(strip(take), take)
    assert "answered that it had placed nothing" in caught.value.problem.message
    assert (plugin.ours(), theirs(plugin), plugin.fake.desk()) == ([], before, desk)


def test_an_append_that_broke_off_is_looked_for_before_anything_is_said_of_it(
    plugin: Any, monkeypatch: Any
) -> None:
    host, take = plugin.host(), plugin.take()
    pool = type(plugin.fake.pool)
    right = pool.AppendToTimeline

    def breaks(self: Any, infos: Any) -> Any:
        right(self, infos)
        raise TypeError("'NoneType' object is not callable")

    before, desk = theirs(plugin), plugin.fake.desk()
    monkeypatch.setattr(pool, "AppendToTimeline", breaks)
    with pytest.raises(Exception, match="broke off") as caught:
        host.place(strip(take), take)
    assert caught.value.problem.kept == ""
    assert (plugin.ours(), theirs(plugin), plugin.fake.desk()) == ([], before, desk)
