"""What stands on the canvas for the host's sources, and the sentence over it. Knows values only.

The canvas shows the plate of the brief. Where there is none it shows the likeness of what is selected in the
host, if that has one; a likeness is for the eye alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

if TYPE_CHECKING:
    from secondunit.wire import Plate

    from .protocol import Source


@dataclass(frozen=True)
class SourceView:
    """What is shown where the brief has no plate, and what is said over whatever is shown."""

    likeness: Plate | None = None
    remark: str = ""


def sight_of(sources: tuple[Source, ...], chosen: str, follows: bool, plate: Plate | None) -> SourceView:
    """What is seen of `sources`: `chosen` is the id of the one that is read, `plate` what was read of it.

    `follows` says that the plate is whatever the artist selects in the host.
    """
    selected = next((source for source in sources if source.selected), None)
    other = selected if follows and selected is not None and selected.id != chosen else None
    if plate is not None:
        if other is not None:
            name = plate.path.replace("\\", "/").rpartition("/")[2]
            state = f"{other.label} is selected and has no files yet."
            return SourceView(remark=f"{state} This is {name}, the plate of the brief.")
        return SourceView(remark=next((source.remark for source in sources if source.id == chosen), ""))
    source = other or next((source for source in sources if source.id == chosen), selected)
    if source is None or source.likeness is None:
        return SourceView()
    return SourceView(source.likeness, source.remark)


def likeliest(sources: tuple[Source, ...], before: str) -> str:
    """The source that a plate which follows the host takes: the selected one that has files, else the first.

    Where nothing is selected it stays what it was, as long as that is there; empty for none.
    """
    ready = [source for source in sources if not source.needs_render]
    selected = next((source.id for source in ready if source.selected), "")
    if not selected and any(source.id == before for source in ready):
        return before
    return selected or next((source.id for source in ready), "")
