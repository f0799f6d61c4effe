"""What a take's files are called: while it is made, and when it is done.

<parent>/.<job>.partial/beauty.1001.exr         while it is made (staging), whatever version it will get
<parent>/v003/smoke_left_v003.1001.exr          when it is done
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from secondunit.wire import Work, version_text

#: The layers a take may have, and what stands after its file name in theirs.
LAYERS = {"beauty": "", "passes": "_passes", "volume": ""}
#: The layer that is no picture.
VOLUME = "volume"
TAKE_FILE, BRIEF_FILE, PREVIEWS = "take.json", "brief.json", "previews"
#: The header's name for what the plate's brightness multiplied every light by.
EXPOSURE = "exposure"
THUMBNAIL, CONTACT, MOVIE = "thumbnail.png", "contact_sheet.png", "review.mp4"
#: Part of the name of every file that is not finished yet.
TEMPORARY = ".tmp-"
STAGING = ".partial"
#: Below a show's root: the prints of its takes.
PRINTS = "fingerprints"
#: What the name of a take's folder stands in while it is in the bin: it lies beside where it lay.
_BINNED = ".{}.binned"
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"

_STAGED = re.compile(r"(?:(beauty|passes)\.(-?\d+)\.exr|(volume)\.(-?\d+)\.vdb)")


def suffix(layer: str) -> str:
    """What the names of a layer's files end with."""
    return ".vdb" if layer == VOLUME else ".exr"


def take_id(job: str, alternative: int = 1) -> str:
    """The id of the take that `job` makes, or of one of several: they rise from the first one's.

    An id is a number to the base 32 (Crockford's digits), as long as the job's.
    """
    own = job[1:]
    if alternative == 1 or not set(own) <= set(_DIGITS):
        return "t" + (own if alternative == 1 else f"{own[:-2]}{alternative:02d}")
    number = 0
    for digit in own:
        number = number << 5 | _DIGITS.index(digit)
    number += alternative - 1
    return "t" + "".join(_DIGITS[number >> 5 * place & 31] for place in range(len(own) - 1, -1, -1))


def binned_folder(folder: Path) -> Path:
    """Where a take's folder lies while it is in the bin: on the same disk, and its version stays claimed."""
    return folder.with_name(_BINNED.format(folder.name))


def without_bin(name: str) -> str:
    """The name of a take's folder, whether it is in the bin or not."""
    first, last = _BINNED.split("{}")
    return name[len(first) : -len(last)] if name.startswith(first) and name.endswith(last) else name


def staging_name(job: str, alternative: int = 1) -> str:
    """The name of the folder a job's take is made in, or one of its takes."""
    return f".{job}{STAGING}" if alternative == 1 else f".{job}-{alternative}{STAGING}"


@dataclass(frozen=True)
class TakeNames:
    """The names of a take of one version; paths are relative to its folder."""

    folder: str
    file: str

    @classmethod
    def of(cls, work: Work, version: int) -> TakeNames:
        """The names that `work`'s take has as `version`."""
        text = version_text(version)
        return cls(work.folder_name.replace("{version}", text), work.file_name.replace("{version}", text))

    def pattern(self, layer: str) -> str:
        """`smoke_left_v003.%04d.exr`; a % in the name itself is doubled."""
        return (self.file + LAYERS[layer]).replace("%", "%%") + f".%04d{suffix(layer)}"

    def frame(self, layer: str, frame: int) -> str:
        """`smoke_left_v003.1001.exr`."""
        return self.pattern(layer) % frame


@dataclass(frozen=True)
class Staging:
    """The folder a take is made in."""

    folder: Path

    def frame(self, layer: str, frame: int) -> Path:
        """Where a frame of a layer lies until the take is done."""
        return self.folder / f"{layer}.{frame:04d}{suffix(layer)}"

    def layers(self, passes: bool, volume: bool = False) -> tuple[str, ...]:
        """The layers of a take with or without passes, with or without a volume."""
        return ("beauty", *(("passes",) if passes else ()), *((VOLUME,) if volume else ()))

    def missing(self, frames: Iterable[int], passes: bool, volume: bool = False) -> tuple[int, ...]:
        """The frames of which a file is not there; a file that is there was finished."""
        there = self._there()
        return tuple(
            frame
            for frame in frames
            if any((layer, frame) not in there for layer in self.layers(passes, volume))
        )

    def newest(self) -> tuple[int, Path] | None:
        """The frame whose beauty was finished last, and its file; None before the first."""
        frames: list[tuple[int, int, Path]] = []
        try:
            for entry in self.folder.iterdir():
                name = _STAGED.fullmatch(entry.name)
                if name and name[1] == "beauty":
                    frames.append((entry.stat().st_mtime_ns, int(name[2]), entry))
        except OSError:  # the folder or a frame of it was put in its place just now
            return None
        return max(frames)[1:] if frames else None

    def _there(self) -> set[tuple[str, int]]:
        try:
            names = [entry.name for entry in self.folder.iterdir()]
        except FileNotFoundError:
            return set()
        matches = [match for name in names if (match := _STAGED.fullmatch(name))]
        return {(match[1] or match[3], int(match[2] or match[4])) for match in matches}

    def undo_names(self, work: Work) -> None:
        """Give files that already carry a version their staging names back (a delivery that was cut off)."""
        patterns = {
            layer: re.compile(
                re.escape(work.file_name).replace(re.escape("{version}"), r"v\d{3,}")
                + re.escape(tail)
                + r"\.(-?\d+)"
                + re.escape(suffix(layer))
            )
            for layer, tail in LAYERS.items()
        }
        for path in list(self.folder.iterdir()):
            for layer, pattern in patterns.items():
                if match := pattern.fullmatch(path.name):
                    path.replace(self.frame(layer, int(match[1])))
                    break


def sweep_temporary(folder: Path) -> list[Path]:
    """Remove what killed workers left under temporary names below `folder`; gives what went."""
    leftovers = []
    if folder.is_dir():
        for path in sorted(folder.rglob(f".*{TEMPORARY}*")):
            if path.is_file() or path.is_symlink():
                path.unlink(missing_ok=True)
                leftovers.append(path)
    return leftovers
