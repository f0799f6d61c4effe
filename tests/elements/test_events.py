"""Events of several kinds: one clock, one place, and frames laid into one another exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import PASSES, RenderedFrame, Scene, kind
from secondunit.elements.events import EventPart, KindsEvent, laid_together
from secondunit.elements.kinds.explosion.parts import parts_of
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format, Window
from secondunit.wire.rate import Rate

EXPLOSION, EMBERS = kind("explosion"), kind("embers")
WEIGHTS = {name: (0.3 + 0.1 * n, 0.2, 0.1 * n) for n, name in enumerate(PASSES)}


def frame_of(seed: int, depth: float, *, lit: bool) -> RenderedFrame:
    """A made-up frame of 6 x 5 pixels in which about half of the pixels hold something."""
    rng = np.random.default_rng(seed)

    def noise(channels: int) -> np.ndarray:
        return rng.random((5, 6, channels), np.float32)

    alpha = np.where(noise(1) > 0.5, noise(1), 0.0).astype(np.float32)
    emission = noise(3) * alpha * np.float32(4.0)
    layers = {name: noise(3) * alpha for name in PASSES} if lit else {}
    color = emission + sum(layers[name] * np.array(WEIGHTS[name], np.float32) for name in layers)
    layers |= {
        "beauty": np.concatenate([color, alpha], axis=2),
        "emission": emission,
        "depth": np.where(alpha > 0.0, depth * (0.5 + noise(1)), 0.0).astype(np.float32),
        "motion": noise(2),
        "density": noise(1),
    }
    return RenderedFrame(Window(0, 0, 6, 5), layers, WEIGHTS if lit else {})


def test_the_nearer_lies_over_the_farther_and_beauty_stays_the_sum() -> None:
    one, other = frame_of(1, 5.0, lit=True), frame_of(2, 5.0, lit=False)
    whole = laid_together(one, other)
    total = whole.layers["emission"] + sum(
        whole.layers[name] * np.array(whole.weights[name], np.float32) for name in PASSES
    )
    assert np.abs(total - whole.layers["beauty"][..., :3]).max() < 2e-6
    for row, column in np.ndindex(5, 6):
        a, b = (frame.layers["beauty"][row, column] for frame in (one, other))
        near, far = (frame.layers["depth"][row, column, 0] for frame in (one, other))
        front, back = (a, b) if far == 0.0 or 0.0 < near <= far else (b, a)
        assert whole.layers["beauty"][row, column] == pytest.approx(front + (1.0 - front[3]) * back)
        least = min((d for d in (near, far) if d > 0.0), default=0.0)
        assert whole.layers["depth"][row, column, 0] == np.float32(least)


def test_a_key_with_a_pass_of_its_own_takes_what_six_sides_have_of_it() -> None:
    one, other = frame_of(1, 5.0, lit=True), frame_of(2, 5.0, lit=True)
    sky = dict.fromkeys(PASSES, (0.1, 0.12, 0.14))
    weights = {**sky, "light_of_the_key": (0.9, 0.8, 0.7)}
    alpha = one.layers["beauty"][..., 3:]
    layers = {**one.layers, "light_of_the_key": 0.5 * alpha * np.ones(3, np.float32)}
    lit = sum(layers[name] * np.array(weights[name], np.float32) for name in weights)
    layers["beauty"] = np.concatenate([layers["emission"] + lit, alpha], axis=2)
    whole = laid_together(RenderedFrame(one.window, layers, weights), other)
    total = whole.layers["emission"] + sum(
        whole.layers[name] * np.array(whole.weights[name], np.float32) for name in weights
    )
    assert whole.weights == weights
    assert np.abs(total - whole.layers["beauty"][..., :3]).max() < 5e-6


def test_every_part_of_an_explosion_leaves_with_its_flash_from_its_place() -> None:
    settings = EXPLOSION.whole(EXPLOSION.settings("", {"start": 1.5, "x": 0.3, "focal": 50.0, "width": 16.0}))
    parts = parts_of(settings)
    assert {part.start for part in parts} == {1.5}
    assert len(parts) == 2
    small = parts_of(settings.updated({"width": 4.0}))
    for large, little in zip(parts, small, strict=True):
        assert float(large.settings["speed_out"]) == pytest.approx(2.0 * float(little.settings["speed_out"]))
    assert parts_of(settings.updated({"sparks": 0.0, "debris": 0.0})) == ()


def test_parts_take_the_place_the_light_and_the_clock_of_their_event(tmp_path: Path) -> None:
    settings = EXPLOSION.whole(EXPLOSION.settings("", {"x": 0.3, "y": 0.2, "focal": 50.0, "wind": 2.0}))
    scene = Scene("explosion", settings, 5, Format(64, 48), Rate(24))
    parts = (
        EventPart("embers", 0.5, FrozenMap({"rate": 400.0, "preroll": 0.5})),
        EventPart("no such kind", 0.0, FrozenMap()),
    )
    event = KindsEvent.of(scene, settings, 25.0, parts, {"embers": EMBERS})
    ((maker, part),) = event.parts
    assert maker is EMBERS
    taken = {name: part.settings[name] for name in ("x", "y", "focal", "wind", "distance", "rate")}
    assert taken == {"x": 0.3, "y": 0.2, "focal": 50.0, "wind": 2.0, "distance": 25.0, "rate": 400.0}
    event.simulate(tmp_path, FrameRange(1, 2), lambda done, text: None, lambda: False)
    own = RenderedFrame(
        scene.window,
        {
            name: np.zeros((48, 64, count), np.float32)
            for name, count in {"beauty": 4, "emission": 3, "depth": 1, "motion": 2, "density": 1}.items()
        },
        {},
    )
    picture = event.render(own, tmp_path, 2)
    assert picture.layers["embers"].shape == (48, 64, 4)
    assert picture.layers["beauty"].max() > 0.0
    assert np.array_equal(picture.layers["beauty"], picture.layers["embers"])


@pytest.mark.parametrize(
    ("prompt", "parts", "soot"),
    [
        ("explosion with lots of sparks and no smoke", {"sparks": 750, "debris": 500}, 0.05),
        ("explosion without debris", {"sparks": 300}, 0.7),
        ("a blast, a few sparks, no debris", {"sparks": 90}, 0.7),
        ("explosion sans débris ni étincelles, beaucoup de fumée noire", {}, 2.0),
    ],
)
def test_words_choose_the_parts_of_an_explosion(prompt: str, parts: dict[str, int], soot: float) -> None:
    settings = EXPLOSION.settings(prompt, {})
    assert {part.kind: round(float(part.settings["amount"])) for part in parts_of(settings)} == parts
    assert settings["soot"] == soot
