"""Motion vectors against pictures: how much of what differs between two frames they take away.

    python -m benchmarks.vectors [smoke fire ...]

For each element two frames in a row at 480 x 270. *Looked up*: the next frame is read where each pixel's
vector leads and compared with this frame. *Carried*: this frame's pixels are laid where their vectors lead
and compared with the next frame, which no fit has seen that way. Both are the mean difference over what
either frame shows, beside that of leaving everything in place; alpha, and the colour's luminance. The goal is
that half of alpha's difference is gone, looked up, for every element.

Streaks have no goal. A streak that moves farther than it is long leaves its place empty, and where the next
frame alone shows something no pixel of this one has a vector to look it up by: *at most* is what looking up
could take away with a perfect vector at every pixel that this frame shows.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.optics.blackbody import LUMINANCE
from secondunit.wire import CameraSample, CameraTrack, Format, FrameRange, Rate, Scalar


def _look(element: str, name: str) -> Mapping[str, Scalar]:
    """The controls of a look."""
    return next(look.settings for look in kind(element).looks if look.name == name)


GOAL = 0.5
#: What is less than this counts as nothing, in alpha and in light.
FAINT = 0.01
SIZE = Format(480, 270)
#: A pan with a zoom and steps to the side.
TRACK = CameraTrack.of(
    1, [CameraSample(x=0.03 * t, y=1.7, z=9.0, rx=-6.0, ry=0.3 * t, focal=30.0 + 0.1 * t, back=24.0)
        for t in range(30)]
)  # fmt: skip
#: Kind, the first of the two frames, controls, whether the camera moves.
ELEMENTS: Mapping[str, tuple[str, int, Mapping[str, Scalar], bool]] = {
    "smoke": ("smoke", 2, {"resolution": 110, "preroll": 2.0}, False),
    "smoke, camera moves": (
        "smoke", 2, {"resolution": 110, "preroll": 2.0, "x": 0.45, "y": 0.3, "height": 1.6}, True
    ),
    "steam": ("steam", 2, {"resolution": 110, "preroll": 1.5}, False),
    "fire": ("fire", 2, {"resolution": 96, "preroll": 1.0}, False),
    "fire, camera moves": ("fire", 2, {"resolution": 96, "preroll": 1.0, "x": 0.45, "y": 0.3}, True),
    "dust hit": ("dust_hit", 10, {"resolution": 96}, False),
}  # fmt: skip
#: The same of what is drawn as streaks: looks of sparks, whose alpha is a thousandth, so that light counts.
STREAKS: Mapping[str, tuple[str, int, Mapping[str, Scalar], bool]] = {
    "sparks that fall": ("sparks", 40, {**_look("sparks", "falling")}, False),
    "a grinder's jet": ("sparks", 12, {**_look("sparks", "grinder")}, False),
    "the jet, slower": ("sparks", 12, {**_look("sparks", "grinder"), "speed": 0.1}, False),
    "embers": ("embers", 8, {}, False),
}
Picture = npt.NDArray[np.float64]


def looked_up(picture: Picture, motion: Picture) -> Picture:
    """The picture where each pixel's vector leads."""
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    places = [rows - motion[..., 1], columns + motion[..., 0]]
    moved: Picture = ndimage.map_coordinates(picture, places, order=1)
    return moved


def carried(picture: Picture, motion: Picture) -> Picture:
    """The picture's pixels laid where their vectors lead, each over the four nearest."""
    high, wide = picture.shape
    rows, columns = np.mgrid[:high, :wide]
    y, x = rows - motion[..., 1], columns + motion[..., 0]
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    total, weights = np.zeros((high, wide)), np.zeros((high, wide))
    for down in (0, 1):
        for right in (0, 1):
            weight = (1.0 - np.abs(y - top - down)) * (1.0 - np.abs(x - left - right))
            at = np.clip(top + down, 0, high - 1), np.clip(left + right, 0, wide - 1)
            np.add.at(total, at, weight * picture)
            np.add.at(weights, at, weight)
    return np.where(weights > 0.2, total / np.maximum(weights, 1e-6), 0.0)


def gains(here: RenderedFrame, there: RenderedFrame) -> dict[str, float]:
    """The shares of the difference that the vectors take away."""
    motion = here.layers["motion"].astype(np.float64)
    alphas = [frame.layers["beauty"][..., 3].astype(np.float64) for frame in (here, there)]
    lights = [
        np.minimum(frame.layers["beauty"][..., :3].astype(np.float64) @ LUMINANCE, 4.0)
        for frame in (here, there)
    ]
    gain = {}
    of_alpha = (alphas[0] > FAINT) | (alphas[1] > FAINT)
    of_light = (lights[0] > FAINT) | (lights[1] > FAINT)
    # What shines as thin lines covers next to nothing: its alpha says less than noise does.
    thin = not of_alpha.any()
    for name, (before, after) in (("light", lights),) if thin else (("alpha", alphas), ("light", lights)):
        shown = of_light if thin else of_alpha
        still = np.abs(after - before)[shown].mean()
        gain[f"{name} looked up"] = 1.0 - np.abs(looked_up(after, motion) - before)[shown].mean() / still
        gain[f"{name} carried"] = 1.0 - np.abs(carried(before, motion) - after)[shown].mean() / still
        alone = shown & (before <= FAINT)
        gain[f"{name} at most"] = 1.0 - np.abs(after - before)[alone].sum() / (still * shown.sum())
    return gain


def measured(name: str) -> dict[str, float]:
    """The gains of one of `ELEMENTS` or `STREAKS`."""
    element, first, by_hand, moves = {**ELEMENTS, **STREAKS}[name]
    made = kind(element)
    camera = TRACK if moves else None
    scene = Scene(
        element, made.settings("", by_hand), 7, SIZE, Rate(24), camera=camera,
        frames=FrameRange(1, 24) if moves else None,
    )  # fmt: skip
    with TemporaryDirectory() as folder:
        cache = Path(folder)
        made.simulate(scene, cache, FrameRange(1, first + 1), lambda done, text: None, lambda: False)
        here, there = (made.render(scene, cache, frame) for frame in (first, first + 1))
    return gains(here, there)


def main(names: list[str]) -> int:
    """Print the gains of the elements of these kinds; 1 where one misses the goal."""
    missed = 0
    for name, (element, *_) in {**ELEMENTS, **STREAKS}.items():
        if names and element not in names:
            continue
        gain = measured(name)
        missed += name in ELEMENTS and gain["alpha looked up"] < GOAL
        print(f"{name:20}", "  ".join(f"{what} {share:4.0%}" for what, share in gain.items()), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
