"""What each version of Resolve lacks, by the version of the stubs that names a call first.

Source: the method lists of fusionscript-stubs 18.5.0, 18.6.0, 18.6.6, 19.0 (README of 3 October 2024), 19.1
(28 October 2024), 20.0 (7 May 2025), 20.1 (6 June 2025), 20.2 (18 August 2025), 20.2.2 (7 October 2025) and
21.0.0 (8 May 2026), compared with each other; each follows the README that Resolve of that version ships.
Whatever is not here is in 18.5.
"""

from __future__ import annotations

Version = tuple[int, ...]

_FIRST: dict[Version, str] = {
    (18, 6, 0): """
        GalleryStillAlbum.ImportStills Resolve.ExportBurnInPreset Resolve.ExportRenderPreset
        Resolve.ImportBurnInPreset Resolve.ImportRenderPreset""",
    (18, 6, 6): """
        Folder.ClearTranscription Folder.TranscribeAudio MediaPool.CreateStereoClip
        ProjectManager.CreateCloudProject ProjectManager.ImportCloudProject ProjectManager.RestoreCloudProject
        Timeline.ConvertTimelineToStereo""",
    (19, 0): """
        ColorGroup.GetClipsInTimeline ColorGroup.GetName ColorGroup.GetPostClipNodeGraph
        ColorGroup.GetPreClipNodeGraph ColorGroup.SetName Graph.GetLUT Graph.GetNodeLabel Graph.GetNumNodes
        Graph.GetToolsInNode Graph.SetLUT Graph.SetNodeEnabled MediaPool.GetSelectedClips
        MediaPool.SetSelectedClip MediaPoolItem.GetAudioMapping MediaPoolItem.GetThirdPartyMetadata
        MediaPoolItem.SetThirdPartyMetadata Project.AddColorGroup Project.DeleteColorGroup
        Project.GetColorGroupsList Resolve.EXPORT_LUT_17PTCUBE Resolve.EXPORT_LUT_33PTCUBE
        Resolve.EXPORT_LUT_65PTCUBE Resolve.EXPORT_LUT_PANASONICVLUT Resolve.GetKeyframeMode
        Resolve.SetKeyframeMode Timeline.AnalyzeDolbyVision Timeline.GetNodeGraph Timeline.GetTrackSubType
        TimelineItem.AssignToColorGroup TimelineItem.ExportLUT TimelineItem.GetColorGroup
        TimelineItem.GetLinkedItems TimelineItem.GetNodeGraph TimelineItem.GetSourceAudioChannelMapping
        TimelineItem.GetSourceEndFrame TimelineItem.GetSourceEndTime TimelineItem.GetSourceStartFrame
        TimelineItem.GetSourceStartTime TimelineItem.GetTrackTypeAndIndex
        TimelineItem.RemoveFromColorGroup""",
    (19, 1): """
        Gallery.CreateGalleryPowerGradeAlbum Gallery.CreateGalleryStillAlbum
        Gallery.GetGalleryPowerGradeAlbums
        Graph.ApplyArriCdlLut Graph.ApplyGradeFromDRX Graph.GetNodeCacheMode Graph.ResetAllGrades
        Graph.SetNodeCacheMode MediaPool.AutoSyncAudio MediaPoolItem.ClearMarkInOut MediaPoolItem.GetMarkInOut
        MediaPoolItem.SetMarkInOut Project.DeleteRenderPreset Project.GetQuickExportRenderPresets
        Project.RenderWithQuickExport ProjectManager.LoadCloudProject Timeline.ClearMarkInOut
        Timeline.GetMarkInOut Timeline.GetMediaPoolItem Timeline.SetMarkInOut
        TimelineItem.GetIsColorOutputCacheEnabled TimelineItem.GetIsFusionOutputCacheEnabled
        TimelineItem.SetColorOutputCache TimelineItem.SetFusionOutputCache""",
    (20, 0): """
        MediaPoolItem.LinkFullResolutionMedia MediaPoolItem.MonitorGrowingFile
        MediaPoolItem.ReplaceClipPreserveSubClip""",
    (20, 1): """
        Timeline.GetVoiceIsolationState Timeline.SetVoiceIsolationState TimelineItem.GetVoiceIsolationState
        TimelineItem.SetVoiceIsolationState""",
    (20, 2): "MediaPoolItem.SetName TimelineItem.ResetAllNodeColors TimelineItem.SetName",
    (20, 2, 2): "Project.ApplyFairlightPresetToCurrentTimeline Resolve.GetFairlightPresets",
    (21, 0): """
        Folder.AnalyzeForIntellisearch Folder.AnalyzeForSlate Folder.ClearAudioClassification
        Folder.PerformAudioClassification Folder.RemoveMotionBlur MediaPoolItem.AnalyzeForIntellisearch
        MediaPoolItem.AnalyzeForSlate MediaPoolItem.ClearAudioClassification
        MediaPoolItem.PerformAudioClassification MediaPoolItem.RemoveMotionBlur Project.GenerateSpeech
        Project.ResetIntellisearchAnalysis Resolve.DisableBackgroundTasksForCurrentResolveSession""",
}

#: `Class.name` to the first version that has it.
FIRST: dict[str, Version] = {name: since for since, names in _FIRST.items() for name in names.split()}

#: Arguments that came later: `Class.name` to how many arguments a version takes at most, the oldest first.
MOST_ARGUMENTS: dict[str, tuple[tuple[Version, int], ...]] = {
    **{
        f"TimelineItem.{name}": (((18, 5), 0), ((19, 0), 1))
        for name in ("GetDuration", "GetStart", "GetEnd", "GetLeftOffset", "GetRightOffset")
    },
    "ProjectManager.CreateProject": (((18, 5), 1), ((20, 2, 2), 2)),
}

#: In the README and not in any Resolve: `dir(resolve)` of Studio 21.0.2.4 has no MARKER_ name (samuelgursky,
#: davinci-resolve-mcp, docs/reference/api-limitations.md, "AnalyzeForSlate markerColor").
NEVER = ("MARKER_",)


def available(name: str, version: Version) -> bool:
    """Whether `Class.name` is there in a version of Resolve."""
    if name.partition(".")[2].startswith(NEVER):
        return False
    return version >= FIRST.get(name, (0,))


def most_arguments(name: str, version: Version) -> int | None:
    """How many arguments a call takes at most in a version; None where that never changed."""
    found = None
    for since, count in MOST_ARGUMENTS.get(name, ()):
        if version >= since:
            found = count
    return found
