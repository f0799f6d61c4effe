"""An untouched Read: the plate is its files, with its own frame mapping, format and colour space.

Nothing of Nuke's proxy or localisation enters: the original files count. A movie's frames count from 1 here
and from 0 in a `Plate`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nuke
from secondunit.host.headers import exr_header
from secondunit.wire import Format, FrameRange, Plate
from secondunit.wire.errors import HostError, MissingFrames

from . import colors, dag, shots

#: What Nuke's own four channels are called in an EXR.
CHANNELS = {"rgba.red": "R", "rgba.green": "G", "rgba.blue": "B", "rgba.alpha": "A"}
MOVIES = (".mov", ".mp4", ".m4v", ".avi", ".mkv", ".mxf", ".r3d", ".braw", ".ari")
_SHIFT = re.compile(r"frame\s*(?:([+-])\s*(\d+))?")
_NUMBER = re.compile(r"%0?\d*d")


@dataclass(frozen=True)
class ReadFootage:
    """What a Read shows: `path` is a pattern, a movie or a still; `shift` is file number minus frame."""

    path: str
    files: FrameRange
    shift: int
    format: Format

    @property
    def movie(self) -> bool:
        """Whether it is one file with many frames."""
        return self.path.lower().endswith(MOVIES)

    @property
    def still(self) -> bool:
        """Whether it is one file with one frame."""
        return not self.movie and _NUMBER.search(self.path) is None


@dataclass(frozen=True)
class ReadFiles:
    """Files on the script's frames, as a `Plate` and a `Matte` count them."""

    path: str
    frames: FrameRange
    format: Format
    first_in_file: int | None


def is_read(node: nuke.Node) -> bool:
    """Whether the node reads files."""
    return node.Class() == "Read"


def why_render(node: nuke.Node) -> str:
    """Why a Read's files are not its picture, as the rest of a sentence; empty when they are."""
    if dag.value(node, "disable", False):
        return "is disabled"
    if dag.value(node, "frame_mode", "expression") == "expression" and _mapping(node) is None:
        return "has an expression for its frames"
    path = file_of(node)
    if path and colors.read_space(node, path) is None:
        return f"is read with {colors.plain(dag.value(node, 'colorspace', ''))}, which its config cannot name"
    return ""


def file_of(node: nuke.Node) -> str:
    """The files of a Read: expressions evaluated, `####` as `%04d`, the view filled in, forward slashes."""
    knob: Any = node.knob("file")
    stated = _technical(str(knob.value() or "")) if knob is not None else ""
    if "[" in stated:
        stated = _with_number(stated, _technical(str(knob.getEvaluatedValue() or "")))
    if "%v" not in stated.lower():
        return stated
    view = (nuke.views() or ["main"])[0]
    return stated.replace("%V", view).replace("%v", view[:1])


def _technical(path: str) -> str:
    """`plate.####.exr` as `plate.%04d.exr`, with forward slashes."""
    path = re.sub(r"#+", lambda run: f"%0{len(run[0])}d", path.replace("\\", "/"))
    return path.replace("%d", "%01d")


def _with_number(stated: str, evaluated: str) -> str:
    """An evaluated path with the number's place as it was stated: Nuke fills in the frame it stands on."""
    tail = stated.rpartition("]")[2]
    number = _NUMBER.search(tail)
    if number is None or _NUMBER.search(evaluated):
        return evaluated
    match = re.search(
        re.escape(tail[: number.start()]) + r"(-?\d+)" + re.escape(tail[number.end() :]) + "$", evaluated
    )
    if match is None:
        return evaluated
    return evaluated[: match.start(1)] + number[0] + evaluated[match.end(1) :]


def _substituted(path: str) -> str:
    """The path after the studio's own filters, which Nuke asks before it opens a file."""
    ask: Any = nuke.filenameFilter
    try:
        return str(ask(path) or path).replace("\\", "/")
    except Exception:
        # A filter of the studio's that fails is Nuke's to say, when it opens the file itself.
        return path


def written_file(node: nuke.Node) -> str:
    """What a Write writes, as `file_of` has it, after the studio's own filters; empty for nothing."""
    path = file_of(node)
    return _substituted(path) if path else ""


def number_pattern(name: str) -> re.Pattern[str] | None:
    """What matches the names of a numbered sequence, its number the only group; None without a number."""
    number = _NUMBER.search(name)
    if number is None:
        return None
    return re.compile(re.escape(name[: number.start()]) + r"(-?\d+)" + re.escape(name[number.end() :]))


