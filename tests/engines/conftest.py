"""Small works on disk, for workers and engines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    Brief,
    ColorSpace,
    Format,
    FrameRange,
    FrozenMap,
    Plate,
    Rate,
    Work,
    brief_digest,
)

JOB = "j01m8270ec08wrw4xcbrgejmxh"


@pytest.fixture
def make_work(tmp_path: Path) -> Callable[..., Work]:
    """A work of a tiny, quick smoke; `changes` replace fields of its brief."""

    def make(job: str = JOB, **changes: object) -> Work:
        fields: dict[str, object] = {
            "show": "S", "shot": "sh010", "element": "smoke", "frames": FrameRange(1001, 1003),
            "rate": Rate(24000, 1001), "format": Format(64, 36), "kind": "smoke", "prompt": "smoke",
            "seed": 3,
            "controls": FrozenMap({"preroll": 0.2, "resolution": 24}), "colorspace": ColorSpace("ACEScg"),
        }  # fmt: skip
        brief = Brief(**(fields | changes))  # type: ignore[arg-type]
        from secondunit.elements import kind

        settings = kind("smoke").settings(brief.prompt, brief.controls)
        staging = tmp_path / "show" / brief.shot / brief.element / f".{job}.partial"
        return Work(
            job=job, brief=brief, settings=settings, scratch=str(tmp_path / "scratch" / job),
            staging=str(staging), brief_digest=brief_digest(brief), file_name=f"{brief.element}_{{version}}",
            user="Zoë",
        )  # fmt: skip

    return make


@pytest.fixture
def make_plate(tmp_path: Path) -> Callable[..., Plate]:
    """A plate of one grey on disk, numbered `first_in_file` on where that is given."""

    def make(
        value: float = 0.36,
        space: str = "ACEScg",
        first: int = 1001,
        count: int = 3,
        first_in_file: int | None = None,
    ) -> Plate:
        start = first if first_in_file is None else first_in_file
        for frame in range(start, start + count):
            pixels = np.full((36, 64, 3), value, np.float32)
            write_exr(tmp_path / f"plate.{frame:04d}.exr", Picture.of(pixels))
        frames = FrameRange.starting(first, count)
        return Plate(
            str(tmp_path / "plate.%04d.exr"), frames, Rate(24000, 1001), Format(64, 36), ColorSpace(space),
            first_in_file=first_in_file,
        )  # fmt: skip

    return make
