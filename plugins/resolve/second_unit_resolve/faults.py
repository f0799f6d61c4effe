"""What Resolve raises rather than answers, as sentences: a closed Resolve, a name it lacks.

Reading either may give None, and the call of it a TypeError; a broken line to Resolve is an OSError.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

from secondunit.wire.errors import HostError

T = TypeVar("T", bound=type)
FAULTS = (TypeError, AttributeError, RuntimeError, OSError)


def guarded(cls: T) -> T:
    """Let every public method and property of a class raise `HostError` for what Resolve raises.

    An object of the class has `require_answer`, or a `_bridge` that has: it says whether Resolve is closed.
    """
    for name, value in list(vars(cls).items()):
        if name.startswith("_"):
            continue
        if isinstance(value, FunctionType):
            setattr(cls, name, _guard(value))
        elif isinstance(value, property) and value.fget is not None:
            setattr(cls, name, property(_guard(value.fget), doc=value.__doc__))
    return cls


def _guard(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def safely(self: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return act(self, *arguments, **named)
        except FAULTS as error:
            getattr(self, "_bridge", self).require_answer()
            raise HostError(
                f"Resolve broke off what it was asked ({type(error).__name__}: {error})."[:300],
                remedy="Try again; press Check to see whether this version has what is needed.",
            ) from None

    return safely
