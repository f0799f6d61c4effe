"""One run of one hook, the name of which is the one argument: `Handover` in, `HookRun` out, both as JSON.

What the hook prints goes to standard error.
"""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import replace

from secondunit.engines.parent import end_with_parent
from secondunit.wire import HookRun, HookState, Problem, SecondUnitError, dumps, loads
from secondunit.wire.errors import WorkError

from .handover import Handover
from .points import load

#: The most characters that are kept of what a hook gives back.
LONGEST = 1_000


def main() -> int:
    """Run it; gives the exit status, 0 where the answer says what became of it."""
    end_with_parent()
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    name, handover = sys.argv[1], loads(Handover, sys.stdin.buffer.read())
    run = HookRun(handover.take.id, name, HookState.DONE, handover.attempt)
    try:
        result = load(name)(handover)
    except SecondUnitError as error:
        run = _failed(run, error.problem)
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        run = _failed(run, _problem(name, error))
    else:
        run = replace(run, message="" if result is None else str(result)[:LONGEST].replace("\0", ""))
    sys.stdout.flush()
    with answer:
        answer.write(dumps(run))
    return 0


def _failed(run: HookRun, problem: Problem) -> HookRun:
    return replace(run, state=HookState.FAILED, problem=problem)


def _problem(name: str, error: BaseException) -> Problem:
    text = " ".join(str(error).split())[:300].rstrip(".").replace("\0", "")
    words = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return WorkError(
        f"The hook {name} failed: {words}.",
        remedy="The service's log has its traceback.",
        kept="The take is as it was.",
        where=name,
    ).problem


if __name__ == "__main__":
    sys.exit(main())
