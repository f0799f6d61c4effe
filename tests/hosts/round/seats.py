"""Where what a model made is looked at: a script in Nuke, a timeline in Resolve, a comp on disk.

The tests' own measures stand here too: what lies outside the matte, and what lies in register.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from secondunit.host.placement import frame_path
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import Placement, PlacementKind, Take

#: The house of the model, which the test loads first.
painting: Any = importlib.import_module("secondunit_provider_take_painting")
ALL, FORMAT = painting.WITH_HANDLES, painting.FORMAT


def outside() -> Any:
    """Where the matte marks nothing."""
    found = np.ones((FORMAT.height, FORMAT.width), bool)
    found[painting.INSIDE] = False
    return found


def pixels(take: Take, frame: int) -> Any:
    """A frame of a take as RGBA over its own window."""
    return read_exr(frame_path(take, frame)).rgba()


def in_register(found: Any, take: Take, frame: int) -> None:
    """What a host shows of a finer take at the plate's size is the mean of its pixels, each in its place."""
    times = painting.FINER
    fine = pixels(take, frame)[..., :3]
    mean = fine.reshape(FORMAT.height, times, FORMAT.width, times, 3).mean((1, 3))
    flat = np.ones((FORMAT.height, FORMAT.width), bool)
    flat[:12, 44:] = False  # around the lamp every filter differs
    assert np.abs(found - mean)[flat].max() < 0.02
    assert found[4:6, 52:58].min() > 5.0 and found[20:].max() < 1.0


def comped(take: Take, folder: Path, linked: bool) -> Path:
    """The comp that a program leaves; `linked` keeps the take's attributes in the headers."""
    folder.mkdir()
    for frame in ALL:
        rgba, plate = pixels(take, frame), painting.plate_pixels(frame)
        rgba[..., :3] += plate * (1.0 - rgba[..., 3:])
        rgba[..., 3] = 1.0
        named = dict(inspect_exr(frame_path(take, frame)).provenance) if linked else {}
        write_exr(
            folder / f"comp.{frame}.exr", Picture.of(rgba, RGBA), rate=painting.RATE,
            provenance={"take": named["take"]} if linked else None,
        )  # fmt: skip
    return folder


@dataclass
class Script:
    """A script with the plate read in it, and the plug-in beside it."""

    plugin: Any
    host: Any

    def place(self, take: Take, kind: PlacementKind = PlacementKind.COMP) -> Any:
        self.plugin.node("Plate").setSelected(True)
        return self.host.place(Placement(take.id, kind, blend=take.blend), take)

    def node(self, placed: Any) -> Any:
        return self.plugin.node(placed.id)

    def render(self, name: str, frame: int) -> Any:
        """What a node of the script shows; `linear` is Nuke's own name, which OCIO alone does not know."""
        nuke = {part: importlib.import_module(f"second_unit_simulated_nuke.{part}")
                for part in ("script", "pixels")}  # fmt: skip
        text = self.plugin.fake.text().replace("colorspace linear", "colorspace default")
        text = text.replace(f'colorspace "{painting.LINEAR}"', "colorspace default")
        nodes = nuke["script"].parse(text)
        (found,) = [node for node in nodes if node.name == name]
        return nuke["pixels"].render(found, frame, nodes)


@dataclass
class Timeline:
    """The editor's cut at 24 with the shot marked, and the plug-in beside it."""

    edit: Any
    host: Any
    said: list[str]

    def place(self, take: Take) -> Any:
        return self.host.place(Placement(take.id, PlacementKind.STRIP, blend=take.blend), take)

    def item(self, take: Take) -> Any:
        ((_, item),) = [
            (track, item) for track, item in self.edit.timeline.items() if item.name.startswith(take.element)
        ]
        return item
