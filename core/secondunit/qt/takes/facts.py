"""What a compositor asks of a take or a plate, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.terms import made_by

from .times import rate_text

if TYPE_CHECKING:
    from secondunit.wire import Capability, Plate, Take


def facts(take: Take, capabilities: tuple[Capability, ...] = ()) -> str:
    """What a compositor asks of a take, in one line."""
    maker = made_by(take, capabilities)
    size = f"{take.format.width}×{take.format.height}"
    if take.format.pixel_aspect != 1.0:
        size += f" pixel aspect {take.format.pixel_aspect:g}"
    frames = f"{take.frames}, {len(take.frames)} frames"
    parts = (take.choice, maker, size, take.colorspace.name, rate_text(take.rate), frames)
    return "   ".join(part for part in parts if part)


def plate_facts(plate: Plate) -> str:
    """What a compositor asks of a plate, in one line."""
    size = f"{plate.format.width}×{plate.format.height}"
    if plate.format.pixel_aspect != 1.0:
        size += f" pixel aspect {plate.format.pixel_aspect:g}"
    frames = f"{plate.frames}, {len(plate.frames)} frames" if len(plate.frames) > 1 else "one frame"
    return "   ".join(part for part in (size, plate.colorspace.name, rate_text(plate.rate), frames) if part)
