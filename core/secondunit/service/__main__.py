"""What `start` runs in the background: the service, at the port given as the one argument.

Standard output is the line back to `start`: the problem that keeps the service from starting, if one does.
"""

from __future__ import annotations

import contextlib
import os
import sys

from secondunit.wire import SecondUnitError, dumps

from .serve import serve


def main() -> int:
    """Serve; gives the exit status."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else is printed goes to the log
    try:
        return serve(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    except SecondUnitError as error:
        with contextlib.suppress(OSError), answer:
            answer.write(dumps(error.problem))
        return 1


if __name__ == "__main__":
    sys.exit(main())
