"""The worker's second step: rendered frames as EXR, in the delivery's colour space, into staging."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from secondunit.elements import RenderedFrame, kind
from secondunit.media.color import convert_picture
from secondunit.media.exr import verify_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.media.primaries import chromaticities
from secondunit.media.timecode import Timecode
from secondunit.media.whole import storage_error
from secondunit.wire import Format, Work
from secondunit.wire.errors import (
    Cancelled,
    DamagedPicture,
    FrameFailed,
    NotFound,
    SecondUnitError,
    StorageError,
)

from .folders import CACHE, REMARKS
from .inputs import config_of
from .names import EXPOSURE, Staging, take_id
from .reporting import say_progress
from .scenes import scene_of, working_space

#: What the channels of a layer are called; a layer that is not here is colour.
CHANNELS: Mapping[str, tuple[str, ...]] = {"depth": ("Z",), "motion": ("u", "v"), "density": ("Y",)}
log = logging.getLogger(__name__)


def render(work: Work, frames: Sequence[int]) -> None:
    """Render `frames` that are not there and whole; raises `FrameFailed` whose `where` is the frame."""
    staging = Staging(Path(work.staging))
    layers = staging.layers(work.brief.delivery.passes)
    maker = _Maker(work, staging)
    for done, frame in enumerate(frames, 1):
        if not all(whole(staging.frame(layer, frame)) for layer in layers):
            try:
                maker.make(frame)
            except (Cancelled, StorageError):
                raise
            except SecondUnitError as error:
                raise FrameFailed(
                    error.problem.message, remedy=error.problem.remedy, where=str(frame)
                ) from error
            except OSError as error:
                told = storage_error(error, staging.folder)
                if isinstance(told, StorageError):
                    raise told from error
                raise FrameFailed(told.problem.message, where=str(frame)) from error
            except Exception as error:
                log.exception("frame %s failed", frame)
                raise FrameFailed(
                    f"Something unexpected happened ({type(error).__name__}: {error}).", where=str(frame)
                ) from error
        say_progress(done / len(frames), f"Frame {frame} is rendered")


def whole(path: Path) -> bool:
    """Whether a frame's file is there and undamaged; a damaged one is removed."""
    try:
        verify_exr(path)
    except NotFound:
        return False
    except DamagedPicture:
        path.unlink(missing_ok=True)
        return False
    return True


class _Maker:
    """Makes frames of one work; everything that does not change from frame to frame is found once."""

    def __init__(self, work: Work, staging: Staging) -> None:
        self._work = work
        self._staging = staging
        self._kind = kind(work.brief.kind)
        self._scene = scene_of(work)
        self._config = config_of(work)
        self._space = self._config.space(work.brief.colorspace.name).name
        self._corners = chromaticities(self._space, self._config)
        weights = self._kind.weights(self._scene)
        brief = work.brief
        self._provenance = {
            "take": take_id(work.job),
            "job": work.job,
            "brief": work.brief_digest,
            "seed": str(brief.seed),
            "kind": f"{self._kind.name} {self._kind.version}",
            "made by": "simulated",
            "prompt": brief.prompt[:1000],
            "colorspace": self._space,
            "config": self._config.name,
            EXPOSURE: repr(self._scene.exposure),
        }
        self._weights = json.dumps(weights, sort_keys=True)

    def make(self, frame: int) -> None:
        brief = self._work.brief
        rendered = self._kind.render(self._scene, Path(self._work.scratch) / CACHE, frame)
        pictures = {"beauty": beauty_picture(rendered, brief.format)}
        if brief.delivery.passes:
            pictures["passes"] = passes_picture(rendered, brief.format)
        remarks = []
        # Passes first: a frame is there when its beauty is.
        for layer in sorted(pictures, reverse=True):
            provenance = {**self._provenance, "frame": str(frame), "layer": layer}
            if layer == "passes":
                provenance["weights"] = self._weights
            picture = convert_picture(pictures[layer], working_space(self._config), self._space, self._config)
            written = write_exr(
                self._staging.frame(layer, frame),
                picture,
                depth="float" if brief.delivery.depth == "float" else "half",
                compression="dwaa" if brief.delivery.compression == "dwaa" else "zip",
                rate=brief.rate,
                timecode=_timecode(self._work, frame),
                chromaticities=self._corners,
                provenance=provenance,
            )
            if written.replaced or written.clamped:
                remarks.append([frame, layer, written.replaced, written.clamped])
        if remarks:
            folder = Path(self._work.scratch) / REMARKS
            folder.mkdir(exist_ok=True)
            (folder / f"{frame}.json").write_text(json.dumps(remarks), "utf-8")


def beauty_picture(rendered: RenderedFrame, format: Format) -> Picture:
    """The beauty as RGBA over its data window."""
    at = (rendered.window.x, rendered.window.y)
    return Picture.of(np.ascontiguousarray(rendered.layers["beauty"]), RGBA, format=format, at=at)


def passes_picture(rendered: RenderedFrame, format: Format) -> Picture:
    """Every other layer in one picture: `light_left.R`, `depth.Z`, `motion.u`, `density.Y`."""
    names: list[str] = []
    planes = []
    for layer, pixels in rendered.layers.items():
        if layer == "beauty":
            continue
        plane = pixels[..., None] if pixels.ndim == 2 else pixels
        channels = CHANNELS.get(layer, RGBA[: plane.shape[2]])
        names += [f"{layer}.{channel}" for channel in channels]
        planes.append(plane)
    pixels = np.concatenate(planes, axis=2, dtype=np.float32)
    return Picture.of(pixels, names, format=format, at=(rendered.window.x, rendered.window.y))


def _timecode(work: Work, frame: int) -> Timecode | None:
    """The plate's timecode carried on, or the frame number as a time; None where the rate has none."""
    brief = work.brief
    try:
        if brief.plate and brief.plate.timecode:
            start = Timecode.parse(brief.plate.timecode)
            at = start.frame(brief.rate) + frame - brief.plate.frames.first
            return Timecode.of_frame(at, brief.rate, drop=start.drop)
        return Timecode.of_frame(frame, brief.rate)
    except SecondUnitError:
        return None
