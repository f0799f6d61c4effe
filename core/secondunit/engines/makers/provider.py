"""A provider's model: workers here prepare what leaves, and make frames of what came back.

Whom to ask, for how much and whether it may is not known here: the service plans with a maker of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, NoReturn

from secondunit.wire import Brief, Step, Take, Work
from secondunit.wire.errors import BadInput
from secondunit.wire.training import TrainingTerm

from .maker import Allowance, BriefPlan, Maker, PixelOrigin, Planning, Shares

#: The part of a job's progress that belongs to the provider: where it begins and how much it is, 0 to 1.
AWAY = (0.05, 0.75)


class ProviderMaker(Maker):
    """Makes the takes of every provider that no other maker has the name of."""

    elsewhere = True
    origin = PixelOrigin.GENERATED
    shares: ClassVar[Shares] = {
        Step.PREPARE: (0.0, 0.05), Step.RENDER: (0.8, 0.15), Step.DELIVER: (0.95, 0.05),
    }  # fmt: skip

    def allowance(self, brief: Brief) -> Allowance:
        return Allowance(False, f"No rule of this show allows the provider {brief.provider[:40]!r}.")

    def trimmed(self, brief: Brief) -> Brief:
        """A provider makes a picture, and neither passes nor a volume of it."""
        delivery = dataclasses.replace(brief.delivery, passes=False, volume=False)
        return dataclasses.replace(brief, delivery=delivery)

    def plan(self, brief: Brief, planning: Planning) -> BriefPlan:
        """Nobody is set up."""
        planning.found.look(lambda: nobody(brief, planning.names()))
        return BriefPlan(brief, planning.found.concluded(planning.estimate, brief))

    def load(self, work: Work) -> None:
        from secondunit.engines import archive, prepare_step, result_step  # noqa: F401

    def begin(self, work: Work) -> None:
        from secondunit.engines.prepare_step import prepare

        prepare(work)

    def make(self, work: Work, frames: Sequence[int]) -> None:
        from secondunit.engines.result_step import answer

        answer(work, frames)

    def remarks(self, work: Work) -> tuple[str, ...]:
        from secondunit.engines.result_step import answer_remarks

        return answer_remarks(work)

    def keep(self, work: Work) -> None:
        from secondunit.engines.archive import archive

        archive(work)

    def credited(self, work: Work, take: Take) -> Take:
        from secondunit.engines.provider_files import read_prepared
        from secondunit.engines.result_step import take_highlights

        assert work.capability is not None
        return dataclasses.replace(
            take,
            provider=work.capability.provider,
            model=work.capability.model,
            training=work.training or work.capability.training or TrainingTerm(),
            round_trip=read_prepared(Path(work.scratch)).round_trip,
            highlights=take_highlights(work),
        )


def nobody(brief: Brief, names: Sequence[str]) -> NoReturn:
    """Raise `BadInput`: a brief names a provider that is not there; `names` are those that are."""
    raise BadInput(
        f"There is no provider {brief.provider[:40]!r}.",
        remedy=f"The providers are: {', '.join(names)}.",
        where="provider",
    )
