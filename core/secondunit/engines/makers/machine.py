"""A maker that works on this machine: how its briefs are planned. Nothing leaves, and nobody is asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from secondunit.engines.inputs import content_hashes
from secondunit.engines.plate_remarks import plate_remarks
from secondunit.media.config import open_config
from secondunit.wire import Brief, Capability, Estimate
from secondunit.wire.errors import SecondUnitError

from .maker import BriefPlan, Maker, Planning


class LocalMaker(Maker):
    """Plans in four looks: `check`, `completed`, `priced`, and what the files hold (`hashes`).

    Its plate was checked before, as every maker's is.
    """

    takes_cast = False

    def check(self, brief: Brief) -> None:
        """Raise what no file has to be looked at for."""

    def completed(self, brief: Brief, planning: Planning) -> Brief:
        """The brief with what its words decide; an error is told as the verdict too."""
        return brief

    def priced(self, brief: Brief, planning: Planning) -> tuple[Brief, Estimate]:
        """The brief with what its files decide, and the estimate with time, memory and disk."""
        raise NotImplementedError

    def hashes(self, brief: Brief) -> dict[str, str]:
        """The SHA-256 (hex) of what names the brief's files, by path."""
        return content_hashes(brief)

    def plan(self, brief: Brief, planning: Planning) -> BriefPlan:
        findings, estimate = planning.found, planning.estimate
        if findings.look(lambda: self.check(brief)):
            try:
                brief = self.completed(brief, planning)
            except SecondUnitError as error:
                estimate = dataclasses.replace(estimate, allowed=False, verdict=error.problem.message)
                findings.problems.append(error.problem)
        findings.warnings += self._unused(brief)
        if brief.plate and not findings.problems:
            findings.warn(plate_remarks(brief.plate, open_config(brief.colorspace.config)))
        try:
            brief, estimate = self.priced(brief, dataclasses.replace(planning, estimate=estimate))
        except SecondUnitError as error:
            findings.problems.append(error.problem)
        contents: dict[str, str] = {}
        if not findings.problems:
            findings.look(lambda: contents.update(self.hashes(brief)))
        return BriefPlan(brief, findings.concluded(estimate, brief, contents), self._model(brief, planning))

    def _model(self, brief: Brief, planning: Planning) -> Capability | None:
        """The model that a brief names."""
        if not brief.model:
            return None
        offered = self.capabilities(planning.memory)
        return next((capability for capability in offered if capability.model == brief.model), None)

    def _unused(self, brief: Brief) -> Iterator[str]:
        """What is given to a maker that takes none of it."""
        if brief.references:
            single = len(brief.references) == 1
            yield (
                f"The provider {brief.provider} takes no references: the "
                f"{'one' if single else len(brief.references)} given {'is' if single else 'are'} not used."
            )
        if brief.guides:
            names = ", ".join(guide.name for guide in brief.guides)
            yield f"The provider {brief.provider} takes no guides: {names} is not used."
        if brief.cast and not self.takes_cast:
            yield f"The provider {brief.provider} takes no characters: the cast is not used."
