"""Light passes and their weights in the colour space of a delivery, so that they add up to its beauty.

A weight multiplies channel by channel, which is another thing in other primaries. So each weight is converted
as the colour that it is, and each pass becomes what, so weighted, is its converted share of the beauty. Grey
matter stays as it is but for its primaries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from secondunit.elements import RenderedFrame
from secondunit.media.color import Conversion, conversion
from secondunit.media.config import Config

Field = npt.NDArray[np.float32]
Weights = Mapping[str, tuple[float, float, float]]
#: The least of a converted weight's channels, as a share of the greatest: a saturated light has channels
#: below zero in narrower primaries, and a pass divided by next to nothing could not be lit anew.
LEAST = 0.25


@dataclass(frozen=True)
class DeliveredLights:
    """The `weights` of a delivery's passes, and those that the element was `made` with; `way` leads from the
    space that it was made in, `back` to it, None where passes stay as they are.
    """

    weights: Weights
    made: Weights
    way: Conversion | None = None
    back: Conversion | None = None

    @classmethod
    def of(cls, made: Weights, working: str, space: str, config: Config) -> Self:
        """What a delivery in `space` holds; where no matrix leads there from `working`, weights stay too."""
        way = conversion(working, space, config)
        if way.nothing or not way.linear or not made:
            return cls(made, made)
        colors = way.apply(np.array([list(made.values())], np.float32), premultiplied=False)[0]
        colors = np.maximum(colors, np.float32(LEAST) * colors.max(axis=1, keepdims=True))
        weights = {name: _color(color) for name, color in zip(made, colors, strict=True)}
        return cls(weights, made, way, conversion(space, working, config))

    def passes(self, rendered: RenderedFrame) -> dict[str, Field]:
        """The light passes that change, in the space that the element was made in."""
        if self.way is None or self.back is None:
            return {}
        passes = {}
        for name, weight in self.weights.items():
            if name in rendered.layers and max(weight) > 0.0:
                share = rendered.layers[name] * np.array(self.made[name], np.float32)
                light = np.asarray(self.way.apply(share, premultiplied=False), np.float32)
                light /= np.array(weight, np.float32)
                passes[name] = np.asarray(self.back.apply(light, premultiplied=False), np.float32)
        return passes


def _color(color: npt.NDArray[np.float32]) -> tuple[float, float, float]:
    red, green, blue = color.tolist()
    return red, green, blue
