"""Small scenes, simulated once, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SMOKE = kind("smoke")
TINY = {"resolution": 32, "preroll": 0.5}


def scene_of(prompt: str = "", size: tuple[int, int] = (96, 72), seed: int = 7, **by_hand: object) -> Scene:
    return Scene("smoke", SMOKE.settings(prompt, {**TINY, **by_hand}), seed, Format(*size), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    SMOKE.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


@pytest.fixture
def make_scene() -> Callable[..., Scene]:
    """Makes a small scene from a prompt and controls."""
    return scene_of


@pytest.fixture
def simulate() -> Callable[[Scene, Path, FrameRange], None]:
    """Simulates a scene without reporting."""
    return simulated


@pytest.fixture(scope="session")
def plume(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, Path]:
    """A small plume, frames 1001 to 1006, with overscan."""
    scene = replace(scene_of(preroll=1.5, resolution=48, wind=0.8), overscan=8)
    cache = tmp_path_factory.mktemp("plume")
    simulated(scene, cache, FrameRange(1001, 1006))
    return scene, cache


@pytest.fixture(scope="session")
def picture(plume: tuple[Scene, Path]) -> RenderedFrame:
    """The last frame of the plume."""
    return SMOKE.render(*plume, 1006)
