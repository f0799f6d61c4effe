"""`providers.toml` on disk, where an editor may be in the middle of saving it.

Editors empty a file before they write it, write it in parts, or move it away first. What is blank, gone or no
TOML is taken at its word only once it has stayed so for a moment; until then the settings of before hold.
It knows no provider and no show.
"""

from __future__ import annotations

import contextlib
import threading
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from secondunit.media.foreign import facts_of, settings_of
from secondunit.wire.errors import BadSettings

from .settings import Providers, parse_providers

#: A file that is blank, gone or no TOML means it once it was so for this long, in seconds.
SETTLED = 1.0
#: Between two looks at a file that was never read before, in seconds.
_LOOK = 0.05


@dataclass(frozen=True)
class _Known:
    """What a file said when it could last be read, and since when it is unfinished, as which text."""

    providers: Providers
    text: bytes = b""
    since: float | None = None


class SettingsFiles:
    """Files of providers by their paths; safe to use from many threads.

    `clock` counts seconds and never jumps, `rest` waits so many, `wall` is the clock of files' own times.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[float], None] = time.sleep,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._clock, self._rest, self._wall = clock, rest, wall
        self._lock = threading.Lock()
        self._known: dict[Path, _Known] = {}

    def read(self, path: Path) -> Providers:
        """What a file sets up, with `pending` where it is being saved; nothing where there is none.

        Raises `BadSettings`, `NotAFile`, `NoRights`.
        """
        text = _text_of(path)
        with self._lock:
            known = self._known.get(path)
        if _is_unfinished(text):
            if known is not None and known.providers.tables:
                if self._is_new(path, known, text):
                    return replace(known.providers, pending=_being_saved(path).problem)
            elif text:
                text = self._first(path, text)
        providers = parse_providers(text, str(path))
        with self._lock:
            self._known[path] = _Known(providers)
        return providers

    def _is_new(self, path: Path, known: _Known, text: bytes) -> bool:
        """Whether an unfinished text was not there for long yet; any other text begins anew."""
        now = self._clock()
        since = now if known.since is None or known.text != text else known.since
        with self._lock:
            self._known[path] = replace(known, text=text, since=since)
        return now - since < SETTLED

    def _first(self, path: Path, text: bytes) -> bytes:
        """The text of a file that was never read, once a save that goes on just now is over."""
        while _is_unfinished(text):
            written = 0.0
            with contextlib.suppress(FileNotFoundError):
                written = facts_of(path).st_mtime
            if abs(self._wall() - written) >= SETTLED:
                break
            self._rest(_LOOK)
            text = _text_of(path)
        return text


def _text_of(path: Path) -> bytes:
    try:
        return settings_of(path)
    except FileNotFoundError:
        return b""


def _is_unfinished(text: bytes) -> bool:
    """Whether a text is what the middle of a save leaves: blank, or cut off."""
    if not text.strip():
        return True
    try:
        tomllib.loads(text.decode())
    except (ValueError, RecursionError):
        return True
    return False


def _being_saved(path: Path) -> BadSettings:
    return BadSettings(
        f"{path.name} is being saved: it is empty or cut off just now.",
        remedy="Look again in a moment.",
        kept="What it set up before holds until then.",
        where=str(path),
    )
