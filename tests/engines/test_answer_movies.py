"""Movies of more than 8 bits that come back: every code they hold is in the take's light."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from secondunit.engines.names import Staging
from secondunit.engines.provider_files import answer_folder
from secondunit.media.color import convert
from secondunit.media.config import open_config
from secondunit.media.exr import read_exr
from secondunit.wire import Delivery, Form, Format, FrameRange, Intake, Need, Rate, Step, Task, Work

SIZE = Format(512, 64)
#: Grey from one code of sRGB to another: 8 bits have 21 steps between them, 10 bits four times as many.
FROM, TO = 0.30, 0.38


def ramp() -> np.ndarray:
    """R'G'B' of each column, 0 to 1."""
    return FROM + (TO - FROM) * (np.arange(SIZE.width) + 0.5) / SIZE.width


def write_deep(path: Path, codec: str, pixel_format: str, options: dict[str, str]) -> None:
    """Three frames of the ramp in 10 bits: Y'CbCr of limited range, or R'G'B'."""
    rgb = pixel_format.startswith("gbr")
    level = 1023 * ramp() if rgb else 64 + 876 * ramp()
    line = np.rint(level).astype("<u2")
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=Fraction(24000, 1001))
        stream.width, stream.height, stream.pix_fmt = SIZE.width, SIZE.height, pixel_format
        stream.codec_context.color_range, stream.codec_context.colorspace = (2, 0) if rgb else (1, 1)
        stream.options = options
        for number in range(3):
            frame: Any = av.VideoFrame(SIZE.width, SIZE.height, pixel_format)
            for index, plane in enumerate(frame.planes):
                rows = np.full((plane.height, plane.line_size // 2), 512, "<u2")
                if rgb or index == 0:
                    rows[:, : SIZE.width] = line
                plane.update(rows.tobytes())
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format", "options"),
    [
        ("answer.mov", "prores_ks", "yuv422p10le", {"profile": "3"}),
        ("answer.mov", "prores_ks", "yuv444p10le", {"profile": "4"}),
        ("answer.mp4", "libx265", "yuv420p10le", {"x265-params": "lossless=1:log-level=none"}),
        ("answer.mkv", "ffv1", "gbrp10le", {}),
    ],
)
def test_a_movie_of_ten_bits_keeps_all_of_its_steps(
    provided: Callable[..., Work], steps_done: Callable[..., None], name: str, codec: str, pixel_format: str,
    options: dict[str, str],
) -> None:  # fmt: skip
    work = provided(
        Intake(result=Form.MOVIE, plate=Need.NONE, most_frames=100), task=Task.VIDEO, format=SIZE,
        frames=FrameRange(1001, 1003), rate=Rate(24000, 1001), delivery=Delivery(depth="float", passes=False),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    write_deep(folder / name, codec, pixel_format, options)
    steps_done(work, Step.RENDER)
    light = ((ramp() + 0.055) / 1.055) ** 2.4
    pixels = np.repeat(light[None, :, None], 3, axis=-1).astype(np.float32)
    wanted = convert(pixels, "Linear Rec.709 (sRGB)", "ACEScg", open_config(""))[0]
    for frame in work.brief.frames:
        taken = read_exr(Staging(Path(work.staging)).frame("beauty", frame)).pixels[32, :, :3]
        away = np.abs(taken - wanted)
        # Half a step of 8 bits is 0.0011 of light here, of 10 bits 0.0003; ProRes adds some of its own.
        assert away.max() < 0.0016 and away.mean() < 0.0005, (away.max(), away.mean())
        assert len(np.unique(np.round(taken[:, 1], 5))) > 60, "more steps than 8 bits have"
