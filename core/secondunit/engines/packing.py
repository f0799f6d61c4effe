"""The pictures of a piece as files that a model takes: the best kind first, then what is small enough.

Floats give way to 8 bits, and a plate then to JPEG or H.264, which is said; a matte is never sent with loss.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from secondunit.media.alpha_clip import DENSITIES, write_alpha_clip
from secondunit.media.coding import FLOAT
from secondunit.media.exr import write_exr
from secondunit.media.exr_header import Chromaticities
from secondunit.media.interchange import QUALITY, write_clip, write_png
from secondunit.media.lossless_clip import write_lossless
from secondunit.media.picture import RGB, RGBA, Picture
from secondunit.media.whole import whole_file
from secondunit.wire import Changes, Coding, Intake, Rate
from secondunit.wire.errors import BadInput, PictureTooLarge

from .references import jpeg

Codes = npt.NDArray[np.generic]
EXR, PNG, JPEG, MP4, MOV = "image/x-exr", "image/png", "image/jpeg", "video/mp4", "video/quicktime"
#: What is tried until a plate's file is small enough for the model.
_QUALITIES, _CLIP_QUALITIES = (98, 95, 90, 85), (5, 12, 16, 20, 24, 28)
#: Six steps of a clip's quality make its file at most this many times smaller (measured on noise: 11).
_SHRINKS = 12.0
_WITH_LOSS = "The movie is sent with loss: without, it is larger than the model takes."


@dataclass(frozen=True)
class Packing:
    """How the pictures of one role become files; `remarks` gathers what an artist should know.

    `chromaticities` are those of linear light; without `lossy` nothing is sent that keeps less than every
    code.
    """

    intake: Intake
    remarks: MutableMapping[str, None]
    chromaticities: Chromaticities | None = None
    lossy: bool = True
    depth: int = 8

    def picture(self, place: Path, codes: Callable[[int], Codes]) -> tuple[Path, str]:
        """Write one picture at `place` with the ending of its kind; `codes` gives it at so many bits.

        Gives the path and the media type; raises `PictureTooLarge`.
        """
        most = self.intake.most_bytes
        for depth in self._depths():
            values = codes(depth)
            path, kind = self._written(place, values)
            if not most or path.stat().st_size <= most:
                self._say_depth(depth)
                return path, kind
            path.unlink()
        if self.lossy and values.dtype == np.uint8 and values.ndim == 3 and values.shape[-1] == 3:
            for quality in _QUALITIES:
                data = jpeg(Image.fromarray(values), quality)
                if len(data) <= most:
                    path = place.with_name(place.name + ".jpg")
                    with whole_file(path) as temporary:
                        temporary.write_bytes(data)
                    self.remarks[
                        f"The plate is sent as JPEG of quality {quality}: "
                        "a PNG is larger than the model takes."
                    ] = None
                    return path, JPEG
        raise _too_large(place, most)

    def movie(
        self, place: Path, frames: tuple[int, ...], codes: Callable[[int, int], Codes], rate: Rate
    ) -> tuple[Path, str]:
        """Write a movie at `place` with the ending of its kind; `codes` gives a frame at so many bits.

        Gives the path and the media type; raises `PictureTooLarge`, `BadInput`.
        """
        intake = self.intake
        deep = self.depth if intake.lossless else 8
        if intake.coding is Coding.LINEAR or deep != self.depth or intake.changes is Changes.ALPHA:
            raise BadInput(
                "A movie holds 8 bits without alpha; this model asks for more.",
                remedy="Correct what its provider says of it.", where="intake",
            )  # fmt: skip
        for depth in self._depths() if intake.lossless else ():
            path = place.with_name(place.name + ".mov")
            try:
                write_lossless(path, _three(codes, frames, depth), rate, most=intake.most_bytes)
            except PictureTooLarge:
                continue
            self._say_depth(depth)
            return path, MOV
        if intake.lossless and not self.lossy:
            raise _too_large(place, intake.most_bytes)
        return self._with_loss(place.with_name(place.name + ".mp4"), frames, codes, rate), MP4

    def covered(
        self, place: Path, frames: tuple[int, ...], codes: Callable[[int], Codes], rate: Rate
    ) -> tuple[Path, str]:
        """Write a movie with alpha, as dense as the model takes it; `codes` gives a frame in 16 bits.

        Gives the path and the media type; raises `PictureTooLarge`.
        """
        path, most = place.with_name(place.name + ".mov"), self.intake.most_bytes
        for density in DENSITIES:
            pictures = (np.asarray(codes(frame), np.uint16) for frame in frames)
            write_alpha_clip(path, pictures, rate, density=density)
            if not most or path.stat().st_size <= most:
                self.remarks["The plate's alpha is sent with it, as ProRes 4444."] = None
                return path, MOV
        path.unlink()
        raise _too_large(path, most)

    def _with_loss(
        self, path: Path, frames: tuple[int, ...], codes: Callable[[int, int], Codes], rate: Rate
    ) -> Path:
        most, hopeless = self.intake.most_bytes, 0.0
        for quality in _CLIP_QUALITIES:
            if quality < hopeless:
                continue
            write_clip(path, _three(codes, frames, 8), rate, quality=quality)
            size = path.stat().st_size
            if not most or size <= most:
                if self.intake.lossless:
                    self.remarks[_WITH_LOSS] = None
                elif quality > QUALITY:
                    self.remarks[
                        "The movie is sent in a lower quality: a better one is more than the model takes."
                    ] = None
                return path
            hopeless = quality + 6 * math.log(size / most, _SHRINKS)
        path.unlink()
        raise _too_large(path, most)

    def _depths(self) -> tuple[int, ...]:
        return (FLOAT, 8) if self.depth == FLOAT else (self.depth,)

    def _say_depth(self, depth: int) -> None:
        if depth != self.depth:
            self.remarks["The plate is sent with 8 bits: as floats it is larger than the model takes."] = None

    def _written(self, place: Path, codes: Codes) -> tuple[Path, str]:
        if codes.dtype != np.float32:
            path = place.with_name(place.name + ".png")
            write_png(path, codes)
            return path, PNG
        path = place.with_name(place.name + ".exr")
        picture = Picture.of(np.ascontiguousarray(codes, np.float32), RGBA if codes.shape[-1] == 4 else RGB)
        if self.intake.coding is Coding.LINEAR:
            write_exr(path, picture, chromaticities=self.chromaticities)
        else:
            write_exr(path, picture, depth="float")
        return path, EXR


def _three(
    codes: Callable[[int, int], Codes], frames: tuple[int, ...], depth: int
) -> Iterator[npt.NDArray[np.uint8]]:
    """The frames of a movie, (height, width, 3)."""
    for frame in frames:
        values = codes(frame, depth)
        picture = values if depth == FLOAT else np.asarray(values, np.uint8)
        yield np.repeat(picture[..., None], 3, axis=-1) if picture.ndim == 2 else picture  # type: ignore[misc]


def _too_large(place: Path, most: int) -> PictureTooLarge:
    return PictureTooLarge(
        f"What is to be sent cannot be made as small as {most:,} bytes, the most that the model takes.",
        remedy="Ask for fewer frames or a smaller format.", where=place.name,
    )  # fmt: skip
