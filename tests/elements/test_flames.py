"""Fires and camp fires: how tall they stand, how they puff, how they shine, and the same bits again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.flames.plan import burn_seconds
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.elements.carriers.fluid.sources import shape_emission
from secondunit.elements.kinds.fire.plan import flame_height
from secondunit.elements.optics.blackbody import SOOT, glow_at, glow_table
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

pytestmark = pytest.mark.long

FIRE = kind("fire")
QUICK = {"resolution": 32, "substeps": 3, "preroll": 0.4}


def scene_of(name: str, prompt: str = "", **by_hand: object) -> Scene:
    return Scene(name, kind(name).settings(prompt, {**QUICK, **by_hand}), 5, Format(96, 96), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    kind(scene.kind).simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def test_power_decides_how_tall_the_flame_stands() -> None:
    """Heskestad 1983: a pool of 1 m at 1 MW stands 2.7 m tall."""
    tall = FIRE.whole(FIRE.settings("", {"power": 1000.0, "width": 1.0}))
    assert float(tall["height"]) == pytest.approx(2.70, abs=0.02)
    assert flame_height(FIRE.settings("", {"height": 3.0})) == 3.0
    assert FIRE.whole(tall) == tall


def test_a_fire_puffs_at_the_rate_of_its_width(tmp_path: Path) -> None:
    """Cetegen and Ahmed 1993: 1.5 Hz over the root of the width in metres, within a third."""
    width, rate, count = 2.0, 24, 96
    scene = scene_of("fire", width=width, height=4.0, preroll=1.0, resolution=24)
    plan = FIRE.plan(FIRE.whole(scene.settings), scene.format, scene.rate, matte=False)
    rows = [round(share * width / plan.box.cell) for share in (0.4, 1.1)]
    simulated(scene, tmp_path, FrameRange(1, count))
    burning = []
    for frame in range(1, count + 1):
        stored = read_stored(frame_file(tmp_path, frame))
        low, high = (row - stored.facts["corner"][1] for row in rows)
        burning.append(float(np.minimum(stored.arrays["fuel"][:, low:high], 0.3).sum()))
    power = np.abs(np.fft.rfft((burning - np.mean(burning)) * np.hanning(count))) ** 2
    hertz = np.fft.rfftfreq(count, 1.0 / rate)
    # Slower than half a puff a second is the whole fire's waxing and waning.
    heard = np.where(hertz > 0.5, power, 0.0)
    assert hertz[heard.argmax()] == pytest.approx(1.5 / width**0.5, rel=1 / 3)


def test_a_fire_burns_on_and_no_air_comes_down_on_it_faster_than_it_rises(tmp_path: Path) -> None:
    # The cells of a quick look: in them it burnt for two seconds, and air came down at 70 m/s.
    scene = replace(Scene("fire", FIRE.settings("", {}), 7, Format(960, 540), Rate(24)), quick=True)
    simulated(scene, tmp_path, FrameRange(1, 72))
    burning, ways = [], []
    for frame in range(1, 73):
        stored = read_stored(frame_file(tmp_path, frame))
        burning.append(float(np.where(stored.arrays["heat"] > 0.4, stored.arrays["fuel"], 0.0).sum()))
        up = stored.arrays["velocity"][..., 1]
        ways.append((float(up.min()), float(up.max())))
    fastest_down, fastest_up = -min(low for low, high in ways), max(high for low, high in ways)
    assert fastest_down < 0.7 * fastest_up
    assert np.mean(burning[48:]) > 0.6 * np.mean(burning[:24])


@pytest.mark.parametrize("name", ["fire", "campfire"])
def test_beauty_is_emission_and_the_weighted_passes_and_a_resumed_run_is_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    scene, frames = scene_of(name), FrameRange(1, 3)
    simulated(scene, tmp_path / "whole", frames)
    simulated(scene, tmp_path / "grown", FrameRange(1, 2))
    simulated(scene, tmp_path / "grown", frames)
    one, other = (frame_file(tmp_path / cache, 3).read_bytes() for cache in ("whole", "grown"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
    picture = kind(name).render(scene, tmp_path / "whole", 3)
    total = picture.layers["emission"] + sum(
        picture.layers[side] * np.array(picture.weights[side], np.float32) for side in picture.weights
    )
    beauty = picture.layers["beauty"]
    assert np.abs(total - beauty[..., :3]).max() < 2e-6 * beauty.max()
    assert 0.2 < beauty[..., 3].max() <= 1.0
    assert picture.layers["emission"].max() > 1.0


def test_logs_burn_apart_and_a_bed_all_over() -> None:
    box = Box(-0.5, -0.02, -0.5, 1 / 40, 40, 32, 40, True)
    logs, bed = (shape_emission(box, shape, 0.7) for shape in ("logs", "bed"))

    def filled(strength: np.ndarray) -> float:
        return float((strength.max(axis=1) > 0.5).mean())

    assert 0.2 < filled(logs.strength) < 0.8 * filled(bed.strength)


def test_over_logs_fuel_lasts_for_the_way_from_where_they_lean_together() -> None:
    # A camp fire that has burned down to 0.32 m stood at 0.52 by its tips, as fuel lasted for the logs too.
    camp = kind("campfire")
    usual, low, bed = (
        camp.whole({"height": height, "source": source})
        for height, source in ((0.8, "logs"), (0.32, "logs"), (0.8, "bed"))
    )
    assert burn_seconds(usual) == pytest.approx(burn_seconds(bed))
    over = [(float(those["height"]) - 0.14) / float(those["height"]) for those in (low, usual)]
    whole = [burn_seconds(camp.whole({"height": height, "source": "bed"})) for height in (0.32, 0.8)]
    assert burn_seconds(low) / burn_seconds(usual) == pytest.approx(
        whole[0] / whole[1] * over[0] / over[1], rel=0.01
    )


def test_no_two_flames_of_a_line_start_at_one_height_and_its_ends_taper() -> None:
    box = Box(-2.8, -0.1, -0.8, 1 / 20, 112, 40, 32, True)
    line = shape_emission(box, "line", 5.0).strength > 0.5
    tops = np.where(line.any(axis=(0, 1)), line.shape[1] - line[:, ::-1].any(axis=0).argmax(axis=0), 0)
    widths = line.any(axis=1).sum(axis=0)
    assert np.ptp(tops[10:-10]) >= 3
    assert max(tops) * box.cell < 0.6, "flames of 1.7 m do not burn on a slab"
    assert max(widths[:4].max(), widths[-4:].max()) < 0.6 * widths.max()


def test_a_brazier_burns_on_a_heap_whose_foot_is_no_line_and_that_has_no_hole() -> None:
    torch = kind("torch")
    looked = next(look for look in torch.looks if look.name == "brazier").settings["source"]
    asked = torch.settings("a brazier", {})["source"]
    for source in (looked, asked):
        box = Box(-0.3, -0.1, -0.3, 1 / 160, 96, 64, 96, False)
        heap = shape_emission(box, str(source), 0.45).strength > 0.5
        seen = heap.any(axis=0)
        feet = seen.argmax(axis=0)[seen.any(axis=0)]
        assert np.ptp(feet[4:-4]) * box.cell > 0.03
        above = heap.any(axis=1)
        assert above.sum() == ndimage.binary_fill_holes(above).sum()
        assert above.sum() * box.cell**2 > 0.7 * np.pi * 0.225**2


@pytest.mark.parametrize(
    ("name", "prompt", "control", "value"),
    [
        ("fire", "a burning car, black smoke", "width", 2.6),
        ("fire", "un incendie, sans vent", "height", 7.0),
        ("fire", "a candle", "height", 0.1),
        ("campfire", "a bonfire on the beach", "height", 3.2),
        ("campfire", "un feu de camp mourant", "height", 0.32),
    ],
)
def test_words_set_what_they_mean(name: str, prompt: str, control: str, value: float) -> None:
    assert kind(name).understand(prompt).settings[control] == value


@pytest.mark.parametrize(
    ("name", "prompt", "part"),
    [
        ("fire", "gas hob, blue flames", "blue"),
        ("torch", "une torche, flamme bleue", "blue"),
        ("explosion", "explosion in space, bluish white", "blue"),
        ("fire", "orange flames, blue smoke", "red"),
        ("campfire", "deep red flames in a blue night", "red"),
    ],
)
def test_the_colour_that_words_ask_of_a_flame_is_the_one_it_shines_in(
    name: str, prompt: str, part: str
) -> None:
    settings = kind(name).settings(prompt, {})
    kelvin = float(settings["temperature"])
    red, _, blue = glow_at(glow_table(kelvin, float(settings["white"]), SOOT), np.array([kelvin]))[0][:3]
    assert (blue > 1.4 * red) if part == "blue" else (red > 1.4 * blue)
