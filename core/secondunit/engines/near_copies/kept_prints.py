"""The prints of a show's takes: one file a take in `fingerprints/` below the show's root.

A file is NumPy's own archive, read without pickle: `facts` (JSON), and the prints one after the other. It
holds grey pictures of 64 pixels of what the take's thumbnail shows larger, and no description of anybody.
"""

from __future__ import annotations

import contextlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from secondunit.media.whole import storage_error, whole_file
from secondunit.models.near_copy.fingerprint import SIDE, Bytes, Fingerprint

SUFFIX = ".npz"
#: The most that a file may unpack to, in bytes.
_MOST = 16_000_000
#: What reading a damaged archive raises; `RuntimeError` is that of one whose entries say they are encrypted.
_DAMAGED = (
    OSError, ValueError, KeyError, TypeError, EOFError, OverflowError, MemoryError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class NamedPrint:
    """A print with the frame that it is of, or with the name of the reference."""

    print_: Fingerprint
    frame: int | None = None
    reference: str = ""


@dataclass(frozen=True)
class TakePrints:
    """What is kept of a take: its label, what it belongs together with, and the prints.

    Takes of one `shot` and `element`, or of one `plate`, are versions of one thing.
    """

    take: str
    label: str
    shot: str
    element: str
    plate: str = ""
    prints: tuple[NamedPrint, ...] = ()

    def one_chain(self, other: TakePrints) -> bool:
        """Whether one is a version of the other, or both were made from the same plate."""
        same_plate = bool(self.plate) and self.plate == other.plate
        return same_plate or (self.shot, self.element) == (other.shot, other.element)


def keep_prints(folder: Path, prints: TakePrints) -> Path:
    """Write a take's prints; raises `DiskFull`, `NoRights`."""
    path = folder / f"{prints.take}{SUFFIX}"
    facts = {
        "take": prints.take, "label": prints.label, "shot": prints.shot, "element": prints.element,
        "plate": prints.plate,
        "prints": [[named.frame, named.reference, *named.print_.grey.shape] for named in prints.prints],
    }  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary, temporary.open("wb") as file:
            np.savez_compressed(
                file,
                facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
                grey=_joined([named.print_.grey for named in prints.prints]),
                made=_joined([named.print_.made for named in prints.prints]),
            )
    except OSError as error:
        raise storage_error(error, path) from error
    return path


def kept_prints(folder: Path) -> Iterator[TakePrints]:
    """The prints of every take of a show, by their ids; a file that cannot be read is left out."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        for path in sorted(folder.iterdir()):
            if path.suffix == SUFFIX and not path.name.startswith("."):
                prints = _read(path)
                if prints is not None:
                    yield prints


def _read(path: Path) -> TakePrints | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST:
                return None
        with np.load(path, allow_pickle=False) as arrays:
            facts = json.loads(arrays["facts"].tobytes())
            grey, made = (np.asarray(arrays[name], np.uint8) for name in ("grey", "made"))
        prints, start = [], 0
        for frame, reference, height, width in facts["prints"]:
            if not (0 < height <= SIDE and 0 < width <= SIDE):
                return None
            part = slice(start, start + height * width)
            start = part.stop
            shape = height, width
            prints.append(
                NamedPrint(
                    Fingerprint(grey[part].reshape(shape), made[part].reshape(shape)),
                    None if frame is None else int(frame),
                    str(reference),
                )
            )
        take, label, shot, element, plate = (
            str(facts[name]) for name in ("take", "label", "shot", "element", "plate")
        )
        return TakePrints(take, label, shot, element, plate, tuple(prints))
    except _DAMAGED:
        return None


def _joined(parts: Sequence[Bytes]) -> Bytes:
    return np.concatenate([part.ravel() for part in parts]) if parts else np.zeros(0, np.uint8)
