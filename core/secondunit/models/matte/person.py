"""A person's matte: a small network finds where, frames around say more, closed form finds the edge.

The network sees 256 x 144 pixels. Its largest piece is kept; a band along its edge is left open and solved on
a picture of a third of the size by the matting Laplacian of A. Levin, D. Lischinski and Y. Weiss, "A
closed-form solution to natural image matting" (2008); the solution is carried to full size as a local line in
colour, as the guided filter of K. He, J. Sun and X. Tang has it ("Fast guided filter", 2015). Where the
person moves before the background, frames around say what is background for sure, and where strands hang out
of the band (`evidence`). A frame alone, and a person who stands still, are cut out without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_fill_holes, distance_transform_edt, label, uniform_filter

from secondunit.media.coding import FLOAT, encode
from secondunit.models.method import Coverage, Footage, MethodCost, Pixels
from secondunit.models.offer import offered
from secondunit.models.runtimes import Network, open_network
from secondunit.models.sizes import resized
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire import Capability, Control, Limit, Task
from secondunit.wire.errors import WrongNetwork

from .closed_form import closed_form
from .cut_out import cut_out
from .evidence import evidence_of
from .looks import LOOKS, AlignedFrame, FrameBox, SilhouetteFrame, look_frames, looks_at
from .silhouette import open_silhouette

#: How far the band reaches to both sides of the network's edge, in pixels of a picture of 1920.
BAND = 36.0
#: How many times smaller the picture is on which the edge is solved: strands and grain are told apart there,
#: measured against half, a quarter and the whole.
PART = 3
#: Processor seconds for a million pixels of a plate, bytes of memory for a pixel, and of the process with the
#: network and the solver: as measured at 1080p and 2160p.
SECONDS, MEMORY, PROCESS = 1.1, 420, 300_000_000
#: What the network calls a person.
HALF = 0.5


@dataclass(frozen=True)
class PersonMatte:
    """Cuts the person out of a plate: one, the largest."""

    #: Raised whenever the same plate gives other pixels.
    version = 2
    marks: Sequence[str] = ()

    @cached_property
    def _weights(self) -> Weights:
        return weights_table()["selfie_landscape"]

    @property
    def needs(self) -> Sequence[Weights]:
        """The network that finds the person."""
        return (self._weights,)

    @property
    def capability(self) -> Capability:
        """One control: how wide the edge may be."""
        return offered(
            "person", "A person", Task.MATTE,
            Limit("Person", "one, the largest; at least a twentieth of the frame's height"),
            controls=(
                Control(
                    "band", "Edge", unit="px", default=BAND, minimum=4.0, maximum=200.0, step=1.0,
                    help="How far from the silhouette hair and motion blur may reach, in a picture of 1920",
                ),
            ),
            weights=self._weights.licences,
        )  # fmt: skip

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame takes, as it was measured."""
        return MethodCost(width * height / 1e6 * SECONDS, width * height * MEMORY + PROCESS)

    def load(self, footage: Footage) -> PersonWorker:
        """The network opened; its file is held to its hash."""
        path = WeightsStore.of_user().obtain(self._weights)
        return PersonWorker(open_network(path), footage)


class PersonWorker:
    """Makes the matte of one plate, frame by frame."""

    remarks: Sequence[str] = ()

    def __init__(self, network: Network, footage: Footage) -> None:
        (self._input,), (self._output,) = network.inputs, network.outputs
        if len(self._input.shape) != 4 or self._input.shape[3] != 3:
            raise WrongNetwork(f"It takes {self._input} and no picture.")
        self._network, self._footage = network, footage
        self._seen = lru_cache(LOOKS + 2)(self._frame_seen)

    def frame(self, frame: int) -> Pixels:
        """A frame cut out: premultiplied, the plate's own numbers where the matte is whole."""
        picture = self._footage.picture(frame)
        return cut_out(picture, self.matte(frame))

    def matte(self, frame: int) -> Coverage:
        """The matte of a frame: (height, width) float32. It does not depend on which were made before."""
        codes, coarse = self._seen(frame)
        others = look_frames(frame, self._footage.shot, self._footage.cuts)

        def looks(box: FrameBox) -> Sequence[AlignedFrame]:
            return looks_at(self._silhouette(frame), box, [partial(self._silhouette, one) for one in others])

        return refined(codes, coarse, float(self._footage.settings["band"]), looks)

    def _silhouette(self, frame: int) -> SilhouetteFrame:
        codes, coarse = self._seen(frame)
        return SilhouetteFrame(codes, coarse > HALF)

    def _frame_seen(self, frame: int) -> tuple[Pixels, Coverage]:
        codes = self._codes(self._footage.picture(frame))
        return codes, self._coarse(codes)

    def network_alone(self, picture: Pixels) -> Coverage:
        """What the network says of a picture (height, width, 3), at its size, with nothing refined."""
        return self._coarse(self._codes(picture))

    def _codes(self, picture: Pixels) -> Pixels:
        footage = self._footage
        codes = encode(picture, footage.space, footage.config, footage.encoded, FLOAT)
        return np.clip(np.asarray(codes, np.float32), 0.0, 1.0)

    def _coarse(self, codes: Pixels) -> Coverage:
        height, width = int(self._input.shape[1] or 144), int(self._input.shape[2] or 256)
        small = resized(codes, height, width)[None]
        said = self._network.run({self._input.name: small})[self._output.name][0, ..., 0]
        return np.clip(resized(said, *codes.shape[:2]), 0.0, 1.0)


