"""Drifting dust: puffs that are born at what passes, grow as turbulence mixes them, drift and settle."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.carriers.haze.heap import heap_of
from secondunit.elements.carriers.haze.trail import Puffs, Trail, puffs_at
from secondunit.wire.errors import OutOfRange
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

DUST = kind("dust_drift")
TRAIL = Trail(
    start=(-8.0, -10.0), end=(8.0, -10.0), pace=4.0, lead=0.0, rate=30.0, size=0.4, width=0.0, rise=1.0,
    spread=0.0, mixing=0.1, fall=0.05, life=5.0,
)  # fmt: skip


def scene_of(prompt: str = "", pixels: tuple[int, int] = (128, 72), **by_hand: object) -> Scene:
    return Scene("dust_drift", DUST.settings(prompt, {"sheets": 50, **by_hand}), 5, Format(*pixels), Rate(24))


def rendered(scene: Scene, cache: Path, frame: int = 1) -> RenderedFrame:
    DUST.simulate(scene, cache, FrameRange(1, frame), lambda done, text: None, lambda: False)
    return DUST.render(scene, cache, frame)


def reckoned(frames: int, **by_hand: object) -> float:
    """What a frame of a take takes to draw, in seconds of processor, by its estimate."""
    settings = DUST.settings("", by_hand)
    return DUST.estimate(settings, frames, (480, 270)).processor_render_per_frame


def test_an_estimate_goes_by_how_long_dust_has_spread() -> None:
    """At 960 x 540 frame 1 takes a fifth of frame 120, at which the first puff is as old as it gets."""
    assert reckoned(8) < 0.65 * reckoned(120)
    slow = {"lead": 60.0, "pace": 0.05}
    assert reckoned(8, **slow) == reckoned(120, **slow) > 1.4 * reckoned(120)
    for steady in ({"pace": 0.0}, {"loop": 3.0}):
        assert reckoned(8, **steady) == reckoned(120, **steady)
    # Past the last puff's end there is nothing to draw.
    assert reckoned(480) < 0.6 * reckoned(160)


def test_what_raises_it_goes_at_its_pace_and_leaves_the_rest_behind() -> None:
    for time in (1.0, 2.5):
        x = puffs_at(TRAIL, (0.0, 0.0), 3, time, 0.0).place[:, 0]
        assert x.max() == pytest.approx(-8.0 + 4.0 * time, abs=0.3)
        assert x.min() == pytest.approx(-8.0, abs=0.3)


def test_dust_hangs_until_it_has_lived_and_then_the_air_is_clear() -> None:
    passing = 16.0 / 4.0
    assert len(puffs_at(TRAIL, (0.0, 0.0), 3, passing + 4.5, 0.0).size)
    assert not len(puffs_at(TRAIL, (0.0, 0.0), 3, passing + 5.5, 0.0).size)


def test_the_variance_of_a_puff_grows_by_twice_the_mixing_in_a_second() -> None:
    whole = replace(TRAIL, rate=400.0, pace=0.0, life=8.0)
    mixed, still = (
        puffs_at(replace(whole, mixing=mixing), (0.0, 0.0), 3, 0.0, 0.0).size for mixing in (0.3, 0.0)
    )
    # Puffs of all ages hang in the air, on average half a life old.
    assert float((mixed**2 - still**2).mean()) == pytest.approx(2.0 * 0.3 * 4.0, rel=0.05)


def test_the_wind_carries_it_and_it_never_sinks_into_the_ground() -> None:
    whole = replace(TRAIL, rate=400.0, pace=0.0, fall=1.0)
    blown, still = (puffs_at(whole, (wind, 0.0), 3, 0.0, 0.0).place for wind in (2.0, 0.0))
    assert float((blown - still)[:, 0].mean()) == pytest.approx(2.0 * (2.5 - 0.4), rel=0.1)
    assert still[:, 1].min() == 0.0


def test_puffs_keep_their_dust_as_they_grow() -> None:
    for size in (0.3, 0.9):
        share = np.array([(0.3 / size) ** 3])
        heap = heap_of(Puffs(np.array([[0.0, 5.0, -9.0]]), np.array([size]), share), 0.12)
        assert heap is not None
        dust = float(heap.cells[..., 0].sum()) * heap.cell**3
        # What lies beyond three deviations, and a little more, is left out.
        assert dust == pytest.approx((2.0 * np.pi) ** 1.5 * 0.3**3, rel=0.12)


def test_a_line_in_the_frame_is_where_the_dust_rises(tmp_path: Path) -> None:
    calm = {"wind": 0.0, "spread": 0.0, "rise": 0.2, "mixing": 0.01, "pace": 0.0, "holes": 0.0, "size": 0.25}
    scene = scene_of("", x=0.55, end_x=0.9, y=0.3, end_y=0.3, rate=40.0, **calm)
    alpha = rendered(scene, tmp_path).layers["beauty"][..., 3]
    rows, columns = np.nonzero(alpha > 0.2)
    assert 128 * 0.51 < columns.min() < 128 * 0.58 and 128 * 0.87 < columns.max() < 128 * 0.95
    assert 72 * 0.6 < rows.mean() < 72 * 0.73 and rows.max() < 72 * 0.75


def test_dust_thins_at_its_foot_and_is_not_cut_along_the_ground(tmp_path: Path) -> None:
    look = next(look for look in DUST.looks if look.name == "hooves")
    scene = scene_of("", (480, 270), **{**look.settings, "sheets": 100})
    alpha = rendered(scene, tmp_path, 20).layers["beauty"][..., 3]
    full = alpha.max(axis=0)
    columns = np.flatnonzero(full > 0.4)
    last = [int(np.flatnonzero(alpha[:, n] > 0.5 * full[n]).max()) for n in columns]
    gone = [int(np.flatnonzero(alpha[:, n] > 0.05 * full[n]).max()) for n in columns]
    assert np.mean(np.subtract(gone, last)) > 2.4


def test_layers_add_up_and_light_comes_from_where_it_should(tmp_path: Path) -> None:
    picture = rendered(scene_of("", pace=0.0, rate=60.0), tmp_path)
    beauty = picture.layers["beauty"]
    total = sum(picture.layers[name] * np.array(w, np.float32) for name, w in picture.weights.items())
    assert np.abs(total - beauty[..., :3]).max() < 1e-5 * beauty[..., :3].max() + 1e-6
    left, right = (picture.layers[f"light_{side}"][..., 1] for side in ("left", "right"))
    there = beauty[..., 3] > 0.3
    columns = np.nonzero(there.any(axis=0))[0]
    west, east = (np.isin(np.arange(128), part) for part in np.array_split(columns, 2))
    assert left[:, west].sum() / right[:, west].sum() > 1.2 * left[:, east].sum() / right[:, east].sum()


def test_frames_of_a_loop_come_again(tmp_path: Path) -> None:
    scene = scene_of("", (64, 36), pace=0.0, loop=0.5, life=1.2)
    frames = {n: rendered(scene, tmp_path, n).layers["beauty"] for n in (3, 12, 13, 14, 15)}
    assert np.array_equal(frames[3], frames[15])
    step, seam = (float(np.abs(frames[a] - frames[b]).mean()) for a, b in ((13, 14), (12, 13)))
    assert 0.0 < seam < 1.6 * step


def test_an_empty_frame_is_empty_and_whole(tmp_path: Path) -> None:
    picture = rendered(scene_of("", lead=0.0), tmp_path, 1)
    assert not any(layer.any() for layer in picture.layers.values())


def test_too_much_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(OutOfRange, match="puffs"):
        rendered(scene_of("", pace=0.0, rate=500.0, life=60.0), tmp_path / "c")
    assert not (tmp_path / "c").exists()
