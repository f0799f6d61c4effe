"""The plan of a brief that a provider makes: checked against what its model takes, priced, and judged.

Nothing is prepared and nothing is sent; the gate is asked about the originals, a price about stand-ins.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from secondunit.engines.guides import guide_faults, guides_for
from secondunit.engines.inputs import matte_faults
from secondunit.engines.makers import BriefPlan, Planning
from secondunit.engines.makers.costing import with_cost
from secondunit.engines.makers.findings import Findings
from secondunit.engines.makers.provider import nobody
from secondunit.engines.pieces import sends_matte, sends_plate
from secondunit.engines.plate_remarks import plate_remarks
from secondunit.engines.references import reference_faults
from secondunit.media.config import open_config
from secondunit.providers.protocol import Estimated
from secondunit.rights.rules import NameFaces
from secondunit.wire import (
    Brief,
    Capability,
    Estimate,
    FrozenMap,
    Scalar,
    brief_digest,
    read_controls,
)
from secondunit.wire.errors import (
    BadInput,
    Denied,
    NotFound,
    ProviderSilent,
    SecondUnitError,
    UnknownField,
)
from secondunit.wire.fitting import NAMES
from secondunit.wire.retime import SLOWER

from ..casting import filled, require_named
from .faces import require_names
from .gate_ask import ask_of, material
from .inputs import Original, contents_of, originals
from .pricing import summed
from .quote import Quote
from .requests import alike
from .sites import Sites

#: Before a model's last day this long it is said.
RETIRES_SOON = timedelta(days=60)
#: Seconds for a million pixels that are prepared, and read back.
SECONDS = 0.25
#: Bytes that a pixel takes while a frame is at hand on the way there or back.
MEMORY = 160


def plan_elsewhere(sites: Sites, brief: Brief, planning: Planning) -> BriefPlan:
    """What a provider would make of a brief, for how much, and whether it may; never raises for a brief."""
    return _Plan(sites, brief, planning).made(planning.estimate)


class _Plan:
    def __init__(self, sites: Sites, brief: Brief, planning: Planning) -> None:
        self._sites, self._brief, self._planning = sites, brief, planning
        self._found, self._user = planning.found, planning.user
        self._capability: Capability | None = None
        self._settings: FrozenMap[Scalar] = FrozenMap()
        self._priced = Estimated()
        self._contents: dict[str, str] = {}
        self._originals: tuple[Original, ...] = ()
        self._denied: Denied | None = None

    def made(self, estimate: Estimate) -> BriefPlan:
        findings = self._found
        quote: Quote | None = None
        if findings.look(self._choose) and self._capability is not None:
            if findings.look(self._cast):
                quote = Quote(self._brief, self._capability)
            findings.warn(_lasts(self._capability, findings))
        brief = self._brief
        if brief.plate is not None and not findings.problems:
            findings.warn(plate_remarks(brief.plate, open_config(brief.colorspace.config)))
        findings.problems += [fault.problem for fault in (*matte_faults(brief), *guide_faults(brief))]
        settings = FrozenMap[Scalar]()
        if quote is not None and self._fits(quote):
            findings.warn(quote.warnings())
            estimate = dataclasses.replace(estimate, pieces=len(quote.clips) * quote.exposures)
            try:
                settings = self._controls(quote.capability)
            except SecondUnitError as error:
                findings.problems.append(error.at("controls").problem)
            if brief.references and not findings.problems:
                config = open_config(brief.colorspace.config)
                findings.problems += [fault.problem for fault in reference_faults(brief.references, config)]
        if not findings.problems:
            findings.look(self._hash)
        if quote is not None and not findings.problems:
            self._price(quote)
        if self._capability is not None and not findings.problems:
            findings.look(self._name_faces)
        estimate = self._judged(estimate)
        if self._denied is not None and estimate.allowed:
            findings.problems.append(self._denied.problem)
        pixels = brief.window.width * brief.window.height
        seconds = (self._priced.seconds or 0.0) + 2 * SECONDS * pixels * len(brief.frames) / 1e6
        estimate = with_cost(
            estimate, brief, seconds, pixels * MEMORY, estimate.disk, self._planning.memory, findings
        )
        estimate = dataclasses.replace(estimate, cost=self._priced.cost, settings=settings)
        return BriefPlan(brief, findings.concluded(estimate, brief, self._contents), self._capability)

    def _fits(self, quote: Quote) -> bool:
        """Whether the model takes what it would be asked; a fault of the frames is said once."""
        try:
            quote.check()
        except SecondUnitError as error:
            problem, problems = error.problem, self._found.problems
            if (problem.code, problem.where) not in {(other.code, other.where) for other in problems}:
                problems.append(problem)
            return False
        return True

    def _choose(self) -> None:
        brief = self._brief
        try:
            self._settings = self._sites.settings(brief.show, brief.provider)
        except NotFound:
            nobody(brief, (*self._planning.names(), *self._sites.providers(brief.show).names()))
        self._capability = self._sites.capability(brief.show, brief.provider, brief.model, brief.task)

    def _cast(self) -> None:
        """Fill in which pictures of the cast go, and who is seen in them, as the show's folder has it."""
        brief, capability = self._brief, self._capability
        if capability is None or not (brief.cast or brief.references):
            return
        root = self._sites.root(brief.show)
        require_named(brief, root)
        if not brief.cast:
            return
        label = capability.model_label or capability.model or capability.label
        cast = filled(brief, root, capability.references, label)
        self._brief = cast.brief
        self._found.warn(cast.warnings)

    def _controls(self, capability: Capability) -> FrozenMap[Scalar]:
        """Every control as it would be used: the model's defaults, then what was set by hand."""
        own = {control.name for control in capability.controls}
        apart = {name: f"How a plate is cut for a model is said apart: fitting.{name}." for name in NAMES}
        apart[SLOWER] = "How many times slower a retime is, is said apart: retime.slower."
        for name, remedy in apart.items():
            if name in self._brief.controls and name not in own:
                raise UnknownField(
                    f"The model has no control {name!r} of its own.", remedy=remedy, where=name
                )
        values = read_controls(capability.controls, self._brief.controls)
        defaults = {control.name: control.default for control in capability.controls}
        return FrozenMap({**defaults, **values})

    def _hash(self) -> None:
        self._contents = contents_of(self._brief)
        self._originals = originals(self._brief)

    def _price(self, quote: Quote) -> None:
        """What all clips would cost; a provider that cannot say without the pictures leaves it open."""
        brief, findings = self._brief, self._found
        try:
            prices: list[Estimated] = []
            for request, count in alike(quote.requests(self._sites.stand_ins)):
                prices += [self._sites.estimate(brief.show, brief.provider, request)] * count
            self._priced = summed(prices)
        except Denied as error:  # the gate's own word is told as its verdict
            self._denied = error
        except ProviderSilent as error:
            findings.warn((f"What it costs is not known yet: {error.problem.message}",))
        except SecondUnitError as error:
            findings.problems.append(error.problem)

    def _name_faces(self) -> None:
        """Have it said who is seen in the plate, where the show asks that of what leaves."""
        brief, capability = self._brief, self._capability
        if capability is None or capability.intake is None or not capability.leaves:
            return
        if not sends_plate(brief, capability.intake):
            return
        rights = self._sites.rights(brief.show)
        asks = rights.rules().terms.name_faces
        if asks is not NameFaces.NEVER:
            self._found.warn(require_names(brief, self._originals, rights.inputs, asks))

    def _judged(self, estimate: Estimate) -> Estimate:
        """The gate's word on the originals, and who may approve where that is all that is missing."""
        brief, findings = self._brief, self._found
        leaves = self._capability is None or self._capability.leaves
        try:
            rights = self._sites.rights(brief.show)
            intake = self._capability.intake if self._capability else None
            roles = {"reference"}
            if intake is not None and sends_plate(brief, intake):
                roles.add("plate")
            if intake is not None and sends_matte(brief, intake):
                roles.add("matte")
            if intake is not None and guides_for(brief, intake):
                roles.add("guide")
            materials = [
                material(
                    original.role, original.sha256, rights.inputs.find(original.sha256), original.persons
                )
                for original in self._originals
                if original.role in roles
            ]
            digest = brief_digest(brief, self._contents)
            retention = self._capability.retention if self._capability is not None else None
            trained = self._capability.trained_on if self._capability is not None else ()
            ask = ask_of(
                brief, digest, self._user, self._settings, materials, self._priced.cost, retention, trained,
                "" if leaves else self._sites.claim(brief.show, brief.provider).by,
            )  # fmt: skip
            verdict = rights.examine(ask, leaves=leaves)
            approvers = () if verdict.allowed else rights.approvers(ask)
        except SecondUnitError as error:
            findings.problems.append(error.problem)
            return dataclasses.replace(estimate, allowed=False, verdict=error.problem.message)
        sentence = _with_names(verdict.sentence, self._originals)
        return dataclasses.replace(
            estimate, allowed=verdict.allowed, verdict=sentence, rule=verdict.rule, approvers=approvers
        )


def _with_names(sentence: str, files: Iterable[Original]) -> str:
    """The gate's sentence, which knows files by their hash, with the names that an artist knows them by."""
    for file in files:
        sentence = sentence.replace(file.sha256[:12], f"{file.path.name} ({file.sha256[:12]})")
    return sentence


def _lasts(capability: Capability, findings: Findings) -> Iterator[str]:
    """Whether the model's last day has come, or comes soon."""
    if not capability.retires:
        return
    try:
        last = date.fromisoformat(capability.retires[:10])
    except ValueError:
        return
    today = datetime.now(UTC).date()
    label = capability.model_label or capability.model
    if last < today:
        problem = BadInput(
            f"{label} could be used until {last}.", remedy="Choose another model.", where="model"
        ).problem
        findings.problems.append(problem)
    elif last - today <= RETIRES_SOON:
        yield f"{label} can be used until {last} only."
