"""Resolve, ProjectManager and Project: what a script reaches first.

Sources: README; davinci-resolve-mcp, docs/reference/api-limitations.md (render calls and the Deliver page,
CreateProject, SaveProject of an untitled project, GetRenderCodecs, the playback rate).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import rendering
from .constants import enums
from .gallery_objects import Gallery
from .picture import write_still
from .pool_objects import MediaPool, MediaStorage
from .proxy import Remote, strict
from .records import ProjectData
from .timeline_objects import Timeline
from .timing import named

_PAGES = ("media", "cut", "edit", "fusion", "color", "fairlight", "deliver")
_STUDIO = frozenset({"GenerateSpeech", "ResetIntellisearchAnalysis"})


@strict("Project", studio=_STUDIO)
class Project(Remote):
    _data: ProjectData

    def _gone(self) -> bool:
        return self._app.project is not self._data

    def GetName(self) -> str:
        return self._data.name

    def SetName(self, projectName: str) -> bool:
        self._data.name = projectName
        return True

    def GetUniqueId(self) -> str:
        return self._data.id

    def GetMediaPool(self) -> MediaPool:
        return MediaPool(self._app, self._data)

    def GetGallery(self) -> Gallery:
        return Gallery(self._app, self._data)

    # Timelines

    def GetTimelineCount(self) -> int:
        return len(self._data.timelines)

    def GetTimelineByIndex(self, idx: int) -> Any:
        if not 1 <= idx <= len(self._data.timelines):
            return None
        return Timeline(self._app, self._data.timelines[idx - 1])

    def GetCurrentTimeline(self) -> Any:
        return Timeline(self._app, self._data.current) if self._data.current is not None else None

    def SetCurrentTimeline(self, timeline: Any) -> bool:
        found = next(
            (each for each in self._data.timelines if each is getattr(timeline, "_data", None)), None
        )
        if found is None:
            return False
        self._data.current = found
        return True

    # Settings

    def GetSetting(self, settingName: str = "") -> Any:
        table: dict[str, Any] = dict(self._data.settings)
        if self._app.version >= (19,):
            # 24.0 on 19.1.3.7 (davinci-resolve-mcp, mode matrix of 1 August 2026, project.read_frame_rate).
            table["timelineFrameRate"] = float(table["timelineFrameRate"])
        return table if not settingName else table.get(settingName, "")

    def SetSetting(self, settingName: str, settingValue: str) -> bool:
        if not isinstance(settingValue, str) or settingName not in self._data.settings:
            return False
        if settingName == "timelinePlaybackFrameRate":
            return False
        if settingName in ("timelineFrameRate", "timelineDropFrameTimecode"):
            known = named(settingValue)
            if self._data.timelines or (settingName == "timelineFrameRate" and known is None):
                return False
            if known is not None and settingName == "timelineFrameRate":
                self._data.settings["timelineFrameRate"] = known[0]
                self._data.settings["timelineDropFrameTimecode"] = "1" if known[1].drop else "0"
                return True
        self._data.settings[settingName] = settingValue
        return True

    def GetPresetList(self) -> list[Any]:
        return []

    # Stills

    def ExportCurrentFrameAsStill(self, filePath: str) -> bool:
        timeline = self._data.current
        if timeline is None or self._app.page not in ("cut", "edit", "color", "deliver", "fairlight"):
            return False
        return write_still(timeline, timeline.playhead, Path(filePath))

    # Rendering. Every writer turns to the Deliver page, and one reader as well; nothing turns back.

    def GetRenderFormats(self) -> dict[str, str]:
        return dict(rendering.FORMATS)

    def GetRenderCodecs(self, renderFormat: str) -> dict[str, str]:
        return dict(rendering.CODECS.get(renderFormat, {}))

    def GetRenderResolutions(self, format: str | None = None, codec: str | None = None) -> list[Any]:
        return [{"Width": 1920, "Height": 1080}, {"Width": 3840, "Height": 2160}]

    def GetCurrentRenderFormatAndCodec(self) -> dict[str, str]:
        return {"format": self._data.format, "codec": self._data.codec}

    def SetCurrentRenderFormatAndCodec(self, format: str, codec: str) -> bool:
        self._app.page = "deliver"
        if codec not in rendering.CODECS.get(format, {}).values():
            return False
        self._data.format, self._data.codec = format, self._app.stuck_codec or codec
        return True

    def GetCurrentRenderMode(self) -> int:
        self._app.page = "deliver"
        return self._data.mode

    def SetCurrentRenderMode(self, renderMode: int) -> bool:
        self._app.page = "deliver"
        if renderMode not in (0, 1):
            return False
        self._data.mode = renderMode
        return True

    def GetRenderPresetList(self) -> list[str]:
        return list(rendering.presets(self._app, self._data))

    def LoadRenderPreset(self, presetName: str) -> bool:
        self._app.page = "deliver"  # assumed, as the other writers
        return rendering.load_preset(self._app, self._data, presetName)

    def SaveAsNewRenderPreset(self, presetName: str) -> bool:
        return rendering.save_preset(self._app, self._data, presetName)

    def DeleteRenderPreset(self, presetName: str) -> bool:
        return self._data.presets.pop(presetName, None) is not None

    def SetRenderSettings(self, settings: Any) -> bool:
        self._app.page = "deliver"
        return rendering.apply_settings(self._app, self._data, settings)

    def AddRenderJob(self) -> str:
        self._app.page = "deliver"
        job = rendering.add_job(self._app, self._data)
        return job.id if job is not None else ""

    def DeleteRenderJob(self, jobId: str) -> bool:
        before = len(self._data.jobs)
        self._data.jobs = [job for job in self._data.jobs if job.id != jobId or job.status == "rendering"]
        return len(self._data.jobs) < before

    def DeleteAllRenderJobs(self) -> bool:
        self._data.jobs = []
        return True

    def GetRenderJobList(self) -> list[dict[str, Any]]:
        return [rendering.described(job) for job in self._data.jobs]

    def StartRendering(self, jobIds: list[str], isInteractiveMode: bool = False) -> bool:
        self._app.page = "deliver"
        assert isinstance(jobIds, list), "StartRendering: use the list form, its others are deprecated"
        if isInteractiveMode and self._app.render_fails:
            self._app.modal = self._app.render_fails
        return rendering.start(self._app, self._data, jobIds)

    def StopRendering(self) -> None:
        rendering.cancel(self._data)

    def IsRenderingInProgress(self) -> bool:
        rendering.advance(self._app, self._data)
        return rendering.rendering(self._data) or rendering.stuck(self._app, self._data)

    def GetRenderJobStatus(self, jobId: str) -> Any:
        job = next((each for each in self._data.jobs if each.id == jobId), None)
        if job is None:
            return None
        rendering.advance(self._app, self._data)
        return rendering.status(self._app, job)

    def RefreshLUTList(self) -> bool:
        return True


@strict("ProjectManager")
class ProjectManager(Remote):
    def GetCurrentProject(self) -> Any:
        return Project(self._app, self._app.project) if self._app.project is not None else None

    def GetCurrentDatabase(self) -> Any:
        """None is a Resolve that came up without its database, and looks healthy otherwise (measured)."""
        return {"DbType": "Disk", "DbName": "Local Database"} if self._app.database else None

    def GetProjectListInCurrentFolder(self) -> list[str]:
        return [project.name for project in self._app.projects]

    def GetFolderListInCurrentFolder(self) -> list[str]:
        return []

    def SaveProject(self) -> bool:
        project = self._app.project
        if project is None or project.name == "Untitled Project":
            return False
        project.saved += 1
        for timeline in project.timelines:
            for tracks in timeline.tracks.values():
                for track in tracks:
                    track.items = [item for item in track.items if not item.unsaved]
        return True

    def LoadProject(self, projectName: str) -> Any:
        found = next((each for each in self._app.projects if each.name == projectName), None)
        if found is None:
            return None
        self._app.project = found
        return Project(self._app, found)

    def CreateProject(self, projectName: str, mediaLocationPath: str | None = None) -> Any:
        """An untitled project in front asks to be saved first: None, behind a window."""
        current = self._app.project
        if current is not None and current.name == "Untitled Project":
            self._app.modal = "Save Current Project"
            return None
        if any(each.name == projectName for each in self._app.projects):
            return None
        return Project(self._app, self._app.new_project(projectName))

    def CloseProject(self, project: Any) -> bool:
        if self._app.project is not getattr(project, "_data", None):
            return False
        self._app.project = None
        return True


@strict("Resolve")
class Resolve(Remote):
    def __init__(self, app: Any) -> None:
        super().__init__(app)
        for name, value in enums(app).items():
            object.__setattr__(self, name, value)

    def Fusion(self) -> Any:
        return None

    def GetProjectManager(self) -> ProjectManager:
        return ProjectManager(self._app)

    def GetMediaStorage(self) -> MediaStorage:
        return MediaStorage(self._app)

    def OpenPage(self, pageName: str) -> bool:
        if pageName not in _PAGES:
            return False
        self._app.page = pageName
        return True

    def GetCurrentPage(self) -> str:
        return str(self._app.page)

    def GetProductName(self) -> str:
        return str(self._app.product)

    def GetVersion(self) -> list[Any]:
        return [*(*self._app.version, 0, 0, 0)[:4], ""]

    def GetVersionString(self) -> str:
        major, minor, patch, build = (*self._app.version, 0, 0, 0)[:4]
        return f"{major}.{minor}.{patch}.{build}"

    def Quit(self) -> None:
        self._app.close()
