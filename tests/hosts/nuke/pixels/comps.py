"""Comps to judge the Group by: takes made by the engine's own steps, plates on disk, and the reference comp.

For the tests of the pixels alone; loaded beside the evaluator, which knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from secondunit.engines.deliver_step import deliver
from secondunit.engines.folders import CACHE, make_folders
from secondunit.engines.render_step import render as render_frames
from secondunit.engines.scenes import scene_of
from secondunit.host.nk import group_script
from secondunit.media import over as comp
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import (
    Brief,
    ColorSpace,
    Format,
    FrameRange,
    FrozenMap,
    Placement,
    PlacementKind,
    Rate,
    Take,
    Work,
    brief_digest,
)

from .. import script
from . import render
from .engine import inspected

FRAMES = FrameRange(1001, 1004)
#: One step of half float, relative; and what lies below its smallest number.
HALF, TINY = 2.0**-11, 2.0**-24


def made_take(root: Path, number: int, **changes: Any) -> Take:
    """A small smoke through the engine's own steps."""
    from secondunit.elements import kind

    job = "j" + str(number) * 25
    fields: dict[str, Any] = {
        "show": "S", "shot": "sh010", "element": "smoke", "frames": FRAMES, "rate": Rate(24),
        "format": Format(96, 54), "kind": "smoke", "prompt": "smoke", "seed": number,
        "controls": FrozenMap({"preroll": 1.0, "resolution": 24}), "colorspace": ColorSpace("ACEScg"),
    }  # fmt: skip
    brief = Brief(**(fields | changes))
    work = Work(
        job=job, brief=brief, settings=kind("smoke").settings(brief.prompt, brief.controls),
        scratch=str(root / "scratch" / job), brief_digest=brief_digest(brief), file_name="smoke_{version}",
        staging=str(root / "S" / "sh010" / "smoke" / f".{job}.partial"), user="Zoë",
    )  # fmt: skip
    make_folders(work)
    kind("smoke").simulate(
        scene_of(work), Path(work.scratch) / CACHE, brief.frames, lambda done, text: None, lambda: False
    )
    render_frames(work, tuple(brief.frames))
    return deliver(work)


@dataclass
class Comp:
    """A plate on disk and the takes to lay over it."""

    takes: tuple[Take, ...]
    plate: Path
    format: Format

    def placement(self, take: Take, **changes: Any) -> Placement:
        return Placement(take.id, PlacementKind.NODES, **changes)

    def script(self, body: str) -> str:
        size = f"{self.format.width} {self.format.height}"
        root = f'Root {{\n inputs 0\n format "{size} 0 0 {size} {self.format.pixel_aspect:g} plate"\n}}\n'
        read = (
            f'Read {{\n inputs 0\n file "{self.plate}"\n first 990\n last 1014\n raw true\n name Plate\n}}\n'
        )
        return root + read + body

    def parsed(self, body: str) -> list[Any]:
        return script.parse(self.script(body))

    def group(
        self, placement: Placement, takes: Sequence[Take] = (), knobs: dict[str, str] | None = None
    ) -> list[Any]:
        """The parsed script with the Group pasted, its knobs then turned by hand."""
        text = group_script(takes or self.takes, placement, name="SecondUnit_smoke", plate_format=self.format)
        nodes = self.parsed(text)
        for name, value in (knobs or {}).items():
            assert name in nodes[-1].knobs, name
            nodes[-1].knobs[name] = value
        inspected(nodes[-1])
        return nodes

    def rendered(self, nodes: list[Any], frame: int) -> Picture:
        return render(nodes[-1], frame, nodes)

    def plate_at(self, frame: int) -> Picture:
        return read_exr(str(self.plate) % frame)

    def reference(
        self,
        take: Take,
        frame: int,
        mix: float = 1.0,
        gain: float = 1.0,
        offset: int = 0,
        blend: str = "over",
    ) -> Picture:
        """The comp as media makes it."""
        plate = self.plate_at(frame)
        if frame - offset not in take.frames:
            return plate
        element = layer_of(take, "beauty", frame - offset)
        # Mix fades the element itself, cover and all.
        much = np.array([mix * gain] * 3 + [mix], np.float32)
        element = replace(element, pixels=element.pixels * much)
        return (comp.over if blend == "over" else comp.plus)(element, plate)


def layer_of(take: Take, layer: str, frame: int) -> Picture:
    found = take.layer(layer)
    assert found
    return read_exr(Path(take.folder) / (found.path % frame))


def same(shown: Picture, wanted: Picture, channels: Sequence[str] = RGBA, where: Any = None) -> None:
    """Both pictures agree within half-float precision inside `where` (the plate's frame)."""
    window = where or wanted.display_window
    a = shown.select(tuple(channels)).within(window).pixels
    b = wanted.select(tuple(channels)).within(window).pixels
    # Asked this way round, a value that is no number is wrong too.
    wrong = ~(np.abs(a - b) <= np.abs(b) * HALF + TINY)
    if wrong.any():
        y, x, channel = np.argwhere(wrong)[0]
        raise AssertionError(
            f"{wrong.sum()} values differ, first {channels[channel]} at {x},{y}:"
            f" {a[y, x, channel]} for {b[y, x, channel]}"
        )


def written_plate(folder: Path, format: Format, alpha: bool = True) -> Path:
    """Frames 998 to 1007 of noise between -0.2 and 4, with a soft alpha where one is asked for."""
    for frame in range(998, 1010):
        random = np.random.default_rng(frame)
        pixels = random.uniform(-0.2, 4, (format.height, format.width, 4 if alpha else 3)).astype(np.float32)
        if alpha:
            pixels[..., 3] = random.uniform(0, 1, pixels.shape[:2])
        write_exr(folder / f"plate.{frame:04d}.exr", Picture.of(pixels, format=format), depth="half")
    return folder / "plate.%04d.exr"
