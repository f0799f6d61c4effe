"""Stills, the render queue and OTIO of the simulated Resolve: what is written, and what only seems to be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest

ONE_SECOND = 24


@pytest.fixture
def project(editor_project, tmp_path):
    """The project of the API, with a folder to render to."""
    (tmp_path / "out").mkdir()
    return editor_project.project


def exr_job(project, folder, **settings):
    """A job of EXR frames over the preset that every Resolve has."""
    assert project.LoadRenderPreset("ProRes 422 HQ") is True
    assert project.SetCurrentRenderFormatAndCodec("exr", "RGBHalf") is True
    assert project.SetRenderSettings({"TargetDir": str(folder), "CustomName": "plate", **settings}) is True
    return project.AddRenderJob()


def wait(project, job, most=20):
    for _ in range(most):
        status = project.GetRenderJobStatus(job)
        if status["CompletionPercentage"] >= 100 or "Error" in status:
            return status
    raise AssertionError("the job does not end")


def written(folder):
    return sorted(path.name for path in Path(folder).iterdir())


# Stills


def test_the_frame_under_the_playhead_is_written_with_its_pixels(editor_project, simulated, tmp_path):
    editor_project.timeline.SetCurrentTimecode("01:00:00:12")
    editor_project.timeline.SetTrackEnable("video", 2, False)
    path = tmp_path / "still.exr"
    assert editor_project.project.ExportCurrentFrameAsStill(str(path)) is True
    pixels = simulated("picture").read_pixels(path)
    assert pixels.shape == (36, 64, 3)
    assert np.allclose(pixels, 25 / 1024, atol=1e-4), "frame 12 of the cut is frame 24 of the plate: its 25th"


def test_a_still_of_a_gap_is_black_and_of_lost_media_red(editor_project, simulated, tmp_path):
    for timecode, level in (("01:00:02:12", (0, 0, 0)), ("01:00:04:12", (1, 0, 0))):
        editor_project.timeline.SetCurrentTimecode(timecode)
        editor_project.timeline.SetTrackEnable("video", 2, False)
        path = tmp_path / "still.png"
        assert editor_project.project.ExportCurrentFrameAsStill(str(path)) is True
        assert np.allclose(simulated("picture").read_pixels(path)[0, 0, :3], level)


@pytest.mark.parametrize("name", ["still.webp", "still", "no folder/still.png"])
def test_a_still_of_an_unknown_ending_or_place_is_refused(editor_project, tmp_path, name):
    assert editor_project.project.ExportCurrentFrameAsStill(str(tmp_path / name)) is False
    assert not (tmp_path / name).exists()


def test_gallery_stills_are_exported_only_while_the_gallery_stands_open(editor_project, tmp_path):
    editor_project.resolve.OpenPage("color")
    still = editor_project.timeline.GrabStill()
    album = editor_project.project.GetGallery().GetCurrentStillAlbum()
    assert len(album.GetStills()) == 1
    assert album.ExportStills([still], str(tmp_path), "grab", "png") is False
    editor_project.app.gallery_open = True
    assert album.ExportStills([still], str(tmp_path), "grab", "png") is True
    assert (tmp_path / "grab_1.png").is_file()


def test_a_thumbnail_needs_the_color_page_and_resolve_in_front(editor_project):
    timeline = editor_project.timeline
    assert timeline.GetCurrentClipThumbnailImage() is None
    editor_project.resolve.OpenPage("color")
    assert timeline.GetCurrentClipThumbnailImage()["format"] == "RGB 8 bit"
    editor_project.app.front = False
    assert timeline.GetCurrentClipThumbnailImage() is None


# Rendering


def test_marks_are_absolute_both_ends_rendered_and_the_files_are_there(project, simulated, tmp_path):
    job = exr_job(project, tmp_path / "out", MarkIn=86400, MarkOut=86411)
    assert project.StartRendering([job], False) is True
    assert project.IsRenderingInProgress() is True
    assert written(tmp_path / "out") == [], "not before it is done"
    assert wait(project, job)["JobStatus"] == "Complete"
    names = written(tmp_path / "out")
    assert (len(names), names[0], names[-1]) == (12, "plate_00086400.exr", "plate_00086411.exr")
    first = simulated("picture").read_pixels(tmp_path / "out" / names[0])
    last = simulated("picture").read_pixels(tmp_path / "out" / names[-1])
    assert last.mean() > first.mean()


def test_marks_from_the_start_are_clamped_to_one_wrong_frame_without_a_word(project, tmp_path):
    job = exr_job(project, tmp_path / "out", MarkIn=20, MarkOut=40)
    project.StartRendering([job])
    wait(project, job)
    assert written(tmp_path / "out") == ["plate_00086400.exr"]


@pytest.mark.parametrize(
    "settings",
    [{"CustomName": "", "MarkIn": 86400}, {"TargetDir": "no such folder"}, {}, "nothing"],
)
def test_a_bad_setting_refuses_all_of_them(editor_project, project, settings):
    before = editor_project.desk().render
    assert project.SetRenderSettings(settings) is False
    assert editor_project.desk().render == before


def test_settings_lie_over_the_preset_that_was_loaded_last(project, tmp_path):
    project.LoadRenderPreset("Audio Only")
    project.SetCurrentRenderFormatAndCodec("exr", "RGBHalf")
    project.SetRenderSettings({"TargetDir": str(tmp_path / "out"), "MarkIn": 86400, "MarkOut": 86401})
    job = project.AddRenderJob()
    project.StartRendering([job])
    assert wait(project, job)["JobStatus"] == "Complete"
    assert written(tmp_path / "out") == [], "complete, and not one picture"


def dark(project, app, back):
    """A project whose last preset wrote no picture."""
    app.picture_back = back
    assert project.LoadRenderPreset("Audio Only") is True
    assert project.SetCurrentRenderFormatAndCodec("exr", "RGBHalf") is True


def written_by_a_job(project, folder):
    job = project.AddRenderJob()
    [listed] = [each for each in project.GetRenderJobList() if each["JobId"] == job]
    project.StartRendering([job])
    assert wait(project, job)["JobStatus"] == "Complete"
    return listed["IsExportVideo"], bool(written(folder))


@pytest.mark.parametrize(
    ("back", "listed", "alone"),
    [("silent", True, False), ("alone", False, True), ("preset", False, False)],
)
def test_the_picture_does_not_come_back_by_the_setting_that_names_it(
    editor_project, project, tmp_path, back, listed, alone
):
    dark(project, editor_project.app, back)
    span = {"TargetDir": str(tmp_path / "out"), "MarkIn": 86400, "MarkOut": 86401}
    assert project.SetRenderSettings({**span, "ExportVideo": True}) is True
    assert written_by_a_job(project, tmp_path / "out") == (listed, False)
    assert project.SetRenderSettings({"ExportVideo": True}) is True
    assert written_by_a_job(project, tmp_path / "out")[1] is alone


@pytest.mark.parametrize("back", ["silent", "alone", "preset"])
def test_a_preset_with_a_picture_brings_it_back(editor_project, project, tmp_path, back):
    dark(project, editor_project.app, back)
    assert project.LoadRenderPreset("H.264 Master") is True
    assert project.SetCurrentRenderFormatAndCodec("exr", "RGBHalf") is True
    span = {"TargetDir": str(tmp_path / "out"), "MarkIn": 86400, "MarkOut": 86401}
    assert project.SetRenderSettings({**span, "ExportVideo": True}) is True
    assert written_by_a_job(project, tmp_path / "out") == (True, True)


def test_a_saved_preset_brings_back_what_the_deliver_page_held(editor_project, project):
    dark(project, editor_project.app, "silent")
    before = editor_project.desk()
    assert project.SaveAsNewRenderPreset("kept") is True
    assert project.SaveAsNewRenderPreset("kept") is False, "a name is taken once"
    assert {"kept", "Audio Only"} < set(project.GetRenderPresetList())
    project.LoadRenderPreset("H.264 Master")
    assert editor_project.desk().render != before.render
    assert project.LoadRenderPreset("kept") is True
    assert project.DeleteRenderPreset("kept") is True
    assert project.LoadRenderPreset("kept") is False
    assert (editor_project.desk().render, editor_project.desk().format) == (before.render, before.format)


def test_a_codec_may_stay_though_the_call_says_yes(editor_project, project):
    editor_project.app.stuck_codec = "APVYUV422_10"
    assert project.SetCurrentRenderFormatAndCodec("exr", "RGBHalf") is True
    assert project.GetCurrentRenderFormatAndCodec() == {"format": "exr", "codec": "APVYUV422_10"}


def test_a_project_that_is_left_while_it_renders_holds_up_every_other(editor_project, project, tmp_path):
    editor_project.app.render_steps = 1000
    project.StartRendering([exr_job(project, tmp_path / "out", MarkIn=86400, MarkOut=86401)])
    editor_project.app.new_project("Another")
    other = editor_project.project
    for _ in range(5):
        assert other.IsRenderingInProgress() is True
    other.StopRendering()
    assert other.IsRenderingInProgress() is True
    assert other.StartRendering(["any"]) is False


def test_readers_of_render_settings_leave_the_page_but_one(editor_project):
    project, resolve = editor_project.project, editor_project.resolve
    for read in (
        project.GetRenderFormats,
        project.GetCurrentRenderFormatAndCodec,
        project.GetRenderPresetList,
        project.GetRenderJobList,
        project.IsRenderingInProgress,
        editor_project.timeline.GetMarkInOut,
    ):
        read()
        assert resolve.GetCurrentPage() == "edit"
    project.GetCurrentRenderMode()
    assert resolve.GetCurrentPage() == "deliver"


def test_no_still_is_written_on_the_fusion_page(editor_project, tmp_path):
    editor_project.resolve.OpenPage("fusion")
    assert editor_project.project.ExportCurrentFrameAsStill(str(tmp_path / "still.png")) is False


def test_codecs_are_set_by_id_and_not_by_what_the_artist_reads(project):
    codecs = project.GetRenderCodecs("exr")
    assert "RGBHalf" in codecs.values()
    assert project.SetCurrentRenderFormatAndCodec("exr", next(iter(codecs))) is False
    assert project.SetCurrentRenderFormatAndCodec("wav", "") is False


def test_the_words_of_a_status_are_the_applications_language(editor_project, project, tmp_path):
    editor_project.app.language = "Italian"
    job = exr_job(project, tmp_path / "out", MarkIn=86400, MarkOut=86400)
    project.StartRendering([job])
    status = wait(project, job)
    assert (status["JobStatus"], status["CompletionPercentage"]) == ("Concluso", 100)


def test_a_failed_job_says_why_and_leaves_nothing(editor_project, project, tmp_path):
    editor_project.app.render_fails = "Full resolution media not found"
    job = exr_job(project, tmp_path / "out", MarkIn=86400, MarkOut=86410)
    project.StartRendering([job])
    status = wait(project, job)
    assert status["Error"] == "Full resolution media not found"
    assert status["CompletionPercentage"] < 100
    assert written(tmp_path / "out") == []


def test_a_complete_job_may_have_written_too_few_frames(editor_project, project, tmp_path):
    editor_project.app.render_short = 2
    job = exr_job(project, tmp_path / "out", MarkIn=86400, MarkOut=86409)
    project.StartRendering([job])
    assert wait(project, job)["JobStatus"] == "Complete"
    assert len(written(tmp_path / "out")) == 8


def test_a_movie_is_written_with_its_frames(project, simulated, tmp_path):
    project.LoadRenderPreset("ProRes 422 HQ")
    project.SetRenderSettings(
        {"TargetDir": str(tmp_path / "out"), "CustomName": "m", "MarkIn": 86400, "MarkOut": 86423}
    )
    job = project.AddRenderJob()
    project.StartRendering([job])
    wait(project, job)
    media = simulated("media").read_files([str(tmp_path / "out" / "m.mov")], 24, None, None)
    assert (media.frames, media.rate) == (ONE_SECOND, 24)


def test_a_job_is_listed_and_deleted_and_nothing_starts_while_one_renders(project, tmp_path):
    job = exr_job(project, tmp_path / "out", MarkIn=86400, MarkOut=86400)
    assert [each["JobId"] for each in project.GetRenderJobList()] == [job]
    assert project.StartRendering(["no such job"]) is False
    assert project.StartRendering([job]) is True
    assert project.StartRendering([job]) is False
    assert project.DeleteRenderJob(job) is False
    wait(project, job)
    assert project.DeleteRenderJob(job) is True
    assert project.GetRenderJobStatus(job) is None


def test_a_job_without_target_is_no_job(editor_project):
    assert editor_project.project.AddRenderJob() == ""


# OTIO


@pytest.fixture
def exported(editor_project, tmp_path):
    """The cut as Resolve writes it."""
    path = tmp_path / "cut.otio"
    resolve, timeline = editor_project.resolve, editor_project.timeline
    timeline.AddMarker(12, "Red", "mine", "", 1)
    assert timeline.Export(str(path), resolve.EXPORT_OTIO, resolve.EXPORT_NONE) is True
    return path


@pytest.mark.parametrize("kind", ["EXPORT_OTIO", "otio", 3, None])
def test_only_live_constants_export(editor_project, tmp_path, kind):
    path = tmp_path / "x.otio"
    assert editor_project.timeline.Export(str(path), kind, editor_project.resolve.EXPORT_NONE) is False
    assert not path.exists()


def test_the_otio_is_of_resolves_shape(exported):
    timeline = otio.adapters.read_from_file(str(exported))
    assert (timeline.global_start_time.value, timeline.global_start_time.rate) == (86400, 24)
    assert [track.name for track in timeline.video_tracks()] == ["Video 1", "Video 2", "Video 3"]
    document = json.loads(exported.read_text())
    clips = [each for track in document["tracks"]["children"] for each in track["children"]
             if each["OTIO_SCHEMA"].startswith("Clip")]  # fmt: skip
    assert {each["OTIO_SCHEMA"] for each in clips} == {"Clip.2"}
    first = clips[0]["media_references"]["DEFAULT_MEDIA"]
    assert first["target_url"].endswith("plate.[1001-1072].exr")
    assert not first["target_url"].startswith("file:")
    assert clips[0]["source_range"]["start_time"]["value"] == 1001 + 12, "by the media's own timecode"
    assert "mine" not in exported.read_text(), "markers are not written"
    stacks = [each["OTIO_SCHEMA"] for each in document["tracks"]["children"][0]["children"]]
    assert "Stack.1" in stacks, "a compound is a stack"


def test_a_retime_is_a_linear_time_warp_over_the_record_span(exported):
    clips = {each.name: each for each in otio.adapters.read_from_file(str(exported)).find_clips()}
    fast = clips["fast.mov"]
    assert isinstance(fast.effects[0], otio.schema.LinearTimeWarp)
    assert fast.source_range.duration.value == ONE_SECOND


@pytest.fixture
def document(exported):
    """The parts of the export that come in again: one track without its compound and Fusion clips."""
    whole = json.loads(exported.read_text())
    track = whole["tracks"]["children"][0]
    track["children"] = track["children"][:1]
    whole["tracks"]["children"] = [track]
    return whole


def bring_in(fake, document, path, **options):
    path.write_text(json.dumps(document))
    return fake.pool.ImportTimelineFromFile(str(path), {"timelineName": "new", **options})


def test_a_timeline_comes_in_frame_for_frame_and_to_the_front(editor_project, document, tmp_path):
    made = bring_in(editor_project, document, tmp_path / "in.otio", importSourceClips=True)
    assert made.GetName() == "new"
    assert editor_project.timeline.GetUniqueId() == made.GetUniqueId()
    [item] = made.GetItemListInTrack("video", 1)
    assert (item.GetStart(), item.GetDuration(), item.GetLeftOffset()) == (86400, 48, 12)
    assert item.GetMediaPoolItem().GetClipProperty("Online Status") == "Online"


def test_a_name_that_exists_gives_none_and_nothing_new(editor_project, document, tmp_path):
    count = editor_project.project.GetTimelineCount()
    assert bring_in(editor_project, document, tmp_path / "in.otio", timelineName="reel 1 v04") is None
    assert editor_project.project.GetTimelineCount() == count


def change_origin(document):
    clip = document["tracks"]["children"][0]["children"][0]
    clip["source_range"]["start_time"]["value"] = 12


def change_url(document):
    clip = document["tracks"]["children"][0]["children"][0]
    media = clip["media_references"]["DEFAULT_MEDIA"]
    media["target_url"] = "file://" + media["target_url"]


def change_schema(document):
    document["tracks"]["children"][0]["children"][0]["OTIO_SCHEMA"] = "Clip.1"


def change_range(document):
    document["tracks"]["children"][0]["children"][0]["media_references"]["DEFAULT_MEDIA"][
        "available_range"
    ] = None


def change_reference(document):
    clip = document["tracks"]["children"][0]["children"][0]
    clip["media_references"]["DEFAULT_MEDIA"]["OTIO_SCHEMA"] = "ImageSequenceReference.1"


def change_start(document):
    document["global_start_time"] = None


@pytest.mark.parametrize(
    "change", [change_origin, change_url, change_schema, change_range, change_reference, change_start]
)
def test_any_other_shape_is_refused_without_a_word(editor_project, document, tmp_path, change):
    change(document)
    assert bring_in(editor_project, document, tmp_path / "in.otio") is None
    assert editor_project.app.lies[-1].startswith("ImportTimelineFromFile")


def test_without_importing_its_sources_every_item_is_offline(editor_project, document, tmp_path):
    made = bring_in(editor_project, document, tmp_path / "in.otio", importSourceClips=False)
    [item] = made.GetItemListInTrack("video", 1)
    assert item.GetMediaPoolItem().GetClipProperty("Online Status") == "Offline"


def test_sources_that_moved_are_found_in_the_folder_that_is_named(editor_project, document, tmp_path):
    clip = document["tracks"]["children"][0]["children"][0]["media_references"]["DEFAULT_MEDIA"]
    name = Path(clip["target_url"]).name
    clip["target_url"] = f"/gone/{name}"
    made = bring_in(editor_project, document, tmp_path / "in.otio", importSourceClips=True,
                    sourceClipsPath=str(tmp_path / "show" / "plate"))  # fmt: skip
    [item] = made.GetItemListInTrack("video", 1)
    assert item.GetMediaPoolItem().GetClipProperty("Online Status") == "Online"
