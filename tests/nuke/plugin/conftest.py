"""The plug-in in a simulated Nuke: imported anew for each test, with an artist's script open."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from secondunit.wire import ColorSpace, Format, FrameRange, FrozenMap, Rate, Take, TakeLayer, Task

PLUGIN = Path(__file__).parents[3] / "plugins" / "nuke"
REC709 = "Linear Rec.709 (sRGB)"
CONFIG = "ocio://cg-config-v2.2.0_aces-v1.3_ocio-v2.4"


def forget() -> None:
    """Take the plug-in's modules out: they hold the Nuke that they were imported in."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "second_unit_nuke"]:
        del sys.modules[name]


@dataclass
class Plugin:
    """The plug-in in one running Nuke."""

    fake: Any

    def module(self, name: str) -> ModuleType:
        """A module of the plug-in: `module("host")`."""
        return importlib.import_module(f"second_unit_nuke.{name}")

    def host(self, answer: str = REC709) -> Any:
        """A host of the open script; the question about colour is answered."""
        made = self.module("host").NukeHost()
        if answer and any(question.id == "working space" for question in made.questions()):
            made.answer("working space", answer)
        return made

    def node(self, name: str) -> Any:
        """A node of the script, for a test to look at."""
        return self.fake.nuke.toNode(name)


@pytest.fixture
def load_plugin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[Any], Plugin]]:
    """Import the plug-in in a Nuke that was started."""
    monkeypatch.syspath_prepend(str(PLUGIN))
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("OCIO", raising=False)
    before = list(sys.path)

    def load(fake: Any) -> Plugin:
        forget()
        return Plugin(fake)

    yield load
    session = sys.modules.get("second_unit_nuke.session")
    if session is not None:
        session.close()
    forget()
    sys.path[:] = before


@pytest.fixture
def start_up(
    load_plugin: Callable[[Any], Plugin], monkeypatch: pytest.MonkeyPatch, qapp: Any
) -> Callable[..., Plugin]:
    """Let a Nuke start as an artist's does, with a folder on NUKE_PATH or none; the service is nowhere."""
    monkeypatch.setenv("SECONDUNIT_COMMAND", "/no/such/command")
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path != str(PLUGIN)])

    def start(fake: Any, folder: Path | None = PLUGIN) -> Plugin:
        made = load_plugin(fake)
        fake.start(*([] if folder is None else [folder]))
        return made

    return start


@pytest.fixture
def plugin(fake_nuke: Any, load_plugin: Callable[[Any], Plugin]) -> Plugin:
    """The plug-in in Nuke 15.1 with a window and an empty script."""
    return load_plugin(fake_nuke)


@pytest.fixture
def comp(plugin: Plugin, artist_script: Callable[[Any], Any]) -> Plugin:
    """The plug-in with an artist's comp open: Plate, Lost, Garbage (Roto), Look, Comp, ShotCam."""
    artist_script(plugin.fake)
    return plugin


@pytest.fixture
def make_take(tmp_path: Path) -> Callable[..., Take]:
    """Takes of an element: `make_take(2)`, `make_take(1, element="fire")`."""

    def make(version: int = 1, element: str = "smoke_left", **changes: Any) -> Take:
        name = f"{element}_v{version:03d}"
        folder = tmp_path / "show" / "sh010" / element / f"v{version:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        take = Take(
            id=f"t-{element}-{version}",
            job=f"j-{version}",
            show="show",
            shot="sh010",
            element=element,
            version=version,
            folder=folder.as_posix(),
            frames=FrameRange(1001, 1006),
            rate=Rate(24000, 1001),
            format=Format(64, 36),
            colorspace=ColorSpace(REC709, CONFIG),
            brief_digest="d",
            layers=(TakeLayer("beauty", name + ".%04d.exr", ("R", "G", "B", "A")),),
            task=Task.ELEMENT,
            kind="smoke",
            prompt="a [grey] $plume {left}",
            settings=FrozenMap({"seed": 1}),
        )
        return replace(take, **changes)

    return make
