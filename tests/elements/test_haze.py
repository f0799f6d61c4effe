"""Haze: visibility by Koschmieder, any frame by itself, loops, light that adds up, a steady whole."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import PASSES, ElementKind, RenderedFrame, Scene, kernels, kind
from secondunit.elements.carriers.haze.air import Air, carried
from secondunit.elements.carriers.haze.kind import HazeKind, frame_file
from secondunit.elements.carriers.haze.picture import picture_of
from secondunit.elements.carriers.haze.sheets import sheets_between
from secondunit.elements.carriers.haze.tiles import CUTS
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

FOG, MIST, DUST = kind("fog"), kind("mist"), kind("dust_drift")
EVEN = {"unevenness": 0.0, "height": 1000.0}


def scene_of(
    prompt: str = "", pixels: tuple[int, int] = (160, 90), seed: int = 5, **by_hand: object
) -> Scene:
    return Scene("fog", FOG.settings(prompt, {"sheets": 50, **by_hand}), seed, Format(*pixels), Rate(24))


def placed(scene: Scene, cache: Path, frames: FrameRange) -> None:
    FOG.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def rendered(scene: Scene, cache: Path, frame: int = 1) -> RenderedFrame:
    placed(scene, cache, FrameRange(1, frame))
    return FOG.render(scene, cache, frame)


@contextmanager
def on_threads(count: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So many threads, in a pool of their own."""
    with monkeypatch.context() as changed:
        changed.setattr(kernels, "_pool", None)
        changed.setattr(kernels, "threads", lambda: count)
        try:
            yield
        finally:
            if kernels._pool is not None:
                kernels._pool.shutdown()


@pytest.mark.parametrize("visibility", [20.0, 60.0])
def test_a_black_card_at_the_visibility_keeps_two_percent_of_its_contrast(
    tmp_path: Path, visibility: float
) -> None:
    pixels = (480, 270)
    picture = rendered(scene_of("", pixels, visibility=visibility, **EVEN), tmp_path)
    # The ground is the card: at a row under the horizon it lies so far away.
    down = (np.arange(270) + 0.5 - 135.0) * (36.0 / 35.0) / 480
    away = 1.6 / down[136:] * np.hypot(1.0, down[136:])
    kept = 1.0 - picture.layers["beauty"][136:, 240, 3]
    at = float(np.interp(-visibility, -away, np.log(kept)))
    assert np.exp(at) == pytest.approx(0.02, rel=0.1)


def test_every_layer_is_there_and_beauty_is_the_sum_of_its_lights(tmp_path: Path) -> None:
    picture = rendered(scene_of("backlit", holes=0.3), tmp_path)
    assert set(picture.layers) == {"beauty", *PASSES, "depth", "motion", "density"}
    assert all(np.isfinite(layer).all() for layer in picture.layers.values())
    beauty = picture.layers["beauty"]
    total = sum(picture.layers[name] * np.array(picture.weights[name], np.float32) for name in PASSES)
    assert np.abs(total - beauty[..., :3]).max() < 1e-5 * beauty[..., :3].max() + 1e-6
    assert beauty[..., 3].min() >= 0.0 and 0.3 < beauty[..., 3].max() <= 1.0
    density = picture.layers["density"][..., 0]
    assert np.abs(1.0 - np.exp(-density) - beauty[..., 3]).max() < 1e-4


def test_any_frame_is_the_same_made_alone_or_in_a_row(tmp_path: Path) -> None:
    scene = scene_of("", (96, 54))
    placed(scene, tmp_path / "row", FrameRange(1001, 1006))
    row = [FOG.render(scene, tmp_path / "row", frame) for frame in range(1001, 1007)]
    placed(scene, tmp_path / "alone", FrameRange(1001, 1006))
    frame_file(tmp_path / "alone", 1005).unlink()
    placed(scene, tmp_path / "alone", FrameRange(1001, 1006))
    alone = FOG.render(scene, tmp_path / "alone", 1005)
    for name, layer in alone.layers.items():
        assert np.array_equal(layer, row[4].layers[name]), name
    assert not np.array_equal(row[3].layers["beauty"], row[4].layers["beauty"])


def test_the_bits_are_the_same_on_any_number_of_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of("", (192, 150), holes=0.3)
    pictures = []
    for count in (1, 2, 4):
        with on_threads(count, monkeypatch):
            pictures.append(rendered(scene, tmp_path / str(count)))
    for other in pictures[1:]:
        assert all(np.array_equal(pictures[0].layers[name], layer) for name, layer in other.layers.items())


def test_overscan_adds_pixels_and_changes_none(tmp_path: Path) -> None:
    scene = scene_of("", (96, 54))
    plain = rendered(scene, tmp_path).layers["beauty"]
    for sides in (13, 40):
        grown = FOG.render(replace(scene, overscan=sides), tmp_path, 1).layers["beauty"]
        assert np.array_equal(plain, grown[sides:-sides, sides:-sides])


