"""People as a model reads them: the skeleton of ControlNet's openpose in its colours, and OpenPose's JSON.

Joints, limbs, colours, their order and how they are laid over one another are those of `draw_bodypose`
(annotator/openpose/util.py, github.com/lllyasviel/ControlNet-v1-1-nightly), which draws for pictures whose
shorter side is 512 pixels; here the edges are smooth and nothing is rounded to a pixel. Knows no Blender.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, hypot

import numpy as np
import numpy.typing as npt

from secondunit.wire import Format

Plane = npt.NDArray[np.float32]
#: The limbs by the numbers of their joints, from 0, in the order in which they are drawn.
LIMBS = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
    (1, 0), (0, 14), (14, 16), (0, 15), (15, 17),
)  # fmt: skip
#: The colours of joints, and of limbs in their order.
COLORS = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0),
    (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255),
    (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85),
)  # fmt: skip
#: Half the width of a limb and the radius of a joint in pixels, of a picture whose shorter side is this.
_RADIUS, _SIDE = 4.0, 512
#: How much of a limb's colour goes over what is drawn already.
_OVER = 0.6
#: What lies this share of a torso before a joint is not the person's own body.
_THICK = 0.3


@dataclass(frozen=True)
class Joint:
    """A joint in a picture: in pixels from the top left, its depth in metres, and how sure it is, 0 to 1."""

    x: float
    y: float
    depth: float
    sure: float = 1.0


@dataclass(frozen=True)
class Person:
    """A person in one frame: eighteen joints in OpenPose's order, None where there is none.

    `torso` is the length from neck to hips in metres.
    """

    name: str
    joints: tuple[Joint | None, ...]
    torso: float = 0.5


def pose_of(people: Iterable[Person], format: Format) -> Plane:
    """The skeletons as a picture, (height, width, 3), 0 to 1, on black; what is hidden is left out."""
    canvas = np.zeros((format.height, format.width, 3), np.float32)
    radius = max(1.0, _RADIUS * min(format.width, format.height) / _SIDE)
    seen = [[joint if joint and joint.sure > 0.0 else None for joint in one.joints] for one in people]
    for number, color in enumerate(COLORS):
        for joints in seen:
            if (joint := joints[number]) is not None:
                _lay(canvas, (joint.x, joint.y), (joint.x, joint.y), radius, color, 1.0)
    for (start, end), color in zip(LIMBS, COLORS, strict=False):
        for joints in seen:
            one, other = joints[start], joints[end]
            if one is not None and other is not None:
                _lay(canvas, (one.x, one.y), (other.x, other.y), radius, color, _OVER)
    return canvas


def without_hidden(people: Iterable[Person], depth: Plane) -> tuple[Person, ...]:
    """The people without joints that something stands before; `depth` in metres, 0 where nothing is."""
    return tuple(
        replace(one, joints=tuple(_behind(joint, one.torso, depth) for joint in one.joints)) for one in people
    )


def pose_json(people: Iterable[Person], format: Format) -> str:
    """The joints as OpenPose writes them (doc/output.md): x, y and how sure, in pixels, one after another.

    A joint without a bone of its own, which the head's place says, is half sure; one that is hidden 0.
    """
    records = [
        {
            "name": one.name,
            "pose_keypoints_2d": [
                number
                for joint in one.joints
                for number in ((round(joint.x, 3), round(joint.y, 3), joint.sure) if joint else (0, 0, 0))
            ],
        }
        for one in people
    ]
    size = {"canvas_width": format.width, "canvas_height": format.height}
    return json.dumps({"version": 1.3, **size, "people": records}, ensure_ascii=False)


def _behind(joint: Joint | None, torso: float, depth: Plane) -> Joint | None:
    if joint is None:
        return None
    row, column = floor(joint.y), floor(joint.x)
    if not (0 <= row < depth.shape[0] and 0 <= column < depth.shape[1]):
        return joint
    before = float(depth[row, column])
    return replace(joint, sure=0.0) if 0.0 < before < joint.depth - _THICK * torso else joint


def _lay(
    canvas: Plane,
    start: Sequence[float],
    end: Sequence[float],
    radius: float,
    color: Sequence[int],
    share: float,
) -> None:
    """Lay an ellipse from one point to another over the canvas; a disc where they are one."""
    height, width = canvas.shape[:2]
    left = max(floor(min(start[0], end[0]) - radius - 1.0), 0)
    right = min(ceil(max(start[0], end[0]) + radius + 1.0), width)
    top = max(floor(min(start[1], end[1]) - radius - 1.0), 0)
    bottom = min(ceil(max(start[1], end[1]) + radius + 1.0), height)
    if left >= right or top >= bottom:
        return
    x = np.arange(left, right) + 0.5 - (start[0] + end[0]) / 2
    y = (np.arange(top, bottom) + 0.5 - (start[1] + end[1]) / 2)[:, None]
    long = hypot(end[0] - start[0], end[1] - start[1])
    if long:
        across, down = (end[0] - start[0]) / long, (end[1] - start[1]) / long
        along, aside = x * across + y * down, y * across - x * down
    else:
        along, aside = x + 0 * y, y + 0 * x
    half = long / 2 if long else radius
    # The distance to an ellipse, to the first order: its value over the length of its slope.
    value = np.sqrt((along / half) ** 2 + (aside / radius) ** 2)
    slope = np.sqrt((along / half**2) ** 2 + (aside / radius**2) ** 2) / np.maximum(value, 1e-6)
    cover = np.clip(0.5 + (1.0 - value) / np.maximum(slope, 1e-6), 0.0, 1.0) * share
    part = canvas[top:bottom, left:right]
    part += cover[..., None].astype(np.float32) * (np.array(color, np.float32) / 255.0 - part)
