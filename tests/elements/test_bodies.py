"""A gas in space: as fine, as dense and as bright as its picture, and the same whoever makes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.kind import Body
from secondunit.elements.optics.blackbody import body_colors
from secondunit.wire.errors import BadInput, DamagedPicture
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

QUICK: dict[str, dict[str, object]] = {
    "smoke": {"resolution": 32, "preroll": 0.5, "density": 0.4},
    "torch": {"resolution": 32, "preroll": 0.5, "shutter": 0.0, "detail": 0.0},
    "dust_hit": {"resolution": 32, "start": 0.0, "density": 0.1},
    # Fine and slow enough that it still burns in the last frame.
    "explosion": {"resolution": 48, "start": 0.0, "detail": 0.0, "width": 2.0, "speed": 1.0},
}
FRAMES = FrameRange(1, 4)


def scene_of(name: str) -> Scene:
    return Scene(name, kind(name).settings("", QUICK[name]), 5, Format(160, 120), Rate(24))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bodies")
    for name in QUICK:
        kind(name).simulate(scene_of(name), place / name, FRAMES, lambda done, text: None, lambda: False)
    return place


def body_of(name: str, cache: Path) -> Body:
    return kind(name).body(scene_of(name), cache / name, FRAMES.last)


@pytest.mark.parametrize("name", ["smoke", "torch", "dust_hit"])
def test_the_body_stops_as_much_light_as_the_picture(name: str, cache: Path) -> None:
    body = body_of(name, cache)
    density = next(field for field in body.fields if field.name == "density")
    picture = kind(name).render(scene_of(name), cache / name, FRAMES.last)
    # The optical depth over all of the frame, each pixel at the depth of what is in it.
    scene = scene_of(name)
    plan = kind(name).plan(scene.settings, scene.format, scene.rate, False)  # type: ignore[attr-defined]
    across = plan.camera.across / scene.format.width
    area = (across * picture.layers["depth"][..., 0]) ** 2
    seen = float((picture.layers["density"][..., 0] * area).sum())
    held = body.extinction * float(density.values.sum()) * density.cell**3
    assert held == pytest.approx(seen, rel=0.06)


def test_a_flame_shines_as_brightly_as_its_picture(cache: Path) -> None:
    body = body_of("torch", cache)
    fields = {field.name: field for field in body.fields}
    assert list(fields) == ["density", "flame", "temperature"]
    flame, soot = fields["flame"].values, fields["density"].values
    assert ((flame > 0.0) <= (soot > 0.0)).all(), "what shines is what stops light"
    kelvin = fields["temperature"].values
    assert kelvin.max() > 1500.0
    assert kelvin[kelvin > 0.0].min() >= 293.0
    luminance = np.array([0.2722, 0.6741, 0.0537])
    assert np.dot(body.glow, luminance) == pytest.approx(1.0, abs=1e-3)
    assert np.dot(body.black, luminance) == pytest.approx(1.0, abs=1e-3)
    assert body.mired > 30.0, "the plate's camera is balanced for warm light"
    assert np.abs(np.subtract(body.glow, body.black)).max() < 0.06, "and sees a hotter body"
    assert body.shine == scene_of("torch").settings["brightness"]


@pytest.mark.parametrize("name", ["torch", "explosion"])
def test_between_two_cells_a_flame_has_the_colour_of_its_picture(name: str, cache: Path) -> None:
    body = body_of(name, cache)
    fields = {field.name: field.values for field in body.fields}
    flame, kelvin = fields["flame"], fields["temperature"]
    assert flame.shape == kelvin.shape
    # A renderer mixes light and temperatures of neighbours apart.
    light = 0.5 * (flame[..., 1:] + flame[..., :-1])
    hot = 0.5 * (kelvin[..., 1:] + kelvin[..., :-1]).astype(np.float64)
    shines = light > 0.0
    seen = body_colors(1e6 / (1e6 / hot[shines] - body.mired))
    mean = (seen * light[shines][:, None]).sum(axis=0) / light[shines].sum()
    assert mean == pytest.approx(np.array(body.glow), rel=0.05, abs=0.01)


def test_smoke_that_scatters_a_fireballs_light_has_the_colour_of_the_fire(cache: Path) -> None:
    body = body_of("explosion", cache)
    fields = {field.name: field.values for field in body.fields}
    flame = fields["flame"]
    shines = flame > 0.02 * flame.max()
    seen = 1e6 / (1e6 / fields["temperature"][shines].astype(np.float64) - body.mired)
    assert 1200.0 < seen.min() < seen.max() < 4500.0, "smoke itself is far colder"


def test_what_only_scatters_has_its_motion_on_screen(cache: Path) -> None:
    body = body_of("smoke", cache)
    density, velocity = body.fields
    assert (density.name, velocity.name) == ("density", "velocity")
    assert velocity.values.shape[3] == 3
    assert velocity.values[..., 1].sum() > 0.0, "smoke rises"
    assert body.albedo == (0.62, 0.61, 0.6)
    assert body.foot[0] == pytest.approx(0.5) and body.foot[1] == pytest.approx(0.1)
    assert body.shine == 0.0


def test_the_same_frame_is_the_same_body(cache: Path) -> None:
    one, other = body_of("smoke", cache), body_of("smoke", cache)
    for field, again in zip(one.fields, other.fields, strict=True):
        assert field.values.tobytes() == again.values.tobytes()


def test_a_frame_that_is_not_there_is_refused(cache: Path) -> None:
    with pytest.raises(DamagedPicture):
        kind("smoke").body(scene_of("smoke"), cache / "smoke", 99)


def test_particles_fill_no_space(tmp_path: Path) -> None:
    embers = kind("embers")
    scene = Scene("embers", embers.settings("", {}), 5, Format(64, 48), Rate(24))
    assert not embers.bodied
    with pytest.raises(BadInput) as refusal:
        embers.body(scene, tmp_path, 1)
    assert "compositor nodes" in refusal.value.problem.remedy
