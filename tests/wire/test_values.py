"""The values themselves: frozen, checked when made, and moving only as they may."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondunit.wire import Control, FrozenMap, JobState, errors, may_follow, read_controls
from secondunit.wire.errors import Problem, codes, raised

DENSITY = Control("density", "Density", unit="", default=1.0, minimum=0.0, maximum=10.0)
HEIGHT = Control("height", "Height", unit="m", default=3.0, minimum=0.1, maximum=100.0)
CELLS = Control("cells", "Cells", kind="int", default=64, minimum=8, maximum=512)
SIDE = Control("side", "Side", kind="choice", default="left", choices=("left", "right"))
TINT = Control("tint", "Tint", kind="color", default="0.5 0.5 0.5")
LOOP = Control("loop", "Loop", kind="bool", default=False)


@given(st.dictionaries(st.text(max_size=5), st.integers()))
def test_a_frozen_map_equals_its_items_hashes_and_survives_a_pickle(items: dict[str, int]) -> None:
    frozen = FrozenMap(items)
    assert dict(frozen) == items
    assert hash(frozen) == hash(FrozenMap(dict(reversed(items.items()))))
    assert pickle.loads(pickle.dumps(frozen)) == frozen
    with pytest.raises(AttributeError):
        frozen.other = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("control", "given", "read"),
    [
        (DENSITY, "0.8", 0.8),
        (HEIGHT, "3 m", 3.0),
        (HEIGHT, "3m", 3.0),
        (HEIGHT, 4, 4.0),
        (CELLS, 64.0, 64),
        (SIDE, "right", "right"),
        (TINT, "0.1, 0.2, 0.3", "0.1 0.2 0.3"),
        (LOOP, "on", True),
    ],
)
def test_a_control_reads_what_an_artist_would_write(control: Control, given: object, read: object) -> None:
    assert control.read(given) == read


@pytest.mark.parametrize(
    ("control", "given", "kind"),
    [
        (HEIGHT, "3 px", errors.WrongUnit),
        (HEIGHT, "tall", errors.WrongType),
        (HEIGHT, 0.0, errors.OutOfRange),
        (HEIGHT, float("nan"), errors.OutOfRange),
        (DENSITY, True, errors.WrongType),
        (DENSITY, "0.8 m", errors.WrongUnit),
        (CELLS, 64.5, errors.WrongType),
        (SIDE, "up", errors.OutOfRange),
        (TINT, "red", errors.WrongType),
        (TINT, "1 2 inf", errors.WrongType),
        (LOOP, 3, errors.WrongType),
    ],
)
def test_a_control_refuses_what_it_cannot_hold_and_names_itself(
    control: Control, given: object, kind: type[errors.SecondUnitError]
) -> None:
    with pytest.raises(kind) as caught:
        control.read(given)
    assert caught.value.problem.where == control.name


def test_a_control_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(errors.UnknownField) as caught:
        read_controls((DENSITY, HEIGHT), {"densty": 1.0})
    assert "density" in caught.value.problem.remedy


def test_a_job_moves_only_as_it_may() -> None:
    assert may_follow(JobState.PLANNED, JobState.ALLOWED)
    assert may_follow(JobState.RUNNING, JobState.DELIVERING)
    assert may_follow(JobState.SUBMITTING, JobState.UNCERTAIN)
    assert may_follow(JobState.FAILED, JobState.PLANNED)
    assert not may_follow(JobState.DONE, JobState.PLANNED)
    assert not may_follow(JobState.PLANNED, JobState.RUNNING)
    assert not may_follow(JobState.UNCERTAIN, JobState.SUBMITTING)
    for state in JobState:
        assert not may_follow(JobState.DONE, state)


def test_every_error_has_a_code_of_its_own_that_stands_in_the_tree_at_the_top_of_the_file() -> None:
    tree = (Path(errors.__file__)).read_text(encoding="utf-8").split('"""')[1]
    found = codes()
    assert len(found) == len(set(found.values()))
    for code, cls in found.items():
        assert f"{cls.__name__} " in tree, cls
        assert code in tree, code
    assert set(errors.__all__) >= {cls.__name__ for cls in found.values()}


def test_a_problem_from_the_wire_is_raised_as_its_own_class_and_an_unknown_one_as_the_root() -> None:
    problem = Problem("storage.full", "The disk is full.", "Free some.", "Nine frames.", "frame 1009")
    error = raised(problem)
    assert isinstance(error, errors.DiskFull)
    assert error.problem == problem
    assert type(raised(Problem("from.the.future", "Something new."))) is errors.SecondUnitError
