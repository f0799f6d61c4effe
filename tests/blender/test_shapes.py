"""A mesh or a curve of the scene is the shape that an element leaves from, as the shot's camera sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.inputs import matte_faults
from secondunit.service.kinds import kind_list
from secondunit.wire import Brief, Matte, decode, encode


@pytest.fixture(scope="module")
def found(blender: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("shapes")
    kinds = place / "kinds.json"
    kinds.write_text(json.dumps(encode(kind_list())))
    return blender.run("shapes", kinds)


def picture(matte: Matte, frame: int = 1001) -> np.ndarray[Any, Any]:
    """A matte's file as 0 to 1."""
    path = matte.path % matte.file_frame(frame) if "%" in matte.path else matte.path
    return np.asarray(Image.open(path).convert("L")) / 255.0


def sides(pixels: np.ndarray[Any, Any]) -> tuple[float, float, float, float]:
    """The left, right, bottom and top of what is white, as shares of the frame."""
    rows, columns = np.nonzero(pixels > 0.5)
    height, width = pixels.shape
    return (
        columns.min() / width, (columns.max() + 1) / width,
        1.0 - (rows.max() + 1) / height, 1.0 - rows.min() / height,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["cube", "ring"])
def test_the_matte_is_where_blender_sees_the_object_and_the_engine_takes_it(found: Any, name: str) -> None:
    stored, corners = found[name]
    brief = decode(Brief, stored)
    assert brief.matte is not None and matte_faults(brief) == []
    x, y = [corner[0] for corner in corners], [corner[1] for corner in corners]
    # A pixel and half the line that a ring is drawn with.
    assert sides(picture(brief.matte)) == pytest.approx((min(x), max(x), min(y), max(y)), abs=0.008)


def test_a_mesh_is_filled_and_a_curve_is_a_line(found: Any) -> None:
    mattes = [decode(Brief, found[name][0]).matte for name in ("cube", "ring")]
    assert mattes[0] is not None and mattes[1] is not None
    cube, ring = (picture(matte) for matte in mattes if matte is not None)
    assert cube.mean() > 0.01
    left, right, bottom, top = sides(ring)
    row, column = round((1.0 - 0.5 * (bottom + top)) * 270), round(0.5 * (left + right) * 480)
    assert ring[row, column] == 0.0 and 0.0 < ring.mean() < 0.02


def test_the_source_stands_as_deep_as_the_shape(found: Any) -> None:
    brief = decode(Brief, found["ring"][0])
    assert brief.controls["distance"] == pytest.approx(12.0, abs=0.01)
    assert brief.controls["x"] == pytest.approx(0.5, abs=1e-3)


def test_a_file_holds_one_shape_for_ever(found: Any) -> None:
    assert found["same_path"] and found["other_path"]


def test_a_camera_that_moves_has_a_matte_a_frame(found: Any) -> None:
    matte = decode(Matte, found["moving"])
    assert str(matte.frames) == "1001-1004"
    assert sides(picture(matte, 1004))[0] < sides(picture(matte, 1001))[0] - 0.03, (
        "it went to the left of frame"
    )


def test_shapes_are_offered_as_mattes_and_never_taken_for_the_plate(found: Any) -> None:
    assert "shape:Cube" in found["menu"] and "shape:Ring" in found["menu"]
    assert found["automatic"] == ""


def test_a_shape_that_is_not_seen_is_said_and_one_that_is_released_is_no_matte_any_more(found: Any) -> None:
    assert "does not see Ring" in found["behind"]
    assert found["released"] == ["", True, True]
