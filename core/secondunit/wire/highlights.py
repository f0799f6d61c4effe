"""What became of a plate's light that is brighter than a model sees: how much it was, and what was done."""

from __future__ import annotations

from dataclasses import field

from .value import dataclass


@dataclass(frozen=True)
class Highlights:
    """Shares of a take's pixels over all its frames, 0 to 1.

    `beyond` are those of the plate brighter than the white of the pictures that the model was shown; each is
    `kept` from the plate, since the take shows nothing of the model's there, `extrapolated` from the model's
    answer by the inverse of the roll-off it was shown with, or `lost`, brighter than the codes hold.
    """

    beyond: float = 0.0
    kept: float = 0.0
    extrapolated: float = 0.0
    lost: float = 0.0
    #: The plate's brightest light, and the light that the model was shown as white, in the take's space.
    brightest: float = 0.0
    white: float = field(default=1.0)
    #: Where it was, a file a frame below the take's folder: channels `kept`, `extrapolated` and `lost`, 0 or
    #: 1. Empty where nothing was.
    matte: str = ""
