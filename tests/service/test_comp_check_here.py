"""The comp check through the service: kept with a take, shown as a page, and asked about when red."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.delivery import read_take
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.api import Desk
from secondunit.service.store import takes
from secondunit.wire import (
    Brief,
    CheckFigure,
    CheckLight,
    CheckSubject,
    ColorSpace,
    CompCheck,
    Decision,
    Format,
    FrameRange,
    Matte,
    Plate,
    Rate,
    SignOff,
    Take,
    TakeLayer,
    Task,
    loads,
)

from .test_methods_here import made

SIZE, FRAMES = Format(96, 64), FrameRange(1001, 1005)


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service whose workers run here."""
    return working_desk({})


def edit_in(folder: Path, make_brief: Callable[..., Brief], spill: int) -> tuple[Take, Brief]:
    """A hole of a plate filled with grey, and `spill` pixels of it where they may not be, in frame 1003."""
    folder.mkdir(exist_ok=True)
    matte = np.zeros((SIZE.height, SIZE.width), np.float32)
    matte[20:44, 30:70] = 1.0
    for frame in FRAMES:
        plate = np.random.default_rng(frame).uniform(0.1, 0.5, (SIZE.height, SIZE.width, 3))
        fill = np.dstack([0.3 * matte] * 3 + [matte]).astype(np.float32)
        if frame == 1003:
            fill[2, 2 : 2 + spill] = 0.2
        write_exr(folder / f"plate.{frame}.exr", Picture.of(plate.astype(np.float32)))
        write_exr(folder / f"matte.{frame}.exr", Picture.of(matte))
        write_exr(folder / f"edit_v001.{frame}.exr", Picture.of(fill))
    brief = make_brief(
        frames=FRAMES, format=SIZE, task=Task.INPAINT, kind="", colorspace=ColorSpace("ACEScg"),
        plate=Plate(str(folder / "plate.%04d.exr"), FRAMES, Rate(24), SIZE, ColorSpace("ACEScg")),
        matte=Matte(str(folder / "matte.%04d.exr"), FRAMES, "Y"),
    )  # fmt: skip
    layers = (TakeLayer("beauty", "edit_v001.%04d.exr", ("R", "G", "B", "A")),)
    take = Take(
        "t1", "j1", "S", "sh010", "edit", 1, str(folder), FRAMES, Rate(24), SIZE, ColorSpace("ACEScg"),
        "0" * 64, layers, task=Task.INPAINT,
    )  # fmt: skip
    return take, brief


@pytest.fixture
def add(api: Any, make_brief: Callable[..., Brief], tmp_path: Path) -> Callable[[int], Take]:
    """Puts a take into the service that was delivered without a check."""

    def put(spill: int) -> Take:
        take, brief = edit_in(tmp_path / "v001", make_brief, spill)
        api.room.store.write(lambda transaction: takes.add(transaction, take, brief))
        return take

    return put


def test_a_take_is_delivered_with_its_check(desk: Desk, make_brief: Callable[..., Brief]) -> None:
    _, take = made(desk, make_brief())
    assert take.check is not None and take.check.light is CheckLight.GREEN
    assert take.check.frames == tuple(take.frames) and max(take.check.alpha) > 0
    on_disk = read_take(Path(take.folder))
    assert on_disk is not None and on_disk.check == take.check


def test_a_take_that_was_delivered_without_a_check_is_measured_when_asked(
    api: Any, add: Callable[[int], Take]
) -> None:
    add(2)
    check = loads(CompCheck, api.client.get("/v1/takes/t1/check").content)
    outside = check.figure(CheckSubject.OUTSIDE)
    assert outside is not None and (outside.light, outside.value, outside.frame) == (CheckLight.RED, 2, 1003)


def test_the_page_holds_every_figure_and_shows_the_frame_that_is_wrong(
    api: Any, add: Callable[[int], Take]
) -> None:
    add(2)
    answer = api.client.get("/v1/takes/t1/check/page")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert "Frame 1003" in answer.text and "2 pixels differ from the plate" in answer.text
    assert "http://" not in answer.text and "<script" not in answer.text
    pictures = {
        name: np.asarray(Image.open(io.BytesIO(base64.b64decode(body))))
        for name, body in re.findall(r"alt='([^']+)'[^>]+base64,([^']+)'", answer.text)
    }
    assert {"The comp", "The plate", "Frame 1003", "On black", "On white", "On the plate"} <= set(pictures)
    red = (pictures["Frame 1003"] == (255, 48, 40)).all(axis=-1)
    assert red[2, 2:4].all() and not red[10:].any()


def test_a_page_is_shown_without_a_plate_that_is_gone(
    api: Any, add: Callable[[int], Take], tmp_path: Path
) -> None:
    take = add(0)
    green = CompCheck((CheckFigure(CheckSubject.OUTSIDE, CheckLight.GREEN, "All <well>."),))
    brief = api.room.store.read(lambda connection: takes.brief(connection, "t1"))
    other = replace(take, id="t2", check=green, version=2)
    api.room.store.write(lambda transaction: takes.add(transaction, other, brief))
    for path in (tmp_path / "v001").glob("plate.*.exr"):
        path.unlink()
    page = api.client.get("/v1/takes/t2/check/page")
    assert page.status_code == 200 and "without its plate" in page.text and "All &lt;well&gt;." in page.text


def test_a_red_take_is_accepted_with_a_reason_only(api: Any, add: Callable[[int], Take]) -> None:
    take = add(0)
    red = CompCheck((CheckFigure(CheckSubject.NUMBERS, CheckLight.RED, "3 values are no numbers.", 3.0),))
    brief = api.room.store.read(lambda connection: takes.brief(connection, "t1"))
    other = replace(take, id="t2", check=red, version=2)
    api.room.store.write(lambda transaction: takes.add(transaction, other, brief))

    def sign(decision: Decision, why: str = "") -> Any:
        return api.post("/v1/takes/t2/signoffs", SignOff("t2", decision, "Ana", "supervisor", why))

    refused = sign(Decision.ACCEPTED)
    assert refused.status_code == 422 and refused.json()["where"] == "why"
    assert "3 values are no numbers." in refused.json()["message"]
    assert sign(Decision.ACCEPTED, "Behind the title card.").status_code == 201
    assert sign(Decision.REJECTED, "Not that.").status_code == 201
