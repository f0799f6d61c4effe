"""What may be asked of whom: providers and models with their limits and terms, for a panel's choosers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire import CapabilityList

if TYPE_CHECKING:
    from .plan import Planner


def capability_list(planner: Planner, show: str = "") -> CapabilityList:
    """Everything that may be asked for, what this machine makes first.

    With a show also what its providers offer, and which of them are absent. Raises `BadName`, `BadSettings`.
    """
    sites = planner.sites
    offered, absent = sites.capabilities(show) if sites is not None and show else ((), ())
    return CapabilityList((*planner.makers.capabilities(planner.memory), *offered), absent)
