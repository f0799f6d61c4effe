"""The quick look's process: it reads what is asked line by line, and answers with pictures; it stays warm.

    stdin   {"ask": <QuickWork>}, {"stop": true} or {"warm": <kind>}, a line each
    stdout  a line of JSON {"facts": <QuickFacts>, "bytes": n} and n bytes of sRGB, or {"problem": <Problem>}

Every ask is answered once and in order; a stop ends the one that is drawn now. It ends with its standard
input, and has a low priority: it never takes the machine from a job.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import threading
from collections import deque
from functools import cache
from typing import BinaryIO

from secondunit.engines.plate_scrub import PlateScrub
from secondunit.media.whole import storage_error
from secondunit.wire import Problem, decode, encode
from secondunit.wire.errors import SecondUnitError, Unexpected, WorkError
from secondunit.wire.quick import QuickWork

from .look import QuickPicture, quick_look

#: How much lower its priority is than the service's.
NICE = 10


class QuickProcess:
    """Answers asks from `source` on `sink`, one at a time; it reads on meanwhile, so that it hears a stop."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink
        self._asks: deque[QuickWork | Problem | str] = deque()
        self._changed = threading.Condition()
        self._left_off = self._ended = False
        self._plates = PlateScrub()

    def serve(self) -> None:
        """Answer until the source ends."""
        threading.Thread(target=self._read, name="asks", daemon=True).start()
        while True:
            with self._changed:
                while not self._asks and not self._ended:
                    self._changed.wait()
                if self._ended:
                    return
                ask = self._asks.popleft()
                self._left_off = False
            if isinstance(ask, str):
                _warm(ask)
            else:
                self._answer(ask)

    def _read(self) -> None:
        for line in self._source:
            message = json.loads(line)
            with self._changed:
                if "ask" in message:
                    self._asks.append(_asked(message["ask"]))
                elif "warm" in message:
                    self._asks.append(str(message["warm"]))
                self._left_off = True
                self._changed.notify()
        with self._changed:
            self._ended = self._left_off = True
            self._changed.notify()

    def _cancelled(self) -> bool:
        return self._left_off

    def _answer(self, ask: QuickWork | Problem) -> None:
        picture = ask if isinstance(ask, Problem) else self._look(ask)
        if isinstance(picture, Problem):
            self._say({"problem": encode(picture)})
        else:
            self._say(
                {"facts": encode(picture.facts), "bytes": picture.pixels.nbytes}, picture.pixels.tobytes()
            )

    def _look(self, ask: QuickWork) -> QuickPicture | Problem:
        try:
            return quick_look(ask, self._plates, self._cancelled)
        except SecondUnitError as error:
            return error.problem
        except OSError as error:
            return storage_error(error, str(error.filename or ask.folder)).problem
        except MemoryError:
            return WorkError("The machine has not enough memory for a quick look.").problem
        except Exception as error:  # the last line of defence: a panel is told, the log has the trace
            logging.exception("a quick look failed")
            return Unexpected(f"The quick look failed ({type(error).__name__}: {error})."[:300]).problem

    def _say(self, head: dict[str, object], body: bytes = b"") -> None:
        try:
            self._sink.write(json.dumps(head).encode() + b"\n" + body)
            self._sink.flush()
        except BrokenPipeError:  # the service is gone
            self._ended = True


def _asked(value: object) -> QuickWork | Problem:
    try:
        return decode(QuickWork, value)
    except SecondUnitError as error:
        return error.problem


@cache
def _warm(name: str) -> None:
    """Compile what a kind needs; what fails is told when it is asked for."""
    from secondunit.elements import kind

    with contextlib.suppress(SecondUnitError, OSError):
        kind(name).warm(lambda share, status: None)


def main() -> None:
    """Serve standard input and output."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    QuickProcess(sys.stdin.buffer, sink).serve()
    sys.stderr.flush()
    # Threads of libraries are not waited for: nothing is half-written under a final name.
    os._exit(0)


if __name__ == "__main__":
    main()
