"""The desk's document, one small JSON file a show: the footage opened, what was placed, the panel's state.

Written whole (temporary name, flush, rename) whenever it changed. A damaged file is set aside, never lost.
Knows no widget and no service.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from secondunit.ground.disk import write_whole
from secondunit.wire import Plate, SecondUnitError, check_name, decode, encode
from secondunit.wire.home import state_home
from secondunit.wire.storage import storage_error

#: The number of this file's form.
FORM = 1
#: The footage that a document remembers, the latest last.
MOST_FOOTAGE = 24
FIRST_SHOW = "show"
#: What helps where a document cannot be written.
REMEDY = "Free some space there, or give your user the right to write there."


@dataclass
class Document:
    """One show's document, in memory."""

    show: str = FIRST_SHOW
    state: dict[str, object] = field(default_factory=dict)
    plates: dict[str, Plate] = field(default_factory=dict)
    #: The channel that each footage gives as a matte, by path.
    channels: dict[str, str] = field(default_factory=dict)
    #: The colour space the artist named for footage that does not say its own, by path.
    spaces: dict[str, str] = field(default_factory=dict)
    #: Stamps of what was placed, by id; each with the `file` it was written to.
    placed: dict[str, dict[str, object]] = field(default_factory=dict)

    def add_footage(self, plate: Plate, channel: str = "") -> None:
        """Remember footage; the latest comes last."""
        self.plates.pop(plate.path, None)
        self.plates[plate.path] = plate
        if channel:
            self.channels[plate.path] = channel
        for path in list(self.plates)[:-MOST_FOOTAGE]:
            del self.plates[path]
            self.channels.pop(path, None)
            self.spaces.pop(path, None)


class Shelf:
    """Where the documents lie: `<state home>/desk/<show>.json`, and which one was open last."""

    def __init__(self, home: str = "") -> None:
        self.folder = Path(home or state_home()) / "desk"

    def last_show(self) -> str:
        """The show that was open last."""
        try:
            return str(json.loads(self._last.read_text("utf-8"))["show"])
        except (OSError, ValueError, KeyError, TypeError):
            return FIRST_SHOW

    def shows(self) -> tuple[str, ...]:
        """The shows that have a document, by name."""
        try:
            names = [path.stem for path in self.folder.glob("*.json") if path != self._last]
        except OSError:
            return ()
        return tuple(sorted(name for name in names if not name.startswith(".")))

    def read(self, show: str) -> Document:
        """The show's document; a new one where there is none or where it cannot be read (it is set aside)."""
        path = self.path(show)
        try:
            text = path.read_text("utf-8")
        except OSError:
            return Document(show)
        try:
            return _read(show, json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, SecondUnitError):
            _set_aside(path)
            return Document(show)

    def write(self, document: Document) -> None:
        """Write a document whole. Raises `DiskFull`, `NoRights`."""
        self._write(self.path(document.show), _written(document))
        self._write(self._last, {"show": document.show})

    def first_time(self, event: str) -> bool:
        """Whether something happens for the first time to this user; it is remembered from now on."""
        mark = self.folder / "last" / f"{event.replace(' ', '-')}.json"
        if mark.exists():
            return False
        try:
            self._write(mark, {"said": True})
        except SecondUnitError:
            return True
        return True

    def path(self, show: str) -> Path:
        """The file of a show's document."""
        return self.folder / f"{show}.json"

    @property
    def _last(self) -> Path:
        return self.folder / "last" / "show.json"

    def _write(self, path: Path, content: Mapping[str, object]) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, text.encode(), 0o600)
        except OSError as error:
            raise storage_error(error, path, REMEDY) from None


def legal_show(name: str) -> bool:
    """Whether a show of that name can have a document."""
    try:
        check_name(name, "show")
    except SecondUnitError:
        return False
    return True


def _read(show: str, data: Mapping[str, object]) -> Document:
    if data["form"] != FORM:
        raise ValueError("a document of another form")
    plates, channels = data["plates"], data["channels"]
    spaces, placed, state = data["spaces"], data["placed"], data["state"]
    if not (isinstance(plates, list) and isinstance(channels, dict) and isinstance(spaces, dict)):
        raise TypeError("footage")
    if not (isinstance(placed, dict) and isinstance(state, dict)):
        raise TypeError("placed")
    document = Document(show, dict(state))
    for plate in plates:
        document.add_footage(decode(Plate, plate))
    document.channels = {str(path): str(channel) for path, channel in channels.items()}
    document.spaces = {str(path): str(name) for path, name in spaces.items()}
    document.placed = {str(id): dict(stamped) for id, stamped in placed.items()}
    return document


def _written(document: Document) -> dict[str, object]:
    return {
        "form": FORM,
        "state": document.state,
        "plates": [encode(plate) for plate in document.plates.values()],
        "channels": document.channels,
        "spaces": document.spaces,
        "placed": document.placed,
    }


def _set_aside(path: Path) -> None:
    """Rename a damaged document so that nothing is lost; the next free number tells several apart."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}")).exists():
        number += 1
    try:
        path.replace(aside)
    except OSError:
        return