def test_frames_of_a_loop_come_again_and_meet_without_a_seam(tmp_path: Path) -> None:
    scene = scene_of("", (96, 54), loop=0.5, wind=2.0, turbulence=1.5, eddy=1.0)
    placed(scene, tmp_path, FrameRange(1, 26))
    alphas = {n: FOG.render(scene, tmp_path, n).layers["beauty"][..., 3] for n in (1, 2, 11, 12, 13, 14, 25)}
    assert np.array_equal(alphas[1], alphas[13]) and np.array_equal(alphas[2], alphas[14])
    assert np.array_equal(alphas[1], alphas[25])
    inside, seam = (float(np.abs(alphas[a] - alphas[b]).mean()) for a, b in ((11, 12), (12, 13)))
    assert 0.0 < seam < 1.5 * inside


@pytest.mark.parametrize("loop", [0.0, 8.0])
def test_noise_keeps_its_strength_and_its_place_in_a_loop(loop: float) -> None:
    air = Air(2.0, 0.5, 1.5, -0.4, loop)
    for time in (0.0, 1.7, 5.3):
        lives = carried(air, 3, time).lives
        assert np.abs((lives[:, :, 0] ** 2).sum(axis=1) - 1.0).max() < 1e-5
    if loop:
        one, other = carried(air, 3, 1.3), carried(air, 3, 1.3 + loop)
        turned = (one.lives[..., 1:4] - other.lives[..., 1:4] + 32.0) % 64.0 - 32.0
        shown = one.lives[..., 0] > 0.02
        assert np.abs(turned[shown]).max() < 0.01


def test_a_matte_holds_it_inside(tmp_path: Path) -> None:
    matte = np.zeros((54, 96), np.float32)
    matte[:, 48:] = 1.0
    scene = scene_of("", (96, 54))
    free = rendered(scene, tmp_path / "free")
    held = rendered(replace(scene, matte=lambda frame: matte, matte_digest="m"), tmp_path / "held")
    for name in ("beauty", "light_top", "density", "depth", "motion"):
        assert not held.layers[name][:, :47].any(), name
        assert np.array_equal(held.layers[name][:, 49:], free.layers[name][:, 49:]), name


def test_it_flows_without_a_flicker_of_the_whole(tmp_path: Path) -> None:
    scene = scene_of("", (96, 54), unevenness=0.8, holes=0.3, visibility=60.0, wind=1.5)
    placed(scene, tmp_path, FrameRange(1, 16))
    frames = [FOG.render(scene, tmp_path, n).layers["beauty"][..., 3] for n in range(1, 17)]
    whole = np.array([float(alpha.sum()) for alpha in frames])
    assert np.sqrt((np.diff(whole) ** 2).mean()) < 0.005 * whole.mean()
    changes = [float(np.abs(a - b).mean()) for a, b in pairwise(frames)]
    assert min(changes) > 1e-4 and max(changes) < 2.0 * min(changes), "it moves, and evenly"


@pytest.mark.parametrize("kind_", [FOG, MIST, DUST], ids=lambda one: one.name)
def test_every_look_of_a_kind_is_a_picture_of_its_own(tmp_path: Path, kind_: ElementKind) -> None:
    assert len(kind_.looks) >= 3
    means = set()
    for look in kind_.looks:
        settings = kind_.settings("", {**look.settings, "sheets": 25})
        scene = Scene(kind_.name, settings, 5, Format(48, 27), Rate(24))
        kind_.simulate(scene, tmp_path / look.name, FrameRange(1, 1), lambda done, text: None, lambda: False)
        beauty = kind_.render(scene, tmp_path / look.name, 1).layers["beauty"]
        assert np.isfinite(beauty).all() and beauty[..., 3].max() > 0.3, look.name
        means.add(float(beauty[..., 3].mean()))
    assert len(means) == len(kind_.looks)


def test_mist_has_a_top_and_leaves_the_sky_clear(tmp_path: Path) -> None:
    scene = Scene("mist", MIST.settings("", {"swell": 0.0, "holes": 0.0}), 5, Format(96, 54), Rate(24))
    MIST.simulate(scene, tmp_path, FrameRange(1, 1), lambda done, text: None, lambda: False)
    alpha = MIST.render(scene, tmp_path, 1).layers["beauty"][..., 3]
    assert not alpha[:26].any(), "the camera stands over it"
    assert alpha[28:30].min() > 0.9, "and sees through much of it at the horizon"


@pytest.mark.parametrize(
    ("name", "prompt", "control", "value"),
    [
        ("fog", "patchy fog", "holes", 0.45),
        ("fog", "un banc de brouillard", "front", 18.0),
        ("fog", "brouillard épais", "visibility", 52.5),
        ("fog", "yellow fog, wind to the left", "wind_direction", 180.0),
        ("mist", "dry ice", "visibility", 1.2),
        ("mist", "de la brume sur un étang", "eddy", 1.4),
        ("mist", "knee-deep mist", "height", 0.5),
        ("dust_drift", "dust kicked up by a car", "pace", 13.0),
        ("dust_drift", "nuage de poussière au loin", "end_y", 0.46),
        ("dust_drift", "poussière soulevée par un troupeau", "rate", 60.0),
        ("dust_drift", "un nuage de poussière rouge", "color", "0.6 0.28 0.15"),
    ],
)
def test_a_phrase_sets_its_control(name: str, prompt: str, control: str, value: object) -> None:
    assert kind(name).understand(prompt).settings[control] == value


