"""Resolve's render queue: one job of ours, added without a trace in the Deliver page's settings.

Beside the bridge the only file that sees Resolve's objects. Resolve cannot read its render settings: they are
saved as a preset, one of Resolve's own that writes pictures is loaded and ours are set over it, the job takes
them, and the preset brings the editor's back. Render calls turn to the Deliver page: the caller turns back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secondunit.wire import FrameRange
from secondunit.wire.errors import HostError

from .faults import FAULTS, guarded

if TYPE_CHECKING:
    from .bridge import Bridge
    from .seen import TimelineSeen

#: The preset that holds the editor's settings for a moment.
KEPT = "Second Unit (before a plate)"
#: Resolve's own presets that write pictures, from which a plate begins: a preset such as Audio Only shows
#: through whatever is set over it.
PICTURES = ("H.264 Master", "H.265 Master", "ProRes 422 HQ", "ProRes Master")
#: So many of them are made beside each other, where Resolve cannot delete them (before 19.1).
MOST_KEPT = 50


@dataclass(frozen=True)
class DeliverProgress:
    """How a job stands: `percent` done; `ended`, and why it `failed` (empty where it did not)."""

    percent: int
    ended: bool
    failed: str = ""


@guarded
class RenderQueue:
    """The render queue of the open project."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    @property
    def busy(self) -> bool:
        """Whether Resolve renders something, ours or the editor's."""
        return bool(self._bridge.project().IsRenderingInProgress())

    @property
    def base(self) -> str:
        """The preset of Resolve's own that plates begin from; empty where none is there."""
        listed = self._bridge.project().GetRenderPresetList() or ()
        # "A list of render presets and their information", by the README: names, as it is known.
        there = {
            text for preset in listed for text in (preset.values() if isinstance(preset, dict) else (preset,))
        }
        return next((name for name in PICTURES if name in there), "")

    def add(self, timeline: TimelineSeen, frames: FrameRange, folder: str, name: str) -> str:
        """Add a job for frames of the timeline as half-float EXR; the job's id. Raises `HostError`.

        The Deliver page's settings are afterwards as before, and no job stays where one was raised.
        """
        project = self._bridge.project()
        format_, codec = _exr(project)
        before = project.GetCurrentRenderFormatAndCodec() or {}
        mode = project.GetCurrentRenderMode()
        # One of an earlier plate may be left, where it could not be deleted: it is not this one's.
        names = (KEPT, *(f"{KEPT} {number}" for number in range(2, MOST_KEPT + 1)))
        preset = next((candidate for candidate in names if project.SaveAsNewRenderPreset(candidate)), "")
        if not preset:
            raise _refused("keep your render settings", self._bridge)
        job = ""
        try:
            self._prepare(project, format_, codec)
            settings = {
                "SelectAllFrames": False,
                "MarkIn": frames.first,
                "MarkOut": frames.last,
                "TargetDir": folder,
                "CustomName": name,
                "ExportVideo": True,
                "ExportAudio": False,
                "FormatWidth": timeline.format.width,
                "FormatHeight": timeline.format.height,
            }
            if not project.SetRenderSettings(settings):
                raise _refused("take the settings of the plate", self._bridge)
            job = str(project.AddRenderJob() or "")
            if not job:
                raise _refused("take the plate into the render queue", self._bridge)
            _require_picture(project, job, frames)
        except (HostError, *FAULTS):
            if not self._give_back(project, preset, before, mode, job):
                raise _unreturned(preset) from None
            raise
        if not self._give_back(project, preset, before, mode):
            project.DeleteRenderJob(job)
            raise _unreturned(preset)
        return job

    def _prepare(self, project: Any, format_: str, codec: str) -> None:
        """Let the Deliver page stand on pictures: what was loaded before shows through all other settings."""
        base = self.base
        if base and not project.LoadRenderPreset(base):
            raise _refused(f"load its render preset {base}", self._bridge)
        set_ = project.SetCurrentRenderFormatAndCodec(format_, codec)
        now = project.GetCurrentRenderFormatAndCodec() or {}
        if not set_ or (now.get("format"), now.get("codec")) != (format_, codec):
            raise _refused("take the format EXR", self._bridge)
        project.SetCurrentRenderMode(1)
        # By itself: beside other keys it was seen not to turn the picture on again.
        project.SetRenderSettings({"ExportVideo": True})

    def _give_back(self, project: Any, preset: str, before: dict[str, str], mode: Any, job: str = "") -> bool:
        """Bring the editor's settings back, and take a job away; whether the settings are back."""
        try:
            if job:
                project.DeleteRenderJob(job)
            if not project.LoadRenderPreset(preset):
                return False
            if before.get("format") and before.get("codec"):
                project.SetCurrentRenderFormatAndCodec(before["format"], before["codec"])
            if mode is not None:
                project.SetCurrentRenderMode(mode)
            self._forget(project, preset)
        except FAULTS:
            return False
        return True

    def start(self, job: str) -> None:
        """Start one job. Raises `HostError`."""
        if not self._bridge.project().StartRendering([job], False):
            raise _refused("start the render of the plate", self._bridge)

    def progress(self, job: str) -> DeliverProgress:
        """How a job stands: by its percentage and error, its status is in the interface's language."""
        project = self._bridge.project()
        # Asked before the status, which is then the last one where nothing renders any more.
        rendering = bool(project.IsRenderingInProgress())
        status = project.GetRenderJobStatus(job)
        if status is None:
            # Another project is open: what renders there, or is said to for ever, is none of ours.
            self._bridge.require_answer()
            return DeliverProgress(0, True, "its job is not in the render queue of this project any more")
        percent = int(status.get("CompletionPercentage", 0) or 0)
        error = str(status.get("Error", "") or "")
        ended = bool(error) or percent >= 100 or not rendering
        if ended and percent < 100 and not error:
            error = "it was stopped"
        return DeliverProgress(percent, ended, error)

    def stop(self, job: str) -> None:
        """Stop a job of ours and take it out of the queue."""
        project = self._bridge.project()
        if not self.progress(job).ended:
            project.StopRendering()
        project.DeleteRenderJob(job)

    def remove(self, job: str) -> bool:
        """Take a job out of the queue."""
        return bool(self._bridge.project().DeleteRenderJob(job))

    def _forget(self, project: Any, preset: str) -> None:
        """Take the preset away, where this Resolve can (19.1 and later)."""
        if "DeleteRenderPreset" in dir(project):
            project.DeleteRenderPreset(preset)


