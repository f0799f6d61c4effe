"""The plug-in beside a simulated Resolve, with an editor's project open and takes on disk."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from secondunit.wire import ColorSpace, Format, FrameRange, FrozenMap, Rate, Take, TakeLayer

# A window needs no display here.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PLUGIN = Path(__file__).parents[3] / "plugins" / "resolve"
#: What is known of each call that the plug-in makes.
FACTS = Path(__file__).parents[1] / "facts.json"
CONFIG = "ocio://studio-config-v2.2.0_aces-v1.3_ocio-v2.4"
REC709 = "Linear Rec.709 (sRGB)"


def write_frames(folder: Path, name: str, frames: FrameRange, width: int = 64, height: int = 36) -> None:
    """Small half-float EXR frames with alpha, numbered as the take is."""
    folder.mkdir(parents=True, exist_ok=True)
    for frame in frames:
        spec = oiio.ImageSpec(width, height, 4, oiio.HALF)
        out = oiio.ImageOutput.create(str(folder / "x.exr"))
        out.open(str(folder / (name % frame)), spec)
        out.write_image(np.full((height, width, 4), 0.25, np.float32))
        out.close()


@dataclass
class Plugin:
    """The plug-in and the Resolve it speaks to; `said` is what the host told the editor."""

    fake: Any
    edit: Any
    folder: Path
    said: list[str] = field(default_factory=list)

    def module(self, name: str) -> ModuleType:
        """A module of the plug-in: `module("host")`."""
        return importlib.import_module(f"second_unit_resolve.{name}")

    def host(self, answer: str = REC709, **options: Any) -> Any:
        """A host of the open timeline; the question about colour is answered."""
        made = self.module("host").ResolveHost(lambda: self.fake.resolve, **options)
        made.on_said = self.said.append
        if answer and any(question.id == "working space" for question in made.questions()):
            made.answer("working space", answer)
        return made

    def take(
        self,
        version: int = 1,
        element: str = "smoke_left",
        first: int = 0,
        count: int = 6,
        fine: int = 1,
        **changes: Any,
    ) -> Take:
        """A take with its files, `count` frames from `first` (default: half a second after the start).

        Its files have `fine` times as many pixels a side as the plate's.
        """
        rate = Rate(self.edit.timeline.clock.rate.numerator, self.edit.timeline.clock.rate.denominator)
        frames = FrameRange.starting(first or self.edit.at(0.5), count)
        name = f"{element}_v{version:03d}"
        folder = self.folder / "takes" / "sh010" / element / f"v{version:03d}_{frames.first}"
        take = Take(
            id=f"t-{element}-{version}",
            job=f"j-{version}",
            show="show",
            shot="sh010",
            element=element,
            version=version,
            folder=folder.as_posix(),
            frames=frames,
            rate=rate,
            format=Format(64 * fine, 36 * fine),
            colorspace=ColorSpace("ACEScg", CONFIG),
            brief_digest="d",
            layers=(TakeLayer("beauty", name + ".%04d.exr", ("R", "G", "B", "A")),),
            kind="smoke",
            prompt='thick smoke, "quoted" {braces}',
            settings=FrozenMap({"seed": 1}),
        )
        if not folder.exists():
            write_frames(folder, name + ".%04d.exr", frames, 64 * fine, 36 * fine)
        return replace(take, **changes)

    def items(self, track: int) -> list[Any]:
        """What lies on a video track, as only a test sees it."""
        tracks = self.edit.timeline.tracks["video"]
        return tracks[track - 1].items if track <= len(tracks) else []

    def ours(self) -> list[tuple[int, Any]]:
        """The takes on the timeline with their tracks."""
        return [
            (track, item)
            for track, item in self.edit.timeline.items()
            if "smoke" in item.name or "fire" in item.name
        ]


@pytest.fixture
def load_plugin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Plugin]]:
    """Open an editor's project in a Resolve and import the plug-in beside it.

    Fails the test in which the plug-in made a call that the table of facts does not have.
    """
    monkeypatch.syspath_prepend(str(PLUGIN))
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "state"))
    loaded: list[Any] = []

    def load(fake: Any, rate: str = "24") -> Plugin:
        loaded.append(fake)
        return Plugin(fake, fake.edit(rate, tmp_path / f"show{len(loaded)}"), tmp_path)

    yield load
    made = {call for fake in loaded for call in fake.app.plugin_calls}
    known = {row["call"] for row in json.loads(FACTS.read_text("utf-8"))["rows"]}
    assert made <= known, f"facts.json has no row for {', '.join(sorted(made - known))}"
    for name in [name for name in sys.modules if name.partition(".")[0] == "second_unit_resolve"]:
        del sys.modules[name]


@pytest.fixture
def plugin(fake_resolve: Any, load_plugin: Callable[..., Plugin]) -> Plugin:
    """The plug-in beside Resolve Studio, the editor's cut at 24 open."""
    return load_plugin(fake_resolve)
