"""The simulator of this machine: elements of a kind, from words and controls."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from secondunit.engines.folders import CACHE
from secondunit.engines.holdouts import occluder_faults, occluder_remarks
from secondunit.engines.inputs import matte_faults
from secondunit.engines.reporting import Pace, say_progress
from secondunit.media.config import open_config
from secondunit.wire import (
    Brief,
    Capability,
    Control,
    Estimate,
    FrozenMap,
    Limit,
    Plate,
    Scalar,
    Step,
    Task,
    Understood,
    Work,
)
from secondunit.wire.errors import BadInput, BadPrompt
from secondunit.wire.frames import MOST_FRAMES
from secondunit.wire.picture import LARGEST_SIDE
from secondunit.wire.task import LONGEST_PROMPT

from .costing import with_cost
from .machine import LocalMaker
from .maker import Allowance, Planning

#: A channel that 0.3 named its vectors by: a job that was begun there has its frames made again.
OLDER_VECTORS = "motion.u"
_NO_GROUND = "What falls on the ground is written among the passes of a gas on a grid: here it is not."
#: Bytes of volumes for one of the simulation's cache, as both are planned: fine cells where there is gas.
VOLUMES = 10


class Simulated(LocalMaker):
    """Makes elements by simulation; a brief that names nobody means it."""

    name = Brief.provider
    quick = True

    def capabilities(self, memory: int) -> tuple[Capability, ...]:
        from secondunit.elements import kinds
        from secondunit.elements.words.reader import LONGEST

        prompt = min(LONGEST, LONGEST_PROMPT)
        return (
            Capability(
                provider=self.name,
                label="On this machine",
                kinds=kinds(),
                made_by="simulated",
                leaves=False,
                terms="Simulated on this machine; nothing leaves it.",
                prompt=prompt,
                limits=(
                    Limit("Frames", f"1 to {MOST_FRAMES:,}"),
                    Limit("Sides", f"up to {LARGEST_SIDE:,} pixels"),
                    Limit("Prompt", f"up to {prompt:,} characters"),
                    Limit("References", "none"),
                    Limit("Memory", f"{memory / 2**30:.0f} GB for all jobs together"),
                ),
            ),
        )

    def allowance(self, brief: Brief) -> Allowance:
        return Allowance(True, "Nothing leaves this machine: on-board simulation.")

    def check(self, brief: Brief) -> None:
        if brief.task is not Task.ELEMENT:
            raise BadInput(
                f"The provider {self.name} does no {brief.task.value}.",
                remedy="It makes: element.",
                where="task",
            )
        if brief.model:
            raise BadInput(
                "An on-board simulation has no model.", remedy="Leave the model empty.", where="model"
            )
        if not brief.prompt.strip() and not brief.controls:
            raise BadPrompt(
                "The prompt is empty.", remedy="Say what you want, or set a control by hand.", where="prompt"
            )

    def completed(self, brief: Brief, planning: Planning) -> Brief:
        from .wishes import with_its_kind

        return with_its_kind(brief, planning)

    def priced(self, brief: Brief, planning: Planning) -> tuple[Brief, Estimate]:
        planning.found.problems += [fault.problem for fault in matte_faults(brief)]
        planning.found.problems += [fault.problem for fault in occluder_faults(brief)]
        planning.found.warn((*_camera_warnings(brief), *occluder_remarks(brief)))
        estimate = dataclasses.replace(planning.estimate, kind=brief.kind)
        if not brief.kind:
            return brief, estimate
        from secondunit.elements import kind

        element = kind(brief.kind)
        settings: FrozenMap[Scalar] = element.settings(brief.prompt, brief.controls)
        understanding = element.understand(brief.prompt)
        if brief.plate is not None and not planning.found.problems:
            said = {**understanding.settings, **brief.controls}
            sky = _sky_of(brief.plate, brief.colorspace.config, element.controls())
            settings = FrozenMap({**settings, **{name: sky[name] for name in sky if name not in said}})
        window, frames = brief.window, len(brief.frames)
        cost = element.estimate(settings, frames, (window.width, window.height))
        processor, seconds = planning.speeds.of(brief.kind).applied(cost)
        if brief.delivery.volume:
            if element.bodied:
                estimate = dataclasses.replace(estimate, disk=estimate.disk + VOLUMES * cost.disk_bytes)
            else:
                planning.found.problems.append(element.bodiless().problem)
        if brief.delivery.ground and not (element.bodied and brief.delivery.passes):
            planning.found.warn((_NO_GROUND,))
        estimate = with_cost(
            estimate, brief, frames * seconds, cost.memory_bytes, cost.disk_bytes + estimate.disk,
            planning.memory, planning.found,
        )  # fmt: skip
        return brief, dataclasses.replace(
            estimate,
            settings=settings,
            understood=tuple(Understood(*word) for word in understanding.words),
            ignored=understanding.ignored,
            processor_seconds=round(frames * processor, 3),
        )

    def reckoned(self, work: Work) -> Mapping[Step, float]:
        from secondunit.elements import kind

        window, frames = work.brief.window, len(work.brief.frames)
        cost = kind(work.brief.kind).estimate(work.settings, frames, (window.width, window.height))
        return {
            Step.SIMULATE: cost.processor_simulate_per_frame, Step.RENDER: cost.processor_render_per_frame,
        }  # fmt: skip

    def load(self, work: Work) -> None:
        from secondunit.engines import render_step, scenes  # noqa: F401

        _warm(work.brief.kind)

    def begin(self, work: Work) -> None:
        say_progress(0.0, "Starting the simulation")
        from secondunit.elements import kind
        from secondunit.engines.scenes import scene_of

        pace = Pace()
        kind(work.brief.kind).simulate(
            scene_of(work), Path(work.scratch) / CACHE, work.brief.frames, pace, lambda: False
        )

    def make(self, work: Work, frames: Sequence[int]) -> None:
        from secondunit.engines.render_step import render

        render(work, frames)

    def outdated(self, channels: Collection[str]) -> bool:
        return OLDER_VECTORS in channels


def _sky_of(plate: Plate, config: str, controls: Iterable[Control]) -> dict[str, Scalar]:
    """The sky of a kind as the plate has it."""
    from secondunit.engines.plate_light import plate_light, plate_sky

    own = plate.colorspace.config or config
    return plate_sky(plate_light(plate, open_config(own)), {control.name: control for control in controls})


def _camera_warnings(brief: Brief) -> tuple[str, ...]:
    """That a camera which moves is not known for every frame."""
    camera = brief.camera
    if camera is None or camera.still or camera.frames.intersection(brief.frames) == brief.frames:
        return ()
    return (f"The camera is known for frames {camera.frames} only: before and after them it stands still.",)


@cache
def _warm(name: str) -> None:
    from secondunit.elements import kind

    kind(name).warm(lambda fraction, status: None)
