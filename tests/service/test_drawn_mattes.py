"""Drawn mattes by the routes: written below the show's root, opened again, and used by a brief."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.drawn_mattes import drawn_coverage
from secondunit.engines.inputs import matte_faults
from secondunit.wire import (
    ColorSpace,
    DrawnMatte,
    Format,
    FrameRange,
    MatteFiles,
    MatteLook,
    MatteShape,
    MatteWish,
    OpenedMatte,
    Plate,
    Rate,
    ShapeKey,
    ShapeKind,
    Window,
    WrittenMatte,
    WrittenMatteList,
    loads,
)

FRAMES, FORMAT = FrameRange(1001, 1003), Format(64, 36)
SHAPE = MatteShape(
    ShapeKind.POLYGON,
    (ShapeKey(1001, (10.0, 8.0, 40.0, 8.0, 30.0, 30.0)), ShapeKey(1003, (14.0, 8.0, 44.0, 8.0, 34.0, 30.0))),
    feather=3.0,
)
DRAWING = DrawnMatte(FRAMES, FORMAT, (SHAPE,))
PLATE = Plate("/x/bg.%04d.exr", FRAMES, Rate(24), FORMAT, ColorSpace("ACEScg"))
WISH = MatteWish("S", "sh010", "roof", DRAWING, PLATE)


def written(api: Any, wish: MatteWish = WISH) -> WrittenMatte:
    answer = api.post("/v1/mattes", wish, **{"X-Secondunit-User": "kim"})
    assert answer.status_code == 200, answer.text
    return loads(WrittenMatte, answer.content)


def test_a_drawing_is_written_below_its_show_listed_and_opened_again(api: Any) -> None:
    first, second = written(api), written(api)
    folder = api.room.folder / "shows" / "S" / "sh010" / "mattes" / "roof"
    assert Path(first.matte.path).parent == folder / "v001" and second.version == 2
    listed = loads(WrittenMatteList, api.client.get("/v1/mattes?show=S&shot=sh010").content)
    assert [(matte.name, matte.version) for matte in listed.mattes] == [("roof", 2), ("roof", 1)]
    assert listed.mattes[1] == first
    opened = loads(OpenedMatte, api.post("/v1/mattes/open", MatteFiles(first.matte.path, "S")).content)
    assert opened.record.drawing == DRAWING and opened.record.user == "kim" and opened.changed == ()
    nothing = loads(WrittenMatteList, api.client.get("/v1/mattes?show=S&shot=sh999").content)
    assert nothing.mattes == ()


def test_a_brief_takes_what_was_written_as_its_matte(api: Any, make_brief: Any) -> None:
    brief = make_brief(matte=written(api).matte)
    assert matte_faults(brief) == []
    answer = api.post("/v1/estimate", brief)
    assert answer.status_code == 200 and not any(
        problem["where"].startswith("matte") for problem in answer.json().get("problems", ())
    )


def test_a_look_at_a_drawing_is_its_coverage(api: Any) -> None:
    answer = api.post("/v1/mattes/frame", MatteLook(DRAWING, 1002, 64))
    assert answer.headers["content-type"] == "image/png"
    seen = np.asarray(Image.open(io.BytesIO(answer.content)))
    assert np.abs(seen / 255 - drawn_coverage(DRAWING, 1002)).max() < 1 / 400
    part = api.post("/v1/mattes/frame", MatteLook(DRAWING, 1002, 64, Window(20, 5, 16, 12)))
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(part.content))), seen[5:17, 20:36])
    small = api.post("/v1/mattes/frame", MatteLook(DRAWING, 1002, 32))
    assert Image.open(io.BytesIO(small.content)).size == (32, 18)
    assert api.post("/v1/mattes/frame", MatteLook(DRAWING, 1, 64, Window(60, 0, 8, 8))).status_code == 422


@pytest.mark.parametrize("name", ["..", "a/b", "", "con"])
def test_a_name_that_is_no_folder_writes_nothing(api: Any, name: str) -> None:
    body = {
        "show": "S", "shot": "sh010", "name": name,
        "drawing": {"frames": "1001", "format": {"width": 8, "height": 8}},
        "plate": {"path": "/x.exr", "frames": "1001", "rate": "24", "format": {"width": 8, "height": 8},
                  "colorspace": {"name": "ACEScg"}},
    }  # fmt: skip
    answer = api.client.post("/v1/mattes", json=body)
    assert answer.status_code == 422 and answer.json()["code"] == "name.bad"
    assert not (api.room.folder / "shows").exists()


def test_nothing_is_written_or_opened_through_a_link_that_leads_out_of_the_show(
    api: Any, tmp_path: Path
) -> None:
    first = written(api)
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (api.room.folder / "shows" / "S" / "sh020").symlink_to(outside)
    answer = api.post("/v1/mattes", replace(WISH, shot="sh020"))
    assert answer.status_code == 403 and answer.json()["code"] == "denied.outside_show"
    assert list(outside.iterdir()) == []
    other = replace(WISH, show="T")
    path = written(api, other).matte.path
    answer = api.post("/v1/mattes/open", MatteFiles(path, "S"))
    assert answer.status_code == 422 and answer.json()["code"] == "not_found"
    assert api.post("/v1/mattes/open", MatteFiles(first.matte.path, "S")).status_code == 200
