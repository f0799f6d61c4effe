"""The course of a match to the cast: which brief is next, when it ends, and which take is closest.

Pure: from a match, its jobs and their takes. Nothing is begun and nothing written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from secondunit.rights.money import counted, spoken
from secondunit.wire import CastMatch, CastMatchOutcome, CastMatchState, Job, JobState, Take

from .cast_tries import is_close

#: What ends a match, as nobody but a person can go on from there.
_ENDS = {
    JobState.REFUSED: "was refused",
    JobState.UNCERTAIN: "is uncertain: look at the provider's own list, then decide",
    JobState.CANCELLED: "was cancelled",
}


@dataclass(frozen=True)
class TryResult:
    """A try's job as it stands, and the takes that it made."""

    job: Job
    takes: tuple[Take, ...] = ()


@dataclass(frozen=True)
class CastStep:
    """What is to be done next: begin try `number`, wait (-1), or end in `state`, `why` in one sentence."""

    number: int = -1
    state: CastMatchState = CastMatchState.RUNNING
    why: str = ""


def next_step(match: CastMatch, results: Mapping[int, TryResult], starts: Mapping[str, Take]) -> CastStep:
    """What follows from the jobs so far; `results` by the number of their try, `starts` by their ids.

    One try at a time. Those of a take that is close enough are left out; a job that failed is followed by the
    next, and what it cost counts.
    """
    money = spent(results.values())
    for number, one in enumerate(match.tries):
        result = results.get(number)
        if result is None:
            if take_outcome(match, one.take, results, starts).close:
                continue
            left = counted(match.approval.ceiling) - money
            if counted(one.cost) > left:
                price, rest = (spoken(part, one.cost.currency) for part in (counted(one.cost), max(0, left)))
                why = f"The ceiling is reached: the next try costs {price}, and {rest} of it is left."
                return CastStep(state=CastMatchState.STOPPED, why=why)
            return CastStep(number)
        if not result.job.state.ended:
            return CastStep()
        if result.job.state in _ENDS:
            said = f" {result.job.problem.message}" if result.job.problem is not None else ""
            return CastStep(
                state=CastMatchState.STOPPED,
                why=f"The job {result.job.id} {_ENDS[result.job.state]}.{said or _status(result.job)}",
            )
    taken = dict.fromkeys(one.take for one in match.tries)
    near = sum(take_outcome(match, take, results, starts).close for take in taken)
    why = f"{near} of {len(taken)} takes are close enough; everything else was tried."
    if near == len(taken):
        why = "Close enough."
    elif len(taken) == 1:
        why = "Everything that was approved was tried."
    return CastStep(state=CastMatchState.DONE, why=why)


def spent(results: Iterable[TryResult]) -> int:
    """What the jobs so far were billed or hold, in millionths."""
    return sum(counted(result.job.cost) for result in results)


def take_outcome(
    match: CastMatch, take: str, results: Mapping[int, TryResult], starts: Mapping[str, Take]
) -> CastMatchOutcome:
    """Which take is closest of one that was to be matched and all that was made for it."""
    made = [
        candidate
        for number, one in enumerate(match.tries)
        if one.take == take and number in results
        for candidate in results[number].takes
    ]
    return closest(starts.get(take), take, made)


def closest(start: Take | None, take: str, made: Sequence[Take]) -> CastMatchOutcome:
    """The take whose farthest character is nearest by its median; none that is pasted, where another is.

    A take that says less than half as often what its start says does not compare with it: it is not chosen.
    The first of equals. Where nothing can be said of any, the start stays.
    """
    candidates = [one for one in ([start] if start is not None else []) + list(made) if one.drift]
    least = _measured(start) / 2 if start is not None else 0.0
    candidates = [one for one in candidates if one is start or _measured(one) >= least]
    best = min(candidates, key=_distance, default=start)
    if best is None or _distance(best) == (True, inf):
        nothing = "Nothing was measured of what was made." if made else "Nothing was made yet."
        return CastMatchOutcome(take, take, nothing)
    near = all(is_close(drift) for drift in best.drift)
    words = " ".join(drift.sentence for drift in best.drift)
    if start is not None and best.id == start.id:
        head = f"None came closer than {best.label} itself" if made else f"{best.label} is where it begins"
    else:
        head = f"{best.label} is closest of {len(made)}"
    before = ""
    if start is not None and best.id != start.id and _distance(start)[1] < inf:
        before = f" Before, {start.label} was at {_distance(start)[1]:.2f}."
    return CastMatchOutcome(take, best.id, f"{head}: {words}{before}", near)


def _distance(take: Take) -> tuple[bool, float]:
    """Whether a reference is pasted into a take, and the farthest median of its characters."""
    medians = [drift.median for drift in take.drift]
    farthest = max((inf if median is None else median for median in medians), default=inf)
    return any(drift.pasted for drift in take.drift) or farthest == inf, farthest


def _measured(take: Take) -> int:
    """In how many frames something is said of every character of a take."""
    figures = [drift.in_list.figures for drift in take.drift]
    return min(
        (one.frames - sum(reason.count for reason in one.withheld) for one in figures if one is not None),
        default=0,
    )


def _status(job: Job) -> str:
    return f" {job.status}" if job.status else ""
