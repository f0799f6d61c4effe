"""An editor's project: three video tracks over files that are really there, with everything that cuts hold.

Layout, in seconds from the timeline's start at 01:00:00:00 (each second has the rate's nominal count of
frames):

    V3  | 1-2 titles on alpha (EXR, handles)            | locked: no
    V2  | 0-1 movie    | 3-4 retimed 200 % | 4-5 reverse | locked: yes
    V1  | 0-2 plate (EXR, 12 frames of handle each end) | gap 2-3 | 3-4 movie of another rate | 4-5 offline |
          5-6 compound | 6-7 Fusion clip | 7-8 still | 8-9 movie of variable rate |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio

from .application import Application, whole
from .media import read_files
from .placing import item_kind
from .records import FolderData, ItemData, MediaData, ProjectData, TimelineData, TrackData
from .timing import NAMES

#: The size of every file, small enough to write hundreds in a second.
WIDTH, HEIGHT = 64, 36
HANDLE = 12
#: Files that were made once, by what is in them: the same show is written for many tests.
_MADE: dict[tuple[object, ...], bytes] = {}


@dataclass(frozen=True)
class Edit:
    """What a test needs to know of the project; `second` is the frames of one second of timecode."""

    project: ProjectData
    timeline: TimelineData
    folder: Path
    second: int

    def item(self, name: str) -> ItemData:
        """An item by the name the layout gives it: `plate`, `movie`, `offline`, `still`."""
        return next(item for _, item in self.timeline.items() if item.properties.get("_layout") == name)

    def dissolve(self, track: int, start: int, duration: int, behind: bool = True) -> ItemData:
        """A transition on a track, as an item that lies over its clips; `behind` those that begin with it.

        Measured on Studio 21.0.4.5 (api_truth.py, "Transition create / copy / clone", 12 August 2026); in
        which order the track lists one that begins with its clip is not known.
        """
        items = self.timeline.tracks["video"][track - 1].items
        made = ItemData(None, "Cross Dissolve", start, duration, kind="transition")
        items.append(made)
        items.sort(key=lambda item: (item.start, (item.kind == "transition") == behind))
        return made

    def at(self, seconds: float, frames: int = 0) -> int:
        """The timeline's frame so many seconds after its start."""
        return self.timeline.start + round(seconds * self.second) + frames


def open_edit(app: Application, rate: str, folder: Path) -> Edit:
    """Write the files, make the project at a rate and lay the cut; leaves the Edit page, one second in."""
    project = app.new_project(f"Cut at {rate}", rate)
    project.settings["timelineResolutionWidth"] = str(WIDTH)
    project.settings["timelineResolutionHeight"] = str(HEIGHT)
    footage = FolderData("Footage", project.root)
    cuts = FolderData("Cuts", project.root)
    project.root.folders = [footage, cuts]
    timeline = app.make_timeline("reel 1 v04")
    second = timeline.clock.nominal
    timeline.tracks["video"] = [TrackData(f"Video {number}") for number in (1, 2, 3)]
    lay = _layer(app, timeline, footage)
    _lay_first(app, lay, folder, timeline, second, cuts)
    _lay_above(lay, folder, timeline, second)
    timeline.tracks["video"][1].locked = True
    from .timeline_objects import enter_pool

    project.current_folder = cuts
    enter_pool(app, timeline)
    project.current_folder = footage
    timeline.playhead = timeline.start + second
    timeline.tracks["audio"][0].name = "Dialogue"
    app.page = "edit"
    return Edit(project, timeline, folder, second)


Lay = Callable[..., ItemData]


def _layer(app: Application, timeline: TimelineData, bin_: FolderData) -> Lay:
    """A function that puts a clip on a track at a second, for some seconds, from a source frame on."""

    def lay(
        name: str,
        media: MediaData,
        track: int,
        first: float,
        seconds: float,
        source: int = 0,
        speed: Fraction = Fraction(1),
    ) -> ItemData:
        start = timeline.start + round(first * timeline.clock.nominal)
        item = ItemData(media, media.name, start, round(seconds * timeline.clock.nominal), source, speed)
        item.kind = item_kind(media)
        item.properties["_layout"] = name
        timeline.tracks["video"][track - 1].put(item)
        if all(each is not media for each in bin_.clips) and media.kind != "Compound":
            bin_.clips.append(media)
        return item

    return lay


