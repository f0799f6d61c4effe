"""Offers: who else may do what a brief asks for, with price and verdict. They are shown, never taken.

Every other model of the show that does the task is planned as if it had been chosen; those that could not, or
may not, are left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Protocol

from secondunit.rights.money import counted
from secondunit.wire import Brief, Capability, Estimate, FrozenMap, Offer, OfferList

#: The most models that are planned for one list.
MOST = 40
#: How many are planned at once, and how long they are waited for, in seconds.
AT_ONCE, PATIENCE = 4, 15.0


class Planned(Protocol):
    """What a planner makes of a brief."""

    @property
    def estimate(self) -> Estimate: ...


class Plans(Protocol):
    """A planner."""

    def plan(self, brief: Brief, user: str = "") -> Planned: ...


def offers_for(brief: Brief, capabilities: Iterable[Capability], plans: Plans, user: str = "") -> OfferList:
    """Every other model that may do it: in the order of their providers, then by price."""
    candidates = [model for model in capabilities if _may_do(model, brief)][:MOST]
    order = list(dict.fromkeys(candidate.provider for candidate in candidates))
    rows: list[tuple[int, int, Offer]] = []
    for capability, estimate in _planned(candidates, brief, plans, user):
        if estimate.allowed and not estimate.problems:
            offer = Offer(
                capability.provider, capability.model, capability.label, capability.model_label,
                estimate.verdict, capability.terms, estimate.cost, estimate.seconds,
            )  # fmt: skip
            rows.append((order.index(capability.provider), counted(estimate.cost), offer))
    rows.sort(key=lambda row: row[:2])
    return OfferList(tuple(offer for _, _, offer in rows))


def _planned(
    candidates: list[Capability], brief: Brief, plans: Plans, user: str
) -> list[tuple[Capability, Estimate]]:
    """The estimate of each, as far as they came in time."""
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="offers")
    try:
        asked = [
            (candidate, pool.submit(plans.plan, asked_of(candidate, brief), user)) for candidate in candidates
        ]
        arrivals, _late = wait([future for _, future in asked], PATIENCE)
        return [(candidate, future.result().estimate) for candidate, future in asked if future in arrivals]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def asked_of(capability: Capability, brief: Brief) -> Brief:
    """The brief as it would be put to another model: its own controls are all that it can be told."""
    names = {control.name for control in capability.controls}
    controls = brief.controls
    if not capability.kinds:  # a kind's controls are not said with the capability
        controls = FrozenMap({name: value for name, value in controls.items() if name in names})
    return dataclasses.replace(brief, provider=capability.provider, model=capability.model, controls=controls)


def _may_do(capability: Capability, brief: Brief) -> bool:
    if (capability.provider, capability.model) == (brief.provider, brief.model):
        return False
    return brief.task in capability.tasks and not capability.adopts
