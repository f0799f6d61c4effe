"""Archives that a provider sends: pictures and movies are taken out, and nothing that could do harm.

A name that leaves the folder, a link, a cipher or a size out of proportion refuses the whole archive before a
byte is written. It knows zip files and names; it does not know what the pictures show.
"""

from __future__ import annotations

import re
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ..wire.errors import BadDownload, DiskFull
from .whole import storage_error, whole_file

#: What is taken out; everything else stays in the archive.
TAKEN = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".exr", ".mp4", ".mov", ".m4v", ".mkv", ".webm"}
MOST_FILES = 100_000
MOST_BYTES = 64 << 30
# Pictures are compressed already; a gigabyte out of ten megabytes is no picture.
_UNSUSPECTED, _MOST_TIMES = 1 << 30, 100
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, NotImplementedError,
    ValueError,
)  # fmt: skip
_UNSAFE = re.compile(r"[^\w.\- ]")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def unpack(archive: Path, into: Path) -> tuple[Path, ...]:
    """Take a zip file's pictures and movies out into `into`, in its own folders; their paths, in its order.

    Raises `BadDownload` for an archive that is damaged or hostile, `DiskFull`, `NoRights`.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            places = _checked(archive, entries)
            _require_room(sum(entry.file_size for entry in places), into)
            return tuple(_taken(opened, entry, into / place) for entry, place in places.items())
    except _DAMAGED as problem:
        raise BadDownload(
            f"{archive.name} is damaged or cut off: {str(problem)[:120]}.",
            remedy="Fetch it again.",
            where=str(archive),
        ) from None
    except OSError as problem:
        raise storage_error(problem, archive) from problem


def _checked(archive: Path, entries: list[zipfile.ZipInfo]) -> dict[zipfile.ZipInfo, Path]:
    """What is taken, and where it goes; the whole archive is refused for one bad entry."""
    if len(entries) > MOST_FILES:
        raise _refused(archive, f"it holds {len(entries):,} files")
    total = sum(entry.file_size for entry in entries)
    # The same bytes may be named twice.
    packed = min(sum(entry.compress_size for entry in entries), archive.stat().st_size)
    if total > MOST_BYTES or (total > _UNSUSPECTED and total > _MOST_TIMES * max(1, packed)):
        raise _refused(archive, f"it would unpack to {total / 2**30:.1f} GB")
    places: dict[zipfile.ZipInfo, Path] = {}
    for entry in entries:
        place = _place(archive, entry)
        if place.suffix.lower() not in TAKEN:
            continue
        if entry.flag_bits & 1:
            raise _refused(archive, "its files are enciphered")
        places[entry] = place
    names = [str(place).lower() for place in places.values()]
    if len(set(names)) != len(names):
        raise _refused(archive, "two of its files have the same name")
    return places


def _place(archive: Path, entry: zipfile.ZipInfo) -> Path:
    # As it is in the archive: `filename` has been cut at a NUL and its separators changed.
    name = entry.orig_filename
    label = ascii(name[:80])
    path = PurePosixPath(name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(archive, f"{label} is a link")
    if "\\" in name or "\0" in name or ":" in name or path.is_absolute() or ".." in path.parts:
        raise _refused(archive, f"{label} leads out of its folder")
    parts = [_safe(part) for part in path.parts]
    if not parts or len(parts) > 16:
        raise _refused(archive, f"{label} is no name of a file")
    return Path(*parts)


def _safe(part: str) -> str:
    clean = PurePosixPath(_UNSAFE.sub("_", part))
    safe = (clean.stem[-100:].strip(" .") or "_") + clean.suffix[:16]
    return f"_{safe}" if _RESERVED.fullmatch(safe) else safe


def _require_room(needed: int, into: Path) -> None:
    existing = next(parent for parent in (into, *into.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    if needed > free:
        raise DiskFull(
            f"The archive needs {needed / 2**30:.1f} GB; {free / 2**30:.1f} GB are free.", where=str(into)
        )


def _taken(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> Path:
    # zipfile stops at the size that was checked and compares the checksum.
    with opened.open(entry) as source, whole_file(place) as temporary, temporary.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    return place


def _refused(archive: Path, why: str) -> BadDownload:
    return BadDownload(
        f"{archive.name} was not unpacked: {why}.",
        remedy="Ask the provider what it sent.",
        kept="Nothing of it was taken out.",
        where=str(archive),
    )
