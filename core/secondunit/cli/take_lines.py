"""What the command line says of a take that is there."""

from __future__ import annotations

from secondunit.wire import Take, version_text

from .output import Output


def say_take(take: Take, output: Output) -> None:
    """Where a take is and what is in it."""
    output.line(
        f"Take      {take.shot}/{take.element} {version_text(take.version)}  "
        f"({', '.join(filter(None, (take.choice, take.made_by, take.id)))})"
    )
    output.line(f"Frames    {take.frames} at {take.rate} frames a second, {take.format}, {take.colorspace}")
    output.line(f"Folder    {take.folder}")
    for layer in take.layers:
        output.line(f"          {layer.path}  ({len(layer.channels)} channels)")
    for label, path in (("Sheet", take.contact_sheet), ("Movie", take.movie)):
        if path:
            output.line(f"{label:<9} {path}")
    for remark in take.remarks:
        output.line(f"Remark    {remark}")
