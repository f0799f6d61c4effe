"""What a kind draws of a frame, kept: it is made once and drawn into any picture of that frame.

A frame's vectors need a look at the next frame, and then that frame itself needs the same cells. The draft
that was made last is kept for it, so that frames in a row make each one's cells once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from secondunit.elements.kernels import zeros
from secondunit.elements.kind import Scene
from secondunit.elements.optics.glow import Glowing
from secondunit.elements.optics.light import CHANNELS, Lit
from secondunit.elements.optics.volume import Volume

from .picture import GasPicture, Matter

#: The width of a picture in pixels from which on motion is registered on half as many each way.
HALVED = 960
#: No light at all.
UNLIT = Lit(
    np.zeros((1, 1, 1, CHANNELS), np.uint16), zeros(1, 1, 1, CHANNELS), zeros(CHANNELS, 3), 1, (0, 0, 0),
    0.0, 0.0,
)  # fmt: skip


@dataclass
class Draft(GasPicture):
    """A picture that keeps what is drawn into it and stays empty."""

    bare = True
    strokes: list[Callable[[GasPicture], None]] = field(default_factory=list)
    shades: list[tuple[Volume, Matter]] = field(default_factory=list)

    def lit(self, volume: Volume, matter: Matter) -> Lit:
        self.shades.append((volume, matter))
        return UNLIT

    def scatter(self, volume: Volume, matter: Matter) -> None:
        self.strokes.append(lambda picture: picture.scatter(volume, matter))

    def glow(self, glow: Glowing, bright: Lit, lit: float, matter: Matter, gain: float) -> None:
        shade = self.shades[-1]
        self.strokes.append(lambda picture: picture.glow(glow, picture.lit(*shade), lit, matter, gain))

    def shelve(self) -> None:
        """Keep it for who asks next, in place of any other."""
        with _lock:
            _shelf[:] = [self]

    def draw_into(self, picture: GasPicture) -> None:
        """Draw what was kept into another picture of the frame."""
        for stroke in self.strokes:
            stroke(picture)


@dataclass
class Glimpse(GasPicture):
    """A picture of what is there and what shines, with no light on it, on larger pixels where it is large."""

    bare = True

    @classmethod
    def coarseness(cls, scene: Scene) -> int:
        return 1 if scene.format.width < HALVED else 2

    def lit(self, volume: Volume, matter: Matter) -> Lit:
        return UNLIT

    def _move(self) -> None:
        """It has no vectors."""


_lock = Lock()
_shelf: list[Draft] = []


def shelved(scene: Scene, digest: bytes) -> Draft | None:
    """The draft that was kept last, where it is of this scene and this cache file; nothing is kept then."""
    with _lock:
        draft = _shelf.pop() if _shelf else None
    known = draft is not None and draft.scene == scene and draft.stored.digest == digest
    return draft if known else None
