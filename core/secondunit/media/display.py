"""From scene-linear to what a screen shows: 8-bit sRGB by the config's own view.

It is for previews only; nothing that leaves as a take passes through here.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt
import PyOpenColorIO as ocio

from ..wire.errors import BadColor
from ..wire.viewing import Viewing
from .color import conversion, cpu_of
from .config import Config
from .picture import Pixels
from .rows import by_rows
from .tables import require_tables

#: (height, width, 3) uint8, sRGB.
Shown = npt.NDArray[np.uint8]

_LINEAR_REC709 = (
    "Linear Rec.709 (sRGB)",
    "Linear Rec.709",
    "lin_rec709",
    "lin_srgb",
    "Utility - Linear - sRGB",
)


def views(config: Config) -> tuple[str, ...]:
    """The views of the sRGB display of a config that show colour, its default first; may be empty."""
    display = _display(config)
    if not display:
        return ()
    first = config.ocio.getDefaultView(display)
    ordered = (first, *(view for view in config.ocio.getViews(display) if view != first))
    return tuple(view for view in ordered if not _is_data(config, display, view))


def plain_view(config: Config) -> str:
    """The view that shows linear light without tone mapping, for plates that came from ordinary video.

    Through it such a plate looks as the clip did, code for code. Empty when the config has none of that kind.
    """
    plain = ("un-tone-mapped", "standard", "srgb", "srgb (untonemapped)")
    return next((view for view in views(config) if view.lower() in plain), "")


def to_display(
    pixels: Pixels,
    colorspace: str,
    config: Config,
    *,
    view: str = "",
    viewing: Viewing | None = None,
    threads: int = 1,
) -> Shown:
    """8-bit sRGB of scene-linear pixels, (height, width, 3 or more); what follows the third is left out.

    The way is the view `view` of the config's sRGB display, or that display's default view. Where a config
    has no usable sRGB view, the way is exact and without tone mapping: to linear Rec.709 by the config's
    space of that name, clip to 0-1, then the curve of IEC 61966-2-1. Premultiplied pixels are shown over
    black, NaN as black. `viewing` raises light before the view and bends it after; of a channel all three are
    that channel, alpha (the fourth; 1 where there is none) without a view. `threads` 0 means one a core.
    Raises `UnknownColorSpace`, and `BadColor` for a view the config does not have.
    """
    viewing = viewing or Viewing()
    space = config.space(colorspace).name
    rgb = _seen(pixels, viewing)
    if viewing.channel != "alpha":
        processor = _view(space, config, view)
        if processor is not None:
            apply = cpu_of(processor, False)
            by_rows(rgb, lambda rows: apply(rgb[rows]), threads=threads)
        else:
            linear = config.find(*_LINEAR_REC709)
            if linear:
                rgb = conversion(space, linear, config).apply(rgb, threads=1).astype(np.float32, copy=False)
            rgb = srgb_encoded(np.clip(np.nan_to_num(rgb), 0, 1))
    shown = np.clip(np.nan_to_num(rgb), 0, 1)
    if viewing.gamma != 1.0:
        shown = shown ** np.float32(1.0 / viewing.gamma)
    return np.rint(shown * 255).astype(np.uint8)


def _seen(pixels: Pixels, viewing: Viewing) -> npt.NDArray[np.float32]:
    """The three channels that are looked at, in memory of their own, at their exposure."""
    if viewing.channel == "rgb":
        rgb = np.array(pixels[..., :3], np.float32, order="C")
    else:
        place = ("red", "green", "blue", "alpha").index(viewing.channel)
        there = place < pixels.shape[-1]
        one = pixels[..., place].astype(np.float32) if there else np.ones(pixels.shape[:2], np.float32)
        rgb = np.ascontiguousarray(np.broadcast_to(one[..., None], (*one.shape, 3)))
    if viewing.exposure:
        rgb *= np.float32(2.0**viewing.exposure)
    return rgb


def srgb_encoded(linear: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The curve of sRGB, IEC 61966-2-1, for values from 0 to 1."""
    low = linear * np.float32(12.92)
    high = np.float32(1.055) * np.power(linear, np.float32(1 / 2.4)) - np.float32(0.055)
    return np.where(linear <= 0.0031308, low, high)


def _display(config: Config) -> str:
    displays = list(config.ocio.getDisplays())
    default = config.ocio.getDefaultDisplay()
    named = [name for name in (default, *displays) if "srgb" in name.lower().replace(" ", "")]
    return named[0] if named else ""


def _is_data(config: Config, display: str, view: str) -> bool:
    space = config.ocio.getColorSpace(config.ocio.getDisplayViewColorSpaceName(display, view))
    return space is not None and bool(space.isData())


@functools.lru_cache(maxsize=64)
def _view(space: str, config: Config, view: str) -> Any:
    display = _display(config)
    names = views(config)
    if view and view not in names:
        raise BadColor(
            f"{config.name} has no view {view[:60]!r} for {display or 'sRGB'}.",
            remedy=f"It has {', '.join(names)}." if names else "",
        )
    if not names:
        return None
    require_tables(config)
    transform = ocio.DisplayViewTransform(src=space, display=display, view=view or names[0])
    try:
        return config.ocio.getProcessor(transform)
    except ocio.Exception as problem:
        if view:
            raise BadColor(f"The view {view} cannot be used: {str(problem)[:160]}") from problem
        return None
