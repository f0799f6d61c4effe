"""How the next take is placed: bounded, kept with the document, given to the host."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.host.placing import Placing
from secondunit.wire import PlacementKind


class Told:
    """Stands for the panel: remembers the topics."""

    def __init__(self) -> None:
        self.topics: list[str] = []

    def touch(self, topic: str) -> None:
        self.topics.append(topic)


@pytest.fixture
def placing() -> Any:
    return Placing(Told(), lambda: (PlacementKind.COMP, PlacementKind.NODES))  # type: ignore[arg-type]


def test_the_usual_kind_and_the_takes_own_blend_until_something_is_chosen(placing: Any) -> None:
    assert (placing.kind, placing.blend) == (PlacementKind.COMP, "")
    assert (placing.offset, placing.mix, placing.gain) == (0, 1.0, 1.0)


def test_numbers_stay_within_their_bounds(placing: Any) -> None:
    for name, value in (("mix", 3), ("gain", -1), ("offset", 12.6)):
        placing.set(name, value)
    assert (placing.mix, placing.gain, placing.offset) == (1.0, 0.0, 13)
    placing.set("gain", float("nan"))
    assert placing.gain == 1.0


def test_what_is_set_twice_is_told_once(placing: Any) -> None:
    placing.set("mix", 0.5)
    placing.set("mix", 0.5)
    assert placing._state.topics == ["placing"]


def test_a_document_brings_everything_back(placing: Any) -> None:
    for name, value in (("kind", "nodes"), ("blend", "plus"), ("offset", -12), ("mix", 0.5), ("gain", 2.0)):
        placing.set(name, value)
    again = Placing(Told(), placing._kinds)  # type: ignore[arg-type]
    again.restore(placing.state())
    assert again.state() == placing.state()
    assert again.kind is PlacementKind.NODES


@pytest.mark.parametrize("kept", [None, 3, [], {"mix": "thick", "blend": 7, "kind": "balloon", "gain": True}])
def test_what_cannot_be_read_is_as_in_the_beginning(placing: Any, kept: object) -> None:
    placing.set("mix", 0.2)
    placing.restore(kept)
    assert (placing.kind, placing.blend, placing.mix, placing.gain) == (PlacementKind.COMP, "", 1.0, 1.0)
