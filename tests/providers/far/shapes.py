"""The types of a vendor's library, read deeply: whether a request fits them, and what they say of its fields.

Knows the TypedDicts and models that Stainless makes, and botocore's shapes; it knows no vendor.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import typing_extensions

#: A number as the notes on a field have them: `5`, `4,000`, `0.0`, `5MB`; not the 264 of `H.264`.
_NUMBER = re.compile(r"(?<![\w`/])(?<!\d\.)(?<![A-Z]\.)\d+(?:,\d{3})*(?:\.\d+)?(?:MB|GB|s|fps|px)?(?![\w`])")
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "yes or no", datetime: "moment",
          object: "anything"}  # fmt: skip
_TABLES = (dict, Mapping)


@dataclass
class Seen:
    """What was met on the way through requests: each field's facts by its path, and fields not given."""

    facts: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def settle(self) -> Seen:
        """Without what one request left and another gave."""
        return Seen(dict(sorted(self.facts.items())), self.left - set(self.facts))


def faults(value: object, hint: Any, path: str = "", wire: bool = False) -> list[str]:
    """Why a value does not fit a type of the library, deeply; empty where it does.

    `wire` looks for fields by what they are called in a request, and else by their names in Python.
    """
    hint = bare(hint)
    options = alternatives(hint)
    if len(options) > 1:
        told = [faults(value, each, path, wire) for each in options]
        return min(told, key=len)
    hint = options[0]
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        choices = typing.get_args(hint)
        return (
            []
            if value in choices
            else [f"{path} is {_short(value)}, not one of {', '.join(map(str, choices))}"]
        )
    if typing_extensions.is_typeddict(hint):
        return _faults_of(value, hint, path, wire)
    if item := item_of(hint):
        if not isinstance(value, (list, tuple)):
            return [f"{path} is {_short(value)}, no list"]
        return [fault for each in value for fault in faults(each, item[0], f"{path}[]", wire)]
    if origin in _TABLES:
        return [] if isinstance(value, Mapping) else [f"{path} is {_short(value)}, no table"]
    if hint is object or hint is Any:
        return []
    if hint not in _PLAIN:
        return [f"{path} has a type that is not known here: {hint}"]
    fits = isinstance(value, {float: (int, float), datetime: (str, datetime)}.get(hint, hint))
    if isinstance(value, bool) and hint is not bool:
        fits = False
    return [] if fits else [f"{path} is {_short(value)}, no {_PLAIN[hint]}"]


def _faults_of(value: object, shape: Any, path: str, wire: bool) -> list[str]:
    if not isinstance(value, Mapping):
        return [f"{path} is {_short(value)}, no table"]
    fields = fields_of(shape)
    known = {each.alias if wire else name: name for name, each in fields.items()}
    found = [f"{_under(path, key)} is no field of {shape.__name__}" for key in value if key not in known]
    given = {known[key] for key in value if key in known}
    found += [f"{_under(path, name)} must be given" for name, each in fields.items()
              if each.required and name not in given]  # fmt: skip
    for key, one in value.items():
        if key in known:
            found += faults(one, fields[known[key]].hint, _under(path, known[key]), wire)
    return found


def look(value: object, hint: Any, seen: Seen, path: str = "", note: str = "", must: bool = True) -> None:
    """Put down what the library says of every field that a value which fits has."""
    options = alternatives(bare(hint))
    fitting = [each for each in options if not faults(value, each)] or options
    if path:
        text = says(hint, must, note)
        known = seen.facts.get(path, text)
        seen.facts[path] = text if known == text else " / ".join(sorted({*known.split(" / "), text}))
    for option in fitting[:1]:
        if typing_extensions.is_typeddict(option) and isinstance(value, Mapping):
            fields = fields_of(option)
            for name, each in fields.items():
                if name in value:
                    look(value[name], each.hint, seen, _under(path, name), each.note, each.required)
                else:
                    seen.left.add(_under(path, name))
        elif (item := item_of(option)) and isinstance(value, (list, tuple)):
            for one in value:
                look(one, item[0], seen, f"{path}[]", must=False)


@dataclass(frozen=True)
class Field:
    """A field of a TypedDict or a model of the library."""

    hint: Any
    required: bool
    note: str
    alias: str


@functools.cache
def fields_of(shape: Any) -> dict[str, Field]:
    """The fields of a TypedDict, or of a model that an answer is read into."""
    notes = _notes(sys.modules[shape.__module__]).get(shape.__name__, {})
    if hasattr(shape, "model_fields"):
        return {
            name: Field(each.annotation, each.is_required(), notes.get(name, ""), each.alias or name)
            for name, each in shape.model_fields.items()
        }
    hints = typing_extensions.get_type_hints(shape, include_extras=True)
    return {
        name: Field(hint, _required(shape, hint), notes.get(name, ""), _alias(hint) or name)
        for name, hint in hints.items()
    }


def says(hint: Any, required: bool, note: str) -> str:
    """What the library says of a field, in one line: its type, whether it must be, its notes' numbers."""
    numbers = sorted(set(_NUMBER.findall(note)))
    return "; ".join(
        [kind_of(hint), *(["must be given"] if required else []),
         *([f"its notes say {', '.join(numbers)}"] if numbers else [])]
    )  # fmt: skip


def kind_of(hint: Any) -> str:
    """A type in words; choices in order of the alphabet, so that a mere reordering is no change."""
    options = alternatives(bare(hint))
    null = [] if _whole(bare(hint)) == options else ["nothing"]
    return " or ".join(sorted({_kind(each) for each in options}) + null)


