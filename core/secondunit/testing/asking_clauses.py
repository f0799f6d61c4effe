"""Clauses on what is asked and said around a job: what a model takes, its price, its references, its bill."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from secondunit.providers import Input, Request, State
from secondunit.wire import Capability, Intake, Money, Need, Size, Task
from secondunit.wire.errors import BadInput, Moderated, ProviderLacks

from .clause import KEY, Clause, clause_into, fetched, polled, raises, require, settled, submitted
from .stand import DoesNotApply, Stand

CLAUSES: list[Clause] = []
clause = clause_into(CLAUSES)
#: The tasks that change a picture, and so must be given one.
_CHANGES = (Task.INPAINT, Task.EXTEND, Task.RESTYLE, Task.UPSCALE)


def offered(stand: Stand) -> tuple[Capability, Intake]:
    """The capability that the stand's request asks for, and its intake; raises `DoesNotApply` without one."""
    request = stand.request
    for capability in stand.provider().capabilities():
        if capability.model == request.model and request.task in capability.tasks:
            require(
                capability.intake is not None,
                f"{capability.model or capability.label} says nothing of what it takes",
            )
            assert capability.intake is not None
            return capability, capability.intake
    raise DoesNotApply(f"the stand asks for {request.model!r}, which is not offered")


def _amount(money: Money) -> Decimal:
    try:
        return Decimal(money.amount)
    except InvalidOperation:
        return Decimal(-1)


@clause("Every model says in numbers what it takes and gives, and no model has two answers for a task.")
def says_in_numbers_what_it_takes(stand: Stand) -> None:
    pairs: set[tuple[str, Task]] = set()
    for capability in stand.provider().capabilities():
        name = capability.model or capability.label
        require(capability.intake is not None, f"{name} has no intake")
        assert capability.intake is not None
        for task in capability.tasks:
            require((capability.model, task) not in pairs, f"{name} is offered twice for {task.value}")
            pairs.add((capability.model, task))
            need = capability.intake.plate
            require(task not in _CHANGES or need is Need.REQUIRED, f"{name} does {task.value} to no plate")
        require(
            not capability.intake.reference_roles or capability.references > 0,
            f"{name} has roles for no reference",
        )
    require(stand.far.asked == 0, "asking what it takes submitted something")


@clause("A request that keeps to a model's own numbers is one that it takes.")
def takes_what_it_says_it_takes(stand: Stand) -> None:
    capability, intake = offered(stand)
    request = stand.request
    for role, need in (("plate", intake.plate), ("matte", intake.matte)):
        present = bool(request.of(role))
        require(need is not Need.REQUIRED or present, f"it takes the stand's request without its {role}")
        require(need is not Need.NONE or not present, f"the stand gives a {role}, and it says it takes none")
    require(
        len(request.of("reference")) <= capability.references, "the stand gives more references than it takes"
    )
    if request.width and request.height:
        size = Size(request.width, request.height)
        require(not intake.sizes or size in intake.sizes, f"{size} is none of its sizes")
        if not intake.sizes:
            sides = (size.width, size.height)
            require(all(side % intake.multiple == 0 for side in sides), f"{size} is off its steps")
            require(min(sides) >= intake.least_side, f"{size} is too small for it")
            require(not intake.most_side or max(sides) <= intake.most_side, f"{size} is too large for it")
    stand.provider().submit(request, KEY)
    require(stand.far.taken == 1, "it was not taken")


@clause("An estimate needs no files: the price is the same before they are made.")
def estimates_before_there_are_files(stand: Stand) -> None:
    provider = stand.provider()
    cost = provider.estimate(stand.request).cost
    away = tuple(replace(source, path=stand.folder / "not-made-yet.png") for source in stand.request.inputs)
    # How many references there are is planned with the brief, and may be paid for.
    bare = tuple(source for source in away if source.role == "reference")
    require(provider.estimate(replace(stand.request, inputs=bare)).cost == cost, "the files change the price")
    planned = provider.estimate(replace(stand.request, inputs=away))
    require(planned.cost == cost, "files that are planned change the price")
    require(stand.far.asked == 0, "something was submitted")


