"""What may be asked of whom: providers and models with their limits and terms, for a panel's choosers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.elements.prompt import LONGEST
from secondunit.wire import Capability, CapabilityList, Limit, Task
from secondunit.wire.brief import COMP, LONGEST_PROMPT, ONBOARD
from secondunit.wire.frames import MOST_FRAMES
from secondunit.wire.picture import LARGEST_SIDE

from .kinds import kind_list

if TYPE_CHECKING:
    from .remote.sites import Sites


def capability_list(memory: int, sites: Sites | None = None, show: str = "") -> CapabilityList:
    """Everything that may be asked for; `memory` is what this machine has for jobs, in bytes.

    With a show also what its providers offer, and which of them are absent. Raises `BadName`, `BadSettings`.
    """
    kinds = tuple(kind.name for kind in kind_list().kinds)
    prompt = min(LONGEST, LONGEST_PROMPT)
    limits = (
        Limit("Frames", f"1 to {MOST_FRAMES:,}"),
        Limit("Sides", f"up to {LARGEST_SIDE:,} pixels"),
        Limit("Prompt", f"up to {prompt:,} characters"),
        Limit("References", "none"),
        Limit("Memory", f"{memory / 2**30:.0f} GB for all jobs together"),
    )
    onboard = Capability(
        provider=ONBOARD,
        label="On this machine",
        kinds=kinds,
        made_by="simulated",
        leaves=False,
        terms="Simulated on this machine; nothing leaves it.",
        prompt=prompt,
        limits=limits,
    )
    comp = Capability(
        provider=COMP,
        label="A finished comp",
        model_label="As rendered",
        tasks=(Task.VIDEO,),
        made_by="comp",
        leaves=False,
        terms="Nothing leaves this machine: the chosen frames become the element's next version as they are.",
        prompt=LONGEST_PROMPT,
        limits=(
            Limit("Frames", f"1 to {MOST_FRAMES:,}, all on disk"),
            Limit("Files", "EXR frames or a movie, in the brief's format and rate"),
        ),
    )
    offered, absent = sites.capabilities(show) if sites is not None and show else ((), ())
    return CapabilityList((onboard, comp, *offered), absent)
