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
itself stands above it. A network that describes faces is an `[[embedding]]` (`embedding.py`).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from secondunit.media.foreign import settings_of
from secondunit.wire import Task, decode, encode, state_home
from secondunit.wire.errors import BadSettings, OutOfRange, SecondUnitError, UnknownField

from .allowed_file import AllowedFile
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
#: What an entry can be: a network from picture to picture, or one from a face to numbers.
KINDS = ("network", "embedding")
Entry = TypeVar("Entry", bound=AllowedFile)


@dataclass(frozen=True, kw_only=True)
class StudioNetwork(AllowedFile):
    """One entry from picture to picture: the file that was allowed, and what it does."""

    task: Task
    recipe: str = ""
    signature: Signature = Signature()

    def __post_init__(self) -> None:
        super().__post_init__()
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


def studio_folder() -> Path:
    """`$SECONDUNIT_MODELS`, or `models` in the user's state folder."""
    return Path(os.environ.get("SECONDUNIT_MODELS") or Path(state_home(), "models")).expanduser().absolute()


def read_networks(folder: Path) -> tuple[StudioNetwork, ...]:
    """The networks from picture to picture in the folder's `models.toml`, none where there is no such file.

    Raises `BadSettings` with the entry and the field, `NotAFile`, `NoRights`.
    """
    return read_entries(folder, "network", _network)


def read_entries(folder: Path, kind: str, made: Callable[[object], Entry]) -> tuple[Entry, ...]:
    """The entries of one of the `KINDS` in the folder's `models.toml`, each as `made` reads it.

    Raises `BadSettings` with the entry and the field, `NotAFile`, `NoRights`.
    """
    path = folder / FILE
    try:
        text = settings_of(path)
    except FileNotFoundError:
        return ()
    try:
        body = _plain(tomllib.loads(text.decode()))
    except (ValueError, RecursionError) as error:  # no TOML, no text, or a number of too many digits
        raise BadSettings(f"{FILE} cannot be read: {error}.", where=str(path)) from None
    unknown = [word for word in body if word not in KINDS]
    values = body.get(kind, [])
    if unknown or not isinstance(values, list):
        raise BadSettings(
            f"{FILE} has no {(unknown[0] if unknown else kind)[:40]!r}.",
            remedy="Each network is a [[network]]; one that describes faces is an [[embedding]].",
            where=str(path),
        )
    entries: list[Entry] = []
    for number, value in enumerate(values):
        try:
            entry = made(value)
            if entry.name in {other.name for other in entries}:
                raise OutOfRange(f"Two networks are called {entry.name!r}.", where="name")
        except SecondUnitError as error:
            problem = error.problem
            place = f"{path}: {kind}[{number}]" + (f".{problem.where}" if problem.where else "")
            raise BadSettings(
                problem.message,
                remedy=problem.remedy,
                kept=f"No {kind} of it is offered until then.",
                where=place,
            ) from None
        entries.append(entry)
    return tuple(entries)


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
