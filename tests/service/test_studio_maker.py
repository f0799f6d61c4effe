"""A studio's own maker, in one file of its own: from a brief to a take, without a line of the product."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import numpy as np
import pytest

from secondunit.cli.asked_of import add_provider_arguments, asked_of
from secondunit.engines.makers import PixelOrigin, find_makers, registry
from secondunit.host.choosing import fitting, tasks_of
from secondunit.media.exr import read_exr, write_exr
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
    JobState,
    Money,
    Plate,
    Rate,
    Task,
)
from secondunit.wire.job import ENDED

KEY = Path(__file__).parents[1] / "fixtures" / "makers" / "studio_key.py"
POINTS = "[secondunit.makers]\nkey = studio_key:Key\nother = studio_key:Key\ngone = studio_gone:Key\n"


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package as a studio installs it, with a maker that works and two that do not."""
    place = tmp_path / "site"
    facts = place / "studio_key-1.0.dist-info"
    facts.mkdir(parents=True)
    copy(KEY, place)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: studio-key\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(str(place))
    registry._of_studio.cache_clear()
    yield place
    registry._of_studio.cache_clear()


@pytest.fixture
def desk(working_desk: Callable[[dict[str, str]], Desk], studio: Path) -> Desk:
    """A service whose workers see the studio's package."""
    return working_desk({"PYTHONPATH": str(studio)})


@pytest.fixture
def keyed(make_brief: Callable[..., Brief], tmp_path: Path) -> Brief:
    """A brief for a key of two frames: dark on the left, bright on the right."""
    for frame in (1001, 1002):
        pixels = np.tile(np.linspace(0.0, 1.0, 64, dtype=np.float32)[:, None], (36, 1, 3))
        write_exr(tmp_path / f"plate.{frame}.exr", Picture.of(pixels))
    frames = FrameRange(1001, 1002)
    plate = Plate(str(tmp_path / "plate.%04d.exr"), frames, Rate(24), Format(64, 36), ColorSpace("ACEScg"))
    return make_brief(
        provider="key", task=Task.MATTE, plate=plate, frames=frames, kind="", prompt="",
        controls=FrozenMap(),
    )  # fmt: skip


def test_a_studios_maker_goes_from_a_brief_to_a_take(desk: Desk, keyed: Brief) -> None:
    plan = desk.planner.plan(keyed)
    assert plan.estimate.allowed and plan.estimate.verdict == "Nothing leaves this machine: a key."
    assert plan.estimate.cost == Money("0.50") and not plan.estimate.problems
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
    take = desk.store.read(lambda connection: takes.find(connection, done.take))
    assert (take.provider, take.made_by, take.maker) == ("key", "keyed", "Luma key 1")
    picture = read_exr(Path(take.folder, take.layers[0].path % 1002))
    assert not picture.pixels[:, :31].any() and (picture.pixels[:, 33:] == 1.0).all()
    assert find_makers().origin(take) is PixelOrigin.SIMULATED


def test_what_a_studios_maker_refuses_is_told_in_its_words(desk: Desk, keyed: Brief) -> None:
    from dataclasses import replace

    plan = desk.planner.plan(replace(keyed, task=Task.RETIME))
    assert [problem.message for problem in plan.estimate.problems] == ["A key is no retime."]


def test_panel_and_command_line_offer_a_studios_maker(desk: Desk) -> None:
    offered = capability_list(desk.planner).capabilities
    assert list(dict.fromkeys(one.provider for one in offered)) == ["onboard", "methods", "comp", "key"]
    assert Task.MATTE in tasks_of(offered)
    matting = fitting(offered, Task.MATTE, "")
    assert list(dict.fromkeys(one.provider for one in matting)) == ["methods", "key", "comp"]
    parser = argparse.ArgumentParser()
    add_provider_arguments(parser)
    given = asked_of(parser.parse_args(["--provider", "key"]), offered)
    assert given is not None and given.task is Task.MATTE and given.capability.label == "Luma key"


def test_a_maker_that_cannot_be_used_is_said_in_the_log_and_breaks_no_other(
    studio: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert find_makers().names() == ("onboard", "methods", "comp", "key")
    said: list[Any] = [record.getMessage() for record in caplog.records]
    assert ["the maker other of studio_key:Key cannot be used" in said,
            "the maker gone of studio_gone:Key cannot be used" in said] == [True, True]  # fmt: skip