def _kind(hint: Any) -> str:
    if typing.get_origin(hint) is typing.Literal:
        return "one of " + ", ".join(sorted(map(str, typing.get_args(hint))))
    if typing_extensions.is_typeddict(hint) or hasattr(hint, "model_fields"):
        return "a table"
    if item := item_of(hint):
        return f"a list of {kind_of(item[0])}"
    return _PLAIN.get(hint, "a table" if typing.get_origin(hint) in _TABLES else str(hint))


def bare(hint: Any) -> Any:
    """A type without `Required`, `Annotated` and aliases around it."""
    while True:
        origin = typing.get_origin(hint)
        if origin in (typing_extensions.Required, typing_extensions.NotRequired, typing.Annotated):
            hint = typing.get_args(hint)[0]
        elif hasattr(hint, "__value__"):
            hint = hint.__value__
        else:
            return hint


def alternatives(hint: Any) -> list[Any]:
    """What a union may be, without None; a type that is no union is its own."""
    return [each for each in _whole(hint) if each is not types.NoneType]


def _whole(hint: Any) -> list[Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [one for each in typing.get_args(hint) for one in _whole(bare(each))]
    return [hint]


def item_of(hint: Any) -> tuple[Any, ...]:
    """The type of a list's items, in a tuple of one; empty for what is no list."""
    origin = typing.get_origin(hint)
    listed = origin is not None and origin not in _TABLES and origin is not typing.Literal
    return typing.get_args(hint)[:1] if listed and origin not in (typing.Union, types.UnionType) else ()


def models_of(union: Any) -> dict[str, Any]:
    """Each alternative of a creating call by the model that it is for; one may be for several."""
    return {
        str(name): each
        for each in alternatives(bare(union))
        for name in typing.get_args(bare(fields_of(each)["model"].hint))
    }


def of_shape(shape: Any, must: bool, bounds: bool = True) -> str:
    """What botocore says of a member, in one line as `says` does. Patterns are not in it: names of partitions
    are added to them all the time; `faults_of_shape` holds what is sent against them.
    """
    kind = shape.type_name
    if getattr(shape, "enum", None):
        kind = "one of " + ", ".join(sorted(shape.enum))
    told = [f"{name} {shape.metadata[name]}" for name in ("min", "max") if bounds and name in shape.metadata]
    where = [f"in the {shape.serialization['location']}"] if "location" in shape.serialization else []
    return "; ".join([kind, *(["must be given"] if must else []), *told, *where])


def faults_of_shape(shape: Any, value: object, path: str = "") -> list[str]:
    """Why a value that is sent does not fit botocore's model; botocore itself checks no choice or pattern."""
    from botocore.validate import ParamValidator

    found = ParamValidator().validate(value, shape).generate_report().splitlines() if not path else []
    if shape.type_name == "structure" and isinstance(value, Mapping) and not shape.metadata.get("document"):
        for name, one in value.items():
            if name in shape.members:
                found += faults_of_shape(shape.members[name], one, _under(path, name))
    elif isinstance(value, str):
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            found.append(f"{path} is {_short(value)}, which does not fit {pattern[:80]}")
        if getattr(shape, "enum", None) and value not in shape.enum:
            found.append(f"{path} is {_short(value)}, not one of {', '.join(shape.enum)}")
    return found


def members(shape: Any, value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each member of a value that is sent, by its path, with what botocore says of it."""
    if shape.type_name == "structure" and isinstance(value, Mapping) and not shape.metadata.get("document"):
        for name, one in value.items():
            member = shape.members[name]
            yield _under(path, name), of_shape(member, name in shape.required_members)
            yield from members(member, one, _under(path, name))
    elif shape.type_name == "list" and isinstance(value, (list, tuple)):
        for one in value:
            yield from members(shape.member, one, f"{path}[]")


def member_at(shape: Any, path: str) -> str:
    """What botocore says of an answer's member; raises `KeyError` where there is none."""
    *way, last = path.replace("[]", ".[]").split(".")
    for name in way:
        shape = shape.member if name == "[]" else shape.members[name]
    if last == "[]":
        return of_shape(shape.member, False, bounds=False)
    return of_shape(shape.members[last], last in shape.required_members, bounds=False)


@functools.cache
def _notes(module: types.ModuleType) -> dict[str, dict[str, str]]:
    """The text under each field of each class of a module: only its source has it."""
    found: dict[str, dict[str, str]] = {}
    for each in ast.parse(inspect.getsource(module)).body:
        if isinstance(each, ast.ClassDef):
            notes = found.setdefault(each.name, {})
            for before, after in zip(each.body, each.body[1:], strict=False):
                if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr):
                    notes[ast.unparse(before.target)] = str(getattr(after.value, "value", ""))
    return found


def _required(shape: Any, hint: Any) -> bool:
    """Whether a key must be given: where a module's annotations are text, the class itself does not know."""
    origin = typing.get_origin(hint)
    marked = origin is typing_extensions.Required
    return marked or (shape.__total__ and origin is not typing_extensions.NotRequired)


def _alias(hint: Any) -> str:
    """What a field is called in a request: Stainless has it in an annotation."""
    while typing.get_origin(hint) in (typing_extensions.Required, typing_extensions.NotRequired):
        hint = typing.get_args(hint)[0]
    extras = typing.get_args(hint)[1:] if typing.get_origin(hint) is typing.Annotated else ()
    return next((str(each.alias) for each in extras if getattr(each, "alias", None)), "")


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _short(value: object) -> str:
    return repr(value)[:60]
