"""From a brief to what would be done: the work with every setting and name, and what it would take."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.engines.makers import Makers, Planning, find_makers
from secondunit.engines.makers.findings import Findings
from secondunit.engines.names import PRINTS, staging_name
from secondunit.engines.plate_check import plate_faults
from secondunit.engines.speeds import Speeds
from secondunit.media.config import chosen_config
from secondunit.wire import Brief, Capability, Estimate, ShowSettings, Work
from secondunit.wire.errors import SecondUnitError, raised

from .casting import as_pinned, unfilled
from .outbound.maker import SiteMaker
from .patches import with_take
from .plates import Plates
from .room import check_rate, filled, with_room
from .shows import Shows, place

if TYPE_CHECKING:
    from .outbound.sites import Sites


@dataclass(frozen=True)
class Plan:
    """What a brief comes to: its estimate, and the work without a job's own places."""

    brief: Brief
    estimate: Estimate
    show: ShowSettings | None
    capability: Capability | None = None
    #: Somebody else makes it.
    elsewhere: bool = False

    def require(self) -> None:
        """Raise the first problem that keeps the brief from being done."""
        for problem in self.estimate.problems:
            raise raised(problem)

    def work(self, job: str, scratch: Path, user: str) -> Work:
        """The work of this plan as job `job`."""
        assert self.show is not None
        folder, folder_name, file_name = place(self.show, self.brief.shot, self.brief.element)
        return Work(
            job=job,
            brief=self.brief,
            settings=self.estimate.settings,
            scratch=str(scratch / job),
            staging=str(folder / staging_name(job)),
            # By its name, since a worker elsewhere has another $OCIO.
            colorspace_config=chosen_config(self.show.colorspace_config),
            user=user,
            brief_digest=self.estimate.brief_digest,
            folder_name=folder_name,
            file_name=file_name,
            capability=self.capability,
            prints=str(Path(self.show.root) / PRINTS),
        )


@dataclass(frozen=True)
class Planner:
    """Plans briefs of one user; `memory` is what the machine has for jobs, in bytes.

    Without `sites` nobody but this machine is asked. `speeds` is what its finished jobs took.
    """

    shows: Shows
    memory: int
    sites: Sites | None = None
    speeds: Speeds = field(default_factory=Speeds)

    @property
    def plates(self) -> Plates:
        """The plates of the user."""
        return Plates(self.shows)

    @property
    def makers(self) -> Makers:
        """Who there is to make a take."""
        return find_makers(SiteMaker(self.sites) if self.sites is not None else None)

    def plan(self, brief: Brief, user: str = "") -> Plan:
        """What would be done and what it would take; never raises for what a brief says."""
        findings, makers = Findings(), self.makers
        brief = unfilled(brief)
        maker = makers.of(brief)
        brief = maker.trimmed(brief)
        allowance = maker.allowance(brief)
        estimate = Estimate("", allowed=allowance.allowed, verdict=allowance.sentence)
        findings.look(lambda: check_rate(brief))
        show: ShowSettings | None = None
        try:
            show = self.shows.find(brief.show)
            casting = as_pinned(brief, show)
            brief = casting.brief
            findings.warn(casting.warnings)
            brief = filled(self.plates.with_space(brief, show, comp=maker.takes_comp), show)
            brief = with_take(brief, show)
        except SecondUnitError as error:
            findings.problems.append(error.problem)
        faults = [fault.problem for fault in plate_faults(brief, sample=maker.samples_plate)]
        findings.problems = [*faults, *findings.problems]
        if show is not None:
            try:
                estimate = with_room(estimate, brief, show, findings)
            except SecondUnitError as error:
                findings.problems.append(error.problem)

        def offered() -> tuple[Capability, ...]:
            return self.sites.capabilities(brief.show)[0] if self.sites is not None else ()

        planning = Planning(estimate, self.memory, findings, user, offered, makers.names, self.speeds)
        planned = maker.plan(brief, planning)
        return Plan(planned.brief, planned.estimate, show, planned.capability, maker.elsewhere)
