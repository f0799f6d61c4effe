"""A crowd of several passes made on this machine, from a brief to a take: every layer opened and measured."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.source.crowd_scene import Crowd, Filming, Person, film

from secondunit.cli.asked_of import add_provider_arguments, passes_from
from secondunit.engines.makers import PixelOrigin, find_makers
from secondunit.engines.passes import passes_of
from secondunit.host.choosing import fitting, stands, takes_passes, tasks_of
from secondunit.media.config import open_config
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.service.api import Desk
from secondunit.service.capabilities import capability_list
from secondunit.wire import (
    Brief,
    ColorSpace,
    Format,
    FrameRange,
    FrozenMap,
    JobState,
    Plate,
    Rate,
    Reference,
    Task,
)
from secondunit.wire.plate import PASS

from .test_methods_here import made
from .test_retime_here import ended

SIZE = (120, 216)


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk]) -> Desk:
    """A service whose workers run here."""
    return working_desk({})


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    """Three passes of four frames; the second one begins a frame later in the shot."""
    return film(
        [
            Filming((Person(50, 100, 60, (0.5, 0.08, 0.06)),)),
            Filming((Person(75, 110, 66, (0.06, 0.4, 0.08)),), gain=(1.05, 1.04, 1.03)),
            Filming((Person(165, 96, 55, (0.06, 0.1, 0.5), 2.0),)),
        ],
        SIZE, 4,
    )  # fmt: skip


@pytest.fixture
def brief(make_brief: Callable[..., Brief], tmp_path: Path, crowd: Crowd) -> Brief:
    """A brief for a crowd: floats in the shot's numbers, halves in numbers of their own, one more pass."""
    starts = (1001, 31, 1001)
    for number, (one, start) in enumerate(zip(crowd.passes, starts, strict=True)):
        for frame, pixels in one.pixels.items():
            place = tmp_path / f"pass{number}.{frame - 1001 + start:04d}.exr"
            write_exr(place, Picture.of(pixels), depth="half" if number == 1 else "float")
    frames, format = FrameRange(1001, 1004), Format(SIZE[1], SIZE[0])
    plate = Plate(str(tmp_path / "pass0.%04d.exr"), frames, Rate(24), format, ColorSpace("ACEScg"))
    references = tuple(Reference(str(tmp_path / f"pass{number}.%04d.exr"), PASS) for number in (1, 2))
    return make_brief(
        provider="methods", model="", task=Task.CROWD, plate=plate, frames=frames, kind="", prompt="",
        format=format, controls=FrozenMap(), references=references,
    )  # fmt: skip


def test_a_take_of_a_crowd_has_everybody_and_each_pass_as_a_layer(
    desk: Desk, brief: Brief, crowd: Crowd
) -> None:
    estimate = desk.planner.plan(brief).estimate
    assert not estimate.problems and estimate.seconds > 0 and estimate.memory > 0
    _, take = made(desk, brief)
    assert (take.model, take.made_by) == ("crowd_passes", "computed")
    assert find_makers().origin(take) is PixelOrigin.COMPOSITED
    beauty, passes = take.layers
    assert {"pass_1.A", "pass_3.R", "shadow_2.A", "clean.G", "never_seen.A"} <= set(passes.channels)
    for frame in (1001, 1004):
        path = Path(take.folder, beauty.path % frame)
        picture = read_exr(path).as_float().rgba()
        assert (
            inspect_exr(path).compression == "zip" and len(inspect_exr(path).provenance["pass sha256"]) > 64
        )
        calm = ~_grown(crowd.touched[frame], 5)
        plate = crowd.passes[0].pixels[frame]
        assert np.array_equal(picture[calm][:, :3], plate[calm]) and (picture[..., 3] == 1.0).all()
        everybody = crowd.touched[frame]
        off = np.abs(picture[..., :3] - crowd.truth[frame])[everybody]
        before = np.abs(plate - crowd.truth[frame])[everybody]
        assert off.mean() < 0.2 * before.mean()
        stored = read_exr(Path(take.folder, passes.path % frame))
        for number, one in enumerate(crowd.passes, 1):
            layer = stored.layer(f"pass_{number}").rgba()
            assert np.abs(layer[..., 3] - one.alpha[frame]).sum() < 0.15 * one.alpha[frame].sum()
            assert not layer[layer[..., 3] == 0.0].any()
    assert take.frames == brief.frames


