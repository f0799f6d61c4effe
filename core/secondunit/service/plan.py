"""From a brief to what would be done: the work with every setting and name, and what it would take."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.engines.comp import comp_hashes
from secondunit.engines.inputs import content_hashes, matte_faults, plate_faults
from secondunit.engines.names import staging_name
from secondunit.engines.plate_remarks import plate_remarks
from secondunit.media.config import chosen_config, open_config
from secondunit.wire import (
    Brief,
    Capability,
    Estimate,
    FrozenMap,
    Scalar,
    ShowSettings,
    Task,
    Understood,
    Work,
    brief_digest,
)
from secondunit.wire.brief import COMP, ONBOARD
from secondunit.wire.errors import BadInput, BadPrompt, SecondUnitError, raised

from .casting import unfilled
from .comp_plan import check_comp, comp_cost, comp_faults, comp_filled
from .findings import Findings
from .queue.gate import verdict
from .room import check_rate, filled, with_cost, with_room
from .shows import Shows, place
from .wishes import with_its_kind

if TYPE_CHECKING:
    from .remote.sites import Sites


@dataclass(frozen=True)
class Plan:
    """What a brief comes to: its estimate, and the work without a job's own places."""

    brief: Brief
    estimate: Estimate
    show: ShowSettings | None
    capability: Capability | None = None

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
        )


@dataclass(frozen=True)
class Planner:
    """Plans briefs of one user; `memory` is what the machine has for jobs, in bytes.

    Without `sites` nobody but this machine is asked.
    """

    shows: Shows
    memory: int
    sites: Sites | None = None

    def plan(self, brief: Brief, user: str = "") -> Plan:
        """What would be done and what it would take; never raises for what a brief says."""
        found = Findings()
        brief = unfilled(brief)
        elsewhere = brief.provider not in (ONBOARD, COMP)
        if elsewhere:  # a provider makes a picture, and no passes of it
            brief = dataclasses.replace(brief, delivery=dataclasses.replace(brief.delivery, passes=False))
        said = verdict(brief)
        estimate = Estimate("", allowed=said.allowed, verdict=said.sentence)
        found.look(lambda: check_rate(brief))
        show: ShowSettings | None = None
        try:
            show = self.shows.find(brief.show)
            brief = filled(brief, show)
            estimate = with_room(estimate, brief, show, found)
        except SecondUnitError as error:
            found.problems.append(error.problem)
        if elsewhere:
            from .remote.plan import plan_elsewhere  # what cuts and resamples takes a while to load

            done = plan_elsewhere(self.sites, brief, estimate, self.memory, found, user)
            return Plan(done.brief or brief, done.estimate, show, done.capability)
        brief, estimate = self._here(brief, estimate, found)
        return Plan(brief, estimate, show)

    def _here(self, brief: Brief, estimate: Estimate, found: Findings) -> tuple[Brief, Estimate]:
        if found.look(lambda: _check_task(brief)) and brief.provider == ONBOARD:
            try:
                brief = with_its_kind(brief, self.sites, found)
            except SecondUnitError as error:
                estimate = dataclasses.replace(estimate, allowed=False, verdict=error.problem.message)
                found.problems.append(error.problem)
        if brief.references:
            one = len(brief.references) == 1
            found.warnings.append(
                f"The provider {brief.provider} takes no references: the "
                f"{'one' if one else len(brief.references)} given {'is' if one else 'are'} not used."
            )
        if brief.cast and brief.provider != COMP:
            found.warnings.append(f"The provider {brief.provider} takes no characters: the cast is not used.")
        if brief.plate:
            found.problems += [each.problem for each in plate_faults(brief.plate, brief)]
            if not found.problems:
                found.warn(plate_remarks(brief.plate, open_config(brief.colorspace.config)))
        try:
            if brief.provider == COMP:
                brief, estimate = self._with_comp(estimate, brief, found)
            else:
                found.problems += [each.problem for each in matte_faults(brief)]
                if brief.kind:
                    estimate = self._with_kind(estimate, brief, found)
        except SecondUnitError as error:
            found.problems.append(error.problem)
        contents: dict[str, str] = {}
        if not found.problems:
            hashes = comp_hashes if brief.provider == COMP else content_hashes
            found.look(lambda: contents.update(hashes(brief)))
        return brief, dataclasses.replace(
            estimate,
            brief_digest=brief_digest(brief, contents),
            problems=tuple(dict.fromkeys(found.problems)),
            warnings=tuple(found.warnings),
        )

    def _with_comp(self, estimate: Estimate, brief: Brief, found: Findings) -> tuple[Brief, Estimate]:
        if not found.problems:
            found.problems += [each.problem for each in comp_faults(brief)]
        if not found.problems:
            brief = comp_filled(brief)
        seconds, memory = comp_cost(brief, brief.format)
        return brief, with_cost(estimate, brief, seconds, memory, estimate.disk, self.memory, found)

    def _with_kind(self, estimate: Estimate, brief: Brief, found: Findings) -> Estimate:
        from secondunit.elements import kind

        one = kind(brief.kind)
        settings: FrozenMap[Scalar] = one.settings(brief.prompt, brief.controls)
        understanding = one.understand(brief.prompt)
        window = brief.window
        cost = one.estimate(settings, len(brief.frames), (window.width, window.height))
        frames = len(brief.frames)
        seconds = frames * (cost.seconds_simulate_per_frame + cost.seconds_render_per_frame)
        disk = cost.disk_bytes + estimate.disk
        return dataclasses.replace(
            with_cost(estimate, brief, seconds, cost.memory_bytes, disk, self.memory, found),
            settings=settings,
            understood=tuple(Understood(*word) for word in understanding.words),
            ignored=understanding.ignored,
        )


def _check_task(brief: Brief) -> None:
    if brief.provider == COMP:
        check_comp(brief)
        return
    if brief.task is not Task.ELEMENT:
        raise BadInput(
            f"The provider onboard does no {brief.task.value}.", remedy="It makes: element.", where="task"
        )
    if brief.model:
        raise BadInput("An on-board simulation has no model.", remedy="Leave the model empty.", where="model")
    if not brief.prompt.strip() and not brief.controls:
        raise BadPrompt(
            "The prompt is empty.", remedy="Say what you want, or set a control by hand.", where="prompt"
        )
