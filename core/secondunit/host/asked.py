"""What a take was asked for, in a line: its prompt, its seed, and what was set by hand. Knows values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sentences import setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secondunit.wire import Brief, Capability, Control, Kind, Take


def asked_line(
    take: Take, brief: Brief | None, kinds: Iterable[Kind] = (), capabilities: Iterable[Capability] = ()
) -> str:
    """`"thick smoke"   seed 7   Density 3, Height 2 m`; without a brief nothing is said of the hand."""
    parts = [f"\u201c{take.prompt.strip()}\u201d"] if take.prompt.strip() else []
    parts.append(f"seed {take.seed}")
    if brief is not None and brief.controls:
        controls = {control.name: control for control in _controls(take, kinds, capabilities)}
        words = [setting(controls.get(name), name, value) for name, value in brief.controls.items()]
        parts.append("by hand: " + ", ".join(words))
    return "   ".join(parts)


def _controls(take: Take, kinds: Iterable[Kind], capabilities: Iterable[Capability]) -> tuple[Control, ...]:
    """The controls of the model that made a take, else those of its kind."""
    for capability in capabilities:
        if take.provider and (capability.provider, capability.model) == (take.provider, take.model):
            return capability.controls
    return next((kind.controls for kind in kinds if kind.name == take.kind), ())
