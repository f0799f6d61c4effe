"""The running Resolve of a test: edition, version, what window stands open, the project, and what was
touched.

Made once per test by the fixtures; the objects that a script holds ask it for everything. A test may use what
it offers; a plugin never sees it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .proxy import Watch
from .records import FolderData, ProjectData, TimelineData, TrackData
from .timing import Clock, named

#: What a project is made with (the settings window of a fresh project).
DEFAULTS = {
    "timelineFrameRate": "24",
    "timelineDropFrameTimecode": "0",
    "timelinePlaybackFrameRate": "24",
    "timelineResolutionWidth": "1920",
    "timelineResolutionHeight": "1080",
    "timelinePixelAspectRatio": "square",
    "colorScienceMode": "davinciYRGB",
    "colorSpaceTimeline": "Rec.709 (Scene)",
    "colorSpaceTimelineGamma": "",
    "colorSpaceOutput": "Rec.709 Gamma 2.4",
    "colorSpaceInput": "Rec.709 (Scene)",
    "isAutoColorManage": "0",
    "rcmPresetMode": "",
    "colorAcesODT": "",
    "imageResizeMode": "scaleToFit",
    "superScale": "1",
}


@dataclass(frozen=True)
class Trouble:
    """Why a call does not do what it says, and what it answers instead."""

    answer: Any
    why: str


@dataclass(frozen=True)
class Desk:
    """What is the editor's own and must be found as it was left."""

    page: str
    project: str
    timeline: str
    playhead: int | None
    marks: tuple[int, int] | None
    folder: str
    settings: tuple[tuple[str, str], ...]
    timeline_settings: tuple[tuple[str, str], ...]
    tracks: tuple[tuple[str, str, bool, bool], ...]
    render: tuple[tuple[str, str], ...]
    format: tuple[Any, ...]
    jobs: tuple[str, ...]
    presets: tuple[str, ...]


