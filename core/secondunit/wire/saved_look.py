"""Looks that somebody saved: an artist's own, a show's, and the file that keeps one.

A look says how an element looks and moves, whole; not where it stands, how it is seen, or how finely it is
made. Its file is JSON that a person may read and hand on. Fields that a newer version wrote are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from math import isfinite

from .control import Control, Kind, Scalar
from .errors import BadValue, NewerSchema, OutOfRange, SecondUnitError, WrongType
from .frozen import FrozenMap
from .value import dataclass

#: The version of the files' form, and how they say what they are.
FORM, MARK = 1, "secondunit.look"
#: A file of a look is no longer than this in bytes, has no more settings, and no longer texts.
LARGEST, MOST_SETTINGS, LONGEST_LABEL, LONGEST_HELP = 1 << 16, 200, 80, 400
#: The longest text of a picture that is sent with a look.
LARGEST_PICTURE = 3 << 18
#: Groups of controls that belong to the shot or to the machine, and controls that do, in any group.
SHOT_GROUPS = ("Camera", "Quality")
SHOT_CONTROLS = frozenset({
    "x", "y", "end_x", "end_y", "distance", "aim", "obstacles", "obstacles_hide", "wind_direction", "start",
    "preroll", "key_side", "key_height",
})  # fmt: skip
_OWN = frozenset({"what", "schema", "kind", "version", "label", "help", "settings"})


class LookScope(str, Enum):
    """Whose a saved look is: this user's, or that of everybody who works on a show."""

    MINE = "mine"
    SHOW = "show"


@dataclass(frozen=True)
class SavedLook:
    """A look of a kind that somebody saved. `name` is its file's, `version` the kind's when it was saved.

    `remarks` say what of it cannot be used here; where `usable` is false that is all of it.
    """

    kind: str
    name: str
    label: str
    settings: FrozenMap[Scalar] = FrozenMap()
    scope: LookScope = LookScope.MINE
    version: int = 1
    help: str = ""
    usable: bool = True
    remarks: tuple[str, ...] = ()
    #: Names the picture that lies beside its file, and another one otherwise; empty for none.
    picture: str = ""

    @property
    def choice(self) -> str:
        """How it is called among the looks of its kind: `show:thin_haze`."""
        return f"{self.scope.value}:{self.name}"


