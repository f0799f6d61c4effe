"""What stands in the shot hides of every kind what is behind it, by the part that it covers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.elements import RenderedFrame, Scene, kernels, kind, kinds
from secondunit.elements.kernels import singles, zeros
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.eddies import STILL
from secondunit.elements.optics.holdout import holdout_of
from secondunit.elements.optics.light import light_volume
from secondunit.elements.optics.march import View, march, occupied_blocks
from secondunit.elements.optics.rays import pixel_rays
from secondunit.elements.optics.volume import Volume
from secondunit.wire import Format, FrameRange, Rate
from secondunit.wire.errors import BadPicture

Field = npt.NDArray[np.float32]
FORMAT, FRAMES = Format(96, 54), FrameRange(1, 3)
#: What else is set so that a frame or two are soon made and something is seen at once.
QUICK: dict[str, dict[str, object]] = {
    "dust_drift": {}, "debris": {"amount": 200.0}, "explosion": {"sparks": 0.0, "debris": 0.0},
    "rain": {"most": 20_000}, "snow": {"most": 20_000}, "fog": {"visibility": 30.0},
    "mist": {"visibility": 5.0},
}  # fmt: skip
#: What is a sum of what is seen: by the part that something covers it is between two others.
SUMS = ("beauty", "emission", "light_")


def flat(value: float) -> Callable[[int], Field]:
    return lambda frame: np.full((FORMAT.height, FORMAT.width), value, np.float32)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Scene, Path]]:
    """A small element, simulated once."""
    there: dict[str, tuple[Scene, Path]] = {}

    def of(name: str) -> tuple[Scene, Path]:
        if name not in there:
            element = kind(name)
            known = {control.name: control for control in element.controls()}
            small = {"resolution": 24, "preroll": 0.4, "distance": 8.0, "start": 0.0, "size": 4.0}
            hand = {
                control: value for control, value in {**small, **QUICK.get(name, {})}.items()
                if control in known and (known[control].minimum is None or known[control].minimum <= value)
            }  # fmt: skip
            scene = Scene(name, element.settings("", hand), 3, FORMAT, Rate(24), frames=FRAMES, overscan=2)
            folder = tmp_path_factory.mktemp(name)
            element.simulate(scene, folder, FRAMES, lambda done, text: None, lambda: False)
            there[name] = scene, folder
        return there[name]

    return of


def picture(made: tuple[Scene, Path], covers: float = 0.0, distance: float = 0.0) -> RenderedFrame:
    scene, folder = made
    if covers:
        scene = replace(scene, occluder=flat(covers), occluder_distance=distance)
    return kind(scene.kind).render(scene, folder, 2)


def middle(frame: RenderedFrame) -> float:
    """A depth that has some of the element before it and some behind it."""
    alpha, depth = frame.layers["beauty"][..., 3], frame.layers["depth"][..., 0]
    assert alpha.max() > 0.002
    return float(np.median(depth[(alpha > 0.3 * alpha.max()) & (depth > 0.0)]))


@pytest.mark.parametrize("name", kinds())
def test_a_half_covered_pixel_is_between_the_open_and_the_hidden_one(
    made: Callable[[str], tuple[Scene, Path]], name: str
) -> None:
    element = made(name)
    whole = picture(element)
    distance = middle(whole)
    hidden, half = (picture(element, covers, distance) for covers in (1.0, 0.5))
    inner = (slice(2, -2), slice(2, -2))
    lost = whole.layers["beauty"][inner][..., 3].sum() - hidden.layers["beauty"][inner][..., 3].sum()
    assert lost > 0.02 * whole.layers["beauty"][..., 3].sum()
    for layer, open_ in whole.layers.items():
        if layer.startswith(SUMS):
            between = 0.5 * (open_ + hidden.layers[layer])
            # Light is read for several steps together, of which a thing cuts some.
            np.testing.assert_allclose(half.layers[layer][inner], between[inner], rtol=2e-2, atol=4e-3)
            assert (half.layers[layer][:2] == open_[:2]).all(), "beyond the format nothing is hidden"
    alpha, open_, least = (frame.layers["beauty"][inner][..., 3] for frame in (half, whole, hidden))
    np.testing.assert_allclose(alpha, 0.5 * (open_ + least), rtol=2e-3, atol=1e-4)
    dense = (frame.layers["density"][inner] for frame in (hidden, half, whole))
    low, between, high = dense
    assert (low <= between + 1e-4).all() and (between <= high + 1e-4).all()
    # The light stays the sum of its passes, so that it can still be turned.
    light = sum(
        (half.layers[name] * np.array(weight, np.float32) for name, weight in half.weights.items()),
        np.zeros((1, 1, 3), np.float32),
    ) + half.layers.get("emission", np.float32(0.0))  # fmt: skip
    np.testing.assert_allclose(half.layers["beauty"][..., :3], light, rtol=1e-3, atol=2e-4)


@pytest.mark.parametrize("name", kinds())
def test_what_stands_behind_all_of_it_changes_no_bit_and_what_stands_before_it_leaves_nothing(
    made: Callable[[str], tuple[Scene, Path]], name: str
) -> None:
    element = made(name)
    whole, before, behind = picture(element), picture(element, 1.0, 0.06), picture(element, 1.0, 99_000.0)
    for layer, open_ in whole.layers.items():
        assert (behind.layers[layer] == open_).all(), layer
        if layer.startswith(SUMS):
            assert before.layers[layer][2:-2, 2:-2].max() <= 0.02 * open_.max() * (name == "fog"), layer


@pytest.mark.parametrize("name", ["smoke", "torch", "rain", "debris", "fog"])
def test_any_number_of_threads_gives_the_same_bits_behind_a_thing(
    made: Callable[[str], tuple[Scene, Path]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, folder = made(name)
    ramp = np.tile(np.linspace(0.0, 1.0, FORMAT.width, dtype=np.float32), (FORMAT.height, 1))
    scene = replace(scene, occluder=lambda frame: ramp, occluder_distance=8.0, ground=True)
    frames = []
    for count in (1, 2, 4):
        with monkeypatch.context() as changed:
            changed.setattr(kernels, "_pool", None)
            changed.setattr(kernels, "threads", lambda count=count: count)
            frames.append(kind(name).render(scene, folder, 2))
            if kernels._pool is not None:
                kernels._pool.shutdown()
    for layer, pixels in frames[0].layers.items():
        assert all(other.layers[layer].tobytes() == pixels.tobytes() for other in frames[1:]), layer


def test_even_fog_behind_a_thing_is_the_near_part_over_what_is_seen_of_the_far_one(tmp_path: Path) -> None:
    fog = kind("fog")
    even = {"visibility": 30.0, "unevenness": 0.0, "holes": 0.0, "height": 1000.0, "sheets": 60}
    scene = Scene("fog", fog.settings("", even), 3, FORMAT, Rate(24))
    fog.simulate(scene, tmp_path, FrameRange(1, 1), lambda done, text: None, lambda: False)
    whole = fog.render(scene, tmp_path, 1).layers["beauty"][27, 48, 3]
    for covers in (0.3, 1.0):
        held = replace(scene, occluder=flat(covers), occluder_distance=8.0)
        alpha = fog.render(held, tmp_path, 1).layers["beauty"][27, 48, 3]
        near = 1.0 - np.exp(-3.912 / 30.0 * 8.0)
        far = (whole - near) / (1.0 - near)
        assert alpha == pytest.approx(near + (1.0 - near) * (1.0 - covers) * far, abs=2e-3)


def test_a_depth_holds_out_pixel_by_pixel_and_an_edge_takes_its_neighbours() -> None:
    depth = np.zeros((54, 96), np.float32)
    depth[:, :40], depth[:, 50:] = 5.0, 9.0
    depth[10, 60] = np.nan
    covers = np.ones((54, 96), np.float32)
    covers[:, 90:] = np.inf
    covers[0] = -3.0
    scene = Scene(
        "fog", kind("fog").settings("", {}), 3, FORMAT, Rate(24), overscan=4,
        occluder=lambda frame: covers, occluder_depth=lambda frame: depth,
    )  # fmt: skip
    held = holdout_of(scene, 1)
    assert held.shape == (62, 104, 2)
    inner = held[4:-4, 4:-4]
    assert (inner[1:, :44, 0] == 5.0).all() and (inner[1:, 46:90, 0] == 9.0).all()
    assert not inner[1:, :90, 1].any() and (inner[1:, 90:, 1] == 1.0).all() and (inner[0, :, 1] == 1.0).all()
    assert (held[:4, :, 1] == 1.0).all() and (held[:, -4:, 1] == 1.0).all()


def test_a_smaller_matte_lies_over_the_whole_format() -> None:
    scene = Scene(
        "fog", kind("fog").settings("", {}), 3, FORMAT, Rate(24), occluder_distance=4.0,
        occluder=lambda frame: np.repeat(np.arange(2, dtype=np.float32)[None, :], 3, axis=0),
    )  # fmt: skip
    held = holdout_of(scene, 1)
    assert (held[:, :24, 1] == 1.0).all() and (held[:, -24:, 1] == 0.0).all()
    assert (np.diff(held[5, :, 1]) <= 0.0).all()


def test_a_matte_of_two_channels_is_refused_by_its_place() -> None:
    scene = Scene(
        "fog", kind("fog").settings("", {}), 3, FORMAT, Rate(24), occluder_distance=4.0,
        occluder=lambda frame: np.zeros((4, 4, 2), np.float32),
    )  # fmt: skip
    with pytest.raises(BadPicture) as refused:
        holdout_of(scene, 1)
    assert refused.value.problem.where == "occluder"


@pytest.mark.parametrize("covers", [0.0, 0.35, 1.0])
@pytest.mark.parametrize("distance", [3.0, 5.0, 5.313, 6.9, 9.0])
def test_a_slab_of_gas_is_cut_where_a_thing_stands_to_a_hundredth_of_its_alpha(
    covers: float, distance: float
) -> None:
    cell, thick = 0.1, 0.5
    camera = Camera(
        0.0, 0.0, 8.0, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0), 0.2, 0.2, Format(16, 16)
    )  # fmt: skip
    # From four to seven metres before the camera.
    dense = np.ones((30, 30, 30), np.float32)
    spans = np.zeros((30, 30), np.int32), np.full((30, 30), 30, np.int32)
    volume = Volume(dense, *spans, -1.5, -1.5, 1.0, cell)
    lit = light_volume(volume, 0.5, 0.0, camera, thick, (0.0, 1.0, 0.0))
    view = singles(View, thick * cell, lit.cut, lit.start, 1.0, 0.0, lit.once, 0.0, 16, 16)
    held = np.full((16, 16, 2), 1.0 - covers, np.float32)
    held[..., 0] = distance
    beauty, depth = zeros(16, 16, 4), zeros(16, 16, 1)
    march(
        0, 16, dense, lit.direct, lit.spread, lit.toward, occupied_blocks(volume), zeros(30, 30, 30, 3),
        pixel_rays(camera, (-1.5, -1.5, 1.0), cell), view, 0, 0, held, np.ones(3, np.float32),
        np.ones((7, 3), np.float32), STILL, beauty, zeros(16, 16, 7), depth, zeros(16, 16, 1),
        zeros(16, 16, 1, 3),
    )  # fmt: skip
    way = min(max(distance - 4.0, 0.0), 3.0)
    near, far = 1.0 - np.exp(-thick * way), 1.0 - np.exp(-thick * (3.0 - way))
    expected = near + (1.0 - near) * (1.0 - covers) * far
    # At every pixel: wherever its steps begin.
    assert beauty[2:-2, 2:-2, 3] == pytest.approx(expected, abs=0.012)
    assert covers < 1.0 or (depth <= distance + cell).all()
