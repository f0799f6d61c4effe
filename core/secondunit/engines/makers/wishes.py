"""What a brief's words wish for, held against what this machine makes; nothing is made as something else.

A kind that is chosen by hand takes any words, and says so. It knows nothing of pictures and of prices.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from secondunit.wire import Brief, Capability, Need, Task
from secondunit.wire.errors import BadPrompt

from .maker import Planning

#: How many models of others a refusal names.
_MOST_MODELS = 3


def with_its_kind(brief: Brief, planning: Planning) -> Brief:
    """The brief with the kind that its words ask for.

    Raises `BadPrompt` where they leave open what to make or leave it between two kinds, which it names, and
    where they ask for what is not made here.
    """
    from secondunit.elements import kinds, read_wish, vocabulary

    repertoire = kinds()
    wish, words = read_wish(brief.prompt), vocabulary().kinds
    gaps = wish.others(repertoire)
    wanted = _with_and(words[name].label for name in gaps)
    if brief.kind:
        if gaps and brief.kind in repertoire:
            planning.found.warn(
                [f"Taken as {brief.kind}, as was chosen; {wanted} cannot be made on this machine."]
            )
        elif wish.kinds and brief.kind not in wish.kinds and brief.kind in repertoire:
            planning.found.warn(
                [f"Taken as {brief.kind}, as was chosen; the words ask for {words[wish.kinds[0]].label}."]
            )
        return brief
    makes = _with_and(words[name].label for name in repertoire)
    if nearest := [name for name in wish.between if name in repertoire]:
        raise BadPrompt(
            f"The words may ask for {_with_or(words[name].label for name in nearest)}, and do not say which."
            if len(nearest) > 1
            else f"The words may ask for {words[nearest[0]].label}, and do not say so.",
            remedy="Say what it is, or choose it: " + _with_or(f"--kind {name}" for name in nearest) + ".",
            where="prompt",
        )
    if not wish.kinds:
        unknown = _not_understood(brief.prompt)
        raise BadPrompt(
            "The words leave open what to make"
            + (f"; not understood: {', '.join(unknown)[:200]}." if unknown else "."),
            remedy=" ".join(
                (f"Say what it is: this machine makes {makes}.", _BY_HAND, *_elsewhere(planning))
            ),
            where="prompt",
        )
    taken, *rest = wish.kinds
    if taken in gaps:
        raise BadPrompt(
            f"The words ask for {wanted}, and this machine makes only {makes}.",
            remedy=" ".join((*_nearest(words[taken].instead), _BY_HAND, *_elsewhere(planning))),
            where="prompt",
        )
    apart = [name for name in rest if name not in gaps and name not in words[taken].brings]
    if others := [words[name].label for name in apart]:
        planning.found.warn(
            [f"Taken as {words[taken].label}; ask for {_with_and(others)} apart: each is its own element."]
        )
    if gaps:
        planning.found.warn([f"Taken as {words[taken].label}; {wanted} cannot be made on this machine."])
    return dataclasses.replace(brief, kind=taken)


_BY_HAND = "Or choose a kind (--kind), which takes any words."


def _nearest(instead: str) -> list[str]:
    return [f"Nearest to it: \u201c{instead}\u201d."] if instead else []


def _not_understood(prompt: str) -> list[str]:
    """The words that no kind understands, but for how an element stands to a thing."""
    from secondunit.elements import RELATIONS, kind, kinds

    ignored = [kind(name).understand(prompt).ignored for name in kinds()]
    return [
        phrase for phrase in ignored[0]
        if all(phrase in others for others in ignored)
        and not any(phrase == relation or phrase.startswith(relation + " ") for relation in RELATIONS)
    ]  # fmt: skip


def _elsewhere(planning: Planning) -> list[str]:
    """Who else is set up and makes something from words alone, as one sentence; may be empty."""
    models = []
    for capability in planning.offered():
        task = next(
            (task for task in (Task.ELEMENT, Task.VIDEO, Task.IMAGE) if task in capability.tasks), None
        )
        if task is not None and _from_words(capability):
            models.append(_arguments_for(capability, task))
    if not models:
        return []
    return ["Or ask a model: " + "; ".join(dict.fromkeys(models[:_MOST_MODELS])) + "."]


def _from_words(capability: Capability) -> bool:
    return capability.prompt > 0 and (
        capability.intake is None or capability.intake.plate is not Need.REQUIRED
    )


def _arguments_for(capability: Capability, task: Task) -> str:
    model = f" --model {capability.model}" if capability.model else ""
    label = capability.model_label or capability.label
    return f"{label} (--provider {capability.provider}{model} --task {task.value})"


def _with_and(names: Iterable[str]) -> str:
    """`leaves`, `leaves and lightning`, `leaves, lightning and blood`."""
    several = list(names)
    return " and ".join(part for part in (", ".join(several[:-1]), *several[-1:]) if part)


def _with_or(names: Iterable[str]) -> str:
    """`smoke`, `smoke or steam`."""
    return " or ".join(names)
