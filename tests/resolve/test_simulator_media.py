"""The media pool of the simulated Resolve: what an import makes of files, and where it puts it."""

from __future__ import annotations

import pytest


@pytest.fixture
def frames(simulated, tmp_path):
    """Forty-eight EXR frames with alpha, 1001 to 1048; gives their pattern."""
    write = simulated("editor").write_exr
    for number in range(1001, 1049):
        write(tmp_path / "smoke" / f"smoke_v003.{number}.exr", number / 2000, alpha=True)
    return str(tmp_path / "smoke" / "smoke_v003.%04d.exr")


def test_a_sequence_is_imported_by_pattern_with_first_and_last_into_the_current_bin(editor_project, frames):
    pool = editor_project.pool
    bin_ = pool.AddSubFolder(pool.GetRootFolder(), "Second Unit")
    pool.SetCurrentFolder(bin_)
    [media] = pool.ImportMedia([{"FilePath": frames, "StartIndex": 1001, "EndIndex": 1048}])
    assert media.GetName() == "smoke_v003.[1001-1048].exr"
    assert [each.GetName() for each in bin_.GetClipList()] == [media.GetName()]
    table = media.GetClipProperty()
    assert table["File Path"] == frames.replace("%04d", "[1001-1048]")
    assert (table["Frames"], table["Start"], table["End"]) == ("48", "1001", "1048")
    assert table["Type"] == "Video"


def test_a_sequence_comes_in_frame_by_frame_where_individual_frames_are_shown(editor_project, tmp_path):
    editor_project.app.individual_frames = True
    pattern = str(tmp_path / "show" / "plate" / "plate.%04d.exr")
    made = editor_project.pool.ImportMedia([{"FilePath": pattern, "StartIndex": 1001, "EndIndex": 1004}])
    assert [each.GetClipProperty("Type") for each in made] == ["Still"] * 4


@pytest.mark.parametrize(
    "info",
    [{}, {"StartIndex": 1001}, {"StartIndex": 2001, "EndIndex": 2048}, {"StartIndex": 5, "EndIndex": 1}],
)
def test_a_pattern_without_its_range_or_its_files_imports_nothing(editor_project, frames, info):
    assert editor_project.pool.ImportMedia([{"FilePath": frames, **info}]) == []


def test_one_frame_by_its_name_is_a_still(editor_project, frames):
    [media] = editor_project.pool.ImportMedia([frames.replace("%04d", "1001")])
    assert media.GetClipProperty("Type") == "Still"
    assert media.GetClipProperty("Frames") == "1"


def test_a_list_of_all_files_and_a_folder_are_one_sequence(editor_project, frames, tmp_path):
    files = sorted(str(path) for path in (tmp_path / "smoke").iterdir())
    [media] = editor_project.pool.ImportMedia(files)
    assert media.GetName() == "smoke_v003.[1001-1048].exr"
    editor_project.pool.DeleteClips([media])
    [media] = editor_project.pool.ImportMedia([str(tmp_path / "smoke")])
    assert media.GetName() == "smoke_v003.[1001-1048].exr"


@pytest.mark.parametrize(("answer", "count"), [("nothing", 0), ("same", 1)])
def test_a_clip_that_the_pool_has_is_not_imported_twice(editor_project, frames, answer, count):
    editor_project.app.duplicate_import = answer
    info = {"FilePath": frames, "StartIndex": 1001, "EndIndex": 1048}
    [media] = editor_project.pool.ImportMedia([info])
    again = editor_project.pool.ImportMedia([info])
    assert len(again) == count
    assert all(each.GetUniqueId() == media.GetUniqueId() for each in again)


def test_a_sequence_takes_the_rate_of_the_project_and_another_only_while_unused(
    start_resolve, frames, tmp_path
):
    fake = start_resolve()
    fake.edit("25", tmp_path / "show")
    [media] = fake.pool.ImportMedia([{"FilePath": frames, "StartIndex": 1001, "EndIndex": 1048}])
    assert media.GetClipProperty("FPS") == 25.0
    assert media.SetClipProperty("FPS", "24") is True
    assert media.SetClipProperty("FPS", "24.5") is False
    plate = next(c for c in fake.pool.GetCurrentFolder().GetClipList() if c.GetName().startswith("plate"))
    assert plate.SetClipProperty("FPS", "24") is False


