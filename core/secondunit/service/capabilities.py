"""What may be asked of whom: providers and models with their limits and terms, for a panel's choosers."""

from __future__ import annotations

from secondunit.elements.prompt import LONGEST
from secondunit.wire import Capability, CapabilityList, Limit
from secondunit.wire.brief import LONGEST_PROMPT
from secondunit.wire.frames import MOST_FRAMES
from secondunit.wire.picture import LARGEST_SIDE

from .kinds import kind_list
from .queue.gate import ONBOARD


def capability_list(memory: int) -> CapabilityList:
    """Everything that may be asked for; `memory` is what this machine has for jobs, in bytes."""
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
    return CapabilityList((onboard,))