def _lay_first(
    app: Application, lay: Lay, folder: Path, timeline: TimelineData, second: int, cuts: FolderData
) -> None:
    rate = timeline.clock.rate
    plate = sequence(folder / "plate", "plate", 1001, 2 * second + 2 * HANDLE, rate)
    lay("plate", plate, 1, 0, 2, HANDLE)
    other = NAMES["24"] if rate != 24 else NAMES["25"]
    mixed = movie(folder / "mixed.mov", other, 2 * int(other) + 2)
    lay("mixed", mixed, 1, 3, 1, 6)
    lost = MediaData("lost.[1001-1100].exr", path=str(folder / "lost" / "lost.[1001-1100].exr"), first=1001,
                     frames=100, rate=rate, start=1001, size=(WIDTH, HEIGHT),
                     files=(str(folder / "lost" / "lost.1001.exr"),))  # fmt: skip
    lay("offline", lost, 1, 4, 1, 20)
    inner = TimelineData("Compound Clip 1", timeline.clock, timeline.rate_name, 0, size=timeline.size)
    inner.tracks = {"video": [TrackData("Video 1")], "audio": [], "subtitle": []}
    inner.tracks["video"][0].put(ItemData(plate, plate.name, 0, second, HANDLE))
    compound = MediaData("Compound Clip 1", kind="Compound", rate=rate, frames=second, size=timeline.size,
                         timeline=inner)  # fmt: skip
    cuts.clips.append(compound)
    lay("compound", compound, 1, 5, 1)
    fusion = MediaData(
        "Fusion Clip 1", kind="Fusion", rate=rate, frames=second, size=timeline.size, timeline=inner
    )
    lay("fusion", fusion, 1, 6, 1).fusion = ["Composition 1"]
    write_exr(folder / "stills" / "slate.exr", 0.5)
    still = read_files([str(folder / "stills" / "slate.exr")], rate, None, None)
    assert still is not None
    lay("still", still, 1, 7, 1)
    vfr = movie(folder / "phone.mp4", rate, 2 * second, variable=True)
    lay("variable", vfr, 1, 8, 1, 4)


def _lay_above(lay: Lay, folder: Path, timeline: TimelineData, second: int) -> None:
    rate = timeline.clock.rate
    clip = movie(folder / "camera.mov", rate, 3 * second)
    clip.start = timeline.clock.frame("02:10:00:00") or 0
    lay("movie", clip, 2, 0, 1, HANDLE)
    fast = movie(folder / "fast.mov", rate, 3 * second)
    lay("retimed", fast, 2, 3, 1, HANDLE, Fraction(2))
    lay("reversed", fast, 2, 4, 1, whole(Fraction(2 * second)), Fraction(-1))
    titles = sequence(folder / "titles", "titles", 1, second + 2 * HANDLE, rate, alpha=True)
    lay("titles", titles, 3, 1, 1, HANDLE)


def sequence(
    folder: Path, name: str, first: int, count: int, rate: Fraction, alpha: bool = False
) -> MediaData:
    """Write numbered EXR frames, each brighter than the one before, and read them as the pool does."""
    for number in range(first, first + count):
        write_exr(folder / f"{name}.{number:04d}.exr", (number - first + 1) / 1024, alpha)
    media = read_files([str(folder / f"{name}.%04d.exr")], rate, first, first + count - 1)
    assert media is not None
    return media


def write_exr(path: Path, value: float, alpha: bool = False) -> None:
    """A small half-float EXR of one value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = (value, alpha, path.suffix)
    if key in _MADE:
        path.write_bytes(_MADE[key])
        return
    channels = 4 if alpha else 3
    spec = oiio.ImageSpec(WIDTH, HEIGHT, channels, oiio.HALF)
    file = oiio.ImageOutput.create(str(path))
    file.open(str(path), spec)
    file.write_image(np.full((HEIGHT, WIDTH, channels), value, np.float32))
    file.close()
    _MADE[key] = path.read_bytes()


def movie(path: Path, rate: Fraction, count: int, variable: bool = False) -> MediaData:
    """Write a movie whose frames grow brighter, and read it as the pool does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = (rate, count, variable, path.suffix)
    if key not in _MADE:
        _encode(path, rate, count, variable)
        _MADE[key] = path.read_bytes()
    path.write_bytes(_MADE[key])
    media = read_files([str(path)], rate, None, None)
    assert media is not None
    return media


def _encode(path: Path, rate: Fraction, count: int, variable: bool) -> None:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=rate)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
        stream.codec_context.time_base = 1 / (rate * 4)
        at = 0
        for number in range(count):
            level = 16 + number % 200
            frame = av.VideoFrame.from_ndarray(np.full((HEIGHT, WIDTH, 3), level, np.uint8), format="rgb24")
            frame.pts, frame.time_base = at, 1 / (rate * 4)
            at += 4 + (3 if variable and number % 3 == 0 else 0)
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
