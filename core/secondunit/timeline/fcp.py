"""What Final Cut 7 XML says in effects and flags of its own, which its adapter passes on without reading."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from .metadata import entry

#: Speeds are written in percent, to a few decimals.
_FINEST = 10_000


def enabled(item: otio.core.Composable) -> bool:
    """Whether an item is switched on, by OpenTimelineIO's own flag and by the XML's."""
    own = _own(item.metadata)
    flag = str(own.get("enabled", "TRUE")) if own else "TRUE"
    return bool(getattr(item, "enabled", True)) and flag.upper() != "FALSE"


def speed(effect: otio.schema.Effect) -> Fraction | None:
    """The speed of a `timeremap` filter; None for any other effect, and for a speed that varies."""
    values = _values(effect)
    if not values or values.get("variablespeed", "0") not in ("0", "FALSE"):
        return None
    try:
        factor = Fraction(values.get("speed", "100")).limit_denominator(_FINEST) / 100
    except ValueError:
        return None
    return -factor if values.get("reverse", "FALSE").upper() == "TRUE" else factor


def varies(effect: otio.schema.Effect) -> bool:
    """Whether the effect is a `timeremap` whose speed is a curve, or cannot be read."""
    return bool(_values(effect)) and speed(effect) is None


def source_start(item: otio.schema.Clip, scale: Fraction, first: Fraction, length: int) -> Fraction:
    """The lowest media frame of a clip at `scale`: the XML counts in and out points in retimed frames.

    Backward they count from the media's last frame.
    """
    available = item.media_reference.available_range if item.media_reference is not None else None
    if available is None or not scale:
        return first
    begin = Fraction(available.start_time.value)
    after = (first - begin) * abs(scale)
    if scale > 0:
        return begin + after
    return begin + Fraction(available.duration.value) - after - 1 - int(abs(scale) * (length - 1))


def _values(effect: otio.schema.Effect) -> dict[str, str]:
    data = _own(effect.metadata)
    if str(data.get("effectid", "")) != "timeremap":
        return {}
    content = data.get("parameter", ())
    parameters = [content] if hasattr(content, "get") else list(content)
    return {
        str(parameter.get("parameterid", "")): str(parameter.get("value", "")) for parameter in parameters
    }


def _own(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    section = entry(metadata, "fcp_xml")
    return section if hasattr(section, "get") else {}
