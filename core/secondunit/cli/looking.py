"""`notes` and `frame`: what is said of a take, and one of its frames as a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Note
from secondunit.wire.errors import MissingField

from . import exits
from .briefs import user
from .named import take_of
from .output import Output
from .reach import reach


def notes(arguments: argparse.Namespace, output: Output) -> int:
    """List what was said of a take, oldest first; with --add, say something."""
    client = reach()
    if arguments.add is None:
        if arguments.frame is not None:
            raise MissingField("A frame is named, but no note.", remedy='Add --add "what you want to say".')
        comments = client.notes(take_of(client, arguments.take).id)
    else:
        take = take_of(client, arguments.take)
        comments = (client.add_note(Note(take.id, arguments.add, arguments.frame, user())),)
    for note in comments:
        output.value(note)
    output.table(
        ("written", "who", "frame", "note"),
        [
            (note.created[:16].replace("T", " "), note.user, _frame(note.frame), note.text)
            for note in comments
        ],
    )
    return exits.DONE


def _frame(frame: int | None) -> str:
    return "" if frame is None else str(frame)


def frame(arguments: argparse.Namespace, output: Output) -> int:
    """Write one frame of a take as a picture for the eye."""
    client = reach()
    take = take_of(client, arguments.take)
    body = client.frame(take.id, arguments.frame, arguments.width, arguments.view)
    path = Path(arguments.output)
    try:
        with whole_file(path) as temporary:
            temporary.write_bytes(body if path.suffix.lower() in (".jpg", ".jpeg") else as_png(body))
    except OSError as problem:
        raise storage_error(problem, path) from problem
    output.value({"path": str(path), "bytes": path.stat().st_size})
    output.line(str(path))
    return exits.DONE


def as_png(body: bytes) -> bytes:
    """A picture of the service as PNG."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(body)).save(out, "PNG")
    return out.getvalue()
