"""Where a take's files lie, as Nuke's Read finds them: a folder, and a pattern that follows the version.

Knows the naming only by the takes themselves: a show may name folders and files as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from secondunit.wire import version_text
from secondunit.wire.errors import CannotPlace
from secondunit.wire.value import dataclass

from ..placement import sequence_path
from .syntax import literal

if TYPE_CHECKING:
    from secondunit.wire import Take

#: What stands for the version's name in a pattern; no file can hold it.
VERSION = "\0"


@dataclass(frozen=True)
class LayerFiles:
    """The files of one layer: `folder`, and the pattern below it, with `VERSION` where the version stands."""

    folder: str
    pattern: str

    @property
    def follows(self) -> bool:
        """Whether the version's name alone tells one version's files from another's."""
        return VERSION in self.pattern

    def of(self, version: int) -> str:
        """The path of one version's files."""
        return f"{self.folder}/{self.pattern.replace(VERSION, version_text(version))}"


def layer_files(take: Take, layer: str) -> LayerFiles:
    """Where the files of a layer lie. Raises `CannotPlace` for a path that Nuke would read as another one."""
    path = sequence_path(take, layer)
    folder, _, rest = path.rpartition("/")
    if re.search(r"[%#\x00-\x1f\x7f]", folder) or re.search(r"[#\x00-\x1f\x7f]", rest):
        raise CannotPlace(
            f"The path of {take.label} holds a character that Nuke takes for a frame number.",
            remedy="Move the take to a folder without % and #.",
            where=path[:120],
        )
    top, _, last = folder.rpartition("/")
    version, element = version_text(take.version), take.element
    below, file = _marked(last, version, element), _marked(rest, version, element)
    if VERSION not in below or not top:
        return LayerFiles(folder, rest)
    return LayerFiles(top, f"{below}/{file}")


def _marked(name: str, version: str, element: str) -> str:
    """`name` with its version marked where it stands once, outside the element's own name."""
    parts = name.split(element) if element else [name]
    if sum(part.count(version) for part in parts) == 1:
        return element.join(part.replace(version, VERSION) for part in parts)
    return name.replace(version, VERSION) if name.count(version) == 1 else name


def one_naming(takes: Sequence[Take], layer: str) -> LayerFiles | None:
    """The files of every take in one pattern, or None where they do not follow one."""
    patterns = {layer_files(take, layer) for take in takes if take.layer(layer)}
    if len(patterns) != 1:
        return None
    files = patterns.pop()
    exact = all(files.of(take.version) == sequence_path(take, layer) for take in takes if take.layer(layer))
    return files if files.follows and exact else None


def read_path(files: LayerFiles) -> str:
    """The `file` of a Read in a Group: the Group's folder and version, by Tcl."""
    below = literal(files.pattern).replace(VERSION, "[value parent.version]")
    return "[value parent.folder]/" + below


def pinned_path(layer: str) -> str:
    """The `file` of a Read whose files follow no naming: the Group's knobs hold the path of one version."""
    return f"[value parent.folder]/[value parent.{layer}_files]"
