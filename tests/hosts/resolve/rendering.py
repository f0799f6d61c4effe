"""The render queue: settings over what the Deliver page holds, jobs that take their time, files truly
written.

Sources: davinci-resolve-mcp, src/utils/api_truth.py: SetRenderSettings inherits the loaded preset and refuses
an empty CustomName with everything beside it; marks are absolute and clamped; JobStatus is text of the
application's language; GetRenderCodecs gives ids as values; render calls turn to the Deliver page. What a
preset without a picture leaves behind is reported in two ways: see `Application.picture_back`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .application import Application
from .picture import frame_pixels, write_movie, write_pixels
from .records import JobData, ProjectData

FORMATS = {"QuickTime": "mov", "MP4": "mp4", "EXR": "exr", "TIFF": "tif", "DPX": "dpx", "PNG": "png",
           "JPEG": "jpg", "Wave": "wav"}  # fmt: skip
CODECS: dict[str, dict[str, str]] = {
    "mov": {"Apple ProRes 422 HQ": "ProRes422HQ", "Apple ProRes 4444": "ProRes4444", "H.264": "H264",
            "DNxHR HQX 10-bit": "DNxHRHQX_10"},
    "mp4": {"H.264": "H264", "H.265": "H265"},
    "exr": {"RGB half (no compression)": "RGBHalf", "RGB half (ZIP)": "RGBHalfZIP",
            "RGB half (PIZ)": "RGBHalfPIZ", "RGB float": "RGBFloat"},
    "tif": {"RGB 8 bits": "RGB8", "RGB 16 bits": "RGB16LZW"},
    "dpx": {"RGB 10 bits": "RGB10"},
    "png": {"RGB 8 bits": "RGB8", "RGB 16 bits": "RGB16"},
    "jpg": {"RGB 8 bits": "RGB8"},
    "wav": {},
}  # fmt: skip
#: The presets that a fresh Resolve has; one that writes no picture lays a trap for the next job.
PRESETS: dict[str, dict[str, Any]] = {
    "H.264 Master": {"_format": "mp4", "_codec": "H264", "ExportVideo": True, "ExportAudio": True},
    "ProRes 422 HQ": {"_format": "mov", "_codec": "ProRes422HQ", "ExportVideo": True, "ExportAudio": True},
    "Audio Only": {
        "_format": "wav", "_codec": "", "_dark": True, "ExportVideo": False, "ExportAudio": True,
    },
}  # fmt: skip
_KEYS = frozenset({
    "SelectAllFrames", "MarkIn", "MarkOut", "TargetDir", "CustomName", "UniqueFilenameStyle",
    "ExportVideo", "ExportAudio", "FormatWidth", "FormatHeight", "FrameRate", "PixelAspectRatio",
    "VideoQuality", "AudioCodec", "AudioBitDepth", "AudioSampleRate", "ColorSpaceTag", "GammaTag",
    "ExportAlpha", "EncodingProfile", "MultiPassEncode", "AlphaMode", "NetworkOptimization",
    "ClipStartFrame", "TimelineStartTimecode", "ReplaceExistingFilesInPlace", "ExportSubtitle",
    "SubtitleFormat",
})  # fmt: skip
#: Keys that came with 19.1 and 20.2 (fusionscript-stubs, RenderSettings).
_LATER = {"ClipStartFrame": (19, 1), "TimelineStartTimecode": (19, 1), "ReplaceExistingFilesInPlace": (19, 1),
          "ExportSubtitle": (20, 2), "SubtitleFormat": (20, 2)}  # fmt: skip
_WORDS = {
    "English": {"ready": "Ready", "rendering": "Rendering", "complete": "Complete", "failed": "Failed",
                "cancelled": "Cancelled"},
    "Italian": {"ready": "Pronto", "rendering": "Rendering in corso", "complete": "Concluso",
                "failed": "Non riuscito", "cancelled": "Annullato"},
}  # fmt: skip


def apply_settings(app: Application, project: ProjectData, settings: Any) -> bool:
    """What `SetRenderSettings` does: all of it or nothing, over what is there."""
    if not isinstance(settings, dict) or not settings:
        return False
    unknown = set(settings) - _KEYS
    assert not unknown, f"SetRenderSettings has no key {', '.join(sorted(unknown))}"
    if any(app.version < _LATER[key] for key in settings if key in _LATER):
        return False  # assumed for versions that do not know a key
    if settings.get("CustomName", "x") in ("", None):
        return False
    target = settings.get("TargetDir")
    if target is not None and not Path(target).is_dir():
        return False  # assumed: a folder that is not there is refused
    project.render.update(settings)
    if settings.get("ExportVideo") is False:
        project.dark = True
    elif settings.get("ExportVideo") and project.dark:
        project.dark = app.picture_back != "alone" or set(settings) != {"ExportVideo"}
        if project.dark:
            app.lie("SetRenderSettings", "ExportVideo does not turn the picture on again")
    return True


def presets(app: Application, project: ProjectData) -> dict[str, dict[str, Any]]:
    """Resolve's own presets and the editor's, by name."""
    own = {name: preset for name, preset in PRESETS.items() if name not in app.lost_presets}
    return {**own, **project.presets}


def load_preset(app: Application, project: ProjectData, name: str) -> bool:
    preset = presets(app, project).get(name)
    if preset is None:
        return False
    project.render = {key: value for key, value in preset.items() if not key.startswith("_")}
    project.format = preset.get("_format", project.format)
    project.codec = preset.get("_codec", project.codec)
    project.dark = bool(preset.get("_dark"))
    return True


def save_preset(app: Application, project: ProjectData, name: str) -> bool:
    """Keep all that the Deliver page holds under a name that is not taken."""
    if not name or name in presets(app, project):
        return False
    held = {"_format": project.format, "_codec": project.codec, "_dark": project.dark}
    project.presets[name] = {**project.render, **held}
    return True


def add_job(app: Application, project: ProjectData) -> JobData | None:
    """Queue the current timeline with what the Deliver page holds."""
    timeline = app.timeline
    if timeline is None or "TargetDir" not in project.render or timeline.end == timeline.start:
        return None
    job = JobData(dict(project.render), timeline, project.format, project.codec)
    job.settings["_span"], job.settings["_dark"] = span(job), project.dark
    if project.dark and app.picture_back != "silent":
        job.settings["ExportVideo"] = False
    project.jobs.append(job)
    return job


def span(job: JobData) -> tuple[int, int]:
    """First and last frame: marks are absolute, both rendered, and clamped to the timeline without a word."""
    timeline, settings = job.timeline, job.settings
    first, last = timeline.start, timeline.end - 1
    if timeline.marks is not None:
        first, last = timeline.start + timeline.marks[0], timeline.start + timeline.marks[1]
    if settings.get("SelectAllFrames"):
        return timeline.start, timeline.end - 1
    first = max(timeline.start, min(int(settings.get("MarkIn", first)), timeline.end - 1))
    last = max(first, min(int(settings.get("MarkOut", last)), timeline.end - 1))
    return first, last


def start(app: Application, project: ProjectData, ids: list[str]) -> bool:
    """Set jobs going; they end after `app.render_steps` questions."""
    chosen = [job for job in project.jobs if job.id in ids]
    if not chosen or len(chosen) != len(ids) or rendering(project) or stuck(app, project):
        return False
    for job in chosen:
        job.status, job.percent, job.error = "rendering", 0, ""
    return True


def rendering(project: ProjectData) -> bool:
    return any(job.status == "rendering" for job in project.jobs)


def stuck(app: Application, project: ProjectData) -> bool:
    """Whether a project was left while it rendered: from then on all count as rendering, and none starts
    (api_truth.py, "IsRenderingInProgress (stuck True ...)", Studio 19.1.3.7, 29 August 2026).
    """
    return any(rendering(other) for other in app.projects if other is not project)


def advance(app: Application, project: ProjectData) -> None:
    """Let time pass: a step of each job that renders."""
    for job in project.jobs:
        if job.status != "rendering":
            continue
        job.percent += -(-100 // max(1, app.render_steps))
        job.milliseconds += 400
        if job.percent >= 100:
            _finish(app, job)


def _finish(app: Application, job: JobData) -> None:
    if app.render_fails:
        job.status, job.error, job.percent = "failed", app.render_fails, min(job.percent, 40)
        return
    job.status, job.percent = "complete", 100
    if job.settings["_dark"] or not job.settings.get("ExportVideo", True):
        return  # the Audio Only trap: complete, and no picture
    first, last = job.settings["_span"]
    frames = list(range(first, last + 1))
    if app.render_short:
        frames = frames[: -app.render_short]
        app.lie("StartRendering", f"{app.render_short} frames were not written")
    folder = Path(job.settings["TargetDir"])
    name = str(job.settings.get("CustomName", job.timeline.name))
    if job.format in ("mov", "mp4"):
        path = folder / f"{name}.{job.format}"
        write_movie(job.timeline, frames, path)
        job.files = [str(path)]
        return
    begin = int(job.settings.get("ClipStartFrame", first))
    for frame in frames:
        # Assumed: eight digits behind an underscore, as the Deliver page's default has it.
        path = folder / f"{name}_{begin + frame - first:08d}.{job.format}"
        pixels = frame_pixels(job.timeline, frame)
        write_pixels(pixels if job.settings.get("ExportAlpha") else pixels[..., :3], path)
        job.files.append(str(path))


def cancel(project: ProjectData) -> None:
    for job in project.jobs:
        if job.status == "rendering":
            job.status = "cancelled"


def status(app: Application, job: JobData) -> dict[str, Any]:
    """What `GetRenderJobStatus` gives: text of the application's language, and a percentage."""
    shown: dict[str, Any] = {
        "JobStatus": _WORDS.get(app.language, _WORDS["English"])[job.status.lower()],
        "CompletionPercentage": job.percent,
    }
    if job.status == "complete":
        shown["TimeTakenToRenderInMs"] = job.milliseconds
    if job.error:
        shown["Error"] = job.error
    return shown


def described(job: JobData) -> dict[str, Any]:
    """A line of `GetRenderJobList`."""
    first, last = job.settings["_span"]
    return {
        "JobId": job.id,
        "RenderJobName": f"Job {job.id[:4]}",
        "TimelineName": job.timeline.name,
        "TargetDir": job.settings["TargetDir"],
        "OutputFilename": f"{job.settings.get('CustomName', job.timeline.name)}.{job.format}",
        "MarkIn": first,
        "MarkOut": last,
        "IsExportVideo": bool(job.settings.get("ExportVideo", True)),
        "IsExportAudio": bool(job.settings.get("ExportAudio", True)),
        "VideoFormat": job.format,
        "VideoCodec": job.codec,
        "PresetName": "Custom",
    }