def still(bridge: Bridge, path: str) -> None:
    """Write the frame under the playhead as a picture. Raises `HostError`."""
    if not bridge.project().ExportCurrentFrameAsStill(path):
        bridge.require_answer()
        raise HostError(
            "Resolve did not write the still.", remedy="Go to the Edit or Color page, and try again."
        )


def _require_picture(project: Any, job: str, frames: FrameRange) -> None:
    """Raise `HostError` where the queue says that a job renders no picture, or other frames."""
    listed = project.GetRenderJobList() or ()
    entry: dict[str, Any] = next((candidate for candidate in listed if candidate.get("JobId") == job), {})
    if entry.get("IsExportVideo") is False:
        raise HostError(
            "The Deliver page's settings write no picture, whatever is asked of them: nothing was rendered.",
            remedy="Load a preset with a picture on the Deliver page (not one such as Audio Only), and "
            "answer again.",
        )
    marks = entry.get("MarkIn"), entry.get("MarkOut")
    if None not in marks and marks != (frames.first, frames.last):
        raise HostError(
            f"Resolve would render other frames ({marks[0]}-{marks[1]} for {frames}): nothing was rendered.",
            remedy="Choose the range again: the timeline has become shorter meanwhile.",
        )


def _exr(project: Any) -> tuple[str, str]:
    """The format and codec of half-float EXR by Resolve's own lists."""
    formats = project.GetRenderFormats() or {}
    ending = next((value for name, value in formats.items() if "exr" in (name + value).lower()), "")
    codecs = (project.GetRenderCodecs(ending) or {}) if ending else {}
    half = [value for name, value in codecs.items() if "half" in (name + value).lower()]
    codec = next((candidate for candidate in half if "zip" in candidate.lower()), half[0] if half else "")
    if not codec:
        raise HostError(
            "This Resolve offers no half-float EXR to render.",
            remedy="Render the range by hand and import the files; a clip of files needs no render.",
        )
    return ending, codec


def _unreturned(preset: str) -> HostError:
    return HostError(
        "Resolve did not take your render settings back.",
        remedy=f"Close what stands open in Resolve, and load the render preset {preset!r}.",
        kept="They are in that preset.",
    )


def _refused(action: str, bridge: Bridge) -> HostError:
    bridge.require_answer()
    return HostError(
        f"Resolve did not {action}.",
        remedy="Look at its Deliver page, or render the range by hand and import the files.",
    )
