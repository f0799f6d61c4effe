"""What belongs to a show lies below its root, wherever links point: nothing else is served or written."""

from __future__ import annotations

from pathlib import Path

from secondunit.media.foreign import asking
from secondunit.media.whole import storage_error
from secondunit.wire.errors import OutsideShow


def require_inside(path: Path, root: Path) -> Path:
    """`path`, whether it is there or not, unless a link on the way to it leads out of `root`.

    The root itself may be a link. Raises `OutsideShow`, and `StorageError` where links lead in a circle.
    """
    try:
        with asking(path):
            real, home = path.resolve(), root.resolve()
    except RuntimeError:  # what Python 3.11 and 3.12 say of a circle
        raise OutsideShow("Links lead in a circle.", where=str(path)) from None
    except OSError as error:
        raise storage_error(error, path) from error
    if not real.is_relative_to(home):
        raise OutsideShow(f"A link leads out of the show's root, to {real}.", where=str(path))
    return path
