"""The constants of the `resolve` object, whose values are Resolve's own business and differ between versions.

Here they differ between applications of one test as well, so that no script can hold on to a number.
"""

from __future__ import annotations

from typing import Any

from .availability import available
from .stubs import resolve_contract


def enums(app: Any) -> dict[str, float]:
    """Every constant that this version has, by name. (Numbers, as `Export` and `AutoSyncAudio` want: live
    ones.)
    """
    names = sorted(resolve_contract().classes["Resolve"].attributes)
    shift = 100 * (app.session + 1) + sum(app.version)
    return {
        name: float(shift + place)
        for place, name in enumerate(names)
        if available(f"Resolve.{name}", app.version)
    }
