"""The smallest host keeps the host contract, and the contract notices one that does not."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import FrameRange, Job, JobState


@pytest.fixture
def parts(host: Any) -> tuple[Any, Any, Any]:
    """The contract, the class of a host in memory, and a case of it."""
    conftest = sys.modules[type(host).__module__]
    contract = conftest.load("secondunit_contract", Path(__file__).parents[1] / "hosts" / "contract.py")
    loopback = sys.modules["secondunit_test_loopback"]
    job = Job("j" + "1" * 25, "show", "sh010", "smoke", "0" * 64, FrameRange(1001, 1004), JobState.DONE)
    takes = (
        loopback.take_of(job),
        loopback.take_of(replace(job, id="j" + "2" * 25), version=2),
        loopback.take_of(replace(job, id="j" + "3" * 25, element="fire")),
    )
    hosts: list[Any] = []

    def fresh() -> Any:
        hosts.append(type(host)())
        return hosts[-1]

    def undo(one: Any) -> Any:
        one.undo.pop()
        one.document.popitem()
        return one

    case = contract.Case(
        fresh, takes, undo_steps=lambda: len(hosts[-1].undo), undo=undo, save_and_reload=lambda one: one,
        untouched=lambda one: str(one.state),
    )  # fmt: skip
    return contract, type(host), case


def test_the_smallest_host_keeps_every_clause(parts: tuple[Any, Any, Any]) -> None:
    contract, _, case = parts
    assert len(contract.check(case)) >= 12


@pytest.mark.parametrize("fault", ["offset", "undo", "wrong element"])
def test_a_host_that_breaks_a_clause_is_found(parts: tuple[Any, Any, Any], fault: str) -> None:
    contract, memory, case = parts

    class Faulty(memory):  # type: ignore[misc]
        def place(self, placement: Any, take: Any) -> Any:
            if fault == "offset":
                placement = replace(placement, offset=0)
            if fault == "undo":
                self.undo.append("one too many")
            return super().place(placement, take)

        def set_version(self, placed: str, take: Any) -> Any:
            if fault == "wrong element" and placed in self.document:
                self.document[placed]["element"] = take.element
            return super().set_version(placed, take)

    made: list[Any] = []

    def fresh() -> Any:
        made.append(Faulty())
        return made[-1]

    case.fresh, case.undo_steps = fresh, lambda: len(made[-1].undo)
    with pytest.raises(AssertionError, match="host contract is broken"):
        contract.check(case)
