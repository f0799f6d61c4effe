"""Read a timeline from any file the standard adapters know: OTIO, EDL, FCPXML, Final Cut 7 XML, AAF."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from secondunit.wire import Rate
from secondunit.wire.errors import BadInput, NoRights, NotFound, SecondUnitError

from .edl import read_edl
from .fcpxml import DOCUMENT, read_document, read_fcpxml
from .markup import parse
from .unknown import read_json
from .walk import video_tracks

#: The suffix of a file, and the adapter that reads it.
ADAPTERS = {
    ".otio": "otio_json",
    ".otioz": "otioz",
    ".otiod": "otiod",
    ".edl": "cmx_3600",
    ".fcpxml": "fcpx_xml",
    ".fcpxmld": "fcpx_xml",
    ".xml": "fcp_xml",
    ".aaf": "AAF",
}


#: What to do about a file that an adapter gave up on.
_AGAIN = "Export the timeline again, or in another format: .otio, .fcpxml, .xml, .edl or .aaf."


def read_timeline(path: Path | str, rate: Rate | None = None) -> otio.schema.Timeline:
    """The first timeline that a file holds. An EDL does not say its rate: `rate` has to.

    Raises `NotFound`, `NoRights`, or `BadInput` with what is wrong with the file; a file that shows no
    picture is no cut, and is refused too.
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
        timeline = _timeline(_read(path, adapter, rate))
        _check_pictures(timeline)
        return timeline
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
        raise BadInput(
            f"{path.name} cannot be read{_reason(error)}.", remedy=_AGAIN, where=str(path)
        ) from None


def read_text(text: str, suffix: str, rate: Rate) -> otio.schema.Timeline:
    """The timeline of a text as a file with this suffix would hold it; `rate` is that of an EDL.

    Raises `BadInput`.
    """
    try:
        return _timeline(_read_body(text.encode(), ADAPTERS[suffix], rate))
    except SecondUnitError:
        raise
    except Exception as error:  # adapters raise whatever their parsers raise
        raise BadInput(f"It cannot be read{_reason(error)}.", remedy=_AGAIN) from None


def _read(path: Path, adapter: str, rate: Rate | None) -> object:
    if adapter in ("otio_json", "cmx_3600", "fcpx_xml", "fcp_xml"):
        return _read_body(_document(path).read_bytes(), adapter, rate)
    return otio.adapters.read_from_file(str(path), adapter_name=adapter)


def _read_body(body: bytes, adapter: str, rate: Rate | None) -> object:
    if adapter == "otio_json":
        return read_json(body.decode("utf-8-sig"))
    if adapter == "cmx_3600":
        assert rate is not None
        return read_edl(_text(body), rate)
    if adapter == "fcpx_xml":
        return read_fcpxml(body)
    root = parse(body)
    if root.tag == "fcpxml":
        return read_document(root)
    if root.tag != "xmeml":
        raise BadInput(
            f"This XML is no timeline: it begins with <{root.tag[:40]}>.",
            remedy="Export Final Cut 7 XML (<xmeml>) or FCPXML (<fcpxml>).",
        )
    return otio.adapters.read_from_string(body, adapter)


def _document(path: Path) -> Path:
    """The document itself: a bundle is a folder that holds it."""
    if not path.is_dir():
        return path
    if not (path / DOCUMENT).is_file():
        raise BadInput(
            f"The bundle holds no {DOCUMENT}.", remedy="Export the project again from Final Cut Pro."
        )
    return path / DOCUMENT


def _reason(error: Exception) -> str:
    """What an adapter raised for people to read; its accidents are not."""
    text = str(error).strip()
    plain = isinstance(error, (otio.exceptions.OTIOError, ValueError)) and not isinstance(error, UnicodeError)
    if plain and text:
        return f": {text.splitlines()[0][:200].rstrip('.')}"
    return f": something in it is missing or is not as the format has it ({type(error).__name__})"


def _check_pictures(timeline: otio.schema.Timeline) -> None:
    """Refuse a timeline without a picture: it would come back as a cut of no shots."""
    if any(not isinstance(item, otio.schema.Gap) for track in video_tracks(timeline) for item in track):
        return
    sounds = sum(
        isinstance(item, otio.core.Item) and not isinstance(item, otio.schema.Gap)
        for track in timeline.tracks
        if isinstance(track, otio.schema.Track)
        for item in track
    )
    content = f"{sounds} sound{'s' * (sounds > 1)} and no picture" if sounds else "no picture"
    raise BadInput(
        f"The timeline {str(timeline.name or '')[:60]!r} holds {content}.",
        remedy="Export the timeline with its video tracks.",
    )


def _text(body: bytes) -> str:
    """The text of a file in UTF-8, or else in the Latin letters older systems write."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _timeline(read: object) -> otio.schema.Timeline:
    """The timeline in what an adapter gave: itself, or the first of a collection."""
    if isinstance(read, otio.schema.Timeline):
        return read
    if isinstance(read, otio.schema.SerializableCollection):
        for child in read:
            timeline = _in_collection(child)
            if timeline is not None:
                return timeline
    raise BadInput("The file holds no timeline.", remedy="Export the timeline itself, not a clip or a bin.")


def _in_collection(child: object) -> otio.schema.Timeline | None:
    if isinstance(child, otio.schema.Timeline):
        return child
    if isinstance(child, otio.schema.SerializableCollection):
        return next((timeline for member in child if (timeline := _in_collection(member)) is not None), None)
    return None
