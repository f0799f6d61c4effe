"""Motion vectors registered to the next frame: from where the flow carries what is seen to where it is seen.

A pixel shows an integral along its ray: its parts move apart, thin out and are covered, so that no mean of
their velocities is how the picture moves. The flow's own vectors are the start; from there the picture of
one frame is drawn onto the next by least squares (Lucas and Kanade 1981, "An iterative image registration
technique"), from coarse to fine, as far as the pictures say where to. Where they do not, as in the opaque
middle of smoke, the flow's vectors stay. Each pixel is found from its neighbourhood by itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, exact, over, zeros

#: Pixels along a pixel of each picture, from the coarsest on, and how often each is registered.
LEVELS, ROUNDS = (4, 2, 1), 3
#: How far around a pixel counts, as the deviation of a normal curve in pixels; that of the smoothing of what
#: was added to the flow's vectors.
AROUND, SMOOTH = 1.5, 0.7
#: How steep a picture is, squared, where it says as much as nothing; how much the flow's vectors weigh.
FLAT, FLOW = np.float32(1e-3), np.float32(5e-5)
#: Pixels around what is seen that are looked at too.
MARGIN = 16
Mask = npt.NDArray[np.bool_]


def register_motion(motion: Field, here: Field, there: Field, seen: Mask) -> None:
    """Draw `motion` (height, width, 2), pixels to the next frame, x to the right and y up, to what is seen.

    `here` and `there` (height, width, pictures) are pictures of a frame and of the next, each about 0 to 1;
    `seen` (height, width) is where motion is wanted: nothing else of it changes.
    """
    rows, columns = np.nonzero(seen.any(axis=1))[0], np.nonzero(seen.any(axis=0))[0]
    if not rows.size:
        return
    top, left = max(int(rows[0]) - MARGIN, 0), max(int(columns[0]) - MARGIN, 0)
    part = np.s_[top : int(rows[-1]) + 1 + MARGIN, left : int(columns[-1]) + 1 + MARGIN]
    own = np.where(seen[part][..., None], motion[part], np.float32(0.0))
    weight = seen[part].astype(np.float32)[..., None]
    pictures = [_pyramid(np.ascontiguousarray(picture[part])) for picture in (here, there)]
    flows = _flows(own, weight)
    added = zeros(1, 1, 2)
    for level in reversed(range(len(LEVELS))):
        flow = flows[level]
        added = _doubled(added, flow.shape) if added.size > 2 else np.zeros_like(flow)
        for _ in range(ROUNDS):
            added = _drawn(pictures[0][level], pictures[1][level], flow, added, level)
    np.copyto(motion[part], own + added, where=seen[part][..., None])


def register_coarsely(motion: Field, here: Field, there: Field, seen: Mask) -> None:
    """Draw `motion` to what is seen as `register_motion` does, by pictures of half the size.

    How vectors differ from the flow's is smooth over some pixels: it is found on half as many each way. A
    last odd row or column of the pictures reaches beyond the motion.
    """
    weight = halved(seen.astype(np.float32)[..., None])
    half = np.float32(0.5) * halved(np.where(seen[..., None], motion, np.float32(0.0)))
    half /= np.maximum(weight, np.float32(0.25))
    drawn = half.copy()
    register_motion(drawn, here, there, weight[..., 0] > 0.0)
    np.add(motion, _doubled(drawn - half, motion.shape), out=motion, where=seen[..., None])


def _drawn(here: Field, there: Field, flow: Field, added: Field, level: int) -> Field:
    """What is added to the flow after one more round, in pixels of this level."""
    high, wide = here.shape[:2]
    terms = zeros(high, wide, 5)
    work = high * wide * 40
    over(_compare, high, here, there, flow, added, terms, work=work)
    terms = _blurred(terms, AROUND)
    over(_solve, high, terms, np.float32(FLOW), added, work=work)
    return _blurred(added, SMOOTH)


def _pyramid(picture: Field) -> list[Field]:
    """The picture, its halves, and theirs."""
    levels = [picture]
    while len(levels) < len(LEVELS):
        levels.append(halved(_blurred(levels[-1], SMOOTH)))
    return levels


def _flows(own: Field, weight: Field) -> list[Field]:
    """The flow's vectors on each level, in its pixels, carried outward over the edges of what is seen."""
    sums, weights = [own], [weight]
    while len(sums) < len(LEVELS):
        sums.append(np.float32(0.5) * halved(sums[-1]))
        weights.append(halved(weights[-1]))
    flows: list[Field] = []
    for total, there in zip(reversed(sums), reversed(weights), strict=True):
        around, near = _blurred(total, 2.0), _blurred(there, 2.0)
        outer = around / np.maximum(near, np.float32(1e-6))
        if flows:
            farther = _doubled(flows[-1], total.shape)
            outer = np.where(near > np.float32(1e-3), outer, farther)
        flows.append(np.where(there > 0.0, total / np.maximum(there, np.float32(1e-6)), outer))
    return flows[::-1]


def halved(picture: Field) -> Field:
    """The means of two by two pixels; a last odd one is its own neighbour."""
    high, wide = picture.shape[:2]
    whole = np.pad(picture, [(0, high % 2), (0, wide % 2), (0, 0)], mode="edge")
    above, below = whole[::2], whole[1::2]
    return np.float32(0.25) * ((above[:, ::2] + above[:, 1::2]) + (below[:, ::2] + below[:, 1::2]))


