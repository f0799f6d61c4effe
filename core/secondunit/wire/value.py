"""The decorator of frozen values: `dataclass(frozen=True)`, with methods that cost nothing before their use.

The standard decorator writes and compiles six functions a class. A panel that opens in a host imports more
than a hundred values, and these functions were a third of the time until it stood there. Here comparing,
hashing and showing are shared, and `__init__` is written when the first value of its class is made. Fields,
defaults, `replace`, `fields`, pickling and errors are those of the standard library's `dataclasses`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

#: Methods that a class may bring itself: the standard decorator knows what to do about each.
_OWN = {"__init__", "__eq__", "__hash__", "__repr__", "__setattr__", "__delattr__"}

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool) -> Callable[[type], type]:
        """A class decorator: the class's annotations become the fields of a frozen value."""
        return _value if frozen else dataclasses.dataclass


def _value(cls: type) -> type:
    """A class as a frozen value; one that inherits fields or brings methods of its own, the standard way."""
    inherits = any(hasattr(base, "__dataclass_fields__") for base in cls.__mro__[1:])
    if inherits or _OWN & set(vars(cls)):
        return dataclasses.dataclass(frozen=True)(cls)
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # else the standard decorator works out a signature for it
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    params: Any = vars(cls)["__dataclass_params__"]
    params.init = params.repr = params.eq = params.frozen = True
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(cls)
    shown = tuple(field.name for field in fields if field.repr)
    compared = _values_of(tuple(field.name for field in fields if field.compare))
    hashed = _values_of(tuple(f.name for f in fields if (f.compare if f.hash is None else f.hash)))

    def __init__(self: object, *args: object, **values: object) -> None:
        made = _init(cls, fields)
        cls.__init__ = made  # type: ignore[misc]
        made(self, *args, **values)

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    def __hash__(self: object) -> int:
        return hash(hashed(self))

    @recursive_repr()
    def __repr__(self: object) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({said})"

    def __setattr__(self: object, name: str, value: object) -> None:
        if type(self) is cls or name in cls.__dataclass_fields__:  # type: ignore[attr-defined]
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self: object, name: str) -> None:
        if type(self) is cls or name in cls.__dataclass_fields__:  # type: ignore[attr-defined]
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    for method in (__init__, __eq__, __hash__, __repr__, __setattr__, __delattr__):
        method.__qualname__ = f"{cls.__qualname__}.{method.__name__}"
        setattr(cls, method.__name__, method)
    return cls


def _values_of(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """What reads these fields of a value, as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """The `__init__` of a value, written and compiled."""
    known: dict[str, object] = {"_set": object.__setattr__, "_factory": dataclasses.MISSING}
    heads: dict[bool, list[str]] = {False: [], True: []}
    body: list[str] = []
    for field in fields:
        name, value = field.name, field.name
        made = field.default_factory is not dataclasses.MISSING
        if made:
            known[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}() if {name} is _factory else {name}" if field.init else f"_make_{name}()"
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            if not field.init:
                continue  # it stands in the class
        if field.init:
            has = made or field.default is not dataclasses.MISSING
            default = "_factory" if made else f"_default_{name}"
            heads[field.kw_only is True].append(f"{name}={default}" if has else name)
        elif not made:
            continue
        body.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    named = ["*", *heads[True]] if heads[True] else []
    head = ", ".join(["self", *heads[False], *named])
    exec(f"def __init__({head}):\n " + "\n ".join(body or ["pass"]), known)
    init: Any = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__module__ = cls.__module__
    return init  # type: ignore[no-any-return]


__all__ = ["dataclass"]
