"""Light passes in a delivery of other primaries: they add up to the beauty that is delivered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame
from secondunit.engines.delivered_lights import DeliveredLights
from secondunit.media.color import convert
from secondunit.media.config import open_config
from secondunit.media.exr import inspect_exr, read_exr
from secondunit.wire import ColorSpace, FrozenMap, Work
from secondunit.wire.picture import Window

from .test_worker import whole_job

REC709 = "Linear Rec.709 (sRGB)"


@pytest.mark.parametrize("space", ["ACEScg", REC709])
def test_weighted_passes_and_emission_are_the_beauty_of_the_files(
    make_work: Callable[..., Work], space: str
) -> None:
    controls = FrozenMap(
        {"preroll": 0.2, "resolution": 24, "key_color": "1.0 0.55 0.2", "color": "0.7 0.5 0.4"}
    )
    take = whole_job(make_work(colorspace=ColorSpace(space), controls=controls))
    beauty, passes = (Path(take.folder, layer.path % 1002) for layer in take.layers[:2])
    weights = json.loads(inspect_exr(passes).provenance["weights"])
    read = read_exr(passes)
    shares = [read.layer(name).pixels.astype(np.float64) * weight for name, weight in weights.items()]
    pixels = read_exr(beauty).pixels[..., :3].astype(np.float64)
    rounding = np.abs(pixels) + sum(np.abs(share) for share in shares)
    assert pixels.max() > 0.1
    assert (np.abs(sum(shares) - pixels) <= 1.02 * 2.0**-11 * rounding + 1e-6).all()


def test_a_pass_of_grey_matter_is_the_same_grey_in_any_primaries() -> None:
    config = open_config("")
    grey = np.full((2, 3, 3), 0.4, np.float32)
    frame = RenderedFrame(Window(0, 0, 3, 2), {"light_key": grey.copy()}, {})
    lights = DeliveredLights.of({"light_key": (2.0, 1.6, 1.0)}, "ACEScg", REC709, config)
    made = convert(lights.passes(frame)["light_key"], "ACEScg", REC709, config, premultiplied=False)
    assert np.abs(made - grey).max() < 1e-5
    assert lights.weights["light_key"] != (2.0, 1.6, 1.0)


def test_the_weight_of_a_saturated_light_is_above_zero_in_each_channel() -> None:
    lights = DeliveredLights.of({"light_key": (1.0, 0.0, 0.0)}, "ACEScg", REC709, open_config(""))
    assert min(lights.weights["light_key"]) > 0.0
