"""What every plan looks at first: the rate, the colour space a take is delivered in, the room it needs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from secondunit.engines.folders import free_bytes, refusal
from secondunit.engines.inputs import linear_space
from secondunit.engines.makers.findings import Findings
from secondunit.wire import Brief, ColorSpace, Estimate, ShowSettings
from secondunit.wire.errors import OutOfRange, SecondUnitError

from .inside import require_inside
from .shows import place

#: Bytes a pixel takes on disk, measured on takes: half float in ZIP; DWAA is smaller, float twice as large.
BEAUTY_BYTES, PASSES_BYTES = 6.0, 34.0
#: Frames a second of a shot: from slow time lapse to high speed.
SLOWEST, FASTEST = 1, 1000


def check_rate(brief: Brief) -> None:
    """Raise `OutOfRange` for a rate that no shot has."""
    if not SLOWEST <= float(brief.rate) <= FASTEST:
        raise OutOfRange(
            f"{str(brief.rate)[:40]} frames a second is no rate of a shot.",
            remedy=f"Stay within {SLOWEST} to {FASTEST} frames a second.",
            where="rate",
        )


def filled(brief: Brief, show: ShowSettings) -> Brief:
    """The brief with the colour space it leaves open.

    That is the plate's where it is scene-linear; for a log or display plate, and without one, the show's.
    """
    if brief.colorspace.name:
        return brief
    space = ColorSpace(show.working_space, show.colorspace_config)
    if brief.plate and brief.plate.colorspace.name and _is_linear(brief.plate.colorspace, show):
        space = brief.plate.colorspace
    return dataclasses.replace(brief, colorspace=space)


def with_room(estimate: Estimate, brief: Brief, show: ShowSettings, findings: Findings) -> Estimate:
    """The estimate with what the take needs on disk and what is free there."""
    folder, _, _ = place(show, brief.shot, brief.element)
    require_inside(folder, Path(show.root))
    refused = refusal(folder)
    if refused is not None:
        findings.problems.append(refused.problem)
    findings.look(lambda: linear_space(brief.colorspace, show.colorspace_config))
    window = brief.window
    per_pixel = BEAUTY_BYTES + (PASSES_BYTES if brief.delivery.passes else 0.0)
    scale = {"half": 1.0, "float": 2.0}[brief.delivery.depth]
    scale *= {"zip": 1.0, "dwaa": 0.3}[brief.delivery.compression]
    disk = round(len(brief.frames) * window.width * window.height * per_pixel * scale)
    return dataclasses.replace(estimate, disk=disk, disk_free=free_bytes(folder))


def _is_linear(space: ColorSpace, show: ShowSettings) -> bool:
    """Whether a take can be delivered in `space`; one that is not known is reported with the plate."""
    try:
        linear_space(space, show.colorspace_config)
    except SecondUnitError:
        return False
    return True
