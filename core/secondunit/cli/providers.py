"""`providers` and `offers`: who can make pictures for a show, on what terms, and who else could do a job."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from secondunit.host.terms import money
from secondunit.wire import Absent, Capability, CapabilityList, FrozenMap, OfferList, Scalar, SecondUnitError
from secondunit.wire.errors import MissingField, ProviderSilent

from . import exits
from .named import job_of
from .output import Output
from .reach import reach, rights_of, sites

#: Providers that need a key even where their table names none: it is called as they are.
KEYED = ("runway", "luma")
#: How often a provider that has not answered yet is asked once more, a second apart: the first question loads
#: a vendor's library, which takes long on a busy machine. The service says itself when nobody is there.
SILENT = 60
#: How a model's limits name what its server lacks.
MISSING = "Missing"
#: How they name servers of it that are not well.
NOT_ANSWERING = "Not answering"


def providers(arguments: argparse.Namespace, output: Output) -> int:
    """List who can make pictures for a show: models and terms, who is set up but absent; --check says why."""
    if arguments.check:
        return _check(arguments, output)
    answer = _heard(arguments.show)
    output.value(answer)
    output.table(
        ("provider", "model", "does", "leaves", "terms"),
        [_row(model) for model in answer.capabilities if model.problem is None],
    )
    for capability in answer.capabilities:
        if capability.problem is not None:
            output.remark(f"{capability.provider}, {capability.model}, cannot be used: {capability.problem}")
    if output.live:
        for capability in answer.capabilities:
            limits = "; ".join(f"{limit.label}: {limit.text}" for limit in capability.limits)
            if limits:
                output.line(f"{capability.model or capability.provider}: {limits}")
    for absentee in answer.absent:
        output.remark(f"{absentee.provider} is not there now: {_why(absentee)}")
    return exits.DONE


def offers(arguments: argparse.Namespace, output: Output) -> int:
    """Say who else is allowed to do a job that was refused or failed, and for what price; nothing is sent."""
    client = reach()
    say_offers(client.offers(job_of(client, arguments.job).id), output)
    return exits.DONE


def say_offers(answer: OfferList, output: Output) -> None:
    """Each offer with the arguments that take it."""
    output.value(answer)
    if not answer.offers:
        output.line("Nobody else who is set up is allowed to do it.")
    for offer in answer.offers:
        name = offer.model_label or offer.model or offer.label
        price = money(offer.cost.amount, offer.cost.currency)
        output.line(f"Offer     {offer.label or offer.provider}, {name}: {price}")
        output.line(
            f"          --provider {offer.provider}" + (f" --model {offer.model}" if offer.model else "")
        )
        for sentence in (offer.verdict, offer.terms):
            if sentence:
                output.line(f"          {sentence}")


def keys_of(name: str, table: FrozenMap[Scalar]) -> Iterator[str]:
    """The names of the keys that a provider's table asks for."""
    named = [str(value) for setting, value in table.items() if setting.split(".")[0] == "secret" and value]
    yield from named or ([name] if name in KEYED else [])


def _check(arguments: argparse.Namespace, output: Output) -> int:
    """Each thing that a provider needs, in the order in which it is needed, until one is missing."""
    name = arguments.check
    if not arguments.show:
        raise MissingField("It is checked for a show.", remedy="Add --show SHOW.", where="show")
    table = sites().settings(arguments.show, name)
    steps: list[tuple[str, str]] = [("settings", ", ".join(sorted(table)) or "none")]
    code = exits.DONE
    try:
        steps += [("key", f"{key} is there") for key in _keys(name, table)]
        for detail in _unread(name, table):
            steps.append(("not read", detail))
            code = exits.BAD_INPUT
        for label, detail, ends in _asked(name, arguments.show):
            steps.append((label, detail))
            code = code or ends
    except SecondUnitError as error:
        steps.append(("missing", str(error.problem)))
        code = exits.for_problem(error.problem)
    output.value({"provider": name, "steps": [{"what": heading, "found": text} for heading, text in steps]})
    output.table(("what", "found"), steps)
    return code


def _keys(name: str, table: FrozenMap[Scalar]) -> Iterator[str]:
    from secondunit.rights.secret import secret

    for key in keys_of(name, table):
        secret(key)
        yield key


def _unread(name: str, table: FrozenMap[Scalar]) -> Iterator[str]:
    """Workflow files of ComfyUI that are no models because they cannot be read, each with the reason."""
    if name != "comfyui":
        return
    from secondunit.providers.comfyui.reading import read_workflow

    folder = Path(str(table.get("workflows", "")))
    if folder.is_absolute() and not folder.is_dir():
        yield f"there is no folder {folder}"
    for path in sorted(folder.glob("*.json")) if folder.is_absolute() else ():
        try:
            read_workflow(path)
        except SecondUnitError as error:
            yield f"{path.name}: {error.problem.message} {error.problem.remedy}".rstrip()


def _heard(show: str, name: str = "") -> CapabilityList:
    """What a show's providers offer, once each, or the one that is named, has answered or is known away."""
    client = reach()
    answer = client.capabilities(show)
    for _ in range(SILENT):
        silent = [away for away in answer.absent if away.problem.code == ProviderSilent.code]
        if not any(name in ("", away.provider) for away in silent):
            break
        time.sleep(1.0)
        answer = client.capabilities(show)
    return answer


def _asked(name: str, show: str) -> Iterator[tuple[str, str, int]]:
    """What the service says of it, each with the exit code of what is missing."""
    answer = _heard(show, name)
    away = [absence for absence in answer.absent if absence.provider == name]
    for absentee in away:
        yield "absent", _why(absentee), exits.for_problem(absentee.problem)
    own = [model for model in answer.capabilities if model.provider == name]
    if not own and not away:
        yield "absent", "it offers no model", exits.NOT_FOUND
    for capability in own:
        if capability.problem is not None:  # named already, with the file
            continue
        yield (
            "model",
            f"{capability.model or capability.label}: {', '.join(task.value for task in capability.tasks)}",
            exits.DONE,
        )
        for limit in capability.limits:
            if limit.label == MISSING:
                yield "missing", f"{capability.model}: {limit.text}", exits.FAILED
    for text in dict.fromkeys(
        limit.text for model in own for limit in model.limits if limit.label == NOT_ANSWERING
    ):
        yield "not answering", text, exits.FAILED
    if any(model.leaves for model in own):
        greeted = rights_of(show).greet(name)
        if greeted.allowed:
            yield "allowed", greeted.sentence, exits.DONE
        else:
            yield "not allowed", greeted.sentence, exits.DENIED


def _why(absentee: Absent) -> str:
    """Why a provider is not there; its name, said already, is not the place."""
    problem = absentee.problem
    return str(replace(problem, where="") if problem.where == absentee.provider else problem)


def _row(capability: Capability) -> tuple[str, ...]:
    tasks = ", ".join(task.value for task in capability.tasks)
    until = f" (until {capability.retires})" if capability.retires else ""
    return (
        capability.provider,
        (capability.model or capability.label) + until,
        tasks,
        "yes" if capability.leaves else "no",
        capability.terms,
    )
