"""The worker: one step of one job's work, as one plain program for this machine and for a farm.

    secondunit work --request WORK.json --step render --frames 1001-1008 --rules RULES.json

It says how far it is in Open Job Description lines. RULES.json are path mapping rules: where this machine has
what the request names; without them that is where it was planned. Exit status: 0 done; 2 a problem, told in
problem.json beside the request; 3 stopped; 1 a fault of ours. It ends when the service that started it does.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from secondunit.media.whole import storage_error
from secondunit.wire import SecondUnitError, Step, Work, parse_frames
from secondunit.wire.errors import BadInput, Cancelled, Unexpected, WorkError

from .folders import read_work
from .makers import maker_of
from .parent import STOPPED, end_with_parent, sole_worker
from .priority import give_way
from .reporting import say_problem, say_progress
from .template import first_step
from .usage import usage_kept

DONE, FAULT, PROBLEM = 0, 1, 2


def run(request: Path, step: Step, frames: tuple[int, ...] | None = None, rules: Path | None = None) -> int:
    """Do one step and give the exit status.

    `frames` None means all of the brief's; `rules` is a file of path mapping rules.
    """
    end_with_parent()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        return _told(request, step, frames, rules)
    finally:
        signal.signal(signal.SIGTERM, before)


def _told(request: Path, step: Step, frames: tuple[int, ...] | None, rules: Path | None) -> int:
    """Do the step, and tell what went wrong as a problem."""
    scratch = str(request.parent)
    try:
        work = read_work(request, rules)
        with sole_worker(Path(work.scratch), shared=step is Step.RENDER):
            do_step(work, step, frames)
        return DONE
    except Cancelled:
        return STOPPED
    except SecondUnitError as error:
        say_problem(error.problem, scratch)
        return PROBLEM
    except OSError as error:
        say_problem(storage_error(error, str(error.filename or request)).problem, scratch)
        return PROBLEM
    except MemoryError:
        error_told = WorkError(
            "The machine has not enough memory for this.",
            remedy="Ask for a smaller format or a lower resolution, or close other programs; then retry.",
        )
        say_problem(error_told.problem, scratch)
        return PROBLEM
    except Exception as error:  # the last line of defence: told as a problem, with the trace in the log
        logging.exception("the worker failed")
        say_problem(
            Unexpected(f"Something unexpected happened ({type(error).__name__}: {error}).").problem, scratch
        )
        return FAULT


def do_step(work: Work, step: Step, frames: tuple[int, ...] | None) -> None:
    """Do one step here and now; raises what the work raises."""
    if step is Step.DELIVER:
        from .deliver_step import deliver

        take = deliver(work)
        say_progress(1.0, f"{take.label} is done")
    elif step is Step.RENDER:
        numbers = frames if frames is not None else tuple(work.brief.frames)
        outside = [frame for frame in numbers if frame not in work.brief.frames]
        if outside or not numbers:
            raise BadInput(f"Frame {outside[0] if outside else 'nothing'} is not one of the brief's.")
        with usage_kept(Path(work.scratch), step, len(numbers)):
            maker_of(work).make(work, numbers)
    elif step is first_step(work):
        with usage_kept(Path(work.scratch), step, len(work.brief.frames)):
            maker_of(work).begin(work)
    else:
        raise BadInput(f"This work has no step {step.value}.")


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Raised wherever the main thread is; temporary files go on the way out.
    raise Cancelled("The work was stopped.")


def main(arguments: Sequence[str]) -> int:
    """`--request FILE --step NAME [--frames RANGE] [--rules FILE]`, as the template says it."""
    options = _options(arguments)
    give_way()
    return run(options.request, options.step, options.frames, options.rules)


def preload(arguments: Sequence[str]) -> None:
    """Load what `main` with these arguments is about to need, and do nothing with it.

    Raises what reading the work raises; begins no thread where NUMBA_NUM_THREADS is 1.
    """
    options = _options(arguments)
    if options.step is Step.DELIVER:
        from . import deliver_step  # noqa: F401
    else:
        work = read_work(options.request, options.rules)
        maker_of(work).load(work)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="secondunit work")
    parser.add_argument("--request", type=Path, required=True)
    parser.add_argument("--step", type=Step, choices=list(Step), required=True)
    parser.add_argument("--frames", type=parse_frames)
    parser.add_argument("--rules", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads of libraries are not waited for: all that matters is on disk.
    os._exit(status)
