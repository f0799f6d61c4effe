"""Exit codes that a script can use, one for each way a command can end."""

from __future__ import annotations

from secondunit.wire import JobState, Problem

DONE = 0
UNEXPECTED = 1
BAD_INPUT = 2
NOT_FOUND = 3
DENIED = 4
NO_SERVICE = 5
FAILED = 6
CANCELLED = 7
UNCERTAIN = 8
NO_SPACE = 9
INTERRUPTED = 130

#: By the first part of a problem's code, then by the whole code.
_BY_CODE = {
    "input": BAD_INPUT, "value": BAD_INPUT, "frames": BAD_INPUT, "picture": BAD_INPUT, "color": BAD_INPUT,
    "prompt": BAD_INPUT, "name": BAD_INPUT, "settings": BAD_INPUT, "not_found": NOT_FOUND,
    "denied": DENIED, "service": NO_SERVICE, "work": FAILED, "host": BAD_INPUT, "conflict": BAD_INPUT,
    "cancelled": CANCELLED, "storage": FAILED, "storage.full": NO_SPACE, "storage.rights": DENIED,
    "ledger": FAILED, "provenance": FAILED, "provenance.absent": NOT_FOUND, "secret": BAD_INPUT,
    "provider": FAILED, "provider.uncertain": UNCERTAIN, "model": FAILED,
}  # fmt: skip

_BY_STATE = {
    JobState.DONE: DONE,
    JobState.FAILED: FAILED,
    JobState.CANCELLED: CANCELLED,
    JobState.REFUSED: DENIED,
    JobState.UNCERTAIN: UNCERTAIN,
}


def for_problem(problem: Problem) -> int:
    """The exit code for an error."""
    return _BY_CODE.get(problem.code, _BY_CODE.get(problem.code.partition(".")[0], UNEXPECTED))


def for_state(state: JobState) -> int:
    """The exit code for the state a job ended in."""
    return _BY_STATE.get(state, DONE)
