"""What flies bounces off what stands in its way, and is never in it or behind it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.carriers.particles.frames import frame_file
from secondunit.elements.carriers.surfaces import bounce, distance_to, table_of
from secondunit.elements.kernels import Field
from secondunit.elements.optics.camera import camera_for
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

CRATE = Obstacle("box", 1.0, 0.0, 0.0, 1.0, 2.0, 3.0)


def struck(place: list[float], velocity: list[float], obstacle: Obstacle) -> tuple[Field, Field, float]:
    """Where and how fast something is after a step of 0.1 s against an obstacle, and how fast it struck."""
    before, speed = np.array([place], np.float32), np.array([velocity], np.float32)
    after = before + np.float32(0.1) * speed
    impact = bounce(before, after, speed, table_of([obstacle]), 0.5, 0.2)
    return after[0], speed[0], float(impact[0])


def test_what_strikes_a_wall_comes_back_by_its_restitution_and_slides_by_its_friction() -> None:
    place, velocity, impact = struck([0.3, 1.0, 0.0], [4.0, 0.0, 1.0], CRATE)
    assert impact == pytest.approx(4.0, rel=1e-3)
    assert velocity == pytest.approx([-2.0, 0.0, 0.0], abs=1e-3), "friction stops what is slow along the wall"
    assert place[0] == pytest.approx(0.499, abs=2e-3)
    _, velocity, _ = struck([0.45, 1.0, 0.0], [1.0, 0.0, 5.0], CRATE)
    assert velocity == pytest.approx([-0.5, 0.0, 5.0 - 0.2 * 1.5 * 1.0], abs=1e-3)


@pytest.mark.parametrize("speed", [30.0, 400.0])
def test_nothing_is_so_fast_that_it_goes_through_a_thin_wall(speed: float) -> None:
    wall = Obstacle("box", 1.0, 0.0, 0.0, 0.01, 2.0, 3.0, 20.0)
    place, velocity, impact = struck([0.0, 1.0, 0.1], [speed, 0.0, 0.0], wall)
    assert place[0] < 1.1
    assert velocity[0] < 0.0
    assert impact > 0.5 * speed


def test_what_passes_by_is_left_alone_and_what_begins_inside_comes_out() -> None:
    place, velocity, impact = struck([0.3, 2.5, 0.0], [4.0, 0.0, 0.0], CRATE)
    assert impact == 0.0 and place[0] == pytest.approx(0.7) and velocity[0] == 4.0
    for obstacle in (
        CRATE,
        Obstacle("ball", 1.0, 0.0, 0.0, 2.0, 2.0, 2.0),
        Obstacle("post", 1, 0, 0, 1, 2, 1),
    ):
        place, _, _ = struck([0.9, 1.1, 0.2], [0.0, 0.0, 0.0], obstacle)
        assert 0.0 < float(distance_to(table_of([obstacle])[0], *place)) < 0.01


@pytest.mark.parametrize("name", ["embers", "sparks", "debris"])
def test_none_of_a_kind_that_flies_is_in_an_obstacle_or_behind_a_wall(name: str, tmp_path: Path) -> None:
    element, frames = kind(name), FrameRange(1, 12)
    wall, roof = "box 0.6 -1 0 0.02 30 30", "box 0 0.9 0 30 0.05 30"
    hand = {"amount": 300.0, "preroll": 0.5, "obstacles": f"{wall}; {roof}", "wind": 6.0, "gusts": 0.0}
    own = {control.name for control in element.controls()}
    settings = element.settings("", {key: value for key, value in hand.items() if key in own})
    scene = Scene(name, settings, 5, Format(64, 48), Rate(24))
    element.simulate(scene, tmp_path, frames, lambda done, text: None, lambda: False)
    arrays = read_stored(frame_file(tmp_path, 12)).arrays
    place = arrays["place"] if "place" in arrays else arrays["way"][:, -1]
    assert len(place) > 50
    assert place[:, 0].max() < 0.6
    assert place[:, 1].max() < 0.9
    assert max(place[:, 0].max() - 0.58, place[:, 1].max() - 0.88) > 0.0, "some have come as far"


@pytest.mark.parametrize("name", ["smoke", "embers"])
def test_an_obstacle_hides_what_is_behind_it_where_that_is_wanted(name: str, tmp_path: Path) -> None:
    element = kind(name)
    own = {control.name for control in element.controls()}
    hand = {"resolution": 32, "preroll": 1.0, "height": 2.0, "detail": 0.0, "rate": 900.0, "spread": 2.0}
    board = {"obstacles": "box 0 0 0.9 0.7 0.5 0.02 15"}
    pictures = []
    for hides in (False, True):
        chosen = {key: value for key, value in hand.items() if key in own} | board | {"obstacles_hide": hides}
        scene = Scene(name, element.settings("", chosen), 5, Format(128, 96), Rate(24))
        element.simulate(scene, tmp_path, FrameRange(1, 2), lambda done, text: None, lambda: False)
        pictures.append(element.render(scene, tmp_path, 2).layers["beauty"][..., 3])
    free, hidden = pictures
    camera = camera_for({**scene.settings}, scene.format, 2.0)
    column, row, _ = camera.see(0.0, 0.25, 0.9)
    middle = np.s_[
        int((1 - row) * 96) - 6 : int((1 - row) * 96) + 6, int(column * 128) - 8 : int(column * 128) + 8
    ]
    assert free[middle].max() > 0.01
    assert not hidden[middle].any()
    column, row, _ = camera.see(0.0, 0.9, 0.9)
    above = slice(0, int((1.0 - row) * 96))
    assert free[above].max() > 0.01
    assert np.array_equal(free[above], hidden[above])
