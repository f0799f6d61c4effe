"""What stands in an element's way: boxes, balls and posts, as an artist writes them. Light: numbers only.

`box x y z width height depth [turn]`, `ball x y z width`, `post x y z width height`, with `;` between them:
metres about the foot of the source, x to the right of frame, y up, z toward the camera; of what has no source
about the ground under the camera of the first frame. Each stands on its place x, y, z; `turn` is in degrees
about the upright, from above against the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite

from secondunit.wire.control import Control, Scalar
from secondunit.wire.errors import BadInput

#: What an artist writes them into, among the controls of whatever flows or flies.
OBSTACLES = Control(
    "obstacles", "Obstacles", "text", default="", group="Place",
    help="What stands in its way, in metres about the source's foot: box x y z width height depth [turn]; "
    "ball x y z width; post x y z width height.",
)  # fmt: skip

HIDES = Control(
    "obstacles_hide", "Obstacles hide", "bool", default=False, group="Place",
    help="What is behind an obstacle is not seen, as if it stood in the plate.",
)  # fmt: skip

#: So many at most, and so far, in metres.
MOST, FARTHEST = 64, 1e5
#: How many numbers follow each word, at least and at most.
FORMS = ("box", "ball", "post")
WORDS = {"box": (6, 7), "ball": (4, 4), "post": (5, 5)}


@dataclass(frozen=True)
class Obstacle:
    """A body that stands on (`x`, `y`, `z`) metres about the source's foot and is `turn` degrees turned.

    `form` is `box`, `ball` or `post`; `width`, `height` and `depth` are its whole size in metres.
    """

    form: str
    x: float
    y: float
    z: float
    width: float
    height: float
    depth: float
    turn: float = 0.0


#: The same of what fills the air and has no source.
OBSTACLES_AROUND = replace(
    OBSTACLES,
    help="What stands in it, in metres about the ground under the camera: x to the right, y up, z toward the "
    "camera, so that what is ahead is below zero. box x y z width height depth [turn]; ball x y z width; "
    "post x y z width height.",
)


def with_obstacles(rows: tuple[Control, ...], obstacles: Control = OBSTACLES) -> tuple[Control, ...]:
    """A kind's controls with those of the obstacles behind the last one of its place."""
    last = max(n for n, row in enumerate(rows) if row.group == OBSTACLES.group)
    return (*rows[: last + 1], obstacles, HIDES, *rows[last + 1 :])


def obstacles_of(
    settings: Mapping[str, Scalar], foot: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> tuple[Obstacle, ...]:  # fmt: skip
    """The obstacles of whole settings, which are said about a foot, in the world; none of a kind without.

    Raises `BadInput` that names the part that is none.
    """
    x, y, z = foot
    obstacles = read_obstacles(str(settings.get(OBSTACLES.name, "")))
    return tuple(replace(one, x=one.x + x, y=one.y + y, z=one.z + z) for one in obstacles)


def read_obstacles(text: str) -> tuple[Obstacle, ...]:
    """The obstacles of a control's text; raises `BadInput` that names the part that is none."""
    parts = [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
    if len(parts) > MOST:
        raise BadInput(f"{len(parts)} obstacles are more than {MOST}.", where="obstacles")
    return tuple(_obstacle(part) for part in parts)


def _obstacle(part: str) -> Obstacle:
    form, *rest = part.lower().replace(",", " ").split()
    try:
        numbers = [float(number) for number in rest]
    except ValueError:
        numbers = []
    least, most = WORDS.get(form, (1, 0))
    fits = least <= len(numbers) <= most and all(isfinite(n) and abs(n) < FARTHEST for n in numbers)
    sizes = numbers[3:6]
    if not fits or min(sizes) <= 0.0:
        raise BadInput(
            f"{part[:60]!r} is no obstacle.",
            remedy="Write: box x y z width height depth [turn]; ball x y z width; post x y z width height "
            "(metres about the source's foot, z toward the camera, sizes above zero).",
            where="obstacles",
        )
    width = sizes[0]
    height = sizes[1] if form != "ball" else width
    depth = sizes[2] if form == "box" else width
    x, y, z = numbers[:3]
    return Obstacle(form, x, y, z, width, height, depth, numbers[6] if len(numbers) > 6 else 0.0)
