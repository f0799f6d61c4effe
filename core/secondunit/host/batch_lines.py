"""The estimates of several shots as sentences: sums, what stands in the way of which, what is to be heeded.

Knows values only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from .list_approval import waits_for_approval
from .sentences import BAD, PLAIN, WARNING, EstimateLine, amount, duration

if TYPE_CHECKING:
    from secondunit.wire import Brief, Estimate
    from secondunit.wire.errors import Problem

    from .batch import Entry

#: How many sentences of one sort are said of single shots.
MOST_SENTENCES = 4


def batch_lines(
    entries: Sequence[Entry],
    shots: Sequence[Entry],
    pairs: Mapping[str, tuple[Brief, Estimate]],
    refused: Mapping[str, Problem],
    leaving: Callable[[Brief], str],
) -> tuple[EstimateLine, ...]:
    """What is to be said of `shots`, those of the entries that take part; the rest is by a shot's id.

    `leaving` says what of a brief leaves this machine.
    """
    estimates = [pairs[shot.id][1] for shot in shots if shot.id in pairs]
    lines = [
        EstimateLine("problem", f"{entry.label}: {entry.problem}", BAD) for entry in entries if entry.problem
    ]
    if not estimates and not refused:
        return tuple(lines)
    summary = f"{len(estimates)} of {len(shots)} shots estimated." if len(estimates) < len(shots) else ""
    frames = sum(len(shot.frames) for shot in shots)
    lines.insert(0, EstimateLine("verdict", summary or f"{len(shots)} shots, {frames} frames."))
    seconds = sum(estimate.seconds for estimate in estimates)
    if seconds > 0:
        lines.append(EstimateLine("time", f"Takes about {duration(seconds)}."))
    lines += [EstimateLine("cost", text) for text in _costs(estimates)]
    disk = sum(estimate.disk for estimate in estimates)
    free = min((estimate.disk_free for estimate in estimates), default=0)
    if disk:
        left = f"; {amount(free)} are free" if free else ""
        lines.append(EstimateLine("disk", f"Writes {amount(disk)}{left}.", BAD if 0 < free < disk else PLAIN))
    for shot in shots:
        texts = [str(refused[shot.id])] if shot.id in refused else []
        if not texts and shot.id in pairs:
            texts = faults(pairs[shot.id][1])
        lines += [EstimateLine("problem", f"{shot.label}: {text}", BAD) for text in texts]
    known = [(shot.label, *pairs[shot.id]) for shot in shots if shot.id in pairs]
    waiting = [(label, brief, one) for label, brief, one in known if waits_for_approval(one)]
    for prefix, sentences in (
        ("", [(label, text) for label, _, one in known for text in one.warnings]),
        ("", [(label, one.verdict) for label, _, one in waiting]),
        ("Each shot: ", [(label, leaving(brief)) for label, brief, _ in waiting]),
    ):
        texts = _grouped(sentences, len(shots), prefix if len(shots) > 1 else "")
        lines += [EstimateLine("warning", text, WARNING) for text in texts]
    return tuple(lines)


def faults(estimate: Estimate) -> list[str]:
    """What stands in the way of an estimated brief; empty where nothing does but an approval may."""
    problems = [str(problem) for problem in estimate.problems]
    if problems or estimate.allowed or waits_for_approval(estimate):
        return problems
    return [estimate.verdict or "This is not allowed."]


def _grouped(sentences: Iterable[tuple[str, str]], shots: int, prefix: str) -> list[str]:
    """Each sentence once, with the labels of the shots that it is about, or `prefix` where these are all."""
    labels: dict[str, list[str]] = {}
    for label, text in sentences:
        if text:
            labels.setdefault(text, []).append(label)
    lines = []
    for text, names in labels.items():
        of_some = f"{', '.join(names[:3])}{' and others' if len(names) > 3 else ''}: "
        lines.append((prefix if len(names) == shots else of_some) + text)
    more = len(lines) - MOST_SENTENCES
    return lines if more <= 0 else [*lines[:MOST_SENTENCES], f"And {more} more of other shots."]


def _costs(estimates: Sequence[Estimate]) -> list[str]:
    """What they cost together, by currency; exact decimals are added exactly."""
    sums: dict[str, Decimal] = {}
    for estimate in estimates:
        try:
            sums[estimate.cost.currency] = sums.get(estimate.cost.currency, Decimal(0)) + Decimal(
                estimate.cost.amount
            )
        except InvalidOperation:
            return ["What it costs is not known."]
    totals = {currency: total for currency, total in sums.items() if total}
    return [f"Costs about {total} {currency}." for currency, total in totals.items()] or ["Costs nothing."]
