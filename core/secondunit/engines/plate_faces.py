"""Whether faces are in a plate: frames of it, looked at as they are seen. Whose they are, it does not say."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from secondunit.media.coding import FLOAT, encode
from secondunit.media.coding_choice import choose
from secondunit.media.config import open_config
from secondunit.media.contact import spread
from secondunit.media.foreign import facts_of
from secondunit.models.faces import Face, FaceDetector, face_weights
from secondunit.models.runtimes import open_network
from secondunit.models.weights.store import WeightsStore
from secondunit.wire import Coding, Plate
from secondunit.wire.errors import SecondUnitError, WeightsAbsent

from .plate_reader import PlateReader

#: How many frames of a plate are looked at, its first and last among them.
LOOKS = 8


@dataclass(frozen=True)
class FacesSeen:
    """The faces of each frame that was looked at, and why none could be, as a sentence."""

    frames: tuple[tuple[int, tuple[Face, ...]], ...] = ()
    unseen: str = ""

    @property
    def any(self) -> bool:
        """Whether a face was seen."""
        return any(faces for _, faces in self.frames)

    @property
    def sentence(self) -> str:
        """What was seen and where; empty where frames were looked at and no face is in them."""
        if self.unseen:
            return f"Whether faces are in the plate could not be looked at: {self.unseen}"
        numbers = [frame for frame, faces in self.frames if faces]
        if not numbers:
            return ""
        most = max(len(faces) for _, faces in self.frames)
        place = f"frame {numbers[0]}" if len(numbers) == 1 else f"frames {numbers[0]} to {numbers[-1]}"
        once = f", up to {most} at once" if most > 1 else ""
        looked = len(self.frames)
        return f"Faces are in {place} of the plate ({len(numbers)} of {looked} looked at{once})."


def faces_in(plate: Plate, config: str = "") -> FacesSeen:
    """The faces of a plate whose space is a name of its own config or of `config`; never raises for a plate.

    Weights are not fetched for it: where they are not here, that is said. The same files are looked at once.
    """
    store = WeightsStore.of_user()
    weights = face_weights()
    try:
        if not store.has(weights):
            raise WeightsAbsent(
                f"the weights {weights.file} are not on this machine "
                f"(secondunit weights fetch {weights.name})."
            )
        frames = spread(tuple(plate.frames), LOOKS)
        with contextlib.closing(PlateReader(plate, open_config(config), _space(plate, config))) as reader:
            facts = [facts_of(path) for path in dict.fromkeys(map(reader.path, frames))]
        stamps = tuple((fact.st_mtime_ns, fact.st_size) for fact in facts)
        return _looked(plate, config, frames, str(store.find(weights)), stamps)
    except (SecondUnitError, OSError) as error:
        return FacesSeen(unseen=error.problem.message if isinstance(error, SecondUnitError) else str(error))


@lru_cache(maxsize=64)
def _looked(
    plate: Plate, config: str, frames: tuple[int, ...], network: str, _stamps: tuple[tuple[int, int], ...]
) -> FacesSeen:
    detector = FaceDetector(open_network(Path(network)))
    of, space = open_config(config), _space(plate, config)
    seen = []
    with contextlib.closing(PlateReader(plate, of, space)) as reader:
        for frame in frames:
            light = np.nan_to_num(np.asarray(reader.picture(frame).shown().pixels, np.float32))
            coding = choose(light.reshape(-1, 3), space, of, Coding.SRGB, FLOAT)
            codes = np.asarray(encode(light, space, of, coding, FLOAT), np.float32)
            seen.append((frame, detector.faces(codes)))
    return FacesSeen(tuple(seen))


def _space(plate: Plate, config: str) -> str:
    """A scene-linear space to look in: which one does not matter to a face."""
    return open_config(config).scene_linear
