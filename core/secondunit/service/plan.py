"""From a brief to what would be done: the work with every setting and name, and what it would take."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from secondunit.engines.comp import comp_hashes
from secondunit.engines.folders import free_bytes, refusal
from secondunit.engines.inputs import content_hashes, linear_space, matte_faults, plate_faults
from secondunit.engines.names import staging_name
from secondunit.wire import (
    Brief,
    ColorSpace,
    Estimate,
    FrozenMap,
    Problem,
    Scalar,
    ShowSettings,
    Task,
    Understood,
    Work,
    brief_digest,
)
from secondunit.wire.brief import COMP, ONBOARD
from secondunit.wire.errors import (
    BadInput,
    BadPrompt,
    DiskFull,
    OutOfRange,
    PictureTooLarge,
    SecondUnitError,
    raised,
)

from .comp_plan import check_comp, comp_cost, comp_faults, comp_filled
from .queue.gate import verdict
from .shows import Shows, place

#: Bytes a pixel takes on disk, measured on takes: half float in ZIP; DWAA is smaller, float twice as large.
BEAUTY_BYTES, PASSES_BYTES = 6.0, 30.0

#: Frames a second that an element is simulated at: from slow time lapse to high speed.
SLOWEST, FASTEST = 1, 1000
#: What starting the workers of a job takes, in seconds.
START_SECONDS = 4.0


@dataclass(frozen=True)
class Plan:
    """What a brief comes to: its estimate, and the work without a job's own places."""

    brief: Brief
    estimate: Estimate
    show: ShowSettings | None

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
            colorspace_config=self.show.colorspace_config,
            user=user,
            brief_digest=self.estimate.brief_digest,
            folder_name=folder_name,
            file_name=file_name,
        )


class _Findings:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[str] = []

    def look(self, look: Callable[[], object]) -> None:
        try:
            look()
        except SecondUnitError as error:
            self.problems.append(error.problem)


@dataclass(frozen=True)
class Planner:
    """Plans briefs of one user; `memory` is what the machine has for jobs, in bytes."""

    shows: Shows
    memory: int

    def plan(self, brief: Brief) -> Plan:
        """What would be done and what it would take; never raises for what a brief says."""
        found = _Findings()
        said = verdict(brief)
        estimate = Estimate("", allowed=said.allowed, verdict=said.sentence)
        found.look(lambda: _check_task(brief))
        if brief.references:
            one = len(brief.references) == 1
            found.warnings.append(
                f"The provider {brief.provider} takes no references: the "
                f"{'one' if one else len(brief.references)} given {'is' if one else 'are'} not used."
            )
        show: ShowSettings | None = None
        try:
            show = self.shows.find(brief.show)
            brief = _filled(brief, show)
            estimate = self._with_room(estimate, brief, show, found)
        except SecondUnitError as error:
            found.problems.append(error.problem)
        if brief.plate:
            plate = brief.plate
            found.problems += [each.problem for each in plate_faults(plate, brief)]
        try:
            if brief.provider == COMP:
                brief, estimate = self._with_comp(estimate, brief, found)
            else:
                found.problems += [each.problem for each in matte_faults(brief)]
                estimate = self._with_kind(estimate, brief, found)
        except SecondUnitError as error:
            found.problems.append(error.problem)
        contents: dict[str, str] = {}
        if not found.problems:
            hashes = comp_hashes if brief.provider == COMP else content_hashes
            found.look(lambda: contents.update(hashes(brief)))
        estimate = dataclasses.replace(
            estimate,
            brief_digest=brief_digest(brief, contents),
            problems=tuple(dict.fromkeys(found.problems)),
            warnings=tuple(found.warnings),
        )
        return Plan(brief, estimate, show)

    def _with_comp(self, estimate: Estimate, brief: Brief, found: _Findings) -> tuple[Brief, Estimate]:
        if not found.problems:
            found.problems += [each.problem for each in comp_faults(brief)]
        if not found.problems:
            brief = comp_filled(brief)
        seconds, memory = comp_cost(brief, brief.format)
        return brief, self._with_cost(estimate, brief, seconds, memory, estimate.disk, found)

    def _with_kind(self, estimate: Estimate, brief: Brief, found: _Findings) -> Estimate:
        from secondunit.elements import kind

        one = kind(brief.kind)
        settings: FrozenMap[Scalar] = one.settings(brief.prompt, brief.controls)
        understanding = one.understand(brief.prompt)
        window = brief.format.window.grown(brief.delivery.overscan)
        cost = one.estimate(settings, len(brief.frames), (window.width, window.height))
        frames = len(brief.frames)
        seconds = frames * (cost.seconds_simulate_per_frame + cost.seconds_render_per_frame)
        disk = cost.disk_bytes + estimate.disk
        return dataclasses.replace(
            self._with_cost(estimate, brief, seconds, cost.memory_bytes, disk, found),
            settings=settings,
            understood=tuple(Understood(*word) for word in understanding.words),
            ignored=understanding.ignored,
        )

    def _with_cost(
        self, estimate: Estimate, brief: Brief, seconds: float, memory: int, disk: int, found: _Findings
    ) -> Estimate:
        if disk > estimate.disk_free > 0:
            found.problems.append(
                DiskFull(
                    f"This needs about {_size(disk)}; the disk has {_size(estimate.disk_free)} free.",
                    where=brief.show,
                ).problem
            )
        if memory > self.memory:
            found.warnings.append(
                f"This needs about {_size(memory)} of memory; jobs have {_size(self.memory)}."
            )
        if memory > 2 * self.memory:
            found.problems.append(
                PictureTooLarge(
                    f"This needs about {_size(memory)} of memory, more than the machine has.",
                    remedy="Ask for a smaller format or a lower resolution, and scale the take in the comp.",
                    where="format",
                ).problem
            )
        return dataclasses.replace(
            estimate, seconds=round(seconds + START_SECONDS, 3), memory=memory, disk=disk
        )

    def _with_room(self, estimate: Estimate, brief: Brief, show: ShowSettings, found: _Findings) -> Estimate:
        folder, _, _ = place(show, brief.shot, brief.element)
        refused = refusal(folder)
        if refused is not None:
            found.problems.append(refused.problem)
        found.look(lambda: linear_space(brief.colorspace, show.colorspace_config))
        window = brief.format.window.grown(brief.delivery.overscan)
        per_pixel = BEAUTY_BYTES + (PASSES_BYTES if brief.delivery.passes else 0.0)
        scale = {"half": 1.0, "float": 2.0}[brief.delivery.depth]
        scale *= {"zip": 1.0, "dwaa": 0.3}[brief.delivery.compression]
        disk = round(len(brief.frames) * window.width * window.height * per_pixel * scale)
        return dataclasses.replace(estimate, disk=disk, disk_free=free_bytes(folder))


