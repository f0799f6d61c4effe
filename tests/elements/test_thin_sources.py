"""Smoke of a thin source in wind is a thread and no row of beads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy import ndimage

from secondunit.elements import Scene, kind
from secondunit.elements.optics.camera import camera_for
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate


def test_a_source_that_the_wind_crosses_in_a_third_of_a_step_leaves_no_gaps(tmp_path: Path) -> None:
    smoke = kind("smoke")
    settings = smoke.settings(
        "", {"width": 0.05, "height": 1.5, "wind": 4.0, "preroll": 0.75, "resolution": 96, "gusts": 0.0,
             "turbulence": 0.0, "unevenness": 0.0, "substeps": 1}
    )  # fmt: skip
    scene = Scene("smoke", settings, 3, Format(192, 108), Rate(24))
    smoke.simulate(scene, tmp_path, FrameRange(1, 1), lambda done, text: None, lambda: False)
    alpha = smoke.render(scene, tmp_path, 1).layers["beauty"][..., 3]
    # The wind blows to the right of frame: how much there is in each column from the source on.
    columns = np.asarray(alpha.sum(axis=0, dtype=np.float64))
    source = round(192 * float(settings["x"])) + 4
    thread = columns[source : source + 50]
    assert thread.min() > 0.0
    # It widens as it drifts; a gap is less than what is around it.
    around = np.convolve(thread, np.full(9, 1.0 / 9.0), "valid")
    assert (thread[4:-4] > 0.55 * around).all()


def test_a_thin_line_of_a_matte_in_strong_wind_leaves_no_row_of_beads(tmp_path: Path) -> None:
    """A stroke of a letter, which the wind crosses in a third of a step."""
    smoke, matte = kind("smoke"), np.zeros((108, 192), np.float32)
    matte[30:80, 40:43] = 1.0
    settings = smoke.settings(
        "", {"height": 3.0, "wind": 8.0, "preroll": 0.75, "resolution": 96, "gusts": 0.0, "turbulence": 0.0,
             "unevenness": 0.0, "substeps": 1}
    )  # fmt: skip
    scene = Scene(
        "smoke", settings, 3, Format(192, 108), Rate(24), matte=lambda frame: matte, matte_digest="line"
    )
    smoke.simulate(scene, tmp_path, FrameRange(1, 1), lambda done, text: None, lambda: False)
    alpha = smoke.render(scene, tmp_path, 1).layers["beauty"][..., 3]
    columns = np.asarray(alpha[30:80].sum(axis=0, dtype=np.float64))[46:120]
    steps = columns[1:-1] - 0.5 * (columns[2:] + columns[:-2])
    assert columns.min() > 0.0
    assert columns.min() > 0.6 * columns.max()
    assert np.abs(steps).max() < 0.03 * columns.max()


def test_smoke_in_strong_wind_is_not_ribbed_as_far_apart_as_it_goes_in_a_step(tmp_path: Path) -> None:
    """Eddies that stood still met it at the same places step after step."""
    smoke, matte = kind("smoke"), np.zeros((216, 384), np.float32)
    matte[70:120, 40:80] = 1.0
    settings = smoke.settings("", {"wind": 8.0, "preroll": 0.6, "resolution": 96, "gusts": 0.0})
    scene = Scene(
        "smoke", settings, 5, Format(384, 216), Rate(24), matte=lambda frame: matte, matte_digest="bar"
    )
    smoke.simulate(scene, tmp_path, FrameRange(1, 1), lambda done, text: None, lambda: False)
    beauty = smoke.render(scene, tmp_path, 1).layers["beauty"][75:115, 100:370, 1].astype(np.float64)
    rough = beauty - ndimage.gaussian_filter1d(beauty, 14.0, axis=1)
    camera = camera_for(settings, Format(384, 216), float(settings["height"]))
    step = 8.0 / 24.0 * 384.0 / (camera.across * camera.see(0.0, 0.0, 0.0)[2])

    def alike(lag: int) -> float:
        """How alike the picture is to itself so many pixels on."""
        return float((rough[:, lag:] * rough[:, :-lag]).mean() / (rough**2).mean())

    half, whole = (range(round(low * step), round(high * step) + 1) for low, high in ((0.4, 0.7), (0.8, 1.2)))
    assert max(map(alike, whole)) < min(map(alike, half)) + 0.2
