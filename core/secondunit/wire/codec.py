"""Values to JSON and back: one codec for everything that crosses a process.

Defaults are left out, unknown fields refused, and every refusal names the path to the field. A number field
that has a unit also takes text with that unit (`"12 px"`) and refuses another. Type hints are read when a
class is first used, so that importing this costs nothing.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from enum import Enum
from math import isfinite
from typing import Any, TypeVar, cast

from .errors import (
    BadValue,
    MissingField,
    NewerSchema,
    OutOfRange,
    SecondUnitError,
    UnknownField,
    WrongType,
    WrongUnit,
)
from .frames import FrameRange
from .frozen import FrozenMap
from .rate import Rate

#: The version of the values' JSON form; raised when an older reader could misread a newer writer.
SCHEMA = 5
#: The schema whose form digests are made over, so that those which approvals and takes name stay right.
DIGESTED = 2

T = TypeVar("T")
#: Values whose JSON form is one readable text.
TEXTS: tuple[Any, ...] = (FrameRange, Rate)


def encode(value: object) -> Any:
    """The JSON form of a wire value: dicts, lists, text, numbers, booleans and None."""
    if isinstance(value, TEXTS):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: encode(item)
            for field in dataclasses.fields(value)
            if (item := getattr(value, field.name)) != field.default or field.default is dataclasses.MISSING
        }
    if isinstance(value, Mapping):
        return {str(name): encode(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        raise OutOfRange("A value is not a finite number.")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise WrongType(f"A {type(value).__name__} cannot cross a process.")


def dumps(value: object, *, indent: int | None = None) -> str:
    """A value as JSON text with its schema version; names sorted, so equal values give equal text."""
    return _text({"schema": SCHEMA, **encode(value)}, indent)


def canonical(value: object, schema: int = DIGESTED) -> str:
    """The text that a value's digest is made over: its form in `schema`, whichever version writes it."""
    return _text({"schema": schema, **encode(value)})


def _text(body: dict[str, Any], indent: int | None = None) -> str:
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(body, sort_keys=True, ensure_ascii=False, indent=indent, separators=separators)


def loads(cls: type[T], text: str | bytes) -> T:
    """Read a value that `dumps` wrote, in an earlier schema too; raises `BadValue` or one of its kinds."""
    schema = SCHEMA
    try:
        body = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadValue(f"This is not JSON: {str(error)[:120]}.") from None
    if isinstance(body, dict):
        schema = body.pop("schema", SCHEMA)
        if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
            raise WrongType("The schema version is a whole number from 1.", where="schema")
        if schema > SCHEMA:
            raise NewerSchema(f"This was written with schema {schema}; this version reads up to {SCHEMA}.")
        if dataclasses.is_dataclass(cls) and "schema" in field_types(cls):
            body["schema"] = schema
    return decode(cls, body, schema)


def decode(cls: type[T], body: object, schema: int = SCHEMA) -> T:
    """The value that `encode` gave `body` for; raises `BadValue` with the path to the field at fault.

    A class whose form has changed since `schema` has a method `upgrade(body, schema)`, which gives today's.
    """
    return cast(T, _read(cls, body, "", schema))


def field_types(cls: type) -> dict[str, Any]:
    """The resolved type of every field of a wire class."""
    types = _TYPES.get(cls)
    if types is None:
        from typing import get_type_hints

        hints = get_type_hints(cls)
        types = _TYPES[cls] = {field.name: hints[field.name] for field in dataclasses.fields(cls)}
    return types


_TYPES: dict[type, dict[str, Any]] = {}


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


#: Reads a JSON form as a value of one type; with the unit of its field, and the schema it was written with.
_Reader = Callable[[object, str, int], object]
_READERS: dict[Any, _Reader] = {}


def _read(kind: Any, body: object, unit: str, schema: int) -> object:
    """`body` as a value of type `kind`, which may be a class, a union, a tuple type or a FrozenMap type."""
    reader = _READERS.get(kind)
    if reader is None:
        reader = _READERS[kind] = _reader(kind)
    return reader(body, unit, schema)


def _reader(kind: Any) -> _Reader:
    """How a type is read; worked out once, for events come by the thousand."""
    from typing import get_args, get_origin

    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        return lambda body, unit, schema: _read_items(args[0], body, schema)
    if origin is FrozenMap:
        return lambda body, unit, schema: _read_map(args[0], body, schema)
    if origin is not None:
        return lambda body, unit, schema: _read_union(args, body, unit, schema)
    if kind in TEXTS:
        return lambda body, unit, schema: kind.parse(_expect(str, body, "text"))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda body, unit, schema: _read_choice(kind, body)
    if dataclasses.is_dataclass(kind):
        return lambda body, unit, schema: _read_fields(cast(type, kind), body, schema)
    return lambda body, unit, schema: _read_scalar(kind, body, unit)


