"""Which version of a character a sequence or a shot wears: `cast/pins.toml` of a show, editable by hand.

    [sequence.sc01]
    ada = 3
    [shot.sh010]
    ada = 4

A shot's pin beats its sequence's. Nothing is known here of briefs, or of what a version shows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secondunit.ground.locks import locked
from secondunit.media.foreign import settings_of
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import CastMember, CastPin, check_name
from secondunit.wire.cast import wardrobe
from secondunit.wire.errors import BadInput, BadSettings, NotFound, SecondUnitError

from .cast import FOLDER
from .cast_adding import HIGHEST

PINS_FILE = "pins.toml"
_FORM = "Write [sequence.NAME] or [shot.NAME], and below it: ada = 3."
SEQUENCE, SHOT = "sequence", "shot"


def pins(root: Path) -> tuple[CastPin, ...]:
    """Every pin of the show whose files lie below `root`, as the file has them; no file is no pin.

    Raises `BadSettings` that says what in the file cannot be read, `NoRights`, `NotAFile`.
    """
    return tuple(_pins(_values(_text(_path(root)), _path(root)), _path(root)))


def pinned(root: Path, sequence: str, shot: str) -> tuple[CastMember, ...]:
    """What a shot of a sequence wears, by character; a name may be empty. Raises as `pins`."""
    return wardrobe(pins(root), sequence, shot)


def set_pins(root: Path, changes: tuple[CastPin, ...]) -> tuple[CastPin, ...]:
    """Write pins, all or none, in the place of those that they differ from; gives those, as they were.

    Whether the versions are there is not looked at. Raises `BadName`, `BadInput`, and as `pins`.
    """
    for pin in changes:
        _check(pin)
    return _edited(root, changes)


def unpin(root: Path, name: str, *, sequence: str = "", shot: str = "") -> int:
    """Take a pin away; gives the version that it was. Raises `NotFound`, and as `pins`."""
    pin = CastPin(name, 0, sequence, shot)
    _check(pin)
    return _edited(root, (pin,))[0].version


def _check(pin: CastPin) -> None:
    check_name("character", pin.name)
    if bool(pin.sequence) == bool(pin.shot):
        raise BadInput("A character is pinned for a sequence or for a shot.", where="cast")
    check_name(SHOT if pin.shot else SEQUENCE, pin.shot or pin.sequence)
    if not 0 <= pin.version <= HIGHEST:
        raise BadInput("Versions of a character are counted from 1.", where="cast")


def _path(root: Path) -> Path:
    return root / FOLDER / PINS_FILE


def _text(path: Path) -> str:
    try:
        return settings_of(path).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path.name} is no text: {error.reason}.", where=str(path)) from None


def _values(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of too many digits is none of tomllib's own
        raise BadSettings(
            f"{path.name} cannot be read: {str(error)[:120]}.", remedy="Correct the file.", where=str(path)
        ) from None


def _pins(values: dict[str, Any], path: Path) -> Iterator[CastPin]:
    surplus = sorted(set(values) - {SEQUENCE, SHOT})
    if surplus:
        raise BadSettings(
            f"{path.name} knows no {surplus[0][:40]!r}; it knows {SEQUENCE} and {SHOT}.", where=str(path)
        )
    for scope in (SEQUENCE, SHOT):
        table = values.get(scope, {})
        for place, versions in table.items() if isinstance(table, dict) else ((scope, None),):
            if not isinstance(versions, dict):
                raise BadSettings(
                    f"{path.name} says nothing that can be read under {scope}.",
                    remedy=_FORM,
                    where=str(path),
                )
            for name, version in versions.items():
                yield _pin(scope, place, name, version, path)


def _pin(scope: str, place: str, name: str, version: object, path: Path) -> CastPin:
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= HIGHEST:
        raise BadSettings(
            f"{path.name} pins {name[:64]!r} in {place[:64]!r} to what is no version.",
            remedy="Write a number from 1: ada = 3.",
            where=str(path),
        )
    pin = CastPin(name, version, **{scope: place})
    try:
        _check(pin)
    except SecondUnitError as error:
        raise BadSettings(f"{path.name}: {error.problem.message}", where=str(path)) from None
    return pin


def _edited(root: Path, changes: tuple[CastPin, ...]) -> tuple[CastPin, ...]:
    """Set these pins and take away those of version 0; gives what stood there, where that was another."""
    path = _path(root)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.with_name(f".{PINS_FILE}.lock")):
            text = _text(path)
            before = {_place(pin): pin for pin in _pins(_values(text, path), path)}
            after = dict(before)
            for pin in changes:
                place = _place(pin)
                if pin.version:
                    after[place] = pin
                elif after.pop(place, None) is None:
                    raise NotFound(
                        f"{pin.name} is not pinned for the {pin.place}.",
                        remedy="secondunit cast sheet --show SHOW says what is.",
                        where="cast",
                    )
            edited = _with_changes(text, changes)
            if edited is None or {_place(pin): pin for pin in _pins(_values(edited, path), path)} != after:
                raise BadSettings(
                    f"{path.name} stands in a form that takes no further pin.", remedy=_FORM, where=str(path)
                )
            with whole_file(path) as temporary:
                temporary.write_text(edited, "utf-8", newline="")
    except OSError as error:
        raise storage_error(error, path) from error
    return tuple(
        before[place] for pin in changes if (place := _place(pin)) in before and before[place] != pin
    )


def _with_changes(text: str, changes: tuple[CastPin, ...]) -> str | None:
    """The text with these pins, and all else as a person wrote it; None where its form takes them not."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document: Any = tomlkit.parse(text)
        for pin in changes:
            scope, place, name = _place(pin)
            if pin.version:
                tables = document.setdefault(scope, tomlkit.table(is_super_table=True))
                tables.setdefault(place, tomlkit.table())[name] = pin.version
            else:
                del document[scope][place][name]
        return tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, AttributeError, KeyError):
        return None  # such as a table within an inline table


def _place(pin: CastPin) -> tuple[str, str, str]:
    return (SHOT, pin.shot, pin.name) if pin.shot else (SEQUENCE, pin.sequence, pin.name)
