"""Strictness: an unknown name, wrong arity or unknown keyword fails with an AssertionError naming the call.

`strict` turns a class of the simulator into one that answers to the stubs, `StrictModule` a module.
Every call is also recorded, and refused off the main thread.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from .stubs import Call, Contract, nuke_contract

#: Dunder methods that Python itself calls; they are not names a plugin writes.
_QUIET = frozenset({"__init__", "__hash__", "__eq__", "__ne__", "__repr__", "__setattr__", "__getattr__"})
#: Calls that Nuke allows from any thread.
ANY_THREAD = frozenset({"executeInMainThread", "executeInMainThreadWithResult", "tprint"})


class Watch:
    """What every strict call passes: the running application sets `enter`."""

    enter: Callable[[str], None] | None = None

    @classmethod
    def call(cls, name: str) -> None:
        if cls.enter is None:
            raise AssertionError(f"{name} was called after the simulated Nuke was closed")
        cls.enter(name)


def checked(name: str, calls: tuple[Call, ...], function: Callable[..., Any], *, bound: bool) -> Any:
    """The function behind the stubs' own idea of its arguments."""
    signature = inspect.signature(function)
    fits: set[tuple[object, ...]] = set()

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        Watch.call(name)
        # Whether a call fits depends on how many arguments it has and on their names, not on their values.
        shape = (len(args), *kwargs)
        if shape not in fits:
            given = args[1:] if bound else args
            complaints = [each.refuses(given, kwargs) for each in calls]
            if complaints and all(complaints):
                raise AssertionError(f"{name}() {complaints[0]}")
            try:
                signature.bind(*args, **kwargs)
            except TypeError as error:
                raise AssertionError(f"{name}() {error}") from None
            fits.add(shape)
        return function(*args, **kwargs)

    return call


def strict(stub: str, contract: Contract | None = None) -> Callable[[type], type]:
    """A class decorator: each public method must be one of the stub's; every other name is refused."""

    def wrap(cls: type) -> type:
        known = contract or nuke_contract()
        assert stub in known.classes, f"the stubs have no class {stub}"
        for name, value in list(vars(cls).items()):
            if name in _QUIET or (name.startswith("_") and not name.startswith("__")):
                continue
            raw = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
            if not isinstance(raw, FunctionType):
                continue
            calls = known.method(stub, name)
            assert calls is not None or name.startswith("__"), f"the simulator invents {stub}.{name}"
            bound = not isinstance(value, staticmethod)
            made = checked(f"{stub}.{name}", calls or (), raw, bound=bound)
            setattr(cls, name, type(value)(made) if raw is not value else made)
        for name in known.members(stub):
            if not hasattr(cls, name) and not name.startswith("__"):
                setattr(cls, name, _missing(f"{stub}.{name}"))
        cls.__getattr__ = _unknown(stub)  # type: ignore[attr-defined]
        cls.__setattr__ = _fixed(stub)  # type: ignore[assignment,method-assign]
        return cls

    return wrap


def _missing(name: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError(
            f"{name} is Nuke's, but the simulator does not do it yet: add it with its source"
        )

    call.not_simulated = True  # type: ignore[attr-defined]
    return call


def _unknown(stub: str) -> Any:
    def refuse(self: object, name: str) -> Any:
        if name.startswith("__") or name.startswith("_"):
            raise AttributeError(name)
        raise AssertionError(f"{stub} has no {name!r}: no stub and no overlay line names it")

    return refuse


def _fixed(stub: str) -> Any:
    def keep(self: object, name: str, value: object) -> None:
        if not name.startswith("_"):
            raise AssertionError(f"{stub}.{name} was assigned: Nuke keeps no attributes for others")
        object.__setattr__(self, name, value)

    return keep


class StrictModule(ModuleType):
    """A module whose unknown names fail the test, and whose `dir()` is that of the contract."""

    def __init__(self, name: str, contract: Contract) -> None:
        super().__init__(name)
        self.__dict__["_contract"] = contract

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        contract: Contract = self.__dict__["_contract"]
        if name in contract.names():
            raise AssertionError(f"{self.__name__}.{name} is Nuke's, but the simulator does not do it yet")
        raise AssertionError(f"{self.__name__} has no {name!r}: no stub and no overlay line names it")

    def __setattr__(self, name: str, value: object) -> None:
        if name.startswith("_"):
            super().__setattr__(name, value)
            return
        raise AssertionError(f"{self.__name__}.{name} was replaced: that would break other plugins")

    def __dir__(self) -> list[str]:
        contract: Contract = self.__dict__["_contract"]
        return sorted(contract.names() | {name for name in self.__dict__ if not name.startswith("_")})

    def add(self, name: str, value: object) -> None:
        """Offer a name: a function goes behind the contract's own signature."""
        contract: Contract = self.__dict__["_contract"]
        assert name in contract.names() or isinstance(value, ModuleType), f"invents {self.__name__}.{name}"
        if isinstance(value, FunctionType) or inspect.ismethod(value):
            spoken = name if self.__name__ == "nuke" else f"{self.__name__}.{name}"
            value = checked(spoken, contract.functions.get(name, ()), value, bound=False)
        self.__dict__[name] = value
