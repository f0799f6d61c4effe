"""A quick look at rest, of a kind whose flames are thinner than a quick look's cells, against its final."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind, kinds
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.gas_kind import GasKind
from secondunit.elements.carriers.fluid.sharp import sharp_folder
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.wire.errors import Cancelled
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

CAMPFIRE = kind("campfire")


def scene_of(**hand: object) -> Scene:
    """A final that has burned for a moment."""
    settings = CAMPFIRE.whole({"preroll": 0.25, "resolution": 72, **hand})
    return Scene("campfire", settings, 7, Format(240, 135), Rate(24), passes=False)


def first_look(scene: Scene) -> Scene:
    return replace(scene, quick=True)


def at_rest(scene: Scene) -> Scene:
    return replace(scene, quick=True, sharp=True)


def simulated(scene: Scene, folder: Path, frame: int) -> None:
    CAMPFIRE.simulate(scene, folder, FrameRange(1, frame), lambda share, text: None, lambda: False)


def frame_of(scene: Scene, folder: Path, frame: int) -> RenderedFrame:
    simulated(scene, folder, frame)
    return CAMPFIRE.render(scene, folder, frame)


def test_a_camp_fire_at_rest_has_its_tongues_where_the_final_has_them(tmp_path: Path) -> None:
    scene, overlaps = scene_of(), []
    final = frame_of(scene, tmp_path / "final", 16)
    for look in (first_look(scene), at_rest(scene)):
        quick = frame_of(look, tmp_path / "quick", 16)
        one, other = (frame.layers["beauty"][..., 3] > 0.05 for frame in (quick, final))
        overlaps.append((one & other).sum() / (one | other).sum())
    assert overlaps[1] > max(0.8, overlaps[0] + 0.05)
    depths = [frame.layers["density"].sum() for frame in (quick, final)]
    assert depths[0] == pytest.approx(depths[1], rel=0.2)


def test_it_leaves_the_first_look_alone_and_a_change_of_light_draws_it_again(tmp_path: Path) -> None:
    scene = scene_of()
    simulated(first_look(scene), tmp_path, 2)
    before = frame_file(tmp_path, 2).read_bytes()
    frame_of(at_rest(scene), tmp_path, 2)
    sharp = frame_file(sharp_folder(tmp_path), 2)
    marked = read_stored(sharp).facts["identity"], sharp.stat().st_mtime_ns
    brighter = replace(scene, settings=scene.settings.updated({"brightness": 40.0}))
    frame_of(at_rest(brighter), tmp_path, 2)
    assert (read_stored(sharp).facts["identity"], sharp.stat().st_mtime_ns) == marked
    assert frame_file(tmp_path, 2).read_bytes() == before
    stronger = replace(scene, settings=scene.settings.updated({"rise": 1.0}))
    simulated(at_rest(stronger), tmp_path, 2)
    assert read_stored(sharp).facts["identity"] != marked[0]


def test_it_is_the_same_bits_whatever_was_looked_at_before(tmp_path: Path) -> None:
    scene = scene_of()
    simulated(at_rest(scene), tmp_path / "at once", 4)
    for frame in (1, 3, 4):
        simulated(first_look(scene), tmp_path / "stepped", frame)
    simulated(at_rest(scene), tmp_path / "stepped", 4)
    one, other = (
        read_stored(frame_file(sharp_folder(tmp_path / place), 4)).arrays for place in ("at once", "stepped")
    )
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_one_that_is_ended_leaves_the_first_look(tmp_path: Path) -> None:
    scene = scene_of()
    simulated(first_look(scene), tmp_path, 2)
    with pytest.raises(Cancelled):
        CAMPFIRE.simulate(at_rest(scene), tmp_path, FrameRange(1, 2), lambda share, text: None, lambda: True)
    assert not sharp_folder(tmp_path).exists()
    assert CAMPFIRE.render(first_look(scene), tmp_path, 2).layers["beauty"].any()


def test_a_final_of_few_cells_is_looked_at_on_its_own(tmp_path: Path) -> None:
    scene = scene_of(resolution=24)
    simulated(at_rest(scene), tmp_path, 1)
    assert not sharp_folder(tmp_path).exists()
    first, rest = (CAMPFIRE.render(look(scene), tmp_path, 1) for look in (first_look, at_rest))
    assert np.array_equal(first.layers["beauty"], rest.layers["beauty"])


@pytest.mark.parametrize("name", [name for name in kinds() if isinstance(kind(name), GasKind)])
def test_no_kind_that_is_not_led_has_cells_of_its_own_at_rest(name: str) -> None:
    element = kind(name)
    assert isinstance(element, GasKind)
    # It leaves the quick look, which is where a final is only if that is drawn toward it.
    assert element.led or not element.halves
