"""What a brief would take of this machine: time, memory and disk, held against what there is."""

from __future__ import annotations

import dataclasses

from secondunit.wire import Brief, Estimate
from secondunit.wire.errors import DiskFull, PictureTooLarge

from .findings import Findings

#: What starting the workers of a job takes, in seconds.
START_SECONDS = 4.0


def with_cost(estimate: Estimate, brief: Brief, seconds: float, memory: int, disk: int, most: int,
              findings: Findings) -> Estimate:  # fmt: skip
    """The estimate with time, memory and disk; `most` is the memory that jobs have, in bytes."""
    if disk > estimate.disk_free > 0:
        findings.problems.append(
            DiskFull(
                f"This needs about {size(disk)}; the disk has {size(estimate.disk_free)} free.",
                where=brief.show,
            ).problem
        )
    if memory > most:
        findings.warnings.append(f"This needs about {size(memory)} of memory; jobs have {size(most)}.")
    if memory > 2 * most:
        findings.problems.append(
            PictureTooLarge(
                f"This needs about {size(memory)} of memory, more than the machine has.",
                remedy="Ask for a smaller format or a lower resolution, and scale the take in the comp.",
                where="format",
            ).problem
        )
    return dataclasses.replace(estimate, seconds=round(seconds + START_SECONDS, 3), memory=memory, disk=disk)


def size(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
