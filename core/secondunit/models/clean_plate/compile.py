"""How this package compiles its loops: kept on disk where that can be written, the same bits every time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """The function compiled at its first call; every operation is rounded by itself."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    try:
        return cast(F, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # what numba raises where it may write to no folder
        return cast(F, numba.njit(**options)(function))
