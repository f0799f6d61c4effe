"""Small movies with a picture in them, whole and damaged, in codecs and containers that plates come in."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from secondunit.media.movie import movie_frames
from secondunit.wire.errors import DamagedPicture

WIDTH, HEIGHT, FRAMES = 96, 64, 12
CINEMA = Fraction(24000, 1001)


@dataclass(frozen=True)
class Film:
    """How a movie is made: encoder, pixel format, options of the encoder and of the container."""

    name: str
    codec: str
    layout: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)
    container: dict[str, str] = field(default_factory=dict)
    rate: Fraction = CINEMA
    #: Seconds of sound beside the picture.
    sound: float = 0.0
    size: tuple[int, int] = (WIDTH, HEIGHT)
    frames: int = FRAMES

    def write(self, folder: Path) -> Path:
        """Write it into a folder."""
        path = folder / self.name
        with av.open(str(path), "w", options=self.container) as container:
            stream = container.add_stream(self.codec, rate=self.rate, options=dict(self.options))
            stream.width, stream.height = self.size
            stream.pix_fmt = self.layout
            sound = container.add_stream("aac", rate=48000) if self.sound else None
            if sound is not None:
                sound.layout = "mono"
            for number in range(self.frames):
                frame = av.VideoFrame.from_ndarray(picture(number, self.size), format="rgb24")
                frame = frame.reformat(format=self.layout)
                frame.pts, frame.time_base = number, 1 / self.rate
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
            if sound is not None:
                for place in range(0, int(self.sound * 48000), 1024):
                    hum = np.sin(np.arange(place, place + 1024) / 20).astype(np.float32)[None]
                    block = av.AudioFrame.from_ndarray(hum, format="fltp", layout="mono")
                    block.rate, block.pts = 48000, place
                    container.mux(sound.encode(block))
                container.mux(sound.encode(None))
        return path


def picture(number: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> np.ndarray:
    """A frame with a slope, a moving disc and grain: (height, width, 3) uint8."""
    width, height = size
    y, x = np.mgrid[:height, :width]
    grain = np.random.default_rng(number).normal(0, 6, (height, width, 1))
    disc = ((x - 20 - 4 * number) ** 2 + (y - height / 2) ** 2 < 200)[..., None] * 90
    slope = np.stack([x * 180 / width, y * 160 / height, 120 - x * 60 / width], axis=-1)
    return np.clip(30 + slope + disc + grain, 0, 255).astype(np.uint8)


def prints(path: Path, **options: object) -> list[str]:
    """The hash of every frame's pixels, in order."""
    return [
        hashlib.sha256(pixels.tobytes()).hexdigest()
        for _, pixels in movie_frames(path, **options)  # type: ignore[arg-type]
    ]


def body(data: bytes) -> tuple[int, int]:
    """Where the pictures lie in a file, roughly: what is before and after them is of another kind."""
    return len(data) // 10, len(data) * 9 // 10


def flipped(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The file `count` times, each with another byte of its pictures changed."""
    dice = random.Random(seed)
    first, after = body(data)
    for _ in range(count):
        broken = bytearray(data)
        broken[dice.randrange(first, after)] ^= dice.randrange(1, 256)
        yield bytes(broken)


def silent(path: Path, damaged: Iterator[bytes], read: Callable[[Path], list[str]] = prints) -> int:
    """How many damaged forms of a movie come through with another picture and without an error."""
    data, truth = path.read_bytes(), read(path)
    passed = 0
    for broken in damaged:
        path.write_bytes(broken)
        try:
            passed += read(path) != truth
        except DamagedPicture:
            continue
        finally:
            path.write_bytes(data)
    return passed


def cut_at_key(source: Path, target: Path, key: int = 1) -> Path:
    """The movie from its `key`-th key frame on, copied without decoding, as editors and recorders do."""
    with av.open(str(source)) as old, av.open(str(target), "w") as new:
        before = old.streams.video[0]
        stream = new.add_stream_from_template(before)
        keys = 0
        for packet in old.demux(before):
            if not packet.size:
                continue
            keys += packet.is_keyframe
            if keys > key:
                packet.stream = stream
                new.mux(packet)
    return target


def ends_of_pictures(path: Path) -> list[int]:
    """Where each picture ends in a file, in bytes from its beginning."""
    with av.open(str(path)) as container:
        return [packet.pos + packet.size for packet in container.demux(video=0) if packet.size]
