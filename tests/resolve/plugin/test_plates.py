"""Plates of the timeline: files where there are some, else a render of Resolve's that is verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import FrameRange
from secondunit.wire.errors import HostError, MissingFrames, NothingSelected, UnknownColorSpace, WrongChannels


def park(plugin: Any, name: str, host: Any) -> str:
    item = plugin.edit.item(name)
    plugin.edit.timeline.playhead = item.start + 3
    host.looking.forget()
    return f"clip:{item.id}"


def ask_for(host: Any, source: str) -> Any:
    """Choose a source that has to be rendered; the question that is asked."""
    with pytest.raises(MissingFrames):
        host.plate(source)
    (question,) = [one for one in host.questions() if one.id.startswith("render:")]
    return question


def test_a_movie_is_read_from_its_first_shown_frame(plugin: Any) -> None:
    host = plugin.host()
    host.memory.answer("footage space", "Gamma 2.4 Encoded Rec.709")
    plate = host.plate(park(plugin, "movie", host))
    item = plugin.edit.item("movie")
    assert plate.path == (plugin.edit.folder / "camera.mov").as_posix()
    assert plate.file_frame(item.start) == 12
    assert plate.file_frame(plate.frames.first) == 0
    assert plate.timecode == "02:10:00:00"
    assert plate.colorspace.name == "Gamma 2.4 Encoded Rec.709"


def test_the_clip_s_own_colour_space_counts_before_the_project_s(plugin: Any) -> None:
    plugin.edit.project.settings.update(
        colorScienceMode="davinciYRGBColorManagedv2", colorSpaceInput="Rec.709 Gamma 2.4"
    )
    host = plugin.host()
    plate = host.plate(park(plugin, "movie", host))
    assert plate.colorspace.name == "Gamma 2.4 Encoded Rec.709"
    plugin.edit.item("movie").media.properties["Input Color Space"] = "ARRI LogC4"
    host.looking.forget()
    assert host.plate(park(plugin, "movie", host)).colorspace.name == "ARRI LogC4"


def test_a_colour_space_that_nobody_says_is_asked_once(plugin: Any) -> None:
    host = plugin.host()
    source = park(plugin, "movie", host)
    with pytest.raises(UnknownColorSpace):
        host.plate(source)
    (question,) = [one for one in host.questions() if one.id == "footage space"]
    host.answer(question.id, "ARRI LogC4")
    assert host.plate(source).colorspace.name == "ARRI LogC4"
    assert not [one for one in host.questions() if one.id == "footage space"]


def test_the_topmost_clip_comes_first_and_our_own_takes_do_not(plugin: Any) -> None:
    from secondunit.wire import Placement, PlacementKind

    host, edit = plugin.host(), plugin.edit
    edit.timeline.playhead = edit.at(0.5, 2)
    before = host.sources()
    assert [source.label for source in before[:2]] == ["camera.mov", edit.item("plate").name]
    assert before[0].selected
    take = plugin.take()
    host.place(Placement(take.id, PlacementKind.STRIP), take)
    assert [source.label for source in host.sources()][:2] == [source.label for source in before[:2]]


@pytest.mark.parametrize("how", ["clip", "track", "adjustment"])
def test_the_clip_that_is_seen_is_meant_and_not_one_above_it_that_is_off(plugin: Any, how: str) -> None:
    host, edit = plugin.host(), plugin.edit
    titles, plate = edit.item("titles"), edit.item("plate")
    edit.timeline.playhead = edit.at(1.5)
    if how == "clip":
        titles.enabled = False
    elif how == "track":
        edit.timeline.tracks["video"][2].enabled = False
    else:
        # What Resolve calls the current item is the topmost that is no adjustment clip.
        titles.media, titles.kind = None, "adjustment"
    assert host.shot().frames == FrameRange(plate.start, plate.end - 1)
    first, second, *_ = host.sources()
    assert (first.label, first.selected, second.label) == (plate.name, True, titles.name)


def test_a_range_is_rendered_verified_and_leaves_no_trace(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    host.memory.answer("footage space", "Gamma 2.4 Encoded Rec.709")
    edit.timeline.marks = (30, 41)
    plugin.fake.app.page = "color"
    host.looking.forget()
    (source,) = [one.id for one in host.sources() if one.id.startswith("range:")]
    question = ask_for(host, source)
    before = plugin.fake.desk()
    host.answer(question.id, "render")
    assert plugin.fake.desk().settings == before.settings
    for _ in range(10):
        host.questions()
    plate = host.plate(source)
    assert plate.frames == FrameRange(edit.timeline.start + 30, edit.timeline.start + 41)
    for frame in plate.frames:
        assert Path(plate.path % plate.file_frame(frame)).is_file()
    assert plugin.fake.desk() == before
    assert plate.colorspace.name == "Gamma 2.4 Encoded Rec.709"


def test_a_render_that_writes_too_little_is_said(plugin: Any) -> None:
    host = plugin.host()
    host.memory.answer("footage space", "ACEScg")
    source = park(plugin, "retimed", host)
    question = ask_for(host, source)
    plugin.fake.app.render_short = 2
    before = plugin.fake.desk()
    host.answer(question.id, "render")
    for _ in range(10):
        host.questions()
    with pytest.raises(HostError) as caught:
        host.plate(source)
    assert "not all of its" in caught.value.problem.message
    assert plugin.fake.desk() == before


@pytest.mark.parametrize("language", ["English", "Italian"])
def test_a_render_that_fails_is_said_in_any_language(plugin: Any, language: str) -> None:
    host = plugin.host()
    plugin.fake.app.language = language
    source = park(plugin, "compound", host)
    question = ask_for(host, source)
    plugin.fake.app.render_fails = "The disk is full"
    host.answer(question.id, "render")
    for _ in range(10):
        host.questions()
    with pytest.raises(HostError) as caught:
        host.plate(source)
    assert "The disk is full" in caught.value.problem.message


def test_a_render_can_be_stopped(plugin: Any) -> None:
    host = plugin.host()
    source = park(plugin, "compound", host)
    question = ask_for(host, source)
    plugin.fake.app.render_steps = 1000
    before = plugin.fake.desk()
    host.answer(question.id, "render")
    (running,) = [one for one in host.questions() if one.id.startswith("render:")]
    assert "Resolve renders" in running.text
    host.answer(running.id, "stop")
    assert plugin.fake.desk() == before
    assert not host.plates.renders.busy


def test_a_source_that_was_deleted_is_said(plugin: Any) -> None:
    host = plugin.host()
    source = park(plugin, "plate", host)
    for track in plugin.edit.timeline.tracks["video"]:
        track.items.clear()
    host.looking.forget()
    with pytest.raises(NothingSelected):
        host.plate(source)


def test_the_alpha_of_a_sequence_is_a_matte_and_a_movie_has_none(plugin: Any) -> None:
    host = plugin.host()
    plugin.edit.timeline.playhead = plugin.edit.at(1.5)
    titles = plugin.edit.item("titles")
    matte = host.matte(f"clip:{titles.id}")
    assert (matte.channel, matte.file_frame(titles.start)) == ("A", 13)
    movie = plugin.edit.item("movie")
    with pytest.raises(WrongChannels):
        host.matte(f"clip:{movie.id}")


def test_a_still_is_the_frame_under_the_playhead(plugin: Any) -> None:
    host = plugin.host()
    before = plugin.fake.desk()
    path = Path(host.still())
    assert path.stat().st_size > 0
    assert str(plugin.edit.timeline.playhead) in path.name
    assert plugin.fake.desk() == before


def test_a_clip_that_does_not_cover_the_marked_range_is_no_plate_of_it(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.timeline.playhead = edit.at(0.5)
    edit.timeline.marks = (4, 30)
    host.looking.forget()
    # The movie on V2 ends after a second; the plate on V1 covers the range.
    assert [source.label for source in host.sources() if source.id.startswith("clip:")] == [
        edit.item("plate").name
    ]


def test_a_shot_is_extended_over_its_own_media_where_that_goes_on(plugin: Any) -> None:
    host, edit = plugin.host(), plugin.edit
    edit.timeline.tracks["video"][2].items.clear()
    edit.timeline.playhead = edit.at(1.5)
    host.scope = plugin.module("looking").Scope.EXTEND
    host.memory.answer("footage space", "ACEScg")
    for frames, offered in ((12, True), (13, False)):
        host.extend = frames
        host.looking.forget()
        clips = [source.id for source in host.sources() if source.id.startswith("clip:")]
        assert bool(clips) == offered
        if clips:
            plate = host.plate(clips[0])
            assert plate.frames.intersection(host.shot().frames) == host.shot().frames


def test_a_second_render_in_an_older_resolve_keeps_the_settings_of_its_own_day(
    start_resolve: Any, load_plugin: Any
) -> None:
    plugin = load_plugin(start_resolve(version=(18, 6, 6, 1)))
    host, project = plugin.host(), plugin.edit.project
    host.memory.answer("footage space", "ACEScg")
    for name, folder in (("compound", "/monday"), ("fusion", "/tuesday")):
        project.render["TargetDir"] = folder
        source = park(plugin, name, host)
        host.answer(ask_for(host, source).id, "render")
        for _ in range(10):
            host.questions()
        assert host.plate(source).frames
        assert project.render["TargetDir"] == folder


def test_render_settings_that_do_not_come_back_are_named(plugin: Any) -> None:
    host, app = plugin.host(), plugin.fake.app
    source = park(plugin, "compound", host)
    question = ask_for(host, source)

    def opens(app: Any, name: str) -> bool:
        if name == "Project.LoadRenderPreset":
            app.modal = "Disk is full"
        return name == "Project.LoadRenderPreset"

    app.hook = opens
    with pytest.raises(HostError) as caught:
        host.answer(question.id, "render")
    assert "Second Unit (before a plate)" in str(caught.value)
    app.dismiss()
    assert "Second Unit (before a plate)" in plugin.edit.project.presets


def test_a_clip_that_has_to_be_rendered_is_seen_by_its_media_and_the_sentence_says_so(plugin: Any) -> None:
    host = plugin.host()
    host.memory.answer("footage space", "Gamma 2.4 Encoded Rec.709")
    source = park(plugin, "movie", host)
    plugin.edit.item("movie").fusion = ["Composition 1"]
    host.looking.forget()
    (offered,) = [one for one in host.sources() if one.id == source]
    assert offered.needs_render
    assert offered.likeness is not None and offered.likeness.path.endswith("/camera.mov")
    assert offered.remark == (
        "The files of camera.mov as they are: it carries a Fusion composition, and the timeline shows it "
        "otherwise."
    )
    assert not [one for one in host.questions() if one.id.startswith("render:")]


def test_a_still_that_was_asked_for_comes_before_the_media(plugin: Any) -> None:
    host = plugin.host()
    source = park(plugin, "movie", host)
    plugin.edit.item("movie").fusion = ["Composition 1"]
    host.looking.forget()
    (offered,) = [one for one in host.sources() if one.id == source]
    assert offered.likeness is None and not offered.remark, "nobody says the media's space"
    path = host.still()
    (offered,) = [one for one in host.sources() if one.id == source]
    frame = plugin.edit.timeline.playhead
    assert offered.likeness is not None and offered.likeness.path == path
    assert offered.likeness.frames == FrameRange(frame, frame)
    assert offered.remark.startswith("The still of ") and "has no files yet" in offered.remark
    assert not [one for one in host.questions() if one.id == "footage space"]


def test_a_clip_that_was_rendered_is_offered_with_its_render_and_the_sentence_says_so(plugin: Any) -> None:
    host = plugin.host()
    host.memory.answer("footage space", "Gamma 2.4 Encoded Rec.709")
    source = park(plugin, "retimed", host)
    host.answer(ask_for(host, source).id, "render")
    for _ in range(10):
        host.questions()
    host.looking.forget()
    (offered,) = [one for one in host.sources() if one.id == source]
    assert not offered.needs_render and offered.selected and offered.likeness is None
    assert "as Resolve rendered it. What was changed since is not in this picture." in offered.remark


def test_show_and_shot_are_named_by_project_and_timeline(plugin: Any) -> None:
    host = plugin.host()
    plugin.edit.project.name, plugin.edit.timeline.name = "Nova", "sq010_sh020_v003"
    host.looking.forget()
    assert host.document_names() == {"show": "Nova", "shot": "sq010_sh020"}
    plugin.edit.project.name, plugin.edit.timeline.name = "Untitled Project 3", "Timeline 1"
    host.looking.forget()
    assert host.document_names() == {}
