"""PNG, TIFF, DPX and JPEG files as programs of the field write them, for tests that open footage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
from PIL import Image

#: A plate of code values: a slope of light with a bright and a dark patch, (36, 64, 3) from 0 to 1.
WIDTH, HEIGHT = 64, 36


def codes(frame: int = 0) -> np.ndarray:
    """Code values of a frame, (36, 64, 3) float32 from 0 to 1."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    slope = np.stack([x / WIDTH, y / HEIGHT, (x + y) / (WIDTH + HEIGHT)], axis=-1)
    slope[4:10, 8 + frame : 16 + frame] = 0.95
    slope[20:28, 30:40] = 0.02
    return slope


def write_still(path: Path, pixels: np.ndarray, bits: int = 16, **attributes: object) -> Path:
    """Write (height, width[, channels]) values from 0 to 1 with OpenImageIO: 8, 10, 16 bits; 32: floats."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    height, width, channels = pixels.shape
    kind = {8: "uint8", 32: "float"}.get(bits, "uint16")
    spec = oiio.ImageSpec(width, height, channels, kind)
    if bits == 10:
        spec.attribute("oiio:BitsPerSample", 10)
    for name, value in attributes.items():
        spec.attribute(name.replace("__", ":"), value)
    out = oiio.ImageOutput.create(str(path))
    assert out and out.open(str(path), spec), oiio.geterror()
    assert out.write_image(np.ascontiguousarray(pixels, np.float32)), out.geterror()
    out.close()
    return path


def write_jpeg(path: Path, pixels: np.ndarray, **options: object) -> Path:
    """Write values from 0 to 1 as a JPEG of the best quality, in full colour resolution."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(np.rint(pixels * 255).astype(np.uint8))
    image.save(path, "JPEG", quality=100, subsampling=0, **options)
    return path


def write_sequence(folder: Path, ending: str, numbers: range, bits: int = 16) -> str:
    """A sequence of `codes`; gives its pattern."""
    for frame in numbers:
        path = folder / f"plate.{frame:04d}.{ending}"
        if ending in ("jpg", "jpeg"):
            write_jpeg(path, codes(frame - numbers[0]))
        else:
            write_still(path, codes(frame - numbers[0]), bits)
    return str(folder / f"plate.%04d.{ending}")
