"""A house with a model: a painting ComfyUI on this machine, a plate, a matte, and the briefs of a shot."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Fitting,
    Format,
    FrameRange,
    Matte,
    Plate,
    Rate,
    Task,
    Window,
)

LINEAR, SHOW, SHOT = "Linear Rec.709 (sRGB)", "heist", "sh010"
FORMAT, RATE, HANDLES, WIDER, FINER = Format(64, 36), Rate(24), 2, 8, 2
#: The shot's frames on the editor's timeline at 24, an hour and some frames in.
FRAMES = FrameRange(86407, 86410)
WITH_HANDLES = FRAMES.with_handles(HANDLES)
#: Rows and columns that the matte marks.
INSIDE = (slice(12, 24), slice(20, 44))
Pixels = npt.NDArray[np.float32]


def far_end(part: str) -> Any:
    """A module of the providers' far ends."""
    name = "second_unit_far_for_hosts"
    if name not in sys.modules:
        path = Path(__file__).parents[2] / "providers" / "conftest.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    found: ModuleType = sys.modules[name]
    return found.far_end(part)


def open_house(shows: Path, workflows: Path) -> Any:
    """The painter, and a show that knows no other provider."""
    far = far_end("painter")

    class Painter(far.Painter):  # type: ignore[misc, name-defined]
        """Paints as ever; a graph that scales gets its plate in twice the size."""

        def _picture(self, graph: dict[str, Any], kind: str) -> Any:
            found = super()._picture(graph, kind)
            scales = any(body["class_type"] == "ImageScale" for body in graph.values())
            if found is None or not scales:
                return found
            return np.repeat(np.repeat(found, FINER, 0), FINER, 1)

    painter = Painter()
    painter.far = far
    folder = far.workflows(workflows)
    (folder / "extend_paint.json").write_text(json.dumps(far.WORKFLOW), "utf-8")
    finer = {node: body for node, body in far.WORKFLOW.items() if node in "19"}
    finer["4"] = {
        "class_type": "ImageScale", "_meta": {"title": "Upscale"},
        "inputs": {"image": ["1", 0], "upscale_method": "lanczos", "width": 0, "height": 0,
                   "crop": "disabled"},
    }  # fmt: skip
    finer["9"] = {**finer["9"], "inputs": {"images": ["4", 0], "filename_prefix": "out"}}
    (folder / f"upscale_{FINER}x_paint.json").write_text(json.dumps(finer), "utf-8")
    root = shows / SHOW
    root.mkdir(parents=True)
    (root / "secondunit.toml").write_text(f'format = "{FORMAT}"\nrate = "24"\n', "utf-8")
    (root / "providers.toml").write_text(
        f'[comfyui]\nservers = "{painter.url}"\nworkflows = {json.dumps(str(folder))}\n', "utf-8"
    )
    return painter


def plate_pixels(frame: int) -> Pixels:
    """A noisy ramp with a lamp six times as bright as white, as half float holds it."""
    y, x = np.mgrid[0 : FORMAT.height, 0 : FORMAT.width].astype(np.float32)
    light = np.stack(
        [0.02 + x / FORMAT.width * 0.6, 0.02 + y / FORMAT.height * 0.5, np.full_like(x, 0.2)], -1
    )
    light[3:7, 50:60] = 6.0
    noise = np.random.default_rng(frame).normal(0, 0.004, light.shape)
    return (light + noise).astype(np.float16).astype(np.float32)


@dataclass(frozen=True)
class Footage:
    """The shot's plate and matte on disk, under the shot's own numbers."""

    folder: Path

    @property
    def plate(self) -> Plate:
        return Plate(str(self.folder / "plate.%05d.exr"), WITH_HANDLES, RATE, FORMAT, ColorSpace(LINEAR))

    @property
    def matte(self) -> Matte:
        return Matte(str(self.folder / "matte.%05d.exr"), WITH_HANDLES)

    def write(self) -> Footage:
        """Write every frame."""
        self.folder.mkdir()
        window = FORMAT.window
        mask = np.zeros((FORMAT.height, FORMAT.width, 4), np.float32)
        mask[INSIDE] = 1.0
        for frame in WITH_HANDLES:
            plate = Picture(("R", "G", "B"), plate_pixels(frame), window, window)
            write_exr(self.folder / f"plate.{frame}.exr", plate, rate=RATE)
            matte = Picture(("R", "G", "B", "A"), mask, window, window)
            write_exr(self.folder / f"matte.{frame}.exr", matte, rate=RATE)
        return self

    def brief(
        self, task: Task, element: str, model: str, seed: int = 1, every_frame: bool | None = None
    ) -> Brief:
        """The brief of one task on the shot."""
        finer = FINER if task is Task.UPSCALE else 1
        return Brief(
            SHOW, SHOT, element, WITH_HANDLES, RATE,
            Format(FORMAT.width * finer, FORMAT.height * finer), task, seed=seed,
            fitting=Fitting(every_frame=every_frame), colorspace=ColorSpace(LINEAR), plate=self.plate,
            matte=self.matte if task is Task.INPAINT else None,
            delivery=Delivery(passes=False, overscan=WIDER if task is Task.EXTEND else 0),
            provider="comfyui", model=model,
        )  # fmt: skip


#: The pixels of an extended take: the format and `WIDER` more on each side.
EXTENDED: Window = FORMAT.window.grown(WIDER)
