"""Drawn mattes by the routes: written below the show's root, opened again, and used by a brief."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.drawn_mattes import drawn_coverage
from secondunit.engines.inputs import matte_faults
from secondunit.service.api import endpoint
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


def rotoscoped() -> DrawnMatte:
    """Twelve outlines of forty points with a key on each of sixty frames, in all the digits of a float."""
    turn = np.linspace(0.0, 2.0 * np.pi, 40, endpoint=False)

    def outline(number: int, frame: int) -> tuple[float, ...]:
        x = 32.0 + (4.0 + number) * np.cos(turn + frame / 97.0)
        y = 18.0 + (3.0 + number) * np.sin(turn + frame / 89.0)
        return tuple(float(value) for value in np.stack([x, y], axis=1).ravel())

    shapes = [
        MatteShape(
            ShapeKind.POLYGON, tuple(ShapeKey(frame, outline(number, frame)) for frame in range(1001, 1061))
        )
        for number in range(12)
    ]
    return DrawnMatte(FRAMES, FORMAT, tuple(shapes))


def test_a_rotoscoped_drawing_is_looked_at_and_written_and_decoded_in_a_thread_of_its_own(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_loop: dict[type, bool] = {}

    def decoded(kind: type, text: bytes) -> Any:
        try:
            asyncio.get_running_loop()
            on_the_loop[kind] = True
        except RuntimeError:
            on_the_loop[kind] = False
        return loads(kind, text)

    monkeypatch.setattr(endpoint, "loads", decoded)
    drawing = rotoscoped()
    answer = api.post("/v1/mattes/frame", MatteLook(drawing, 1002, 64))
    assert answer.status_code == 200, answer.text
    matte = written(api, replace(WISH, drawing=drawing)).matte
    opened = loads(OpenedMatte, api.post("/v1/mattes/open", MatteFiles(matte.path, "S")).content)
    assert opened.record.drawing == drawing
    assert on_the_loop == {MatteLook: False, MatteWish: False, MatteFiles: True}


@pytest.mark.parametrize("path", ["/v1/mattes", "/v1/mattes/frame"])
def test_a_drawing_has_its_bound_too(api: Any, path: str) -> None:
    answer = api.client.post(path, content=b"{}", headers={"Content-Length": str(65 << 20)})
    assert answer.status_code == 413 and "67,108,864" in answer.json()["message"]


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
