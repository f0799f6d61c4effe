"""What a Write rendered last: the files that show a node without files of its own.

A Write passes its picture on as it is, so its files show the node above it and the dots below it. Only what
stands on disk is looked at; nothing is rendered. A movie's length is not known without reading it: its Write
is passed over. A limited Nuke would use up its nodes: there no Write is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import localtime, strftime

import nuke
from secondunit.wire import Format, FrameRange, Plate

from . import colors, dag, reads, shots

#: How many nodes below one are looked at for a Write.
MOST_BELOW = 40
#: The start of what `channels` says where a Write has colour.
_COLOR = ("rgb", "all")


@dataclass(frozen=True)
class WriteRender:
    """The files of a Write as a plate, the Write's name, and when the newest was written (s since 1970)."""

    plate: Plate
    write: str
    changed: float

    def remark(self, node: str) -> str:
        """What is to be said over the picture of `node`."""
        when = strftime("%Y-%m-%d %H:%M", localtime(self.changed))
        about = self.write if node == self.write else f"{node} as {self.write} rendered it"
        return f"{about}, {when}. What was changed in the script since is not in this picture."


def is_write(node: nuke.Node) -> bool:
    """Whether the node writes files."""
    return node.Class() == "Write"


class Writes:
    """The renders of the script's Writes, their folders listed anew when they change."""

    def __init__(self) -> None:
        self._folders: dict[str, tuple[int, dict[int, str]]] = {}

    def newest(self, node: nuke.Node, format: Format) -> WriteRender | None:
        """The newest files that show `node`; None where no Write has any. Raises as `colors.read_space`."""
        if dag.edition():
            return None
        renders = [render for write in _writes(node) if (render := self._files(write, format)) is not None]
        return max(renders, key=lambda render: render.changed, default=None)

    def _files(self, write: nuke.Node, format: Format) -> WriteRender | None:
        path = reads.written_file(write)
        if not path or path.lower().endswith(reads.MOVIES):
            return None
        if not str(dag.value(write, "channels", "rgb")).startswith(_COLOR):
            return None
        folder, _, name = path.rpartition("/")
        numbers = self._numbered(folder, name)
        frames = _run(numbers, shots.root_frames())
        if frames is None:
            return None
        space = colors.read_space(write, path)
        try:
            changed = Path(folder, numbers[frames.last]).stat().st_mtime
        except OSError:
            return None
        if space is None:
            return None
        plate = Plate(path, frames, shots.root_rate(), format, space)
        return WriteRender(plate, write.fullName(), changed)

    def _numbered(self, folder: str, name: str) -> dict[int, str]:
        """The files of a pattern by their numbers; a name without a number is that of the first frame."""
        try:
            changed = Path(folder).stat().st_mtime_ns
            known = self._folders.get(f"{folder}/{name}")
            if known is not None and known[0] == changed:
                return known[1]
            pattern = reads.number_pattern(name)
            if pattern is None:
                there = {shots.root_frames().first: name} if Path(folder, name).is_file() else {}
            else:
                names = [entry.name for entry in Path(folder).iterdir()]
                matches = ((pattern.fullmatch(entry), entry) for entry in names)
                there = {int(match[1]): entry for match, entry in matches if match is not None}
        except OSError:
            return {}
        self._folders[f"{folder}/{name}"] = changed, there
        return there


def _writes(node: nuke.Node) -> Iterator[nuke.Node]:
    """The Writes whose picture is that of `node`: itself, one above it through dots, those below it."""
    above: nuke.Node | None = node
    for _ in range(MOST_BELOW):
        if above is None or is_write(above):
            break
        if above.Class() not in dag.PASSING and not dag.value(above, "disable", False):
            above = None
            break
        above = above.input(0)
    if above is not None and is_write(above):
        yield above
        return
    todo, names = [node], {node.fullName()}
    while todo and len(names) < MOST_BELOW:
        for below in todo.pop(0).dependent(nuke.INPUTS | nuke.HIDDEN_INPUTS, False):
            name = below.fullName()
            if name in names:
                continue
            names.add(name)
            if is_write(below):
                yield below
            elif below.Class() in dag.PASSING:
                todo.append(below)


def _run(numbers: dict[int, str], wanted: FrameRange) -> FrameRange | None:
    """The longest run of numbers without a gap, of those within the script's range where there are any."""
    inside = sorted(number for number in numbers if number in wanted) or sorted(numbers)
    longest: tuple[int, int] | None = None
    start = 0
    for place, number in enumerate(inside):
        if place and number != inside[place - 1] + 1:
            start = place
        if longest is None or place - start > longest[1] - longest[0]:
            longest = inside[start], number
    return FrameRange(*longest) if longest is not None else None