@clause("A submit without the plate, matte, points or boxes that the model must have sends nothing.")
def submits_only_with_its_files(stand: Stand) -> None:
    _, intake = offered(stand)
    needed = [role for role in ("plate", "matte") if getattr(intake, role) is Need.REQUIRED]
    pointed = [role for role in ("points", "boxes") if getattr(intake, role) is Need.REQUIRED]
    if not needed and not pointed:
        raise DoesNotApply("the model that is asked needs no picture")
    provider = stand.provider()
    for role in needed:
        inputs = tuple(source for source in stand.request.inputs if source.role != role)
        raises(BadInput, lambda files=inputs: provider.submit(replace(stand.request, inputs=files), KEY))  # type: ignore[misc]
    for role in pointed:
        bare = replace(stand.request, points=()) if role == "points" else replace(stand.request, boxes=())
        require(bare.digest != stand.request.digest, f"{role} are not in the digest")
        raises(BadInput, lambda bare=bare: provider.submit(bare, KEY))  # type: ignore[misc]
    require(stand.far.asked == 0, "something was submitted")


@clause("Margins that a model does not extend by itself are refused before anything is sent, not dropped.")
def refuses_margins_it_does_not_take(stand: Stand) -> None:
    _, intake = offered(stand)
    most = intake.margin if stand.request.task is Task.EXTEND else 0
    provider = stand.provider()
    for margins in ((most + 8, 0, 0, 0), (0, 0, 0, most + 8), (-8, 0, 0, 0)):
        asked = replace(stand.request, margins=margins)
        require(asked.digest != stand.request.digest, "margins are not in the digest")
        raises((BadInput, ProviderLacks), lambda asked=asked: provider.submit(asked, KEY))  # type: ignore[misc]
    require(stand.far.asked == 0, "something was submitted")


@clause("A reference for a part that the model does not have is refused before anything is sent.")
def refuses_a_reference_it_has_no_part_for(stand: Stand) -> None:
    _, intake = offered(stand)
    references = stand.request.of("reference")
    if not references or not intake.reference_roles:
        raise DoesNotApply("it is given no reference, or takes one for any part")
    inputs: tuple[Input, ...] = tuple(source for source in stand.request.inputs if source.role != "reference")
    strange: Request = replace(
        stand.request, inputs=(*inputs, replace(references[0], about="a part that there is not"))
    )
    require(strange.digest != stand.request.digest, "what a reference is about is not in the digest")
    provider = stand.provider()
    raises(BadInput, lambda: provider.submit(strange, KEY))
    require(stand.far.asked == 0, "something was submitted")


@clause("What was billed is told at the end, exactly, the same each time, and never before.")
def tells_what_was_billed(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.run(0.5)
    require(polled(provider, ticket).billed is None, "it names a bill before the end")
    stand.far.finish()
    billed = settled(provider, ticket).billed
    if billed is not None:
        require(_amount(billed).is_finite() and _amount(billed) >= 0, f"the bill is {billed.amount!r}")
        require(len(billed.currency) == 3, f"the currency is {billed.currency!r}")
    require(polled(stand.provider(), ticket).billed == billed, "the bill changed when it was asked for again")


@clause("A refusal by content rules is one sentence for an artist, with something to do about it.")
def a_refusal_is_a_sentence(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.moderate()
    status = settled(provider, ticket)
    require(status.problem is not None and status.problem.code == Moderated.code, "it is not told as one")
    assert status.problem is not None
    message = status.problem.message
    require(message[:1].isupper() and message.endswith(".") and " " in message, f"{message!r} is no sentence")
    require(
        "Traceback" not in message and "\n" not in message and len(message) <= 400,
        "it is more than a sentence",
    )
    require(bool(status.problem.remedy), "it says nothing that could be done")


@clause("A result can be fetched as late as it is held, by whoever has the ticket, and not later.")
def fetches_as_late_as_it_is_held(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.finish()
    settled(provider, ticket)
    stand.clock.pass_(3000.0)
    fresh = stand.provider()
    require(settled(fresh, ticket).state is State.DONE, "after 50 minutes it is no longer done")
    fetched(stand, fresh, ticket)
    stand.far.expire()
    status = settled(stand.provider(), ticket)
    require(status.state in (State.DONE, State.LOST), f"an expired result makes the job {status.state}")
