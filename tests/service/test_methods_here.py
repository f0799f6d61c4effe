"""A method of this machine, from a brief to a take: planned, made in a worker, delivered with its licence."""

from __future__ import annotations

import argparse
import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.cli.asked_of import add_provider_arguments, asked_of
from secondunit.engines.makers import PixelOrigin, find_makers
from secondunit.host.choosing import fitting, tasks_of
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.service.api import Desk
from secondunit.service.api.job_routes import plan_job
from secondunit.service.capabilities import capability_list
from secondunit.service.store import jobs, takes
from secondunit.wire import (
    Brief,
    ColorSpace,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobState,
    Matte,
    Money,
    Plate,
    Rate,
    Reference,
    Take,
    Task,
)
from secondunit.wire.errors import MissingField
from secondunit.wire.job import ENDED

from ..models import networks


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a studio's networks, empty."""
    folder = tmp_path / "networks"
    folder.mkdir()
    monkeypatch.setenv("SECONDUNIT_MODELS", str(folder))
    return folder


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk], studio: Path) -> Desk:
    """A service whose workers see the studio's networks."""
    return working_desk({"SECONDUNIT_MODELS": str(studio)})


@pytest.fixture
def plate(make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for a key of two frames: dark on the left, bright on the right, a light of 40."""
    for frame in (1001, 1002):
        pixels = np.tile(np.linspace(0.0, 1.0, 64, dtype=np.float32)[:, None], (36, 1, 3))
        pixels[4, 60] = 40.0
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(pixels))
    frames = FrameRange(1001, 1002)
    files = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), Format(64, 36), ColorSpace("ACEScg"))
    return make_brief(
        provider="methods", model="luma_key", task=Task.MATTE, plate=files, frames=frames, kind="", prompt="",
        format=Format(64, 36), controls=FrozenMap({"low": 0.3, "high": 0.5}),
    )  # fmt: skip


def made(desk: Desk, brief: Brief) -> tuple[Job, Take]:
    """The job and the take of a brief, waited for."""
    plan = desk.planner.plan(brief)
    assert plan.estimate.allowed and not plan.estimate.problems, plan.estimate.problems
    ended = threading.Event()
    job, _ = plan_job(desk, plan, "", "Zoë")

    def heard(_events: object) -> None:
        if desk.store.read(lambda connection: jobs.find(connection, job.id)).state in ENDED:
            ended.set()

    desk.store.listen(heard)
    heard(None)
    assert ended.wait(120)
    done = desk.store.read(lambda connection: jobs.find(connection, job.id))
    assert done.state is JobState.DONE and not done.elsewhere, done.problem
    return done, desk.store.read(lambda connection: takes.find(connection, done.take))


def test_a_key_goes_from_a_brief_to_a_take_with_the_plates_own_numbers(desk: Desk, plate: Brief) -> None:
    estimate = desk.planner.plan(plate).estimate
    assert estimate.cost == Money() and estimate.seconds > 0 and estimate.memory > 0
    assert estimate.verdict == "Nothing leaves this machine: it is made here, from the plate."
    assert estimate.settings == FrozenMap({"low": 0.3, "high": 0.5, "invert": False})
    _, take = made(desk, plate)
    assert (take.provider, take.model, take.made_by) == ("methods", "luma_key", "keyed")
    assert "Licences: code Apache-2.0 (Second Unit)." in take.remarks
    assert find_makers().origin(take) is PixelOrigin.COMPOSITED
    path = Path(take.folder, take.layers[0].path % 1002)
    result, source = read_exr(path).as_float(), read_exr(plate.plate.path % 1002)  # type: ignore[union-attr]
    alpha = result.pixels[..., 3]
    assert not result.pixels[:, :19].any() and (alpha[:, 33:] == 1.0).all()
    assert np.array_equal(result.pixels[:, 33:, :3], source.pixels[:, 33:, :3].astype(np.float32))
    assert result.pixels[4, 60, 0] == 40.0
    story = inspect_exr(path).provenance
    assert story["licence"] == "code Apache-2.0 (Second Unit)" and len(story["plate sha256"]) == 64
    assert {path.name for path in Path(take.folder, "previews").iterdir()} >= {"thumbnail.png", "review.mp4"}


def test_the_same_brief_gives_the_same_pixels(desk: Desk, plate: Brief) -> None:
    brief = replace(plate, model="luma_key")
    digests = []
    for _ in range(2):
        _, take = made(desk, brief)
        pixels = read_exr(Path(take.folder, take.layers[0].path % 1001)).pixels
        digests.append(hashlib.sha256(pixels.tobytes()).hexdigest())
    assert digests[0] == digests[1]


def test_a_difference_takes_its_clean_plate_as_a_reference(desk: Desk, plate: Brief, tmp_path: Path) -> None:
    clean = np.tile(np.linspace(0.0, 1.0, 64, dtype=np.float32)[:, None], (36, 1, 3))
    write_exr(tmp_path / "clean.exr", Picture.of(clean))
    brief = replace(
        plate, model="difference_key", controls=FrozenMap(),
        references=(Reference(str(tmp_path / "clean.exr"), "clean_plate"),),
    )  # fmt: skip
    _, take = made(desk, brief)
    alpha = read_exr(Path(take.folder, take.layers[0].path % 1001)).pixels[..., 3]
    assert alpha[4, 60] > 0.3 and alpha.sum() == alpha[4, 60]


def test_a_studios_network_is_offered_planned_and_made_with_who_allowed_it(
    desk: Desk, plate: Brief, studio: Path
) -> None:
    file = networks.luma_matte(studio / "house.onnx")
    (studio / "models.toml").write_text(
        '[[network]]\nname = "house"\nlabel = "House matte"\nfile = "house.onnx"\ntask = "matte"\n'
        f'sha256 = "{hashlib.sha256(file.read_bytes()).hexdigest()}"\nsource = "trained here"\n'
        'licence = "our own"\nallowed_by = "Jane Doe"\nallowed_on = 2026-11-30\n'
        '[network.signature]\nresult = "matte"\n'
    )
    offered = capability_list(desk.planner).capabilities
    assert "house" in [one.model for one in offered if one.provider == "methods"]
    brief = replace(plate, model="house", controls=FrozenMap())
    warnings = desk.planner.plan(brief).estimate.warnings
    assert "Made by a trained network: weights our own (trained here)." in warnings
    _, take = made(desk, brief)
    assert (take.model, take.made_by, take.maker) == ("house", "AI model", "House matte 1")
    assert find_makers().origin(take) is PixelOrigin.GENERATED
    assert "Licences: weights our own (trained here)." in take.remarks
    file.write_bytes(b"another file")
    plan = desk.planner.plan(brief)
    assert not plan.estimate.problems, "its content is looked at when it is loaded"


def test_a_studios_inpainting_changes_nothing_outside_the_briefs_matte(
    desk: Desk, plate: Brief, studio: Path, tmp_path: Path
) -> None:
    file = networks.filled(studio / "fill.onnx")
    (studio / "models.toml").write_text(
        '[[network]]\nname = "fill"\nfile = "fill.onnx"\ntask = "inpaint"\n'
        f'sha256 = "{hashlib.sha256(file.read_bytes()).hexdigest()}"\nsource = "trained here"\n'
        'licence = "our own"\nallowed_by = "Jane Doe"\nallowed_on = 2026-11-30\n'
        '[network.signature]\nmatte_input = "mask"\nside = 32\noverlap = 8\n'
    )
    cover = np.zeros((36, 64), np.float32)
    cover[8:20, 30:50], cover[8, 30:50] = 1.0, 0.5
    write_exr(tmp_path / "matte.exr", Picture.of(cover))
    matte = Matte(str(tmp_path / "matte.exr"), FrameRange(1001, 1001), "Y")
    brief = replace(plate, model="fill", task=Task.INPAINT, controls=FrozenMap())
    problems = desk.planner.plan(brief).estimate.problems
    assert [problem.message for problem in problems] == ["fill needs a matte: it says what is to change."]
    _, take = made(desk, replace(brief, matte=matte))
    result = read_exr(Path(take.folder, take.layers[0].path % 1002)).as_float().pixels
    assert np.array_equal(result[..., 3], cover) and not result[cover == 0].any()
    assert (result[10:20, 30:50, :3] > 0).all()
    assert np.allclose(result[8, 30:50, :3], result[12, 30:50, :3] / 2, rtol=0.01)


def test_weights_that_are_not_here_yet_are_said_before_anything_is_done(
    desk: Desk, plate: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(tmp_path / "no weights"))
    estimate = desk.planner.plan(replace(plate, model="person", controls=FrozenMap())).estimate
    assert not estimate.problems
    assert any("mediapipe 0.10.14 is fetched first (35.7 MB)" in warning for warning in estimate.warnings)
    assert not (tmp_path / "no weights").exists(), "a plan fetches nothing"


def test_a_models_file_that_is_wrong_is_offered_as_its_problem_and_all_else_works(
    desk: Desk, plate: Brief, studio: Path
) -> None:
    (studio / "models.toml").write_text("[[network]]\nname = 'house'\n")
    offered = [one for one in capability_list(desk.planner).capabilities if one.provider == "methods"]
    assert [one.problem.code for one in offered if one.problem] == ["settings.bad"]
    assert "luma_key" in [one.model for one in offered]
    assert not desk.planner.plan(plate).estimate.problems


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"plate": None}, "There is no plate to work on."),
        ({"model": "lumma_key"}, "There is no method 'lumma_key' on this machine."),
        ({"task": Task.UPSCALE}, "Key by brightness does no upscale."),
        ({"model": ""}, "Which method makes the matte is missing."),
        ({"frames": FrameRange(1001, 1009)}, "The plate has frames 1001-1002"),
        ({"controls": FrozenMap({"lo": 1.0})}, "There is no control 'lo'."),
        ({"format": Format(64, 48)}, "it comes as 64x36"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_by_the_plan(
    desk: Desk, plate: Brief, change: dict[str, object], sentence: str
) -> None:
    problems = desk.planner.plan(replace(plate, **change)).estimate.problems  # type: ignore[arg-type]
    assert any(sentence in problem.message for problem in problems), problems


def test_the_panel_and_the_command_line_offer_methods_for_a_matte(desk: Desk) -> None:
    offered = capability_list(desk.planner).capabilities
    assert Task.MATTE in tasks_of(offered)
    assert fitting(offered, Task.MATTE, "")[0].provider == "methods"
    parser = argparse.ArgumentParser()
    add_provider_arguments(parser)
    given = asked_of(parser.parse_args(["--task", "matte", "--model", "luma_key"]), offered)
    assert given is not None and given.task is Task.MATTE and given.capability.provider == "methods"
    with pytest.raises(MissingField, match="methods asks which model"):
        asked_of(parser.parse_args(["--task", "matte"]), offered)
    with pytest.raises(MissingField, match="Who makes it is missing"):
        asked_of(parser.parse_args(["--task", "restyle"]), offered)
