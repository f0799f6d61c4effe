"""The simulated Resolve refuses what no stub has, and answers None or False where the real one does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest


def test_a_name_that_no_stub_has_looks_there_and_fails_the_test_when_called(editor_project):
    timeline = editor_project.timeline
    assert hasattr(timeline, "GetTimelineByName"), "hasattr says yes to everything, as Resolve's does"
    with pytest.raises(AssertionError, match="no stub and no overlay line"):
        timeline.GetTimelineByName("reel 1 v04")
    assert "GetTimelineByName" not in dir(timeline)
    assert editor_project.app.probed == ["Timeline.GetTimelineByName"] * 2
    editor_project.app.probed.clear()


def test_keyword_arguments_fail_the_test(editor_project):
    with pytest.raises(AssertionError, match="keyword"):
        editor_project.timeline.GetTrackCount(trackType="video")


@pytest.mark.parametrize("arguments", [(), ("video", 1, 2)])
def test_the_wrong_number_of_arguments_fails_the_test(editor_project, arguments):
    with pytest.raises(AssertionError, match="GetItemListInTrack"):
        editor_project.timeline.GetItemListInTrack(*arguments)


def test_arguments_that_the_overlay_makes_optional_may_be_left_out(editor_project):
    item = editor_project.timeline.GetItemListInTrack("video", 1)[0]
    assert item.GetDuration() == 48
    assert isinstance(item.GetDuration(True), float)
    assert editor_project.timeline.AddTrack("video") is True


def test_deprecated_calls_and_forms_other_than_lists_fail_the_test(editor_project):
    with pytest.raises(AssertionError, match="deprecated"):
        editor_project.timeline.GetItemsInTrack("video", 1)
    media = editor_project.pool.GetCurrentFolder().GetClipList()
    with pytest.raises(AssertionError, match="positional"):
        editor_project.pool.AppendToTimeline(media[0], media[1])


@pytest.mark.parametrize("value", [Path("plate.exr"), Fraction(24), (1, 2), b"x"])
def test_values_that_cannot_cross_into_resolve_fail_the_test(editor_project, value):
    with pytest.raises(AssertionError, match="does not cross"):
        editor_project.pool.ImportMedia([{"FilePath": value}])


def test_a_key_that_a_dict_form_does_not_have_fails_the_test(editor_project):
    clip = editor_project.pool.GetCurrentFolder().GetClipList()[0]
    with pytest.raises(AssertionError, match="no key track"):
        editor_project.pool.AppendToTimeline([{"mediaPoolItem": clip, "track": 1}])
    with pytest.raises(AssertionError, match="no key"):
        editor_project.project.SetRenderSettings({"OutputDir": "x"})
    with pytest.raises(AssertionError, match="no option"):
        editor_project.pool.ImportTimelineFromFile("x.otio", {"name": "x"})


def test_nothing_can_be_kept_on_resolves_objects(editor_project):
    with pytest.raises(AssertionError, match="keeps no attributes"):
        editor_project.timeline.mine = 1


def test_two_looks_at_the_same_thing_are_two_objects_of_one_id(editor_project):
    first, second = editor_project.timeline, editor_project.timeline
    assert first is not second
    assert first.GetUniqueId() == second.GetUniqueId()


@pytest.mark.parametrize(
    ("version", "has"),
    [((18, 5, 0), False), ((18, 6, 6), False), ((19, 0, 0), True), ((21, 1, 0), True)],
)
def test_an_older_version_lacks_what_came_later(start_resolve, tmp_path, version, has):
    fake = start_resolve(version=version)
    fake.edit("24", tmp_path / "show")
    item = fake.timeline.GetItemListInTrack("video", 1)[0]
    assert ("GetSourceStartFrame" in dir(item)) is has
    assert (item.GetSourceStartFrame() is not None) is has, "the absent call answers None, as any name does"
    assert ("GetMarkInOut" in dir(fake.timeline)) is (version >= (19, 1))
    assert not [name for name in dir(fake.resolve) if name.startswith("MARKER_")]


def test_an_argument_of_a_later_version_makes_an_older_one_answer_none(start_resolve, tmp_path):
    fake = start_resolve(version=(18, 6, 6))
    fake.edit("24", tmp_path / "show")
    item = fake.timeline.GetItemListInTrack("video", 1)[0]
    assert item.GetDuration() == 48
    assert item.GetDuration(True) is None
    assert fake.timeline.AddTrack("video", {"index": 1}) is False


def test_an_absent_name_may_read_as_none_so_that_calling_it_raises(start_resolve, tmp_path):
    fake = start_resolve(version=(18, 6, 6))
    fake.edit("24", tmp_path / "show")
    fake.app.fabricates = False
    assert hasattr(fake.timeline, "GetMarkInOut")
    with pytest.raises(TypeError, match="not callable"):
        fake.timeline.GetMarkInOut()


def test_an_object_of_a_resolve_that_is_gone_may_raise_as_well(editor_project):
    timeline = editor_project.timeline
    editor_project.app.dead_raises = True
    assert timeline.GetName() == "reel 1 v04"
    editor_project.app.close()
    with pytest.raises(TypeError, match="not callable"):
        timeline.GetName()


def test_the_values_of_constants_are_resolves_own_business(start_resolve):
    first, second = start_resolve(version=(20, 0, 0)), start_resolve(version=(21, 0, 2))
    assert simulated_enums(first)["EXPORT_OTIO"] != simulated_enums(second)["EXPORT_OTIO"]


def simulated_enums(fake):
    return {"EXPORT_OTIO": vars(fake.module)["scriptapp"]("Resolve").EXPORT_OTIO}


# Editions and windows


@pytest.mark.parametrize(
    ("options", "reached"),
    [
        ({}, True),
        ({"external": False}, False),
        ({"external": False, "inside": True}, True),
        ({"edition": "free"}, False),
        ({"edition": "free", "inside": True}, True),
        ({"edition": "free", "inside": True, "version": (21, 1, 0)}, False),
        ({"edition": "studio", "version": (21, 1, 0)}, True),
    ],
)
def test_who_reaches_resolve_depends_on_edition_place_and_preference(start_resolve, options, reached):
    fake = start_resolve(**options)
    found = fake.module.scriptapp("Resolve")
    assert (found is not None) is reached
    if reached:
        assert found.GetProductName().endswith("Studio") is (options.get("edition") != "free")


def test_a_studio_call_on_the_free_edition_makes_unrelated_calls_fail_until_the_window_is_answered(
    start_resolve, tmp_path
):
    fake = start_resolve(edition="free", inside=True)
    fake.edit("24", tmp_path / "show")
    timeline = fake.timeline
    assert timeline.AddTrack("video") is True
    assert timeline.CreateSubtitlesFromAudio({}) is False
    assert timeline.AddTrack("video") is False
    assert timeline.GetName() is False
    assert fake.resolve.GetProductName() == "DaVinci Resolve"
    assert timeline.GetTrackCount("video") is False
    fake.app.dismiss()
    assert timeline.GetTrackCount("video") == 4


def test_a_restart_takes_the_window_away_and_every_object_of_before_with_it(start_resolve, tmp_path):
    fake = start_resolve(edition="free", inside=True)
    fake.edit("24", tmp_path / "show")
    old = fake.timeline
    old.CreateSubtitlesFromAudio({})
    fake.app.restart()
    assert old.GetName() is None
    assert fake.timeline.GetName() == "reel 1 v04"


def test_behind_an_open_window_every_call_answers_none(editor_project):
    timeline = editor_project.timeline
    editor_project.app.modal = "Save Current Project"
    assert timeline.GetName() is None
    assert timeline.AddTrack("video") is None
    assert editor_project.resolve.GetProductName() is None
    editor_project.app.dismiss()
    assert timeline.GetName() == "reel 1 v04"


def test_a_closed_resolve_answers_none_and_is_not_found_again(editor_project):
    timeline = editor_project.timeline
    editor_project.app.close()
    assert timeline.GetItemListInTrack("video", 1) is None
    assert editor_project.module.scriptapp("Resolve") is None


def test_a_script_without_project_gets_none(fake_resolve):
    fake_resolve.app.project = None
    assert fake_resolve.project is None


def test_a_project_without_timeline_gives_none(fake_resolve):
    assert fake_resolve.timeline is None


def test_something_may_happen_between_two_calls(editor_project):
    def close(app, name):
        if name == "Timeline.GetEndFrame":
            app.close()
            return True
        return False

    timeline = editor_project.timeline
    editor_project.app.hook = close
    assert timeline.GetStartFrame() == 86400
    assert timeline.GetEndFrame() is None


# Settings


def test_settings_are_strings_and_the_rate_is_fixed_once_there_is_a_timeline(fake_resolve):
    project = fake_resolve.project
    assert project.SetSetting("timelineFrameRate", 23.976) is False
    assert project.SetSetting("timelineFrameRate", "23.976") is True
    assert project.SetSetting("timelineFrameRate", "29.97 DF") is True
    assert project.GetSetting("timelineDropFrameTimecode") == "1"
    assert project.SetSetting("timelineFrameRate", "24 DF") is False
    assert project.SetSetting("timelinePlaybackFrameRate", "24") is False
    fake_resolve.pool.CreateEmptyTimeline("cut")
    assert project.SetSetting("timelineFrameRate", "24") is False


def test_a_new_project_is_refused_behind_a_window_while_an_untitled_one_is_open(fake_resolve):
    manager = fake_resolve.resolve.GetProjectManager()
    assert manager.SaveProject() is False
    assert manager.CreateProject("mine") is None
    assert fake_resolve.app.modal == "Save Current Project"
    assert manager.GetCurrentProject() is None


# What is the editor's own


def test_the_desk_shows_every_thing_that_a_call_moved(editor_project):
    before = editor_project.desk()
    timeline, project = editor_project.timeline, editor_project.project
    assert editor_project.desk() == before
    project.GetCurrentRenderMode()
    assert editor_project.desk().page == "deliver", "a getter, and it turns the page"
    editor_project.resolve.OpenPage("edit")
    assert editor_project.desk() == before
    timeline.SetCurrentTimecode("01:00:02:00")
    assert editor_project.desk().playhead == before.playhead + 24
    timeline.SetCurrentTimecode("01:00:01:00")
    pool = editor_project.pool
    pool.AddSubFolder(pool.GetRootFolder(), "Second Unit")
    assert editor_project.desk().folder != before.folder, "a new bin becomes the current one"


@pytest.mark.parametrize(
    "call",
    [
        lambda project: project.SetCurrentRenderMode(1),
        lambda project: project.SetCurrentRenderFormatAndCodec("exr", "RGBHalf"),
        lambda project: project.SetRenderSettings({"ExportAlpha": True}),
        lambda project: project.AddRenderJob(),
    ],
)
def test_whatever_writes_a_render_setting_turns_to_the_deliver_page(editor_project, call):
    call(editor_project.project)
    assert editor_project.app.page == "deliver"
