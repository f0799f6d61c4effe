"""A toy model that is pointed at what is meant: it is sent points and boxes, and keeps the clause on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.providers import Request, Ticket
from secondunit.providers.echo import Echo, House
from secondunit.testing import CLAUSES, Broke, Stand
from secondunit.testing.echo_stand import echo_stand
from secondunit.wire import Capability, Need, PreparedBox, PreparedPoint, Task
from secondunit.wire.errors import BadInput

POINTS = (PreparedPoint(12.0, 8.5), PreparedPoint(40.0, 2.0, 0, True))
(CLAUSE,) = (clause for clause in CLAUSES if "points or boxes" in clause.sentence)


class Roto(Echo):
    """Echo that mattes what it is pointed at."""

    strict = True

    def capabilities(self) -> Sequence[Capability]:
        return tuple(
            replace(one, intake=replace(one.intake, points=Need.REQUIRED, boxes=Need.OPTIONAL))
            for one in super().capabilities()
            if one.intake is not None
        )

    def submit(self, request: Request, key: str) -> Ticket:
        if self.strict and not request.points:
            raise BadInput("Roto needs points.", where="points")
        return super().submit(request, key)


class Careless(Roto):
    """One that takes a request without the points it needs."""

    strict = False


def stand_of(kind: type[Roto], folder: Path) -> Stand:
    stand = echo_stand(folder)
    house: House = stand.far.house  # type: ignore[attr-defined]
    return replace(stand, provider=lambda: kind(house=house), request=replace(stand.request, points=POINTS))


def test_what_it_was_sent_holds_the_points_and_boxes(tmp_path: Path) -> None:
    stand = stand_of(Roto, tmp_path / "stand")
    provider = stand.provider()
    assert isinstance(provider, Roto)
    boxes = (PreparedBox(1.0, 2.0, 30.0, 20.0, 3),)
    provider.submit(replace(stand.request, boxes=boxes), "k1")
    request = provider.house.jobs["k1"].request
    assert request.task is Task.RESTYLE and request.points == POINTS and request.boxes == boxes
    with pytest.raises(BadInput, match="needs points"):
        provider.submit(replace(stand.request, points=()), "k2")


def test_the_suite_asks_that_nothing_is_sent_without_the_points_a_model_must_have(tmp_path: Path) -> None:
    assert CLAUSE.hold(stand_of(Roto, tmp_path / "kept")) is None
    with pytest.raises(Broke):
        CLAUSE.hold(stand_of(Careless, tmp_path / "broken"))
