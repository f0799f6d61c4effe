"""How thrown pieces fly: against theory of drag and fall, and without energy out of nothing."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.elements.carriers.particles.ballistics import Surroundings, throw
from secondunit.elements.carriers.particles.drag import GRAVITY, terminal_speed

Numbers = np.ndarray


class Flight:
    """A handful of pieces, `step` by step; each with the half-axes `half`, in metres."""

    def __init__(self, half: tuple[float, float, float], velocity: Numbers, place: Numbers, **world: object):
        count = len(velocity)
        self.place, self.velocity = (np.array(part, np.float32) for part in (place, velocity))
        self.age = np.zeros(count, np.float32)
        self.half = np.tile(np.array(half, np.float32), (count, 1))
        self.turn = np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1))
        self.spin = np.zeros((count, 3), np.float32)
        self.world = Surroundings(**{
            "dt": 0.002, "wind_x": 0.0, "wind_z": 0.0, "floor": -1e9, "restitution": 0.5, "friction": 0.3,
            "density": 1000.0, "bluffness": 1.0, "tumbles": False, **world,
        })  # fmt: skip

    def step(self, count: int = 1) -> None:
        never = np.full(len(self.age), np.inf, np.float32)
        for _ in range(count):
            throw(
                0, len(self.age), self.place, self.velocity, self.age, self.half, self.turn, self.spin, never,
                np.zeros(len(self.age), np.int32), np.zeros(len(self.age), np.uint8), self.world,
            )  # fmt: skip

    def energy(self) -> Numbers:
        """Kinetic, of the spin and of height, a kilogram (a sphere's inertia, 0.4 of its squared radius)."""
        moving = 0.5 * (self.velocity.astype(float) ** 2).sum(axis=1)
        turning = 0.2 * (self.half[:, 0].astype(float) ** 2) * (self.spin.astype(float) ** 2).sum(axis=1)
        return moving + turning + GRAVITY * self.place[:, 1].astype(float)


#: Water drops of so many millimetres in still air: Gunn and Kinzer 1949, "The Terminal Velocity of Fall for
#: Water Droplets in Stagnant Air", table 2, m/s.
GUNN_KINZER = {0.1: 0.27, 0.2: 0.72, 0.5: 2.06, 1.0: 4.03}


@pytest.mark.parametrize("size", GUNN_KINZER)
def test_a_small_drop_falls_as_fast_as_was_measured(size: float) -> None:
    assert terminal_speed(size / 1000.0, 998.0) == pytest.approx(GUNN_KINZER[size], rel=0.1)


@pytest.mark.parametrize(("size", "density"), [(0.0002, 7200.0), (0.002, 2400.0), (0.03, 500.0)])
def test_a_piece_ends_at_the_speed_where_drag_bears_its_weight(size: float, density: float) -> None:
    flight = Flight((0.5 * size,) * 3, np.zeros((1, 3)), np.zeros((1, 3)), density=density, dt=0.01)
    flight.step(800)
    assert -flight.velocity[0, 1] == pytest.approx(terminal_speed(size, density), rel=0.01)


def test_a_tiny_piece_stops_within_its_stopping_distance() -> None:
    """Stokes: a speed v is lost over v times the density times the squared diameter over 18 viscosities."""
    size, density, speed = 2e-5, 1000.0, 0.5
    flight = Flight((0.5 * size,) * 3, [[speed, 0.0, 0.0]], np.zeros((1, 3)), density=density, dt=1e-5)
    flight.step(4000)
    distance = speed * density * size**2 / (18.0 * 1.813e-5)
    assert flight.place[0, 0] == pytest.approx(distance, rel=0.1)


def test_a_heavy_piece_flies_a_parabola_in_a_step_of_any_length() -> None:
    flight = Flight((0.5,) * 3, [[6.0, 9.0, 0.0]], np.zeros((1, 3)), density=1e7, dt=0.05)
    flight.step(20)
    assert flight.place[0] == pytest.approx([6.0, 9.0 - 0.5 * GRAVITY, 0.0], abs=0.01)


@pytest.mark.parametrize("tumbles", [False, True])
def test_no_bounce_wins_energy(tumbles: bool) -> None:
    dice = np.random.default_rng(3)
    velocity = dice.uniform((-8, -6, -8), (8, 4, 8), (200, 3))
    place = dice.uniform((0, 0.2, 0), (1, 2, 1), (200, 3))
    flight = Flight((0.02,) * 3, velocity, place, floor=0.0, density=2400.0, tumbles=tumbles)
    flight.spin[:] = dice.uniform(-20, 20, (200, 3))
    before = flight.energy()
    for _ in range(600):
        flight.step()
        after = flight.energy()
        assert (after <= before * (1.0 + 1e-5) + 1e-4).all()
        before = after
    assert (flight.place[:, 1] >= 0.0199).all()


def test_a_flat_piece_comes_to_lie_on_its_broad_side() -> None:
    flight = Flight(
        (0.05, 0.04, 0.01), [[1.0, 0.0, 0.5]] * 8, [[0.0, 0.6, 0.0]] * 8,
        floor=0.0, density=2400.0, tumbles=True,
    )  # fmt: skip
    flight.spin[:] = np.random.default_rng(1).uniform(-15, 15, (8, 3))
    flight.step(1600)
    assert flight.place[:, 1] == pytest.approx(0.01, abs=0.004)
    assert np.abs(flight.velocity).max() < 0.3


def test_the_first_bounce_reaches_the_share_of_the_height_that_restitution_leaves() -> None:
    flight = Flight(
        (0.01,) * 3, np.zeros((1, 3)), [[0.0, 1.01, 0.0]], floor=0.0, density=1e6, restitution=0.6
    )
    heights = []
    for _ in range(450):
        flight.step()
        heights.append(float(flight.place[0, 1]))
    landing = int(np.argmin(heights[:300]))
    assert max(heights[landing:]) - 0.01 == pytest.approx(0.36, abs=0.02)
