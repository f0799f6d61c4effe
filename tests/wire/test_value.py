"""Values behave as those of the standard decorator, whose twin is made of the same class beside them."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import pickle
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import secondunit.wire
from secondunit.wire import FrameRange, Note
from secondunit.wire.value import dataclass


class Point:
    """A place, with a name that does not count."""

    x: float
    y: float = 2.0
    name: str = dataclasses.field(default="", compare=False)
    marks: tuple[str, ...] = dataclasses.field(default_factory=tuple, metadata={"unit": "words"})
    secret: int = dataclasses.field(default=7, repr=False, init=False)
    last: int = dataclasses.field(default=0, kw_only=True, hash=False)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("to the left of nothing")


def twin() -> tuple[Any, Any]:
    """The class as this decorator makes it, and as the standard one does."""
    parts = dict(vars(Point)) | {"__qualname__": "Point"}
    for name in ("__dict__", "__weakref__"):
        parts.pop(name)
    ours, theirs = (type("Point", (), copy.copy(parts)) for _ in range(2))
    return dataclass(frozen=True)(ours), dataclasses.dataclass(frozen=True)(theirs)


GIVEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1.0,), {}), ((1.0, 3.0), {}), ((1.0, 3.0, "a"), {}), ((1.0,), {"name": "b"}),
    ((1.0,), {"marks": ("m",)}), ((1.0,), {"last": 4}), ((1.5, 2.0, "", ("q",)), {"last": 9}),
]  # fmt: skip


def test_values_compare_hash_and_show_as_the_standard_decorator_has_them() -> None:
    ours, theirs = twin()
    mine = [ours(*given, **named) for given, named in GIVEN]
    standard = [theirs(*given, **named) for given, named in GIVEN]
    for one, other in zip(mine, standard, strict=True):
        assert repr(one) == repr(other)
        assert hash(one) == hash(other)
        assert dataclasses.asdict(one) == dataclasses.asdict(other)
        assert one != other, "values of two classes are never equal"
    for row, others in ((mine, standard),):
        for a, a2 in zip(row, others, strict=True):
            assert [a == b for b in row] == [a2 == b2 for b2 in others]


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, 2, 3, 4, 5), {}), ((1,), {"secret": 1}), ((1,), {"x": 1}), ((-1,), {}), ((1,), {"z": 1})],
)
def test_what_the_standard_decorator_refuses_is_refused_in_the_same_words(given: Any, named: Any) -> None:
    ours, theirs = twin()
    with pytest.raises((TypeError, ValueError)) as expected:
        theirs(*given, **named)
    for _ in range(2):
        with pytest.raises(expected.type) as refusal:
            ours(*given, **named)
        assert str(refusal.value) == str(expected.value)


def test_a_value_cannot_change_and_is_replaced_copied_and_pickled() -> None:
    note = Note("t1", "darker", 1004)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'text'"):
        note.text = "lighter"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'text'"):
        del note.text
    assert dataclasses.replace(note, frame=1005) == Note("t1", "darker", 1005)
    assert copy.deepcopy(note) == pickle.loads(pickle.dumps(note)) == note
    assert len({note, copy.copy(note)}) == 1


def test_a_value_is_matched_by_position_and_inherited_from() -> None:
    match FrameRange(1001, 1010):
        case FrameRange(first, last):
            assert (first, last) == (1001, 1010)

    @dataclass(frozen=True)
    class Base:
        a: int

    @dataclass(frozen=True)
    class Above(Base):
        b: int = 2

    assert Above(1) == Above(1, 2)
    assert repr(Above(1)).endswith("Above(a=1, b=2)")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Above(1).a = 3  # type: ignore[misc]

    class Plain(Base):
        def __init__(self) -> None:
            super().__init__(5)
            self.note = "its own"

    assert (Plain().a, Plain().note) == (5, "its own")


def test_a_value_in_itself_is_shown() -> None:
    @dataclass(frozen=True)
    class Holder:
        parts: list[Any]

    holder = Holder([])
    holder.parts.append(holder)
    assert "..." in repr(holder)


def values() -> Iterator[type]:
    """Every frozen value of the wire."""
    for module in pkgutil.iter_modules(secondunit.wire.__path__, "secondunit.wire."):
        for value in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(value, type)
                and dataclasses.is_dataclass(value)
                and value.__module__ == module.name
            ):
                yield value


def test_every_value_of_the_wire_says_that_it_is_frozen_and_has_its_fields_in_order() -> None:
    found = list(values())
    assert len(found) > 90
    for value in found:
        params: Any = vars(value)["__dataclass_params__"]
        assert params.frozen, value
        positional = tuple(
            field.name for field in dataclasses.fields(value) if field.init and not field.kw_only
        )
        assert vars(value)["__match_args__"] == positional
