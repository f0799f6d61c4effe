"""A quick look against the final: the same gas on few cells, and when it is simulated anew."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind, kinds
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.gas_kind import GasKind
from secondunit.elements.carriers.fluid.shapes import SHAPES
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.elements.carriers.fluid.sources import shape_emission
from secondunit.wire.errors import Cancelled
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate


def scene_of(name: str, width: int, **hand: object) -> Scene:
    element = kind(name)
    return Scene(name, element.whole(hand), 7, Format(width, width * 9 // 16), Rate(24), passes=False)


def frame_of(scene: Scene, folder: Path, frame: int) -> RenderedFrame:
    kind(scene.kind).simulate(scene, folder, FrameRange(1, frame), lambda share, text: None, lambda: False)
    return kind(scene.kind).render(scene, folder, frame)


@pytest.mark.parametrize("name", ["smoke", "steam"])
def test_a_quick_look_has_the_silhouette_and_the_optical_depth_of_the_final(
    name: str, tmp_path: Path
) -> None:
    # 120 cells over the height are what a frame of 1280 pixels has; 180 give as much gas within a hundredth.
    final = frame_of(scene_of(name, 240, resolution=120), tmp_path / "final", 12)
    quick = frame_of(replace(scene_of(name, 240), quick=True), tmp_path / "quick", 12)
    one, other = (frame.layers["beauty"][..., 3] > 0.05 for frame in (quick, final))
    assert (one & other).sum() / (one | other).sum() >= 0.7
    depths = [frame.layers["density"].sum() for frame in (quick, final)]
    assert depths[0] == pytest.approx(depths[1], rel=0.2)


def test_a_quick_look_of_a_torch_has_its_flames_where_the_final_has_them(tmp_path: Path) -> None:
    # Air around a flame is unstable: by itself, another solve would have other tongues a puff later.
    columns = []
    for scene, place in (
        (scene_of("torch", 240, resolution=80), "final"),
        (replace(scene_of("torch", 240), quick=True), "quick"),
    ):
        element = kind("torch")
        assert isinstance(element, GasKind)
        box = element._cleared(scene, element._settings(scene)).box
        element.simulate(scene, tmp_path / place, FrameRange(1, 24), lambda share, text: None, lambda: False)
        seen = []
        for frame in range(4, 25, 4):
            seen.append(column_of(frame_file(tmp_path / place, frame), box))
        columns.append(np.array(seen) > 0.1)
    one, other = columns
    # By itself it is 0.60.
    assert (one & other).sum() / (one | other).sum() >= 0.65


def column_of(path: Path, box: Box) -> np.ndarray:
    """The fuel in front of one another, in metres of it by the source's width, on 48 places a metre."""
    stored = read_stored(path)
    fuel = np.zeros(box.shape, np.float32)
    part = stored.arrays["fuel"]
    fuel[tuple(slice(low, low + n) for low, n in zip(stored.facts["corner"], part.shape, strict=True))] = part
    y = (np.arange(48) + 0.5) / 48 / box.cell
    x = ((np.arange(-9, 9) + 0.5) / 48 - box.x) / box.cell
    return np.minimum(5.0 * fuel, 1.0).sum(axis=0)[y.astype(int)][:, x.astype(int)] * box.cell / 0.14


@pytest.mark.parametrize("name", [name for name in kinds() if isinstance(kind(name), GasKind)])
def test_a_quick_look_of_every_gas_has_few_cells_and_never_more_than_were_asked_for(name: str) -> None:
    element = kind(name)
    assert isinstance(element, GasKind)

    def cells(scene: Scene) -> int:
        return element.plan(element._settings(scene), scene.format, scene.rate, matte=False).box.cells

    scene = scene_of(name, 1920)
    assert cells(replace(scene, quick=True)) <= 140_000 < cells(scene)
    rough = scene_of(name, 1920, resolution=16)
    assert cells(replace(rough, quick=True)) == cells(rough)


