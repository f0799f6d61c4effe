"""The token: made once, kept in a file that only its owner can read; and this service's own name."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from secondunit.ground.disk import write_whole
from secondunit.media.whole import storage_error
from secondunit.wire.errors import NoRights

from .home import Home

_TOKEN = re.compile(r"[\w-]{43}")


def token(home: Home) -> str:
    """The bearer token of this home, made if there is none; raises `NoRights`."""
    value = _kept(home.token, _TOKEN)
    if os.name == "posix" and home.token.stat().st_mode & 0o077:
        try:
            home.token.chmod(0o600)
        except OSError:
            raise NoRights(
                "Others can read the service's token.",
                remedy="Take the file away from them: chmod 600.",
                where=str(home.token),
            ) from None
    return value


def identity(home: Home) -> str:
    """The name this service puts on its own jobs in a store it may share."""
    return _kept(home.identity, re.compile(r"[\w-]{22}"), 16)


def _kept(path: Path, shape: re.Pattern[str], size: int = 32) -> str:
    """The text of a file, made of `size` random bytes when it is not there or not as it should be."""
    try:
        text = path.read_text("ascii", errors="replace").strip()
        if shape.fullmatch(text):
            return text
        value = secrets.token_urlsafe(size)
        write_whole(path, f"{value}\n".encode(), 0o600)
    except FileNotFoundError:
        path.touch(mode=0o600)
        return _kept(path, shape, size)
    except OSError as error:
        raise storage_error(error, path) from error
    return value
