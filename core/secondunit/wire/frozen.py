"""An immutable, hashable mapping for use inside frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")


class FrozenMap(Mapping[str, V]):
    """A mapping from names to values that cannot change and keeps its names sorted."""

    __slots__ = ("_items",)
    _items: dict[str, V]

    def __init__(self, items: Mapping[str, V] | None = None, **more: V) -> None:
        merged = {**(items or {}), **more}
        object.__setattr__(self, "_items", dict(sorted(merged.items())))

    def __getitem__(self, name: str) -> V:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a FrozenMap cannot change")

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def __getstate__(self) -> dict[str, V]:
        return dict(self._items)

    def __setstate__(self, state: dict[str, V]) -> None:
        object.__setattr__(self, "_items", dict(state))

    def updated(self, items: Mapping[str, V]) -> FrozenMap[V]:
        """A new map with `items` laid over this one."""
        return FrozenMap({**self._items, **items})
