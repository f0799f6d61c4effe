"""A picture in memory: named channels with a data window inside a display window.

It knows nothing of files and nothing of colour spaces; `exr` reads and writes it, `color` converts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ..wire.errors import WrongChannels
from ..wire.frozen import FrozenMap
from ..wire.picture import Format, Window

#: (height, width, channels) or (height, width) float32 or float16.
Pixels = npt.NDArray[np.floating]

RGB = ("R", "G", "B")
RGBA = ("R", "G", "B", "A")


@dataclass(frozen=True, eq=False)
class Picture:
    """Scene-linear, premultiplied pixels with the names of their channels and their place in the frame.

    `pixels` is (height, width, channels) float32 or float16, row 0 on top, the size of `data_window`.
    `display_window` is the frame a viewer shows; the data window may be larger (overscan) or smaller.
    Raises `WrongChannels` when the three do not agree.
    """

    channels: tuple[str, ...]
    pixels: Pixels
    data_window: Window
    display_window: Window
    pixel_aspect: float = 1.0
    attributes: Mapping[str, object] = field(default_factory=FrozenMap)

    def __post_init__(self) -> None:
        object.__setattr__(self, "channels", tuple(self.channels))
        if len(set(self.channels)) != len(self.channels):
            raise WrongChannels(f"A channel is named twice: {', '.join(self.channels)}.")
        if self.pixels.dtype not in (np.float32, np.float16):
            raise WrongChannels(f"Pixels are float32 or float16; these are {self.pixels.dtype}.")
        expected = (self.data_window.height, self.data_window.width, len(self.channels))
        if self.pixels.shape != expected:
            raise WrongChannels(f"Pixels of shape {self.pixels.shape} do not fill {expected}.")

    @classmethod
    def of(
        cls,
        pixels: Pixels,
        channels: Iterable[str] | None = None,
        *,
        format: Format | None = None,
        at: tuple[int, int] = (0, 0),
        attributes: Mapping[str, object] | None = None,
    ) -> Picture:
        """A picture of an array, (height, width[, channels]); its data window begins at `at` (x, y).

        Without `channels` one channel is Y, three are RGB, four RGBA. Without `format` the display window
        is the data window.
        """
        pixels = pixels[..., None] if pixels.ndim == 2 else pixels
        if channels is None:
            named = {1: ("Y",), 3: RGB, 4: RGBA}.get(pixels.shape[-1])
            if named is None:
                raise WrongChannels(f"{pixels.shape[-1]} channels need names.")
            channels = named
        data = Window(*at, pixels.shape[1], pixels.shape[0])
        display = format.window if format else data
        aspect = format.pixel_aspect if format else 1.0
        return cls(tuple(channels), pixels, data, display, aspect, FrozenMap(attributes or {}))

    @property
    def format(self) -> Format:
        """The size of the display window with the shape of its pixels."""
        return Format(self.display_window.width, self.display_window.height, self.pixel_aspect)

    @property
    def layers(self) -> tuple[str, ...]:
        """The names before the last dot of the channels, in order; the unnamed layer is an empty text."""
        return tuple(dict.fromkeys(name.rpartition(".")[0] for name in self.channels))

    def select(self, names: Iterable[str]) -> Picture:
        """The same picture with only the channels `names`, in that order; raises `WrongChannels`."""
        names = tuple(names)
        missing = [name for name in names if name not in self.channels]
        if missing:
            raise WrongChannels(
                f"The picture has no channel {', '.join(missing)}; it has {', '.join(self.channels)}."
            )
        if names == self.channels:
            return self
        where = [self.channels.index(name) for name in names]
        run = slice(where[0], where[0] + len(where)) if where else slice(0)
        pixels = self.pixels[..., run] if where == list(range(where[0], where[0] + len(where))) else None
        return replace(self, channels=names, pixels=self.pixels[..., where] if pixels is None else pixels)

    def layer(self, name: str) -> Picture:
        """The channels of one layer, with the layer's name taken off (`light_left.R` becomes `R`)."""
        prefix = f"{name}." if name else ""
        names = [c for c in self.channels if c.rpartition(".")[0] == name]
        if not names:
            raise WrongChannels(f"The picture has no layer {name!r}; it has {', '.join(self.layers)}.")
        picture = self.select(names)
        return replace(picture, channels=tuple(c.removeprefix(prefix) for c in picture.channels))

    def within(self, window: Window) -> Picture:
        """The picture cropped and padded with zero to the data window `window`; no copy when it fits."""
        if window == self.data_window:
            return self
        pixels = np.zeros((window.height, window.width, len(self.channels)), self.pixels.dtype)
        shared = window.intersection(self.data_window)
        if shared:
            pixels[_rows(shared, window), _columns(shared, window)] = self.pixels[
                _rows(shared, self.data_window), _columns(shared, self.data_window)
            ]
        return replace(self, pixels=pixels, data_window=window)

    def shown(self) -> Picture:
        """The picture cropped and padded to its display window: what a viewer shows."""
        return self.within(self.display_window)

    def as_float(self) -> Picture:
        """The picture in float32; itself when it is."""
        return replace(self, pixels=self.pixels.astype(np.float32, copy=False))

    @property
    def has_alpha(self) -> bool:
        """Whether the unnamed layer has an alpha."""
        return "A" in self.channels

    def rgba(self) -> npt.NDArray[np.float32]:
        """(height, width, 4) float32 of the data window: a grey picture is spread to RGB, no alpha is 1.

        A picture of alpha alone is black with that alpha. Raises `WrongChannels` when there is neither
        R, G, B nor Y nor A.
        """
        names = self.channels
        if names == RGBA:
            return self.pixels.astype(np.float32, copy=False)
        out = np.zeros((*self.pixels.shape[:2], 4), np.float32)
        colors = RGB if all(c in names for c in RGB) else ("Y",) * 3 if "Y" in names else ()
        if not colors and "A" not in names:
            raise WrongChannels(f"The picture has no R, G and B; it has {', '.join(names)}.")
        for index, channel in enumerate(colors):
            out[..., index] = self.pixels[..., names.index(channel)]
        out[..., 3] = self.pixels[..., names.index("A")] if "A" in names else 1.0
        return out


def _rows(inner: Window, outer: Window) -> slice:
    return slice(inner.y - outer.y, inner.bottom - outer.y)


def _columns(inner: Window, outer: Window) -> slice:
    return slice(inner.x - outer.x, inner.right - outer.x)
