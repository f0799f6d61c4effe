"""Previews of a take's frames: made on demand, kept, and never written into the take."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.store import takes
from secondunit.wire import ColorSpace, Format, FrameRange, Rate, Take, TakeLayer


@pytest.fixture
def take(api: Any, make_brief: Callable[..., Any], tmp_path: Path) -> Take:
    folder = tmp_path / "a take"
    for frame in (1, 2):
        pixels = np.zeros((90, 160, 4), np.float32)
        pixels[..., 0] = pixels[..., 3] = 1.0 if frame == 1 else 0.0
        write_exr(folder / f"smoke.{frame:04d}.exr", Picture.of(pixels))
    (folder / "previews").mkdir()
    Image.new("RGB", (16, 9), "red").save(folder / "previews" / "thumbnail.png")
    made = Take(
        "t1", "j1", "S", "sh010", "smoke", 1, str(folder), FrameRange(1, 2), Rate(24), Format(160, 90),
        ColorSpace("ACEScg"), "0" * 64, (TakeLayer("beauty", "smoke.%04d.exr", ("R", "G", "B", "A")),),
        thumbnail="previews/thumbnail.png", contact_sheet="previews/gone.png",
    )  # fmt: skip
    api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief()))
    return made


def picture(answer: Any) -> Image.Image:
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_a_frame_is_shown_at_the_width_asked_for(api: Any, take: Take) -> None:
    before = sorted(Path(take.folder).rglob("*"))
    red = picture(api.client.get("/v1/takes/t1/frames/1?width=80"))
    assert red.size == (80, 45)
    pixel = red.getpixel((40, 20))
    assert isinstance(pixel, tuple) and pixel[0] > 150 > 100 > pixel[2]
    assert picture(api.client.get("/v1/takes/t1/frames/2")).size == (160, 90)
    kept = api.home.previews / "t1" / "1_80.png"
    stamp = kept.stat().st_mtime_ns
    picture(api.client.get("/v1/takes/t1/frames/1?width=80"))
    assert kept.stat().st_mtime_ns == stamp
    assert sorted(Path(take.folder).rglob("*")) == before


def test_stored_previews_are_served_and_lost_ones_are_not_found(api: Any, take: Take) -> None:
    assert picture(api.client.get("/v1/takes/t1/thumbnail")).size == (16, 9)
    for path in ("contact", "movie", "frames/3", "frames/-1"):
        assert api.client.get(f"/v1/takes/t1/{path}").status_code == 404


def test_a_damaged_frame_is_a_problem_and_not_a_fault(api: Any, take: Take) -> None:
    (Path(take.folder) / "smoke.0002.exr").write_bytes(b"\x76\x2f\x31\x01")
    answer = api.client.get("/v1/takes/t1/frames/2")
    assert answer.status_code == 422 and answer.json()["code"] == "picture.damaged"
    (Path(take.folder) / "smoke.0002.exr").unlink()
    assert api.client.get("/v1/takes/t1/frames/2").status_code == 404