def _check_task(brief: Brief) -> None:
    if not SLOWEST <= float(brief.rate) <= FASTEST:
        raise OutOfRange(
            f"{str(brief.rate)[:40]} frames a second is no rate of a shot.",
            remedy=f"Stay within {SLOWEST} to {FASTEST} frames a second.",
            where="rate",
        )
    if brief.provider == COMP:
        check_comp(brief)
        return
    if brief.provider != ONBOARD:
        raise BadInput(
            f"There is no provider {brief.provider[:40]!r}.",
            remedy=f"The providers are: {ONBOARD}, {COMP}.",
            where="provider",
        )
    if brief.task is not Task.ELEMENT:
        raise BadInput(
            f"The provider onboard does no {brief.task.value}.", remedy="It makes: element.", where="task"
        )
    if not brief.kind:
        raise BadInput("The brief names no kind of element.", remedy="Name one: smoke.", where="kind")
    if brief.model:
        raise BadInput("An on-board simulation has no model.", remedy="Leave the model empty.", where="model")
    if not brief.prompt.strip() and not brief.controls:
        raise BadPrompt(
            "The prompt is empty.", remedy="Say what you want, or set a control by hand.", where="prompt"
        )


def _filled(brief: Brief, show: ShowSettings) -> Brief:
    """The brief with the colour space it leaves open.

    That is the plate's where it is scene-linear; for a log or display plate, and without one, the show's.
    """
    if brief.colorspace.name:
        return brief
    space = ColorSpace(show.working_space, show.colorspace_config)
    if brief.plate and brief.plate.colorspace.name and _is_linear(brief.plate.colorspace, show):
        space = brief.plate.colorspace
    return dataclasses.replace(brief, colorspace=space)


def _is_linear(space: ColorSpace, show: ShowSettings) -> bool:
    """Whether a take can be delivered in `space`; one that is not known is reported with the plate."""
    try:
        linear_space(space, show.colorspace_config)
    except SecondUnitError:
        return False
    return True


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