@dataclass(frozen=True)
class LookList:
    """The saved looks of a user and a show; `remarks` are about files that are no looks."""

    looks: tuple[SavedLook, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LookSaving:
    """A look to save: the show is that of a look in `show` scope. `replace` puts it in place of its like.

    `picture` is what it was saved from, JPEG or PNG in base64; a look that takes the place of another and
    has none has no picture then.
    """

    look: SavedLook
    show: str = ""
    replace: bool = False
    picture: str = ""

    def __post_init__(self) -> None:
        if len(self.picture) > LARGEST_PICTURE:
            raise OutOfRange(
                f"A look's picture is at most {LARGEST_PICTURE // 1024} KiB of text.", where="picture"
            )


@dataclass(frozen=True)
class LookRemoval:
    """A look to take away by its name, or to give back where `restore` says so; of a show or the user."""

    kind: str
    name: str
    scope: LookScope = LookScope.MINE
    show: str = ""
    restore: bool = False


def picture_text(picture: bytes | None) -> str:
    """A picture as `LookSaving` takes it; empty for none, and for one that is too large to be sent."""
    from base64 import b64encode

    text = b64encode(picture).decode() if picture else ""
    return text if len(text) <= LARGEST_PICTURE else ""


def belongs_to_look(control: Control) -> bool:
    """Whether a control says how an element looks, and not where it stands or how it is made."""
    return control.group not in SHOT_GROUPS and control.name not in SHOT_CONTROLS


def file_name(look: SavedLook) -> str:
    """What its file is called: `smoke.thin_haze.json`."""
    return f"{look.kind}.{look.name}.json"


def name_for(label: str) -> str:
    """The name of a look with a label, as a file takes it; raises `OutOfRange` where nothing is left."""
    name = re.sub(r"[^\w]+", "_", label.casefold()).strip("_")[:48].strip("_")
    if not name:
        raise OutOfRange("A look needs a name with a letter or a digit.", where="label")
    return name


def written(look: SavedLook, before: Mapping[str, object] | None = None) -> str:
    """The text of a look's file; `before` is the file that it takes the place of, whose other fields stay."""
    kept = {name: value for name, value in (before or {}).items() if name not in _OWN}
    old = (before or {}).get("settings")
    settings = {**(old if isinstance(old, dict) else {}), **look.settings}
    body = {
        **kept, "what": MARK, "schema": FORM, "kind": look.kind, "version": look.version,
        "label": look.label, "help": look.help, "settings": dict(sorted(settings.items())),
    }  # fmt: skip
    text = json.dumps(body, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    if len(text.encode()) > LARGEST:
        raise OutOfRange("This look is larger than a look can be.")
    return text


def fields_of(text: bytes) -> dict[str, object]:
    """Everything that a look's file says; raises `BadValue`, `NewerSchema` for a newer form."""
    if len(text) > LARGEST:
        raise BadValue(f"It is larger than a look can be ({LARGEST // 1024} KiB).")
    try:
        body = json.loads(text.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadValue(f"It is not JSON: {str(error)[:100]}.") from None
    if not isinstance(body, dict) or body.get("what") != MARK:
        raise BadValue("It is no look of Second Unit.")
    schema = body.get("schema")
    if type(schema) is not int or schema < 1:
        raise WrongType("The form of a look is a whole number from 1.", where="schema")
    if schema > FORM:
        raise NewerSchema(
            f"It has form {schema}; this Second Unit reads looks up to form {FORM}.",
            remedy="Update Second Unit to use it.",
        )
    return body


def look_of(body: Mapping[str, object], name: str, scope: LookScope) -> SavedLook:
    """The look that a file's fields describe; raises `BadValue` with the field at fault."""
    settings, version = body.get("settings"), body.get("version")
    if not isinstance(settings, dict) or len(settings) > MOST_SETTINGS:
        raise WrongType(
            f"The settings of a look are at most {MOST_SETTINGS} names and values.", where="settings"
        )
    if type(version) is not int or not 1 <= version < 2**31:
        raise WrongType("The version of a kind is a whole number from 1.", where="version")
    values: dict[str, Scalar] = {}
    for control, value in settings.items():
        if not isinstance(value, (bool, int, float, str)) or not _fits(value):
            raise WrongType(
                "A setting is a number, a text, or on or off.", where=_text(control, "settings", 60)
            )
        values[_text(control, "settings", 60)] = value
    kind, label = _text(body.get("kind"), "kind", 64), _text(body.get("label"), "label", LONGEST_LABEL)
    if not kind or not label.strip():
        raise WrongType("A look has a kind and a label.", where="label" if kind else "kind")
    return SavedLook(
        kind,
        name,
        label,
        FrozenMap(values),
        scope,
        version,
        _text(body.get("help", ""), "help", LONGEST_HELP),
    )


def fitted(look: SavedLook, kinds: Iterable[Kind]) -> SavedLook:
    """A look with what of it the kinds here can be set to, and a sentence for what they cannot."""
    kind = next((kind for kind in kinds if kind.name == look.kind), None)
    if kind is None:
        return _unusable(
            look, f"There is no kind {look.kind!r} here: update Second Unit, or install what makes it."
        )
    if look.version > kind.version:
        return _unusable(
            look,
            f"It was saved with version {look.version} of {kind.label}; here is version {kind.version}: "
            "update Second Unit to use it.",
        )
    controls = {control.name: control for control in kind.controls}
    values: dict[str, Scalar] = {}
    remarks = []
    for name, value in look.settings.items():
        if name not in controls:
            remarks.append(f"It sets {name!r}, which {kind.label} does not have here.")
            continue
        try:
            values[name] = controls[name].read(value)
        except SecondUnitError as error:
            remarks.append(f"Without {controls[name].label}: {error.problem.message}")
    return replace(look, settings=FrozenMap(values), remarks=tuple(remarks))


def _unusable(look: SavedLook, sentence: str) -> SavedLook:
    return replace(look, settings=FrozenMap(), usable=False, remarks=(sentence,))


def _fits(value: Scalar) -> bool:
    if isinstance(value, str):
        return len(value) <= 10_000 and "\0" not in value and not re.search("[\ud800-\udfff]", value)
    return abs(value) < 2**63 and isfinite(value)


def _text(value: object, where: str, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or not _fits(value):
        raise WrongType(f"This is a text of at most {most} characters.", where=where)
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


__all__ = [
    "LookList", "LookRemoval", "LookSaving", "LookScope", "SavedLook", "belongs_to_look", "fields_of",
    "file_name", "fitted", "look_of", "name_for", "picture_text", "written",
]  # fmt: skip
