"""What Resolve renders as a plate: pictures whatever its Deliver page stands on, else a sentence before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import FrameRange
from secondunit.wire.errors import HostError, MissingFrames

#: Resolve's own presets that write a picture.
PICTURES = {"H.264 Master", "ProRes 422 HQ"}


def chosen(plugin: Any, first: int = 30, last: int = 35) -> tuple[Any, str]:
    """A host with a range of the timeline chosen as the plate; the range's source."""
    host = plugin.host()
    host.memory.answer("footage space", "Gamma 2.4 Encoded Rec.709")
    plugin.edit.timeline.marks = (first, last)
    host.looking.forget()
    (source,) = [one.id for one in host.sources() if one.id.startswith("range:")]
    return host, source


def question(host: Any, source: str) -> Any:
    """The question that choosing it brings up."""
    with pytest.raises((MissingFrames, HostError)):
        host.plate(source)
    (one,) = [one for one in host.questions() if one.id.startswith("render:")]
    return one


def wait(host: Any) -> None:
    for _ in range(10):
        host.questions()


def after_an_audio_render(plugin: Any) -> Any:
    """The Deliver page stands on Audio Only; what it held."""
    assert plugin.fake.project.LoadRenderPreset("Audio Only") is True
    plugin.fake.app.page = "edit"
    return plugin.fake.desk()


@pytest.mark.parametrize("back", ["silent", "alone", "preset"])
def test_a_plate_has_its_pictures_though_the_last_render_had_none(plugin: Any, back: str) -> None:
    plugin.fake.app.picture_back = back
    host, source = chosen(plugin)
    before = after_an_audio_render(plugin)
    host.answer(question(host, source).id, "render")
    wait(host)
    plate = host.plate(source)
    assert plate.frames == FrameRange(plugin.edit.timeline.start + 30, plugin.edit.timeline.start + 35)
    for frame in plate.frames:
        assert Path(plate.path % plate.file_frame(frame)).stat().st_size > 0
    assert plugin.fake.desk() == before, "the Deliver page stands on Audio Only again"


def test_without_a_preset_of_resolve_s_own_the_picture_is_turned_on_by_itself(plugin: Any) -> None:
    plugin.fake.app.lost_presets, plugin.fake.app.picture_back = PICTURES, "alone"
    host, source = chosen(plugin)
    before = after_an_audio_render(plugin)
    host.answer(question(host, source).id, "render")
    wait(host)
    assert len(host.plate(source).frames) == 6
    assert plugin.fake.desk() == before


def test_settings_that_write_no_picture_are_said_before_anything_is_rendered(plugin: Any) -> None:
    plugin.fake.app.lost_presets, plugin.fake.app.picture_back = PICTURES, "preset"
    host, source = chosen(plugin)
    before = after_an_audio_render(plugin)
    asked = question(host, source)
    with pytest.raises(HostError) as caught:
        host.answer(asked.id, "render")
    said = caught.value.problem
    assert "no picture" in said.message
    assert "Audio Only" in said.remedy
    assert plugin.fake.app.calls["Project.StartRendering"] == 0
    assert plugin.fake.desk() == before, "neither a job nor a setting stays"
    assert not host.plates.renders.busy


def test_what_cannot_be_known_of_the_settings_is_said_with_the_question(plugin: Any) -> None:
    plugin.fake.app.lost_presets = PICTURES
    host, source = chosen(plugin)
    after_an_audio_render(plugin)
    asked = question(host, source)
    assert "Audio Only" in asked.help
    host.answer(asked.id, "render")
    wait(host)
    with pytest.raises(HostError) as caught:
        host.plate(source)
    assert "wrote no picture" in caught.value.problem.message
    assert "Audio Only" in str(caught.value)


def test_nothing_is_said_of_presets_where_one_of_resolve_s_own_is_there(plugin: Any) -> None:
    host, source = chosen(plugin)
    assert "Audio Only" not in question(host, source).help


def test_a_codec_that_does_not_change_is_said_before_anything_is_rendered(plugin: Any) -> None:
    plugin.fake.app.stuck_codec = "APVYUV422_10"
    host, source = chosen(plugin)
    before = plugin.fake.desk()
    asked = question(host, source)
    with pytest.raises(HostError, match="EXR"):
        host.answer(asked.id, "render")
    plugin.fake.app.stuck_codec = ""
    assert plugin.fake.app.calls["Project.StartRendering"] == 0
    assert plugin.fake.desk().jobs == before.jobs


def test_a_range_that_resolve_cuts_short_is_said_before_anything_is_rendered(plugin: Any) -> None:
    host, source = chosen(plugin)
    asked = question(host, source)
    for track in plugin.edit.timeline.tracks["video"]:
        track.items = [item for item in track.items if item.start < plugin.edit.at(1)]
        for item in track.items:
            item.duration = min(item.duration, 24)
    before = plugin.fake.desk()
    with pytest.raises(HostError) as caught:
        host.answer(asked.id, "render")
    assert "other frames" in caught.value.problem.message
    assert plugin.fake.app.calls["Project.StartRendering"] == 0
    assert plugin.fake.desk() == before


def test_no_job_stays_where_the_settings_do_not_come_back(plugin: Any, monkeypatch: Any) -> None:
    host, source = chosen(plugin)
    asked = question(host, source)
    jobs = plugin.fake.desk().jobs
    project = type(plugin.fake.project)
    right = project.LoadRenderPreset
    monkeypatch.setattr(
        project, "LoadRenderPreset", lambda self, name: "Second Unit" not in name and right(self, name)
    )
    with pytest.raises(HostError) as caught:
        host.answer(asked.id, "render")
    assert "Second Unit (before a plate)" in str(caught.value)
    assert plugin.fake.desk().jobs == jobs


def test_a_project_that_was_left_while_it_rendered_is_said_and_holds_up_nothing(plugin: Any) -> None:
    app = plugin.fake.app
    host, source = chosen(plugin)
    app.render_steps = 1000
    host.answer(question(host, source).id, "render")
    first = app.project
    app.new_project("Another", "24")
    calls = app.calls["Project.StopRendering"]
    wait(host)
    assert not host.plates.renders.busy
    assert app.calls["Project.StopRendering"] == calls
    app.project = first
    host.looking.forget()
    with pytest.raises(HostError) as caught:
        host.plate(source)
    assert "queue" in caught.value.problem.message


def test_a_render_that_never_ends_elsewhere_has_a_way_out(plugin: Any) -> None:
    app = plugin.fake.app
    host, source = chosen(plugin)
    asked = question(host, source)
    other = app.new_project("Another", "24")
    app.project = plugin.edit.project
    other.jobs.append(type("Job", (), {"status": "rendering"})())
    with pytest.raises(HostError) as caught:
        host.answer(asked.id, "render")
    assert "start it again" in caught.value.problem.remedy


def test_a_still_that_is_not_written_names_the_pages_that_write_one(plugin: Any, monkeypatch: Any) -> None:
    host = plugin.host()
    project = type(plugin.fake.project)
    monkeypatch.setattr(project, "ExportCurrentFrameAsStill", lambda self, path: False)
    with pytest.raises(HostError) as caught:
        host.still()
    assert "Edit" in caught.value.problem.remedy
    assert "Color" in caught.value.problem.remedy
