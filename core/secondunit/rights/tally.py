"""Tallies: calls that only look (polls, questions) are counted, and one row of the ledger speaks of them all.

Each lies in a small file that is written before the call leaves, so that what a service had counted when it
was killed is put on record by the next. The running hash of a call is the SHA-256 of the one before it (64
zeros at the start) followed by the hash of the call's head, both in hexadecimal.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import FrozenMap, dumps, loads
from secondunit.wire.errors import SecondUnitError
from secondunit.wire.rights import CallSent

from .clock import later, utc_now
from .ledger import START, Ledger

_SUFFIX = ".tally"


@dataclass(frozen=True)
class Tally:
    """What was counted under one key; `about` is what its row says besides, `hosts` the calls to each."""

    kind: str
    who: str
    about: FrozenMap[str]
    since: str
    until: str = ""
    count: int = 0
    bytes: int = 0
    sha256: str = START
    hosts: FrozenMap[int] = field(default_factory=FrozenMap)


class Tallies:
    """The tallies of one show in a folder of this user's service; safe to use from many threads."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder, self._ledger = folder, ledger
        self._lock = threading.Lock()
        self._taken_up = False

    def add(self, key: str, kind: str, author: str, about: Mapping[str, str], host: str, call: CallSent,
            most: float = float("inf")) -> None:  # fmt: skip
        """Count a call that is about to leave; what was begun `most` seconds ago is put on record first.

        Raises `LedgerTampered` where the ledger does not hold: then the call must not leave. Also `DiskFull`,
        `NoRights`.
        """
        with self._lock:
            self._take_up()
            self._ledger.check()
            now, path = utc_now(), self._path(key)
            tally = self._read(path)
            if tally is not None and most < float("inf") and later(tally.since, int(most)) <= now:
                self._record(path, tally)
                tally = None
            tally = tally or Tally(kind, author, FrozenMap(dict(about)), now)
            running = sha256((tally.sha256 + call.head_sha256).encode()).hexdigest()
            hosts = {**tally.hosts, host: tally.hosts.get(host, 0) + 1}
            tally = replace(tally, about=FrozenMap(dict(about)), until=now, count=tally.count + 1,
                           bytes=tally.bytes + call.head_bytes, sha256=running,
                           hosts=FrozenMap(hosts))  # fmt: skip
            with whole_file(path) as temporary:
                temporary.write_text(dumps(tally) + "\n", "utf-8")

    def count(self, key: str) -> int:
        """How many calls are counted under a key and not on record yet."""
        with self._lock:
            tally = self._read(self._path(key))
        return 0 if tally is None else tally.count

    def close(self, key: str) -> None:
        """Put what was counted under a key on record, as one row; raises what the ledger raises."""
        with self._lock:
            path = self._path(key)
            tally = self._read(path)
            if tally is not None:
                self._record(path, tally)

    def _take_up(self) -> None:
        """Put on record what a service that was killed had counted, once."""
        if self._taken_up:
            return
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            tally = self._read(path)
            if tally is not None:
                self._record(path, tally)
        self._taken_up = True

    def _record(self, path: Path, tally: Tally) -> None:
        body = {**tally.about, "since": tally.since, "until": tally.until, "count": tally.count,
                "bytes": tally.bytes, "sha256": tally.sha256, "hosts": dict(tally.hosts)}  # fmt: skip
        self._ledger.append(tally.kind, tally.who, body)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()

    def _read(self, path: Path) -> Tally | None:
        try:
            return loads(Tally, path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise storage_error(problem, path) from problem
        except (SecondUnitError, UnicodeDecodeError):  # half a file cannot be: somebody wrote into it
            return Tally(
                "polls", "secondunit", FrozenMap({"said": "The tally could not be read."}), utc_now()
            )

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"
