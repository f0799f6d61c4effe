"""Frames of a plate for the canvas of a panel: a picture, a crop at full size, a pixel as numbers.

It knows plates and configs; it does not know takes. Whoever looks longer at a frame, zooms in or drags the
exposure finds its pixels in memory: the file was read once.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from secondunit.engines.plate_scrub import PlateScrub
from secondunit.media.config import Config, open_config
from secondunit.media.picture import Picture
from secondunit.media.preview import fitted
from secondunit.media.shrink import squared
from secondunit.wire import PixelValues, Plate, PlateFrame, PlatePixel, Window
from secondunit.wire.errors import BadColor, NotFound, OutOfRange

from .framing import alone, exactly, pixel_texts
from .previews import Shown
from .turns import Turns

#: The most pixels of one answer: what is wanted of a crop that is larger is made smaller.
MOST_PIXELS = 16 << 20
#: A whole picture is at most so many times wider than asked: the view is what costs, pixel by pixel.
NEAR = 1.25


class PlateFrames:
    """Pictures of plates, made one at a time; `plates` reads and keeps them."""

    def __init__(self, plates: PlateScrub) -> None:
        self._plates = plates
        self._making = Turns()
        #: Whole pictures, with what was asked of them and what was made of them.
        self._last: deque[tuple[Picture, tuple[object, ...], Picture]] = deque(maxlen=2)

    def picture(self, look: PlateFrame, config: str, *, exact: bool = False) -> Shown:
        """The frame or its crop through the view of its plate: JPEG, or `exact` as PNG.

        `config` holds where the plate names none. Raises `NotFound` for a frame it does not have,
        `OutOfRange` for a crop outside the picture, and what reading it raises.
        """
        own, space = self._space(look.plate, config)
        with self._making:
            whole = self._whole(look.plate, look.frame, own, space)
            view = self._plates.view(look.plate, own)
            small = self._small_of(whole, look, exact)
            if exact:
                body = exactly(small, space, own, view, look.viewing)
                return Shown(body, "behind", media_type="image/png")
            return Shown(alone(small, space, own, view, look.viewing, threads=0), "behind")

    def _small_of(self, whole: Picture, look: PlateFrame, exact: bool) -> Picture:
        """What is shown of a whole picture; the last ones are kept, for whoever drags the exposure."""
        of = (look.width, look.crop, exact)
        for picture, part, small in self._last:
            if picture is whole and part == of:
                return small
        picture = _cropped(whole, look.crop) if look.crop is not None else whole
        small = squared(picture, min(look.width, max(1, MOST_PIXELS // picture.pixels.shape[0])))
        if not exact and small.pixels.shape[1] > NEAR * look.width:  # what is left is no whole square
            small = fitted(replace(small, pixel_aspect=1.0), look.width, MOST_PIXELS)
        self._last.append((whole, of, small))
        return small

    def values(self, place: PlatePixel, config: str) -> PixelValues:
        """A pixel's values; none outside of the picture. Raises as `picture` does."""
        own, space = self._space(place.plate, config)
        picture = self._whole(place.plate, place.frame, own, space)
        stamp = f"{self._plates.stamp(place.plate, place.frame):x}"
        high, wide = picture.pixels.shape[:2]
        if not (0 <= place.x < wide and 0 <= place.y < high):
            return PixelValues(place.x, place.y, stamp=stamp)
        return PixelValues(
            place.x, place.y, picture.channels, pixel_texts(picture.pixels[place.y, place.x]), stamp
        )

    def _whole(self, plate: Plate, frame: int, config: Config, space: str) -> Picture:
        if frame not in plate.frames:
            raise NotFound(f"The plate has no frame {frame}; it has {plate.frames}.", where="frame")
        return self._plates.whole(plate, frame, config, space)

    def _space(self, plate: Plate, config: str) -> tuple[Config, str]:
        """The config that a plate is looked at by, and its working space, where light adds up."""
        own = open_config(plate.colorspace.config or config)
        try:
            return own, own.scene_linear
        except BadColor:  # a config without the role: as the plate is
            return own, own.space(plate.colorspace.name).name


def _cropped(picture: Picture, crop: Window) -> Picture:
    """The part of a picture's display window, whose top left corner is 0, 0; raises `OutOfRange`."""
    window = picture.display_window
    part = replace(crop, x=crop.x + window.x, y=crop.y + window.y).intersection(window)
    if part is None:
        raise OutOfRange(f"{crop} lies outside of the picture.", where="crop")
    return replace(picture.within(part), display_window=part)
