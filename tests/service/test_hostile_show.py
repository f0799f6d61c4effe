"""A show's folder that somebody prepared: what leads out of it is neither shown nor written to."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.store import takes
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    JobState,
    Problem,
    Rate,
    Take,
    TakeLayer,
    Window,
    loads,
)

FRAMES = FrameRange(1001, 1002)


@pytest.fixture
def show(api: Any) -> Path:
    """The root of the show S."""
    root = Path(api.room.folder / "shows" / "S")
    root.mkdir(parents=True)
    (root / "secondunit.toml").write_text('format = "64x36"\n')
    return root


@pytest.fixture
def take(api: Any, show: Path, make_brief: Callable[..., Any]) -> Take:
    """A take in the show's folder, with a picture and two frames."""
    folder = show / "sh010" / "smoke" / "v001"
    (folder / "previews").mkdir(parents=True)
    Image.new("RGB", (16, 9)).save(folder / "previews" / "thumbnail.png")
    window = Window(0, 0, 64, 36)
    picture = Picture(("R", "G", "B", "A"), np.full((36, 64, 4), 0.2, np.float32), window, window)
    for frame in FRAMES:
        write_exr(folder / f"smoke_v001.{frame}.exr", picture)
    work = api.room.work(make_brief(frames=FRAMES))
    states = (JobState.ALLOWED, JobState.SUBMITTING, JobState.RUNNING, JobState.DELIVERING)
    api.room.store_job(work, *states)
    made = Take(
        "t1", work.job, "S", "sh010", "smoke", 1, str(folder), FRAMES, Rate(24), Format(64, 36),
        ColorSpace("ACEScg"), work.brief_digest,
        (TakeLayer("beauty", "smoke_v001.%04d.exr", ("R", "G", "B", "A")),),
        thumbnail="previews/thumbnail.png",
    )  # fmt: skip
    api.room.store.write(lambda transaction: takes.add(transaction, made, work.brief))
    return made


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody's own, with a picture that nobody of the show may see."""
    folder = tmp_path / "private"
    folder.mkdir()
    Image.new("RGB", (16, 9), (200, 0, 0)).save(folder / "thumbnail.png")
    return folder


def refused(answer: Any, status: int, code: str) -> Problem:
    problem = loads(Problem, answer.content)
    assert (answer.status_code, problem.code) == (status, code) and problem.remedy
    return problem


def test_a_preview_that_leads_out_of_the_show_is_not_served(api: Any, take: Take, outside: Path) -> None:
    assert api.client.get("/v1/takes/t1/thumbnail").status_code == 200
    previews = Path(take.folder, "previews")
    previews.rename(previews.with_name("elsewhere"))
    previews.symlink_to(outside)
    problem = refused(api.client.get("/v1/takes/t1/thumbnail"), 403, "denied.outside_show")
    assert str(outside / "thumbnail.png") in problem.message
    previews.unlink()
    previews.symlink_to("elsewhere")  # a link that stays within the show is one of its own
    assert api.client.get("/v1/takes/t1/thumbnail").status_code == 200


def test_a_frame_that_leads_out_of_the_show_is_not_shown(api: Any, take: Take, outside: Path) -> None:
    frame = Path(take.folder, "smoke_v001.1001.exr")
    frame.rename(outside / "frame.exr")
    frame.symlink_to(outside / "frame.exr")
    refused(api.client.get("/v1/takes/t1/frames/1001?width=64"), 403, "denied.outside_show")
    assert api.client.get("/v1/takes/t1/frames/1002?width=64").status_code == 200


def test_no_take_is_made_where_a_link_leads_out_of_the_show(
    api: Any, show: Path, outside: Path, make_brief: Callable[..., Any]
) -> None:
    (show / "sh010").symlink_to(outside)
    problem = refused(api.post("/v1/jobs", make_brief()), 403, "denied.outside_show")
    assert problem.where == str(show / "sh010" / "smoke")
    assert sorted(path.name for path in outside.iterdir()) == ["thumbnail.png"]
    estimate = api.post("/v1/estimate", make_brief()).json()
    assert [one["code"] for one in estimate["problems"]] == ["denied.outside_show"]


def test_a_root_that_is_a_link_itself_is_the_shows_place(
    api: Any, show: Path, tmp_path: Path, make_brief: Callable[..., Any]
) -> None:
    disk = tmp_path / "disk"
    show.rename(disk)
    show.symlink_to(disk)
    assert "problems" not in api.post("/v1/estimate", make_brief()).json()


def test_links_that_lead_in_a_circle_are_refused(
    api: Any, show: Path, make_brief: Callable[..., Any]
) -> None:
    (show / "sh010").symlink_to("sh010")
    estimate = api.post("/v1/estimate", make_brief()).json()
    assert estimate["problems"][0]["remedy"] and str(show / "sh010") in estimate["problems"][0]["where"]


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")
@pytest.mark.parametrize("kind", ["pipe", "device", "huge", "circle"])
def test_settings_that_are_no_file_are_said_and_never_waited_for(
    api: Any, show: Path, kind: str, make_brief: Callable[..., Any]
) -> None:
    file = show / "secondunit.toml"
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "device":
        file.symlink_to("/dev/zero")
    elif kind == "circle":
        file.symlink_to(file)
    else:
        with file.open("wb") as sparse:
            sparse.truncate(1 << 33)
    (api.home.root / "shows.toml").write_text(f'S = "{show}"\n')
    answer = api.client.get("/v1/shows/S")
    problem = loads(Problem, answer.content)
    assert answer.status_code in (422, 500) and "secondunit.toml" in problem.message + problem.where
    estimate = api.post("/v1/estimate", make_brief()).json()
    assert estimate["problems"][0]["code"] == problem.code


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")
@pytest.mark.parametrize("name", ["providers.toml", "rights.toml"])
def test_what_says_who_may_be_asked_is_a_file_or_nobody_is(
    gate_api: Any, house: Any, job: Callable[..., Any], name: str
) -> None:
    """In time: a pipe is not waited for, and nothing of the gate is taken as said."""
    brief = job().work.brief
    house.rules()
    (house.show / name).unlink()
    os.mkfifo(house.show / name)
    answers: list[Any] = []

    def ask() -> None:
        answers.append(gate_api.client.get("/v1/capabilities?show=S"))
        answers.append(gate_api.post("/v1/estimate", brief))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(20)
    assert not asking.is_alive(), "it waits for somebody who writes"
    listed, estimate = (answer.json() for answer in answers)
    if name == "providers.toml":
        assert [one["problem"]["code"] for one in listed["absent"]] == ["input.not_a_file"]
    assert estimate["allowed"] is False or "input.not_a_file" in [one["code"] for one in estimate["problems"]]
    assert f"{name} is a pipe, not a file" in answers[1].text
