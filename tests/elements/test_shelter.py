"""Rain and snow fall on what stands in them, and not through it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.obstacles import obstacles_of, read_obstacles
from secondunit.elements.carriers.particles.precipitation import strokes_at
from secondunit.elements.carriers.particles.precipitation_plan import PrecipitationPlan, foot_of
from secondunit.elements.carriers.particles.shelter import Wind, travel, wind_at
from secondunit.elements.carriers.particles.sight import ShutterView, still
from secondunit.elements.carriers.particles.splashes import PERIOD, splashes_at
from secondunit.elements.carriers.surfaces import crossing, distance_to, table_of
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.shot import exposed
from secondunit.wire.camera import CameraSample, CameraTrack
from secondunit.wire.errors import BadInput
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SIZE = Format(160, 90)
#: A crate four metres ahead, a ball beside it, and a table.
THINGS, TABLE = "box 0 0 -4 1.6 1.2 1.4 25; ball -1.6 0.4 -4 1", "box 0 1.2 -4 3 0.05 3"
NEAR = {"near": 0.5, "far": 8.0, "most": 400_000, "focus": 0.0, "opacity": 1.0}
CALM = {"wind": 0.0, "turbulence": 0.0, "gusts": 0.0}
STORM = {"wind": 6.0, "turbulence": 1.5, "gusts": 0.6}
KINDS = {"rain": {}, "snow": {"flutter": 0.0}}
Numbers = npt.NDArray[np.float64]


class Air:
    """What falls about a level camera, in metres about the ground under it."""

    def __init__(self, name: str, text: str, **by_hand: object) -> None:
        settings = kind(name).settings("", {**NEAR, **KINDS[name], **by_hand})
        self.plan: PrecipitationPlan
        self.camera: Camera
        self.plan, self.camera = kind(name).plan(settings, SIZE, Rate(24))
        self.foot = foot_of(settings, self.camera)
        self.table = table_of(obstacles_of({"obstacles": text}, self.foot))

    def sight(self, shutter: float) -> ShutterView:
        return ShutterView(still(self.camera), self.plan.second, shutter)

    def strokes(self, frame: int, shutter: float = 0.0) -> Numbers:
        return strokes_at(self.plan, self.sight(shutter), 5, frame, obstacles=self.table).astype(float)

    def splashes(self, frame: int) -> Numbers:
        return splashes_at(self.plan, self.sight(0.0), 5, frame, 1.35, self.table).astype(float)

    def places(self, strokes: Numbers, end: int = 0, x: float = 0.0, y: float = 0.0) -> Numbers:
        """Where strokes begin (0) or end (2), or so many pixels from there, (count, 3)."""
        across, up = (strokes[:, end] + x) / SIZE.width, 1.0 - (strokes[:, end + 1] + y) / SIZE.height
        rays = np.stack(np.broadcast_arrays(*self.camera.ray(across, up)), axis=-1)
        eye = np.array([self.camera.x, self.camera.y, self.camera.z]) - self.foot
        return np.asarray(rays * strokes[:, 6:7] + eye)


def away_from(text: str, place: Numbers) -> Numbers:
    """The distance of places to the nearest obstacle."""
    table = table_of(read_obstacles(text))
    return np.array([min(float(distance_to(row, *one)) for row in table) for one in place])


@pytest.mark.parametrize("weather", [CALM, STORM], ids=["calm", "storm"])
@pytest.mark.parametrize("name", list(KINDS))
def test_nothing_that_falls_is_in_a_thing_and_above_it_is_all_that_ever_was(
    name: str, weather: dict[str, float]
) -> None:
    stopped = 0
    for frame in (1, 700):
        full, open_air = Air(name, THINGS, **weather), Air(name, "", **weather)
        place, other = (air.places(air.strokes(frame)) for air in (full, open_air))
        # A flake's tufts lie beside its middle.
        assert (away_from(THINGS, place) > (-1e-3 if name == "rain" else -0.02)).all()
        stopped += int((away_from(THINGS, other) < 0.0).sum())
        assert (place[:, 1] > 1.5).sum() == (other[:, 1] > 1.5).sum() > 100
    assert stopped > 30, "there was something to stop"


@pytest.mark.parametrize(("name", "wind"), [("rain", 0.0), ("rain", 2.0), ("snow", 0.0), ("snow", 0.5)])
def test_under_a_table_it_is_dry_but_for_what_the_wind_drives_in_from_one_side(
    name: str, wind: float
) -> None:
    air = Air(name, TABLE, turbulence=0.0, gusts=0.0, wind=wind)
    place = np.concatenate([air.places(air.strokes(frame)) for frame in (1, 50, 99)])
    low = (place[:, 1] > 0.2) & (place[:, 1] < 1.1) & (np.abs(place[:, 2] + 4.0) < 1.45)
    low &= np.abs(place[:, 0]) < 1.45
    # What is driven in has come so far since it passed the table's edge, at most.
    driven = place[:, 0] + 1.5 < wind * (1.25 - place[:, 1]) / min(air.plan.spectrum.falls)
    assert not (low & ~driven).any()
    assert bool((low & driven).any()) == (wind > 0.0)
    beside = (np.abs(np.abs(place[:, 0]) - 1.8) < 0.25) & (place[:, 1] < 1.1) & (place[:, 2] < -3.0)
    assert beside.sum() > 10


def test_a_streak_ends_on_the_crate_that_it_strikes_while_the_shutter_is_open() -> None:
    crate = "box 0 0 -4 3 1 3"
    air, open_air = Air("rain", crate, **CALM), Air("rain", "", **CALM)
    strokes, other = air.strokes(3, 1.0), open_air.strokes(3, 1.0)
    ends, through = air.places(strokes, 2), open_air.places(other, 2)
    above = np.abs(ends[:, 0]) < 1.45
    above &= np.abs(ends[:, 2] + 4.0) < 1.45
    assert (ends[above, 1] > 1.0 - 2e-3).all()
    assert (np.abs(ends[above, 1] - 1.0) < 2e-3).sum() > 20
    inside = (np.abs(through[:, 0]) < 1.45) & (np.abs(through[:, 2] + 4.0) < 1.45) & (through[:, 1] < 0.9)
    assert inside.sum() > 20, "without it they went on"


@pytest.mark.parametrize("name", list(KINDS))
def test_what_a_roof_has_stopped_stays_stopped_in_gusts(name: str) -> None:
    """Each that is seen under the height of the roof was there a frame before, where its motion came from."""
    wind = 3.0 if name == "rain" else 0.6
    air = Air(name, "box 0 1.8 -4 3 0.1 4", turbulence=0.0, gusts=0.8, wind=wind, most=40_000)
    now, then = air.strokes(30), air.strokes(31)
    now, then = (one[one[:, 5] > 1e-3] for one in (now, then))
    came_to = now[:, :2] + now[:, 7:9] * (1.0, -1.0)
    place = air.places(then)
    seen = (np.abs(then[:, 0] - 80.0) < 60.0) & (place[:, 1] < 1.6) & (place[:, 1] > 0.1)
    seen &= (then[:, 6] > 2.2) & (then[:, 6] < 5.8)
    away = np.hypot(*(then[seen, None, :2] - came_to[None]).transpose(2, 0, 1)).min(axis=1)
    assert seen.sum() > 15
    assert np.quantile(away, 0.97) < 1.0


def test_drops_splash_on_top_of_things_as_on_the_ground_and_not_under_them() -> None:
    text = "box 0 0 -3 1.5 0.8 1.5; box 1.6 1.2 -3 1.2 0.05 1.2; ball -1.6 0.3 -3 1"
    count: dict[str, float] = {"crate": 0.0, "table": 0.0, "ball": 0.0, "ground": 0.0}
    frames = range(1, 400, 9)
    for frame in frames:
        air = Air("rain", text, rate=5.0, camera_height=2.2, **CALM)
        strokes = air.splashes(frame)
        (x, y, z), many = air.places(strokes).T, strokes[:, 5]
        # Droplets have the depth of the place that their drop struck.
        for name, middle, low, half in (("crate", 0.0, 0.8, 0.55), ("table", 1.6, 1.25, 0.4)):
            on_top = (np.abs(x - middle) < half) & (np.abs(z + 3.0) < half)
            count[name] += float(many[on_top & (y > low - 0.3)].sum()) / (4.0 * half * half)
            assert not (on_top & (y < low - 0.3)).any(), f"under the {name} it is dry"
        ball = (x + 1.6) ** 2 + (y - 0.8) ** 2 + (z + 3.0) ** 2
        assert (ball > (0.5 - 0.3) ** 2).all()
        around = (x + 1.6) ** 2 + (z + 3.0) ** 2 < 0.45**2
        count["ball"] += float(many[around & (y > 0.8)].sum()) / (np.pi * 0.45**2)
        ground = (np.abs(x) < 2.4) & (np.abs(z + 4.6) < 0.5)
        count["ground"] += float(many[ground].sum()) / 4.8
    assert count["ground"] > 200
    for name in ("crate", "table", "ball"):
        assert count[name] == pytest.approx(count["ground"], rel=0.25)


def test_the_wind_of_a_way_is_the_sum_of_its_gusts() -> None:
    plan = Air("rain", "", wind=3.0, gusts=0.7).plan
    wind = wind_at(plan, 5, 100)
    times = np.linspace(0.0, wind.time, 20_001)
    strength = [wind_at(replace(plan, second=float(time)), 5, 1).strength for time in times]
    assert travel(wind, wind.time) == pytest.approx(float(np.trapezoid(strength, times)), abs=1e-5)
    assert isinstance(wind, Wind) and PERIOD > 0.0


def test_a_line_enters_and_leaves_a_thing_where_its_surface_is() -> None:
    table = table_of(
        read_obstacles("box 0.1 0 -0.2 1 0.6 0.4 33; ball 0 0.2 0.1 0.9; post 0.2 -0.3 0 0.7 1.1")
    )
    rng = np.random.default_rng(4)
    crossed = 0
    for place, way in zip(rng.uniform(-1.5, 1.5, (400, 3)), rng.normal(size=(400, 3)), strict=True):
        for row in table:
            enters, leaves = crossing(row, *np.float32(place), *np.float32(way))
            samples = place + np.linspace(-3.0, 3.0, 61)[:, None] * way
            inside = [float(distance_to(row, *np.float32(one))) < -1e-3 for one in samples]
            if enters > leaves:
                assert not any(inside)
                continue
            crossed += 1
            for share in (enters, leaves):
                assert float(distance_to(row, *np.float32(place + share * way))) == pytest.approx(
                    0.0, abs=2e-4
                )
    assert crossed > 100


@pytest.mark.parametrize("name", list(KINDS))
def test_a_thing_that_hides_leaves_what_is_before_it(name: str, tmp_path: Path) -> None:
    text = "box 0 0 -3 1 4 1"
    layers = {}
    for hides in (False, True):
        by_hand = {"obstacles": text, "obstacles_hide": hides, "most": 60_000, "far": 20.0, **STORM}
        scene = Scene(name, kind(name).settings("", by_hand), 5, SIZE, Rate(24))
        cache = tmp_path / str(hides)
        kind(name).simulate(scene, cache, FrameRange(2, 2), lambda done, text: None, lambda: False)
        layers[hides] = kind(name).render(scene, cache, 2).layers
    middle = np.s_[20:70, 66:94]
    assert layers[False]["depth"][middle].max() > 4.0
    assert 0.0 < layers[True]["depth"][middle].max() < 2.6
    assert (layers[True]["beauty"][middle] <= layers[False]["beauty"][middle] + 1e-6).all()


def test_a_thing_stands_on_the_ground_under_the_first_camera_whichever_camera_that_is() -> None:
    for pitch, height in ((0.0, 1.6), (-25.0, 3.0), (40.0, 0.5)):
        air = Air("rain", "", camera_pitch=pitch, camera_height=height)
        assert air.plan.floor == pytest.approx(air.foot[1])
        assert air.camera.y - air.foot[1] == pytest.approx(height)
        assert (air.foot[0], air.foot[2]) == (air.camera.x, air.camera.z)


def test_under_a_shots_own_camera_drops_end_on_the_ground_of_its_world() -> None:
    samples = [CameraSample(x=2.0 + 0.1 * t, y=4.0, z=3.0, rx=-8.0, ry=20.0) for t in range(8)]
    scene = Scene(
        "rain", kind("rain").settings("", {}), 5, SIZE, Rate(24), camera=CameraTrack.of(1, samples),
        frames=FrameRange(1, 8),
    )  # fmt: skip
    plan, camera = kind("rain").plan(scene.settings, exposed(scene), scene.rate)
    foot = foot_of(scene.settings, camera)
    assert plan.floor == pytest.approx(camera.y - 4.0) == foot[1]
    assert (foot[0], foot[2]) == (camera.x, camera.z)


@pytest.mark.parametrize("name", ["rain", "snow", "fog", "mist", "dust_drift"])
def test_what_is_no_obstacle_is_refused_before_anything_is_made(name: str) -> None:
    with pytest.raises(BadInput, match="is no obstacle"):
        kind(name).estimate(kind(name).settings("", {"obstacles": "box 1 2"}), 4, (160, 90))
