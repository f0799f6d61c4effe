"""Strictness and hostility of every call: the contract fails the test, the situation answers None or False.

`strict` turns a class of the simulator into one that answers to the stubs. Fails the test: a name that no
stub has, wrong arity, any keyword argument, a deprecated or variadic form, a value that cannot cross into
Resolve. Answers None: a closed Resolve, an open modal window, a name that this version lacks. Answers False:
everything after a Studio-only call on the free edition until the window is answered or Resolve restarts.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from .availability import available, most_arguments
from .stubs import resolve_contract
from .trees import Call

#: The package whose calls are told from a test's own.
PLUGIN = "second_unit_resolve"
#: What crosses into Resolve beside its own objects.
_PLAIN = (str, int, float, bool, type(None))


class Watch:
    """What every strict call passes: the running application."""

    application: Any = None

    @classmethod
    def now(cls) -> Any:
        if cls.application is None:
            raise AssertionError("a Resolve object was used after the simulated Resolve of its test was gone")
        return cls.application


class Remote:
    """Base of every object that Resolve hands out: a reference, valid until Resolve closes or restarts.

    Each look-up makes a new one, and two of the same thing are not equal (assumed: nothing documents
    equality; `GetUniqueId` is what the README offers).
    """

    stub = ""

    def __init__(self, app: Any, data: Any = None) -> None:
        self._app = app
        self._data = data
        self._session = app.session

    def _gone(self) -> bool:
        """Whether what it refers to is deleted, or never was: every call answers None then."""
        return bool(getattr(self._data, "deleted", False))

    def __repr__(self) -> str:
        return f"<PyRemoteObject {self.stub}>"


def strict(stub: str, studio: frozenset[str] = frozenset()) -> Callable[[type], type]:
    """A class decorator: each public method must be one of the stub's; every other name is refused when
    called.

    `studio` names the methods that the free edition does not have.
    """

    def wrap(cls: type) -> type:
        known = resolve_contract()
        assert stub in known.classes, f"the stubs have no class {stub}"
        cls.stub = stub  # type: ignore[attr-defined]
        done: set[str] = set()
        for base in reversed(cls.__mro__):
            for name, value in list(vars(base).items()):
                if name.startswith("_") or not isinstance(value, FunctionType) or name in done:
                    continue
                calls = known.method(stub, name)
                assert calls is not None, f"the simulator invents {stub}.{name}"
                function = getattr(cls, name)
                setattr(cls, name, _checked(f"{stub}.{name}", calls, function, name in studio))
                done.add(name)
        for name in known.members(stub) - done:
            calls = known.method(stub, name)
            if calls is not None and not name.startswith("_"):
                setattr(
                    cls, name, _checked(f"{stub}.{name}", calls, _missing(f"{stub}.{name}"), name in studio)
                )
        cls.__getattribute__ = _reading(stub)  # type: ignore[method-assign,assignment]
        cls.__setattr__ = _fixed(stub)  # type: ignore[method-assign,assignment]
        cls.__dir__ = _listing(stub)  # type: ignore[method-assign,assignment]
        return cls

    return wrap


def _checked(name: str, calls: tuple[Call, ...], function: Callable[..., Any], studio: bool) -> Any:
    @functools.wraps(function)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        app = Watch.now()
        app.calls[name] += 1
        if sys._getframe(1).f_globals.get("__name__", "").startswith(PLUGIN):
            app.plugin_calls.add(name)
        refuse_form(name, calls, args, kwargs)
        trouble = app.trouble(name, self._session, studio)
        if trouble is not None:
            return trouble.answer
        if self._gone():
            return None
        most = most_arguments(name, app.version)
        if most is not None and len(args) > most:
            return None  # assumed: an argument that this version does not know makes the call fail
        return function(self, *args)

    return call


def refuse_form(name: str, calls: tuple[Call, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Fail the test for a call that Resolve would not take as it is written."""
    assert not kwargs, f"{name}() takes no keyword arguments in Resolve: {', '.join(kwargs)}"
    plain = [each for each in calls if "deprecated" not in each.marks and not each.star]
    assert plain, f"{name}() is deprecated, or has a variadic form only: use list and dict forms"
    complaints = [each.refuses(args, {}) for each in plain]
    assert not all(complaints), f"{name}() {complaints[0]}"
    for value in args:
        refuse_value(name, value)


def refuse_value(name: str, value: Any) -> None:
    """Fail the test for a value that cannot be handed to Resolve: a Path, a Fraction, a tuple, an enum."""
    if isinstance(value, list):
        for each in value:
            refuse_value(name, each)
    elif isinstance(value, dict):
        for key, each in value.items():
            refuse_value(name, key)
            refuse_value(name, each)
    else:
        ours = type(value) in _PLAIN or isinstance(value, Remote)
        assert ours, f"{name}() was given a {type(value).__name__}, which does not cross into Resolve"


def _reading(stub: str) -> Any:
    known = resolve_contract()

    def read(self: Any, name: str) -> Any:
        if name.startswith("_") or name == "stub":
            return object.__getattribute__(self, name)
        app = Watch.now()
        if name not in known.members(stub):
            app.probed.append(f"{stub}.{name}")
            return _invented(f"{stub}.{name}")
        if not available(f"{stub}.{name}", app.version):
            return _absent if app.fabricates else None
        if app.dead_raises and (not app.running or self._session != app.session):
            return None
        return object.__getattribute__(self, name)

    return read


def _absent(*args: Any) -> None:
    """What a name that this version lacks gives: something callable that answers None."""


def _invented(name: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError(f"Resolve has no {name}: no stub and no overlay line names it")

    return call


def _missing(name: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError(
            f"{name} is Resolve's, but the simulator does not do it yet: add it with its source"
        )

    call.not_simulated = True  # type: ignore[attr-defined]
    return call


def _fixed(stub: str) -> Any:
    def keep(self: object, name: str, value: object) -> None:
        assert name.startswith("_"), f"{stub}.{name} was assigned: Resolve keeps no attributes for others"
        object.__setattr__(self, name, value)

    return keep


def _listing(stub: str) -> Any:
    def names(self: object) -> list[str]:
        app = Watch.now()
        return sorted(
            name for name in resolve_contract().members(stub) if available(f"{stub}.{name}", app.version)
        )

    return names