def footage(node: nuke.Node) -> ReadFootage:
    """What a Read shows, by its own knobs; raises `MissingFrames` without a file, `HostError`."""
    path = _substituted(file_of(node))
    if not path:
        raise MissingFrames(
            f"{node.name()} has no file.",
            remedy="Choose a file in it, or another plate.",
            where=node.fullName(),
        )
    first, last = int(dag.value(node, "first", 1)), int(dag.value(node, "last", 1))
    shift = _mapping(node)
    if shift is None:
        raise HostError(
            f"{node.name()} has an expression for its frames, which cannot be read as files.",
            remedy="Set its frame to start at or offset, or have it rendered.",
        )
    return ReadFootage(
        path, FrameRange(first, max(first, last)), shift, shots.as_format(dag.value(node, "format"))
    )


def plate(node: nuke.Node) -> Plate:
    """The plate behind an untouched Read. Raises `MissingFrames` and what `colors.read_space` raises."""
    files = plate_files(node)
    space = colors.read_space(node, files.path)
    if space is None:
        raise HostError(f"{node.name()} {why_render(node)}.", remedy="Have it rendered.")
    return Plate(
        files.path,
        files.frames,
        shots.root_rate(),
        files.format,
        space,
        first_in_file=files.first_in_file,
    )


def plate_files(node: nuke.Node) -> ReadFiles:
    """The files of a Read on the script's frames; raises `MissingFrames` where the ends are not there."""
    media = footage(node)
    if media.still:
        _require_file(media.path, node)
        first = shots.root_frames().first
        return ReadFiles(media.path, FrameRange(first, first), media.format, None)
    frames = media.files.moved(-media.shift)
    if media.movie:
        _require_file(media.path, node)
        number, natural = media.files.first - 1, 0
    else:
        _require_frames(media, node)
        number, natural = media.files.first, frames.first
    return ReadFiles(media.path, frames, media.format, None if number == natural else number)


def channel_in_file(files: ReadFiles, channel: str) -> str:
    """What a channel of Nuke is called in the files themselves; empty where that is not sure.

    Without a header to look at (no EXR) the four of `rgba` are taken by their usual names.
    """
    number = files.frames.first if files.first_in_file is None else files.first_in_file
    header = exr_header(_NUMBER.sub(_numbered(number), files.path))
    usual = CHANNELS.get(channel, "")
    if header is None:
        return usual
    layer, _, tail = channel.partition(".")
    wanted = {usual or channel, f"{layer}.{CHANNELS.get('rgba.' + tail, tail)}"}
    if channel == "depth.Z":
        wanted.add("Z")
    wanted = {name.lower() for name in wanted}
    names = [name for name in header.channels if name.lower() in wanted]
    return names[0] if len(names) == 1 else ""


def _mapping(node: nuke.Node) -> int | None:
    """File number minus the script's frame, or None for an expression that is more than a shift.

    Nuke adds an offset to the frame (measured in 17.0v2), though tools are about that take it away.
    """
    mode, text = (
        str(dag.value(node, "frame_mode", "expression")),
        str(dag.value(node, "frame", "") or "").strip(),
    )
    if not text:
        return 0
    if mode in ("start at", "offset"):
        try:
            number = int(float(text))
        except ValueError:
            return None
        return int(dag.value(node, "first", 1)) - number if mode == "start at" else number
    match = _SHIFT.fullmatch(text)
    if match is None:
        return None
    return int((match[1] or "+") + (match[2] or "0"))


def _require_frames(media: ReadFootage, node: nuke.Node) -> None:
    """Raise unless the first and the last file exist; the service looks at those between."""
    ends = dict.fromkeys((media.files.first, media.files.last))
    missing = [number for number in ends if not Path(_NUMBER.sub(_numbered(number), media.path)).is_file()]
    if missing:
        raise MissingFrames(
            f"{node.name()} has no file for frame {' and '.join(map(str, missing))}.",
            remedy=_elsewhere(media.path)
            or "Restore the missing frames, or set the Read's range to what exists.",
            where=media.path,
        )


def _numbered(number: int) -> Any:
    return lambda match: match[0] % number


def _require_file(path: str, node: nuke.Node) -> None:
    if not Path(path).is_file():
        raise MissingFrames(
            f"The file of {node.name()} is not there.",
            remedy=_elsewhere(path) or "Mount its disk, or choose the file anew in the Read.",
            where=path,
        )


def _elsewhere(path: str) -> str:
    """What to do about a path that another system wrote; empty for one of this system."""
    windows = re.match(r"[A-Za-z]:/|//", path) is not None
    if windows == (os.name == "nt") or not (windows or path.startswith("/")):
        return ""
    return (
        f"Its path was written on {'Windows' if windows else 'Linux or macOS'}: relink the Read, or have a "
        "path substitution in Nuke's preferences cover it."
    )
