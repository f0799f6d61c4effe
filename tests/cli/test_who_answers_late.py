"""`providers` where a provider takes longer than the service waits: all are listed, not the quick alone."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.cli import providers
from secondunit.wire import Absent, Capability, CapabilityList, Task
from secondunit.wire.errors import ProviderAbsent, ProviderSilent

SLOW = Capability("slow", "Slow", "m1", "M1", (Task.IMAGE,), terms="Under contract.")
SILENCE = Absent("slow", ProviderSilent("slow has not answered yet.", where="slow").problem)
GONE = Absent("gone", ProviderAbsent("gone does not answer at its address.", where="gone").problem)


class Slow:
    """A service whose provider `slow` answers at the question after so many; `gone` is away for good."""

    def __init__(self, silences: int) -> None:
        self.silences, self.asked = silences, 0

    def capabilities(self, show: str) -> CapabilityList:
        self.asked += 1
        if self.asked <= self.silences:
            return CapabilityList((), (SILENCE, GONE))
        return CapabilityList((SLOW,), (GONE,))


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was rested between two questions, in seconds; nobody waits for it."""
    made: list[float] = []
    monkeypatch.setattr(providers.time, "sleep", made.append)
    return made


def test_a_provider_that_is_still_asked_is_waited_for(
    run: Any, monkeypatch: pytest.MonkeyPatch, rests: list[float]
) -> None:
    service = Slow(silences=3)
    monkeypatch.setattr(providers, "reach", lambda: service)
    answer = run("providers", "--show", "s")
    assert answer.code == 0 and "slow\tm1\timage\t" in answer.out
    assert "slow is not there" not in answer.err and "gone is not there now" in answer.err
    assert (service.asked, len(rests)) == (4, 3)


def test_a_provider_that_never_answers_ends_the_wait_and_is_named(
    run: Any, monkeypatch: pytest.MonkeyPatch, rests: list[float]
) -> None:
    service = Slow(silences=10_000)
    monkeypatch.setattr(providers, "reach", lambda: service)
    answer = run("providers", "--show", "s")
    assert answer.code == 0 and "slow is not there now: slow has not answered yet" in answer.err
    assert service.asked == len(rests) + 1 and sum(rests) <= 60


def test_who_is_away_is_not_waited_for(run: Any, monkeypatch: pytest.MonkeyPatch, rests: list[float]) -> None:
    service = Slow(silences=0)
    monkeypatch.setattr(providers, "reach", lambda: service)
    assert run("providers", "--show", "s").code == 0
    assert (service.asked, rests) == (1, [])
