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
    """The brief with the kind that its words ask for; raises `BadPrompt` where that is not made here."""
    from secondunit.elements import RELATIONS, kind, kinds, read_wish, vocabulary

    repertoire = kinds()
    wish, words = read_wish(brief.prompt), vocabulary().kinds
    gaps = wish.others(repertoire)
    wanted = _with_and(words[name].label for name in gaps)
    if brief.kind:
        if gaps and brief.kind in repertoire:
            planning.found.warn(
                [f"Taken as {brief.kind}, as was chosen; {wanted} cannot be made on this machine."]
            )
        return brief
    makes = _with_and(words[name].label for name in repertoire)
    if gaps:
        near = next((words[name].instead for name in gaps if words[name].instead), "")
        raise BadPrompt(
            f"The words ask for {wanted}, and this machine makes only {makes}.",
            remedy=" ".join((
                *([f"Nearest to it: \u201c{near}\u201d."] if near else []),
                _on_purpose(repertoire[0]), *_elsewhere(planning),
            )),
            where="prompt",
        )  # fmt: skip
    unknown = [
        phrase for phrase in kind(repertoire[0]).understand(brief.prompt).ignored
        if not any(phrase == relation or phrase.startswith(relation + " ") for relation in RELATIONS)
    ]  # fmt: skip
    if unknown and not wish.kinds:
        raise BadPrompt(
            f"The words do not say what to make that can be made here: {', '.join(unknown)[:200]}.",
            remedy=" ".join((
                f"This machine makes {makes}: say so (\u201c{repertoire[0]}, \u2026\u201d).",
                _on_purpose(repertoire[0]), *_elsewhere(planning),
            )),
            where="prompt",
        )  # fmt: skip
    if len(wish.kinds) > 1:
        rest = _with_and(words[name].label for name in wish.kinds[1:])
        label = words[wish.kinds[0]].label
        planning.found.warn([f"Taken as {label}; ask for {rest} apart: each is an element of its own."])
    return dataclasses.replace(brief, kind=wish.kinds[0] if wish.kinds else repertoire[0])


def _on_purpose(kind: str) -> str:
    return f"Choose the kind {kind} (--kind {kind}) to have the words taken as {kind}."


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
