"""Networks and pictures for tests of what is said of faces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from secondunit.models.identity.networks import IdentityNetworks, identity_weights
from secondunit.models.weights.store import WeightsStore
from secondunit.wire.errors import WeightsAbsent

#: Eileen Collins, portrait by NASA, 1999 (astronaut), and Grace Hopper, portrait by the US Navy, 1984
#: (hopper): both in the public domain. Each as a photograph, and as six pictures of a head that carries it
#: (benchmarks/source/head_scene.py).
HEADS = Path(__file__).parent / "heads"
ASTRONAUT = Path(__file__).parent / "astronaut.png"
#: A cat, photographed by Stefan van der Walt and given to the public domain (CC0); of scikit-image 0.26.
CAT = Path(__file__).parent / "chelsea.jpg"
LIGHTS = 6


def networks() -> IdentityNetworks:
    """What compares faces, its weights fetched at first; skips where there is no registry to be reached."""
    store = WeightsStore.of_user()
    try:
        for weights in identity_weights():
            store.obtain(weights)
    except WeightsAbsent as error:
        pytest.skip(f"{error.problem.message} {error.problem.remedy}")
    return IdentityNetworks.of_store(store)


def codes(path: Path) -> npt.NDArray[np.float32]:
    """(height, width, 3) codes from 0 to 1."""
    return np.asarray(Image.open(path).convert("RGB"), np.float32) / 255


def heads(name: str) -> list[npt.NDArray[np.float32]]:
    """The six pictures of a head."""
    return [codes(HEADS / f"{name}_{number}.jpg") for number in range(LIGHTS)]