def _slope(picture: np.ndarray, finest: float, coarsest: float) -> float:
    """The slope of a square picture's power spectrum between two wavelengths in pixels."""
    size = len(picture)
    window = np.hanning(size)
    power = np.abs(np.fft.fft2((picture - picture.mean()) * window[:, None] * window)) ** 2
    k = np.hypot(*np.meshgrid(np.fft.fftfreq(size), np.fft.fftfreq(size)))
    edges = np.geomspace(1.0 / coarsest, 1.0 / finest, 9)
    bands = [(k >= low) & (k < high) for low, high in pairwise(edges)]
    points = [(np.log(k[band].mean()), np.log(power[band].mean())) for band in bands if band.any()]
    return float(np.polyfit(*zip(*points, strict=True), 1)[0])


def test_its_grain_is_that_of_turbulence_down_to_three_pixels(tmp_path: Path) -> None:
    patches = next(look for look in FOG.looks if look.name == "patches")
    scene = Scene("fog", FOG.settings("", patches.settings), 5, Format(480, 270), Rate(24))
    luminance = rendered(scene, tmp_path).layers["beauty"][:120, :, 1].astype(np.float64)
    slopes = [_slope(luminance[:, left : left + 120], 3.0, 32.0) for left in (0, 120, 240, 360)]
    assert np.mean(slopes) == pytest.approx(-11.0 / 3.0, rel=0.2)


@pytest.mark.parametrize("kind_", [FOG, DUST], ids=lambda one: one.name)
def test_an_hour_takes_no_more_memory_than_a_moment(kind_: HazeKind) -> None:
    settings = kind_.settings("", {"sheets": 25} | ({"pace": 0.0} if kind_ is DUST else {}))
    scene = Scene(kind_.name, settings, 5, Format(64, 36), Rate(24))
    plan = kind_.plan(settings, scene.format, scene.rate)
    picture_of(scene, settings, plan, 1, 0.0)
    peaks = []
    for time in (1.0, 3600.0):
        tracemalloc.start()
        picture = picture_of(scene, settings, plan, 1, time)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert picture.layers["beauty"][..., 3].max() > 0.2
    assert peaks[1] < 1.25 * peaks[0]


def test_a_low_layer_has_no_stripes_under_the_horizon(tmp_path: Path) -> None:
    ice = next(look for look in MIST.looks if look.name == "dry_ice")
    settings = MIST.settings("", {**ice.settings, "sheets": 100})
    scene = Scene("mist", settings, 5, Format(1600, 160), Rate(24))
    MIST.simulate(scene, tmp_path, FrameRange(1, 1), lambda done, text: None, lambda: False)
    beauty = MIST.render(scene, tmp_path, 1).layers["beauty"]
    rows = beauty[82:160, :, 1].mean(axis=1)
    assert beauty[82:160, :, 3].min() > 0.9
    assert np.abs(np.diff(rows)).max() < 0.03 * rows.mean()


def test_a_sheet_has_the_same_eddies_wherever_haze_begins() -> None:
    """Drifting dust comes nearer from frame to frame; a sheet that lost its turn would show as a jump."""
    plan = DUST.plan(DUST.settings("", {}), Format(480, 270), Rate(24))
    rows: dict[float, tuple[object, ...]] = {}
    for near in np.geomspace(2.0, 4.0, 40):
        sheets = sheets_between(plan, float(near), 40.0, 4)
        assert sheets.edges[1] <= near * 1.0001
        for n, edge in enumerate(sheets.edges[2:].tolist(), 1):
            row = n % 2, *sheets.gain[n].tolist(), *sheets.cut[n].tolist()
            assert rows.setdefault(edge, row) == row


def test_nodes_show_all_of_the_eddies_that_are_found_there() -> None:
    """Five nodes a wave at least."""
    plan = FOG.plan(FOG.settings("", {}), Format(1920, 1080), Rate(24))
    sheets = sheets_between(plan, 1.8, 450.0, 8)
    pixel = 36.0 / 35.0 / 1920.0
    assert sheets.slow.max() > 0 and (np.diff(sheets.slow) <= 0).all()
    for edge, slow, cuts in zip(sheets.edges[1:], sheets.slow, sheets.cut, strict=True):
        for level in range(1, int(slow) + 1):
            shortest = plan.air.period(level) / CUTS[cuts[level]]
            assert shortest >= 5.0 * 8.0 * pixel * edge * 0.999


def test_low_cloud_ends_in_no_line_at_the_horizon(tmp_path: Path) -> None:
    look = next(look for look in FOG.looks if look.name == "low_cloud")
    alpha = rendered(scene_of("", (480, 270), **look.settings), tmp_path).layers["beauty"][..., 3]
    steps = np.abs(np.diff(alpha.mean(axis=1)))
    assert alpha[:90].mean() > 0.2
    assert steps.max() < 0.2
