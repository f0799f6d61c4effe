"""The box of cells a gas moves in: where it stands in the world and how fine it is.

Knows the camera and how far a gas reaches; knows nothing of the solver and of any control.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cbrt, hypot, inf

from secondunit.elements.optics.camera import Camera

#: Earth's pull in m/s^2 and the temperature of the air in kelvin, for buoyancy.
GRAVITY, AIR = 9.81, 293.0
#: A ray that goes less than this into the frame over a metre aside is not cut with the source's plane.
STEEP = 0.25
#: How large a cell of a gas is on screen where nobody says how many there are, in pixels, and a fine cell.
CELL_PIXELS, FINE_PIXELS = 6.0, 2.0
#: Cells over the height then, at least and at most, across the source at least (of most), and in all at most.
FEWEST, MOST, ACROSS, MOST_CELLS = 64, 320, 3.0, 4_000_000
#: The most fine cells of a box.
MOST_FINE = 96_000_000


@dataclass(frozen=True)
class Box:
    """`nx` x `ny` x `nz` cubic cells of `cell` metres; `x`, `y`, `z` is the low corner in metres.

    `floor` says whether the low y side is the ground; every other side is open air.
    """

    x: float
    y: float
    z: float
    cell: float
    nx: int
    ny: int
    nz: int
    floor: bool

    @property
    def cells(self) -> int:
        return self.nx * self.ny * self.nz

    @property
    def shape(self) -> tuple[int, int, int]:
        return self.nz, self.ny, self.nx


@dataclass(frozen=True)
class Reach:
    """How far a gas goes from the foot of its source, in metres and m/s.

    `rise` is how fast it goes up on average; `spread` and `deep` are how far it widens to the sides and in
    depth, as shares of its `height`. `ground` is the level of a floor, None where there is none.
    `resolution` counts cells over the height; 0 makes cells of `pixels` pixels, at least
    `across` of them across the source, see `_cell_on_screen`.
    """

    height: float
    width: float
    rise: float
    wind: tuple[float, float]
    resolution: int
    ground: float | None
    spread: float = 0.285
    deep: float = 0.21
    pixels: float = CELL_PIXELS
    across: float = ACROSS


def box_for(reach: Reach, camera: Camera, matte: bool) -> Box:
    """The box for a gas that goes so far, seen by this camera.

    The box is as tall as the gas, wide enough for its spread and its drift with the wind, and cut where
    nothing could be seen. With a matte it spans the frame. `resolution` counts cells over the height, or
    over half the box's width or depth where that is more.
    """
    height, width = reach.height, reach.width
    wx, wz = reach.wind
    seconds = height / reach.rise
    spread = reach.spread * height + 0.15 * min(1.0, abs(wx) * seconds / height) * height
    deep = reach.deep * height
    left = right = max(spread, 0.9 * width)
    near = far = max(deep, 0.9 * width)
    most = 2.6 * height
    right += min(most, max(0.0, 1.5 * wx * seconds))
    left += min(most, max(0.0, -1.5 * wx * seconds))
    near += min(most, max(0.0, 1.5 * wz * seconds))
    far += min(most, max(0.0, -1.5 * wz * seconds))
    frame_left, frame_right, frame_low, frame_high = seen_at_source(camera)
    first_wide = camera.across * camera.see(0.0, 0.0, 0.0)[2]
    margin = 0.12 * height
    if matte:
        left, right = margin - frame_left, frame_right + margin
        if camera.shot is not None:
            # What a turn adds is followed as far as twice the first frame, then cells would grow too coarse.
            left, right = (min(size, 2.0 * first_wide) for size in (left, right))
            frame_low, frame_high = max(frame_low, -2.0 * first_wide), min(frame_high, 2.0 * first_wide)
        near = far = max(deep, 0.9 * width)
    left = max(min(left, margin - frame_left), 0.9 * width)
    right = max(min(right, frame_right + margin), 0.9 * width)
    low = -0.5 * width
    if matte:
        low = min(low, frame_low)
    floor = reach.ground is not None and reach.ground > low - 0.25 * height
    low = reach.ground if floor and reach.ground is not None else low
    high = 1.1 * height
    if matte:
        high = max(high, frame_high + margin)
    sizes = left + right, high - low, near + far
    longest = max(height, 0.5 * (left + right), 0.5 * (near + far))
    cell = (
        longest / reach.resolution if reach.resolution > 0 else _cell_on_screen(reach, camera, longest, sizes)
    )
    nx, ny, nz = (_fast(size / cell) for size in sizes)
    return Box(-left, low, -far, cell, nx, ny, nz, floor)


def seen_at_source(camera: Camera) -> tuple[float, float, float, float]:
    """Left, right, low and high end of what the shot sees on the upright plane through the source, in metres.

    An end that a camera of the shot turns too far for is at infinity.
    """
    if camera.shot is None:
        depth = camera.see(0.0, 0.0, 0.0)[2]
        half = 0.5 * camera.across * depth
        low, high = (camera.y + camera.ray(0.5, y)[1] * depth for y in (0.0, 1.0))
        return camera.x - half, camera.x + half, low, high
    left = low = inf
    right = high = -inf
    for view in camera.shot.cameras:
        for x, y in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)):
            dx, dy, dz = view.ray(x, y)
            if dz > -STEEP * hypot(dx, dy) or view.z <= 0.0:
                return -inf, inf, -inf, inf
            way = -view.z / dz
            left, right = min(left, view.x + way * dx), max(right, view.x + way * dx)
            low, high = min(low, view.y + way * dy), max(high, view.y + way * dy)
    return left, right, low, high


def _fast(cells: float) -> int:
    """The next count of cells that the cosine transform likes."""
    from scipy.fft import next_fast_len  # it loads half of scipy

    return int(next_fast_len(max(8, round(cells)), real=True))


def _cell_on_screen(reach: Reach, camera: Camera, longest: float, sizes: tuple[float, float, float]) -> float:
    """Cells in metres that are so many pixels on screen: never so many that no machine could carry them, and
    finer where a thin source asks for it.
    """
    wanted = min(reach.pixels * _pixel(camera), reach.width / reach.across)
    cell = min(max(wanted, longest / MOST), longest / FEWEST)
    return max(cell, cbrt(sizes[0] * sizes[1] * sizes[2] / MOST_CELLS))


def _pixel(camera: Camera) -> float:
    """The size of a pixel at the source in metres, where the shot's camera comes nearest."""
    views = (camera,) if camera.shot is None else camera.shot.cameras
    across = min(view.across * max(view.see(0.0, 0.0, 0.0)[2], 1e-6) for view in views)
    return across / camera.format.width


def pixels_across(box: Box, camera: Camera) -> float:
    """How many pixels the box covers, seen from nearest; some may lie beside the frame."""
    return box.nx * box.ny * (box.cell / _pixel(camera)) ** 2


def fineness(detail: float, box: Box, camera: Camera) -> int:
    """How many fine cells a cell is cut into along each axis: each is about two pixels; the rest is eddies.

    `detail` 0 to 1 is how much of that is wanted.
    """
    wanted = 1.0 + detail * (max(1.0, box.cell / _pixel(camera) / FINE_PIXELS) - 1.0)
    return max(1, min(int(cbrt(MOST_FINE / box.cells)), round(wanted)))
