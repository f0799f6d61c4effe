"""On what terms the models of published blueprints may be used, as those who made them say it.

The rows of model_licences.json were read by a person, each at the address and on the day that it names: a
model card or a licence text of its makers. What could not be read there is unknown, and nothing is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from .blueprint import ModelFile

TABLE = "model_licences.json"
_HOSTS = ("huggingface.co", "www.huggingface.co")
#: Where a server keeps what makes the picture; what reads words and codes pictures lies elsewhere.
_MAKERS = ("diffusion_models", "checkpoints", "unet")


class Commercial(StrEnum):
    """Whether a model may be run for work that is paid for; from the freest to the strictest."""

    YES = "yes"
    CONDITIONS = "conditions"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass(frozen=True)
class ModelLicence:
    """The licence of a repository's files, or of those that `files` names (with `*`).

    `model` is what it holds, by those who made it; `licence` an SPDX expression or its own name, empty where
    it is unknown; `terms` what is asked beyond it, in a sentence; `read_on` a day as ISO 8601.
    """

    source: str
    model: str
    licence: str
    commercial: Commercial
    terms: str = ""
    read_at: str = ""
    read_on: str = ""
    files: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The licence, or that it is not known."""
        return self.licence or "not known"

    def __str__(self) -> str:
        read = f" Read at {self.read_at} on {self.read_on}." if self.read_at else ""
        terms = f" {self.terms}" if self.terms else ""
        return f"{self.source} ({self.model}): {self.name}.{terms}{read}"


@dataclass(frozen=True)
class Strictest:
    """The model of a blueprint that is bound the most, and by what."""

    model: ModelFile
    terms: ModelLicence


@lru_cache(maxsize=1)
def model_licences() -> tuple[ModelLicence, ...]:
    """Every row of the table; those for some files of a repository stand before the one for the others."""
    rows = json.loads(files(__package__).joinpath(TABLE).read_bytes())
    return tuple(
        ModelLicence(
            **{
                **row,
                "commercial": Commercial(row["commercial"]),
                "files": tuple(row.get("files", ())),
            }
        )
        for row in rows
    )


def licences_read_on() -> str:
    """The day on which the oldest of the licences was read, as ISO 8601: what changed since is not known."""
    return min(row.read_on for row in model_licences() if row.read_on)


def repository(source: str) -> str:
    """`owner/name` of the address of a file on Hugging Face; empty for any other address."""
    try:
        at = urlsplit(source)
    except ValueError:
        return ""
    parts = [part for part in at.path.split("/") if part]
    return "/".join(parts[:2]) if at.hostname in _HOSTS and len(parts) > 2 else ""


def licence_of(model: ModelFile) -> ModelLicence:
    """The licence of a file by where it is published; unknown for what the table does not have."""
    source = repository(model.source)
    for row in model_licences():
        if row.source.casefold() == source.casefold() and (
            not row.files or any(fnmatchcase(model.name, pattern) for pattern in row.files)
        ):
            return row
    unknown = "Its licence has not been looked at."
    return ModelLicence(source or model.source or model.name, model.name, "", Commercial.UNKNOWN, unknown)


def strictest(models: Sequence[ModelFile]) -> Strictest | None:
    """The model that is bound the most, of several what makes the picture; None where there is no model."""
    bound = [Strictest(model, licence_of(model)) for model in models]
    order = list(Commercial)
    return max(
        bound,
        key=lambda part: (order.index(part.terms.commercial), part.model.folder in _MAKERS),
        default=None,
    )


def licence_words(models: Sequence[ModelFile]) -> str:
    """What binds a blueprint's models, the strictest first: their licences, or each that asks for more."""
    rows = tuple(dict.fromkeys(licence_of(model) for model in models))
    order = list(Commercial)
    asking = sorted(
        (row for row in rows if row.commercial is not Commercial.YES),
        key=lambda row: -order.index(row.commercial),
    )
    if asking:
        return " ".join(str(row) for row in asking)
    return ", ".join(sorted({row.licence for row in rows}))
