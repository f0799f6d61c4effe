"""The worker's second step: rendered frames as EXR, in the delivery's colour space, into staging."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from secondunit.elements import RenderedFrame, kind
from secondunit.media.color import row_change
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.media.primaries import chromaticities
from secondunit.wire import Format, Work

from .delivered_lights import DeliveredLights
from .folders import CACHE
from .frame_loop import frame_timecode, leave_remarks, make_each
from .inputs import config_name, config_of
from .names import EXPOSURE, VOLUME, Staging, take_id
from .plate_light import working_space
from .scenes import scene_of
from .volumes import write_volume

#: What the channels of a layer are called in the file; a layer that is not here is colour. Vectors stand
#: where compositors look for them: `motion` is what Nuke calls its layers forward and backward together.
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "depth": ("depth.Z",), "motion": ("forward.u", "forward.v"), "density": ("density.Y",),
    "temperature": ("temperature.Y",),
    "ground_shadow": ("ground_shadow.Y",), "ground_occlusion": ("ground_occlusion.Y",),
}  # fmt: skip
#: What the header of the passes says of the vectors.
VECTORS = "forward.u and forward.v: pixels to the next frame, x to the right, y up"


def render(work: Work, frames: Sequence[int]) -> None:
    """Render `frames` that are not there and whole; raises `FrameFailed` whose `where` is the frame."""
    staging = Staging(Path(work.staging))
    make_each(work, frames, _Maker(work, staging).make, "is rendered")


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
            "take": take_id(work.job, work.alternative),
            "job": work.job,
            "brief": work.brief_digest,
            "seed": str(brief.seed),
            "kind": f"{self._kind.name} {self._kind.version}",
            "made by": "simulated",
            "prompt": brief.prompt[:1000],
            "colorspace": self._space,
            "config": config_name(work),
            EXPOSURE: repr(self._scene.exposure),
        }
        self._lights = DeliveredLights.of(weights, working_space(self._config), self._space, self._config)
        self._weights = json.dumps(dict(self._lights.weights), sort_keys=True)

    def make(self, frame: int) -> None:
        brief = self._work.brief
        rendered = self._kind.render(self._scene, Path(self._work.scratch) / CACHE, frame)
        pictures = {"beauty": beauty_picture(rendered, brief.format)}
        if brief.delivery.passes:
            lights = {**rendered.layers, **self._lights.passes(rendered)}
            pictures["passes"] = passes_picture(replace(rendered, layers=lights), brief.format)
        files = []
        if brief.delivery.volume:
            body = self._kind.body(self._scene, Path(self._work.scratch) / CACHE, frame)
            working = working_space(self._config)
            write_volume(self._staging.frame(VOLUME, frame), body, working, self._space, self._config)
        # Passes first: a frame is there when its beauty is.
        for layer in sorted(pictures, reverse=True):
            provenance = {**self._provenance, "frame": str(frame), "layer": layer}
            if layer == "passes":
                provenance["weights"] = self._weights
                if "forward.u" in pictures[layer].channels:
                    provenance["vectors"] = VECTORS
            picture = pictures[layer]
            file = write_exr(
                self._staging.frame(layer, frame),
                picture,
                change=row_change(picture, working_space(self._config), self._space, self._config),
                depth="float" if brief.delivery.depth == "float" else "half",
                compression="dwaa" if brief.delivery.compression == "dwaa" else "zip",
                rate=brief.rate,
                timecode=frame_timecode(self._work, frame),
                chromaticities=self._corners,
                provenance=provenance,
            )
            files.append((layer, file))
        leave_remarks(self._work, frame, files)


def beauty_picture(rendered: RenderedFrame, format: Format) -> Picture:
    """The beauty as RGBA over its data window."""
    at = (rendered.window.x, rendered.window.y)
    return Picture.of(np.ascontiguousarray(rendered.layers["beauty"]), RGBA, format=format, at=at)


def passes_picture(rendered: RenderedFrame, format: Format) -> Picture:
    """Every other layer in one picture: `light_left.R`, `depth.Z`, `forward.u`, `density.Y`."""
    names: list[str] = []
    planes = []
    for layer, pixels in rendered.layers.items():
        if layer == "beauty":
            continue
        plane = pixels[..., None] if pixels.ndim == 2 else pixels
        names += CHANNELS.get(layer) or [f"{layer}.{channel}" for channel in RGBA[: plane.shape[2]]]
        planes.append(plane)
    pixels = np.concatenate(planes, axis=2, dtype=np.float32)
    return Picture.of(pixels, names, format=format, at=(rendered.window.x, rendered.window.y))