def _doubled(vectors: Field, shape: tuple[int, ...]) -> Field:
    """Vectors of a coarser level in pixels of this one."""
    out = zeros(*shape)
    over(_refine, shape[0], vectors, out, work=shape[0] * shape[1] * 10)
    return out


def _blurred(picture: Field, deviation: float) -> Field:
    """The picture under a normal curve, held constant beyond its edges."""
    reach = max(1, round(2.5 * deviation))
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    taps = (taps / taps.sum()).astype(np.float32)
    down, out = np.empty_like(picture), np.empty_like(picture)
    work = picture.size * len(taps)
    over(_blur_down, picture.shape[0], picture, taps, down, work=work)
    over(_blur_across, picture.shape[0], down, taps, out, work=work)
    return out


@exact
def _blur_down(start: int, stop: int, picture: Field, taps: Field, out: Field) -> None:
    reach, last = taps.shape[0] // 2, picture.shape[0] - 1
    for row in range(start, stop):
        line = out[row]
        line[:] = np.float32(0.0)
        for tap in range(taps.shape[0]):
            other = picture[min(max(row + tap - reach, 0), last)]
            for column in range(picture.shape[1]):
                for n in range(picture.shape[2]):
                    line[column, n] += taps[tap] * other[column, n]


@exact
def _blur_across(start: int, stop: int, picture: Field, taps: Field, out: Field) -> None:
    reach, last = taps.shape[0] // 2, picture.shape[1] - 1
    for row in range(start, stop):
        for column in range(picture.shape[1]):
            for n in range(picture.shape[2]):
                total = np.float32(0.0)
                for tap in range(taps.shape[0]):
                    total += taps[tap] * picture[row, min(max(column + tap - reach, 0), last), n]
                out[row, column, n] = total


@exact
def _refine(start: int, stop: int, coarse: Field, out: Field) -> None:
    """Twice the coarse vectors, between their pixels."""
    zero, half, two = np.float32(0.0), np.float32(0.5), np.float32(2.0)
    high, wide = coarse.shape[0], coarse.shape[1]
    for row in range(start, stop):
        y = min(max(half * np.float32(row) - np.float32(0.25), zero), np.float32(high - 1))
        j0 = np.int64(y)
        j1, ty = min(j0 + 1, high - 1), y - np.float32(j0)
        for column in range(out.shape[1]):
            x = min(max(half * np.float32(column) - np.float32(0.25), zero), np.float32(wide - 1))
            i0 = np.int64(x)
            i1, tx = min(i0 + 1, wide - 1), x - np.float32(i0)
            for n in range(2):
                a = coarse[j0, i0, n] + tx * (coarse[j0, i1, n] - coarse[j0, i0, n])
                b = coarse[j1, i0, n] + tx * (coarse[j1, i1, n] - coarse[j1, i0, n])
                out[row, column, n] = two * (a + ty * (b - a))


@exact
def _compare(
    start: int, stop: int, here: Field, there: Field, flow: Field, added: Field, terms: Field
) -> None:
    """The sums of least squares at each pixel: slopes by slopes, and slopes by what differs.

    What comes from beyond the frame is not known and says nothing.
    """
    high, wide = here.shape[0], here.shape[1]
    half = np.float32(0.5)
    for row in range(start, stop):
        up, down = max(row - 1, 0), min(row + 1, high - 1)
        for column in range(wide):
            x = np.float32(column) + flow[row, column, 0] + added[row, column, 0]
            y = np.float32(row) - flow[row, column, 1] - added[row, column, 1]
            if not (0.0 <= x <= wide - 1 and 0.0 <= y <= high - 1):
                continue
            left, right = max(column - 1, 0), min(column + 1, wide - 1)
            i0, j0 = min(np.int64(x), wide - 2), min(np.int64(y), high - 2)
            if i0 < 0 or j0 < 0:
                continue
            tx, ty = x - np.float32(i0), y - np.float32(j0)
            sums = terms[row, column]
            for n in range(here.shape[2]):
                a, b = there[j0, i0, n], there[j0, i0 + 1, n]
                c, d = there[j0 + 1, i0, n], there[j0 + 1, i0 + 1, n]
                above, below = a + tx * (b - a), c + tx * (d - c)
                differs = above + ty * (below - above) - here[row, column, n]
                across = (b - a) + ty * ((d - c) - (b - a))
                rising = above - below
                across = half * (across + half * (here[row, right, n] - here[row, left, n]))
                rising = half * (rising + half * (here[up, column, n] - here[down, column, n]))
                sums[0] += across * across
                sums[1] += across * rising
                sums[2] += rising * rising
                sums[3] += across * differs
                sums[4] += rising * differs


@exact
def _solve(start: int, stop: int, terms: Field, flow: np.float32, added: Field) -> None:
    """Add to the vectors what makes the least of all squares, the flow's weight among them."""
    for row in range(start, stop):
        for column in range(terms.shape[1]):
            sums, here = terms[row, column], added[row, column]
            a, b, c = sums[0] + FLAT + flow, sums[1], sums[2] + FLAT + flow
            x, y = -sums[3] - flow * here[0], -sums[4] - flow * here[1]
            per = np.float32(1.0) / (a * c - b * b)
            here[0], here[1] = here[0] + per * (c * x - b * y), here[1] + per * (a * y - b * x)
