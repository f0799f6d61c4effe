"""The sky of an element is the plate's own where nobody says another: its colour, its strength, no lamp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.elements import kind
from secondunit.engines import plate_light as plate_light_module
from secondunit.engines.makers.findings import Findings
from secondunit.engines.makers.maker import Planning
from secondunit.engines.makers.simulated import Simulated
from secondunit.engines.plate_light import plate_light, plate_sky
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Brief, ColorSpace, Estimate, Format, FrameRange, FrozenMap, Plate, Rate

CONFIG = open_config("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1")
WEIGHTS = np.array([0.2722287168, 0.6740817658, 0.0536895174])
CONTROLS = {control.name: control for control in kind("smoke").controls()}
Paint = Callable[[Any], None]


@pytest.fixture
def painted(tmp_path: Path) -> Callable[[Paint], Plate]:
    """A plate of one frame, grey but for what is painted on it."""

    def make(paint: Paint) -> Plate:
        pixels = np.full((36, 64, 3), 0.18, np.float32)
        paint(pixels)
        path = tmp_path / f"plate_{len(list(tmp_path.iterdir()))}.exr"
        write_exr(path, Picture.of(pixels), depth="float")
        frames = FrameRange(1001, 1001)
        return Plate(str(path), frames, Rate(24), Format(64, 36), ColorSpace("ACEScg"))

    return make


def color(text: object) -> Any:
    return np.array([float(part) for part in str(text).split()])


def test_a_grey_plate_leaves_a_kind_its_own_strength_and_takes_its_tint_away(
    painted: Callable[[Paint], Plate],
) -> None:
    for grey in (0.18, 0.02, 3.0):
        light = plate_light(painted(lambda pixels, grey=grey: pixels.fill(grey)), CONFIG)
        assert light.luminance == pytest.approx(grey, rel=1e-4) and light.sky == pytest.approx(
            (1, 1, 1), rel=1e-4
        )
        sky = plate_sky(light, CONTROLS)
        assert color(sky["ambient_color"]) == pytest.approx([1.0, 1.0, 1.0], abs=1e-3)
        usual = float(CONTROLS["ambient"].default) * color(CONTROLS["ambient_color"].default) @ WEIGHTS
        assert sky["ambient"] == pytest.approx(usual, rel=1e-3)


def test_a_bright_blue_sky_above_is_a_stronger_bluer_sky_and_the_ground_below_hardly_counts(
    painted: Callable[[Paint], Plate],
) -> None:
    def blue(rows: slice) -> Paint:
        def paint(pixels: Any) -> None:
            pixels[rows] = (0.3, 0.45, 0.9)

        return paint

    above, below = (plate_light(painted(blue(rows)), CONFIG) for rows in (slice(0, 12), slice(24, 36)))
    assert above.luminance == pytest.approx(below.luminance)
    one, other = (plate_sky(light, CONTROLS) for light in (above, below))
    assert float(one["ambient"]) > 1.15 * float(other["ambient"])
    (red, _, azure), (red_2, _, azure_2) = color(one["ambient_color"]), color(other["ambient_color"])
    assert azure / red > 1.2 * azure_2 / red_2 > 1.2


def test_a_lamp_is_no_sky_and_a_green_screen_no_green_light(painted: Callable[[Paint], Plate]) -> None:
    def lamp(pixels: Any) -> None:
        pixels[2:6, 10:14] = (400.0, 40.0, 2.0)
        pixels[20, 20] = np.nan

    def screen(pixels: Any) -> None:
        pixels[:] = (0.02, 0.4, 0.03)

    lit = plate_sky(plate_light(painted(lamp), CONFIG), CONTROLS)
    assert np.ptp(color(lit["ambient_color"])) < 0.35
    red, green, _ = color(plate_sky(plate_light(painted(screen), CONFIG), CONTROLS)["ambient_color"])
    assert green / red < 3.0
    assert plate_sky(plate_light(painted(lambda pixels: pixels.fill(0.0)), CONFIG), CONTROLS) == {}


def test_a_plan_fills_in_the_sky_that_nobody_says_and_hand_and_words_win(
    painted: Callable[[Paint], Plate], make_work: Callable[..., Any]
) -> None:
    def warm(pixels: Any) -> None:
        pixels[:] = (0.3, 0.18, 0.1)

    brief: Brief = make_work().brief
    brief = replace(brief, plate=painted(warm), frames=FrameRange(1001, 1001), controls=FrozenMap())

    def settings(brief: Brief) -> FrozenMap[Any]:
        planning = Planning(Estimate(""), 1 << 34, Findings())
        return Simulated().priced(brief, planning)[1].settings

    red, _, blue = color(settings(brief)["ambient_color"])
    assert red > 1.5 * blue
    by_hand = settings(replace(brief, controls=FrozenMap({"ambient_color": "0.2 0.2 1", "ambient": 0.5})))
    assert (by_hand["ambient_color"], by_hand["ambient"]) == ("0.2 0.2 1", 0.5)
    assert settings(replace(brief, prompt="smoke at night"))["ambient"] == 0.02
    assert settings(replace(brief, plate=None))["ambient_color"] == CONTROLS["ambient_color"].default


def test_a_large_plate_has_the_light_of_a_small_one_and_costs_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lights, looked_at, whole = [], [], plate_light_module._sky_of

    def counted(colors: Any, light: Any, mean: float) -> tuple[float, float, float]:
        looked_at.append(light.shape)
        return whole(colors, light, mean)

    monkeypatch.setattr(plate_light_module, "_sky_of", counted)
    for wide in (512, 4096):
        down, across = np.mgrid[0 : wide // 8, 0:wide].astype(np.float32) / wide
        pixels = np.stack([0.2 + 0.3 * across, 0.3 + across * down, 0.8 - 4 * down], -1)
        pixels[: wide // 64, : wide // 16] = 50.0
        write_exr(tmp_path / f"{wide}.exr", Picture.of(pixels), depth="half")
        plate = Plate(
            str(tmp_path / f"{wide}.exr"), FrameRange(1, 1), Rate(24), Format(wide, wide // 8),
            ColorSpace("ACEScg"),
        )  # fmt: skip
        lights.append(plate_light(plate, CONFIG))
    assert looked_at == [(64, 512), (128, 1024)]
    assert lights[1].luminance == pytest.approx(lights[0].luminance, rel=0.01)
    assert lights[1].sky == pytest.approx(lights[0].sky, rel=0.02)