def _no_looks(_box: FrameBox) -> Sequence[AlignedFrame]:
    return ()


def refined(
    codes: Pixels,
    coarse: Coverage,
    band: float,
    looks: Callable[[FrameBox], Sequence[AlignedFrame]] = _no_looks,
) -> Coverage:
    """A coarse matte with the edge that the picture has; `codes` is the picture as it is seen, 0 to 1.

    `band` is in pixels of a picture of 1920; `looks` gives what other frames show within a box.
    """
    height, width = coarse.shape
    person = _largest(coarse > HALF)
    if not person.any():
        return np.zeros_like(coarse)
    small = max(1, round(height / PART)), max(1, round(width / PART))
    unit = max(height, width) / 1920
    edge = max(2.0, band * unit / PART)
    inside = resized(person.astype(np.float32), *small) > HALF
    trimap = _trimap(inside, edge)
    silhouette = open_silhouette(person, edge * PART)
    window = silhouette.box.window
    evidence = evidence_of(codes[window], looks(silhouette.box), silhouette)
    if evidence is not None:
        trimap = _smaller(evidence.trimap, window, person.shape, small)
    reduced = resized(codes, *small)
    solved = closed_form(reduced, trimap)
    slope, offset = _lines(reduced, solved)
    full = (codes * resized(slope, height, width)).sum(axis=2) + resized(offset, height, width)
    open_band = resized((trimap == HALF).astype(np.float32), height, width) > 0
    result = np.where(open_band, np.clip(full, 0.0, 1.0), resized(trimap, height, width) > HALF)
    alpha = _settled(result.astype(np.float32))
    if evidence is not None:
        alpha[window] = evidence.joined(alpha[window])
    return alpha


def _smaller(
    trimap: Coverage, window: tuple[slice, slice], whole: tuple[int, ...], size: tuple[int, int]
) -> Coverage:
    """The trimap of a window as one of the whole picture at a smaller size: open where two of it meet."""
    full = np.zeros(whole, np.float32)
    full[window] = trimap
    part = resized(full, *size)
    return np.select([part < 0.01, part > 0.99], [0.0, 1.0], HALF).astype(np.float32)


def _settled(alpha: Coverage) -> Coverage:
    """What is almost 0 or 1 is: a solver leaves a veil where background and person have one colour."""
    low, high = np.float32(0.05), np.float32(0.95)
    return np.asarray(np.clip((alpha - low) / (high - low), 0.0, 1.0), np.float32)


def _largest(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The largest piece of a mask, without small holes of the network's doubt."""
    pieces, count = label(mask)
    if count == 0:
        return mask
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    largest: npt.NDArray[np.bool_] = np.asarray(pieces == sizes.argmax())
    holes = binary_fill_holes(largest) & ~largest
    named, _ = label(holes)
    area = np.bincount(named.ravel())
    small = area < 0.001 * mask.size
    small[0] = False
    return np.asarray(largest | small[named], bool)


def _trimap(inside: npt.NDArray[np.bool_], reach: float) -> Coverage:
    """1 inside, 0 outside, 0.5 within `reach` pixels of the edge."""
    trimap = inside.astype(np.float32)
    if inside.all():
        return trimap
    edge = np.where(inside, distance_transform_edt(inside), distance_transform_edt(~inside))
    trimap[edge <= reach] = HALF
    return trimap


def _lines(codes: Pixels, alpha: Coverage, radius: int = 1, epsilon: float = 1e-5) -> tuple[Pixels, Coverage]:
    """For each pixel the slope (height, width, 3) and offset of the line from colour to alpha around it."""
    size = 2 * radius + 1

    def mean(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        return np.asarray(
            uniform_filter(values, size=(size, size) + (0,) * (values.ndim - 2), mode="nearest")
        )

    colours, target = codes.astype(np.float64), alpha.astype(np.float64)
    centre, level = mean(colours), mean(target)
    spread = mean(colours[..., :, None] * colours[..., None, :]) - centre[..., :, None] * centre[..., None, :]
    spread += epsilon * np.eye(3)
    along = mean(colours * target[..., None]) - centre * level[..., None]
    slope = np.linalg.solve(spread, along[..., None])[..., 0]
    offset = level - (slope * centre).sum(axis=-1)
    return mean(slope).astype(np.float32), mean(offset).astype(np.float32)
