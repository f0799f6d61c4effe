"""The kinds of elements as the service offers them; loading what makes them takes a second, once."""

from __future__ import annotations

from functools import lru_cache

from secondunit.wire import Kind, KindList


@lru_cache(maxsize=1)
def kind_list() -> KindList:
    """Every kind with its controls."""
    from secondunit.elements import kinds

    return KindList(tuple(_described(name) for name in kinds()))


def _described(name: str) -> Kind:
    from secondunit.elements import kind

    element = kind(name)
    text = (element.__doc__ or "").strip().splitlines()
    return Kind(
        name=element.name,
        label=element.label,
        version=element.version,
        controls=element.controls(),
        help=text[0] if text else "",
        made_by="simulated",
        looks=element.looks,
        bodied=element.bodied,
        fillings=element.fillings,
    )