def _read_fields(cls: type, body: object, schema: int) -> object:
    if not isinstance(body, Mapping):
        raise WrongType(f"A {cls.__name__} is a JSON object, not {_json_kind(body)}.")
    if schema < SCHEMA and hasattr(cls, "upgrade"):
        body = cast(Mapping[str, object], cls.upgrade(body, schema))
    types = field_types(cls)
    for name in body:
        if name not in types:
            _require_storable(str(name))
            raise UnknownField(
                f"{cls.__name__} has no field {str(name)[:60]!r}.",
                remedy="Its fields are: " + ", ".join(types) + ".",
                where=str(name)[:60],
            )
    values: dict[str, object] = {}
    for field in dataclasses.fields(cls):
        if field.name in body:
            try:
                values[field.name] = _read(
                    types[field.name], body[field.name], field.metadata.get("unit", ""), schema
                )
            except SecondUnitError as error:
                raise error.at(field.name) from None
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise MissingField(f"{cls.__name__} needs {field.name!r}.", where=field.name)
    return cls(**values)


def _read_items(kind: Any, body: object, schema: int) -> tuple[object, ...]:
    items = []
    for number, item in enumerate(_expect(list, body, "a list")):
        try:
            items.append(_read(kind, item, "", schema))
        except SecondUnitError as error:
            raise error.at(f"[{number}]") from None
    return tuple(items)


def _read_map(kind: Any, body: object, schema: int) -> FrozenMap[object]:
    read: dict[str, object] = {}
    for name, item in _expect(dict, body, "a JSON object").items():
        _require_storable(name)
        try:
            read[name] = _read(kind, item, "", schema)
        except SecondUnitError as error:
            raise error.at(name[:60]) from None
    return FrozenMap(read)


def _read_union(kinds: tuple[Any, ...], body: object, unit: str, schema: int) -> object:
    """Optional values, and the scalars a control may hold: the first kind whose JSON type this is."""
    if body is None:
        if type(None) in kinds:
            return None
        raise WrongType("A value is missing here.")
    rest = tuple(kind for kind in kinds if kind is not type(None))
    if len(rest) == 1:
        return _read(rest[0], body, unit, schema)
    if unit and isinstance(body, str):
        body = _without_unit(body, unit)
    for kind in rest:
        if type(body) is kind:
            return _read(kind, body, unit, schema)
    raise WrongType(f"This takes {' or '.join(_NAMES[kind] for kind in rest)}, not {_json_kind(body)}.")


def _read_choice(kind: type[Enum], body: object) -> Enum:
    try:
        return kind(_expect(str, body, "text"))
    except ValueError:
        choices = ", ".join(str(choice.value) for choice in kind)
        raise OutOfRange(
            f"{str(body)[:40]!r} is not known here.", remedy=f"It is one of: {choices}."
        ) from None


def _read_scalar(kind: Any, body: object, unit: str) -> object:
    if kind in (int, float) and unit and isinstance(body, str):
        body = _without_unit(body, unit)
    if kind is float and type(body) is int:
        try:
            body = float(body)
        except OverflowError:
            raise OutOfRange("This number is too large.") from None
    if kind is float and isinstance(body, float) and not isfinite(body):
        raise OutOfRange("This is not a finite number.")
    if kind is int and type(body) is int and abs(body) >= 2**63:
        raise OutOfRange("This whole number is too large.")
    if kind is str and isinstance(body, str):
        _require_storable(body)
    return _expect(kind, body, _NAMES[kind])


def _without_unit(text: str, unit: str) -> int | float:
    number, _, suffix = text.strip().partition(" ")
    try:
        value: int | float = int(number) if number.lstrip("+-").isdecimal() else float(number)
    except ValueError:
        raise WrongType(f"{text[:40]!r} is not a number of {unit}.") from None
    if suffix.strip() != unit:
        raise WrongUnit(
            f"This is in {unit}, not in {suffix.strip()[:20] or 'nothing'}.", remedy=f"Write it in {unit}."
        )
    return value


def _require_storable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise WrongType("This text holds half a character (a lone surrogate) and cannot be stored.") from None
    if "\0" in text:
        raise WrongType("This text holds a zero character and cannot be stored.")


_NAMES: dict[Any, str] = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}


def _expect(kind: type[T], body: object, name: str) -> T:
    if type(body) is not kind:
        raise WrongType(f"This takes {name}, not {_json_kind(body)}.")
    return body


def _json_kind(body: object) -> str:
    if body is None:
        return "null"
    if isinstance(body, (dict, Mapping)):
        return "an object"
    return _NAMES.get(type(body), "a list")
