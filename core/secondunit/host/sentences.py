"""What the panel says in words: amounts, durations, and an estimate as lines. Knows values only."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from secondunit.wire import Task
from secondunit.wire.value import dataclass

if TYPE_CHECKING:
    from secondunit.wire import Brief, Control, Estimate, Job

#: How a line is meant: as it is, to be heeded, or in the way.
PLAIN, WARNING, BAD = "plain", "warning", "bad"


@dataclass(frozen=True)
class EstimateLine:
    """One sentence of an estimate.

    `about` is `verdict`, `time`, `memory`, `disk`, `cost`, `understood`, `ignored`, `warning` or `problem`;
    `tone` is `plain`, `warning` or `bad`.
    """

    about: str
    text: str
    tone: str = PLAIN


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `2.5 h`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


@lru_cache(maxsize=4096)
def when(created: str) -> str:
    """`22 Nov 20:41` in local time; empty where the text is no date."""
    from datetime import datetime, timezone

    try:
        at = datetime.fromisoformat(created.replace("Z", "+00:00"))
    except ValueError:
        return ""
    if at.tzinfo is None:
        at = at.replace(tzinfo=timezone.utc)
    local = at.astimezone()
    return f"{local.day} {local:%b %H:%M}"


def amount(bytes_: float) -> str:
    """`640 MB`, `2.4 GB`: an amount of bytes as a disk is sold."""
    if bytes_ < 999.5e6:
        return f"{max(1, round(bytes_ / 1e6)):,} MB"
    return f"{bytes_ / 1e9:,.1f} GB" if bytes_ < 999.5e9 else f"{bytes_ / 1e12:,.1f} TB"


def outline(brief: Brief, between: str = ", ") -> str:
    """`1001-1048, 2048x1152, 24 fps`; an extension says both sizes."""
    size = str(brief.format)
    if brief.task is Task.EXTEND and brief.delivery.overscan:
        window = brief.window
        size += f" \N{RIGHTWARDS ARROW} {replace(brief.format, width=window.width, height=window.height)}"
    return between.join((str(brief.frames), size, f"{brief.rate} fps"))


def estimate_lines(estimate: Estimate, label: object = None) -> tuple[EstimateLine, ...]:
    """An estimate in sentences, the verdict first.

    `label` gives a control's label by its name (a function), for what was understood of the prompt.
    """
    name = label if callable(label) else str
    lines = []
    repeated = any(problem.message == estimate.verdict for problem in estimate.problems)
    if (estimate.verdict or not estimate.allowed) and not repeated:
        verdict = estimate.verdict or "This is not allowed."
        lines.append(EstimateLine("verdict", verdict, PLAIN if estimate.allowed else BAD))
    if estimate.seconds > 0:
        lines.append(EstimateLine("time", f"Takes about {duration(estimate.seconds)}."))
    if estimate.cost.amount.strip("0.") == "":
        lines.append(EstimateLine("cost", "Costs nothing."))
    else:
        requests = f" for {estimate.pieces} requests" if estimate.pieces > 1 else ""
        lines.append(
            EstimateLine("cost", f"Costs about {estimate.cost.amount} {estimate.cost.currency}{requests}.")
        )
    if estimate.memory:
        lines.append(EstimateLine("memory", f"Needs {amount(estimate.memory)} of memory."))
    if estimate.disk:
        free = f"; {amount(estimate.disk_free)} are free" if estimate.disk_free else ""
        short = bool(estimate.disk_free) and estimate.disk > estimate.disk_free
        lines.append(EstimateLine("disk", f"Writes {amount(estimate.disk)}{free}.", BAD if short else PLAIN))
    if estimate.understood:
        words = ", ".join(
            f"“{word.words}” sets {name(word.control)} to {_value(word.value)}"
            for word in estimate.understood
        )
        lines.append(EstimateLine("understood", f"Understood: {words}."))
    if estimate.ignored:
        words = ", ".join(f"“{word}”" for word in estimate.ignored)
        lines.append(EstimateLine("ignored", f"Not understood: {words}.", WARNING))
    lines += [EstimateLine("warning", warning, WARNING) for warning in estimate.warnings]
    lines += [EstimateLine("problem", str(problem), BAD) for problem in estimate.problems]
    return tuple(lines)


def job_sentence(job: Job, seconds_left: float | None = None, provider: str = "") -> str:
    """Where a job stands: `Rendering frame 1012, about 40 s left.`

    `provider` is what the one is called who makes it elsewhere; empty for this machine.
    """
    # Values and no import: two hundred rows are worded in one turn of a host's event loop.
    state = job.state.value
    if state in ("planned", "allowed"):
        doing = job.status.strip().rstrip(".") if provider else ""
        return f"{doing[0].upper()}{doing[1:]}." if doing else "Waiting for its turn."
    if state == "done":
        return "Done."
    if state == "cancelled":
        count = job.frames_done
        remark = f" {count} finished {'frame is' if count == 1 else 'frames are'} kept." if count else ""
        return "Cancelled." + remark
    if state == "refused":
        return job.problem.message if job.problem is not None else "Refused."
    if state == "uncertain":
        message = job.problem.message if job.problem is not None else "Whether it was begun is not known."
        return f"A person has to decide. {message}"
    if state == "failed":
        return job.problem.message if job.problem is not None else "It failed."
    doing = job.status.strip().rstrip(".")
    if not doing and provider:
        doing = _ELSEWHERE.get(state, "Delivering").format(provider)
    doing = doing or _DOING.get(state, "Working")
    doing = doing[0].upper() + doing[1:]
    left = f", about {duration(seconds_left)} left" if seconds_left is not None else ""
    return f"{doing}{left}."


_ELSEWHERE = {"submitting": "Sending to {}", "running": "Waiting at {}", "fetching": "Fetching from {}"}
_DOING = {"submitting": "Sending the work", "fetching": "Fetching the result", "delivering": "Delivering"}


def setting(control: Control | None, name: str, value: object) -> str:
    """A control as it was set: `Height 2 m`; by its plain name where nobody describes it."""
    label = control.label if control is not None else name.replace("_", " ").capitalize()
    unit = f" {control.unit}" if control is not None and control.unit else ""
    return f"{label} {_value(value)}{unit}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
