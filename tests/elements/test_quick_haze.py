"""A quick look of haze after a change: what is made anew, and that it is what a fresh one would be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.haze import picture
from secondunit.elements.kernels import Field
from secondunit.wire.control import Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

LIT = {"key_side": 70.0, "key_height": 10.0, "key": 2.0, "key_color": "1 0.4 0.2", "ambient": 0.6,
       "ambient_color": "0.2 0.4 1"}  # fmt: skip


@pytest.fixture
def veils(monkeypatch: pytest.MonkeyPatch) -> list[Scene]:
    """The scenes of which a veil was made, in order."""
    made: list[Scene] = []
    make = picture.veil_of

    def counted(scene: Scene, *rest: object) -> object:
        made.append(scene)
        return make(scene, *rest)

    monkeypatch.setattr(picture, "veil_of", counted)
    monkeypatch.setattr(picture, "_shelf", [])
    return made


def scene_of(name: str, **hand: Scalar) -> Scene:
    whole = kind(name).whole({"sheets": 25, **hand})
    return Scene(name, whole, 7, Format(64, 36), Rate(24), passes=False, quick=True)


def beauty_of(scene: Scene, folder: Path, frame: int = 3) -> Field:
    element = kind(scene.kind)
    element.simulate(scene, folder, FrameRange(1, frame), lambda share, text: None, lambda: False)
    return element.render(scene, folder, frame).layers["beauty"]


@pytest.mark.parametrize("name", ["fog", "mist", "dust_drift"])
def test_other_light_falls_on_the_haze_that_is_there(name: str, tmp_path: Path, veils: list[Scene]) -> None:
    before = beauty_of(scene_of(name), tmp_path)
    after = beauty_of(scene_of(name, **LIT), tmp_path)
    exposed = beauty_of(replace(scene_of(name, **LIT), plate_luminance=0.36), tmp_path)
    assert len(veils) == 1
    fresh = beauty_of(replace(scene_of(name, **LIT), quick=False), tmp_path)
    assert np.array_equal(after, fresh) and not np.array_equal(after, before)
    assert exposed[..., :3] == pytest.approx(2.0 * fresh[..., :3], rel=1e-5)


@pytest.mark.parametrize(
    "change", [{"visibility": 40.0}, {"wind": 9.0}, {"forward": 0.1}, {"color": "0.5 0.3 0.2"}]
)
def test_another_haze_is_made_anew(change: dict[str, Scalar], tmp_path: Path, veils: list[Scene]) -> None:
    beauty_of(scene_of("fog"), tmp_path)
    after = beauty_of(scene_of("fog", **change), tmp_path)
    assert len(veils) == 2
    assert np.array_equal(after, beauty_of(replace(scene_of("fog", **change), quick=False), tmp_path))


def test_another_frame_or_seed_is_made_anew(tmp_path: Path, veils: list[Scene]) -> None:
    beauty_of(scene_of("fog"), tmp_path)
    beauty_of(scene_of("fog"), tmp_path, frame=4)
    beauty_of(replace(scene_of("fog"), seed=8), tmp_path, frame=4)
    beauty_of(replace(scene_of("fog"), seed=8, format=Format(96, 54)), tmp_path, frame=4)
    assert len(veils) == 4


def test_a_colour_as_bright_as_the_one_before_tints_the_haze_that_is_there(
    tmp_path: Path, veils: list[Scene]
) -> None:
    beauty_of(scene_of("fog", color="0.9 0.8 0.7"), tmp_path)
    after = beauty_of(scene_of("fog", color="0.3 0.5 0.9"), tmp_path)
    assert len(veils) == 1
    fresh = replace(scene_of("fog", color="0.3 0.5 0.9"), quick=False)
    assert np.array_equal(after, beauty_of(fresh, tmp_path))


def test_a_sharper_look_leaves_the_veil_of_the_usual_one_where_it_is(
    tmp_path: Path, veils: list[Scene]
) -> None:
    usual, sharp = scene_of("fog"), replace(scene_of("fog"), format=Format(128, 72))
    for scene in (usual, sharp, replace(usual, plate_luminance=0.3), replace(sharp, plate_luminance=0.3)):
        beauty_of(scene, tmp_path)
    assert [scene.format.width for scene in veils] == [64, 128]
    beauty_of(replace(usual, seed=8), tmp_path)
    beauty_of(replace(usual, seed=9), tmp_path)
    assert len(picture._shelf) == picture.KEPT


def test_what_a_final_is_made_of_is_not_kept(tmp_path: Path, veils: list[Scene]) -> None:
    final = replace(scene_of("fog"), quick=False)
    beauty_of(final, tmp_path)
    beauty_of(final, tmp_path)
    assert len(veils) == 2 and not picture._shelf
