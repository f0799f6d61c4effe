"""What finished jobs took, and the estimates that follow it: by hand, and through a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secondunit.elements import Cost
from secondunit.engines.speeds import JOBS, KindSpeed, Speeds, WorkSpeed
from secondunit.engines.usage import USAGE_FILE, Usage, read_usage, usage_kept
from secondunit.wire import Step

RECKONED = {Step.SIMULATE: 1.0, Step.RENDER: 2.0}


def taken(simulate: float, render: float, frames: int = 10, clock: float = 0.5) -> dict[Step, Usage]:
    """What a job of so many frames took, a frame, in seconds of processor."""
    return {
        Step.SIMULATE: Usage(frames, simulate * frames, simulate * frames * clock),
        Step.RENDER: Usage(frames, render * frames, render * frames * clock),
    }


@pytest.fixture
def speeds(tmp_path: Path) -> Speeds:
    return Speeds(tmp_path / "speeds.json")


def test_without_a_job_an_estimate_is_what_its_kind_reckons(speeds: Speeds) -> None:
    cost = Cost(0.5, 1.0, 1, 1, simulate_cores=2.0, render_cores=3.0)
    assert speeds.of("smoke") == KindSpeed()
    assert speeds.of("smoke").applied(cost) == (0.5 * 2.0 + 1.0 * 3.0, 0.5 + 1.0)


def test_what_the_last_job_took_is_what_the_next_is_estimated_at(speeds: Speeds) -> None:
    speeds.learn("smoke", RECKONED, taken(3.0, 1.0, clock=2.0))
    cost = Cost(1.0 / 4.0, 2.0 / 4.0, 1, 1, simulate_cores=4.0, render_cores=4.0)
    processor, clock = speeds.of("smoke").applied(cost)
    assert processor == pytest.approx(3.0 + 1.0)
    assert clock == pytest.approx(2.0 * (3.0 + 1.0))


def test_a_kind_that_made_nothing_here_follows_the_middle_of_the_others(speeds: Speeds) -> None:
    for kind, factor in (("smoke", 1.5), ("fire", 2.0), ("rain", 8.0)):
        speeds.learn(kind, RECKONED, taken(factor, 2.0 * factor))
    assert speeds.of("snow").render.factor == pytest.approx(2.0)
    assert speeds.of("rain").render.factor == pytest.approx(8.0)


def test_one_job_that_went_wrong_does_not_move_what_is_expected(speeds: Speeds) -> None:
    for factor in (1.0, 1.1, 9.0, 1.2, 0.9):
        speeds.learn("smoke", RECKONED, taken(factor, 2.0))
    assert speeds.of("smoke").simulate.factor == pytest.approx(1.1)


def test_old_jobs_are_forgotten(speeds: Speeds) -> None:
    for factor in [5.0] * JOBS + [1.0] * JOBS:
        speeds.learn("smoke", RECKONED, taken(factor, 2.0))
    assert speeds.of("smoke").simulate.factor == pytest.approx(1.0)


def test_a_step_too_short_to_say_anything_of_the_machine_is_not_learned_from(speeds: Speeds) -> None:
    speeds.learn("smoke", RECKONED, taken(0.05, 4.0))
    assert speeds.of("smoke") == KindSpeed(WorkSpeed(), WorkSpeed(2.0, 0.5))


def test_what_no_kind_reckons_is_not_learned_from(speeds: Speeds) -> None:
    speeds.learn("smoke", {}, taken(3.0, 3.0))
    speeds.learn("smoke", RECKONED, taken(90.0, 90.0))
    assert speeds.of("smoke") == KindSpeed()


@pytest.mark.parametrize(
    "content", ["", "[]", '{"smoke": 1}', '{"smoke": {"render": [[1, "x"], [null, 2], 3]}}']
)
def test_a_file_that_is_damaged_is_no_speed(speeds: Speeds, content: str) -> None:
    assert speeds.path is not None
    speeds.path.write_text(content, "utf-8")
    assert speeds.of("smoke") == KindSpeed()
    speeds.learn("smoke", RECKONED, taken(3.0, 1.0))
    assert speeds.of("smoke").simulate.factor == pytest.approx(3.0)


def test_without_a_file_nothing_is_kept() -> None:
    speeds = Speeds()
    speeds.learn("smoke", RECKONED, taken(3.0, 1.0))
    assert speeds.of("smoke") == KindSpeed()


def test_what_tasks_of_a_step_took_is_added_up(tmp_path: Path) -> None:
    for frames in (2, 3):
        with usage_kept(tmp_path, Step.RENDER, frames):
            sum(range(20_000))
    rows = [json.loads(line) for line in (tmp_path / USAGE_FILE).read_text().splitlines()]
    usage = read_usage(tmp_path)
    assert set(usage) == {Step.RENDER} and usage[Step.RENDER].frames == 5
    assert usage[Step.RENDER].processor == sum(row["processor"] for row in rows) > 0.0


def test_a_task_that_failed_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), usage_kept(tmp_path, Step.RENDER, 1):
        1 / 0  # noqa: B018
    assert read_usage(tmp_path) == {}


def test_lines_that_are_cut_off_are_left_out(tmp_path: Path) -> None:
    (tmp_path / USAGE_FILE).write_text(
        '{"step": "render", "frames": 1, "processor": 2.0, "clock": 3.0}\n{"step": "ren\nnull\n'
    )
    assert read_usage(tmp_path) == {Step.RENDER: Usage(1, 2.0, 3.0)}
