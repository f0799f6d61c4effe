"""Read a timeline from any file the standard adapters know: OTIO, EDL, FCPXML, Final Cut 7 XML, AAF."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from secondunit.wire import Rate
from secondunit.wire.errors import BadInput, NoRights, NotFound, SecondUnitError

from .edl import read_edl
from .fcpxml import read_fcpxml
from .unknown import read_json

#: The suffix of a file, and the adapter that reads it.
ADAPTERS = {
    ".otio": "otio_json",
    ".otioz": "otioz",
    ".otiod": "otiod",
    ".edl": "cmx_3600",
    ".fcpxml": "fcpx_xml",
    ".xml": "fcp_xml",
    ".aaf": "AAF",
}


def read_timeline(path: Path | str, rate: Rate | None = None) -> otio.schema.Timeline:
    """The first timeline that a file holds. An EDL does not say its rate: `rate` has to.

    Raises `NotFound`, `NoRights`, or `BadInput` with what is wrong with the file.
    """
    path = Path(path)
    adapter = ADAPTERS.get(path.suffix.lower())
    if adapter is None:
        raise BadInput(
            f"{path.name} is no timeline that can be read.",
            remedy="Export the timeline as one of: " + ", ".join(ADAPTERS) + ".",
            where=str(path),
        )
    if adapter == "cmx_3600" and rate is None:
        raise BadInput(
            "An EDL does not say its frame rate.",
            remedy="Name it, for example --rate 24000/1001.",
            where="rate",
        )
    try:
        path.stat()
        if adapter == "otio_json":
            read: object = read_json(path.read_text("utf-8-sig"))
        elif adapter == "cmx_3600" and rate is not None:
            read = read_edl(_text(path), rate)
        elif adapter == "fcpx_xml":
            read = read_fcpxml(_text(path))
        else:
            read = otio.adapters.read_from_file(str(path), adapter_name=adapter)
    except SecondUnitError as error:
        problem = error.problem
        raise BadInput(
            f"{path.name}: {problem.message}", remedy=problem.remedy, where=problem.where or str(path)
        ) from None
    except FileNotFoundError:
        raise NotFound(f"There is no file {path.name}.", where=str(path)) from None
    except PermissionError:
        raise NoRights(f"{path.name} may not be read.", where=str(path)) from None
    except Exception as error:  # adapters raise whatever their parsers raise
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise BadInput(f"{path.name} cannot be read: {reason}.", where=str(path)) from None
    return _timeline(read, path)


def _text(path: Path) -> str:
    """The text of a file in UTF-8, or else in the Latin letters older systems write."""
    body = path.read_bytes()
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _timeline(read: object, path: Path) -> otio.schema.Timeline:
    """The timeline in what an adapter gave: itself, or the first of a collection."""
    if isinstance(read, otio.schema.Timeline):
        return read
    if isinstance(read, otio.schema.SerializableCollection):
        for child in read:
            found = _in_collection(child)
            if found is not None:
                return found
    raise BadInput(f"{path.name} holds no timeline.", where=str(path))


def _in_collection(child: object) -> otio.schema.Timeline | None:
    if isinstance(child, otio.schema.Timeline):
        return child
    if isinstance(child, otio.schema.SerializableCollection):
        return next((found for one in child if (found := _in_collection(one)) is not None), None)
    return None