def test_the_rate_of_a_clip_is_text_in_18_and_a_rounded_number_later(start_resolve, tmp_path):
    old, new = start_resolve(version=(18, 5, 0)), None
    old.edit("23.976", tmp_path / "old")
    assert old.pool.GetCurrentFolder().GetClipList()[0].GetClipProperty("FPS") == "23.976"
    assert old.timeline.GetSetting("timelineFrameRate") == "23.976"
    new = start_resolve()
    new.edit("23.976", tmp_path / "new")
    assert new.pool.GetCurrentFolder().GetClipList()[0].GetClipProperty("FPS") == 23.976
    assert new.timeline.GetSetting("timelineFrameRate") == 23.976


def test_alpha_is_not_premultiplied_until_it_is_said(editor_project, frames):
    [media] = editor_project.pool.ImportMedia([{"FilePath": frames, "StartIndex": 1001, "EndIndex": 1048}])
    assert media.GetClipProperty("Alpha mode") == "Straight"
    assert media.SetClipProperty("Alpha mode", "premultiplied") is False
    assert media.SetClipProperty("Alpha mode", "Premultiplied") is True
    assert media.GetClipProperty("Alpha mode") == "Premultiplied"


def test_some_properties_say_yes_and_keep_nothing(editor_project):
    media = editor_project.pool.GetCurrentFolder().GetClipList()[0]
    assert media.SetClipProperty("Reel Name", "A001") is True
    assert media.GetClipProperty("Reel Name") == ""
    assert media.SetClipProperty("Frames", "3") is False


def test_replacing_a_sequence_leaves_one_frame_under_the_old_name(editor_project, frames):
    plate = next(
        c for c in editor_project.pool.GetCurrentFolder().GetClipList() if c.GetName().startswith("plate")
    )
    name = plate.GetName()
    assert plate.ReplaceClip(frames.replace("%04d", "1001")) is True
    assert plate.GetName() == name
    assert plate.GetClipProperty("Type") == "Still"
    assert "one frame" in editor_project.app.lies[-1]
    assert plate.ReplaceClip(frames) is False


def test_a_file_that_goes_away_shows_offline_and_a_movie_does_not_tell_of_its_variable_rate(editor_project):
    pool = editor_project.pool
    phone = next(c for c in pool.GetCurrentFolder().GetClipList() if c.GetName() == "phone.mp4")
    assert phone._data.variable is True
    assert "ariable" not in str(phone.GetClipProperty())
    assert phone.GetClipProperty("Online Status") == "Online"
    for path in phone._data.files:
        type(editor_project.app.folder)(path).unlink()
    assert phone.GetClipProperty("Online Status") == "Offline"


def test_bins_of_one_name_lie_apart_and_a_name_is_taken_once_in_a_bin(editor_project):
    pool = editor_project.pool
    root = pool.GetRootFolder()
    assert root.GetName() == "Master"
    made = pool.AddSubFolder(root, "Second Unit")
    assert pool.AddSubFolder(root, "Second Unit") is None
    assert pool.AddSubFolder(made, "Second Unit").GetName() == "Second Unit"
    assert pool.GetCurrentFolder().GetUniqueId() != made.GetUniqueId()
    assert pool.DeleteFolders([made]) is True
    assert pool.GetCurrentFolder().GetUniqueId() == root.GetUniqueId()


def test_a_timeline_from_clips_wants_the_bin_of_the_clips_and_a_free_name(editor_project):
    pool = editor_project.pool
    clip = pool.GetCurrentFolder().GetClipList()[0]
    pool.SetCurrentFolder(pool.GetRootFolder())
    assert pool.CreateTimelineFromClips("cut", [clip]) is None
    assert pool.CreateEmptyTimeline("reel 1 v04") is None
    assert pool.CreateEmptyTimeline("reel 2").GetName() == "reel 2"
    assert editor_project.timeline.GetName() == "reel 2", "a new timeline comes to the front"


def test_a_deleted_clip_answers_none(editor_project):
    clip = editor_project.pool.GetCurrentFolder().GetClipList()[0]
    assert editor_project.pool.DeleteClips([clip]) is True
    assert clip.GetName() is None


def test_clip_colours_are_not_marker_colours(editor_project):
    clip = editor_project.pool.GetCurrentFolder().GetClipList()[0]
    assert clip.SetClipColor("Cyan") is False
    assert clip.SetClipColor("Teal") is True
    assert clip.GetClipColor() == "Teal"