def test_a_source_on_coarse_cells_emits_as_much_as_on_fine_ones() -> None:
    coarse, fine = (Box(-1.0, 0.0, -1.0, 2.0 / n, n, 2 * n, n, floor=True) for n in (20, 120))
    for shape in ("disc", "ball", "patch", "bed", "logs", "coals", "line", "ring"):
        volumes = [
            float(emission.strength.sum()) * cell**3
            for emission, cell in (
                (shape_emission(coarse, shape, 0.5, cuts=6), coarse.cell),
                (shape_emission(fine, shape, 0.5), fine.cell),
            )
        ]
        assert volumes[0] == pytest.approx(volumes[1], rel=1e-3), shape
    alone = shape_emission(coarse, "disc", 0.5)
    assert float(alone.strength.sum()) * coarse.cell**3 > 2.0 * float(
        shape_emission(fine, "disc", 0.5).strength.sum() * fine.cell**3
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_a_source_is_as_thick_on_fine_cells_as_on_finer_ones(shape: str) -> None:
    # A flat shape was so many cells thick: a fire in a large picture had half of a small one's fuel.
    volumes = []
    for n in (96, 192):
        box = Box(-0.6, -0.1, -0.6, 1.2 / n, n, n // 3, n, floor=True)
        volumes.append(float(shape_emission(box, shape, 1.0).strength.sum(dtype=np.float64)) * box.cell**3)
    assert volumes[0] == pytest.approx(volumes[1], rel=0.06)


def test_dust_that_is_thrown_in_few_steps_is_as_much_as_in_many(tmp_path: Path) -> None:
    amounts: dict[int, list[float]] = {5: [], 32: []}
    for scene, place in (
        (scene_of("dust_hit", 480, start=0.0), "final"),
        (replace(scene_of("dust_hit", 480, start=0.0), quick=True), "quick"),
    ):
        element = kind("dust_hit")
        assert isinstance(element, GasKind)
        box, still = element._cleared(scene, element._settings(scene)).box, lambda: False
        element.simulate(scene, tmp_path / place, FrameRange(1, 32), lambda share, text: None, still)
        for frame, found in amounts.items():
            density = read_stored(frame_file(tmp_path / place, frame)).arrays["density"]
            found.append(float(density.sum(dtype=np.float64)) * box.cell**3)
    # Later, what is spread thinner on few cells lost a larger share of itself.
    for frame, off in ((5, 0.1), (32, 0.15)):
        final, quick = amounts[frame]
        assert quick == pytest.approx(final, rel=off), frame


def test_a_change_of_light_or_look_draws_the_same_cells_again(tmp_path: Path) -> None:
    scene = replace(scene_of("smoke", 128, preroll=0.5), quick=True)
    frame_of(scene, tmp_path, 3)
    cells = frame_file(tmp_path, 3).read_bytes()
    lit = replace(scene, settings=scene.settings.updated({"key": 9.0, "color": "0.9 0.2 0.1", "billow": 0.1}))
    picture = frame_of(lit, tmp_path, 3)
    assert frame_file(tmp_path, 3).read_bytes() == cells
    beauty = picture.layers["beauty"]
    assert beauty[..., 0].sum() > 2.0 * beauty[..., 2].sum()
    windy = replace(scene, settings=scene.settings.updated({"wind": 3.0}))
    frame_of(windy, tmp_path, 3)
    assert frame_file(tmp_path, 3).read_bytes() != cells


def test_one_that_is_ended_in_the_middle_goes_on_from_where_it_was(tmp_path: Path) -> None:
    scene = replace(scene_of("smoke", 128, preroll=0.5), quick=True)
    steps = []

    def ended() -> bool:
        steps.append(1)
        return len(steps) > 9

    with pytest.raises(Cancelled):
        kind("smoke").simulate(scene, tmp_path, FrameRange(1, 4), lambda share, text: None, ended)
    again: list[int] = []
    kind("smoke").simulate(
        scene, tmp_path, FrameRange(1, 4), lambda share, text: again.append(1), lambda: False
    )
    assert len(again) <= 16 - 9
    whole = tmp_path / "whole"
    kind("smoke").simulate(scene, whole, FrameRange(1, 4), lambda share, text: None, lambda: False)
    assert frame_file(whole, 4).read_bytes() == frame_file(tmp_path, 4).read_bytes()
    assert np.isfinite(kind("smoke").render(scene, whole, 4).layers["beauty"]).all()


def test_a_small_source_in_a_large_box_is_laid_out_without_memory_for_the_box() -> None:
    box = Box(-1.0, -0.2, -1.0, 0.0125, 160, 200, 160, False)
    tracemalloc.start()
    try:
        source = shape_emission(box, "disc", 0.05, cuts=2)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert source.strength.max() > 0.9
    assert most < box.cells * 4, "less than one field of it"


def test_a_later_frame_of_a_quick_look_behind_what_stands_there_goes_on_from_the_earlier(
    tmp_path: Path,
) -> None:
    lid = np.zeros((72, 128), np.float32)
    lid[:24] = 1.0
    scene = replace(
        scene_of("smoke", 128, preroll=0.5), quick=True, occluder=lambda frame: lid, occluder_digest="lid",
        occluder_distance=10.0, occluder_thickness=1.0,
    )  # fmt: skip
    frame_of(scene, tmp_path, 3)
    cells = frame_file(tmp_path, 3).read_bytes()
    frame_of(scene, tmp_path, 4)
    again: list[str] = []
    kind("smoke").simulate(
        scene, tmp_path, FrameRange(1, 3), lambda share, text: again.append(text), lambda: False
    )
    assert again == ["Every frame is in the cache."] and frame_file(tmp_path, 3).read_bytes() == cells
