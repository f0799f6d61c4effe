"""The pass of temperature: how hot what is seen is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from secondunit.elements import KEY_PASS, PASSES, RenderedFrame, Scene, kind
from secondunit.engines.render_step import passes_picture
from secondunit.media.exr import read_exr, write_exr
from secondunit.wire import Format, FrameRange, Rate

TORCH = kind("torch")
CORE = 2100.0


@pytest.fixture(scope="module")
def torch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, Path]:
    """Frame 2 of a small torch without the shutter's blur."""
    settings = TORCH.settings("", {"resolution": 40, "temperature": CORE, "shutter": 0.0, "preroll": 0.5})
    scene = Scene("torch", settings, 5, Format(80, 120), Rate(24))
    cache = tmp_path_factory.mktemp("torch")
    TORCH.simulate(scene, cache, FrameRange(1, 2), lambda done, text: None, lambda: False)
    return scene, cache


@pytest.fixture(scope="module")
def flame(torch: tuple[Scene, Path]) -> RenderedFrame:
    return TORCH.render(*torch, 2)


def test_it_is_0_where_nothing_is_and_else_between_the_airs_and_the_cores(flame: RenderedFrame) -> None:
    kelvin, depth = flame.layers["temperature"], flame.layers["depth"]
    assert kelvin.shape == depth.shape and kelvin.dtype == np.float32
    assert not kelvin[depth == 0.0].any() and (depth > 0.0).any()
    assert kelvin[depth > 0.0].min() >= 293.0 and kelvin.max() <= 1.02 * CORE


def test_what_shines_most_is_near_the_cores_temperature_and_hotter_than_what_is_dim(
    flame: RenderedFrame,
) -> None:
    kelvin, light = flame.layers["temperature"][..., 0], flame.layers["emission"].sum(axis=2)
    bright, dim = light > 0.5 * light.max(), (light > 0.002 * light.max()) & (light < 0.05 * light.max())
    assert 0.75 * CORE < np.median(kelvin[bright]) <= CORE
    assert np.median(kelvin[dim]) < np.median(kelvin[bright]) - 100.0


def test_it_follows_the_control_of_the_core(torch: tuple[Scene, Path], flame: RenderedFrame) -> None:
    scene, cache = torch
    hotter = replace(scene, settings=scene.settings.updated({"temperature": CORE + 500.0}))
    kelvin, there = TORCH.render(hotter, cache, 2).layers["temperature"], flame.layers["temperature"] > 1000.0
    rise = (kelvin[there] - 293.0) / (flame.layers["temperature"][there] - 293.0)
    assert np.median(rise) == pytest.approx((CORE + 500.0 - 293.0) / (CORE - 293.0), rel=0.03)


def test_its_channel_and_those_beside_it_have_the_names_that_compositors_know(
    flame: RenderedFrame, tmp_path: Path
) -> None:
    path = tmp_path / "passes.exr"
    write_exr(path, passes_picture(flame, Format(80, 120)))
    opened = oiio.ImageInput.open(str(path))
    assert opened is not None
    spec = opened.spec()
    single = {"depth.Z", "forward.u", "forward.v", "density.Y", "temperature.Y"}
    colors = {f"{layer}.{channel}" for layer in ("emission", *PASSES, KEY_PASS) for channel in "RGB"}
    assert set(spec.channelnames) == single | colors
    assert spec.channelnames[spec.z_channel] == "depth.Z"
    read = read_exr(path, ["temperature.Y"]).pixels[..., 0]
    assert np.abs(read - flame.layers["temperature"][..., 0]).max() <= 1.0, "half a step of half at 2048 K"
