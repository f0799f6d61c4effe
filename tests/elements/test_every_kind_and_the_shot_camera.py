"""Every kind is seen by the shot's own camera: turned away it loses what stands there, panning slides it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy import ndimage

from secondunit.elements import RenderedFrame, Scene, kind, kinds
from secondunit.elements.optics.shot import ShotFormat
from secondunit.wire import CameraSample, CameraTrack, Format, FrameRange, Rate

FORMAT, FRAMES = Format(96, 54), FrameRange(1, 3)
LEVEL = CameraSample(y=1.6, rx=-2.0, focal=30.0, back=36.0)
#: Kinds that are all around the camera: there is no turning away from them.
AROUND = ("fog", "mist", "rain", "snow")
#: What else is set so that a frame or two are soon made and something is seen at once.
QUICK: dict[str, dict[str, object]] = {
    "dust_drift": {}, "debris": {"amount": 200.0}, "explosion": {"sparks": 0.0, "debris": 0.0},
}  # fmt: skip


def track(*turns: float) -> CameraTrack:
    samples = [
        CameraSample(LEVEL.x, LEVEL.y, LEVEL.z, LEVEL.rx, 35.0 + turn, 0.0, LEVEL.focal) for turn in turns
    ]
    return CameraTrack.of(1, samples)


@pytest.fixture
def look(tmp_path: Path) -> Callable[[str, CameraTrack | None], RenderedFrame]:
    """The second frame of three of a small element as a camera sees it."""

    def made(name: str, camera: CameraTrack | None) -> RenderedFrame:
        element = kind(name)
        known = {control.name: control for control in element.controls()}
        small = {
            "resolution": 24,
            "preroll": 0.4,
            "detail": 0.0,
            "distance": 8.0,
            "start": 0.0,
            "shutter": 0.0,
            "size": 4.0,
        }
        hand = {
            control: value for control, value in {**small, **QUICK.get(name, {})}.items()
            if control in known and (known[control].minimum is None or known[control].minimum <= value)
        }  # fmt: skip
        scene = Scene(name, element.settings("", hand), 3, FORMAT, Rate(24), camera=camera, frames=FRAMES)
        folder = tmp_path / f"{name}{camera is None or camera.ry}"
        element.simulate(scene, folder, FRAMES, lambda done, text: None, lambda: False)
        return element.render(scene, folder, 2)

    return made


def amount(frame: RenderedFrame) -> float:
    return float(frame.layers["beauty"].astype(np.float64).sum())


@pytest.mark.parametrize("name", [name for name in kinds() if name not in AROUND])
def test_a_camera_that_turns_round_does_not_see_what_stands_behind_it(
    name: str, look: Callable[..., RenderedFrame]
) -> None:
    before, behind = amount(look(name, track(0.0, 0.0, 0.0))), amount(look(name, track(0.0, 180.0, 180.0)))
    assert before > 0.0 and behind == 0.0


def turned(frame: RenderedFrame, back: CameraTrack, there: CameraTrack) -> npt.NDArray[np.float64]:
    """A frame's alpha as another camera at the same place would see it; nan where it does not reach."""
    views = [ShotFormat(96, 54, track=way, frames=FRAMES).standing(0.02).at(2) for way in (back, there)]
    rows, columns = np.mgrid[:54, :96] + 0.5
    dx, dy, dz = views[1].ray(columns / 96, 1.0 - rows / 54)
    right, up, ahead = (
        dx * axis[0] + dy * axis[1] + dz * axis[2]
        for axis in (views[0].right, views[0].upward, views[0].forward)
    )
    places = (
        np.stack([(0.5 - up / ahead / views[0].down) * 54, (right / ahead / views[0].across + 0.5) * 96])
        - 0.5
    )
    alpha = frame.layers["beauty"][..., 3].astype(np.float64)
    return ndimage.map_coordinates(alpha, places, order=1, cval=np.nan)


@pytest.mark.parametrize(("name", "share"), [("fog", 0.1), ("mist", 0.1), ("rain", 0.4), ("snow", 0.4)])
def test_what_is_all_around_stays_where_it_is_while_the_camera_pans(
    name: str, share: float, look: Callable[..., RenderedFrame]
) -> None:
    # The air of a shot is the same for both: it holds what the camera sees of all its frames.
    still, pan = track(0.0, 0.0, 9.0), track(0.0, 9.0, 9.0)
    one, other = look(name, still), look(name, pan)
    carried = turned(one, still, pan)
    there = np.isfinite(carried)
    alpha = other.layers["beauty"][..., 3]
    assert 0.4 < there.mean() < 0.9
    off = np.abs(alpha - carried)[there].mean()
    unmoved = np.abs(alpha - one.layers["beauty"][..., 3])[there].mean()
    assert off < share * unmoved
