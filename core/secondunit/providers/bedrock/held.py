"""Held: answers that came in the call itself, kept whole on disk until they are fetched.

A picture of an InvokeModel exists nowhere else. So it is noted that a call goes out before it does, and the
answer is on disk before anybody hears of it; a note without an answer is a call whose end is not known. It
knows files, and the form of an answer; it knows no model.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire.errors import BadDownload, DiskFull, ProviderBroken

#: How many fetched answers stay for a second fetch, and how many stay that nobody fetched.
KEPT, WAITING = 32, 256
#: How much room there has to be before a call, in bytes.
ROOM = 64 * 2**20
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"RIFF", "webp"))


@dataclass(frozen=True)
class Answer:
    """What a Stability service said: pictures in base64, why any was refused, and the seeds it took."""

    images: tuple[str, ...]
    reasons: tuple[str, ...]
    seeds: tuple[str, ...]

    @classmethod
    def read(cls, body: bytes) -> Answer:
        """The answer in a body; raises `ProviderBroken` for one that is none."""
        try:
            fields: Any = json.loads(body)
            images, reasons = fields.get("images") or [], fields.get("finish_reasons") or []
            answer = cls(
                tuple(image for image in images if isinstance(image, str)),
                tuple(str(reason) for reason in reasons if reason is not None),
                tuple(str(seed) for seed in fields.get("seeds") or []),
            )
        except (ValueError, RecursionError, AttributeError, TypeError):
            raise ProviderBroken("Bedrock's answer is not JSON, or of another shape than agreed.") from None
        if not answer.images and not answer.reasons:
            raise ProviderBroken("Bedrock's answer holds no picture and no reason why.")
        return answer

    def pictures(self) -> list[tuple[bytes, str]]:
        """Each picture's bytes with the ending of its file; raises `BadDownload` for what is not one."""
        pictures = []
        for image in self.images:
            try:
                data = base64.b64decode(image, validate=True)
            except (binascii.Error, ValueError):
                raise BadDownload("What Bedrock sent is no picture.", remedy="Make it again.") from None
            pictures.append((data, next((end for start, end in _KINDS if data.startswith(start)), "bin")))
        return pictures


class Held:
    """The answers of one provider, in a folder of its own, by the key of the job."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, key: str) -> None:
        """Note that a call goes out for this key; raises `DiskFull` where its answer would have no room."""
        with whole_file(self._note(key)) as file:
            file.write_text(name_of(key))
        self._sync()
        if shutil.disk_usage(self._folder).free < ROOM:
            self.forget(key)
            raise DiskFull("There is no room for the picture that would come.", where=str(self._folder))

    def noted(self, key: str) -> bool:
        """Whether a call went out for this key, as far as is known."""
        return self._note(key).exists()

    def keep(self, key: str, body: bytes) -> None:
        """Put the answer on disk, for good."""
        with whole_file(self._answer(key)) as file:
            file.write_bytes(body)
        self._sync()
        self._sweep("*.json", WAITING)

    def answer(self, key: str) -> Answer | None:
        """The answer for this key, None where there is none; raises `ProviderBroken`."""
        try:
            body = self._answer(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise storage_error(problem, self._answer(key)) from problem
        return Answer.read(body)

    def fetched(self, key: str) -> None:
        """The answer is elsewhere now: of those, only the last few stay, and no note."""
        (self._folder / f"{name_of(key)}.fetched").touch()
        self._sweep("*.fetched", KEPT)

    def forget(self, key: str) -> None:
        """The call surely came to nothing."""
        self._note(key).unlink(missing_ok=True)

    def _sweep(self, kind: str, most: int) -> None:
        """Let go of the oldest of a kind, by their order, as a clock may jump; that they were sent stays."""
        dated = []
        for path in self._folder.glob(kind):
            with contextlib.suppress(FileNotFoundError):
                dated.append((path.stat().st_mtime_ns, path))
        for _, old in sorted(dated)[:-most]:
            for ending in (".json", ".fetched"):
                old.with_suffix(ending).unlink(missing_ok=True)

    def _note(self, key: str) -> Path:
        return self._folder / f"{name_of(key)}.sent"

    def _answer(self, key: str) -> Path:
        return self._folder / f"{name_of(key)}.json"

    def _sync(self) -> None:
        """Have the folder's own entries on disk, where the system can."""
        if os.name == "posix":
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def name_of(key: str) -> str:
    """A name for the files and folders of a job, from its key."""
    return sha256(key.encode()).hexdigest()[:32]
