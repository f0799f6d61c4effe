"""One check of a plate for every client: its files, frames and colour space, before anything starts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from secondunit.engines.plate_check import plate_faults
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.home import Home
from secondunit.service.plan import Plan, Planner
from secondunit.service.shows import Shows
from secondunit.wire import (
    ColorSpace,
    Estimate,
    Format,
    FrameRange,
    Job,
    Plate,
    Problem,
    Rate,
    dumps,
    loads,
)

SIZE = Format(64, 36)


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planner:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    monkeypatch.delenv("OCIO", raising=False)
    (tmp_path / "home").mkdir()
    return Planner(Shows(Home(tmp_path / "home")), 64_000_000_000)


def sequence(folder: Path, frames: str = "1001-1003", size: Format = SIZE, **more: Any) -> Plate:
    """Frames of a grey EXR plate on disk, and the plate as a client names it."""
    span = FrameRange.parse(frames)
    picture = Picture.of(np.full((size.height, size.width, 3), 0.18, np.float32))
    folder.mkdir(parents=True, exist_ok=True)
    for frame in span:
        write_exr(folder / f"plate.{frame:04d}.exr", picture, **more)
    return Plate(str(folder / "plate.%04d.exr"), span, Rate(24), size, ColorSpace("ACEScg"))


def movie(folder: Path, frames: int) -> Path:
    """A movie of grey frames at 24 a second."""
    path = folder / "clip.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = SIZE.width, SIZE.height, "yuv420p"
        grey = av.VideoFrame.from_ndarray(np.full((SIZE.height, SIZE.width, 3), 90, np.uint8))
        for packet in (*(packet for _ in range(frames) for packet in stream.encode(grey)), *stream.encode()):
            out.mux(packet)
    return path


def problems(plan: Plan) -> list[Problem]:
    return list(plan.estimate.problems)


def show_file(tmp_path: Path, text: str, show: str = "S") -> None:
    folder = tmp_path / "shows" / show
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "secondunit.toml").write_text(text, "utf-8")


# ---- frames ----


@pytest.mark.parametrize("frames", ["900-902", "1002-1006", "999-1001", "2000-2000"])
def test_frames_outside_the_plate_are_refused(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path, frames: str
) -> None:
    plan = planner.plan(make_brief(plate=sequence(tmp_path), frames=FrameRange.parse(frames)))
    (problem,) = problems(plan)
    assert (problem.code, problem.where) == ("frames.missing", "frames")
    assert "1001-1003" in problem.message and problem.remedy


def test_frames_that_the_files_hold_beyond_the_part_in_use_are_handles(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    whole = sequence(tmp_path, "1001-1009")
    used = replace(whole, frames=FrameRange(1004, 1006))
    assert not problems(planner.plan(make_brief(plate=used, frames=FrameRange(1002, 1008))))
    renumbered = replace(used, frames=FrameRange(1, 3), first_in_file=1004)
    assert not problems(planner.plan(make_brief(plate=renumbered, frames=FrameRange(-2, 6))))
    (problem,) = problems(planner.plan(make_brief(plate=renumbered, frames=FrameRange(-3, 6))))
    assert problem.where == "frames" and "-3" in problem.message


def test_a_still_is_under_every_frame(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    plate = sequence(tmp_path, "1001-1001")
    still = replace(plate, path=plate.path % 1001)
    assert not problems(planner.plan(make_brief(plate=still, frames=FrameRange(1, 500))))


def test_frames_outside_a_movie_are_refused(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    plate = Plate(
        str(movie(tmp_path, 4)),
        FrameRange(1001, 1004),
        Rate(24),
        SIZE,
        ColorSpace("Gamma 2.4 Encoded Rec.709"),
    )
    assert not problems(planner.plan(make_brief(plate=plate, frames=FrameRange(1001, 1004))))
    (problem,) = problems(planner.plan(make_brief(plate=plate, frames=FrameRange(1001, 1005))))
    assert (problem.code, problem.where) == ("frames.missing", "frames")
    assert "1005" in problem.message


def test_a_job_with_frames_outside_its_plate_never_begins(
    api: Any, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    brief = make_brief(plate=sequence(tmp_path / "p"), frames=FrameRange(900, 902))
    answer = api.client.post("/v1/jobs", content=dumps(brief))
    assert answer.status_code == 422 and answer.json()["code"] == "frames.missing"
    assert api.client.get("/v1/jobs").json().get("jobs", []) == []


# ---- files ----


def test_a_missing_path_is_said_first_and_alone(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    gone = Plate(
        str(tmp_path / "gone.%04d.exr"), FrameRange(1, 9), Rate(24), SIZE, ColorSpace("no such space")
    )
    plan = planner.plan(make_brief(plate=gone, prompt="lightning", kind="", frames=FrameRange(50, 60)))
    first = problems(plan)[0]
    assert (first.code, first.where) == ("not_found", "plate.path") and "gone" in first.message
    assert not [problem for problem in problems(plan)[1:] if problem.where.startswith(("plate", "frames"))]


def test_a_plate_that_vanishes_after_the_estimate_is_refused_when_it_is_submitted(
    api: Any, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    plate = sequence(tmp_path / "p")
    body = dumps(make_brief(plate=plate))
    assert not loads(Estimate, api.client.post("/v1/estimate", content=body).content).problems
    for frame in plate.frames:
        Path(plate.path % frame).unlink()
    answer = api.client.post("/v1/jobs", content=body)
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["where"]) == ("not_found", "plate.path")


def test_a_hole_in_the_sequence_is_named(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    plate = sequence(tmp_path)
    Path(plate.path % 1002).unlink()
    (problem,) = problems(planner.plan(make_brief(plate=plate)))
    assert problem.code == "frames.missing" and "1002" in problem.message


def test_a_plate_of_one_pixel_is_a_plate(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    plate = sequence(tmp_path, size=Format(1, 1))
    assert not [p for p in problems(planner.plan(make_brief(plate=plate))) if p.where.startswith("plate")]


# ---- colour space ----


def silent(plate: Plate) -> Plate:
    return replace(plate, colorspace=ColorSpace(""))


def test_a_plate_whose_space_nobody_says_is_refused_and_never_guessed(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    (problem,) = problems(planner.plan(make_brief(plate=silent(sequence(tmp_path)))))
    assert (problem.code, problem.where) == ("color.bad", "plate.colorspace")


def test_what_the_files_say_of_their_space_holds_for_a_brief_that_says_nothing(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    plate = silent(sequence(tmp_path, provenance={"colorspace": "ACES2065-1"}))
    plan = planner.plan(make_brief(plate=plate))
    assert not problems(plan)
    assert plan.brief.plate is not None and plan.brief.plate.colorspace.name == "ACES2065-1"
    assert plan.brief.colorspace.name == "ACES2065-1"


def test_the_shows_own_setting_says_the_space_of_plates_that_do_not(
    planner: Planner,
    make_brief: Callable[..., Any],
    api: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    show_file(tmp_path, 'plate_space = "Linear Rec.709 (sRGB)"\n')
    plate = silent(sequence(tmp_path / "p"))
    plan = planner.plan(make_brief(plate=plate))
    assert not problems(plan)
    assert plan.brief.plate is not None and plan.brief.plate.colorspace.name == "Linear Rec.709 (sRGB)"
    asked = api.client.post("/v1/plates", content=json.dumps({"path": str(tmp_path / "p"), "show": "S"}))
    assert loads(Plate, asked.content).colorspace.name == "Linear Rec.709 (sRGB)"


def test_the_shows_setting_says_nothing_of_a_finished_comp(
    api: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    show_file(tmp_path, 'plate_space = "Linear Rec.709 (sRGB)"\n')
    sequence(tmp_path / "p")
    body = json.dumps({"path": str(tmp_path / "p"), "show": "S", "comp": True})
    assert loads(Plate, api.client.post("/v1/plates", content=body).content).colorspace.name == ""


def test_a_show_with_a_space_that_its_config_has_not_is_told_so(
    planner: Planner, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    show_file(tmp_path, 'plate_space = "ACEScgg"\n')
    plan = planner.plan(make_brief(plate=silent(sequence(tmp_path / "p"))))
    assert "ACEScgg" in problems(plan)[0].message


def test_a_space_that_was_said_once_is_remembered_for_the_show(
    api: Any, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    plate = sequence(tmp_path / "p")
    silent_brief = make_brief(plate=silent(plate))
    assert api.client.post("/v1/jobs", content=dumps(silent_brief)).status_code == 422
    submitted = api.client.post("/v1/jobs", content=dumps(make_brief(plate=plate)))
    assert submitted.status_code == 201, submitted.text
    look = {"path": str(tmp_path / "p" / "plate.1002.exr"), "show": "S"}
    answer = api.client.post("/v1/plates", content=json.dumps(look))
    assert loads(Plate, answer.content).colorspace.name == "ACEScg"
    again = api.client.post("/v1/jobs", content=dumps(silent_brief))
    assert again.status_code == 201 and loads(Job, again.content).show == "S"
    other = api.client.post("/v1/plates", content=json.dumps({**look, "show": "T"}))
    assert loads(Plate, other.content).colorspace.name == ""


# ---- the desk, as the host that once began a job without a word ----


@pytest.mark.parametrize(("frames", "refused"), [("", False), ("1002-1003", False), ("900-903", True)])
def test_the_desk_is_held_to_the_frames_of_its_plate(
    planner: Planner, tmp_path: Path, frames: str, refused: bool
) -> None:
    from secondunit.host.assembly import assemble
    from secondunit.host.fields import Fields
    from secondunit.qt.desk.desk_host import DeskHost
    from secondunit.qt.desk.document import Shelf

    host = DeskHost(Shelf(str(tmp_path / "home")), "S")
    source = host.add_footage(sequence(tmp_path / "p"))
    fields = Fields()
    for name, value in (("show", "S"), ("shot", "sh010"), ("element", "smoke"), ("prompt", "smoke")):
        fields.set(name, value)
    fields.set("frames", frames)
    brief = assemble(fields, host.shot(), host.plate(source), None)
    found = [(problem.code, problem.where) for problem in problems(planner.plan(brief))]
    assert found == ([("frames.missing", "frames")] if refused else [])


# ---- how it is looked ----


@pytest.mark.parametrize("space", ["ACEScg", ""])
def test_the_folder_of_a_plate_is_listed_once(
    tmp_path: Path, make_brief: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, space: str
) -> None:
    plate = replace(sequence(tmp_path / "plate"), colorspace=ColorSpace(space))
    brief = make_brief(plate=plate, format=SIZE)
    listed: list[Path] = []
    iterdir = Path.iterdir

    def counted(folder: Path) -> Iterator[Path]:
        listed.append(folder)
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", counted)
    faults = plate_faults(brief)
    assert [fault.problem.where for fault in faults] == ([] if space else ["plate.colorspace"])
    assert listed == [tmp_path / "plate"]
