"""Gallery, its albums and stills. `ExportStills` answers False unless the Gallery panel stands open
(measured).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .picture import write_still
from .proxy import Remote, strict
from .records import AlbumData


@strict("GalleryStill")
class GalleryStill(Remote):
    """It has no calls of its own."""


@strict("GalleryStillAlbum")
class GalleryStillAlbum(Remote):
    _data: AlbumData

    def GetStills(self) -> list[GalleryStill]:
        return [GalleryStill(self._app, still) for still in self._data.stills]

    def GetLabel(self, galleryStill: Any) -> str:
        return ""

    def ExportStills(self, galleryStills: list[Any], folderPath: str, filePrefix: str, format: str) -> bool:
        if self._app.page != "color" or not self._app.gallery_open or not Path(folderPath).is_dir():
            return False
        for number, still in enumerate(galleryStills, 1):
            name, frame = still._data
            timeline = next(each for each in self._app.project.timelines if each.name == name)
            write_still(timeline, frame, Path(folderPath) / f"{filePrefix}_{number}.{format}")
        return True

    def DeleteStills(self, galleryStills: list[Any]) -> bool:
        doomed = [still._data for still in galleryStills]
        self._data.stills = [still for still in self._data.stills if still not in doomed]
        return True


@strict("Gallery")
class Gallery(Remote):
    def GetCurrentStillAlbum(self) -> GalleryStillAlbum:
        return GalleryStillAlbum(self._app, self._data.albums[0])

    def GetGalleryStillAlbums(self) -> list[GalleryStillAlbum]:
        return [GalleryStillAlbum(self._app, album) for album in self._data.albums]

    def GetAlbumName(self, galleryStillAlbum: Any) -> str:
        return str(galleryStillAlbum._data.name)
