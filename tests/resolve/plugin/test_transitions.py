"""Transitions lie on a track as items of their own: clips under them, and takes behind them, are seen."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.wire import FrameRange, Placement, PlacementKind


def strip(take: Any, **changes: Any) -> Placement:
    return Placement(take.id, PlacementKind.STRIP, **changes)


def cleared(plugin: Any) -> Any:
    """A host over the first track alone."""
    for track in plugin.edit.timeline.tracks["video"][1:]:
        track.items.clear()
    return plugin.host()


def test_the_clip_under_a_dissolve_is_meant_and_not_the_dissolve(plugin: Any) -> None:
    host, edit = cleared(plugin), plugin.edit
    mixed, offline = edit.item("mixed"), edit.item("offline")
    edit.dissolve(1, offline.start - 6, 12)
    edit.timeline.playhead = offline.start - 3
    shot = host.shot()
    assert shot.frames == FrameRange(mixed.start, mixed.end - 1)
    assert [one.label for one in host.sources()][:1] == [mixed.name]
    edit.timeline.playhead = offline.start + 3
    host.looking.forget()
    assert host.shot().frames == FrameRange(offline.start, offline.end - 1)


@pytest.mark.parametrize("behind", [True, False])
@pytest.mark.parametrize("end", ["head", "tail"])
def test_a_clip_that_fades_in_or_out_is_meant_over_its_whole_length(
    plugin: Any, behind: bool, end: str
) -> None:
    host, edit = cleared(plugin), plugin.edit
    plate = edit.item("plate")
    edit.dissolve(1, plate.start if end == "head" else plate.end - 8, 8, behind)
    edit.timeline.playhead = plate.start + 3 if end == "head" else plate.end - 3
    assert host.shot().frames == FrameRange(plate.start, plate.end - 1)
    assert [one.label for one in host.sources()][:1] == [plate.name]


@pytest.mark.parametrize("behind", [True, False])
def test_a_take_that_the_editor_fades_in_is_still_known(plugin: Any, behind: bool) -> None:
    now = [0.0]
    host, edit, take = plugin.host(clock=lambda: now[0]), plugin.edit, plugin.take()
    placed = host.place(strip(take), take)
    fade = edit.dissolve(placed.placement.channel, take.frames.first, 3, behind)
    for _ in range(3):
        now[0] += 10
        host.looking.forget()
        assert host.placed() == (placed,)
    assert host.set_version(placed.id, plugin.take(2)).version == 2
    assert fade in edit.timeline.tracks["video"][placed.placement.channel - 1].items


def test_no_transition_is_a_shot_of_a_batch(plugin: Any) -> None:
    host, edit = cleared(plugin), plugin.edit
    edit.timeline.marks = (0, edit.timeline.end - edit.timeline.start - 1)
    host.looking.forget()
    shots = plugin.module("shots")
    (before,) = [group for group in shots.groups(host) if group.label == "Between in and out"]
    edit.dissolve(1, edit.item("offline").start - 6, 12)
    edit.dissolve(1, edit.item("plate").start, 8)
    edit.dissolve(1, edit.item("variable").end - 8, 8)
    (group,) = [group for group in shots.groups(host) if group.label == "Between in and out"]
    assert [item.id for item in group.clips] == [item.id for item in before.clips]


def test_the_range_that_a_take_was_made_for_is_no_dissolve_s(plugin: Any) -> None:
    host, edit = cleared(plugin), plugin.edit
    offline = edit.item("offline")
    edit.dissolve(1, offline.start - 6, 12)
    take = plugin.take(first=offline.start - 10, count=20)
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert (item.start, item.duration, item.source) == (take.frames.first, 20, 0)


def test_a_take_lies_in_register_with_a_clip_that_fades_in(plugin: Any) -> None:
    host, edit = cleared(plugin), plugin.edit
    plate = edit.item("plate")
    plate.properties.update(ZoomX=1.5)
    edit.dissolve(1, plate.start, 8)
    take = plugin.take(first=plate.start + 2)
    host.place(strip(take), take)
    ((_, item),) = plugin.ours()
    assert item.properties["ZoomX"] == 1.5


def test_a_gap_beside_a_fade_has_its_own_length(plugin: Any) -> None:
    host, edit = cleared(plugin), plugin.edit
    plate, mixed = edit.item("plate"), edit.item("mixed")
    edit.dissolve(1, plate.end - 8, 8)
    edit.dissolve(1, mixed.start, 8, behind=False)
    edit.timeline.playhead = plate.end + 5
    assert host.shot().frames == FrameRange(plate.end, mixed.start - 1)


@pytest.mark.parametrize("faded", [False, True])
def test_a_generator_is_no_transition(plugin: Any, faded: bool) -> None:
    host, edit = cleared(plugin), plugin.edit
    solid = edit.item("still")
    solid.media, solid.kind = None, "generator"
    if faded:
        edit.dissolve(1, solid.start, 8)
        edit.dissolve(1, solid.end - 8, 8)
    for frame in (solid.start + 3, solid.start + 12, solid.end - 3):
        edit.timeline.playhead = frame
        host.looking.forget()
        (source, *_) = host.sources()
        assert (source.id, source.needs_render) == (f"clip:{solid.id}", True)
        assert host.shot().frames == FrameRange(solid.start, solid.end - 1)