class Application:
    """One Resolve. `version` is (major, minor, patch, build); `inside` says that the script was started from
    Workspace > Scripts, not by another process.
    """

    def __init__(
        self,
        *,
        edition: str = "studio",
        version: tuple[int, ...] = (21, 0, 2, 4),
        inside: bool = False,
        external: bool = True,
        folder: Any = None,
    ) -> None:
        assert edition in ("studio", "free")
        self.edition = edition
        self.version = version
        self.inside = inside
        #: Preferences > System > General > External scripting using: Local (True) or None.
        self.external = external
        self.folder = folder
        self.calls: Counter[str] = Counter()
        #: Those of them that the plug-in made.
        self.plugin_calls: set[str] = set()
        #: Names read that no stub has: `hasattr` says yes to each, so a probe by it tells nothing.
        self.probed: list[str] = []
        #: What reading a name that this version lacks gives: something that can be called (21.0.0 through a
        #: bridge), or None, so that the call raises TypeError (19.1.3 and 21.0.2; autosubsdavinci issue 3 in
        #: 2023).
        self.fabricates = True
        #: Whether calls on objects of a Resolve that is gone raise TypeError too, instead of answering None
        #: (assumed).
        self.dead_raises = False
        #: Text of the modal window that stands open.
        self.modal = ""
        #: The upsell window of the free edition stands open.
        self.upsell = False
        self.running = True
        self.front = True
        self.gallery_open = False
        self.page = "edit"
        self.session = 0
        self.projects: list[ProjectData] = []
        self.project: ProjectData | None = None
        self.database = True
        #: Called before each call, for a test that lets something happen in between: `hook(app,
        #: "Class.name")`; True from it says that it happened, and ends it.
        self.hook: Callable[[Application, str], object] | None = None
        #: Jobs fail, or write too few frames, when a test says so.
        self.render_fails = ""
        self.render_short = 0
        #: How many status questions a job takes to end.
        self.render_steps = 2
        self.language = "English"
        #: What turns the picture on again after a preset or a render without one: only a preset that writes
        #: one, while a job `silent`ly says that it writes it too (issue 123 of davinci-resolve-mcp, 8 July
        #: 2026); `ExportVideo` `alone` too, and a job tells the truth (another's notes on Studio, September
        #: 2026); a `preset` only, and a job tells the truth (assumed, between the two).
        self.picture_back = "silent"
        #: Resolve's own presets that this installation does not have.
        self.lost_presets: set[str] = set()
        #: A codec that stays whatever `SetCurrentRenderFormatAndCodec` answers (the same notes).
        self.stuck_codec = ""
        #: Every line `what: why` of a call that lied or was dropped, for a test to look at.
        self.lies: list[str] = []
        #: How `startFrame` counts the frames of a sequence: from the `number` in its first name, or from
        #: `zero`.
        self.sequence_origin = "number"
        #: What importing a clip that the pool has already gives: `nothing`, or the `same` item again
        #: (assumed).
        self.duplicate_import = "nothing"
        #: Show Individual Frames is on: a sequence comes in as a still a frame (README, ImportMedia).
        self.individual_frames = False
        #: How many of the next appends answer with items that are not on the timeline.
        self.phantom_appends = 0
        #: How many of the next appends answer with items that have no id, though they are on the timeline.
        self.nameless_appends = 0
        #: How many of the next appends place items whose id cannot be read, on the timeline either.
        self.idless_appends = 0
        #: How many of the next appends answer nothing, though their items are there until a save drops them.
        self.errored_appends = 0
        #: How many of the next `SetCurrentTimecode` answer True and leave the playhead where it is (public
        #: notes on Studio, September 2026: on a timeline that was just made).
        self.lazy_playheads = 0
        #: How many of the next `DeleteClips` answer False on the right page, for no reason.
        self.flaky_deletes = 0
        Watch.application = self

    # Its life

    def close(self) -> None:
        """Quit Resolve: objects stay in the script's hands and answer None (samuelgursky: every later handle
        dead).
        """
        self.running = False

    def restart(self) -> None:
        """Quit and start again: the project is open, no window stands, objects of before answer None."""
        self.running = True
        self.upsell = False
        self.modal = ""
        self.session += 1

    def gone(self) -> None:
        """The test is over: any later call fails."""
        Watch.application = None

    def dismiss(self) -> None:
        """The editor answers whatever window stands open."""
        self.modal = ""
        self.upsell = False

    @property
    def product(self) -> str:
        return "DaVinci Resolve Studio" if self.edition == "studio" else "DaVinci Resolve"

    def reachable(self) -> bool:
        """Whether `scriptapp` finds this Resolve from where the script runs.

        The free edition refuses other processes (api-coverage.md of davinci-resolve-mcp, free 21.0.3;
        videoflo issue 2, free 18.0.3) and has no Python at all from 21.1 (davinci-resolve-mcp issue 203).
        """
        if not self.running:
            return False
        if self.edition == "free":
            return self.inside and self.version < (21, 1)
        return self.inside or self.external

    def trouble(self, name: str, session: int, studio: bool) -> Trouble | None:
        """What stands in the way of a call, if anything does."""
        if self.hook is not None:
            hook, self.hook = self.hook, None
            if not hook(self, name):
                self.hook = self.hook or hook
        if not self.running or session != self.session:
            return Trouble(None, "Resolve is closed")
        if self.modal:
            return Trouble(None, f"a modal window stands open: {self.modal}")
        if studio and self.edition == "free":
            self.upsell = True
            return Trouble(False, "Studio only")
        if self.upsell and name not in _ANSWERED_BEHIND_UPSELL:
            return Trouble(False, "the upsell window stands open")
        return None

    # What stands

    def new_project(self, name: str, rate: str = "24") -> ProjectData:
        """Make a project and open it, as an editor does."""
        project = ProjectData(name, settings=dict(DEFAULTS))
        known = named(rate)
        assert known is not None, f"Resolve has no rate {rate}"
        project.settings["timelineFrameRate"] = known[0]
        project.settings["timelineDropFrameTimecode"] = "1" if known[1].drop else "0"
        self.projects.append(project)
        self.project = project
        return project

    def clock(self) -> tuple[str, Clock]:
        """The rate of the project, by which new timelines are made."""
        assert self.project is not None
        text = self.project.settings["timelineFrameRate"]
        drop = self.project.settings["timelineDropFrameTimecode"] == "1"
        known = named(f"{text} DF" if drop else text)
        assert known is not None
        return known

    def desk(self) -> Desk:
        """What a plugin has to leave alone, for a test to compare before and after."""
        project, timeline = self.project, self.timeline
        return Desk(
            page=self.page,
            project=project.name if project else "",
            timeline=timeline.id if timeline else "",
            playhead=timeline.playhead if timeline else None,
            marks=timeline.marks if timeline else None,
            folder=project.current_folder.id if project else "",
            settings=tuple(sorted(project.settings.items())) if project else (),
            timeline_settings=tuple(sorted(timeline.settings.items())) if timeline else (),
            tracks=tuple(_tracks(timeline)) if timeline else (),
            render=tuple(sorted((key, repr(value)) for key, value in project.render.items()))
            if project
            else (),
            format=(project.format, project.codec, project.mode, project.dark) if project else (),
            jobs=tuple(job.id for job in project.jobs) if project else (),
            presets=tuple(sorted(project.presets)) if project else (),
        )

    @property
    def timeline(self) -> TimelineData | None:
        return self.project.current if self.project else None

    def make_timeline(self, name: str, start: str = "01:00:00:00") -> TimelineData:
        """A timeline of one video and one audio track at the project's rate, made current."""
        assert self.project is not None
        rate_name, clock = self.clock()
        first = clock.frame(start)
        assert first is not None
        timeline = TimelineData(name, clock, rate_name, first, playhead=first)
        timeline.tracks = {
            "video": [TrackData("Video 1")],
            "audio": [TrackData("Audio 1", sub_type="stereo")],
            "subtitle": [],
        }
        timeline.size = tuple(
            int(self.project.settings[f"timelineResolution{side}"]) for side in ("Width", "Height")
        )  # type: ignore[assignment]
        self.project.timelines.append(timeline)
        self.project.current = timeline
        return timeline

    def lie(self, what: str, why: str) -> None:
        """Note that a call did not do what it answered."""
        self.lies.append(f"{what}: {why}")


#: Reads that were seen to answer while the upsell window stands (assumed: the ledger names writes that fail,
#: and `GetProductName` must be askable).
_ANSWERED_BEHIND_UPSELL = frozenset(
    {"Resolve.GetProductName", "Resolve.GetVersionString", "Resolve.GetVersion"}
)


def _tracks(timeline: TimelineData) -> list[tuple[str, str, bool, bool]]:
    return [
        (kind, track.name, track.locked, track.enabled)
        for kind, tracks in timeline.tracks.items()
        for track in tracks
    ]


def path_of(folder: FolderData) -> str:
    """A bin's path from the root: `Master/Second Unit/sq010`."""
    parts: list[str] = []
    at: FolderData | None = folder
    while at is not None:
        parts.append(at.name)
        at = at.parent
    return "/".join(reversed(parts))


def whole(value: Fraction) -> int:
    """Towards minus infinity: Resolve floors where it converts between rates."""
    return value.numerator // value.denominator
