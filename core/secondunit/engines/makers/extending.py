"""What keeps a plate from being extended here, and whether its frames hold more than half floats do."""

from __future__ import annotations

from collections.abc import Iterator

from secondunit.media.picture import RGB
from secondunit.media.sequence import Sequence
from secondunit.media.still import inspect_still
from secondunit.wire import Brief, Intake, Task
from secondunit.wire.errors import BadInput, OutOfRange, SecondUnitError
from secondunit.wire.footage import is_movie


def extension_faults(brief: Brief, intake: Intake) -> Iterator[SecondUnitError]:
    """Nothing to extend by, sides that the method does not extend, more than the frame's own size."""
    delivery, format = brief.delivery, brief.format
    if not delivery.overscan:
        yield OutOfRange(
            "There is nothing to extend by: the overscan is 0.",
            remedy="Say by how many pixels: the overscan of the delivery.",
            where="delivery.overscan",
        )
    if intake.sides and delivery.sides not in intake.sides:
        yield BadInput(
            f"It extends {' or '.join(side.words for side in intake.sides)}, not {delivery.sides.words}.",
            remedy="Choose its sides, or another model.",
            where="delivery.sides",
        )
    most = min([intake.margin, *([format.width] if delivery.across else []),
                *([format.height] if delivery.down else [])])  # fmt: skip
    if delivery.overscan > most:
        yield OutOfRange(
            f"It extends this plate by at most {most} pixels a side; {delivery.overscan} were asked for.",
            remedy="Ask for less, or extend the take again.",
            where="delivery.overscan",
        )


def holds_floats(brief: Brief) -> bool:
    """Whether frames that hold their plate's own pixels would lose some of them as half floats."""
    plate = brief.plate
    if brief.task not in (Task.EXTEND, Task.FLOW, Task.CROWD) or plate is None or is_movie(plate.path):
        return False
    try:
        first = Sequence.find(plate.path).path(plate.file_frame(brief.frames.first))
        header = inspect_still(first, part=plate.part)
    except SecondUnitError:  # what is wrong with a plate is said where it is checked
        return False
    depths = dict(zip(header.channels, header.depths, strict=False))
    return any(depth == "float" for name, depth in depths.items() if name.rpartition(".")[2] in RGB)
