"""Embers: every frame by itself, streaks that keep their light, colour by heat."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.particles.frames import frame_file
from secondunit.elements.optics.holdout import UNHIDDEN
from secondunit.elements.optics.streaks import glowing_layers
from secondunit.wire.errors import Cancelled, OutOfRange
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

EMBERS = kind("embers")


def scene_of(
    prompt: str = "", pixels: tuple[int, int] = (160, 120), seed: int = 5, **by_hand: object
) -> Scene:
    return Scene("embers", EMBERS.settings(prompt, by_hand), seed, Format(*pixels), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    EMBERS.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def rendered(scene: Scene, cache: Path, frame: int = 1) -> RenderedFrame:
    simulated(scene, cache, FrameRange(frame, frame))
    return EMBERS.render(scene, cache, frame)


def drawn(begin: tuple[float, float], end: tuple[float, float], radius: float = 0.3) -> np.ndarray:
    looks = np.array([[radius, 10.0, 5.0, 1.0, 3.0, 1.0, 2.0]])
    return glowing_layers(Format(80, 60).window, np.array([[*begin, *end]]), looks, UNHIDDEN)["beauty"]


@pytest.mark.parametrize("end", [(30.0, 30.0), (30.4, 30.2), (33.0, 31.0), (50.0, 20.0), (30.0, 55.0)])
@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5, 0.77])
def test_a_streak_has_the_same_light_whatever_its_length_and_place(
    end: tuple[float, float], shift: float
) -> None:
    beauty = drawn((30.0 + shift, 30.0), (end[0] + shift, end[1]))
    area = np.pi * 0.3**2
    assert float(beauty[..., 3].sum()) == pytest.approx(area, rel=0.01)
    assert float(beauty[..., 0].sum()) == pytest.approx(10.0 * area, rel=0.01)


def test_a_streak_is_smooth_and_lies_between_its_ends() -> None:
    beauty = drawn((20.0, 30.0), (60.0, 30.0))
    rows, columns = np.nonzero(beauty[..., 3] > 1e-4)
    assert (columns.min(), columns.max()) == pytest.approx((19, 60), abs=2)
    assert set(rows) <= {28, 29, 30, 31}
    middle = beauty[28:32, 24:56, 3].sum(axis=0)
    assert np.ptp(middle) < 1e-4 * middle.max() + 1e-7


def test_every_layer_is_there_and_emission_is_all_of_the_light(tmp_path: Path) -> None:
    picture = rendered(scene_of(), tmp_path)
    assert set(picture.layers) == {"beauty", "emission", "depth", "motion", "density"}
    assert picture.weights == {}
    beauty = picture.layers["beauty"]
    assert np.array_equal(beauty[..., :3], picture.layers["emission"])
    assert all(np.isfinite(layer).all() for layer in picture.layers.values())
    assert 0.0 < beauty[..., 3].max() < 1.0
    there = beauty[..., 3] > 0.0
    assert not picture.layers["depth"][~there].any()
    assert 0.002 < there.mean() < 0.5


def test_any_frame_is_the_same_made_alone_or_in_a_row(tmp_path: Path) -> None:
    scene = scene_of("gusty wind")
    simulated(scene, tmp_path / "row", FrameRange(1, 12))
    simulated(scene, tmp_path / "cut", FrameRange(1, 4))
    with pytest.raises(Cancelled):
        calls = iter(range(1000))
        EMBERS.simulate(
            scene, tmp_path / "cut", FrameRange(1, 12), lambda d, t: None, lambda: next(calls) > 50
        )
    simulated(scene, tmp_path / "cut", FrameRange(1, 12))
    for frame in range(1, 13):
        one, other = (frame_file(tmp_path / name, frame).read_bytes() for name in ("row", "cut"))
        assert one == other


def test_another_seed_gives_other_embers(tmp_path: Path) -> None:
    one, other = (rendered(scene_of(seed=seed), tmp_path / str(seed)).layers["beauty"] for seed in (1, 2))
    assert not np.array_equal(one, other)


def test_embers_cool_from_yellow_to_red_and_go_out(tmp_path: Path) -> None:
    scene = scene_of("", rate=2000.0, turbulence=0.0, spread=0.1, twinkle=0.0, cooling=1.5)
    light = rendered(scene, tmp_path).layers["emission"]
    low, high = light[80:105].sum(axis=(0, 1)), light[5:30].sum(axis=(0, 1))
    assert low[1] / low[0] > 1.3 * high[1] / high[0]
    assert low.sum() > 5.0 * high.sum()


def test_wind_and_draught_carry_them_and_a_floor_stops_them(tmp_path: Path) -> None:
    scene = scene_of("wind to the right", life=2.0)
    simulated(scene, tmp_path / "wind", FrameRange(1, 1))
    place = read_stored(frame_file(tmp_path / "wind", 1)).arrays["place"]
    assert place[:, 0].mean() > 0.4
    assert place[:, 1].mean() > 0.8
    still = scene_of("", draught=0.0, turbulence=0.0, rise=0.0, spread=0.0, preroll=2.0)
    simulated(still, tmp_path / "still", FrameRange(1, 1))
    place = read_stored(frame_file(tmp_path / "still", 1)).arrays["place"]
    assert (place[:, 1] <= place[:, 1].min() + 0.05).mean() > 0.5


def test_motion_says_where_an_ember_is_in_the_next_frame(tmp_path: Path) -> None:
    alone = {"rate": 1.0, "life": 40.0, "width": 0.01, "preroll": 3.0, "size": 20.0, "shutter": 0.0}
    scene = scene_of("", **alone, turbulence=0.0, spread=0.0, gusts=0.0)
    simulated(scene, tmp_path, FrameRange(1, 2))
    now, then = (EMBERS.render(scene, tmp_path, frame).layers for frame in (1, 2))

    def brightest(layers: dict[str, np.ndarray]) -> np.ndarray:
        return np.array(np.unravel_index(layers["beauty"][..., 3].argmax(), layers["beauty"].shape[:2]))

    row, column = brightest(now)
    moved = now["motion"][row, column]
    assert np.abs(brightest(then) - (row - moved[1], column + moved[0])).max() <= 1.5
    assert moved[1] > 0.5


def test_embers_leave_the_artists_own_matte(tmp_path: Path) -> None:
    matte = np.zeros((60, 80), np.float32)
    matte[20:30, 60:70] = 1.0
    scene = replace(scene_of("", spread=0.0, life=0.2, preroll=0.2), matte=lambda f: matte, matte_digest="m")
    alpha = rendered(scene, tmp_path).layers["beauty"][..., 3]
    rows, columns = np.nonzero(alpha > 0.01)
    assert 110 < columns.mean() < 150
    assert 20 < rows.mean() < 70


def test_overscan_adds_pixels_and_changes_none(tmp_path: Path) -> None:
    scene = scene_of()
    plain = rendered(scene, tmp_path).layers["beauty"]
    grown = EMBERS.render(replace(scene, overscan=8), tmp_path, 1).layers["beauty"]
    assert np.array_equal(plain, grown[8:-8, 8:-8])


def test_too_many_are_refused_before_anything_flies(tmp_path: Path) -> None:
    with pytest.raises(OutOfRange, match="particles"):
        simulated(scene_of("", rate=5000.0, life=60.0, width=1.0), tmp_path / "c", FrameRange(1, 1))
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("des braises portées par le vent", "wind", 1.8),
        ("embers carried by the wind to the left", "wind_direction", 180.0),
        ("many large embers", "size", 8.0),
        ("embers from a bonfire", "width", 1.5),
        ("quelques braises rouges", "temperature", 1200.0),
    ],
)
def test_a_phrase_sets_its_control(prompt: str, control: str, value: object) -> None:
    assert EMBERS.understand(prompt).settings[control] == value
