"""The drift of a take's characters, measured on its own frames when it is delivered.

Nothing is fetched for it and nothing leaves: where the weights are not on this machine, that is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.engines.references import shown_codes
from secondunit.media.coding import FLOAT, encode
from secondunit.media.coding_choice import choose
from secondunit.media.config import Config
from secondunit.media.contact import spread
from secondunit.media.exr import read_exr
from secondunit.models.identity.measurement import DriftMeasurement, TakeFace
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.identity.reference import CharacterReferences, references_of
from secondunit.models.weights.store import WeightsStore
from secondunit.wire import Brief, CharacterDrift, Coding

#: The most frames that are looked at, spread over the take, and the most pixels of a picture's longer side.
FRAMES, SIDE = 480, 2048

Codes = npt.NDArray[np.float32]


def take_drift(
    brief: Brief,
    files: Callable[[str, int], Path],
    config: Config,
    *,
    networks: IdentityNetworks | None = None,
    tell: Callable[[float], None] = lambda done: None,
) -> tuple[tuple[CharacterDrift, TakeFace | None], ...]:
    """The drift of each character of a brief in a take whose frame of a layer lies in `files(layer, frame)`.

    Beside it what may be kept of its face. `tell` hears how much is done, 0 to 1. Raises `WeightsAbsent`, and
    what reading the frames or the pictures raises.
    """
    cast = [member for member in brief.cast if member.pictures]
    if not cast:
        return ()
    networks = networks or IdentityNetworks.of_store(WeightsStore.of_user())
    measurement = DriftMeasurement(
        networks,
        [cast_references(member.name, member.version, member.pictures, config, networks) for member in cast],
    )
    space = config.space(brief.colorspace.name).name
    frames = spread(tuple(brief.frames), FRAMES)
    for count, frame in enumerate(frames, 1):
        measurement.add(frame, frame_codes(files("beauty", frame), space, config))
        tell(count / len(frames))
    return measurement.results()


def cast_references(
    name: str, version: int, pictures: tuple[str, ...], config: Config, networks: IdentityNetworks
) -> CharacterReferences:
    """The faces of a version's pictures; raises what reading one raises."""
    shown = ((Path(path).name, shown_codes(Path(path), config, SIDE)) for path in pictures)
    return references_of(name, version, shown, networks)


def frame_codes(path: Path, space: str, config: Config) -> Codes:
    """A frame of a take as it is seen, (height, width, 3) sRGB codes, its longer side at most `SIDE`."""
    light = np.nan_to_num(np.asarray(read_exr(path).as_float().shown().rgba()[..., :3], np.float32))
    height, width = light.shape[:2]
    times = max(height, width) / SIDE
    if times > 1.0:
        size = max(1, round(width / times)), max(1, round(height / times))
        light = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)
    chosen = choose(light[::8, ::8].reshape(-1, 3), space, config, Coding.SRGB, FLOAT)
    # What is dark is brightened to be seen; what is burnt out stays so.
    coding = replace(chosen, exposure=max(1.0, chosen.exposure))
    return np.clip(np.asarray(encode(light, space, config, coding, FLOAT), np.float32), 0.0, 1.0)
