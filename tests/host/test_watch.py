"""A look at the document: in parts while it is due, whole when it is asked for, never two at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from secondunit.host.watch import LOOK, SHARE, ScriptWatch


class Hands:
    """A clock that stands until a step takes its time."""

    def __init__(self, *takes: float) -> None:
        self.now, self.takes = 0.0, takes
        self.seen: list[int] = []

    def __call__(self) -> float:
        return self.now

    def steps(self) -> Iterator[None]:
        for number, seconds in enumerate(self.takes):
            self.now += seconds
            self.seen.append(number)
            yield


def test_steps_that_take_no_time_are_made_in_one_turn_and_the_next_look_waits() -> None:
    hands = Hands(0.0, 0.0, 0.0)
    watch = ScriptWatch(hands.steps, hands)
    assert watch.turn()
    assert hands.seen == [0, 1, 2]
    assert not watch.turn()
    hands.now = LOOK
    assert watch.turn()
    assert hands.seen == [0, 1, 2, 0, 1, 2]


def test_a_look_that_takes_long_is_spread_over_turns_and_is_made_more_seldom() -> None:
    hands = Hands(0.01, 0.0005, 0.0005, 0.01)
    watch = ScriptWatch(hands.steps, hands)
    seen = []
    while watch.turn():
        seen.append(len(hands.seen))
        hands.now += 0.1  # what the host does between two pumps is no part of the look
    assert seen[:2] == [1, 4]
    assert watch.due == pytest.approx(0.021 / SHARE)


def test_a_look_that_is_asked_for_is_whole_and_begins_anew() -> None:
    hands = Hands(0.01, 0.01)
    watch = ScriptWatch(hands.steps, hands)
    watch.turn()
    watch.look()
    assert hands.seen == [0, 0, 1]
    assert not watch.turn()


def test_a_host_that_turns_its_loop_while_it_is_read_is_not_looked_at_within_the_look() -> None:
    turns = []

    def steps() -> Iterator[None]:
        turns.append(watch.turn())
        yield

    watch = ScriptWatch(steps, lambda: 0.0)
    assert watch.turn()
    assert turns == [False]


def test_a_step_that_fails_ends_its_look_and_the_next_begins_at_its_first_step() -> None:
    hands = Hands(0.0)

    def steps() -> Iterator[None]:
        yield from hands.steps()
        raise RuntimeError("gone")

    watch = ScriptWatch(steps, hands)
    with pytest.raises(RuntimeError):
        watch.turn()
    hands.now = LOOK
    with pytest.raises(RuntimeError):
        watch.turn()
    assert hands.seen == [0, 0]
