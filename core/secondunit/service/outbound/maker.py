"""The maker of a show's providers: it asks them for what they offer and cost, and the gate whether it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.engines.makers import BriefPlan, Planning
from secondunit.engines.makers.provider import ProviderMaker
from secondunit.wire import Brief

if TYPE_CHECKING:
    from .sites import Sites


class SiteMaker(ProviderMaker):
    """A provider's model, with somebody to ask."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites

    def plan(self, brief: Brief, planning: Planning) -> BriefPlan:
        from .plan import plan_elsewhere  # what cuts and resamples takes a while to load

        return plan_elsewhere(self._sites, brief, planning)
