"""Small pictures of a character's face in a take: kept among its previews when it is delivered, else cut now.

A crop is a part of a picture that lies whole beside it. It goes where the take goes, and describes nobody.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from secondunit.media.coding import FLOAT, encode
from secondunit.media.coding_choice import choose
from secondunit.media.config import Config
from secondunit.media.exr import read_exr
from secondunit.media.foreign import open_file
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import CharacterDrift, Coding, FrameDrift, Take
from secondunit.wire.errors import NotFound

from ..names import PREVIEWS
from ..references import jpeg

#: How far around a face a crop goes, in widths of it; its longer side in pixels; how well it is written.
AROUND, SIDE, QUALITY = 2.0, 240, 90
#: The largest crop that is read, in bytes.
LARGEST = 1 << 20
_JPEG = b"\xff\xd8\xff"

Codes = npt.NDArray[np.float32]


def crop_name(character: str, frame: int) -> str:
    """The path of a crop in its take's folder: `previews/face_ada.1003.jpg`."""
    return f"{PREVIEWS}/face_{character}.{frame}.jpg"


def write_crops(
    drift: CharacterDrift, folder: Path, files: Callable[[str, int], Path], space: str, config: Config
) -> None:
    """Write the crops of a drift's nearest and farthest frame below a take's `folder`, as JPEG.

    `files(layer, frame)` is where a frame lies, its colours in `space`. Raises as both do.
    """
    for place in drift.faces:
        crop = face_crop(files("beauty", place.frame), place, space, config)
        if crop is None:
            continue
        with whole_file(folder / crop_name(drift.character, place.frame)) as temporary:
            temporary.write_bytes(_coded(crop))


def face_picture(
    take: Take, drift: CharacterDrift, place: FrameDrift, files: Callable[[str], Path], config: Config
) -> bytes:
    """A JPEG of the face at `place`, one of `drift.faces`: as it was kept with the take, else cut now.

    `files` gives where a name below the take's folder lies. Raises `NotFound`, and what reading raises.
    """
    path = files(crop_name(drift.character, place.frame))
    try:
        with open_file(path) as file:
            data = file.read(LARGEST + 1)
        if len(data) <= LARGEST and data.startswith(_JPEG):
            return data
    except FileNotFoundError:
        pass
    except OSError as error:
        raise storage_error(error, path) from error
    layer = take.layer("beauty")
    if layer is None:
        raise NotFound(f"{take.label} has no pictures.")
    space = config.space(take.colorspace.name).name
    crop = face_crop(files(layer.path % place.frame), place, space, config)
    if crop is None:
        raise NotFound(f"{take.label} has no face in frame {place.frame}.")
    return _coded(crop)


def face_crop(path: Path, place: FrameDrift, space: str, config: Config) -> Codes | None:
    """A square around a face of a frame, (height, width, 3) sRGB codes from 0 to 1; None without a face.

    Raises what reading the frame raises.
    """
    if len(place.box) != 4:
        return None
    picture = read_exr(path).shown()
    height, width = picture.pixels.shape[:2]
    left, top, wide, high = place.box
    half = AROUND * wide * width / 2
    x, y = (left + wide / 2) * width, (top + high / 2) * height
    x0, x1 = (int(np.clip(edge, 0, width)) for edge in (x - half, x + half))
    y0, y1 = (int(np.clip(edge, 0, height)) for edge in (y - half, y + half))
    light = np.nan_to_num(np.asarray(picture.rgba()[y0:y1, x0:x1, :3], np.float32))
    if not light.size:
        return None
    coding = choose(light.reshape(-1, 3), space, config, Coding.SRGB, FLOAT)
    return np.clip(np.asarray(encode(light, space, config, coding, FLOAT), np.float32), 0.0, 1.0)


def _coded(crop: Codes) -> bytes:
    picture = Image.fromarray((crop * 255 + 0.5).astype(np.uint8))
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return jpeg(picture, QUALITY)


def decoded(data: bytes) -> Image.Image | None:
    """The pixels of a crop, RGB; None for what is no picture of its size."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            return picture.convert("RGB") if max(picture.size) <= 4 * SIDE else None
    except (OSError, ValueError, SyntaxError):
        return None
