"""MediaPool and MediaStorage: bins, imports into the current one, timelines, appending.

Sources: README; davinci-resolve-mcp, docs/reference/api-limitations.md (ImportMedia's destination,
CreateTimelineFromClips and the current bin, ImportTimelineFromFile).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .application import Application
from .interchange import import_timeline
from .item_objects import TimelineItem
from .media import read_files, sequences_in
from .media_objects import Folder, MediaPoolItem
from .placing import append
from .proxy import Remote, strict
from .records import FolderData, MediaData, ProjectData, TimelineData, new_id
from .timeline_objects import Timeline, enter_pool, item_objects, name_taken

_STUDIO = frozenset({"AutoSyncAudio", "CreateStereoClip"})


@strict("MediaPool", studio=_STUDIO)
class MediaPool(Remote):
    _data: ProjectData

    def _gone(self) -> bool:
        return self._app.project is not self._data

    def GetUniqueId(self) -> str:
        return f"pool-{self._data.id}"

    # Bins

    def GetRootFolder(self) -> Folder:
        return Folder(self._app, self._data.root)

    def GetCurrentFolder(self) -> Folder:
        return Folder(self._app, self._data.current_folder)

    def SetCurrentFolder(self, folder: Any) -> bool:
        known = self._folder(folder)
        if known is None:
            return False
        self._data.current_folder = known
        return True

    def AddSubFolder(self, folder: Any, name: str) -> Any:
        """The new bin becomes the current one (OpenPype asks for it right after: assumed)."""
        parent = self._folder(folder)
        if parent is None or not name or any(each.name == name for each in parent.folders):
            return None
        made = FolderData(name, parent)
        parent.folders.append(made)
        self._data.current_folder = made
        return Folder(self._app, made)

    def DeleteFolders(self, subfolders: list[Any]) -> bool:
        doomed = [self._folder(each) for each in subfolders]
        if not doomed or any(each is None or each.parent is None for each in doomed):
            return False
        for each in doomed:
            assert each is not None and each.parent is not None
            for clip in each.all_clips():
                clip.deleted = True
            each.parent.folders.remove(each)
            if self._data.current_folder in list(each.walk()):
                self._data.current_folder = each.parent
        return True

    def RefreshFolders(self) -> bool:
        return False  # README: in collaboration mode only

    def MoveClips(self, clips: list[Any], targetFolder: Any) -> bool:
        target = self._folder(targetFolder)
        moved = [each._data for each in clips if isinstance(each, MediaPoolItem)]
        if target is None or not moved:
            return False
        for media in moved:
            home = self._home(media)
            if home is not None:
                home.clips.remove(media)
                target.clips.append(media)
        return True

    def DeleteClips(self, clips: list[Any]) -> bool:
        """What lies on timelines goes offline with it (assumed)."""
        doomed = [each._data for each in clips if isinstance(each, MediaPoolItem)]
        for media in doomed:
            home = self._home(media)
            if home is not None:
                home.clips.remove(media)
            media.deleted = True
        return bool(doomed)

    def RelinkClips(self, mediaPoolItem: list[Any], folderPath: str) -> bool:
        folder, found = Path(folderPath), False
        for each in mediaPoolItem:
            media: MediaData = each._data
            files = tuple(str(folder / Path(path).name) for path in media.files)
            if files and Path(files[0]).is_file():
                media.files, media.offline, found = files, False, True
                media.path = str(folder / Path(media.path).name)
        return found

    def UnlinkClips(self, mediaPoolItem: list[Any]) -> bool:
        for each in mediaPoolItem:
            each._data.offline = True
        return bool(mediaPoolItem)

    def GetSelectedClips(self) -> list[Any]:
        return [MediaPoolItem(self._app, media) for media in self._data.selected_clips]

    def SetSelectedClip(self, mediaPoolItem: Any) -> bool:
        self._data.selected_clips = [mediaPoolItem._data]
        return True

    # Media

    def ImportMedia(self, items: list[Any]) -> list[Any]:
        """Into the current bin, whichever that is; what cannot be read is left out without a word."""
        made = import_media(self._app, self._data, items)
        return [MediaPoolItem(self._app, media) for media in made]

    # Timelines

    def CreateEmptyTimeline(self, name: str) -> Any:
        if not name or name_taken(self._app, name):
            return None
        timeline = self._app.make_timeline(name)
        enter_pool(self._app, timeline)
        return Timeline(self._app, timeline)

    def AppendToTimeline(self, clipInfos: list[Any]) -> Any:
        timeline = self._app.timeline
        placed = append(self._app, clipInfos)
        if placed is None or timeline is None:
            return None
        return item_objects(self._app, timeline, placed)

    def CreateTimelineFromClips(self, name: str, clipInfos: list[Any]) -> Any:
        """None unless the current bin holds the clips; no track can be named."""
        medias = [(each.get("mediaPoolItem") if isinstance(each, dict) else each) for each in clipInfos]
        if name_taken(self._app, name) or not medias:
            return None
        for each in medias:
            if self._home(each._data) is not self._data.current_folder:
                return None
        for each in clipInfos:
            assert not isinstance(each, dict) or "trackIndex" not in each, (
                "CreateTimelineFromClips has no tracks"
            )
        timeline = self._app.make_timeline(name)
        enter_pool(self._app, timeline)
        append(self._app, clipInfos)
        return Timeline(self._app, timeline)

    def ImportTimelineFromFile(self, filePath: str, importOptions: Any = None) -> Any:
        timeline = import_timeline(self._app, self._data, filePath, importOptions or {})
        return Timeline(self._app, timeline) if timeline is not None else None

    def DeleteTimelines(self, timeline: list[Any]) -> bool:
        doomed: list[TimelineData] = [each._data for each in timeline if isinstance(each, Timeline)]
        for each in doomed:
            each.deleted = True
            self._data.timelines = [known for known in self._data.timelines if known is not each]
            if each.media is not None:
                home = self._home(each.media)
                if home is not None:
                    home.clips.remove(each.media)
                each.media.deleted = True
            if self._data.current is each:
                self._data.current = self._data.timelines[0] if self._data.timelines else None
        return bool(doomed)

    def _folder(self, remote: Any) -> FolderData | None:
        data = getattr(remote, "_data", None)
        return next((each for each in self._data.root.walk() if each is data), None)

    def _home(self, media: MediaData) -> FolderData | None:
        for folder in self._data.root.walk():
            if any(each is media for each in folder.clips):
                return folder
        return None


@strict("MediaStorage")
class MediaStorage(Remote):
    def GetMountedVolumeList(self) -> list[str]:
        return [str(self._app.folder)] if self._app.folder else ["/"]

    def GetSubFolderList(self, folderPath: str) -> list[str]:
        return sorted(str(each) for each in Path(folderPath).iterdir() if each.is_dir())

    def GetFileList(self, folderPath: str) -> list[str]:
        return sorted(str(each) for each in Path(folderPath).iterdir() if each.is_file())

    def RevealInStorage(self, path: str) -> bool:
        self._app.page = "media"
        return Path(path).exists()

    def AddItemListToMediaPool(self, items: list[Any]) -> list[Any]:
        made = import_media(self._app, self._app.project, items)
        return [MediaPoolItem(self._app, media) for media in made]


def import_media(app: Application, project: ProjectData, items: list[Any]) -> list[MediaData]:
    """What `ImportMedia` was given, as clips of the current bin; known ones by `app.duplicate_import`."""
    rate = app.clock()[1].rate
    wanted: list[tuple[list[str], int | None, int | None]] = []
    if items and all(isinstance(each, str) for each in items) and len(items) > 1 and _one_sequence(items):
        wanted.append((items, None, None))
    else:
        for each in items:
            if isinstance(each, dict):
                unknown = set(each) - {"FilePath", "StartIndex", "EndIndex"}
                assert not unknown, f"ImportMedia: clipInfo has no key {', '.join(sorted(unknown))}"
                wanted.append(([each["FilePath"]], each.get("StartIndex"), each.get("EndIndex")))
            elif Path(each).is_dir():
                wanted += [(files, None, None) for files in sequences_in(Path(each))]
            else:
                wanted.append(([each], None, None))
    if app.individual_frames:
        wanted = [
            ([path], None, None)
            for paths, first, last in wanted
            for path in (
                _numbered(paths[0], first, last) if first is not None and last is not None else paths
            )
        ]
    made: list[MediaData] = []
    for paths, first, last in wanted:
        media = read_files(paths, rate, first, last)
        if media is None:
            continue
        known = next((each for each in project.root.all_clips() if each.path == media.path), None)
        if known is not None:
            app.lie("ImportMedia", f"{known.name} is in the pool already")
            if app.duplicate_import == "same":
                made.append(known)
            continue
        media.id = new_id()
        project.current_folder.clips.append(media)
        made.append(media)
    return made


def _numbered(pattern: str, first: int, last: int) -> list[str]:
    return [pattern % number for number in range(first, last + 1)]


def _one_sequence(paths: list[str]) -> bool:
    stems = {"".join("#" if each.isdigit() else each for each in Path(path).name) for path in paths}
    return len(stems) == 1


__all__ = ["MediaPool", "MediaStorage", "TimelineItem", "import_media"]