def test_the_frames_are_those_that_every_pass_has_and_the_plan_says_so(desk: Desk, brief: Brief) -> None:
    late = replace(brief.references[0], frame=1002)
    plan = desk.planner.plan(replace(brief, references=(late, brief.references[1])))
    assert plan.brief.frames == FrameRange(1002, 1004) and not plan.estimate.problems
    assert any("pass1.%04d.exr has only frames 1002-1005" in one for one in plan.estimate.warnings)


def test_a_pass_lies_by_its_numbers_else_by_its_first_frame(brief: Brief) -> None:
    one, other = passes_of(brief, open_config(""))
    assert one.plate.frames == FrameRange(1001, 1004) and one.plate.file_frame(1003) == 33
    assert brief.plate is not None
    cut = replace(brief, plate=replace(brief.plate, frames=FrameRange(1003, 1004)))
    assert passes_of(cut, open_config(""))[1].plate.frames == FrameRange(1001, 1004)
    assert other.name == "pass2.%04d.exr" and not other.still


@pytest.mark.parametrize("fault", ["size", "rate", "none", "many", "role"])
def test_what_cannot_be_one_crowd_is_refused_by_name(
    desk: Desk, brief: Brief, tmp_path: Path, fault: str
) -> None:
    references = brief.references
    if fault in ("size", "rate"):
        for frame in range(1001, 1005):
            picture = Picture.of(np.full((60, 108, 3) if fault == "size" else (*SIZE, 3), 0.2, np.float32))
            write_exr(tmp_path / f"other.{frame}.exr", picture, rate=Rate(25) if fault == "rate" else None)
        references = (Reference(str(tmp_path / "other.%04d.exr"), PASS),)
    elif fault == "none":
        references = ()
    elif fault == "many":
        references = references * 4
    else:
        references = (*references, replace(references[0], role="style"))
    words = {
        "size": "other.%04d.exr is 108x60", "rate": "other.%04d.exr runs at 25", "none": "no other pass",
        "many": "9 passes", "role": "no reference as 'style'",
    }  # fmt: skip
    problems = desk.planner.plan(replace(brief, references=references)).estimate.problems
    assert any(words[fault] in one.message for one in problems), problems


def test_a_cut_in_a_pass_stops_the_job_and_is_named(
    desk: Desk, brief: Brief, crowd: Crowd, tmp_path: Path
) -> None:
    for frame in (1003, 1004):
        other = 0.2 * crowd.passes[2].pixels[frame][::-1, :, ::-1] ** 2
        write_exr(tmp_path / f"pass2.{frame}.exr", Picture.of(np.ascontiguousarray(other)))
    job = ended(desk, brief)
    assert job.state is JobState.FAILED and job.problem is not None
    assert "cut between 1002 and 1003 in the pass pass2.%04d.exr" in job.problem.message, job.problem


def test_the_panel_offers_passes_as_rows_and_the_command_line_by_name(desk: Desk, tmp_path: Path) -> None:
    offered = capability_list(desk.planner).capabilities
    assert Task.CROWD in tasks_of(offered)
    capability = next(one for one in fitting(offered, Task.CROWD, "") if one.model == "crowd_passes")
    assert takes_passes(capability) and capability.references == 7
    assert stands(Reference("b.mov", PASS), capability)
    parser = argparse.ArgumentParser()
    add_provider_arguments(parser)
    typed = parser.parse_args(["--task", "crowd", "--pass", str(tmp_path / "b.mov@1009"), "--pass", "c.exr"])
    one, other = passes_from(typed.passes)
    assert (one.path, one.role, one.frame) == (str(tmp_path / "b.mov"), PASS, 1009)
    assert (other.path, other.frame) == (str(Path("c.exr").absolute()), None)


def _grown(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], by: int) -> np.ndarray:  # type: ignore[type-arg]
    """A mask with what is up to so many pixels around it."""
    out = mask.copy()
    for _ in range(by):
        grown = out.copy()
        grown[1:] |= out[:-1]
        grown[:-1] |= out[1:]
        grown[:, 1:] |= out[:, :-1]
        grown[:, :-1] |= out[:, 1:]
        out = grown
    return out
