"""Controls set by hand on the command line."""

from __future__ import annotations

from secondunit.wire import Control, FrozenMap, Scalar, read_controls
from secondunit.wire.errors import WrongType


def controls_from(settings: list[str], controls: tuple[Control, ...]) -> FrozenMap[Scalar]:
    """`density=0.8` and its like, each read by its control. Raises `BadValue`."""
    read: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise WrongType(f"{setting[:60]!r} is not a setting.", remedy="Write it as --set density=0.8.")
        read[name.strip()] = value.strip()
    return read_controls(controls, read)
