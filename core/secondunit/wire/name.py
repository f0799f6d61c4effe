"""Names of shows, shots and elements: what can be a folder and a file everywhere."""

from __future__ import annotations

import re

from .errors import BadName

# What every file system of a studio holds, and nothing that climbs out of a folder.
_NAME = re.compile(r"[^\W_][\w.\- ]{0,63}", re.UNICODE)
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


def check_name(kind: str, name: str) -> None:
    """Raise `BadName` unless `name` can be a folder and a file name on every system a studio uses."""
    if (
        not _NAME.fullmatch(name)
        or name[-1] in ". "
        or ".." in name
        or name.split(".")[0].lower() in _RESERVED
    ):
        raise BadName(
            f"No {kind} can be called {name[:64]!r}.",
            remedy="Use up to 64 letters, digits, '-', '_', '.' or spaces, beginning with a letter or digit.",
            where=kind,
        )


def version_text(version: int) -> str:
    """`v003`."""
    return f"v{version:03d}"
