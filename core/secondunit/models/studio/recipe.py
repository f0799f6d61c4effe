"""Published networks that a studio may bring, as data: whose file it is, on what terms, what goes in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from secondunit.wire import Task, decode

from .signature import Signature


@dataclass(frozen=True)
class Recipe:
    """What is known of a published network; an empty `sha256` says that no publisher's was found.

    `known` says, in words, what of it is whose. Nothing is fetched by a recipe.
    """

    label: str
    task: Task
    file: str
    code_licence: str
    licence: str
    source: str
    known: str
    signature: Signature
    sha256: str = ""
    bytes: int = field(default=0, metadata={"unit": "bytes"})


@cache
def recipes() -> dict[str, Recipe]:
    """Every recipe by its name."""
    text = files(__package__).joinpath("recipes.json").read_text("utf-8")
    return {name: decode(Recipe, entry) for name, entry in json.loads(text).items()}
