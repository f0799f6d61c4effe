"""`models.toml`: the networks that a studio brought, each with who allowed it.

    [[network]]
    name = "house_upscale"
    file = "house_upscale_v3.onnx"
    sha256 = "..."
    task = "upscale"
    source = "trained here, shows of 2025"
    licence = "our own"
    allowed_by = "Jane Doe"
    allowed_on = "2026-11-30"
    [network.signature]
    scale = 2

Files lie beside it, or below. `recipe = "lama"` fills in what is known of a published one; what an entry says
itself stands above it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from secondunit.media.foreign import settings_of
from secondunit.wire import Licence, LicencedPart, Task, decode, encode, state_home
from secondunit.wire.errors import (
    BadName,
    BadSettings,
    MissingField,
    OutOfRange,
    SecondUnitError,
    UnknownField,
)
from secondunit.wire.name import check_name

from .recipe import recipes
from .signature import Result, Signature

FILE = "models.toml"
#: The tasks that a network of a studio can do, and what it then gives.
TASKS = {
    Task.UPSCALE: (Result.PICTURE,),
    Task.RESTYLE: (Result.PICTURE,),
    Task.INPAINT: (Result.PICTURE,),
    Task.MATTE: (Result.MATTE, Result.LOGITS, Result.MAP),
}
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class StudioNetwork:
    """One entry: the file and its SHA-256, what it does, on what terms, and who allowed it when."""

    name: str
    file: str
    sha256: str
    task: Task
    source: str
    licence: str
    allowed_by: str
    allowed_on: str
    label: str = ""
    code_licence: str = ""
    recipe: str = ""
    signature: Signature = Signature()

    def __post_init__(self) -> None:
        check_name("network", self.name)
        for name in ("file", "source", "licence", "allowed_by"):
            if not str(getattr(self, name)).strip():
                raise MissingField(f"A network says its {name.replace('_', ' ')}.", where=name)
        if len(self.sha256) != 64 or not set(self.sha256) <= _HEX:
            raise OutOfRange("A SHA-256 is 64 digits of 0 to f, in small letters.", where="sha256")
        try:
            date.fromisoformat(self.allowed_on)
        except ValueError:
            raise OutOfRange(
                "The day on which it was allowed is written 2026-11-30.", where="allowed_on"
            ) from None
        place = PurePosixPath(self.file)
        if place.is_absolute() or ".." in place.parts or "\\" in self.file or ":" in self.file:
            raise BadName("The file lies in the folder of models.toml.", where="file")
        if self.task not in TASKS:
            raise OutOfRange(
                f"A network of a studio does no {self.task.value}.",
                remedy=f"Its task is one of: {', '.join(task.value for task in TASKS)}.",
                where="task",
            )
        if self.signature.result not in TASKS[self.task]:
            raise OutOfRange(
                f"A {self.task.value} is no {self.signature.result.value}.",
                remedy=f"result is one of: {', '.join(result.value for result in TASKS[self.task])}.",
                where="signature.result",
            )
        if (self.task is Task.UPSCALE) != (self.signature.scale > 1):
            raise OutOfRange("An upscale, and nothing else, has a scale above 1.", where="signature.scale")

    @property
    def licences(self) -> tuple[Licence, ...]:
        """Of the weights and, where it is said, of the code."""
        code = (Licence(LicencedPart.CODE, self.code_licence, self.source),) if self.code_licence else ()
        return (*code, Licence(LicencedPart.WEIGHTS, self.licence, self.source))

    @property
    def allowed(self) -> str:
        """Who allowed it, and when, as a sentence has it."""
        return f"allowed by {self.allowed_by} on {self.allowed_on}"


def studio_folder() -> Path:
    """`$SECONDUNIT_MODELS`, or `models` in the user's state folder."""
    return Path(os.environ.get("SECONDUNIT_MODELS") or Path(state_home(), "models")).expanduser().absolute()


def read_networks(folder: Path) -> tuple[StudioNetwork, ...]:
    """The networks in the folder's `models.toml`, none where there is no such file.

    Raises `BadSettings` with the entry and the field, `NotAFile`, `NoRights`.
    """
    path = folder / FILE
    try:
        text = settings_of(path)
    except FileNotFoundError:
        return ()
    try:
        body = _plain(tomllib.loads(text.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadSettings(f"{FILE} cannot be read: {error}.", where=str(path)) from None
    entries = body.pop("network", [])
    if body or not isinstance(entries, list):
        word = next(iter(body), "network")
        raise BadSettings(
            f"{FILE} has no {word[:40]!r}.", remedy="Each network is a [[network]].", where=str(path)
        )
    networks: list[StudioNetwork] = []
    for number, entry in enumerate(entries):
        try:
            network = _network(entry)
            if network.name in {other.name for other in networks}:
                raise OutOfRange(f"Two networks are called {network.name!r}.", where="name")
        except SecondUnitError as error:
            problem = error.problem
            place = f"{path}: network[{number}]" + (f".{problem.where}" if problem.where else "")
            raise BadSettings(
                problem.message,
                remedy=problem.remedy,
                kept="No network of it is offered until then.",
                where=place,
            ) from None
        networks.append(network)
    return tuple(networks)


def _network(entry: object) -> StudioNetwork:
    if not isinstance(entry, Mapping):
        raise UnknownField("A network is a table of its own.", remedy="Write [[network]] above it.")
    known: dict[str, Any] = {}
    if name := entry.get("recipe"):
        recipe = recipes().get(str(name))
        if recipe is None:
            raise UnknownField(
                f"There is no recipe {str(name)[:40]!r}.",
                remedy=f"The recipes are: {', '.join(sorted(recipes()))}.",
                where="recipe",
            )
        known = encode(recipe)
        for other in ("known", "bytes"):
            known.pop(other, None)
        known = {word: value for word, value in known.items() if value not in ("", None)}
    signature = {**known.get("signature", {}), **_table(entry.get("signature", {}))}
    return decode(StudioNetwork, {**known, **entry, "signature": signature})


def _table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnknownField("A signature is a table.", where="signature")
    return value


def _plain(value: Any) -> Any:
    """TOML's own days as text; the rest as it is."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value
