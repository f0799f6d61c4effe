"""A finished comp, taken in as it is: its frames become the element's next version."""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.engines.comp import comp_hashes
from secondunit.wire import Brief, Capability, Estimate, Limit, Task, Work
from secondunit.wire.brief import COMP
from secondunit.wire.frames import MOST_FRAMES
from secondunit.wire.task import LONGEST_PROMPT

from .comp_plan import check_comp, comp_cost, comp_faults, comp_filled
from .costing import with_cost
from .machine import LocalMaker
from .maker import Allowance, PixelOrigin, Planning


class Comp(LocalMaker):
    """Takes in what an artist finished; it makes nothing."""

    name = COMP
    origin = PixelOrigin.COMPOSITED
    takes_cast = True
    holds_plate = True
    takes_comp = True
    #: Its own job decodes every frame.
    samples_plate = False

    def capabilities(self, memory: int) -> tuple[Capability, ...]:
        return (
            Capability(
                provider=self.name,
                label="A finished comp",
                model_label="As rendered",
                tasks=(Task.VIDEO,),
                made_by="comp",
                adopts=True,
                leaves=False,
                terms="Nothing leaves this machine: the chosen frames become the element's next version as "
                "they are.",
                prompt=LONGEST_PROMPT,
                limits=(
                    Limit("Frames", f"1 to {MOST_FRAMES:,}, all on disk"),
                    Limit("Files", "EXR frames or a movie, in the brief's format and rate"),
                ),
            ),
        )

    def allowance(self, brief: Brief) -> Allowance:
        return Allowance(True, "Nothing leaves this machine: a finished comp is taken in.")

    def check(self, brief: Brief) -> None:
        check_comp(brief)

    def priced(self, brief: Brief, planning: Planning) -> tuple[Brief, Estimate]:
        findings = planning.found
        if not findings.problems:
            findings.problems += [fault.problem for fault in comp_faults(brief)]
        if not findings.problems:
            brief = comp_filled(brief)
        seconds, memory = comp_cost(brief, brief.format)
        estimate = planning.estimate
        return brief, with_cost(estimate, brief, seconds, memory, estimate.disk, planning.memory, findings)

    def hashes(self, brief: Brief) -> dict[str, str]:
        return comp_hashes(brief)

    def load(self, work: Work) -> None:
        from secondunit.engines import adopt_step  # noqa: F401

    def begin(self, work: Work) -> None:
        from secondunit.engines.adopt_step import survey

        survey(work)

    def make(self, work: Work, frames: Sequence[int]) -> None:
        from secondunit.engines.adopt_step import take_in

        take_in(work, frames)

    def remarks(self, work: Work) -> tuple[str, ...]:
        from secondunit.engines.adopt_step import comp_remarks

        return comp_remarks(work)
