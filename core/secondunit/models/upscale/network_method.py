"""More pixels with detail that a small network of photographs adds: light and colour stay the plate's.

A plate goes through in tiles with as much around each as the network sees, so that no tile knows where it
was cut. Detail counts by the share that the plate bears out (`share`); what the result, made as small as the
plate, differs from it by is laid back on it once (M. Irani, S. Peleg, "Improving resolution by image
registration", CVGIP 1991).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from secondunit.media.coding import FLOAT, decode, encode
from secondunit.models.method import Footage, MethodCost, Pixels, kept_value
from secondunit.models.offer import offered
from secondunit.models.runtimes import Network
from secondunit.models.sizes import resized
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire import Capability, Limit, Task

from .detail import allowed, detail
from .lanczos import enlarged
from .method import INTAKE, SCALES, upscaled
from .share import borne_out, looked_at, middle
from .shrunk import shrunk
from .upconv import CONTEXT, INPUT, OUTPUT, SCALE, open_upconv

#: How many pixels a tile has each way, without what is around it.
SIDE = 384
#: Processor seconds for a million pixels that go through the network, for a million of the result, bytes for
#: a pixel of the result, and of the process with the network at work on a tile: as measured.
SECONDS, MADE, MEMORY, PROCESS = 25.0, 1.2, 100, 900_000_000


@dataclass(frozen=True)
class UpscaleNetwork:
    """Enlarges a plate with detail of a network that was trained on photographs."""

    #: Raised whenever the same plate gives other pixels.
    version = 2
    marks: Sequence[str] = ()

    @cached_property
    def _weights(self) -> Weights:
        return weights_table()["upconv_7_photo"]

    @property
    def needs(self) -> Sequence[Weights]:
        """The network."""
        return (self._weights,)

    @property
    def capability(self) -> Capability:
        """Nothing to set but how much larger."""
        return offered(
            "upscale_network", "Upscale with a network's detail", Task.UPSCALE,
            Limit("Detail", "as photographs have it; where light is brighter than white, a filter's"),
            Limit("Time", "minutes a frame at 4K: a job for the background"),
            intake=INTAKE,
            weights=self._weights.licences,
        )  # fmt: skip

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame of twice the size takes."""
        return self.cost_of(width, height, SCALES[0])

    def cost_of(self, width: int, height: int, scale: int) -> MethodCost:
        """What a frame takes, as it was measured; above twice it goes through two times."""
        plate = width * height / 1e6
        through = plate if scale == SCALE else plate * (1 + SCALE**2)
        made = width * height * scale**2
        largest = made if scale != 3 else width * height * SCALE**4
        return MethodCost(through * SECONDS + made / 1e6 * MADE, largest * MEMORY + PROCESS)

    def load(self, footage: Footage) -> UpscaleWorker:
        """The network opened; its file is held to its hash. How much it may say is told from the plate."""
        path = WeightsStore.of_user().obtain(self._weights)
        return UpscaleWorker(open_upconv(path, threads=footage.threads), footage, f"-{self.version}")

    def survey(self, footage: Footage) -> None:
        """Tell how much the network may say, once for all who make frames."""
        self.load(footage)


class UpscaleWorker:
    """Enlarges the frames of one plate."""

    def __init__(self, network: Network, footage: Footage, version: str = "") -> None:
        self._network, self._footage = network, footage
        # White is where codes end: the shoulder above it would make much light of little detail.
        self._encoded = replace(footage.encoded, white=1.0)
        name = f"upscale_share{version}-{footage.scale}-{footage.shot}"
        self._share = np.float32(kept_value(footage.kept, name, self._borne_out, repr, float))

    @property
    def remarks(self) -> Sequence[str]:
        """How much of the network's detail counts."""
        return (f"The plate bears out {100 * self._share:.0f} % of the network's detail: so much is added.",)

    def frame(self, frame: int) -> Pixels:
        """A frame `scale` times as large, with its alpha where the plate has one."""
        return upscaled(self._footage, frame, self._footage.scale, self._enlarged)

    def _borne_out(self) -> float:
        scale, triples = self._footage.scale, []
        for frame in looked_at(self._footage.shot):
            picture = middle(self._footage.picture(frame), scale)
            if picture is not None:
                small = shrunk(picture, scale)
                codes, larger = self._codes(small), self._codes(enlarged(small, scale))
                more = detail(codes, larger, allowed(codes, scale), scale, self.double)
                truth = self._codes(picture)
                triples.append((more, truth - larger, truth))
        return borne_out(triples)

    def _enlarged(self, picture: Pixels) -> Pixels:
        scale = self._footage.scale
        larger, seen = enlarged(picture, scale), self._codes(picture)
        codes, room = self._codes(larger), allowed(seen, scale)
        more = self._share * detail(seen, codes, room, scale, self.double)
        plain = self._light(codes)
        made = self._codes(shrunk(larger + self._light(codes + more) - plain, scale))
        more += resized(seen - made, *larger.shape[:2]) * room
        # What has nothing below black is given nothing below black.
        light = np.maximum(larger + self._light(codes + more) - plain, np.minimum(larger, np.float32(0.0)))
        return np.asarray(np.where(more != 0, light, larger), np.float32)

    def double(self, codes: Pixels) -> Pixels:
        """Codes (height, width, 3) from 0 to 1 as the network makes them twice as large."""
        height, width = codes.shape[:2]
        around = np.pad(codes, ((CONTEXT, CONTEXT), (CONTEXT, CONTEXT), (0, 0)), mode="edge")
        out = np.empty((height * SCALE, width * SCALE, 3), np.float32)
        for top in range(0, height, SIDE):
            for left in range(0, width, SIDE):
                tile = around[top : top + SIDE + 2 * CONTEXT, left : left + SIDE + 2 * CONTEXT]
                planes = np.ascontiguousarray(tile.transpose(2, 0, 1)[None])
                made = self._network.run({INPUT: planes})[OUTPUT][0].transpose(1, 2, 0)
                rows, columns = top * SCALE, left * SCALE
                out[rows : rows + made.shape[0], columns : columns + made.shape[1]] = made
        return out

    def _codes(self, light: Pixels) -> Pixels:
        footage = self._footage
        return np.asarray(encode(light, footage.space, footage.config, self._encoded, FLOAT), np.float32)

    def _light(self, codes: Pixels) -> Pixels:
        footage = self._footage
        return decode(codes, self._encoded, FLOAT, footage.space, footage.config)
