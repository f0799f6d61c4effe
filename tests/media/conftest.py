"""Pictures, sequences and movies that the media tests open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from secondunit.media.config import BUILT_IN, Config, open_config
from secondunit.media.picture import Picture


@pytest.fixture(scope="session")
def config() -> Config:
    return open_config(BUILT_IN)


@pytest.fixture(scope="session")
def noisy() -> Callable[..., Picture]:
    """A picture of noise between -0.2 and 4 with a soft alpha, premultiplied."""

    def make(
        width: int = 61, height: int = 37, seed: int = 1, channels: int = 4, **options: object
    ) -> Picture:
        random = np.random.default_rng(seed)
        pixels = random.uniform(-0.2, 4, (height, width, channels)).astype(np.float32)
        if channels == 4:
            pixels[..., 3] = random.uniform(0, 1, (height, width))
            pixels[..., :3] *= pixels[..., 3:]
        return Picture.of(pixels, **options)  # type: ignore[arg-type]

    return make


MovieMaker = Callable[..., Path]


@pytest.fixture
def movie_of(tmp_path: Path) -> Iterator[MovieMaker]:
    """Write a lossless H.264 movie of flat grey frames; each frame's code is 40 + 8 x its number."""

    def make(
        name: str = "clip.mp4", frames: int = 12, rate: Fraction = Fraction(24000, 1001),
        size: tuple[int, int] = (64, 48), times: list[int] | None = None, flat: bool = True, **tags: int,
    ) -> Path:  # fmt: skip
        path = tmp_path / name
        random = np.random.default_rng(3)
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=rate, options={"qp": "0", "preset": "ultrafast"})
            stream.width, stream.height = size
            stream.pix_fmt = "yuv420p"
            for tag, value in tags.items():
                setattr(stream.codec_context, tag, value)
            for index in range(frames):
                frame = av.VideoFrame(*size, "yuv420p")
                for plane, code in zip(frame.planes, (40 + 8 * index, 128, 128), strict=True):
                    noise = random.integers(-30, 30, plane.buffer_size) if not flat else 0
                    codes = np.full(plane.buffer_size, code) + noise
                    plane.update(np.clip(codes, 16, 254).astype(np.uint8).tobytes())
                frame.pts = times[index] if times else index
                frame.time_base = 1 / rate
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    yield make
